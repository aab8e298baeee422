#!/bin/bash
# Usage: setup.sh run|test|soak|deb|setup
# Brings the checkout into a state in which `make run` (or test, soak, deb) works: Debian packages where
# something is missing, a virtual environment in .venv, the project and its libraries inside it.
# A second call does nothing and takes a fraction of a second. Variables:
#   PYTHON=...  the interpreter to use     NO_APT=1  never install a Debian package
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
goal=${1:?usage: setup.sh run|test|soak|deb|setup}
case $goal in
  run) sets='run' extra='' ;;
  test) sets='run|test' extra='[dev]' ;;
  soak) sets='run|test|soak' extra='[dev]' ;;
  deb) sets='run|deb' extra='[dev]' ;;
  setup) sets='run|setup' extra='[dev]' ;;
  *) echo "setup.sh: unknown goal $goal" >&2; exit 2 ;;
esac

say() { printf '== %s\n' "$*" >&2; }
retry() { "$@" || { say "once more: $*"; sleep 3; "$@"; }; }

# ---- Debian packages ----

# The first Python 3.11 to 3.13 (PySide6 6.9.3 knows no newer one) that can make environments.
find_python() {
  local python
  for python in "${PYTHON:-}" python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
    if [ -n "$python" ] && "$python" -c 'import sys, venv, ensurepip
sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
  return 1
}

have() { # have PROBE: is it there? Asked of the system, not of dpkg, so that it works anywhere.
  case $1 in
    venv) find_python >/dev/null ;;
    cmd:*) command -v "${1#cmd:}" >/dev/null ;;
    lib:*) grep -qF "${1#lib:} " <<<"$libraries" ;;
    file:*) [ -e "${1#file:}" ] ;;
    font:*) [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name "${1#font:}" 2>/dev/null)" ] ;;
  esac
}

missing_packages() { # missing_packages SETS: names, in the order of the list
  local set package probe
  libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
  while read -r set package probe; do
    if [[ $set =~ ^($1)$ ]] && ! have "$probe"; then echo "$package"; fi
  done <"$here/system-packages"
}

as_root() { # prints what to put before a command, or fails
  command -v apt-get >/dev/null && [ -z "${NO_APT:-}" ] || return 1
  if [ "$(id -u)" = 0 ]; then echo env; elif sudo -n true 2>/dev/null; then echo 'sudo -n env'; else return 1; fi
}

install_packages() {
  local root_prefix apt=(DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0)
  root_prefix=$(as_root) || return 0
  say "Debian packages: $*"
  # shellcheck disable=SC2086  # "sudo -n env" is three words
  { retry $root_prefix "${apt[@]}" update || true
    retry $root_prefix "${apt[@]}" install -y --no-install-recommends "$@" || true; } >/dev/null
}

ensure_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$sets")
  [ ${#missing[@]} -gt 0 ] || return 0
  install_packages "${missing[@]}"
  mapfile -t missing < <(missing_packages "$sets")
  [ ${#missing[@]} -gt 0 ] || return 0
  say '缺少系统软件包，请运行下面这一行后重试：' 'System packages are missing; run this line, then try again:'
  printf '\n    sudo apt-get install -y --no-install-recommends %s\n\n' "${missing[*]}" >&2
  # Without the packages that only tests need, the tests that need them say so themselves.
  [ -z "$(missing_packages run)" ]
}

# ---- the virtual environment ----

# What was installed: the upper part of pyproject.toml, down to the line "=== tools".
fingerprint() { sed '/^# === tools/,$d' "$root/pyproject.toml" | sha256sum; }

ensure_environment() {
  local venv=$root/.venv stamp
  stamp="$extra $(fingerprint)"
  mkdir -p "$root/.cache"
  exec 9>"$root/.cache/setup.lock"
  flock 9 # two at a time would tread on each other's feet
  # An environment knows its own folder by name, and does not survive a move of the checkout.
  if [ "$(cat "$venv/made-in" 2>/dev/null)" != "$root" ] || ! "$venv/bin/python" -c '' 2>/dev/null; then
    say 'virtual environment: .venv'
    "$(find_python)" -m venv --clear "$venv"
    echo "$root" >"$venv/made-in"
  fi
  if ! grep -qxF "$stamp" "$venv/stamp" 2>/dev/null; then
    say "Python libraries: perfdesk$extra"
    cd "$root" # pip reads ".[dev]" well, but not a path with brackets or spaces
    retry "$venv/bin/python" -m pip install -qq --editable ".$extra"
    # What serves the tests serves `make run` too.
    printf '%s\n' " $(fingerprint)" "$stamp" >"$venv/stamp"
  fi
}

# Nothing is written outside the checkout, but by apt.
export PIP_CACHE_DIR=${PIP_CACHE_DIR:-$root/.cache/pip} PIP_DISABLE_PIP_VERSION_CHECK=1

ensure_packages
ensure_environment
