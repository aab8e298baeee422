import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.jobs.tabletext import HtmlCell, parse_clipboard, to_html, to_tsv

EXCEL = """<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8">
<style><!--table {mso-displayed-decimal-separator:"\\.";} .xl65 {color:black;}--></style></head>
<body link=blue>
<table border=0 cellpadding=0 width=192 style='border-collapse:collapse'>
<!--StartFragment-->
 <col width=64 span=3 style='width:48pt'>
 <tr height=19>
  <td rowspan=2 height=38 class=xl65 width=64>产出指标</td>
  <td class=xl65>数量<br>
    指标</td>
  <td>培训&nbsp;<span style='mso-spacerun:yes'>&nbsp;</span>A&amp;B</td>
 </tr>
 <tr height=19>
  <td colspan=2 style='height:14.4pt'>≥&#50;0&lt;x&gt;</td>
 </tr>
<!--EndFragment-->
</table>
</body></html>"""

WORD = """<html><head><title>表</title></head><body lang=ZH-CN><!--StartFragment-->
<table class=MsoTableGrid><tr><td><p class=MsoNormal><span lang=EN-US>一</span></p>
<p class=MsoNormal>二<o:p></o:p></p></td><td><p><![if !supportEmptyParas]>&nbsp;<![endif]></p></td>
</tr><tr><td><p>绩效
目标</p></td><td><ul><li>甲</li><li>乙</li></ul></td></tr></table><!--EndFragment--></body></html>"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\r\n", []),
        ("\t\t\n\t", []),
        ("a", [["a"]]),
        (" a ", [[" a "]]),
        ("a\n", [["a"]]),
        ("a\r\n\r\n", [["a"]]),
        ("a\tb\r\n1\t2\r\n", [["a", "b"], ["1", "2"]]),
        ("a\tb\n1", [["a", "b"], ["1", ""]]),
        ("a\t\n\t\n", [["a", ""], ["", ""]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('"a\nb"\tc', [["a\nb", "c"]]),
        ('"a\r\nb"', [["a\nb"]]),
        ('"say ""hi"""\tx', [['say "hi"', "x"]]),
        ('"a\tb"', [["a\tb"]]),
        ('"三公"经费\tx', [['"三公"经费', "x"]]),
        ('"三公经费"', [['"三公经费"']]),
        ('5"\t6', [['5"', "6"]]),
        ('"open\ta\nb', [['"open', "a"], ["b", ""]]),
        ('""\t""""', [['""', '"']]),
        ("a\vb", [["a\nb"]]),
        ("a\0", [["a"]]),
        ("a\rb", [["a"], ["b"]]),
    ],
)
def test_tabs_and_line_ends(text: str, expected: list[list[str]]) -> None:
    assert parse_clipboard(text, None) == expected


INNER = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"
SPANNING = "<td rowspan=2 COLSPAN = ' 2'>b</td>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (EXCEL, [["产出指标", "数量\n指标", "培训  A&B"], ["", "≥20<x>", ""]]),
        (WORD, [["一\n二", ""], ["绩效目标", "甲\n乙"]]),
        ("<table><tr><td>a<td>b<tr><td>c", [["a", "b"], ["c", ""]]),
        ("<table><td>a</td></table>", [["a"]]),
        ("<TABLE><TR><TH>a</TH></TR></TABLE>", [["a"]]),
        (
            "<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>",
            [["a"], ["b"]],
        ),
        (f"<table><tr><td>x{INNER}</td><td>y</td></tr></table>", [["x\na\nb\nc", "y"]]),
        (
            "<table><tr><td rowspan=3>a</td><td>b</td></tr><tr><td rowspan=9>c</td></tr></table>",
            [["a", "b"], ["", "c"]],
        ),
        (
            f"<table><tr><td>a</td>{SPANNING}<td>c</td></tr><tr><td>d</td><td>e</td></tr></table>",
            [["a", "b", "", "c"], ["d", "", "", "e"]],
        ),
        (
            "<table><tr><td colspan=0 rowspan=x>a</td><td colspan=-1>b</td></tr></table>",
            [["a", "b"]],
        ),
        ("<table><tr><td>a  b\n c</td></tr></table>", [["a b c"]]),
        ("<table><tr><td><br>a<br><br>b<br></td></tr></table>", [["a\n\nb"]]),
        ("<table><tr><td>　首行</td></tr></table>", [["　首行"]]),
        ("<table><tr><td></td></tr></table>", []),
        ('<table><tr><td title=\'>\' x=5" data-y = "<td>">a</td></tr></table>', [["a"]]),
        ("<table><tr><td>a < b &lt; c</td></tr></table>", [["a < b < c"]]),
        ("<table><tr><td>&#x4E00;&nbsp;&#" + "9" * 5000 + ";</td></tr></table>", []),
        ("<p>没有表</p>", []),
        ("<p>前文</p><table><tr><td>a</td></tr></table>", []),
        ("<table><tr>外面<td>a</td></tr></table>", []),
    ],
)
def test_tables_of_other_programs(html: str, expected: list[list[str]]) -> None:
    assert parse_clipboard(None, html) == expected


def test_the_table_gives_the_shape_and_the_text_the_blanks() -> None:
    html = to_html([[HtmlCell(" a  b "), HtmlCell("c\nd")]])
    assert parse_clipboard(' a  b \t"c\nd"', html) == [[" a  b ", "c\nd"]]
    assert parse_clipboard("另一段\t文字", html) == [["a  b", "c\nd"]]  # not the same: the table
    assert parse_clipboard("a\nb", html) == [["a  b", "c\nd"]]


def test_a_single_merged_cell_is_one_text() -> None:
    html = "<table><tr><td colspan=4 rowspan=2> 甲 </td></tr><tr></tr></table>"
    assert parse_clipboard(None, html) == [["甲"]]
    assert parse_clipboard(" 甲 \t\t\t\n\t\t\t\n", html) == [[" 甲 "]]


def test_text_beside_a_table_is_not_lost() -> None:
    html = "<p>前文</p><table><tr><td>a</td></tr></table>"
    assert parse_clipboard("前文\na", html) == [["前文"], ["a"]]


CELLS = st.text("ab \"'\t\n<&>　 =-0\u3000\xa0", max_size=6)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n))))
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    if any(any(row) for row in rows) and (len(rows[0]) > 1 or "\n" not in to_tsv(rows)):
        assert parse_clipboard(to_tsv(rows), None) == rows
    html = to_html([[HtmlCell(cell) for cell in row] for row in rows])
    exact = parse_clipboard(to_tsv(rows), html)
    assert all(
        "".join(cell.split()) == "".join(own.split())
        for row, own_row in zip(exact, rows, strict=False)
        for cell, own in zip(row, own_row, strict=False)
    )


def test_texts_stay_texts_in_a_spreadsheet() -> None:
    html = to_html([[HtmlCell("3-5"), HtmlCell("20", number=True)], [HtmlCell("a", 1, 2)]])
    assert html.count("mso-number-format") == 2
    assert '<td colspan="2"' in html
    assert "same-cell" in html


PIECES = ["<table>", "</table>", "<tr>", "<td>", "<td colspan=3 rowspan=2>", "</td>", "a", "&#x;",
          "<br>", "<!--", "-->", "<![CDATA[", "<![foo", "<!", "<?", "</", "<", ">", '"', "\0",
          "\ud800", "&amp", "<style>", "</style>", "<p", "\n", "\t", "\r\n"]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.sampled_from(PIECES)).map("".join)
)
def test_nothing_on_a_clipboard_fails(text: str, html: str) -> None:
    rows = parse_clipboard(text, "<table>" + html)
    assert len({len(row) for row in rows}) <= 1
    assert not rows or any(any(row) for row in rows)


@given(st.text(), st.text())
def test_nor_any_text_at_all(text: str, html: str) -> None:
    assert len({len(row) for row in parse_clipboard(text, html)}) <= 1


HOSTILE = ["<!--", "<![CDATA[", "<a ", "<", "<!", "<?", "</", "&#", "<a b='", "<a \"", "<style>",
           "&amp", "<a<", "<td rowspan=9999 colspan=9999>x", "<tr><td colspan=1000>x", "<table>",
           "<td><p>", "<b>", "x", "<td x=\"", "-->", "</table>"]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_table_ends_soon(piece: str) -> None:
    html = "<table>" + piece * (500_000 // len(piece))
    assert sum(map(len, parse_clipboard("x", html))) <= 200_000


def test_what_is_too_long_for_a_form_is_read_as_text() -> None:
    assert parse_clipboard("x", "<table><td>a</td></table>" + " " * 2**22) == [["x"]]


def test_a_hostile_text_is_no_table() -> None:
    assert parse_clipboard("\t" * 1000 + "\n" * 1000, None) == []
    assert parse_clipboard("\t" * 1000 + "x\n" * 1000, None) == []
