#!/bin/bash
# Usage: portable.sh        (XZ='-1' packs fast and loosely, for trials)
# Builds dist/perfdesk-<version>-linux-x86_64.tar.xz: the program in one folder that runs from where it
# lies, a USB stick as well. No links, no two names that differ in case only: sticks know neither.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
common=$root/packaging/common
python=$root/.venv/bin/python

bash "$root/packaging/dev/setup.sh" deb
version=$("$python" "$common/version.py")
SOURCE_DATE_EPOCH=$("$python" "$common/version.py" --epoch)
export SOURCE_DATE_EPOCH
name=perfdesk-$version-linux-x86_64
folder=$root/build/linux/portable/$name
rm -rf "$root/build/linux/portable"

bash "$here/tree.sh" portable "$folder"
install -m 755 "$here/perfdesk.sh" "$folder/启动绩效目标填报.sh"
install -m 644 "$common/portable.txt" "$folder/便携.txt"
install -m 644 "$here/portable-readme.txt" "$folder/使用说明.txt"
strange=$(cd "$folder" && { find . -type l; find . | tr '[:upper:]' '[:lower:]' | sort | uniq -d; })
if [ -n "$strange" ]; then printf 'not for a USB stick:\n%s\n' "$strange" >&2; exit 1; fi

mkdir -p "$root/dist"
archive=$root/dist/$name.tar.xz
tar -C "$folder/.." --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c "$name" \
  | xz -T1 "${XZ:--9e}" >"$archive"
"$python" "$common/sbom.py" "$folder/licences/components.json" "$archive.cdx.json" "$archive"
"$python" "$common/sums.py" "$root/dist"
printf '%s  %.1f MB, unpacked %.1f MB\n' "dist/$name.tar.xz" "$(($(stat -c %s "$archive") / 100000))e-1" \
  "$(($(du -k -s --apparent-size "$folder" | cut -f1) / 100))e-1"
