#!/bin/bash
# Usage: desktop.sh FOLDER
# Puts into FOLDER what a desktop reads of the program: the entry, the file type, the icons.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
icons=$here/../../resources/icons
entries=${1:?usage: desktop.sh FOLDER}
id=com.perfdesk.app

rm -rf "$entries"
mkdir -p "$entries"/{applications,mime/packages,icons/hicolor/scalable/{apps,mimetypes}}
cp "$here/desktop/$id.desktop" "$entries/applications/"
cp "$here/desktop/$id.xml" "$entries/mime/packages/"
cp "$icons/perfdesk.svg" "$entries/icons/hicolor/scalable/apps/$id.svg"
cp "$icons/perfdesk.svg" "$entries/icons/hicolor/scalable/mimetypes/application-x-perfdesk.svg"
for size in 16 24 32 48 64 128 256; do
  folder=$entries/icons/hicolor/${size}x$size
  mkdir -p "$folder"/{apps,mimetypes}
  cp "$icons/perfdesk-$size.png" "$folder/apps/$id.png"
  cp "$icons/perfdesk-$size.png" "$folder/mimetypes/application-x-perfdesk.png"
done
