#!/bin/bash
# Usage: machine.sh SHARED COMMAND
# Makes a Debian 13 with Wine 10, a virtual screen and a hand to type, and runs COMMAND in it by bash;
# the folder SHARED is /shared there. (Wine 8 of Debian 12 ends where a Qt window begins.) Needs root
# and debootstrap; two minutes and 2 GB.
# Variables: MACHINE=<folder> where it is made, and left for the next time; else it is removed.
set -euo pipefail
shared=$(realpath "$1") command=$2
[ "$(id -u)" = 0 ] || { echo 'machine.sh: only root can make a machine' >&2; exit 2; }

# In namespaces of its own, so that no mount and no process of Wine outlives this script.
if [ -z "${IN_NAMESPACE:-}" ]; then
  export IN_NAMESPACE=1
  exec unshare --mount --pid --fork --propagation private bash "${BASH_SOURCE[0]}" "$shared" "$command"
fi

machine=${MACHINE:-$(mktemp -d "${TMPDIR:-/tmp}/wine-machine.XXXXXX")}
clean_up() {
  umount "$machine/shared" "$machine/proc" 2>/dev/null || true
  [ -n "${MACHINE:-}" ] || rm -rf --one-file-system "$machine"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

inside() { # inside COMMAND: as root of the machine
  chroot "$machine" env -i HOME=/root LANG="${LANG_INSIDE:-C.UTF-8}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${network[@]}" bash -c "$1"
}
mapfile -t network < <(env | grep -E '^[A-Za-z]+_(proxy|PROXY)=')

mkdir -p "$machine"
if [ ! -e "$machine/ready" ]; then
  # shellcheck disable=SC2016  # apt's own variable
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | awk '!/security/ && !n++')
  echo '== debootstrap' >&2
  log=$(mktemp)
  debootstrap --variant=minbase trixie "$machine" "${mirror%/}" >"$log" 2>&1 || { tail -20 "$log" >&2; exit 1; }
  rm -f "$log"
  chmod 755 "$machine" # apt fetches as a user of its own
  for file in /etc/resolv.conf /etc/hosts; do cp -L "$file" "$machine$file"; done
  apt-config dump | grep '^Acquire' >"$machine/etc/apt/apt.conf.d/99host" || true
  if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
    mkdir -p "$machine/etc/ssl/certs" && cp -L /etc/ssl/certs/ca-certificates.crt "$machine/etc/ssl/certs/"
  fi
  mount -t proc proc "$machine/proc"
  echo '== Wine' >&2
  inside 'export DEBIAN_FRONTEND=noninteractive; apt-get -qq update
    apt-get -qq install -y --no-install-recommends wine wine64 xvfb xdotool imagemagick openbox \
      locales fonts-wqy-microhei unzip >/dev/null 2>&1
    localedef -i zh_CN -f UTF-8 zh_CN.UTF-8'
  umount "$machine/proc"
  touch "$machine/ready"
fi

mkdir -p "$machine/shared" "$machine/dev/shm"
mount -t proc proc "$machine/proc"
mount --bind "$shared" "$machine/shared"
LANG_INSIDE=zh_CN.UTF-8 inside "$command"
