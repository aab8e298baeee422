"""A CUPS server of our own with one queue: what is printed to it lies in a file afterwards.

It listens on a socket in its folder and touches nothing of the machine's own printing. The queue
takes PDF as many printers do, and prints to a file: a reader of PDF sees what a printer gets.
"""

import getpass
import grp
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import need

CUPSD_PROGRAM, LPADMIN = "/usr/sbin/cupsd", "/usr/sbin/lpadmin"
FILTER = "/usr/lib/cups/filter/pdftopdf"
QUEUE = "perfdesk-test"
TIMEOUT = 30.0
PAPERS = {"A4": (595.276, 841.89), "A3": (841.89, 1190.551)}

CUPSD = """
LogLevel debug
MaxLogSize 0
Listen {socket}
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
FILES = """
FileDevice Yes
User {user}
Group {group}
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
SyncOnClose No
"""


PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TEST.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Test PDF Printer"
*ShortNickName: "Test PDF Printer"
*NickName: "Test PDF Printer"
*PSVersion: "(3010.107) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsVersion: 1.0
*cupsManualCopies: True
*cupsFilter: "application/vnd.cups-pdf 0 -"
*OpenUI *PageSize/Page Size: PickOne
*DefaultPageSize: {first}
{sizes}
*CloseUI: *PageSize
*OpenUI *PageRegion/Page Region: PickOne
*DefaultPageRegion: {first}
{regions}
*CloseUI: *PageRegion
*DefaultImageableArea: {first}
{areas}
*DefaultPaperDimension: {first}
{dimensions}
*OpenUI *Duplex/2-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long Edge: ""
*Duplex DuplexTumble/Short Edge: ""
*CloseUI: *Duplex
"""


def driver(margin_mm: float, papers: Sequence[str]) -> str:
    """Return the description of a printer that takes PDF and leaves a margin unprinted."""
    margin = margin_mm * 72 / 25.4
    sizes = {name: PAPERS[name] for name in papers}

    def lines(key: str, value: str) -> str:
        rows = []
        for name, (width, height) in sizes.items():
            area = f"{margin:.3f} {margin:.3f} {width - margin:.3f} {height - margin:.3f}"
            rows.append(f'*{key} {name}: "{value.format(area=area, size=f"{width} {height}")}"')
        return "\n".join(rows)

    return PPD.format(
        first=papers[0],
        sizes=lines("PageSize", ""),
        regions=lines("PageRegion", ""),
        areas=lines("ImageableArea", "{area}"),
        dimensions=lines("PaperDimension", "{size}"),
    )


class Printer:
    """The queue of a running server."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.output = root / "printed.pdf"
        self.server = str(root / "cups.sock")

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to print here."""
        return {**os.environ, "CUPS_SERVER": self.server, "HOME": str(self.root)}

    def take(self) -> bytes:
        """Return what was printed, once no job is under way, and forget it.

        Raises:
            AssertionError: nothing came within half a minute; the server's log is the message.
        """
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            if not self._jobs() and self.output.is_file() and self.output.stat().st_size:
                data = self.output.read_bytes()
                self.output.unlink()
                return data
            time.sleep(0.1)
        raise AssertionError((self.root / "error.log").read_text("utf-8", "replace")[-4000:])

    def _jobs(self) -> str:
        return self.run("lpstat", "-o")

    def run(self, *command: str) -> str:
        """Run one of CUPS' own commands against this server; return what it says."""
        program = need(command[0])
        done = subprocess.run(
            [program, *command[1:]],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=True,
        )
        return done.stdout


@contextmanager
def cups_printer(
    root: Path, *, margin_mm: float = 4.2, papers: Sequence[str] = ("A4", "A3")
) -> Iterator[Printer]:
    """Run a server with one queue in ``root``, a folder with a short path (it holds a socket).

    margin_mm: what the printer leaves blank at each side; papers: what it holds.
    """
    need(FILTER)
    for folder in ("etc", "spool/tmp", "cache", "run"):
        (root / folder).mkdir(parents=True)
    own = Printer(root)
    user, group = ("lp", "lp") if os.getuid() == 0 else (getpass.getuser(), _group())
    if os.getuid() == 0:  # the filters then run as lp
        _give_to_lp(root)
    (root / "cupsd.conf").write_text(CUPSD.format(socket=own.server), encoding="utf-8")
    files = FILES.format(user=user, group=group, root=root)
    (root / "cups-files.conf").write_text(files, encoding="utf-8")
    command: list[str | Path] = [
        need(CUPSD_PROGRAM),
        "-f",
        "-c",
        root / "cupsd.conf",
        "-s",
        root / "cups-files.conf",
    ]
    with (root / "cupsd.out").open("wb") as said:
        server = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            _wait_for(own)
            device = f"file://{own.output}"
            (root / "test.ppd").write_text(driver(margin_mm, papers), encoding="utf-8")
            own.run(LPADMIN, "-p", QUEUE, "-E", "-v", device, "-P", str(root / "test.ppd"))
            own.run(LPADMIN, "-d", QUEUE)
            yield own
        finally:
            server.terminate()
            server.wait(TIMEOUT)


def _group() -> str:
    return grp.getgrgid(os.getgid()).gr_name


def _give_to_lp(root: Path) -> None:
    group = grp.getgrnam("lp").gr_gid
    for folder in (root, *(item for item in root.rglob("*") if item.is_dir())):
        os.chown(folder, -1, group)
        folder.chmod(0o775)


def _wait_for(own: Printer) -> None:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        if Path(own.server).exists():
            try:
                own.run("lpstat", "-r")
            except subprocess.CalledProcessError:
                pass
            else:
                return
        time.sleep(0.05)
    raise AssertionError((own.root / "cupsd.out").read_text("utf-8", "replace"))
