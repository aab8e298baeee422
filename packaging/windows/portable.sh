#!/bin/bash
# Builds dist/perfdesk-<version>-windows-portable.zip: unpacked anywhere, a USB stick say, it runs there.
# Variables: PERFDESK_WINPY_ZIP=<the official embeddable zip>, see winpython.py.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
common=$root/packaging/common
python=$root/.venv/bin/python
export LC_ALL=C.UTF-8 # files have Chinese names

bash "$root/packaging/dev/setup.sh" setup
bash "$common/tools.sh"
version=$("$python" "$common/version.py")
tree=$root/build/windows/portable/绩效目标填报
out=$root/dist/perfdesk-$version-windows-portable.zip
"$root/.cache/packaging/tools/bin/python" "$here/tree.py" "$tree" portable
mkdir -p "$root/dist"
"$python" "$here/zipped.py" "$tree" "$out"
"$python" "$common/sbom.py" "$tree/licences/components.json" "$out.cdx.json" "$out"
"$python" "$common/sums.py" "$root/dist"
printf '%s: %s MB, unpacked %s MB\n' "${out#"$root"/}" \
  "$(($(stat -c %s "$out") / 1000000))" "$(($(du -sb "$tree" | cut -f1) / 1000000))"
