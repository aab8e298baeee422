"""The seal's place, and what must be near it: read off pages whose every number is known."""

import msgspec
import pytest

from perfdesk.layout.measure import measure
from perfdesk.layout.paginate import Paged, paginate
from perfdesk.layout.seal import EDGE_MM, seal_place
from perfdesk.layout.sheet import Sheet, SheetCell
from perfdesk.template.model import Field
from tests.support import forms
from tests.support.forms import Case
from tests.support.sheets import PT, cell, free, sheet

MONEY = Field(key="amount", label="预算金额", type="money")


def paged(*cells: SheetCell) -> Paged:
    """Pages with two lines above the head; 22.5 pt, 7.94 mm, are a row."""
    above = (free(0, "附件"), free(1, "标题"))
    return paginate(measure(sheet(*above, *cells, columns=(170,))))


def money(row: int, text: str, field: Field | None = MONEY) -> SheetCell:
    made = cell(row, 0, text, value=True, h="center")
    return msgspec.structs.replace(made, field=field)


HEAD = free(2, "填报单位（盖章）：示例县商务局")
LONG = "12.5万元" * 10


def test_it_sits_on_the_name() -> None:
    seal = seal_place(paged(HEAD, cell(3, 0, "项目名称")))
    assert seal is not None
    # 20 mm + 0.8 mm padding; nine characters of 10.5 pt (33.34 mm) stand before the name, six are
    # it (22.23 mm): its middle is 20.8 + 33.34 + 11.11 = 65.25 mm. Two rows and a half below the
    # margin: 25 + 2.5 × 7.94 = 44.84 mm.
    assert seal.x / PT == pytest.approx(65.25, abs=0.1)
    assert seal.y / PT == pytest.approx(44.84, abs=0.2)
    assert seal.radius / PT == pytest.approx(21)
    assert seal.covered == ()


def test_it_moves_up_from_an_amount() -> None:
    # A short amount stands midway, 105 mm, 39.75 mm from the name: out of reach.
    far = seal_place(paged(HEAD, cell(3, 0, "名称"), money(4, "12.5")))
    assert far is not None
    assert far.covered == ()
    assert far.y / PT == pytest.approx(44.84, abs=0.2)
    # The ink of a long one begins (22.5 - 10.5) / 2 = 6 pt in the fifth row: at
    # 25 + 4 × 7.94 + 2.12 = 58.87 mm, 14.03 mm below the name: 7 mm too near.
    near = seal_place(paged(HEAD, cell(3, 0, "名称"), money(4, LONG)))
    assert near is not None
    assert near.covered == ()
    assert near.y / PT == pytest.approx(44.84 - 7, abs=0.2)


def test_it_says_what_it_would_cover_all_the_same() -> None:
    # One row higher it is 6.09 mm below the name, and the seal would have to move up by 15.
    seal = seal_place(paged(HEAD, money(3, LONG)))
    assert seal is not None
    assert [covered.field for covered in seal.covered] == [MONEY]
    assert seal.y / PT == pytest.approx(44.84, abs=0.2)
    other = seal_place(paged(HEAD, money(3, LONG, None)))
    assert other is not None
    assert other.covered == ()


def test_no_word_no_seal() -> None:
    assert seal_place(paged(free(2, "填报单位：示例县商务局"))) is None


@pytest.mark.parametrize("diameter", [42.0, 40.0])
@pytest.mark.parametrize("case", forms.blank_cases(), ids=lambda case: case.name)
def test_blanks(case: Case, diameter: float) -> None:
    """All that print 盖章 have room for it on the paper, also where no name is filled in."""
    own: Sheet = case.document().paged.measured.sheet
    seal = seal_place(case.document().paged, diameter)
    assert (seal is None) == (not any("盖章" in c.text for c in own.cells))
    if seal is not None:
        width = own.page.size_mm[0] * PT
        edge = EDGE_MM * PT
        assert edge <= seal.x - seal.radius
        assert seal.x + seal.radius <= width - edge
        assert seal.y - seal.radius >= edge


@pytest.mark.parametrize("seed", range(12))
def test_seal_and_signatures_stay_with_their_table(seed: int) -> None:
    """Whatever is filled in, 盖章 is on page 1, and the signatures follow a row of the table."""
    laid = forms.random_case(seed).document().paged
    own = laid.measured.sheet
    pages = {
        piece.page
        for piece in laid.pieces
        if "盖章" in own.cells[piece.cell].text and piece.lines[0] == 0 < piece.lines[1]
    }
    assert pages <= {0}
    if own.signature < len(own.rows):
        first = next(i for i, strip in enumerate(laid.strips) if strip.row == own.signature)
        last = max(c.row + c.rows for c in own.cells if c.ruled) - 1
        page = laid.strips[first].page
        assert any(strip.row == last and strip.page == page for strip in laid.strips)
