#!/bin/bash
# Usage: tree.sh deb|portable FOLDER
# Puts the whole program into FOLDER (made anew): our Python, the pruned libraries, the X11 libraries,
# the fcitx plugin, the licences; then checks that it runs on glibc 2.28 and lacks no library.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
kind=${1:?usage: tree.sh deb|portable FOLDER}
top=$(realpath -m "${2:?usage: tree.sh deb|portable FOLDER}")
cache=$root/.cache/packaging/linux
common=$root/packaging/common
python=$root/.venv/bin/python

bash "$here/build_python.sh"
bash "$here/fetch_x11.sh"

rm -rf "$top"
mkdir -p "$top/lib/python/bin" "$top/lib/python/lib"
cp "$cache/python/bin/python3.11" "$top/lib/python/bin/"
cp -r "$cache/python/lib/python3.11" "$top/lib/python/lib/"
"$python" "$common/prune.py" "$top/lib/python/lib/python3.11"
"$python" "$common/stage.py" linux "$top/lib/site-packages" --kind "$kind" --python "$cache/python/bin/python3.11"
"$python" "$common/compiling.py" "$top/lib/python/lib/python3.11" "$cache/python/bin/python3.11"

qt=$top/lib/site-packages/PySide6/Qt
bash "$here/build_fcitx_plugin.sh" "$qt/lib"
cp "$cache/fcitx/libfcitxplatforminputcontextplugin-qt6.so" "$qt/plugins/platforminputcontexts/"
cp -n "$cache"/x11/lib/* "$qt/lib/"
"$python" "$here/icu_data.py" "$(echo "$qt"/lib/libicudata.so.*)" bash "$here/zigcc.sh"
find "$top" -name '*.so*' -type f -path '*/lib-dynload/*' -exec strip --strip-unneeded {} +
find "$top/lib/site-packages/pillow.libs" -type f -exec strip --strip-unneeded {} +
strip --strip-all "$top/lib/python/bin/python3.11"

cp "$here/start.py" "$top/lib/"
"$python" "$common/licences.py" linux "$top/lib/site-packages" "$top/licences"
find "$top" -type d -exec chmod 755 {} +
find "$top" -type f -exec chmod 644 {} +
chmod 755 "$top/lib/python/bin/python3.11"
"$python" "$here/check_elf.py" "$top"
