from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.errors import ValuesError
from perfdesk.jobs import jsonfile
from perfdesk.jobs.jsonfile import DoubledKeys, read_json


def written(folder: Path, data: bytes) -> Path:
    path = folder / "a.json"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_read(tmp_path: Path, mark: bytes) -> None:
    found = read_json(written(tmp_path, mark + '{"名": ["值", 1, true, null]}'.encode()))
    assert found == {"名": ["值", 1, True, None]}


def test_numbers_stay_as_they_were_written(tmp_path: Path) -> None:
    found = read_json(written(tmp_path, b"[10.50, 1e5, 123456789012345678901234567890, -7]"))
    assert [str(item) for item in found] == [  # type: ignore[attr-defined]
        "10.50",
        "1E+5",
        "123456789012345678901234567890",
        "-7",
    ]
    read_json(written(tmp_path, b"1" * 10_000))


def test_keys_given_twice_are_marked(tmp_path: Path) -> None:
    found = read_json(
        written(tmp_path, b'{"a": 1, "b": {"c": 1, "c": 2, "d": 3, "c": 4}, "e": {}}')
    )
    assert isinstance(found, dict)
    assert not isinstance(found, DoubledKeys)
    assert isinstance(found["b"], DoubledKeys)
    assert (found["b"].doubled, found["b"]["c"]) == (("c",), 4)


BAD: list[tuple[bytes, str]] = [
    (b"", "第 1 行第 1 列：文件是空的；请检查是否选错了文件"),
    (b" \n ", "文件是空的"),
    (b'{"a": "b"\n "c": "d"}', "第 2 行第 2 列：前面缺少逗号或括号；"),
    (b'{"a" "b"}', "第 1 行第 6 列：名称后面缺少冒号；"),
    (b'{"a": "b",}', "逗号"),
    (b"{a: 1}", "第 1 行第 2 列：这里应是带英文双引号的名称；"),
    (b'{"a": }', "第 1 行第 7 列：这里缺少内容；"),
    (b'["a": 1', "第 1 行第 5 列：前面缺少逗号或括号；"),
    (b'{"a": "b}', "第 1 行第 7 列：这里开始的文字缺少结尾的引号；补上英文双引号"),
    (b'{"a": "b\nc"}', "第 1 行第 9 列：文字中直接换了行或有控制字符；换行写成 \\n"),
    (b'{"a": "C:\\d"}', "第 1 行第 10 列：反斜杠后面的写法不对；反斜杠本身要写成 \\\\"),
    (b"{} {}", "第 1 行第 4 列：内容结束之后还有多余的文字；删去多余的部分"),
    ("{“a”: 1}".encode(), "第 1 行第 2 列：用了中文标点 “；改成英文的双引号"),
    ('{"a"：1}'.encode(), "第 1 行第 5 列：用了中文标点 ：；"),
    ('{"a":1，"b":2}'.encode(), "第 1 行第 7 列：用了中文标点 ，；"),
    (b'{"a": NaN}', 'JSON 里不能写 NaN；改成带英文双引号的文字，没有内容的写 ""'),
    (b"[-Infinity]", "JSON 里不能写 -Infinity"),
    (b"[" * 100_000, "括号嵌套过深；检查括号是否配对"),
    ('{\n"a": "局"}'.encode("gbk"), "第 2 行：不是 UTF-8 编码；用记事本等程序“另存为”"),
    ("{}".encode("utf-16"), "第 1 行：不是 UTF-8 编码"),
    (b"\0\0\0", "第 1 行第 1 列：这里缺少内容"),
]


@pytest.mark.parametrize(("data", "words"), BAD)
def test_mistakes_are_named_with_their_place(tmp_path: Path, data: bytes, words: str) -> None:
    path = written(tmp_path, data)
    with pytest.raises(ValuesError) as caught:
        read_json(path)
    line = str(caught.value)
    assert line.startswith(f"{path}：")
    assert words in line
    assert "\n" not in line


def test_places_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, words in [
        (tmp_path, "这是一个文件夹"),
        (tmp_path / "none", "没有这个文件或文件夹；请检查路径"),
        (tmp_path / "a\0", "文件名不能使用"),
    ]:
        with pytest.raises(ValuesError, match=words):
            read_json(path)
    monkeypatch.setattr(jsonfile, "MAX_BYTES", 2**20)
    with pytest.raises(ValuesError, match="文件过大（超过 1 MiB）"):
        read_json(written(tmp_path, b" " * (2**20 + 1)))


def test_decimals_are_no_floats(tmp_path: Path) -> None:
    assert read_json(written(tmp_path, b"0.1")) == Decimal("0.1")
