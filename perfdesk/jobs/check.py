"""Check the dossier of a file, and say what was found as JSON or as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from perfdesk.checks.accepting import Reasons
from perfdesk.checks.engine import Checker
from perfdesk.checks.finding import SEVERITIES
from perfdesk.checks.report import FindingJson, finding_as_json
from perfdesk.checks.wording import form_name
from perfdesk.dossier.state import Dossier
from perfdesk.storage.read import load

if TYPE_CHECKING:
    from perfdesk.checks.finding import Finding
    from perfdesk.template.loader import Pack


class CheckReport(Struct, frozen=True):
    """Findings of a dossier, in the order of its forms."""

    dossier: Dossier
    pack: Pack
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """True where there is an error without a reason, for which the form would be sent back."""
        return any(item.severity == "error" for item in Reasons(self.dossier).open(self.findings))

    def as_json(self) -> list[FindingJson]:
        """Return the findings as the command line prints them, reasons given for them included."""
        reasons = Reasons(self.dossier)
        found: list[FindingJson] = []
        for finding in self.findings:
            given = reasons.of(finding)
            reason = given.reason if given else ""
            found.append(finding_as_json(self.dossier, self.pack, finding, reason))
        return found

    def as_text(self) -> Iterator[str]:
        """Yield lines for a person: the findings form by form, then how many there are."""
        found = self.as_json()
        by_form: dict[int, list[FindingJson]] = {}
        for item in found:
            by_form.setdefault(item["form"], []).append(item)
        for number, own in sorted(by_form.items()):
            yield f"{self._heading(number)}（{counted(own)}）"
            for item in own:
                yield f"  {SEVERITIES[item['severity']]} {item['rule']}  {item['message']}"
                if reason := item.get("reason"):
                    yield f"    ✓ 已说明理由：{reason}"
                else:
                    yield f"    → {item['advice']}"
            yield ""
        yield f"共 {len(self.dossier.forms)} 张表：{counted(found) or '没有发现问题'}"

    def _heading(self, number: int) -> str:
        if not number:
            return "整套表"
        form = self.dossier.forms[number - 1]
        return f"第 {number} 张表 {form_name(self.dossier, self.pack, form)}"


def counted(findings: list[FindingJson]) -> str:
    """Return how many findings of each severity there are, empty for none.

    Those with a reason are counted by themselves.
    """
    numbers = Counter(item["severity"] for item in findings if "reason" not in item)
    parts = [f"{numbers[key]} 个{name}" for key, name in SEVERITIES.items() if numbers[key]]
    explained = len(findings) - numbers.total()
    return "，".join([*parts, f"{explained} 个已说明理由"] if explained else parts)


def check_dossier(dossier: Dossier, pack: Pack) -> CheckReport:
    """Return what all rules of the pack find in a dossier."""
    return CheckReport(dossier, pack, Checker(pack).check_all(dossier))


def check_file(path: Path) -> CheckReport:
    """Return what all rules find in the dossier of a file.

    Raises:
        DossierFileError: it cannot be read.
    """
    file = load(path)
    return check_dossier(file.dossier, file.pack)
