"""What the program brings along that others made: version and licence of each part."""

from __future__ import annotations

import platform
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import msgspec

from perfdesk import __version__, resources
from perfdesk.jobs import installation

APACHE = "Apache-2.0"
OWN_COMPONENTS = ("Qt", "CPython")
"""Beginnings of the packagers' names of parts that are listed anyhow."""
LGPL_NOTE = """\
Qt {version}（PySide6、shiboken6）
许可：GNU LGPL v3。本程序以独立的动态链接库使用 Qt，未作改动；您可以换用自己编译的同版本的库。
Copyright © The Qt Company Ltd. and other contributors.
源代码：Qt 与 Qt for Python 的官方网站。GPL v3 的全文见“Perfdesk FangSong”一项。"""
PYTHON_NOTE = """\
Python {version}
许可：Python Software Foundation License Version 2。
Copyright © 2001-2024 Python Software Foundation. All rights reserved."""
OWN_NOTE = """\
绩效目标填报（perfdesk）{version}
许可：Apache License, Version 2.0。
可以自由使用、复制、修改和分发，须保留版权和许可声明；按“原样”提供，不附带任何担保。"""


class Part(NamedTuple):
    """One part: its name, what it is for, and the name of its licence.

    distribution: the Python package that holds its version and licence text. file: the resource
    with that text. note: what to say where there is neither. component: what the packagers call it
    in the list of all that they put in.
    """

    name: str
    purpose: str
    licence: str
    distribution: str = ""
    file: str = ""
    note: str = ""
    component: str = ""


class Component(msgspec.Struct, frozen=True):
    """An entry of the packagers' list; ``texts`` are files in its folder."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    purpose: str = ""


def _font(name: str, purpose: str, licence: str) -> Part:
    file = f"fonts/LICENSE-{name.replace(' ', '')}.txt"
    return Part(name, purpose, licence, file=file)


PARTS = (
    Part("绩效目标填报", "本程序", APACHE, "perfdesk", note=OWN_NOTE),
    Part(
        "Qt（PySide6）",
        "窗口和打印",
        "LGPL-3.0",
        "PySide6-Essentials",
        note=LGPL_NOTE,
        component="Qt",
    ),
    Part("Python", "运行环境", "PSF-2.0", note=PYTHON_NOTE, component="CPython"),
    Part("openpyxl", "读写 Excel 工作簿", "MIT", "openpyxl"),
    Part("et_xmlfile", "写 Excel 工作簿", "MIT", "et_xmlfile"),
    Part("python-docx", "写 Word 文档", "MIT", "python-docx"),
    Part("lxml", "写 Word 文档", "BSD-3-Clause", "lxml"),
    Part("typing_extensions", "写 Word 文档", "PSF-2.0", "typing_extensions"),
    Part("ReportLab", "写 PDF", "BSD-3-Clause", "reportlab"),
    Part("rl_accel", "写 PDF", "BSD-3-Clause", "rl_accel"),
    Part("Pillow", "写 PDF", "MIT-CMU", "pillow"),
    Part("charset-normalizer", "写 PDF", "MIT", "charset-normalizer"),
    Part("msgspec", "读写数据", "BSD-3-Clause", "msgspec"),
    Part("platformdirs", "设置的位置", "MIT", "platformdirs"),
    Part("defusedxml", "安全地读 XML", "PSF-2.0", "defusedxml"),
    _font("Perfdesk Song", "宋体（据 Noto Serif CJK SC）", "OFL-1.1"),
    _font("Perfdesk FangSong", "仿宋（据 FandolFang）", "GPL-3.0 附字体例外"),
    _font("Perfdesk Hei", "黑体（据 Noto Sans CJK SC）", "OFL-1.1"),
    _font("Perfdesk Title", "小标宋（据 Noto Serif CJK SC）", "OFL-1.1"),
)


def build_text() -> str:
    """Return version and build, for a person who is asked on the phone."""
    build = installation.stamp().build
    words = [f"构建 {build}"] if build else []
    words += [f"Python {platform.python_version()}", f"Qt {version('PySide6-Essentials')}"]
    words += [f"{platform.system()} {platform.machine()}"]
    return f"版本 {__version__}（{'，'.join(words)}）"


def parts() -> tuple[Part, ...]:
    """Return all parts: those of every copy, then what the packagers of this one added."""
    known = {_plain(word) for part in PARTS for word in (part.name, part.distribution)}
    added = (
        Part(one.name, one.purpose, one.licence, component=one.name)
        for one in _components().values()
        if _plain(one.name) not in known and not one.name.startswith(OWN_COMPONENTS)
    )
    return (*PARTS, *added)


def _plain(name: str) -> str:
    return name.replace("_", "-").lower()


def _list() -> Path:
    return installation.top_folder() / "licences" / "components.json"


@cache
def _components() -> dict[str, Component]:
    """Return the packagers' list by names; a checkout has none."""
    try:
        found = msgspec.json.decode(_list().read_bytes(), type=list[Component])
    except (OSError, msgspec.DecodeError):
        return {}
    return {one.name: one for one in found}


def _component(part: Part) -> Component | None:
    fitting = (one for one in _components().values() if one.name.startswith(part.component))
    return next(fitting, None) if part.component else None


def version(distribution: str) -> str:
    """Return the version of a Python package, empty where its description was not shipped."""
    try:
        return metadata.version(distribution) if distribution else ""
    except metadata.PackageNotFoundError:
        return ""


def licence_text(part: Part) -> str:
    """Return the licence of a part as far as it was shipped with the program."""
    if part.file:
        return resources.path(part.file).read_text("utf-8")
    component = _component(part)
    own = platform.python_version() if part.name == "Python" else version(part.distribution)
    own = own or (component.version if component else "")
    note = part.note or f"{part.name} {{version}}\n许可：{part.licence}"
    files = [_list().parent / name for name in component.texts] if component else []
    texts = [file.read_text("utf-8", "replace").strip() for file in files if file.is_file()]
    whole = (note.format(version=own), _shipped(part.distribution), *texts)
    return "\n\n".join(filter(None, whole))


def _shipped(distribution: str) -> str:
    """Return the licence files that a Python package brought with it."""
    try:
        files = metadata.files(distribution) if distribution else None
    except metadata.PackageNotFoundError:
        files = None
    found = [file for file in files or () if file.name.upper().startswith(("LICENSE", "LICENCE"))]
    texts = (file.read_text("utf-8") for file in found if Path(file.locate()).is_file())
    return "\n\n".join(text.strip() for text in texts)
