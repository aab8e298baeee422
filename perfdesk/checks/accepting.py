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
        self._accepted: tuple[Acceptance, ...] = ()
        self._by_form: dict[str, list[Acceptance]] = {}
        """Reasons by each form that they look at; "" stands for the dossier's own values."""
        self._held: dict[Concern, Acceptance] = {}
        self.follow(dossier, ())

    def follow(self, dossier: Dossier, touched: Iterable[str]) -> None:
        """Go on to a later state of the dossier.

        Args:
            dossier: that state.
            touched: ids of the forms that may have changed since, "" for the dossier's own values.
        """
        looked_at = [item for form in touched for item in self._by_form.get(form, ())]
        if dossier.accepted is not self._accepted:
            looked_at = [*dossier.accepted]
            self._accepted, self._held = dossier.accepted, {}
            self._by_form = {}
            for item in looked_at:
                for form in {path.form for path in (*item.paths, *item.related)}:
                    self._by_form.setdefault(form, []).append(item)
        for item in looked_at:
            self._held.pop(item.concern, None)
            if _holds(dossier, item):
                self._held[item.concern] = item

    def of(self, finding: Finding) -> Acceptance | None:
        """Return the reason given for a finding, None where there is none that holds."""
        if not self._held:
            return None
        return self._held.get(concern(finding))

    def open(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings without a reason."""
        if not self._held:
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
