#!/bin/bash
# Usage: test.sh [pytest's arguments]
# Sets everything up, then lint, types and tests; pytest's closing line comes last.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bash packaging/dev/setup.sh test
bash packaging/dev/lint.sh
exec .venv/bin/python -m pytest "$@"
