"""What reports and letters say of findings: number, severity, place, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.checks.accepting import Reasons
from perfdesk.checks.catalogue import RULES
from perfdesk.checks.finding import SEVERITIES
from perfdesk.checks.specs import bind_pack, bind_template
from perfdesk.checks.wording import form_name, where, words
from perfdesk.dossier.finals import final_forms
from perfdesk.jobs.check import CheckReport
from perfdesk.jobs.forms import form_caption

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding, Severity
    from perfdesk.dossier.state import Dossier
    from perfdesk.template.loader import Pack

BASIS = {"101号": "101号文", "88号": "88号文", "platform": "系统要求", "practice": "审核惯例"}
"""What a rule rests on, in short …"""
BASIS_NOTE = (
    "依据：101号文即财预〔2021〕101号，88号文即财预〔2015〕88号；系统要求指预算管理一体化系统的填报要求，"
    "审核惯例指财政部门的审核惯例和填报说明。"
)
"""… and in full."""

WHOLE = "整套表"
WHOLE_FORM = "整张表"
_RANK = {severity: i for i, severity in enumerate(SEVERITIES)}


class Item(Struct, frozen=True):
    """A finding in words.

    form: number of its form from 1, 0 for the dossier itself. place: within the form.
    """

    finding: Finding
    form: int
    place: str
    what: str
    advice: str
    basis: str
    reason: str = ""
    """Why it was acknowledged; "" where it was not."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return self.finding.severity


def items(report: CheckReport) -> tuple[Item, ...]:
    """Return all findings of a report in words: form by form, errors first."""
    reasons = Reasons(report.dossier)
    found = []
    for finding in report.findings:
        given = reasons.of(finding)
        found.append(_item(report, finding, given.reason if given else ""))
    return tuple(sorted(found, key=lambda item: (item.form, _RANK[item.severity])))


def _item(report: CheckReport, finding: Finding, reason: str) -> Item:
    dossier, pack = report.dossier, report.pack
    text = words(dossier, pack, finding)
    place = where(dossier, pack, finding.paths[0]) if finding.paths else WHOLE
    what = text.message.removeprefix(f"{place}：")
    form = dossier.form(finding.form)
    if form is not None:
        name = form_name(dossier, pack, form)
        place = place.removeprefix(name).removeprefix("，") or WHOLE_FORM
    rule = RULES.get(finding.rule)
    basis = BASIS[rule.basis] if rule else ""
    number = dossier.index_of(finding.form) + 1
    return Item(finding, number, place, what, text.advice, basis, reason)


def by_form(found: Iterable[Item]) -> Iterator[tuple[int, list[Item]]]:
    """Yield the number of each form that has findings, with its own; they come in this order."""
    groups: dict[int, list[Item]] = {}
    for item in found:
        groups.setdefault(item.form, []).append(item)
    yield from groups.items()


def form_title(dossier: Dossier, pack: Pack, number: int) -> str:
    """Return what a form is called above its findings; ``number`` as in :class:`Item`."""
    if not number:
        return WHOLE
    title, name = form_caption(dossier, pack, dossier.forms[number - 1])
    return f"{number:02d}　{title}　{name}".rstrip("　")


def counts(found: Iterable[Item | Finding]) -> dict[str, int]:
    """Return how many there are of each severity, in the order of severities."""
    numbers = dict.fromkeys(SEVERITIES, 0)
    for item in found:
        numbers[item.severity] += 1
    return numbers


def counted(numbers: dict[str, int]) -> str:
    """Return such counts in words, "" where there are none."""
    return "、".join(f"{SEVERITIES[key]} {number} 处" for key, number in numbers.items() if number)


def rules_applied(dossier: Dossier, pack: Pack) -> int:
    """Return how many rules look at the forms of a dossier."""
    templates = {key: loaded.template for key, loaded in pack.templates.items()}
    used = {form.template for form in dossier.forms} & set(templates)
    bounds = [*bind_pack(pack.info, templates)]
    for key in used:
        bounds += bind_template(templates[key], pack.info)
    return len({bound.check.rule.id for bound in bounds})


def finals(dossier: Dossier) -> str:
    """Return how many forms are final, as ``3/5``."""
    return f"{finals_in(dossier)}/{len(dossier.forms)}"


def finals_in(dossier: Dossier) -> int:
    """Return how many forms are final."""
    final = final_forms(dossier)
    return sum(form.id in final for form in dossier.forms)


def local_time() -> datetime:
    """Return the time now, as the clock on the wall shows it."""
    return datetime.now(tz=UTC).astimezone()


def in_words(day: date) -> str:
    """Return a date as offices write it."""
    return f"{day.year}年{day.month}月{day.day}日"
