#!/bin/bash
# Sets everything up, then does the program's main job on the sample: checks it, and writes its
# workbook and its PDF into out/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash packaging/dev/setup.sh run
exec .venv/bin/python -m perfdesk demo -o out
