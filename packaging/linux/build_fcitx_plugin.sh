#!/bin/bash
# Usage: build_fcitx_plugin.sh QT_LIB_FOLDER
# Compiles the Qt 6 input context for fcitx 4 and fcitx5 against the Qt of the PySide6 wheel, whose
# lib folder is given: .cache/packaging/linux/fcitx/. The wheel has none, and without it nobody who
# uses fcitx can type Chinese. Half a minute; a second call finds it done.
# Needs g++, xz-utils, dpkg-dev. Source: Debian's fcitx-qt5 1.2.7 (BSD-3-Clause); Qt's headers, moc and
# qdbusxml2cpp: Debian 13, whose Qt 6.8 is not newer than the wheel's.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
qt_lib=$(realpath "${1:?usage: build_fcitx_plugin.sh QT_LIB_FOLDER}")
result=$root/.cache/packaging/linux/fcitx
# shellcheck source=packaging/linux/debian.sh
source "$here/debian.sh"

TARBALL=fcitx-qt5_1.2.7.orig.tar.xz
SHA256=951fcf8f1db23ed22ad91094eb4c6c906f92005a3643b52f666bd8a331163147
PLUGIN=libfcitxplatforminputcontextplugin-qt6.so

stamp=$(cat "$here/build_fcitx_plugin.sh" "$qt_lib/libQt6Core.so.6" "$qt_lib/libQt6Gui.so.6" | sha256sum)
[ "$(cat "$result/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
echo '== fcitx plugin' >&2

work=$root/.cache/packaging/linux/work-fcitx
rm -rf "$work"
mkdir -p "$work"/{downloads,debian,gen,obj} "$result"
log=$work/log
short=$(mktemp -d)
trap 'tail -20 "$log" >&2 2>/dev/null || true' ERR
trap 'rm -rf "$short"' EXIT
ln -s "$work" "$short/w" # no space in any path below, wherever the checkout is
ln -s "$qt_lib" "$short/qt"

# ---- sources ----

debian_lists "$work/apt" 'deb MIRROR trixie main' 'deb-src MIRROR bookworm main'
cd "$short/w/downloads"
debian_apt "$work/apt" download qt6-base-dev qt6-base-private-dev qt6-base-dev-tools libxkbcommon-dev x11proto-dev \
  libc6 libstdc++6 libgcc-s1 libpcre2-16-0 zlib1g >"$log" 2>&1
# Kept: it is the one download that may vanish.
if [ ! -f "$result/$TARBALL" ]; then
  debian_apt "$work/apt" source --tar-only --download-only fcitx-qt5 >>"$log" 2>&1
  mv "$TARBALL" "$result/"
fi
echo "$SHA256  $result/$TARBALL" | sha256sum --check --quiet
for package in *.deb; do dpkg -x "$package" ../debian; done
cd "$short/w"
tar -xf "$result/$TARBALL"
source=fcitx-qt5-1.2.7/qt6/platforminputcontext
# A private function that only the menu key needs and older Qt lack.
sed -i '/handleContextMenuEvent(/,/;/c (void)pos;' $source/qfcitxplatforminputcontext.cpp

# ---- generated sources: Debian 13's tools by its own loader, with the wheel's Qt ----

system=$short/w/debian/usr/lib/x86_64-linux-gnu
include=debian/usr/include/x86_64-linux-gnu/qt6
version=$(basename $include/QtGui/6.*)
tool() { "$system/ld-linux-x86-64.so.2" --library-path "$system:$short/qt" "$@" 2>>"$log"; }
for interface in InputContext InputContext1 InputMethod InputMethod1; do
  proxy=$(echo "$interface" | tr '[:upper:]' '[:lower:]')proxy
  (cd gen && tool ../debian/usr/lib/qt6/bin/qdbusxml2cpp -m -p "$proxy" -i fcitxqtdbustypes.h \
    "../$source/org.fcitx.Fcitx.$interface.xml")
done
headers="-I$include -I$include/QtCore -I$include/QtGui -I$include/QtGui/$version -I$include/QtGui/$version/QtGui
  -I$include/QtCore/$version -I$include/QtCore/$version/QtCore -I$include/QtDBus"
defines='-DQT_CORE_LIB -DQT_GUI_LIB -DQT_DBUS_LIB -DQT_NO_DEBUG -DQT_PLUGIN'
for header in gen/*.h $source/*.h; do
  grep -q Q_OBJECT "$header" || continue
  name=$(basename "$header" .h)
  if grep -qE "\"moc_$name.cpp\"" gen/*.cpp $source/*.cpp; then folder=gen; else folder=obj; fi
  # shellcheck disable=SC2086  # several words each
  tool debian/usr/lib/qt6/libexec/moc $defines -Igen -I$source $headers "$header" -o $folder/moc_"$name".cpp
done

# ---- compile and link ----

# GCC 12 asks for this one function of libstdc++ as GLIBCXX_3.4.29, which UOS 20 has not.
cat >obj/compat.cpp <<'C'
#include <new>
namespace std {
[[noreturn]] __attribute__((visibility("hidden"))) void __throw_bad_array_new_length() { throw std::bad_array_new_length(); }
}
C
# To link against, so that no libxkbcommon of another system is needed.
for name in compose_state_{feed,get_status,get_utf8,new,reset,unref} compose_table_{new_from_locale,unref} \
  context_{new,set_log_level,unref} keysym_to_utf32; do
  echo "void xkb_$name(void) {}"
done >obj/stub.c
gcc -shared -fPIC -Wl,-soname,libxkbcommon.so.0 -o obj/libxkbcommon.so.0 obj/stub.c
for file in $source/*.cpp gen/input*proxy.cpp obj/*.cpp; do
  # shellcheck disable=SC2086
  g++ -std=c++17 -O2 -fPIC -fvisibility=hidden -fvisibility-inlines-hidden -w -ffile-prefix-map="$short/w=." $defines \
    -Igen -I$source ${headers//-I/-isystem } -idirafter debian/usr/include -c "$file" -o obj/"$(basename "$file" .cpp)".o
done >>"$log" 2>&1
g++ -shared -s -o "$result/$PLUGIN" obj/*.o -Wl,--no-undefined -Wl,--as-needed -Wl,-rpath,'$ORIGIN/../../lib' \
  "$short"/qt/libQt6{Gui,DBus,Core}.so.6 obj/libxkbcommon.so.0 -Wl,-rpath-link,"$short/qt" >>"$log" 2>&1
cp fcitx-qt5-1.2.7/COPYING.BSD "$result/LICENSE"
echo "$stamp" >"$result/stamp"
rm -rf "$work"
