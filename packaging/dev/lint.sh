#!/bin/bash
# Lint, format and types; the working environment must be there (setup.sh test).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
python=.venv/bin/python
$python -m ruff check perfdesk tests packaging
# Still a preview in ruff: a file opened without an encoding is GBK on a Chinese Windows.
$python -m ruff check --quiet --preview --select PLW1514 perfdesk tests packaging
$python -m ruff format --check perfdesk tests packaging
$python -m mypy perfdesk tests
# A second run: together with perfdesk, the folder packaging/ would be taken for the library "packaging".
find packaging -name '*.py' -print0 | xargs -0 -r -n1 $python -m mypy --no-namespace-packages --no-explicit-package-bases
for script in packaging/dev/*.sh .ci/run; do bash -n "$script"; done
