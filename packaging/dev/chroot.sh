#!/bin/bash
# Usage: chroot.sh [--worktree] [COMMAND]
# Makes a clean Debian 12 that has git, make and python3 and nothing else, clones this checkout into
# it (with --worktree: also what is not committed yet), runs COMMAND there by bash (default: make run
# && make test) and removes everything again. Needs root and debootstrap; a minute and 3 GB.
# Variables: KEEP=1 leaves the folder for a look   TMPDIR=... where it is made
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
worktree=''
if [ "${1:-}" = --worktree ]; then worktree=1; shift; fi
command=${1:-make run && make test}
[ "$(id -u)" = 0 ] || { echo 'chroot.sh: only root can make a clean machine' >&2; exit 2; }

# In a mount namespace of its own, so that no mount outlives this script, however it ends.
if [ -z "${IN_NAMESPACE:-}" ]; then
  export IN_NAMESPACE=1
  exec unshare --mount --propagation private bash "${BASH_SOURCE[0]}" ${worktree:+--worktree} "$command"
fi

machine=$(mktemp -d "${TMPDIR:-/tmp}/clean-machine.XXXXXX")
chmod 755 "$machine" # apt fetches as a user of its own
clean_up() {
  rm -f "$machine.log"
  umount "$machine/proc" 2>/dev/null || true
  if [ -n "${KEEP:-}" ]; then echo "== kept: $machine" >&2; else rm -rf --one-file-system "$machine"; fi
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# ---- Debian, from where this machine has its own ----

# shellcheck disable=SC2016  # apt's own variable
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | awk '!/security/ && !n++')
echo '== debootstrap' >&2
debootstrap --variant=minbase --include=git,make,python3 bookworm "$machine" "${mirror%/}" >"$machine.log" 2>&1 \
  || { tail -20 "$machine.log" >&2; exit 1; }

# ---- the network as this machine sees it: names, certificates, apt, pip ----

copy() { # copy PATH...: to the same place inside, where it exists
  local path
  for path in "$@"; do
    if [ -e "$path" ]; then mkdir -p "$machine${path%/*}" && cp -rL "$path" "$machine${path%/*}/"; fi
  done
}
copy /etc/resolv.conf /etc/hosts /etc/pip.conf
if [ -d "$HOME/.config/pip" ]; then mkdir -p "$machine/root/.config" && cp -rL "$HOME/.config/pip" "$machine/root/.config/"; fi
apt-config dump | grep '^Acquire' >"$machine/etc/apt/apt.conf.d/99host"
if grep -q '^VERSION_CODENAME=bookworm$' /etc/os-release; then
  rm -f "$machine/etc/apt/sources.list"
  copy /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/keyrings /etc/apt/trusted.gpg.d /usr/share/keyrings
fi
mapfile -t network < <(env | grep -E '^(PIP_[A-Z_]+|[A-Za-z]+_(proxy|PROXY))=')
# Under a name that installing ca-certificates does not write over.
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
  cp -L /etc/ssl/certs/ca-certificates.crt "$machine/etc/host-certificates.crt"
  network+=(PIP_CERT=/etc/host-certificates.crt SSL_CERT_FILE=/etc/host-certificates.crt)
fi

# ---- the checkout, in a folder whose name is a trial of its own ----

checkout="/srv/绩效 目标/perfdesk"
mkdir -p "$machine${checkout%/*}"
if [ -z "$worktree" ]; then
  git clone --quiet --no-hardlinks "$root" "$machine$checkout"
else
  git init --quiet "$machine$checkout"
  git -C "$root" ls-files -z --cached --others --exclude-standard \
    | tar -C "$root" --null --ignore-failed-read --files-from=- -c | tar -C "$machine$checkout" -x
fi

# ---- inside ----

mount -t proc proc "$machine/proc"
echo "== $command" >&2
chroot "$machine" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  "${network[@]}" bash -c "set -euo pipefail; cd '$checkout'; $command"
