"""Forms to try the paper with: the real ones, and random ones for every template."""

import json
import random
import string
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from perfdesk.dossier.state import Dossier, Form, Record
from perfdesk.export.document import Document, make_document
from perfdesk.template.catalogue import Catalogue
from perfdesk.template.loader import Pack
from tests.conftest import CI, ROOT
from tests.support.official import Expected, Section, expected, flat, sections

REAL = ROOT.parent / "shared" / "forms"


@cache
def pack(pack_id: str) -> Pack:
    return Catalogue().load(pack_id)


def dossier_of(data: dict[str, Any]) -> Dossier:
    """Return the dossier that ``data`` (the interchange format) describes."""
    forms = []
    for i, form in enumerate(data["forms"], 1):
        tables = {
            table: tuple(Record(f"{table}{j}", dict(row)) for j, row in enumerate(rows))
            for table, rows in form["values"].items()
            if isinstance(rows, list)
        }
        options = form.get("options", {})
        forms.append(Form(f"f{i}", form["template"], flat(form["values"]), tables, options))
    return Dossier(data["pack"], data["unit_name"], data["year"], tuple(forms))


@dataclass(frozen=True)
class Case:
    """One form of a dossier, to be laid out and held against the official paper."""

    name: str
    data: dict[str, Any]
    index: int = 0

    @property
    def form(self) -> dict[str, Any]:
        form: dict[str, Any] = self.data["forms"][self.index]
        return form

    @property
    def pack(self) -> Pack:
        return pack(self.data["pack"])

    @property
    def number(self) -> int:
        """The running number among the forms of its template."""
        before = self.data["forms"][: self.index + 1]
        return sum(form["template"] == self.form["template"] for form in before)

    @property
    def values(self) -> list[str]:
        """Every raw text that was filled in."""
        values = self.form["values"]
        rows = [row for rows in values.values() if isinstance(rows, list) for row in rows]
        fixed = {"level1", "level2", "kind"}
        columns = [text for row in rows for key, text in row.items() if key not in fixed]
        return [*flat(values).values(), *columns]

    def document(self) -> Document:
        dossier = dossier_of(self.data)
        return make_document(dossier, dossier.forms[self.index], self.pack)

    def expected(self) -> Expected:
        return expected(
            self.data["pack"],
            self.form,
            unit_name=self.data["unit_name"],
            year=self.data["year"],
            number=self.number,
        )


@cache
def real_data() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the real dossiers by file name; none where their folder is absent."""
    files = sorted(REAL.glob("*.json"))
    return tuple((file.stem, json.loads(file.read_text("utf-8"))) for file in files)


def real_cases() -> list[Case]:
    """Return the real forms, or end the test where they are not at hand."""
    if not real_data():
        reason = "needs the folder of real forms beside the checkout"
        if CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return [
        Case(f"{name[:3]}-{i + 1}-{form['template']}", data, i)
        for name, data in real_data()
        for i, form in enumerate(data["forms"])
    ]


def real_names() -> list[str]:
    """Return the names of the real forms, for parametrizing; one that ends the test if absent."""
    return [case.name for case in real_cases()] if real_data() else ["absent"]


def real_case(name: str) -> Case:
    """Return one real form by name."""
    return next(case for case in real_cases() if case.name == name)


def sample_case(template: str = "department") -> Case:
    """Return a form of the sample that the program brings along."""
    data = json.loads((ROOT / "resources/sample/values.json").read_text("utf-8"))
    index = next(i for i, form in enumerate(data["forms"]) if form["template"] == template)
    return Case(f"sample-{template}", data, index)


def one_case(
    pack_id: str, template: str, values: dict[str, Any], unit_name: str = "示例局"
) -> Case:
    """Return a dossier of a single form."""
    data = {
        "pack": pack_id,
        "unit_name": unit_name,
        "year": pack(pack_id).info.year,
        "forms": [{"template": template, "values": values}],
    }
    return Case(f"{pack_id}-{template}", data)


def long_case() -> Case:
    """Return a form of several pages: a goal of 3,000 characters and 40 indicators."""
    section = sections()["shifeng-2023", "direction"]
    groups = [section.key_of(row) for row in range(len(section.rows)) if section.key_of(row)]
    indicators = [
        {
            "level1": groups[i * len(groups) // 40][0],
            "level2": groups[i * len(groups) // 40][1],
            "level3": f"第{i + 1}项指标：{HAN[i : i + 9 + i % 20]}",
            "value": f"≥{i + 1}次" if i % 3 else f"{HAN[i : i + 30]}达到{i}%以上",
            "standard": "2.5",
        }
        for i in range(40)
    ]
    values = {
        "direction_name": "商贸流通",
        "special_fund_name": "商务专项",
        "amount": "30.00",
        "special_fund_amount": "1,230.50",
        "period": "2023年1月1日至2023年12月31日",
        "period_goal": "".join(HAN[i % len(HAN)] + "，" * (i % 11 == 0) for i in range(2770))[
            :3000
        ],
        "annual_goal": "全年完成各项任务。",
        "indicators": indicators,
        "expenditure_details": [
            {"content": f"第{i}笔", "detail": HAN[:40], "amount": str(i), "basis": f"{i}×12"}
            for i in range(1, 25)
        ],
        "expenditure_total": "300",
        "signature": {"principal_signature": "", "filler": "张三", "phone": "0731-1234567"},
    }
    return one_case("shifeng-2023", "direction", values)


def blank_cases() -> list[Case]:
    """Return each template with nothing filled in."""
    return [
        replace(one_case(pack_id, template, {}, ""), name=f"blank-{pack_id}-{template}")
        for pack_id, template in sections()
    ]


# ---- random forms ----

HAN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
    "产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使"
    "点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明"
    "看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
)
RARE = "喆镕頔㎡𠮷韡勍昉①⑩㈠Ⅳ℃‰〇"
STOPS = "，。、；：！？（）《》“”‘’【】…—·～％￥"
HALF = ",.;:!?()[]'\"%/-+=<>&#@*_~^|\\{}$"
FULL = "０１２３４５６７８９ＡＢＣａｂｃ＋－＝＞＜≥≤"


def word(rng: random.Random) -> str:
    """Return a piece of text of one kind."""
    kind = rng.randrange(10)
    letters = string.ascii_letters
    if kind < 4:
        return "".join(rng.choices(HAN, k=rng.randint(1, 12)))
    if kind == 4:
        return str(round(rng.uniform(0, 10 ** rng.randint(1, 9)), rng.randint(0, 4)))
    if kind == 5:
        return " " + "".join(rng.choices(letters, k=rng.randint(1, 14))) + rng.choice([" ", ""])
    if kind == 6:
        return rng.choice(STOPS)
    if kind == 7:
        return rng.choice(HALF) if rng.random() < 0.7 else rng.choice(["\n", "\n\n", "  ", "\t"])
    if kind == 8:
        return "".join(rng.choices(FULL, k=rng.randint(1, 6)))
    return rng.choice(RARE)


def text(rng: random.Random, length: int) -> str:
    """Return a text of ``length`` characters, now and then with a word that no line can hold."""
    parts: list[str] = []
    have = 0
    while have < length:
        long = length > 40 and rng.random() < 0.004
        alphabet = string.ascii_letters + string.digits
        part = "".join(rng.choices(alphabet, k=rng.randint(60, 200))) if long else word(rng)
        parts.append(part)
        have += len(part)
    return "".join(parts)[:length].rstrip()  # blank lines at the end: tests/layout/test_breaking.py


def some_text(rng: random.Random) -> str:
    """Return what somebody may put into a cell, most often little."""
    kind = rng.random()
    if kind < 0.15:
        return ""
    if kind < 0.35:
        return rng.choice(
            ["226.26", "40", "1,234.50", "≥95%", "无", "/", "2026年12月前", "-3", "0"]
        )
    if kind < 0.8:
        return text(rng, rng.randint(1, 16))
    if kind < 0.99:
        return text(rng, rng.randint(17, 120))
    return text(rng, rng.randint(120, 900))


def random_values(
    rng: random.Random, section: Section, *, rows: tuple[int, int] = (0, 4)
) -> dict[str, Any]:
    """Return values for every field and table; ``rows``: least and most records of a group."""
    values: dict[str, Any] = {}
    for key in section.fields():
        group, _, name = key.rpartition(".")
        place = values.setdefault(group, {}) if group else values
        place[name] = some_text(rng)[:12] if group == "signature" else some_text(rng)
    for table in section.tables():
        own = [row for row in range(len(section.rows)) if section.table_of(row) == table]
        records = []
        for row in own if table in {"indicators", "items"} else own[:1]:
            names = ("kind",) if table == "items" else ("level1", "level2")
            fixed = dict(zip(names, section.key_of(row), strict=False))
            records += [
                {column: some_text(rng) for column in section.columns(table)} | fixed
                for _ in range(rng.randint(*rows))
            ]
        values[table] = records
    return values


def add_giant(rng: random.Random, values: dict[str, Any]) -> None:
    """Put a text of thousands of characters into any one cell."""
    fixed = {"level1", "level2", "kind"}
    places: list[dict[str, Any]] = [values]
    for key, value in values.items():
        if key != "signature" and not isinstance(value, str):
            places += value if isinstance(value, list) else [value]
    place = rng.choice(places)
    keys = [key for key, value in place.items() if isinstance(value, str) and key not in fixed]
    if keys:
        place[rng.choice(keys)] = text(rng, rng.randint(1500, 5000))


def random_case(seed: int) -> Case:
    """Return the random form number ``seed``; the templates take turns, every fourth is huge."""
    rng = random.Random(seed)
    keys = list(sections())
    pack_id, template = keys[seed % len(keys)]
    section = sections()[pack_id, template]
    values = random_values(rng, section)
    if rng.random() < 0.25:
        add_giant(rng, values)
    form: dict[str, Any] = {"template": template, "values": values}
    if pack_id == "lukou-2026" and rng.random() < 0.5:
        form["options"] = {"band_order": "cost_first"}
    data = {
        "pack": pack_id,
        "unit_name": text(rng, rng.randint(2, 60)),
        "year": pack(pack_id).info.year,
        "forms": [form],
    }
    return Case(f"random-{seed}-{template}", data)


def plain_case(seed: int) -> Case:
    """Return a random form for LibreOffice, with characters that the face of the values has.

    What another face must draw LibreOffice puts upon its neighbour now and then (24764.0𠮷学地).
    """
    case = random_case(seed)
    known = face_characters("PerfdeskFangSong-Regular.ttf")
    written = json.dumps(case.data, ensure_ascii=False)
    lacking = {char for char in written if ord(char) not in known}
    return Case(
        f"plain-{seed}", json.loads(written.translate(dict.fromkeys(map(ord, lacking), "堂")))
    )


@cache
def face_characters(file: str) -> frozenset[int]:
    """Return the code points that a bundled font file draws."""
    with TTFont(ROOT / "resources" / "fonts" / file, lazy=True) as font:
        return frozenset(font.getBestCmap())
