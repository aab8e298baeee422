"""Write the list of files that setup.nsi installs and removes, each one by its name.

Usage: lists.py TREE FILE. The uninstaller removes what is on the list and folders that are empty
then, so that nothing goes that somebody else has put beside the program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

KIB = 1024


def script(tree: Path) -> str:
    """Return the macros InstallFiles and RemoveFiles, and what setup.nsi needs to know of sizes."""
    files = sorted(path.relative_to(tree) for path in tree.rglob("*") if path.is_file())
    size = sum((tree / file).stat().st_size for file in files)
    longest = max(len(str(file)) for file in files)
    return "\n".join(
        [
            f"!define LONGEST {longest}",
            f"!define KILOBYTES {-(-size // KIB)}",
            "!macro InstallFiles",
            *_install(tree, files),
            "!macroend",
            "!macro RemoveFiles",
            *(f'Delete "$INSTDIR\\{_name(file)}"' for file in files),
            *(f'RMDir "$INSTDIR\\{_name(folder)}"' for folder in _folders(files)),
            "!macroend",
            "",
        ]
    )


def _install(tree: Path, files: list[Path]) -> Iterator[str]:
    folder: Path | None = None
    for file in sorted(files, key=lambda file: (file.parent, file.name)):
        if file.parent != folder:
            folder = file.parent
            below = "" if folder == Path() else f"\\{_name(folder)}"
            yield f'SetOutPath "$INSTDIR{below}"'
        yield f'File "{tree / file}"'


def _folders(files: list[Path]) -> list[Path]:
    """Return every folder, the inner ones first."""
    folders = {parent for file in files for parent in file.parents if parent != Path()}
    return sorted(folders, key=lambda folder: (-len(folder.parts), folder))


def _name(path: Path) -> str:
    return "\\".join(path.parts).replace("$", "$$")


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(script(Path(sys.argv[1]).resolve()), "utf-8")
