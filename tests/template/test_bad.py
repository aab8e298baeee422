"""One broken definition per mistake, with the words that its message must have."""

from collections.abc import Callable

import pytest

from perfdesk.errors import TemplateError
from perfdesk.template.loader import load_pack
from tests.template.good_pack import MAIN, SUMMARY, UNRULED, good_files, with_grid, workbook

Files = dict[str, bytes]
Break = Callable[[Files], Files]


def without(name: str) -> Break:
    return lambda files: {key: data for key, data in files.items() if key != name}


def put(name: str, data: bytes) -> Break:
    return lambda files: files | {name: data}


def toml(name: str, old: str, new: str) -> Break:
    """Replace a text of a TOML file, the first time that it stands there."""

    def change(files: Files) -> Files:
        text = files[name].decode()
        assert old in text
        return files | {name: text.replace(old, new, 1).encode()}

    return change


def added(name: str, text: str) -> Break:
    return lambda files: files | {name: files[name] + text.encode()}


def blank(old: str, new: str, key: str = "main") -> Break:
    """Replace a text of a blank, the first time that it stands there, and read it again."""
    sketch = {"main": MAIN, "summary": SUMMARY}[key]
    assert old in sketch
    changed = workbook(sketch.replace(old, new, 1), UNRULED[key])
    return lambda files: files | with_grid(key, changed)


def grid(old: str, new: str) -> Break:
    return toml("main.grid.json", old, new)


BAD: dict[str, tuple[Break, str]] = {
    # files
    "no pack.toml": (without("pack.toml"), "pack.toml：没有这个文件"),
    "no template": (without("summary.toml"), "summary.toml：没有这个文件；补上它，或从 pack.toml"),
    "no blank": (without("main.xlsx"), "main.xlsx：没有空表工作簿"),
    "no grid": (without("main.grid.json"), "main.grid.json：没有读出的版面；运行 perfdesk packs"),
    # TOML
    "GBK": (put("main.toml", 'title = "试验"'.encode("gbk")), "main.toml：不是 UTF-8 编码"),
    "not TOML": (put("main.toml", b'key = "main\n'), "main.toml：TOML 写法有误（"),
    "endless number": (put("main.toml", b"initial = " + b"1" * 5000), "TOML 写法有误（"),
    "endless nesting": (put("main.toml", b"key = " + b"[" * 5000), "TOML 写法有误（"),
    "unknown key": (toml("main.toml", "money_unit", "mony_unit"), "不认识的项 `mony_unit`"),
    "missing key": (toml("main.toml", 'title = "试验表"\n', ""), "缺少必填项 `title`"),
    "unknown key of a field": (
        toml("main.toml", 'type = "money"', 'typ = "money"'),
        "fields[1]（budget.total）：不认识的项 `typ`",
    ),
    "unknown type": (
        toml("main.toml", 'type = "money"', 'type = "cash"'),
        "fields[1]（budget.total）：不允许的值 'cash'",
    ),
    "wrong type": (toml("pack.toml", "2026\n", '"2026"\n'), "应为 整数，实际是 文字"),
    "key is not the file's name": (
        toml("main.toml", 'key = "main"', 'key = "form"'),
        'main.toml：key 是 form，与文件名不同；改成 key = "main"',
    ),
    # declarations
    "field twice": (
        toml("main.toml", '"signature.filler"', '"name"'),
        "main.toml：name 声明了两次",
    ),
    "column twice": (
        toml("main.toml", 'key = "content"', 'key = "name"'),
        "main.toml：tasks.name 声明了两次",
    ),
    "column named as a group": (
        toml("main.toml", 'key = "value"', 'key = "level1"'),
        "indicators.level1 声明了两次",
    ),
    "key with a hyphen": (
        toml("main.toml", '"signature.filler"', '"signature-filler"'),
        "名称 'signature-filler' 不合写法",
    ),
    "column with a dot": (
        toml("main.toml", 'key = "content"', 'key = "con.tent"'),
        "列名 tasks.'con.tent' 不合写法",
    ),
    "table with a dot": (toml("main.toml", 'key = "tasks"', 'key = "ta.sks"'), "不能带点"),
    "field of the program": (
        toml("main.toml", '"signature.filler"', '"unit_name"'),
        "unit_name 由程序填写，不能声明",
    ),
    "field and group": (
        toml("main.toml", '"signature.filler"', '"budget"'),
        "budget 既是一项又是一组",
    ),
    "unknown name field": (
        toml("main.toml", 'name_field = "name"', 'name_field = "nam"'),
        "name_field 指的 nam 没有声明",
    ),
    "too many to begin with": (
        toml("summary.toml", "initial = 2", "initial = 2000"),
        "summary.toml：initial 是 2000；改成 0 到 100",
    ),
    "nothing to choose from": (
        toml("main.toml", 'type = "money"', 'type = "choice"'),
        "budget.total 要从选项中选，但没有 choices",
    ),
    "too few group labels": (
        toml("main.toml", '["一级指标", "二级指标"]', '["一级指标"]'),
        "表 indicators 的 group_labels 与 group_by 个数不同",
    ),
    "groups and variants": (
        toml("summary.toml", "variant_by", 'group_by = ["level1"]\nvariant_by'),
        "表 items 同时有 group_by 和 variant_by",
    ),
    "variants without a key": (
        toml("summary.toml", 'variant_by = "kind"\n', ""),
        "表 items 的 variant_by 和 variants 缺了一个",
    ),
    "variant twice": (
        toml("summary.toml", 'key = "special"', 'key = "total"'),
        "表 items 的种类 total 声明了两次",
    ),
    "option twice": (
        toml("main.toml", 'key = "bands"', 'key = "amount_label"'),
        "选项 amount_label 声明了两次",
    ),
    "option without choices": (
        added("summary.toml", '\n[[options]]\nkey = "o"\nlabel = "o"\nchoices = []\n'),
        "选项 o 没有 choices",
    ),
    "choice twice": (
        toml("main.toml", 'key = "cost_first"', 'key = "output_first"'),
        "选项 bands 的 output_first 声明了两次",
    ),
    "option of no table": (
        toml("main.toml", 'table = "indicators"', 'table = "indicator"'),
        "选项 bands 指的表 indicator 没有声明",
    ),
    "order of other bands": (
        toml("main.toml", '["成本指标", "产出指标"]', '["成本", "产出指标"]'),
        "选项 bands.cost_first 的 order 与空表的分组不一致；写全空表中的分组",
    ),
    # grids
    "grid is no text": (put("main.grid.json", b"\xff"), "main.grid.json：内容有误"),
    "grid is no JSON": (put("main.grid.json", b"{"), "main.grid.json：内容有误"),
    "grid of endless nesting": (put("main.grid.json", b"[" * 5000), "内容有误"),
    "grid of another shape": (put("main.grid.json", b"{}"), "内容有误（缺少必填项"),
    "cell outside": (grid('"row":0', '"row":99'), "单元格（行 99，列 0）超出版面"),
    "cell before the first": (grid('"row":0', '"row":-1'), "单元格（行 -1，列 0）超出版面"),
    "cell on a cell": (grid('"row":2,"col":0', '"row":1,"col":0'), "（行 1，列 0）重叠或没有样式"),
    "huge grid": (
        grid('"heights_pt": [', '"heights_pt": [' + "15.0," * 2000),
        "main.grid.json：版面过大（2011 行 4 列",
    ),
    # the blank and the declarations
    "unknown mark": (
        blank("{name}", "{nmae}"),
        "main.xlsx B3：没有声明的填写标记 {nmae}；改成已声明的名称",
    ),
    "unknown column": (
        blank("{tasks.content}", "{tasks.contents}"),
        "main.xlsx C6：没有声明的填写标记 {tasks.contents}",
    ),
    "two marks in a cell": (
        blank("其中", "{budget.total}{name}"),
        "main.xlsx C4：一个单元格里有多个填写标记：budget.total、name",
    ),
    "unknown option": (
        blank("{option.amount_label}", "{option.amount}"),
        "main.xlsx A4：没有声明的选项 {option.amount}",
    ),
    "two tables in a row": (
        blank("{tasks.content}", "{indicators.value}"),
        "main.xlsx C6：同一行里有两个表的标记：tasks 和 indicators",
    ),
    "field without a place": (
        blank("{budget.part}", "其中"),
        "main.xlsx：空表里没有 {budget.part}（其中）的位置",
    ),
    "column without a place": (
        blank("| {tasks.content} | <", "| 内容 | <"),
        "空表里没有 {tasks.content}（内容）的位置",
    ),
    "table without a row": (
        blank("{tasks.name} | {tasks.content}", "名称 | 内容"),
        "空表里没有表 tasks（任务）的行",
    ),
    "rows apart": (
        blank("^ | 质量指标 | {indicators.level3} | {indicators.value}", "^ | 质量指标 | 甲 | 乙"),
        "表 indicators 的各行不相连",
    ),
    "no label left of the row": (
        blank("成本指标 | 经济成本", "| 经济成本"),
        "main.xlsx C10：这一行左边缺少固定的分组名称（一级指标、二级指标）",
    ),
    "cell over two rows": (
        blank("^ | 质量指标 | {indicators.level3} |", "^ | 质量指标 | ^ |"),
        "main.xlsx C8：重复行里的填写单元格不能纵向合并",
    ),
    "row of no kind": (
        blank("{items.special.no}", "{items.no}", "summary"),
        "summary.xlsx A4：标记 {items.no} 没有写明行的种类；写成 {items.种类.列}",
    ),
}


@pytest.mark.parametrize(("spoil", "words"), BAD.values(), ids=BAD.keys())
def test_message(spoil: Break, words: str) -> None:
    with pytest.raises(TemplateError) as caught:
        load_pack(spoil(good_files()), "good")
    assert words in str(caught.value)
    assert str(caught.value).startswith("表样包 good 不能使用：")


def test_good_pack_loads() -> None:
    assert set(load_pack(good_files(), "good").templates) == {"main", "summary"}


def test_every_problem_is_reported() -> None:
    files = good_files()
    for name in ("field twice", "unknown name field", "unknown mark", "variants without a key"):
        files = BAD[name][0](files)
    del files["summary.xlsx"]
    with pytest.raises(TemplateError) as caught:
        load_pack(files, "good")
    text = str(caught.value)
    assert f"共 {len(caught.value.problems)} 处问题\n  1. " in text
    for words in ("name 声明了两次", "nam 没有声明", "{nmae}", "summary.xlsx：没有空表工作簿"):
        assert words in text


def test_every_broken_item_is_reported() -> None:
    files = toml("main.toml", 'label = "其中"', 'lable = "其中"')(good_files())
    files = toml("main.toml", 'key = "tasks"', "key = 5")(files)
    with pytest.raises(TemplateError) as caught:
        load_pack(files, "good")
    first, second = caught.value.problems
    assert "fields[2]（budget.part）：不认识的项 `lable`" in str(first)
    assert "tables[0]（5）：应为 文字，实际是 整数" in str(second)
