#!/bin/bash
# Usage: maintainer.sh ENTRIES FOLDER
# Writes into FOLDER the scripts that dpkg runs: postinst links everything in ENTRIES into /usr, prerm
# takes the links away. Debian and Kylin look there; UOS reads /opt/apps/*/entries by itself.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
entries=${1:?usage: maintainer.sh ENTRIES FOLDER}
out=${2:?usage: maintainer.sh ENTRIES FOLDER}
app=/opt/apps/com.perfdesk.app

links=$(cd "$entries" && find . -type f | LC_ALL=C sort | sed "s|^\./\(.*\)|/usr/share/\1 $app/entries/\1|"
  echo "/usr/bin/perfdesk $app/files/bin/perfdesk")
mkdir -p "$out"
insert() { # insert WORD TEXT: in place of a line that is WORD
  WORD=$1 TEXT=$2 awk '{ if ($0 == ENVIRON["WORD"]) print ENVIRON["TEXT"]; else print }'
}
common=$(insert @LINKS@ "$links" <"$here/debian/common.sh")
for script in postinst prerm; do
  insert @COMMON@ "$common" <"$here/debian/$script" >"$out/$script"
  chmod 755 "$out/$script"
done
