"""The package around a Word document's body: styles, settings and properties, each made once.

python-docx makes it from its own template, of which only the skeleton is kept: what remains is ours
and as small as it can be. The body is text, as in the workbook's writer, which is ten times as fast
as building it by elements.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.opc.rel import Relationships

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
BODY, CORE = "word/document.xml", "docProps/core.xml"
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_KEPT = ("/officeDocument", "/styles", "/settings", "/fontTable", "/core-properties", "/footer")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Equal forms give equal files: the time is not written."""

_STYLES = f"""<w:styles {NAMESPACES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋"
 w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/>
<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>
<w:pPrDefault/></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl w:val="0"/><w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/>
<w:autoSpaceDN w:val="0"/><w:adjustRightInd w:val="0"/><w:snapToGrid w:val="0"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="a0">
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>
<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>
<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="a2"><w:name w:val="No List"/>
<w:uiPriority w:val="99"/><w:semiHidden/></w:style></w:styles>"""
"""No blank between Chinese and digits and no sign hanging over the edge, both of which Word does of
itself: our lines were broken without."""

_SETTINGS = f"""<w:settings {NAMESPACES}>
<w:zoom w:percent="100"/><w:hideSpellingErrors/><w:hideGrammaticalErrors/>
<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/>
<w:compat><w:useFELayout/><w:compatSetting w:name="compatibilityMode"
 w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>
<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"""

_FONTS = f"""{HEADER}<w:fonts {NAMESPACES}>{{fonts}}</w:fonts>"""
_FONT = """<w:font w:name="{name}"><w:charset w:val="86"/><w:family w:val="auto"/></w:font>"""
"""86: Chinese. It tells Word what to take where the font is missing."""

_CORE = (
    f"{HEADER}<cp:coreProperties"
    ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:subject>{subject}</dc:subject><dc:creator>{creator}</dc:creator></cp:coreProperties>"
)

_FOOTER = f'<w:ftr {NAMESPACES}><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{{runs}}</w:p></w:ftr>'
_RUN = (
    '<w:r><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="18"/>'
    "</w:rPr>{inside}</w:r>"
)
_FIELDS = {"page": "PAGE", "pages": "NUMPAGES"}


def package(
    body: str, footers: tuple[str, ...], fonts: Iterable[str], core: Mapping[str, str]
) -> bytes:
    """Return the bytes of a Word document.

    Args:
        body: the whole ``w:body`` element.
        footers: those that the body refers to, by the names of :func:`footer_ids`.
        fonts: names of all fonts used.
        core: title, subject and creator, as a user sees them in the file's properties.
    """
    parts = dict(_skeleton(footers)[0])
    parts["word/fontTable.xml"] = _FONTS.format(
        fonts="".join(_FONT.format(name=escape(name, {'"': "&quot;"})) for name in sorted(fonts))
    ).encode()
    parts[BODY] = f"{HEADER}<w:document {NAMESPACES}>{body}</w:document>".encode()
    parts[CORE] = _CORE.format(**{key: escape(text) for key, text in core.items()}).encode()
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def footer_ids(footers: tuple[str, ...]) -> dict[str, str]:
    """Return for each footer the relationship by which a section of the body names it."""
    return dict(zip(footers, _skeleton(footers)[1], strict=True))


@cache
def _skeleton(footers: tuple[str, ...]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the files of a document without contents, by name, and the names of its footers."""
    document = docx.Document()
    _keep_only(document.part.package.rels)
    _keep_only(document.part.rels)
    own = {"word/styles.xml": _STYLES, "word/settings.xml": _SETTINGS}
    names = []
    for footer in footers:
        made, name = document.part.add_footer_part()  # type: ignore[no-untyped-call]
        names.append(str(name))
        own[made.partname.membername] = _FOOTER.format(runs="".join(_runs(footer)))
    buffer = io.BytesIO()
    document.save(buffer)
    with ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {name: f"{HEADER}{text}".encode() for name, text in own.items()}
    return parts, tuple(names)


def _keep_only(relationships: Relationships) -> None:
    """Take away what a form does not need: Word's thumbnail, effects, numbering and so on."""
    for key, own in list(relationships.items()):
        if not own.reltype.endswith(_KEPT):
            del relationships[key]


def _runs(footer: str) -> Iterable[str]:
    """Yield the runs of a footer; ``{page}`` and ``{pages}`` in it become fields."""
    for piece in footer.replace("}", "{").split("{"):
        field = _FIELDS.get(piece)
        if field:
            yield from (
                _RUN.format(inside=inside)
                for inside in (
                    '<w:fldChar w:fldCharType="begin"/>',
                    f'<w:instrText xml:space="preserve"> {field} </w:instrText>',
                    '<w:fldChar w:fldCharType="separate"/>',
                    "<w:t>1</w:t>",
                    '<w:fldChar w:fldCharType="end"/>',
                )
            )
        elif piece:
            yield _RUN.format(inside=f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
