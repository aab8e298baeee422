"""A CUPS server of our own with one queue: what is printed to it lies in a file afterwards.

It listens on a socket in its folder and touches nothing of the machine's own printing. The queue
has the generic PDF driver and prints to a file, so that a reader of PDF sees what a printer gets.
"""

import getpass
import grp
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import need

PPD = Path("/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd")
QUEUE = "perfdesk-test"
TIMEOUT = 60.0

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
            AssertionError: nothing came within a minute; the server's log is the message.
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
def cups_printer(root: Path, ppd: Path = PPD) -> Iterator[Printer]:
    """Run a server with one queue in ``root``, a folder with a short path (it holds a socket)."""
    for folder in ("etc", "spool/tmp", "cache", "run"):
        (root / folder).mkdir(parents=True)
    own = Printer(root)
    user, group = ("lp", "lp") if os.getuid() == 0 else (getpass.getuser(), _group())
    if os.getuid() == 0:  # the filters then run as lp
        _give_to_lp(root)
    (root / "cupsd.conf").write_text(CUPSD.format(socket=own.server), encoding="utf-8")
    files = FILES.format(user=user, group=group, root=root)
    (root / "cups-files.conf").write_text(files, encoding="utf-8")
    command = [need("cupsd"), "-f", "-c", root / "cupsd.conf", "-s", root / "cups-files.conf"]
    with (root / "cupsd.out").open("wb") as said:
        server = subprocess.Popen(command, stdout=said, stderr=said)
        try:
            _wait_for(own)
            device = f"file://{own.output}"
            own.run("lpadmin", "-p", QUEUE, "-E", "-v", device, "-P", str(ppd))
            own.run("lpadmin", "-d", QUEUE)
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
