"""Reasons given for findings: which of them hold, and what is left without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.dossier.state import Acceptance, raw_value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from perfdesk.checks.finding import Finding
    from perfdesk.dossier.state import Concern, Dossier


class Reasons:
    """The reasons given in one state of a dossier, as far as they still hold.

    A reason holds for the finding of the same rule and case, at the same places and with the same
    words, as long as the raw texts at its places are those at which it was given.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._by_concern = {
            item.concern: item for item in dossier.accepted if _holds(dossier, item)
        }

    def of(self, finding: Finding) -> Acceptance | None:
        """Return the reason given for a finding, None where there is none that holds."""
        if not self._by_concern:
            return None
        return self._by_concern.get(concern(finding))

    def open(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings without a reason."""
        if not self._by_concern:
            return tuple(findings)
        return tuple(item for item in findings if self.of(item) is None)


def concern(finding: Finding) -> Concern:
    """Return what a reason for this finding is about."""
    return finding.rule, finding.case, finding.paths, finding.related, finding.args


def acceptance(dossier: Dossier, finding: Finding, reason: str, when: datetime) -> Acceptance:
    """Return the reason for a finding of this state of a dossier, to be given by ``Accept``."""
    return Acceptance(
        finding.rule,
        finding.case,
        finding.paths,
        _values(dossier, finding),
        reason,
        when,
        finding.related,
        finding.args,
    )


def _holds(dossier: Dossier, item: Acceptance) -> bool:
    return item.values == _values(dossier, item)


def _values(dossier: Dossier, places: Finding | Acceptance) -> tuple[str, ...]:
    return tuple(raw_value(dossier, path) for path in (*places.paths, *places.related))
