#!/bin/bash
# Usage: root.sh NAME
# Makes a Debian with the plainest desktop there is, to try the installer in: .cache/packaging/roots/NAME.
# NAME: bullseye, bookworm or trixie, with -fcitx5, -fcitx4 or -ibus behind it for a Chinese input
# method, -wayland for another kind of screen. It stands for a PC as its user finds it: what it has comes from its own installation; the
# trials give it no network. Needs root and debootstrap; a minute and half a gigabyte each, kept.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
name=${1:?usage: root.sh NAME}
suite=${name%%-*}
machine=$root/.cache/packaging/roots/$name
# shellcheck source=packaging/linux/debian.sh
source "$root/packaging/linux/debian.sh"

desktop=(dbus dbus-x11 xvfb xdotool x11-utils x11-xserver-utils openbox fonts-wqy-microhei libgl1 libegl1 libfontconfig1
  libfreetype6 libdbus-1-3 libx11-xcb1 xkb-data locales shared-mime-info desktop-file-utils xdg-utils libgtk-3-bin
  libglib2.0-bin cups-daemon cups-client cups-filters-core-drivers libcups2 poppler-utils procps python3)
case $name in
  *-fcitx5) extra=(fcitx5 fcitx5-pinyin) ;;
  *-fcitx4) extra=(fcitx fcitx-pinyin fcitx-module-dbus fcitx-module-x11 fcitx-ui-classic) ;;
  *-ibus) extra=(ibus ibus-libpinyin) ;;
  *-wayland) extra=(weston libwayland-cursor0) ;;
  *) extra=() ;;
esac
if [ ${#extra[@]} -gt 0 ]; then bash "${BASH_SOURCE[0]}" "$suite"; fi

stamp="$suite ${desktop[*]} ${extra[*]-}"
[ "$(cat "$machine.stamp" 2>/dev/null)" != "$stamp" ] || exit 0
[ "$(id -u)" = 0 ] || { echo 'root.sh: only root can make a machine' >&2; exit 2; }
# In a mount namespace of its own, so that no mount outlives this script.
if [ -z "${IN_NAMESPACE:-}" ]; then
  export IN_NAMESPACE=1
  exec unshare --mount --propagation private bash "${BASH_SOURCE[0]}" "$name"
fi

echo "== a machine: $name" >&2
rm -rf --one-file-system "$machine" "$machine.stamp"
mkdir -p "$machine"
chmod 755 "$machine"
log=$machine.log
trap 'tail -20 "$log" >&2' ERR
inside() {
  chroot "$machine" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
}
install() { inside apt-get -qq install -y --no-install-recommends "$@"; }

if [ ${#extra[@]} = 0 ]; then
  debootstrap --variant=minbase "$suite" "$machine" "$(debian_mirror)" >"$log" 2>&1
  apt-config dump | grep '^Acquire' >"$machine/etc/apt/apt.conf.d/99host"
  printf '#!/bin/sh\nexit 101\n' >"$machine/usr/sbin/policy-rc.d" # no daemon starts by itself
  chmod +x "$machine/usr/sbin/policy-rc.d"
else
  cp -a "$machine/../$suite/." "$machine/"
fi
cp -L /etc/resolv.conf "$machine/etc/resolv.conf"
mount -t proc proc "$machine/proc"
{
  if [ ${#extra[@]} = 0 ]; then
    inside apt-get -qq update
    install "${desktop[@]}"
    sed -i 's/^# zh_CN.UTF-8/zh_CN.UTF-8/' "$machine/etc/locale.gen"
    inside locale-gen
    inside useradd --create-home --shell /bin/bash clerk
  else
    install "${extra[@]}"
  fi
  inside apt-get clean
} >>"$log" 2>&1
umount "$machine/proc"
rm -f "$machine/etc/resolv.conf"
echo "$stamp" >"$machine.stamp"
