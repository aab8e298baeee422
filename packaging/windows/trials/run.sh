#!/bin/bash
# Usage: run.sh FOLDER [PART...] (parts of trial.sh; all where none is named)
# Tries dist/perfdesk-<version>-setup.exe and the portable zip under Wine: puts what trial.sh needs
# into FOLDER, runs it in a machine of Wine's, then compares what was exported there with what this
# machine exports. Prints "ok" and "FAILED" lines; pictures: FOLDER/pictures. MACHINE: see machine.sh.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
folder=$1
shift
version=$("$root/.venv/bin/python" "$root/packaging/common/version.py")
tree=$root/build/windows/setup
mkdir -p "$folder/trials"
cp "$here"/*.sh "$here"/*.bash "$folder/trials/"
cp "$root/dist/perfdesk-$version-setup.exe" "$folder/setup.exe"
cp "$root/dist/perfdesk-$version-windows-portable.zip" "$folder/portable.zip"
cp "$root/resources/sample/values.json" "$folder/"
echo "$version" >"$folder/version"

# An older version with one file more.
if [ ! -e "$folder/older.exe" ]; then
  mkdir -p "$folder/older"
  cp -rl "$tree" "$folder/older/tree"
  echo 'OLD = 1' >"$folder/older/tree/runtime/lib/older_only.py"
  cp "$root"/build/windows/nsis/*.bmp "$folder/older/"
  "$root/.venv/bin/python" "$root/packaging/windows/lists.py" "$folder/older/tree" "$folder/older/lists.nsh"
  bash "$root/packaging/windows/makensis.sh" 0.0.9 "$folder/older" "$folder/older.exe" -DQUICK
  rm -rf "$folder/older"
fi

rm -rf "$folder/exported" "$folder/pictures"
bash "$here/machine.sh" "$folder" "bash /shared/trials/trial.sh $*"
if [ -d "$folder/exported" ]; then
  "$root/.venv/bin/python" "$here/compare.py" "$folder/values.json" "$folder/exported"
fi
