"""R04 and R46: what was left over in a text, and slips of the pen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Self

from perfdesk.checks.finding import Note, fix, note
from perfdesk.checks.registry import Case, Params, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import is_unused

if TYPE_CHECKING:
    from perfdesk.template.model import Template


class AnyText(Params, frozen=True, kw_only=True):
    """All texts of a form."""

    @classmethod
    def found_in(
        cls,
        template: Template,  # noqa: ARG003 - every template has texts
    ) -> Iterator[Self]:
        """See :meth:`Params.found_in`."""
        yield cls()


@registry.rule(
    "R04",
    level="cell",
    severity="error",
    title="没有留下待填的内容",
    basis="practice",
    inputs=AnyText,
    cases={
        "left": Case("“{text}”处还没有填写完整", "把“{text}”改成实际内容"),
        "label": Case("填的是本栏的名称“{text}”", "改成要填写的内容"),
    },
    example="年度绩效目标里留有“培训XX人次”",
)
def placeholder_left(view: FormView, at: AnyText) -> Iterator[Note]:
    """No placeholder is left: XX, ××, 待填, 某某, an empty date.

    ======================  ======
    绩效目标
    ======================  ======
    等待填报                pass
    购置 X 光机 2 台        pass
    2026 年 12 月底前       pass
    培训XX人次              fail
    待填                    fail
    完成时间：  年  月      fail
    ======================  ======
    """
    for odd in view.odd_texts():
        if odd.looks.placeholder and not is_unused(odd.text):
            yield note("left", odd.path, text=odd.looks.placeholder)


@registry.more("R04", inputs=AnyText)
def label_as_value(view: FormView, at: AnyText) -> Iterator[Note]:
    """A cell does not hold its own label.

    ==============  ==============  ======
    栏目            填写
    ==============  ==============  ======
    项目名称        渌商大会        pass
    三级指标        满意度          pass
    项目名称        项目名称        fail
    三级指标        三级指标        fail
    ==============  ==============  ======
    """
    labels = view.shape.labels
    for odd in view.odd_texts():
        path, text = odd.path, odd.text.rstrip("：:")
        key = (path.field, path.column) if path.record else ("", path.field)
        if labels.get(key) == text:
            yield note("label", path, text=text)


@registry.rule(
    "R46",
    level="cell",
    severity="hint",
    title="文字没有重复、残留代码和不成对的括号",
    basis="practice",
    inputs=AnyText,
    cases={
        "repeated": Case("“{text}”连着写了两遍", "删去重复的一遍"),
        "markup": Case("留有网页代码“{text}”", "删去“{text}”等代码"),
        "bracket": Case("“{text}”没有成对", "补上或删去另一半括号或引号"),
    },
    example="“以建设宜居县城为目标，以建设宜居县城为目标”",
)
def slip_of_the_pen(view: FormView, at: AnyText) -> Iterator[Note]:
    """No clause stands twice in a row, no markup is left, brackets and quotation marks are paired.

    Half- and full-width punctuation may be mixed.

    ================================  ======
    绩效目标
    ================================  ======
    开展“送书籍、送演出”(公益性)      pass
    1）培训 2）宣传                   pass
    ``<p>开展培训</p>``               fail
    落实《办法（试行）                fail
    ================================  ======
    """
    for odd in view.odd_texts():
        path, looks = odd.path, odd.looks
        if looks.repeated:
            yield _repeated(path, odd.text, looks.repeated)
        if looks.markup:
            yield note("markup", path, text=looks.markup)
        elif looks.bracket:
            yield note("bracket", path, text=looks.bracket)


def _repeated(path: Path, text: str, clause: str) -> Note:
    """With a fix where the clause stands twice just as it was found."""
    first = text.find(clause)
    second = text.find(clause, first + 1)
    if first < 0 or second < 0:
        return note("repeated", path, text=clause)
    shorter = text[:first] + text[second:]
    return note("repeated", path, fixes=(fix("删去重复的一遍", (path, shorter)),), text=clause)
