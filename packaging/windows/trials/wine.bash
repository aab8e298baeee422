# Sourced within the machine: a screen, a Chinese Windows of Wine's, and words for what trials do.

export HOME=/root LANG=zh_CN.UTF-8 XDG_RUNTIME_DIR=/tmp/runtime WINEDEBUG=-all
export WINEPREFIX=${WINEPREFIX:-/prefix}
drive=$WINEPREFIX/drive_c
local_data=$drive/users/root/AppData/Local
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
mkdir -p /shared/pictures

start_screen() { # start_screen [SIZE]
  rm -f /tmp/display
  Xvfb -displayfd 3 -screen 0 "${1:-1366x768}x24" -nolisten tcp 3>/tmp/display >/dev/null 2>&1 &
  screen=$!
  until [ -s /tmp/display ]; do sleep 0.1; done
  DISPLAY=:$(cat /tmp/display)
  export DISPLAY
  openbox >/dev/null 2>&1 &
}

make_windows() { # a new Windows 10, with a font that has Chinese for the system's own dialogs
  local name
  rm -rf "$WINEPREFIX"
  { wineboot -i; wineserver -w; winecfg -v win10; } </dev/null >/dev/null 2>&1
  for name in 'MS Shell Dlg' 'MS Shell Dlg 2' Tahoma SimSun 宋体 'Microsoft YaHei UI' 'Microsoft YaHei'; do
    win reg add 'HKCU\Software\Wine\Fonts\Replacements' /v "$name" /d 'WenQuanYi Micro Hei' /f >/dev/null
  done
  wineserver -w
}

# win PROGRAM...: waits for its end, at most LIMIT seconds; its output in UTF-8; its exit code. Wine's
# own programs speak GBK here, ours UTF-8 (ours).
win() { timeout "${LIMIT:-120}" wine "$@" </dev/null 2>/dev/null | iconv -c -f gbk -t utf-8; return "${PIPESTATUS[0]}"; }
ours() { timeout "${LIMIT:-120}" wine "$@" </dev/null 2>&1 | cat; return "${PIPESTATUS[0]}"; }

begin() { timeout 600 wine "$@" </dev/null >/dev/null 2>&1 & }

window() { # window TITLE: waits until there is one and gives it the keys
  local i id
  for ((i = 0; i < 600; i++)); do
    id=$(xdotool search --onlyvisible --name "$1" 2>/dev/null | tail -1)
    if [ -n "$id" ]; then
      xdotool windowactivate --sync "$id" 2>/dev/null || true
      return 0
    fi
    sleep 0.1
  done
  picture "no-window"
  return 1
}

windows() { # windows TITLE NUMBER: waits until there are so many
  local i
  for ((i = 0; i < 600; i++)); do
    [ "$(xdotool search --onlyvisible --name "$1" 2>/dev/null | wc -l)" = "$2" ] && return 0
    sleep 0.1
  done
  return 1
}

gone() { # gone TITLE: waits until there is none
  local i
  for ((i = 0; i < 300; i++)); do
    xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  return 1
}

missing() { # missing FILE: waits until it is not there
  local i
  for ((i = 0; i < 600; i++)); do [ -e "$1" ] || return 0; sleep 0.1; done
  return 1
}

files() { # files NUMBER FOLDER: waits until there are so many
  local i
  for ((i = 0; i < 600; i++)); do
    [ "$(find "$2" -type f 2>/dev/null | wc -l)" = "$1" ] && return 0
    sleep 0.1
  done
  return 1
}

keys() { local key; for key in "$@"; do xdotool key --delay 60 "$key"; sleep "${PAUSE:-0.4}"; done; }
picture() { import -window root "/shared/pictures/$1.png"; }
now() { date +%s%N; }
seconds() { echo "$(($(($(now) - $1)) / 10000000))" | sed 's/\(..\)$/.\1/;s/^\./0./'; } # seconds SINCE

# check NAME COMMAND...: one line of the result, "ok" or "FAILED"
check() {
  local name=$1
  shift
  if "$@" >/tmp/check.log 2>&1; then echo "ok      $name"; else echo "FAILED  $name: $* $(tail -3 /tmp/check.log)"; fi
}
equal() { [ "$1" = "$2" ] || { echo "$1 is not $2"; return 1; }; }
there() { [ -e "$1" ]; }
not_there() { [ ! -e "$1" ]; }
