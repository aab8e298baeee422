#!/bin/bash
# Usage: build_python.sh
# Builds the CPython that the Linux installers carry, from Debian's sources (with Debian's security
# fixes), so that it runs on every Linux with glibc 2.28 or newer: .cache/packaging/linux/python/.
# Two minutes; a second call finds it done. Needs dpkg-dev, make, xz-utils and /usr/bin/python3.11.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=$root/.cache/packaging/linux
prefix=$cache/python
# shellcheck source=packaging/linux/debian.sh
source "$here/debian.sh"

stamp=$(cat "$here/build_python.sh" "$here/zigcc.sh" "$root/packaging/common/tools.txt" | sha256sum)
[ "$(cat "$prefix/stamp" 2>/dev/null)" != "$stamp" ] || exit 0
bash "$root/packaging/common/tools.sh"
echo '== CPython for glibc 2.28' >&2

work=$cache/work-python
rm -rf "$work" "$prefix"
mkdir -p "$work"/{downloads,deps} "$prefix"
log=$work/log
trap 'tail -30 "$log" >&2 2>/dev/null || true' ERR

# The build names its files without spaces, wherever the checkout is.
short=$(mktemp -d)
trap 'rm -rf "$short"' EXIT
ln -s "$work" "$short/w"
printf '#!/bin/sh\nexec bash "%s" "$@"\n' "$here/zigcc.sh" >"$short/cc"
printf '#!/bin/sh\nexec "%s" -m ziglang ar "$@"\n' "$root/.cache/packaging/tools/bin/python" >"$short/ar"
printf '#!/bin/sh\nexec "%s" -m ziglang ranlib "$@"\n' "$root/.cache/packaging/tools/bin/python" >"$short/ranlib"
chmod +x "$short"/{cc,ar,ranlib}
export CC=$short/cc AR=$short/ar RANLIB=$short/ranlib CFLAGS='-O2 -fPIC'

# ---- sources ----

debian_lists "$work/apt" 'deb-src MIRROR bookworm main' 'deb-src SECURITY bookworm-security main'
cd "$short/w/downloads"
debian_source "$work/apt" python3.11 zlib libffi expat >>"$log" 2> >(grep '^==' >&2)
for description in *.dsc; do
  dpkg-source --no-check -x "$description" "$short/w/${description%%_*}" >>"$log" 2>&1
done
for description in *.dsc; do
  awk '/^Source:/ {name = $2} /^Version:/ {print name, $2; exit}' "$description"
done | sort >"$prefix/sources"

# ---- libraries, linked into Python itself ----

deps=$short/w/deps
library() { # library FOLDER COMMAND...
  (cd "$short/w/$1" && shift && "$@" && make -j"$(nproc)" && make install) >>"$log" 2>&1
}
library zlib ./configure --static --prefix="$deps"
library libffi ./configure --host=x86_64-linux-gnu --build=x86_64-pc-linux-gnu --prefix="$deps" --disable-shared \
  --disable-docs --disable-exec-static-tramp --disable-multi-os-directory
# Debian's expat has no configure without autoconf; these are the choices that it would make.
mkdir -p "$short/w/expat-build"
cat >"$short/w/expat-build/expat_config.h" <<'C'
#define BYTEORDER 1234
#define HAVE_GETRANDOM 1
#define XML_CONTEXT_BYTES 1024
#define XML_DTD 1
#define XML_GE 1
#define XML_NS 1
C
(cd "$short/w/expat-build"
  lib=../expat/expat/lib
  for file in xmlparse xmlrole xmltok; do $CC $CFLAGS -I. -I$lib -c $lib/$file.c -o $file.o; done
  $AR rcs "$deps/lib/libexpat.a" ./*.o
  cp $lib/expat.h $lib/expat_external.h "$deps/include/") >>"$log" 2>&1

# ---- Python ----

cd "$short/w/python3.11"
export CFLAGS="-O3 -fPIC -fno-semantic-interposition -DPy_BUILD_CORE_MODULE"
# Its setup.py looks for headers where CPPFLAGS says, not CFLAGS.
export CPPFLAGS="-I$deps/include" LDFLAGS="-L$deps/lib"
export ac_cv_buggy_getaddrinfo=no ac_cv_file__dev_ptmx=yes ac_cv_file__dev_ptc=no PKG_CONFIG=false
./configure --host=x86_64-linux-gnu --build=x86_64-pc-linux-gnu --with-build-python=/usr/bin/python3.11 \
  --without-ensurepip --disable-test-modules --with-system-ffi --with-system-expat --prefix=/p >>"$log" 2>&1
make -j"$(nproc)" >>"$log" 2>&1
data=$(find build -name '_sysconfigdata__linux_x86_64-linux-gnu.py' | head -1)
if [ -n "$data" ]; then cp "$data" "$(dirname "$data")/_sysconfigdata__x86_64-linux-gnu.py"; fi
make install DESTDIR="$short/w/installed" >>"$log" 2>&1

cp -r "$short/w/installed/p/." "$prefix/"
cp "$short/w/python3.11/LICENSE" "$prefix/LICENSE"
mkdir -p "$prefix/licences"
cp "$short/w/zlib/debian/copyright" "$prefix/licences/zlib.txt"
cp "$short/w/libffi/LICENSE" "$prefix/licences/libffi.txt"
cp "$short/w/expat/expat/COPYING" "$prefix/licences/expat.txt"
"$prefix/bin/python3.11" -I -S -c 'import _ctypes, _decimal, _datetime, pyexpat, zlib, array, math, _struct, select, _posixsubprocess'
echo "$stamp" >"$prefix/stamp"
rm -rf "$work"
