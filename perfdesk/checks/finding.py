"""What a check has to say: a plain value without text, compared and kept like any other value."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from perfdesk.dossier.state import Path

# gc=False: these values hold nothing that could hold them; a full check makes thousands of them.

Severity = Literal["error", "warning", "hint"]
"""error: the reviewer will send it back; warning: a careful one would ask; hint: advice."""

SEVERITIES: dict[str, str] = {"error": "错误", "warning": "提醒", "hint": "提示"}
"""What severities are called wherever a person reads them; the worst first."""


class Fix(Struct, frozen=True, gc=False):
    """A mend that a finding offers: the new raw text of each place, and what the button says.

    Data only: ``perfdesk.jobs.fixes`` makes an edit of it, and nothing is ever changed unasked.
    """

    label: str
    changes: tuple[tuple[Path, str], ...]


class Note(Struct, frozen=True, gc=False):
    """What a rule yields: which of its cases, where, and the words for its message.

    case: key of the rule's case, which holds the Chinese text. paths: the places at fault, all of
    one form, the most telling one first. related: the places that it was compared with. args: what
    the text of the case asks for, as (name, text). fixes: mends to choose from, the likeliest
    first.
    """

    case: str
    paths: tuple[Path, ...]
    related: tuple[Path, ...] = ()
    args: tuple[tuple[str, str], ...] = ()
    fixes: tuple[Fix, ...] = ()


class Finding(Struct, frozen=True, gc=False):
    """A note with its rule and severity; form is the id of the form at fault, "" the dossier's own.

    The text is made late, by ``wording``, from the templates that stand with the rule.
    """

    rule: str
    severity: Severity
    form: str
    paths: tuple[Path, ...]
    related: tuple[Path, ...] = ()
    case: str = ""
    args: tuple[tuple[str, str], ...] = ()
    fixes: tuple[Fix, ...] = ()


def note(
    case: str,
    *paths: Path,
    related: tuple[Path, ...] = (),
    fixes: tuple[Fix, ...] = (),
    **args: str,
) -> Note:
    """Return a note; the keyword arguments are the words of its message."""
    return Note(case, paths, related, tuple(args.items()), fixes)


def fix(label: str, *changes: tuple[Path, str]) -> Fix:
    """Return a fix that sets the raw text of some places."""
    return Fix(label, changes)
