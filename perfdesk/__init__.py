"""perfdesk: fill in, check and print official budget performance forms, offline."""

import os

__version__ = "0.1.0"

# openpyxl takes lxml where that is installed (python-docx needs it); we want defusedxml to stand
# between it and hostile workbooks, and the same bytes written on every machine.
os.environ.setdefault("OPENPYXL_LXML", "False")
