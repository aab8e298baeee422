#!/bin/bash
# A C compiler for glibc 2.28. Headers and libraries of this machine, which Python's own build adds
# by itself, are left out: they belong to another glibc.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
arguments=()
for argument in "$@"; do
  case $argument in
    -I/usr/* | -L/usr/* | -I/usr | -L/usr) ;;
    *) arguments+=("$argument") ;;
  esac
done
exec "$here/../../.cache/packaging/tools/bin/python" -m ziglang cc -target x86_64-linux-gnu.2.28 \
  -Wno-date-time "${arguments[@]}"
