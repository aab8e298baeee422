#!/bin/bash
# The whole life of the program on a Windows of Wine's, run within the machine (machine.sh). In
# /shared: setup.exe, older.exe (an older version with a file more), portable.zip, values.json, version.
# Prints one line for each thing tried, "ok" or "FAILED"; pictures of what was seen: /shared/pictures.
# Usage: trial.sh [PART...]: some of the parts at the end of this file, the first one always among them.
here=$(dirname "${BASH_SOURCE[0]}")
# shellcheck source=packaging/windows/trials/wine.bash
. "$here/wine.bash"
version=$(cat /shared/version)
place="$drive/用户 测试/绩效 填报" place_dos='C:\用户 测试\绩效 填报'
work="$drive/工作 区" work_dos='C:\工作 区'
uninstall_key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\perfdesk'
cli="$place/perfdesk-cli.exe"

stop() { wineserver -k; wineserver -w; }
registry() { win reg query "$1" /v "$2" | tr -d '\r' | sed -n "s/^ *$2 *REG_[A-Z]* *//p"; }
value_of() { ours "$cli" show --json "$1" | tr -d '\r' | sed -n "s/^ *\"$2\": \"\(.*\)\",*$/\1/p" | head -1; }
programs() { find "$place" -type f | wc -l; }
links() { find "$drive/users" -name '绩效目标填报.lnk' | wc -l; }

too_old() {
  win winecfg -v win7
  LIMIT=60 win /shared/setup.exe /S
  check 'Windows 7 is refused' equal $? 3
  begin /shared/setup.exe
  window 安装 && sleep 1 && picture windows-7 && keys Return
  stop
  win winecfg -v win10
  win reg add 'HKLM\Software\Microsoft\Windows NT\CurrentVersion' /v CurrentBuildNumber /d 17134 /f
  win reg add 'HKLM\Software\Microsoft\Windows NT\CurrentVersion' /v CurrentBuild /d 17134 /f
  wineserver -w
  LIMIT=60 win /shared/setup.exe /S
  check 'Windows 10 1803 is refused' equal $? 3
  wineserver -w
  make_windows
  check 'nothing was installed' equal "$(links)" 0
}

silent() { # the older version first, so that the rest is seen on an upgraded one
  local start
  ls -A "$drive/users/root" "$local_data" >/tmp/before
  start=$(now)
  # shellcheck disable=SC2086  # /D= takes the rest of the line as it is, and no quotation marks
  LIMIT=300 win /shared/older.exe /S /D=$place_dos
  check "older version installs silently ($(seconds "$start") s)" equal $? 0
  check 'into the folder named' there "$place/runtime/lib/older_only.py"
  echo 'mine' >"$place/我的文件.txt"
  mkdir -p "$local_data/perfdesk"
  echo '{"last_unit": "某单位"}' >"$local_data/perfdesk/desk.json"
  rm -f "$drive/users/root/Desktop/绩效目标填报.lnk"
  start=$(now)
  LIMIT=300 win /shared/setup.exe /S
  check "upgrade, silently ($(seconds "$start") s)" equal $? 0
  wineserver -w
  check 'same folder' there "$place/perfdesk.exe"
  check 'files of the old version are gone' not_there "$place/runtime/lib/older_only.py"
  check 'a file of the user stays' there "$place/我的文件.txt"
  check 'settings stay' grep -q 某单位 "$local_data/perfdesk/desk.json"
  check 'a shortcut that was thrown away stays away' not_there "$drive/users/root/Desktop/绩效目标填报.lnk"
  check 'version in the list of programs' equal "$(registry "$uninstall_key" DisplayVersion)" "$version"
  rm "$local_data/perfdesk/desk.json"
  LIMIT=300 win /shared/setup.exe /S
  check 'once more over itself' equal $? 0
}

command_line() {
  mkdir -p "$work"
  cd "$work" || return
  check 'version, in UTF-8' equal "$(ours "$cli" --version | tr -d '\r')" "绩效目标填报 $version"
  ours "$cli" new --values 'Z:\shared\values.json' -o "$work_dos\\示例.perfdesk"
  check 'new' there "$work/示例.perfdesk"
  ours "$cli" check 示例.perfdesk
  check 'check' equal $? 0
  mkdir -p /shared/exported
  ours "$cli" export -o 'Z:\shared\exported' --format pdf --format xlsx --format docx 示例.perfdesk
  check 'export' equal $? 0
  ours "$cli" check nothing.perfdesk >/tmp/said
  check 'a file that is not there: exit code' equal $? 2
  check 'and a word about it' grep -q nothing.perfdesk /tmp/said
}

# Wine's HKEY_CLASSES_ROOT shows what is under HKLM alone; a real Windows puts HKCU over it.
show_classes() {
  local key
  for key in .perfdesk perfdesk.dossier; do
    win reg copy "HKCU\\Software\\Classes\\$key" "HKLM\\Software\\Classes\\$key" /s /f
  done
}

desk() {
  local start
  show_classes >/dev/null
  cd "$work" || return
  start=$(now)
  begin start /unix "$work/示例.perfdesk"
  check 'opens by double-click' window '^示例.* - 绩效目标填报'
  echo "        first start to window: $(seconds "$start") s"
  sleep 3
  picture desk
  LIMIT=60 win /shared/setup.exe /S
  check 'set-up sees that it is running' equal $? 2
  begin /shared/setup.exe
  window 安装 && keys Return && sleep 1 && keys Return && sleep 2
  picture set-up-while-running
  keys Escape
  sleep 1
  # shellcheck disable=SC2086  # as above
  LIMIT=60 win "$place/uninstall.exe" /S _?=$place_dos
  check 'so does the uninstaller' equal $? 2
  check 'and nothing was removed' there "$place/runtime/python311.dll"
  xdotool search --onlyvisible --name 安装 windowclose 2>/dev/null
  sleep 1
  window '^示例.* - 绩效目标填报'
  keys ctrl+Home
  xdotool type --delay 80 'Wine 2026'
  keys Return ctrl+s
  sleep 2
  picture edited
  check 'a cell is typed and saved' grep -q 'Wine 2026' <(ours "$cli" show --json 示例.perfdesk)
  begin "$place/perfdesk.exe" "$work_dos\\示例.perfdesk"
  check 'a second window of the same file' windows '^示例.* - 绩效目标填报' 2
  check 'whose lock names the holder' grep -q '"user":"root"' "$work/~\$示例.perfdesk"
  sleep 3
  picture opened-twice
  stop
}

by_menu() { # what the command line did, once more by the window
  cd "$work" || return
  cp 示例.perfdesk 大写.PERFDESK
  begin "$place/perfdesk.exe" "$work_dos\\大写.PERFDESK"
  check 'a name in capitals' window '^大写.* - 绩效目标填报'
  keys ctrl+e
  check 'export dialog' window '^导出'
  sleep 2
  picture export
  keys Return
  check 'exported by the window' files 8 "$work/大写-导出"
  sleep 2
  picture exported
  keys Escape
  sleep 1
  keys ctrl+q
  gone '^大写'
  begin "$place/perfdesk.exe" "$work_dos\\不在.xlsx"
  check 'a file of another kind gets an answer' window 绩效目标填报
  sleep 2
  picture no-dossier
  stop
}

large() { # a screen at 200 %
  win reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d 192 /f
  stop
  kill "$screen"
  start_screen 2560x1440
  begin /shared/setup.exe
  window 安装 && sleep 2 && picture large-1-welcome
  keys Return
  sleep 1
  picture large-2-folder
  stop
  begin "$place/perfdesk.exe" "$work_dos\\示例.perfdesk"
  check 'opens at 200 %' window '^示例.* - 绩效目标填报'
  sleep 3
  picture large-3-desk
  stop
  win reg add 'HKCU\Control Panel\Desktop' /v LogPixels /t REG_DWORD /d 96 /f
  stop
  kill "$screen"
  start_screen
}

recovery() {
  cd "$work" || return
  begin "$place/perfdesk.exe" "$work_dos\\示例.perfdesk"
  window '^示例.* - 绩效目标填报'
  sleep 2
  keys ctrl+Home
  xdotool type --delay 80 'not saved'
  keys Return
  sleep 1
  win taskkill /f /im perfdesk.exe
  sleep 2
  check 'a recovery file is there' test -n "$(find "$local_data/perfdesk" -name '*.journal' | head -1)"
  begin "$place/perfdesk.exe"
  check 'recovery is offered' window 恢复没有保存的修改
  sleep 2
  picture recovery
  keys Return
  check 'and opens the dossier' window '^示例.* - 绩效目标填报'
  sleep 3
  picture recovered
  keys ctrl+s
  sleep 2
  check 'with what was typed' grep -q 'not saved' <(ours "$cli" show --json 示例.perfdesk)
  check 'no recovery file stays' equal "$(find "$local_data/perfdesk/recovery" -type f | wc -l)" 0
  stop
}

shortcut() {
  local start
  start=$(now)
  begin start /unix "$drive/users/root/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/绩效目标填报.lnk"
  check 'starts by the start menu' window 绩效目标填报
  echo "        start to window: $(seconds "$start") s"
  sleep 2
  picture start-menu
  keys ctrl+q
  check 'ends' gone 绩效目标填报
  for _ in 1 2 3; do # with Wine itself running already
    start=$(now)
    begin "$place/perfdesk.exe"
    window 绩效目标填报
    echo "        start to window, warm: $(seconds "$start") s"
    sleep 1
    keys ctrl+q
    gone 绩效目标填报
    sleep 1
  done
  stop
}

silent_removal() {
  LIMIT=120 win "$place/uninstall.exe" /S
  check 'uninstalls' missing "$place/uninstall.exe"
  wineserver -w
  check 'nothing stays but the file of the user' equal "$(ls -A "$place")" 我的文件.txt
  check 'no shortcut' equal "$(links)" 0
  check 'not in the list of programs' equal "$(registry "$uninstall_key" DisplayVersion)" ''
  check 'no file type' equal "$(win reg query 'HKCU\Software\Classes' /s | grep -ci perfdesk)" 0
  check 'dossiers stay' there "$work/示例.perfdesk"
  find "$drive/users" -ipath '*perfdesk*' | sed 's/^/        left: /'
}

by_hand() { # through the pages, as a clerk would
  local place="${place% *} 2"
  rm -rf "$drive/用户 测试"
  # Wine gets no Chinese from xdotool: all but the end of the folder is given.
  # shellcheck disable=SC2086  # as above
  begin /shared/setup.exe /D=${place_dos% *}
  window 安装 && sleep 2 && picture page-1-welcome
  keys Return
  sleep 1
  picture page-2-folder
  keys End
  xdotool type --delay 120 ' 2'
  sleep 1
  picture page-2-typed
  keys Return
  sleep 2
  picture page-3-progress
  for _ in $(seq 120); do [ -e "$place/uninstall.exe" ] && break; sleep 0.5; done
  sleep 4
  picture page-4-finish
  keys Return # 完成, with 现在打开
  check 'installed by hand' there "$place/perfdesk.exe"
  window 绩效目标填报 && sleep 4 && picture opened-from-finish
  check 'both shortcuts' equal "$(links)" 2
  keys ctrl+q
  gone 绩效目标填报
  begin "$place/uninstall.exe"
  window 卸载 && sleep 2 && picture uninstall-1-ask
  keys Tab Tab space # to the box
  sleep 1
  picture uninstall-2-forget
  keys Return
  check 'uninstalled by hand' missing "$place/uninstall.exe"
  sleep 2
  picture uninstall-3-done
  keys Return
  wineserver -w
  check 'no folder stays' not_there "$place"
  check 'settings are forgotten' not_there "$local_data/perfdesk/desk.json"
}

portable() {
  local stick="$drive/U盘 测试" top
  rm -rf "$stick" "$local_data/perfdesk"
  mkdir -p "$stick"
  unzip -q -d "$stick" /shared/portable.zip
  top=$(echo "$stick"/*)
  begin "$top/perfdesk.exe" "$work_dos\\示例.perfdesk"
  check 'portable: opens a dossier' window '^示例.* - 绩效目标填报'
  sleep 3
  picture portable
  keys ctrl+q
  gone 绩效目标填报
  stop
  check 'portable: settings beside the program' there "$top/用户数据"
  check 'portable: nothing in the profile' not_there "$local_data/perfdesk"
  find "$top/用户数据" -type f | sed "s|^$top/|        portable: |"
}

start_screen
make_windows
for part in "${@:-too_old silent command_line desk by_menu recovery shortcut large silent_removal by_hand portable}"; do
  for one in $part; do
    echo "== $one"
    "$one"
  done
done
stop
echo '== end'
