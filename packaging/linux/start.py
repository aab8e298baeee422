"""Start of the installed program: its own libraries, then the program."""

import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "site-packages"))
sys.argv[0] = "perfdesk"

from perfdesk.__main__ import main  # noqa: E402 - found by the path above

sys.exit(main())
