#!/bin/sh
# Starts 绩效目标填报 with the Python beside it, which looks at no other Python's files or settings.
here=$(dirname -- "$(readlink -f -- "$0")")
top=$here/..
[ -d "$here/lib" ] && top=$here
python=$top/lib/python/bin/python3.11
# Some USB sticks know no executable files; the system's loader can start them all the same.
if [ -x "$python" ]; then
  exec "$python" -I -S -B "$top/lib/start.py" "$@"
fi
exec /lib64/ld-linux-x86-64.so.2 "$python" -I -S -B "$top/lib/start.py" "$@"
