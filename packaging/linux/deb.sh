#!/bin/bash
# Usage: deb.sh        (XZ='-z1' packs fast and loosely, for trials)
# Builds dist/perfdesk_<version>_amd64.deb, for UOS 20, Kylin V10, Debian 11 and what is newer (x86-64).
# One package for all of them: glibc 2.28, xz (their older dpkg reads no zstd), nothing to be fetched.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
common=$root/packaging/common
python=$root/.venv/bin/python
id=com.perfdesk.app

bash "$root/packaging/dev/setup.sh" deb
version=$("$python" "$common/version.py")
SOURCE_DATE_EPOCH=$("$python" "$common/version.py" --epoch)
export SOURCE_DATE_EPOCH
package=$root/build/linux/deb
app=$package/opt/apps/$id
rm -rf "$package"
mkdir -p "$package/DEBIAN" "$app"

bash "$here/tree.sh" deb "$app/files"
mkdir -p "$app/files/bin"
install -m 755 "$here/perfdesk.sh" "$app/files/bin/perfdesk"
bash "$here/desktop.sh" "$app/entries"
sed "s/@VERSION@/$version/" "$here/debian/info" >"$app/info"

# ---- what dpkg reads ----

bash "$here/maintainer.sh" "$app/entries" "$package/DEBIAN"
size=$(du -k -s --apparent-size "$package/opt" | cut -f1)
sed -e "s/@VERSION@/$version/" -e "s/@SIZE@/$size/" \
  -e "s/@DEPENDS@/$("$python" "$here/check_elf.py" --depends "$app/files")/" \
  -e "s/@RECOMMENDS@/$("$python" "$here/check_elf.py" --recommends "$app/files")/" \
  "$here/debian/control" >"$package/DEBIAN/control"
(cd "$package" && find opt -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
find "$package" -type d -exec chmod 755 {} +

# ---- pack ----

mkdir -p "$root/dist"
deb=$root/dist/perfdesk_${version}_amd64.deb
find "$package" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
# shellcheck disable=SC2086  # several words
dpkg-deb --root-owner-group -Zxz ${XZ:--z9 -Sextreme} -b "$package" "$deb" >/dev/null
"$python" "$common/sbom.py" "$app/files/licences/components.json" "$root/dist/perfdesk_${version}_amd64.deb.cdx.json" "$deb"
"$python" "$common/sums.py" "$root/dist"
printf '%s  %.1f MB, installed %.1f MB\n' "dist/${deb##*/}" "$(($(stat -c %s "$deb") / 100000))e-1" "$((size / 100))e-1"
