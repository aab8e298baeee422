"""The desk alone, as the window program of Windows starts it: ``python -m perfdesk.desk [FILES]``.

Each word is a file to open, whatever it looks like: nobody reads what a command line would say.
"""

from __future__ import annotations

import sys

from perfdesk.desk import app

if __name__ == "__main__":
    sys.exit(app.main(sys.argv[1:]))
