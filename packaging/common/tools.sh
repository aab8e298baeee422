#!/bin/bash
# Brings the packagers' own programs (tools.txt) into .cache/packaging/tools; once done, it is quiet.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
tools=$root/.cache/packaging/tools
export PIP_CACHE_DIR=${PIP_CACHE_DIR:-$root/.cache/pip} PIP_DISABLE_PIP_VERSION_CHECK=1

mkdir -p "$root/.cache/packaging"
exec 9>"$root/.cache/packaging/tools.lock"
flock 9
stamp="$root $(sha256sum <"$here/tools.txt")"
if [ "$(cat "$tools/stamp" 2>/dev/null)" != "$stamp" ]; then
  echo '== packaging tools: .cache/packaging/tools' >&2
  "$root/.venv/bin/python" -m venv --clear "$tools"
  "$tools/bin/python" -m pip install -qq --no-compile -r "$here/tools.txt"
  echo "$stamp" >"$tools/stamp"
fi
