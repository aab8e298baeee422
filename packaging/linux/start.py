"""Start of the installed program: its own libraries, then the program."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().with_name("site-packages")))
sys.argv[0] = "perfdesk"

from perfdesk.__main__ import main  # noqa: E402 - found by the path above

sys.exit(main())
