"""What a clerk and an administrator do with the installer, in a machine of run.sh.

As root it installs and removes; for what a user does it calls itself once more as the user "clerk",
with a screen and a session bus of their own. For Python 3.9 and newer, with nothing added.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from inputmethods import METHODS
from printer import Printer
from screen import Screen, said, start, until

OUT = Path("/out")
ID = "com.perfdesk.app"
FILES = Path("/opt/apps", ID, "files")
PLUGINS = FILES / "lib/site-packages/PySide6/Qt/plugins/platforminputcontexts"
PLUGIN = "libfcitxplatforminputcontextplugin-qt6.so"
RUNTIME = Path("/", "tmp", "clerk")
STICK = Path("/", "tmp", "U 盘")
PASSED_BY = {"proc", "sys", "dev", "tmp", "run", "out", "home"}
# Written by dpkg and its like for every package, or by each user's session.
ALWAYS = ("/var/lib/dpkg/", "/var/log/", "/var/cache/", "/etc/ld.so.cache", "/root/")


def step(text: str) -> None:
    """Say what was seen."""
    print(f"ok  {text}", flush=True)


def check(truth: object, text: str) -> None:
    """Say what was seen, or end with it."""
    if not truth:
        raise SystemExit(f"failed: {text}")
    step(text)


# ---- as root ----


def listing() -> set[str]:
    """Every file and folder of the machine outside the users' homes."""
    found: set[str] = set()
    for top in Path("/").iterdir():
        if top.name not in PASSED_BY:
            for folder, folders, files in os.walk(top):
                found.update(f"{folder}/{name}" for name in (*folders, *files))
    return {name for name in found if not name.startswith(ALWAYS)}


def as_clerk(scenario: str, name: str) -> None:
    """Run a part as the user, with a session bus."""
    home = Path("~clerk").expanduser()
    RUNTIME.mkdir(mode=0o700, exist_ok=True)
    shutil.chown(RUNTIME, "clerk", "clerk")
    OUT.chmod(0o777)
    command = ["runuser", "-u", "clerk", "--", "env", "-i", f"HOME={home}", "USER=clerk"]
    command += ["LANG=zh_CN.UTF-8", "PATH=/usr/bin:/bin", f"XDG_RUNTIME_DIR={RUNTIME}"]
    # xdg-open and its like then ask GLib, as they do on a desktop.
    command += ["XDG_CURRENT_DESKTOP=GNOME"]
    command += [
        "dbus-run-session",
        "--",
        "python3",
        "-B",
        "/out/inside.py",
        scenario,
        name,
        "clerk",
    ]
    if subprocess.run(command, check=False, cwd=home).returncode:
        raise SystemExit(f"failed: {scenario} on {name}")


def install() -> None:
    """Install as a double click does: dpkg, and nothing from anywhere else."""
    subprocess.run(["dpkg", "-i", "/out/perfdesk.deb"], check=True, stdout=subprocess.DEVNULL)
    status = said("dpkg-query", "-W", "-f", "${Status}", ID)
    check(status == "install ok installed", f"{ID} is installed, without a network")


def remove(before: set[str]) -> None:
    """Remove, and see that nothing is left."""
    subprocess.run(["dpkg", "--remove", ID], check=True, stdout=subprocess.DEVNULL)
    left = sorted(listing() - before)
    check(not left, f"removed; left outside the homes: {left or 'nothing'}")
    lost = sorted(before - listing())
    check(not lost, f"what was there before and is no more: {lost or 'nothing'}")
    gone = subprocess.run(["dpkg", "-s", ID], check=False, capture_output=True).returncode != 0
    check(gone, "dpkg forgot it")


def whole(name: str) -> None:
    """From the first to the last day."""
    before = listing()
    install()
    as_clerk("whole", name)
    install()
    step("installed over itself")
    remove(before)


def typing(name: str) -> None:
    """Type Chinese; and once more without our plugin, to know that this trial can fail."""
    install()
    as_clerk("typing", name)
    if name.endswith("fcitx4"):
        (PLUGINS / PLUGIN).unlink()
        as_clerk("latin", name)


def wayland(name: str) -> None:
    """Start where there is no X11."""
    install()
    as_clerk("wayland", name)


def portable(name: str) -> None:
    """Run from a stick: a folder whose name has a space, and one where nothing is executable."""
    before = listing()
    STICK.mkdir()
    with tarfile.open(OUT / "perfdesk.tar.xz") as archive:
        archive.extractall(STICK)  # noqa: S202 - our own
    subprocess.run(["chown", "-R", "clerk:", STICK], check=True)
    as_clerk("portable", name)
    for file in STICK.rglob("*"):  # as on a stick with FAT
        if file.is_file():
            file.chmod(0o644)
    as_clerk("portable", name)
    left = sorted(listing() - before)
    check(not left, f"left outside the homes: {left or 'nothing'}")


# ---- as the clerk ----


def make_dossier() -> Path:
    """Make a dossier by the installed command line."""
    folder = Path.home() / "文档"
    folder.mkdir(exist_ok=True)
    file = folder / "示例 县商务局.perfdesk"
    subprocess.run(["perfdesk", "new", "--values", "/out/values.json", "-o", file], check=True)
    return file


def values(file: Path) -> str:
    """The text of all values in a dossier."""
    return said("perfdesk", "show", "--json", file)


def save(screen: Screen, file: Path) -> None:
    """Save by the keyboard and wait until that is done."""
    before = file.stat().st_mtime_ns
    screen.keys("ctrl+s")
    until(lambda: file.stat().st_mtime_ns != before, "saved")


def leave(screen: Screen) -> None:
    """Quit, and wait for the end."""
    screen.keys("ctrl+q")
    until(lambda: not screen.windows(), "the end of the program")


def start_by_entry(screen: Screen) -> None:
    """Start by the desktop entry, as the start menu does."""
    entry = said("desktop-file-validate", f"/usr/share/applications/{ID}.desktop")
    check(not entry, f"the desktop entry is valid {entry}".rstrip())
    start("gtk-launch", ID)
    screen.wait_for_title("绩效目标填报")
    kind = said("xprop", "-id", said("xdotool", "getactivewindow"), "WM_CLASS")
    check('"perfdesk"' in kind, f"started from the desktop entry, {kind}")
    screen.shot("1-start")
    screen.keys("alt+h", "a")
    screen.wait_for_title("关于")
    screen.keys("alt+l", "Tab", "Down", "Down")
    screen.shot("8-about")
    screen.keys("Escape")
    screen.wait_for_title("绩效目标填报")
    leave(screen)


def open_by_type(screen: Screen, file: Path) -> None:
    """Open a dossier as a file manager does."""
    kind = said("xdg-mime", "query", "filetype", file)
    check(kind == "application/x-perfdesk", f"type of the file: {kind}")
    wanted = said("xdg-mime", "query", "default", kind)
    check(wanted == f"{ID}.desktop", f"opened by: {wanted}")
    info = said("gio", "info", "-a", "standard::content-type,standard::icon", file)
    check("application-x-perfdesk" in info, "the file has our icon")
    start("gio", "open", file)
    screen.wait_for_title(file.stem)
    screen.shot("2-opened")
    leave(screen)
    start("xdg-open", file)
    screen.wait_for_title(file.stem)
    step("opened by gio and by xdg-open")


def type_and_save(screen: Screen, file: Path) -> None:
    """Type into the first cell and save."""
    screen.rest()
    screen.type("Trial 2026")
    screen.keys("Return")
    save(screen, file)
    check("Trial 2026" in values(file), "typed and saved")
    screen.shot("3-typed")


def export(screen: Screen) -> None:
    """Write PDF and workbooks by the dialog."""
    screen.keys("ctrl+e")
    screen.wait_for_title("导出")
    screen.shot("4-export")
    screen.keys("Return")
    home = Path.home()
    until(lambda: list(home.rglob("*.pdf")) and list(home.rglob("*.xlsx")), "exported files")
    screen.shot("5-exported")
    found = sorted(home.rglob("*.pdf"))
    text = "".join(said("pdftotext", pdf, "-") for pdf in found)
    check("绩效目标" in text and "Trial 2026" in text, f"exported {len(found)} PDF, text and all")
    for pdf in found:
        shutil.copy(pdf, OUT)
    screen.keys("Escape")


def print_it(screen: Screen, printer: Printer) -> None:
    """Print the form shown by the preview and the system's dialog."""
    screen.wait_for_title("示例")
    screen.keys("ctrl+p")
    screen.wait_for_title("打印预览")
    screen.shot("6-preview")
    screen.keys("ctrl+p")
    until(lambda: screen.title() == "打印", "the print dialog")
    screen.shot("7-print")
    screen.keys("alt+p")
    pdf = printer.wait()
    check("绩效目标" in said("pdftotext", pdf, "-"), "printed to a CUPS queue, text and all")
    shutil.copy(pdf, OUT)
    screen.wait_for_title("打印预览")
    screen.keys("Escape")
    screen.wait_for_title("示例")


def a_day() -> None:
    """What a clerk does."""
    printer = Printer(RUNTIME / "cups")
    screen = Screen(OUT)
    start_by_entry(screen)
    file = make_dossier()
    open_by_type(screen, file)
    type_and_save(screen, file)
    export(screen)
    print_it(screen, printer)
    leave(screen)


def type_chinese(name: str, wanted: str) -> None:
    """Type a word by pinyin into the first cell; no variable names the input method."""
    screen = Screen(OUT)
    method = METHODS[name.rpartition("-")[2]]()
    method.start()
    file = make_dossier()
    start("gtk-launch", ID, file)
    screen.wait_for_title(file.stem)
    screen.rest()
    screen.keys("F2")
    screen.keys("ctrl+a")
    if wanted == "你好":
        method.turn_on()
        how = "as installed"
    else:
        method.is_on()  # nobody listens to the daemon, so that it cannot be turned on either
        how = "our plugin taken away"
    screen.type("nihao")
    screen.shot(f"typing-{name}-{wanted}")
    screen.keys("space")
    screen.rest()
    screen.keys("Return")
    save(screen, file)
    check(wanted in values(file), f"“{wanted}” typed with {name}, {how}")
    leave(screen)
    file.unlink()


def on_wayland() -> None:
    """Open a dossier on Wayland; what Qt tells the screen is written down."""
    start("weston", "--backend=headless-backend.so", "--socket=screen", "--idle-time=0")
    until((RUNTIME / "screen").exists, "a Wayland screen")
    file = make_dossier()
    told = OUT / "wayland.txt"
    words = {"WAYLAND_DISPLAY": "screen", "XDG_SESSION_TYPE": "wayland", "WAYLAND_DEBUG": "1"}
    with told.open("wb") as out:
        command = ["perfdesk", str(file)]
        process = subprocess.Popen(command, env={**os.environ, **words}, stderr=out, stdout=out)

    def shown() -> bool:
        text = told.read_text("utf-8", "replace")
        named = f'set_app_id("{ID}")' in text and file.stem in text
        return named and text.count(".attach(wl_buffer") > 1

    until(shown, "a window on Wayland")
    check(process.poll() is None, "a window on Wayland, by the name of the desktop entry")
    process.terminate()


def from_a_stick() -> None:
    """Start, type, save and quit; what is remembered stays on the stick."""
    (top,) = STICK.iterdir()
    homes = set(Path.home().rglob("*"))
    program = next(top.glob("启动*.sh"))
    runs = os.access(program, os.X_OK)
    command = [program] if runs else [Path("sh"), program]
    file = top / "我的套表.perfdesk"
    subprocess.run([*command, "new", "--values", "/out/values.json", "-o", file], check=True)
    screen = Screen(OUT)
    start(*command, file)
    screen.wait_for_title(file.stem)
    screen.rest()
    screen.type("Stick 2026")
    screen.keys("Return")
    save(screen, file)
    how = "as a program" if runs else "where nothing is executable"
    seen = said(*command, "show", "--json", file)
    check("Stick 2026" in seen, f"started from the stick {how}, typed and saved")
    screen.shot(f"stick-{how.replace(' ', '-')}")
    leave(screen)
    check((top / "用户数据/设置/desk.json").is_file(), "settings are on the stick")
    ours = [str(path) for path in set(Path.home().rglob("*")) - homes if "perfdesk" in path.name]
    check(not ours, f"nothing in the home: {ours or 'nothing'}")
    file.unlink()


OTHERS = {"portable": from_a_stick, "wayland": on_wayland}


def main() -> None:
    """Run a scenario, as root or as the clerk."""
    scenario, name, *who = sys.argv[1:]
    if not who:
        system = said("sh", "-c", ". /etc/os-release; echo $PRETTY_NAME")
        step(f"{system}, {said('getconf', 'GNU_LIBC_VERSION')}")
        {"whole": whole, "typing": typing, "portable": portable, "wayland": wayland}[scenario](name)
        return
    try:
        if scenario == "whole":
            a_day()
        elif scenario in OTHERS:
            OTHERS[scenario]()
        else:
            type_chinese(name, "你好" if scenario == "typing" else "nihao")
    except SystemExit:
        if Screen.last:
            Screen.last.shot("failed")
        raise


main()
