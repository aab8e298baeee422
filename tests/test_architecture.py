"""Who may import whom, and the figures that keep the code readable.

Every check takes a checkout and returns complaints, so that the second half of this file can show
on small made-up checkouts that each of them bites. Imports inside functions, under TYPE_CHECKING
and by ``import_module("…")`` count like any other.
"""

import ast
import io
import re
import subprocess
import sys
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each room may import itself, errors, and what stands here; "perfdesk" is perfdesk/__init__.py.
CORE = ["values", "template", "dossier", "checks", "layout", "export", "importing", "storage"]
MAY_IMPORT: dict[str, list[str]] = {
    "perfdesk": [],
    "errors": [],
    "values": [],
    "resources": [],
    "template": ["values", "resources"],
    "dossier": ["values", "template"],
    "checks": ["values", "template", "dossier"],
    "layout": ["values", "template", "dossier", "resources"],
    "export": ["values", "template", "dossier", "resources", "layout"],
    "storage": ["values", "template", "dossier"],
    "importing": ["values", "template", "dossier"],
    "jobs": [*CORE, "resources"],
    "cli": [*CORE, "resources", "jobs"],
    "desk": [*CORE, "resources", "jobs"],
    "__main__": ["cli", "desk"],
}

# Beside the standard library: which files may import what; anything not named here, nowhere.
LIBRARIES: dict[str, list[str]] = {
    "PySide6": ["desk/*"],
    "docx": ["export/docx*.py", "importing/*"],
    "openpyxl": ["template/blank.py", "export/xlsx*.py", "importing/*"],
    "reportlab": ["export/pdf*.py"],
    "defusedxml": ["importing/*"],
    "platformdirs": ["storage/*", "jobs/*", "desk/*", "cli/*"],
    "msgspec": [f"{room}[./]*" for room in MAY_IMPORT if room not in ("errors", "values")],
}

# The only files that may catch everything, once each, and why.
BROAD_EXCEPTS = {
    "perfdesk/desk/excepthook.py": "the last net: shows the error, keeps the window and the work",
    "perfdesk/desk/worker.py": "a failed job reports to its caller and never ends the program",
    "perfdesk/checks/engine.py": "a rule that fails is reported as such; the others still run",
    "packaging/windows/winpython.py": "whatever goes wrong, the signature is not verified: refused",
}

FILE_LINES, FUNCTION_LINES, CLASS_METHODS = 500, 60, 25

# Written in parts, so that this file passes its own check.
HOSTS = [
    ".".join(parts)
    for parts in [
        ("pypi", "org"),
        ("pypi", "python", "org"),
        ("pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("snapshot", "debian", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("npmmirror", "com"),
        ("mirrors", "aliyun", "com"),
        ("tuna", "tsinghua", "edu"),
        ("mirrors", "ustc", "edu"),
    ]
]
FORBIDDEN_TEXT = {
    "the host of a registry": re.compile("|".join(map(re.escape, HOSTS))),
    "a path of one machine": re.compile(
        r"(?<![\w.$}~:])/(?:work|root|home|Users|mnt)/[\w.]|\b[A-Z]:\\Users\\"
    ),
}

Tree = dict[str, ast.Module]  # by module name


def parse(root: Path) -> Tree:
    modules = {}
    for file in sorted((root / "perfdesk").rglob("*.py")):
        parts = file.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        modules[name] = ast.parse(file.read_bytes(), str(file))
    return modules


def room_of(module: str) -> str:
    """perfdesk.template.loader → template; perfdesk → perfdesk."""
    return [*module.split("."), module][1]


def file_of(root: Path, module: str) -> str:
    path = Path(*module.split("."))
    return f"{path.as_posix()}{'/__init__' if (root / path).is_dir() else ''}.py"


def imported(root: Path, module: str, tree: Tree) -> Iterator[tuple[int, str]]:
    """Each import of ``module``: line, and the module that it names (of ours: the exact one)."""
    package = module.split(".") if file_of(root, module).endswith("__init__.py") else None
    package = package if package is not None else module.split(".")[:-1]
    for node in ast.walk(tree[module]):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield node.lineno, inner if inner in tree else base
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("import_module", "__import__")
        ):
            match node.args:
                case [ast.Constant(value=str(name)), *_]:
                    yield node.lineno, name


def imports_between_rooms(root: Path) -> Iterator[str]:
    tree = parse(root)
    for module in tree:
        room = room_of(module)
        if room not in MAY_IMPORT:
            yield f"{file_of(root, module)}: the room {room} is not in the table MAY_IMPORT"
            continue
        allowed = {room, "errors", "perfdesk", *MAY_IMPORT[room]}
        for line, name in imported(root, module, tree):
            if name.split(".")[0] == "perfdesk" and room_of(name) not in allowed:
                yield f"{file_of(root, module)}:{line}: {room} may not import {name}"


def imports_of_libraries(root: Path) -> Iterator[str]:
    tree = parse(root)
    for module in tree:
        file = file_of(root, module)
        for line, name in imported(root, module, tree):
            library = name.split(".")[0]
            if library in sys.stdlib_module_names or library == "perfdesk":
                continue
            inner = file.removeprefix("perfdesk/")
            if not any(fnmatch(inner, pattern) for pattern in LIBRARIES.get(library, [])):
                yield f"{file}:{line}: {library} may not be imported here (LIBRARIES)"


def import_cycles(root: Path) -> Iterator[str]:
    """The shortest cycle through each module that is in one, each cycle once."""
    tree = parse(root)
    graph = {
        module: sorted({name for _, name in imported(root, module, tree) if name in tree})
        for module in tree
    }
    seen: set[frozenset[str]] = set()
    for start in graph:
        ways: deque[tuple[str, ...]] = deque([(start,)])
        reached: set[str] = set()
        while ways:
            way = ways.popleft()
            for name in graph[way[-1]]:
                if name == start:
                    if frozenset(way) not in seen:
                        seen.add(frozenset(way))
                        yield "import cycle: " + " → ".join([*way, start])
                    ways.clear()
                    break
                if name not in reached:
                    reached.add(name)
                    ways.append((*way, name))


def sizes(root: Path) -> Iterator[str]:
    for file in python_files(root):
        text = (root / file).read_text(encoding="utf-8")
        if (lines := len(text.splitlines())) > FILE_LINES:
            yield f"{file}: {lines} lines, allowed {FILE_LINES}"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    yield (
                        f"{file}:{node.lineno}: {node.name} has {lines} lines, "
                        f"allowed {FUNCTION_LINES}"
                    )
            elif isinstance(node, ast.ClassDef):
                methods = sum(
                    isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef) for n in node.body
                )
                if methods > CLASS_METHODS:
                    yield (
                        f"{file}:{node.lineno}: {node.name} has {methods} methods, "
                        f"allowed {CLASS_METHODS}"
                    )


def global_statements(root: Path) -> Iterator[str]:
    for file in python_files(root):
        for node in ast.walk(ast.parse((root / file).read_bytes())):
            if isinstance(node, ast.Global):
                yield f"{file}:{node.lineno}: global {', '.join(node.names)}"


def broad_excepts(root: Path) -> Iterator[str]:
    for file in python_files(root):
        lines = []
        for node in ast.walk(ast.parse((root / file).read_bytes())):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "BaseException"
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
                caught = ", ".join(map(ast.unparse, node.args))
            else:
                continue
            if re.search(r"\b(Base)?Exception\b", caught):
                lines.append(node.lineno)
        allowed = 1 if file in BROAD_EXCEPTS else 0
        for line in lines[allowed:]:
            yield f"{file}:{line}: catches everything (BROAD_EXCEPTS names who may, once each)"


def forbidden_text(root: Path) -> Iterator[str]:
    """In all files that git has or would add, and inside workbooks and other zip files."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    for name in sorted(filter(None, listed.decode().split("\0"))):
        file = root / name
        for place, text in texts(name, file.read_bytes() if file.is_file() else b""):
            for what, pattern in FORBIDDEN_TEXT.items():
                for found in pattern.finditer(text):
                    line = text.count("\n", 0, found.start()) + 1
                    yield f"{place}:{line}: {what}: {found.group()}"


def texts(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from texts(f"{name}!{member}", archive.read(member))
    elif b"\0" not in content:
        yield name, content.decode("utf-8", "replace")


def python_files(root: Path) -> list[str]:
    """The product's own code; tests may be longer."""
    return sorted(
        file.relative_to(root).as_posix()
        for folder in ("perfdesk", "packaging")
        for file in (root / folder).rglob("*.py")
    )


CHECKS: list[Callable[[Path], Iterator[str]]] = [
    imports_between_rooms,
    imports_of_libraries,
    import_cycles,
    sizes,
    global_statements,
    broad_excepts,
    forbidden_text,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_checkout(check: Callable[[Path], Iterator[str]]) -> None:
    complaints = list(check(ROOT))
    assert not complaints, "\n" + "\n".join(complaints)


# ---- each check bites ----


def checkout(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


GOOD = {
    "perfdesk/__init__.py": '__version__ = "1"',
    "perfdesk/__main__.py": "from perfdesk import cli",
    "perfdesk/errors.py": "import dataclasses",
    "perfdesk/cli/__init__.py": "from perfdesk import __version__, jobs\nimport perfdesk.errors",
    "perfdesk/jobs/__init__.py": "from .batch import run",
    "perfdesk/jobs/batch.py": "import msgspec\nfrom perfdesk.export import xlsx_rows",
    "perfdesk/export/xlsx_rows.py": "import openpyxl\nfrom ..layout import compose",
    "perfdesk/export/pdf.py": "import msgspec\ndef f():\n    import reportlab.pdfgen",
    "perfdesk/layout/compose.py": "from perfdesk.values.money import Money",
    "perfdesk/values/money.py": "from perfdesk.errors import PerfdeskError\nimport decimal",
    "perfdesk/resources.py": "from perfdesk import errors",
    "perfdesk/template/blank.py": "import openpyxl, msgspec",
    "perfdesk/desk/window.py": "from PySide6.QtWidgets import QWidget",
    "perfdesk/checks/engine.py": "try:\n    f()\nexcept Exception:\n    pass",
    "packaging/dev/tool.sh": 'cp a "$target/root/.config"\nls ./home/x  # https://example.org/home/x',
}


def test_good_checkout(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    root = checkout(tmp_path, GOOD)
    assert [complaint for check in CHECKS for complaint in check(root)] == []


INLINE = "def f():\n    import {}"
TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import {}"

BAD: list[tuple[Callable[[Path], Iterator[str]], str, str, str]] = [
    # check, file, its text, words of the complaint
    (imports_between_rooms, "values/a.py", "import perfdesk.template.blank", "values may not"),
    (imports_between_rooms, "values/a.py", INLINE.format("perfdesk.template"), "a.py:2"),
    (imports_between_rooms, "values/a.py", TYPES.format("perfdesk.template"), "a.py:3"),
    (imports_between_rooms, "values/a.py", "from perfdesk import resources", "perfdesk.resources"),
    (imports_between_rooms, "values/a.py", "from ..template import blank", "template.blank"),
    (imports_between_rooms, "values/__init__.py", "from ..jobs import batch", "jobs.batch"),
    (imports_between_rooms, "errors.py", "from perfdesk.values import money", "values.money"),
    (imports_between_rooms, "errors.py", "from .values import money", "values.money"),
    (imports_between_rooms, "checks/a.py", "import perfdesk.layout.compose", "checks may not"),
    (imports_between_rooms, "storage/a.py", "import perfdesk.resources", "storage may not"),
    (imports_between_rooms, "cli/verbs.py", "import perfdesk.desk.window", "cli may not"),
    (imports_between_rooms, "desk/a.py", "from perfdesk.cli import run", "desk may not"),
    (imports_between_rooms, "__init__.py", "from perfdesk.cli import run", "perfdesk may not"),
    (
        imports_between_rooms,
        "jobs/a.py",
        "import importlib as i\ni.import_module('perfdesk.cli')",
        "",
    ),
    (imports_between_rooms, "attic/a.py", "", "attic is not in the table"),
    (imports_of_libraries, "jobs/a.py", "from PySide6.QtCore import QObject", "PySide6"),
    (imports_of_libraries, "jobs/a.py", TYPES.format("PySide6.QtCore"), "a.py:3: PySide6"),
    (imports_of_libraries, "template/loader.py", INLINE.format("openpyxl"), "r.py:2: openpyxl"),
    (imports_of_libraries, "export/xlsx.py", "import reportlab", "reportlab"),
    (imports_of_libraries, "values/a.py", "import msgspec", "msgspec"),
    (imports_of_libraries, "errors.py", "import msgspec", "msgspec"),
    (imports_of_libraries, "jobs/a.py", "import requests", "requests"),
    (imports_of_libraries, "jobs/a.py", "from tests import conftest", "tests"),
    (import_cycles, "values/a.py", "from perfdesk.values import a", "values.a → perfdesk.values.a"),
    (
        import_cycles,
        "values/money.py",
        INLINE.format("perfdesk.layout.compose"),
        "perfdesk.layout.compose → perfdesk.values.money → perfdesk.layout.compose",
    ),
    (import_cycles, "jobs/batch.py", TYPES.format("perfdesk.jobs"), "perfdesk.jobs → "),
    (sizes, "values/a.py", "\n" * 501, "501 lines"),
    (sizes, "values/a.py", "def f():\n" + "    f()\n" * 60, "f has 61 lines"),
    (sizes, "values/a.py", "class A:\n" + "    def f(self): ...\n" * 26, "A has 26 methods"),
    (global_statements, "values/a.py", "def f():\n    global x\n    x = 1", "global x"),
    (broad_excepts, "values/a.py", "try:\n    f()\nexcept:\n    pass", "a.py:3"),
    (broad_excepts, "values/a.py", "try:\n    f()\nexcept (OSError, Exception):\n    pass", ""),
    (broad_excepts, "values/a.py", "try:\n    f()\nexcept BaseException:\n    raise", "a.py:3"),
    (broad_excepts, "values/a.py", "with contextlib.suppress(Exception):\n    f()", "a.py:1"),
    (broad_excepts, "checks/engine.py", "try:\n    f()\nexcept:\n    pass\n" * 2, "engine.py:7"),
    (forbidden_text, "a.md", "x\nhttps://" + HOSTS[0] + "/simple", "a.md:2: the host"),
    (forbidden_text, "a.md", "see /" + "work/shared", "a path of one machine"),
    (forbidden_text, "a.md", '"/' + 'root/.config"', "a path of one machine"),
    (forbidden_text, "a.md", "C:" + "\\Users\\zhang", "a path of one machine"),
]


@pytest.mark.parametrize(("check", "file", "text", "words"), BAD)
def test_bad_checkout(
    tmp_path: Path, check: Callable[[Path], Iterator[str]], file: str, text: str, words: str
) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    root = checkout(tmp_path, GOOD)
    complaints = list(check(checkout(root, {f"perfdesk/{file}": text})))
    assert len(complaints) == 1
    assert words in complaints[0]


def test_looks_inside_workbooks(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    with zipfile.ZipFile(tmp_path / "blank.xlsx", "w") as workbook:
        workbook.writestr("xl/workbook.xml", '<absPath url="/' + 'home/zhang/"/>')
    assert [c.split(": ")[0] for c in forbidden_text(tmp_path)] == ["blank.xlsx!xl/workbook.xml:1"]
