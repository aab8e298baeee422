"""Pages as numbers: a whole small form, written down so that a person can check it.

After a change that is meant, look at the difference and refresh: REFRESH_GOLDEN=1 pytest …
"""

import os
from collections.abc import Iterator
from pathlib import Path

from perfdesk.layout.pages import Page, make_pages
from tests.support import forms

GOLDEN = Path(__file__).parents[1] / "golden" / "pages-summary.txt"


def dump(pages: tuple[Page, ...]) -> Iterator[str]:
    """One line for each rule and run, in points from the top left corner of the paper."""
    for number, page in enumerate(pages, 1):
        yield f"page {number}: {page.width:.2f} × {page.height:.2f}"
        yield "rules: from, to, weight"
        for rule in page.rules:
            ends = f"{rule.x0:7.2f} {rule.y0:7.2f}  → {rule.x1:7.2f} {rule.y1:7.2f}"
            yield f"  {ends}  {rule.weight:.1f}"
        yield "text: baseline, face and size"
        for run in page.runs:
            yield f"  {run.x:7.2f} {run.y:7.2f}  {run.face:8} {run.size:4.1f}  {run.text}"


def test_small_form() -> None:
    items = [
        {
            "kind": "total",
            "no": "",
            "name": "合计",
            "amount": "1,234.50",
            "annual_goal": "两项工作",
        },
        {"kind": "special", "no": "一", "name": "商务专项", "amount": "1,234.50"},
        {
            "kind": "direction",
            "no": "1",
            "name": "朱镕基经济思想研究与“四上”企业培育",
            "amount": "30",
            "period_goal": "新增“四上”企业15家；外贸进出口额2.52亿元，引进亿元以上项目20个。",
            "annual_goal": "第一行\n第二行",
        },
    ]
    signature = {"principal_signature": "", "filler": "张三", "phone": "0731-1234567"}
    values = {"items": items, "signature": signature}
    case = forms.one_case("shifeng-2023", "summary", values, "株洲市石峰区商务局")
    text = "\n".join(dump(make_pages(case.document().paged))) + "\n"
    if os.environ.get("REFRESH_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")
