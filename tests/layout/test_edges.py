"""Line weights after rows moved: the frame stays heavy, what came inside grows thin."""

import pytest

from perfdesk.layout.compose import compose
from perfdesk.layout.sheet import Sheet
from tests.support import forms

FRAME, INNER = 1.0, 0.5


def sheet_of(template: str, order: str, count: int) -> Sheet:
    levels = [("产出指标", "数量指标"), ("成本指标", "生态环境成本指标")]
    records = [
        {"level1": one, "level2": two, "level3": "指标"}
        for one, two in levels
        for _ in range(count)
    ]
    case = forms.one_case("lukou-2026", template, {"indicators": records})
    case.form["options"] = {"band_order": order}
    dossier = forms.dossier_of(case.data)
    return compose(dossier, dossier.forms[0], case.pack[template])


@pytest.mark.parametrize("count", [0, 1, 5])
@pytest.mark.parametrize("order", ["output_first", "cost_first"])
@pytest.mark.parametrize("template", ["department", "project"])
def test_frame_is_heavy_and_all_else_is_not(template: str, order: str, count: int) -> None:
    sheet = sheet_of(template, order, count)
    ruled = [cell for cell in sheet.cells if cell.ruled]
    first, last = min(c.row for c in ruled), max(c.row + c.rows for c in ruled)
    for cell in ruled:
        left, top, right, bottom = cell.edges
        assert left == (FRAME if cell.col == 0 else INNER), cell
        assert right == (FRAME if cell.col + cell.cols == len(sheet.columns_mm) else INNER), cell
        assert top == (FRAME if cell.row == first else INNER), cell
        assert bottom == (FRAME if cell.row + cell.rows == last else INNER), cell


def test_lines_above_the_table_have_none() -> None:
    sheet = sheet_of("project", "output_first", 1)
    first = sheet.first_ruled()
    assert first == 3  # 附件, title, the line for the seal
    assert not any(any(cell.edges) for cell in sheet.cells if cell.row < first)
