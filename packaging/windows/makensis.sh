#!/bin/bash
# Usage: makensis.sh VERSION FOLDER OUT [makensis's options]
# Compiles setup.nsi with what lies in FOLDER (see setup_exe.sh); -DQUICK compresses less, for trials.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
version=$1 work=$2 out=$3
shift 3
numbers=$("$root/.venv/bin/python" "$here/launchers.py" --numbers "$version")
mime=$(sed -n 's/^MIMETYPE = b"\(.*\)"$/\1/p' "$root/perfdesk/storage/format.py")
export LC_ALL=C.UTF-8
mkdir -p "${out%/*}"
makensis -V2 -WX -INPUTCHARSET UTF8 "-DVERSION=$version" "-DNUMBERS=$numbers" "-DMIME=$mime" \
  "-DICON=$root/resources/icons/perfdesk.ico" "-DART=$work" "-DLISTS=$work/lists.nsh" "-DOUT=$work/perfdesk-new.exe" "$@" "$here/setup.nsi"
mv "$work/perfdesk-new.exe" "$out" # not there until it is whole
