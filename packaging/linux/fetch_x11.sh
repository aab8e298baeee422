#!/bin/bash
# Usage: fetch_x11.sh
# Fetches the small X11 libraries that Qt needs and that an office PC may lack: .cache/packaging/linux/x11/.
# From Debian 11, so that they run on old systems too; they find each other beside themselves.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
result=$root/.cache/packaging/linux/x11
# shellcheck source=packaging/linux/debian.sh
source "$here/debian.sh"

PACKAGES=(libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render0 libxcb-render-util0
  libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-util1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon0 libxkbcommon-x11-0)

stamp=$(sha256sum <"$here/fetch_x11.sh")
[ "$(cat "$result/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
bash "$root/packaging/common/tools.sh"
echo '== X11 libraries' >&2

work=$root/.cache/packaging/linux/work-x11
rm -rf "$work" "$result"
mkdir -p "$work"/{downloads,unpacked} "$result"/{lib,licences}
debian_lists "$work/apt" 'deb MIRROR bullseye main'
cd "$work/downloads"
debian_apt "$work/apt" download "${PACKAGES[@]}"
for package in *.deb; do
  dpkg -x "$package" ../unpacked
  dpkg-deb --showformat '${Package} ${Version} ${source:Package}\n' --show "$package"
done | sort >"$result/packages"
cd ../unpacked/usr
find lib -name '*.so.*' -type l | while read -r link; do cp -L "$link" "$result/lib/"; done
for file in "$result"/lib/*; do
  "$root/.cache/packaging/tools/bin/patchelf" --set-rpath '$ORIGIN' "$file"
done
for package in "${PACKAGES[@]}"; do cp -L "share/doc/$package/copyright" "$result/licences/$package.txt"; done
echo "$stamp" >"$result/stamp"
rm -rf "$work"
