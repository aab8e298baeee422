"""The program's own errors, each with the data that a message to the user needs.

Texts are for the user and therefore Chinese: where, what, and how to mend it.
"""

from __future__ import annotations

from dataclasses import dataclass


class PerfdeskError(Exception):
    """Something the user can understand and mend; ``str()`` is one line in Chinese."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it stands, what is wrong and how to mend it."""

    place: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"；{self.remedy}" if self.remedy else ""
        return f"{self.place}：{self.what}{remedy}"


class ProblemsError(PerfdeskError):
    """Several problems found in one go, all of them reported together."""

    def __init__(self, subject: str, problems: tuple[Problem, ...]) -> None:
        self.subject = subject
        self.problems = problems
        super().__init__(subject, problems)

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return f"{self.subject}：{self.problems[0]}"
        listed = "".join(f"\n  {i}. {problem}" for i, problem in enumerate(self.problems, 1))
        return f"{self.subject}：共 {len(self.problems)} 处问题{listed}"


class TemplateError(ProblemsError):
    """A template or pack that cannot be used; carries every problem found in it."""


class ValuesError(ProblemsError):
    """Values from outside (a JSON file, an import) that do not fit their templates."""


class DossierFileError(PerfdeskError):
    """A dossier file that cannot be read or written; nothing was changed on disk."""
