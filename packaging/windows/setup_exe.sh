#!/bin/bash
# Builds dist/perfdesk-<version>-setup.exe, the installer for Windows, on this Linux machine.
# Variables: PERFDESK_WINPY_ZIP=<the official embeddable zip>, see winpython.py.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
common=$root/packaging/common
python=$root/.venv/bin/python
tree=$root/build/windows/setup
work=$root/build/windows/nsis
export LC_ALL=C.UTF-8 # files have Chinese names

bash "$root/packaging/dev/setup.sh" setup
bash "$common/tools.sh"
"$root/.cache/packaging/tools/bin/python" "$here/tree.py" "$tree" setup
version=$("$python" "$common/version.py")
out=$root/dist/perfdesk-$version-setup.exe
mkdir -p "$work" "$root/dist"
"$python" "$here/art.py" "$work"
"$python" "$here/lists.py" "$tree" "$work/lists.nsh"
"$here/makensis.sh" "$version" "$work" "$out"
"$python" "$common/sbom.py" "$tree/licences/components.json" "$out.cdx.json" "$out"
"$python" "$common/sums.py" "$root/dist"
printf '%s: %s MB, installed %s MB in %s files\n' "${out#"$root"/}" \
  "$(($(stat -c %s "$out") / 1000000))" "$(($(du -sb "$tree" | cut -f1) / 1000000))" "$(find "$tree" -type f | wc -l)"
