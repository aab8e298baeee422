from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.values.personal import Found, masked, names_in, personal_data


def told(text: str, *names: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.kind) for hit in personal_data(text, names)]


MOBILE, PHONE, CARD, BANK = "手机号码", "电话号码", "身份证号", "银行卡号"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("联系13812345678。", [("13812345678", MOBILE)]),
        ("手机：138-1234-5678", [("138-1234-5678", MOBILE)]),
        ("手机 138 1234 5678", [("138 1234 5678", MOBILE)]),
        ("+86 13812345678", [("+86 13812345678", MOBILE)]),
        ("１３８１２３４５６７８", [("１３８１２３４５６７８", MOBILE)]),
        ("0731-12345678", [("0731-12345678", PHONE)]),
        ("（0731）28881234", [("（0731）28881234", PHONE)]),
        ("0731－2888123", [("0731－2888123", PHONE)]),
        ("073128881234转8001", [("073128881234转8001", PHONE)]),
        ("010-88887777、13900001111", [("010-88887777", PHONE), ("13900001111", MOBILE)]),
        ("电话28881234", [("28881234", PHONE)]),
        ("联系电话：2888 1234", [("2888 1234", PHONE)]),
        ("传真号码为6688123", [("6688123", PHONE)]),
        ("430203198001011234", [("430203198001011234", CARD)]),
        ("身份证43020319800101123x", [("43020319800101123x", CARD)]),
        ("430203800101123", [("430203800101123", CARD)]),
        ("6222021234567890123", [("6222021234567890123", BANK)]),
        ("6222 0212 3456 7890", [("6222 0212 3456 7890", BANK)]),
        ("zhang.san@example.gov.cn", [("zhang.san@example.gov.cn", "电子邮箱")]),
        ("张三牵头，由张三、李四负责", [("张三", "姓名"), ("张三", "姓名")]),
    ],
)
def test_found(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text, "张三") == found


@pytest.mark.parametrize(
    "text",
    [
        *("13812345678元", "13812345678 万元", "13812345678.50", "1,381,234,5678"),
        *("21150000", "发放20000000人次", "2026-01-31", "2026年1月1日至2026年12月31日"),
        *("湘财预〔2025〕123号", "0.05", "12345热线", "电话费20000000元", "增长13.5%"),
        *("91430203MA4L123456", "项目编号4302031980010112345", "100%", "7×24小时", ""),
        *("张三丰村", "张三路", "电话会议2026次", "手机2888123万元"),
    ],
)
def test_left_alone(text: str) -> None:
    assert told(text, "张三") in ([], [("张三", "姓名")] if text == "张三丰村" else [])


def test_a_longer_name_goes_first() -> None:
    assert told("欧阳修文和欧阳修", "欧阳修", "欧阳修文") == [
        ("欧阳修文", "姓名"),
        ("欧阳修", "姓名"),
    ]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("张三", ("张三",)),
        (" 张三、李四；王五 ", ("张三", "李四", "王五")),
        ("买买提·吐尔逊", ("买买提·吐尔逊",)),
        ("办公室", ("办公室",)),
        ("张", ()),
        ("计划财务科室同志", ()),
        ("", ()),
        ("13812345678", ()),
    ],
)
def test_names(value: str, names: tuple[str, ...]) -> None:
    assert names_in(value) == names


def test_masked_sign_by_sign() -> None:
    text = "电话（0731）2888-1234，邮箱a.b@c.cn。"
    assert masked(text, personal_data(text)) == "电话（****）****-****，邮箱*.*@*.**。"


PIECES = [
    "13812345678",
    "0731-28881234",
    "430203198001011234",
    "周明",
    "，",
    "电话",
    "5",
    "元",
    "。",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_nothing_of_it_is_left(text: str) -> None:
    hits = personal_data(text, ["周明"])
    assert list(hits) == sorted(hits)
    assert all(a.end <= b.start for a, b in pairwise(hits))
    hidden = masked(text, hits)
    assert len(hidden) == len(text)
    assert personal_data(hidden, ["周明"]) == ()
    assert all(hidden[i] == text[i] for i in range(len(text)) if not _inside(i, hits))


@given(st.text())
def test_any_text(text: str) -> None:
    assert len(masked(text, personal_data(text, names_in(text)))) == len(text)


def _inside(place: int, hits: tuple[Found, ...]) -> bool:
    return any(hit.start <= place < hit.end for hit in hits)
