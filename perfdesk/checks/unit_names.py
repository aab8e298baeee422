"""R35: the unit's name is spelled the same everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from perfdesk.checks.finding import Fix, Note, fix, note
from perfdesk.checks.registry import Case, Names, Params, Ref, registry
from perfdesk.checks.view import FormView
from perfdesk.values.blankness import compact, trim

_SHORTEST = 5
"""Characters of a name; shorter ones are too much alike."""

_MISSING = 2
"""Characters that a name may lack or have too many inside and still be meant for the same."""


class UnitNames(Params, frozen=True, kw_only=True):
    """Fields that hold the name of the unit, perhaps with 本级 or the name of a part behind it."""

    fields: Names

    def refs(self) -> Iterator[Ref]:
        """See :meth:`Params.refs`."""
        yield from (Ref("fields", key) for key in self.fields)


@registry.rule(
    "R35",
    level="form",
    severity="error",
    title="单位名称书写一致",
    basis="practice",
    inputs=UnitNames,
    kind="unit_names",
    cases={
        "name": Case("写的是“{text}”，填报单位是“{unit}”", "核对单位名称，与公章一致"),
    },
    example="填报单位“投资促进局”，主管部门写成“促进投资局”",
)
def same_unit_name(view: FormView, at: UnitNames) -> Iterator[Note]:
    """A name with the characters of the unit's name has them in the same order (``unit_names``).

    Also one with a character or two too few or too many inside. Other units, and a part of the
    unit's own name, are let pass. All fields of a form are one finding.

    ==========================  ============================  ======
    填报单位                    主管部门
    ==========================  ============================  ======
    示例县商务和投资促进局      示例县商务和投资促进局本级    pass
    示例县商务和投资促进局      示例县财政局                  pass
    示例县商务和投资促进局      示例县商务和促进投资局        fail
    示例县商务和投资促进局      示例县商务投资促进局          fail
    ==========================  ============================  ======
    """
    unit = compact(view.dossier.unit_name)
    wrong = []
    for key in at.fields:
        text = compact(view.text(key))
        if text and not text.startswith(unit) and (meant := misspelled(text, unit)):
            wrong.append((view.at(key), text, meant))
    if wrong:
        changes = [(path, text.replace(meant, unit, 1)) for path, text, meant in wrong]
        mend: Fix = fix(f"改为“{unit}”", *changes)
        first = wrong[0][1]
        paths = (path for path, _, _ in wrong)
        yield note("name", *paths, fixes=(mend,), text=trim(first), unit=unit)


def misspelled(text: str, unit: str) -> str:
    """Return the part of ``text`` that is meant for ``unit`` and spelled otherwise, or "".

    The same characters in another order; or all of them but one or two inside, or one or two more.
    """
    if len(unit) < _SHORTEST or text == unit or text[:2] != unit[:2]:
        return ""
    head = text[: len(unit)]
    if head != unit and Counter(head) == Counter(unit):
        return head
    for length in range(len(unit) - _MISSING, len(unit) + _MISSING + 1):
        part = text[:length]
        if len(part) == length != len(unit) and part[-1:] == unit[-1] and _but_few(part, unit):
            return part
    return ""


def _but_few(one: str, other: str) -> bool:
    """True where the shorter of two texts is the longer one without some inner characters."""
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return all(char in rest for char in short)
