"""R24 and R25: indicators in the wrong place, or told twice."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Note, note
from perfdesk.checks.indicators import Indicators, Row
from perfdesk.checks.registry import Case, registry
from perfdesk.checks.view import FormView
from perfdesk.dossier.state import Path
from perfdesk.values.blankness import trim


@registry.rule(
    "R24",
    level="form",
    severity="warning",
    title="三级指标填在相应的二级指标下",
    basis="practice",
    inputs=Indicators,
    cases={
        "one": Case("“{name}”像是{right}，却填在“{group}”下", "核对后移到相应的二级指标下"),
        "block": Case(
            "{count} 行指标与所在的二级指标不符，如“{name}”填在“{group}”下，像是整体错了位",
            "从上到下逐行核对二级指标，把错位的各行移回原处",
        ),
    },
    example="“成本总额”填在“生态效益”下",
)
def wrong_group(view: FormView, at: Indicators) -> Iterator[Note]:
    """An indicator does not stand under another 二级指标 than its name surely belongs to.

    Total costs belong to costs; deadlines not to costs, quantity or satisfaction; 合格率 and its
    like not to quantity, time or costs; numbers of things not to time or costs. Several of them
    are one finding. A satisfaction is left to R19.

    ==================  ================  ======
    二级指标            三级指标
    ==================  ================  ======
    时效指标            资金拨付进度      pass
    质量指标            补助发放及时率    pass
    生态环境成本指标    资金拨付进度      fail
    生态效益            成本总额          fail
    ==================  ================  ======
    """
    wrong = strays(view, at)
    if not wrong:
        return
    row, right = wrong[0]
    paths = (at.at(view, item, at.name) for item, _ in wrong)
    name, group = row.reading.name.text, row.record.get(at.level2)
    if len(wrong) == 1:
        yield note("one", *paths, name=name, group=group, right=right)
    else:
        yield note("block", *paths, name=name, group=group, count=str(len(wrong)))


def strays(view: FormView, at: Indicators) -> list[tuple[Row, str]]:
    """Return the indicators that surely belong to another 二级指标, and to which."""
    return view.kept(
        "strays",
        lambda: [(row, row.reading.belongs) for row in at.rows(view) if row.reading.belongs],
    )


@registry.rule(
    "R25",
    level="form",
    severity="error",
    title="三级指标不重复，名称与指标值、二级指标不相同",
    basis="platform",
    inputs=Indicators,
    cases={
        "twice": Case("“{name}”在“{group}”下填了两次", "合并成一个，或写明两者的不同"),
        "again": Case(
            "“{name}”在“{group}”下已经填过", "合并成一个，或写明两者考核的不同", "warning"
        ),
        "value": Case(
            "指标名称与指标值都是“{name}”",
            "名称写考核什么，指标值写要达到的数值或状态",
            "warning",
        ),
        "level": Case(
            "指标名称就是二级指标“{name}”", "写明具体考核什么，如“举办培训场次”", "warning"
        ),
        "satisfaction": Case(
            "指标名称就是二级指标“{name}”", "写明是谁的满意度会更清楚，如“参训企业满意度”", "hint"
        ),
    },
    example="三级指标“合格”，指标值也是“合格”",
)
def told_twice(view: FormView, at: Indicators) -> Iterator[Note]:
    """No 三级指标 stands twice, and none is just its own value or 二级指标.

    Twice in one 二级指标 is an error, in two of them a question. A name that is a mere number is
    left to R03.

    ==================  ==============  ======
    三级指标            指标值
    ==================  ==============  ======
    群众满意度          ≥95%            pass
    合格                合格            fail
    数量指标            ≥4 场           fail
    培训场次 (twice)    ≥4 场           fail
    ==================  ==============  ======
    """
    seen: dict[str, Row] = {}
    for row in at.rows(view):
        name = row.reading.name.text
        path = at.at(view, row, at.name)
        first = seen.setdefault(name, row)
        if first is not row:
            yield _again(view, at, row, first, path)
        elif (case := row.reading.empty) and case != "number":
            value = at.at(view, row, at.value)
            paths = (path, value) if case == "value" else (path,)
            yield note(case, *paths, name=trim(row.record.get(at.name)))


def _again(view: FormView, at: Indicators, row: Row, first: Row, path: Path) -> Note:
    group, other = row.record.get(at.level2), first.record.get(at.level2)
    case = "twice" if group == other else "again"
    name = row.reading.name.text
    return note(case, path, related=(at.at(view, first, at.name),), name=name, group=other)
