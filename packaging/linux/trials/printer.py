"""A CUPS server of the user's own with one queue that takes PDF and prints into a file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from screen import said, start, until

SERVER = """\
LogLevel debug
MaxLogSize 0
Listen {root}/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """\
FileDevice Yes
User clerk
Group clerk
SystemGroup sys
ServerRoot {root}/etc
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/run
TempDir {root}/spool/tmp
AccessLog {root}/access.log
Printcap {root}/printcap
ErrorLog {root}/error.log
PageLog {root}/page.log
"""
DRIVER = """\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "OFFICE.PPD"
*Manufacturer: "Office"
*Product: "(Office)"
*ModelName: "Office PDF Printer"
*ShortNickName: "Office PDF Printer"
*NickName: "Office PDF Printer"
*PSVersion: "(3010.107) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsVersion: 1.0
*cupsManualCopies: True
*cupsFilter: "application/vnd.cups-pdf 0 -"
*OpenUI *PageSize/Page Size: PickOne
*DefaultPageSize: A4
*PageSize A4: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Page Region: PickOne
*DefaultPageRegion: A4
*PageRegion A4: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "12 12 583 830"
*DefaultPaperDimension: A4
*PaperDimension A4: "595 842"
"""


class Printer:
    """The server, in the folder ``root``; what is printed is in ``output``."""

    def __init__(self, root: Path) -> None:
        for folder in ("etc", "spool/tmp", "cache", "run"):
            (root / folder).mkdir(parents=True)
        self.output = root / "printed.pdf"
        for name, text in (("cupsd.conf", SERVER), ("files.conf", FILES), ("office.ppd", DRIVER)):
            (root / name).write_text(text.format(root=root), encoding="utf-8")
        os.environ["CUPS_SERVER"] = str(root / "cups.sock")
        start("/usr/sbin/cupsd", "-f", "-c", root / "cupsd.conf", "-s", root / "files.conf")
        english = {**os.environ, "LANG": "C"}
        until(lambda: "is running" in said("lpstat", "-r", env=english), "CUPS")
        queue = ["/usr/sbin/lpadmin", "-p", "office", "-E", "-v", f"file://{self.output}"]
        subprocess.run([*queue, "-P", str(root / "office.ppd")], check=True)
        subprocess.run(["/usr/sbin/lpadmin", "-d", "office"], check=True)

    def wait(self) -> Path:
        """Wait until something was printed and no job is left."""

        def done() -> bool:
            there = self.output.is_file() and self.output.stat().st_size > 0
            return there and not said("lpstat", "-o")

        until(done, "a printed page")
        return self.output
