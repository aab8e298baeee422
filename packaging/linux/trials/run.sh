#!/bin/bash
# Usage: run.sh NAME whole|typing|wayland|portable OUT [FILE]
# Tries the installer in a machine of root.sh, with no network: nothing is changed there for good.
#   whole     install, start, open, type, save, export, print, remove (needs a .deb)
#   typing    install, type 你好 with the input method of the machine, and see it fail without our plugin
#   wayland   install and start on a Wayland screen, without X11
#   portable  unpack and run from a folder that stands for a USB stick (needs a .tar.xz)
# OUT takes pictures and what was written; FILE: the package, by default the one in dist/. Needs root.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
name=${1:?usage: run.sh NAME SCENARIO OUT [FILE]}
scenario=${2:?usage: run.sh NAME SCENARIO OUT [FILE]}
out=$(realpath -m "${3:?usage: run.sh NAME SCENARIO OUT [FILE]}")
version=$("$root/.venv/bin/python" "$root/packaging/common/version.py")
case $scenario in
  portable) file=${4:-$root/dist/perfdesk-$version-linux-x86_64.tar.xz} ;;
  *) file=${4:-$root/dist/perfdesk_${version}_amd64.deb} ;;
esac

if [ -z "${TRIAL:-}" ]; then
  bash "$here/root.sh" "$name"
  mkdir -p "$out"
  cp "$file" "$out/$(case $scenario in portable) echo perfdesk.tar.xz ;; *) echo perfdesk.deb ;; esac)"
  cp "$here"/{inside,screen,inputmethods,printer}.py "$root/resources/sample/values.json" "$out/"
  # Mounts, processes and network of its own: all that is started ends with this script.
  TRIAL=$(mktemp -d "$root/.cache/packaging/trial.XXXXXX")
  export TRIAL
  trap 'rm -rf --one-file-system "$TRIAL"' EXIT
  unshare --mount --propagation private --net --pid --fork --kill-child bash "${BASH_SOURCE[0]}" "$@"
  exit
fi

mkdir -p "$TRIAL"/{changes,work,machine}
mount -t overlay overlay -o "lowerdir=$root/.cache/packaging/roots/$name,upperdir=$TRIAL/changes,workdir=$TRIAL/work" "$TRIAL/machine"
machine=$TRIAL/machine
mkdir -p "$machine/out"
mount -t proc proc "$machine/proc"
mount -t tmpfs tmpfs "$machine/tmp" -o mode=1777
mkdir -p "$machine/dev/shm"
mount -t tmpfs tmpfs "$machine/dev/shm" -o mode=1777
mount --bind "$out" "$machine/out"
ip link set lo up 2>/dev/null || true
chroot "$machine" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=zh_CN.UTF-8 \
  python3 -B /out/inside.py "$scenario" "$name"
