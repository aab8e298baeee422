"""What a clerk and an administrator do with the installer, in a machine of run.sh.

As root it installs and removes; for what a user does it calls itself once more as the user "clerk", on
a screen and a session bus of their own. For Python 3.9 and newer, with nothing but the system's own.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from inputmethods import METHODS
from printer import Printer
from screen import Screen, said, until

OUT = Path("/out")
ID = "com.perfdesk.app"
FILES = Path("/opt/apps", ID, "files")
PLUGIN = "libfcitxplatforminputcontextplugin-qt6.so"
FOLDERS = ("proc", "sys", "dev", "tmp", "run", "out", "home")
# Written by dpkg and its like for every package, or by each user's session.
ALWAYS = ("/var/lib/dpkg/", "/var/log/", "/var/cache/", "/etc/ld.so.cache", "/root/")


def step(text):
    """Say what was seen."""
    print(f"ok  {text}", flush=True)


def check(truth, text):
    """Say what was seen, or end with it."""
    if not truth:
        raise SystemExit(f"failed: {text}")
    step(text)


# ---- as root ----


def listing():
    """Every file of the machine outside the users' homes."""
    found = set()
    for top in sorted(os.listdir("/")):
        if top in FOLDERS:
            continue
        for folder, folders, files in os.walk("/" + top):
            found.update(os.path.join(folder, name) for name in (*folders, *files))
    return {name for name in found if not name.startswith(ALWAYS)}


def as_clerk(scenario, name):
    """Run a part as the user, with a session bus."""
    home = os.path.expanduser("~clerk")
    Path("/tmp/clerk").mkdir(mode=0o700, exist_ok=True)
    subprocess.run(["chown", "clerk:", "/tmp/clerk"], check=True)
    subprocess.run(["chmod", "777", "/out"], check=True)
    command = ["runuser", "-u", "clerk", "--", "env", "-i", f"HOME={home}", "USER=clerk"]
    command += ["LANG=zh_CN.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "XDG_RUNTIME_DIR=/tmp/clerk"]
    # xdg-open and its like then ask GLib, as they do on a desktop.
    command += ["XDG_CURRENT_DESKTOP=GNOME"]
    command += ["dbus-run-session", "--", "python3", "-B", "/out/inside.py", scenario, name, "clerk"]
    subprocess.run(command, check=True, cwd=home)


def install():
    """Install as a double click does: dpkg, and nothing from anywhere else."""
    subprocess.run(["dpkg", "-i", "/out/perfdesk.deb"], check=True, stdout=subprocess.DEVNULL)
    check("install ok installed" in said("dpkg", "-s", ID), f"{ID} is installed, without a network")


def remove(before):
    """Remove, and see that nothing is left."""
    subprocess.run(["dpkg", "--remove", ID], check=True, stdout=subprocess.DEVNULL)
    left = sorted(listing() - before)
    check(not left, f"removed; left outside the homes: {left or 'nothing'}")
    lost = sorted(before - listing())
    check(not lost, f"what was there before and is no more: {lost or 'nothing'}")
    gone = subprocess.run(["dpkg", "-s", ID], check=False, capture_output=True).returncode != 0
    check(gone, "dpkg forgot it")


def whole(name):
    """From the first to the last day."""
    before = listing()
    install()
    as_clerk("whole", name)
    subprocess.run(["dpkg", "-i", "/out/perfdesk.deb"], check=True, stdout=subprocess.DEVNULL)
    step("installed over itself")
    remove(before)


def typing(name):
    """Type Chinese; and once more without our plugin, to know that this trial can fail."""
    install()
    as_clerk("typing", name)
    if name.endswith("fcitx4"):
        plugin = FILES / "lib/site-packages/PySide6/Qt/plugins/platforminputcontexts" / PLUGIN
        plugin.rename("/root/" + PLUGIN)
        as_clerk("latin", name)


# ---- as the clerk ----


def make_dossier():
    """Make a dossier by the installed command line."""
    folder = Path.home() / "文档"
    folder.mkdir(exist_ok=True)
    file = folder / "示例 县商务局.perfdesk"
    subprocess.run(["perfdesk", "new", "--values", "/out/values.json", "-o", file], check=True)
    return file


def values(file):
    """The text of all values in a dossier."""
    return said("perfdesk", "show", "--json", str(file))


def saved(screen, file):
    """Save by the keyboard and wait until that is done."""
    before = file.stat().st_mtime_ns
    screen.keys("ctrl+s")
    until(lambda: file.stat().st_mtime_ns != before, "saved")


def leave(screen):
    """Quit, and wait for the end."""
    screen.keys("ctrl+q")
    until(lambda: not screen.windows(), "the end of the program")


def start_by_entry(screen):
    """Start by the desktop entry, as the start menu does."""
    entry = said("desktop-file-validate", f"/usr/share/applications/{ID}.desktop")
    check(not entry, f"the desktop entry is valid {entry}")
    subprocess.run(["gtk-launch", ID], check=True)
    screen.wait_for_title("绩效目标填报")
    kind = said("xprop", "-id", said("xdotool", "getactivewindow"), "WM_CLASS")
    check('"perfdesk"' in kind, f"started from the desktop entry, {kind}")
    screen.shot("1-start")
    leave(screen)


def open_by_type(screen, file):
    """Open a dossier as a file manager does."""
    kind = said("xdg-mime", "query", "filetype", str(file))
    check(kind == "application/x-perfdesk", f"type of the file: {kind}")
    wanted = said("xdg-mime", "query", "default", kind)
    check(wanted == f"{ID}.desktop", f"opened by: {wanted}")
    info = said("gio", "info", "-a", "standard::content-type,standard::icon", str(file))
    check("application-x-perfdesk" in info, "the file has our icon")
    subprocess.run(["gio", "open", file], check=True)
    screen.wait_for_title(file.stem)
    screen.shot("2-opened")
    leave(screen)
    subprocess.Popen(["xdg-open", file])
    screen.wait_for_title(file.stem)
    step("opened by gio and by xdg-open")


def type_and_save(screen, file):
    """Type into the first cell and save."""
    screen.rest()
    screen.type("Trial 2026")
    screen.keys("Return")
    saved(screen, file)
    check("Trial 2026" in values(file), "typed and saved")
    screen.shot("3-typed")


def export(screen, file):
    """Write PDF and workbooks by the dialog."""
    screen.keys("ctrl+e")
    screen.wait_for_title("导出")
    screen.shot("4-export")
    screen.keys("Return")
    until(lambda: list(Path.home().rglob("*.pdf")) and list(Path.home().rglob("*.xlsx")), "files")
    screen.shot("5-exported")
    found = sorted(Path.home().rglob("*.pdf"))
    until(lambda: all(pdf.stat().st_size for pdf in found), "whole files")
    text = "".join(said("pdftotext", str(pdf), "-") for pdf in found)
    check("绩效目标" in text and "Trial 2026" in text, f"exported {len(found)} PDF, text and all")
    subprocess.run(["cp", *found, OUT], check=True)
    screen.keys("Escape")


def print_it(screen, printer):
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
    text = said("pdftotext", str(pdf), "-")
    check("绩效目标" in text, "printed to a CUPS queue, text and all")
    subprocess.run(["cp", pdf, OUT / "printed.pdf"], check=True)
    screen.wait_for_title("打印预览")
    screen.keys("Escape")
    screen.wait_for_title("示例")


def a_day(name):
    """What a clerk does."""
    printer = Printer("/tmp/clerk/cups")
    screen = Screen(OUT)
    start_by_entry(screen)
    file = make_dossier()
    open_by_type(screen, file)
    type_and_save(screen, file)
    export(screen, file)
    print_it(screen, printer)
    leave(screen)


def type_chinese(name, wanted="你好"):
    """Type a word by pinyin into the first cell."""
    screen = Screen(OUT)
    method = METHODS[name.rpartition("-")[2]]()
    method.start()
    file = make_dossier()
    if "QT_IM_MODULE" in os.environ:
        raise SystemExit("failed: no variable is to name the input method")
    subprocess.Popen(["gtk-launch", ID, file])
    screen.wait_for_title(file.stem)
    screen.rest()
    screen.keys("F2")
    screen.keys("ctrl+a")
    if wanted == "你好":
        method.turn_on()
    else:  # nobody listens to the daemon, so that it cannot be turned on either
        said("fcitx-remote", "-o")
    screen.type("nihao")
    how = "as installed" if wanted == "你好" else "our plugin taken away"
    screen.shot(f"typing-{name}-{wanted}")
    screen.keys("space")
    screen.rest()
    screen.keys("Return")
    saved(screen, file)
    text = json.loads(values(file))
    check(wanted in json.dumps(text, ensure_ascii=False), f"“{wanted}” typed with {name}, {how}")
    leave(screen)
    file.unlink()


def picture_of_failure():
    """Whatever goes wrong, there is a picture of it."""
    if Screen.last:
        Screen.last.shot("failed")
    for log in Path("/tmp").rglob("error.log"):
        shutil.copy(log, OUT / "cups.log")


def main():
    """Run a scenario, as root or as the clerk."""
    scenario, name, *who = sys.argv[1:]
    if not who:
        step(f"{said('sh', '-c', '. /etc/os-release; echo $PRETTY_NAME')}, {said('getconf', 'GNU_LIBC_VERSION')}")
        {"whole": whole, "typing": typing}[scenario](name)
        return
    try:
        if scenario == "whole":
            a_day(name)
        else:
            type_chinese(name, "你好" if scenario == "typing" else "nihao")
    except SystemExit:
        picture_of_failure()
        raise


main()
