"""Write the library with ICU's data once more, with only what a Chinese office program looks up.

The one in the Qt wheel has 32 MB: every language's names of every country, currency and time zone,
dictionaries of Thai and Khmer, code pages of mainframes. What is kept: Chinese, English and what is
of no language; the Chinese and Unicode code pages; every rule that is not of one language. The
items kept are the wheel's own bytes, under the version and symbol that Qt's ICU asks for.

``icu_data.py LIBRARY COMPILER...`` replaces the library by the smaller one.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HEAD = b"CmnD"
KEPT_LANGUAGES = re.compile(
    r"(root|pool|res_index|zh|en|zh_Hans|zh_Hans_CN|zh_CN|en_US|en_US_POSIX)\.res"
)
LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Za-z0-9_]+)?\.res")
# Files at the top whose names look like those of languages.
NO_LANGUAGE = {"root.res", "pool.res"}
TREES = {"brkitr", "coll", "curr", "lang", "region", "unit", "zone", "rbnf"}
CODE_PAGES = re.compile(
    r"(gb18030|ibm-1386_P100-2001|windows-936-2000|ibm-1383_P110-1999|ibm-5478_P100-1995"
    r"|windows-950-2000|ibm-5348_P100-1997)\.cnv"
)
ALIGN = 16


def items(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each item of ICU's common data."""
    start = struct.unpack_from("<H", data)[0]
    (count,) = struct.unpack_from("<I", data, start)
    table = [struct.unpack_from("<II", data, start + 4 + 8 * i) for i in range(count)]
    ends = [place for _, place in table[1:]] + [len(data) - start]
    for (name, place), end in zip(table, ends, strict=True):
        text = data[start + name : data.index(b"\0", start + name)].decode("ascii")
        yield text, data[start + place : start + end]


def is_kept(name: str) -> bool:
    """Tell whether an item is kept; ``name`` has the package before the first slash."""
    tree, _, file = name.partition("/")[2].rpartition("/")
    if tree == "translit":
        return False
    if tree in TREES:
        # Dictionaries and rules for breaking text are Qt's own.
        return bool(KEPT_LANGUAGES.fullmatch(file)) or file == "ucadata.icu"
    if file.endswith(".cnv"):
        return bool(CODE_PAGES.fullmatch(file))
    if file in NO_LANGUAGE or not LANGUAGE.fullmatch(file):
        return True
    return bool(KEPT_LANGUAGES.fullmatch(file))


def pack(head: bytes, kept: list[tuple[str, bytes]]) -> bytes:
    """Return common data of the kept items, sorted by name as ICU wants them."""
    kept = sorted(kept)
    names = bytearray()
    table_size = 4 + 8 * len(kept)
    places = []
    for name, _ in kept:
        places.append(table_size + len(names))
        names += name.encode("ascii") + b"\0"
    body = bytearray()
    start = -(-(table_size + len(names)) // ALIGN) * ALIGN
    table = bytearray(struct.pack("<I", len(kept)))
    for place, (_, data) in zip(places, kept, strict=True):
        body += b"\xaa" * (-len(body) % ALIGN)
        table += struct.pack("<II", place, start + len(body))
        body += data
    filler = b"\0" * (start - table_size - len(names))
    return bytes(head + table + names + filler + body)


def common_data(library: bytes) -> bytes:
    """Return the common data within the library, from its header to the library's end."""
    at = library.index(HEAD)
    # The header begins 12 bytes before its format: size, magic, and eight bytes of description.
    return library[at - 12 :]


def smaller(library: bytes) -> tuple[bytes, list[str]]:
    """Return the data with what is kept, and the names of what is left out."""
    data = common_data(library)
    found = list(items(data))
    kept = [(name, item) for name, item in found if is_kept(name)]
    gone = [name for name, _ in found if not is_kept(name)]
    return pack(data[: struct.unpack_from("<H", data)[0]], kept), gone


def build(library: Path, compiler: list[str]) -> None:
    """Replace the library by one with the smaller data."""
    data, gone = smaller(library.read_bytes())
    major = library.name.rsplit(".", 1)[1]
    symbol = f"icudt{major}_dat"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data").write_bytes(data)
        source = Path(folder) / "data.S"
        source.write_text(
            f".section .rodata\n.balign 16\n.globl {symbol}\n.type {symbol}, %object\n{symbol}:\n"
            f'.incbin "data"\n.size {symbol}, . - {symbol}\n'
            '.section .note.GNU-stack,"",%progbits\n',
            "utf-8",
        )
        options = ["-shared", "-nostdlib", "-s", f"-Wl,-soname,{library.name}", "-o", "out.so"]
        subprocess.run([*compiler, *options, "data.S"], check=True, cwd=folder)
        size = library.stat().st_size
        library.write_bytes((Path(folder) / "out.so").read_bytes())
    now = library.stat().st_size
    print(f"{library.name}: {size / 1e6:.1f} → {now / 1e6:.1f} MB, {len(gone)} items left out")


if __name__ == "__main__":
    build(Path(sys.argv[1]), sys.argv[2:])
