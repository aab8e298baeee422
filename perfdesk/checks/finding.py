"""What a check has to say: a plain value without text, compared and kept like any other value."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from perfdesk.dossier.state import Path

Severity = Literal["error", "warning", "hint"]
"""error: the reviewer will send it back; warning: a careful one would ask; hint: advice."""


class Note(Struct, frozen=True):
    """What a rule yields: which of its cases, where, and the words for its message.

    case: key of the rule's case, which holds the Chinese text. paths: the places at fault, all of
    one form, the most telling one first. related: the places that it was compared with. args: what
    the text of the case asks for, as (name, text).
    """

    case: str
    paths: tuple[Path, ...]
    related: tuple[Path, ...] = ()
    args: tuple[tuple[str, str], ...] = ()


class Finding(Struct, frozen=True):
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


def note(case: str, *paths: Path, related: tuple[Path, ...] = (), **args: str) -> Note:
    """Return a note; the keyword arguments are the words of its message."""
    return Note(case, paths, related, tuple(args.items()))
