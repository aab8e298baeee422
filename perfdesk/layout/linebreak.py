"""Where a line may end: the rules of UAX #14 (Unicode line breaking) as far as forms need them.

Only pairs of neighbouring characters are looked at, with blanks between them allowed for. A test
holds the outcome against Qt's QTextBoundaryFinder.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_LISTED = {
    "OP": "([{（［｛「『【〔〖《〈‚„｟",
    "CL": "}、。，．」』】〕〗》〉）］｝｡｣､､｠",
    "CP": ")]",
    "EX": "!?！？",
    "IS": ",.:;",
    "SY": "/",
    "NS": "：；・･々〻〜ゝゞヽヾ゛゜‼⁇⁈⁉ぁぃぅぇぉっゃゅょァィゥェォッャュョー",
    "IN": "…‥⋯",
    "PR": "$+\\№±−£￥¥＄€￡￦∓",
    "PO": "%‰°℃℉′″‴％￠¢‱",
    "HY": "-",
    "BA": "|–‐‒\t\u00ad\u3000\u2002\u2003\u2009",
    "B2": "—",
    "GL": "\u00a0\u202f\u2007\u2011",
    "WJ": "\u2060\ufeff",
    "ZW": "\u200b",
    "QI": "“‘«‹",
    "QF": "”’»›",
    "QU": "\"'",
    "SP": " ",
    "BK": "\n",
    "AL": "§¨ª¶·¸º×÷‖†‡•※",
}

_CLASS_OF = {char: name for name, chars in _LISTED.items() for char in chars}

_IDEOGRAPHIC = (
    (0x2E80, 0x2FFF),
    (0x3003, 0x303F),
    (0x3040, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xA000, 0xA4CF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFF60),
    (0xFFE0, 0xFFEF),
    (0x1F000, 0x1FAFF),
    (0x20000, 0x3FFFD),
)

_NEVER_BEFORE = frozenset({"CL", "CP", "EX", "IS", "SY"})
_NUMERIC_PAIRS = frozenset(
    {
        ("NU", "PO"), ("NU", "PR"), ("PO", "NU"), ("PR", "NU"), ("HY", "NU"), ("IS", "NU"),
        ("NU", "NU"),
    }
)  # fmt: skip


@cache
def char_class(char: str) -> str:
    """Return the line breaking class of a character, named as in UAX #14 (QI/QF: quotes)."""
    listed = _CLASS_OF.get(char)
    if listed:
        return listed
    code = ord(char)
    if any(first <= code <= last for first, last in _IDEOGRAPHIC):
        return "ID"
    category = unicodedata.category(char)
    if category == "Nd":
        return "NU"
    if category in {"Mn", "Mc", "Me", "Cf", "Cc"}:
        return "CM"
    return "AL"


@cache
def is_wide(char: str) -> bool:
    """Tell whether a character is East Asian wide, which lets lines end beside quotation marks."""
    return unicodedata.east_asian_width(char) in "WFH" if char else False


@cache
def _pair(before: str, after: str) -> bool:
    """Tell whether a line may end between two neighbouring classes (rules LB8 to LB31)."""
    if (
        after in _NEVER_BEFORE
        or "WJ" in (before, after)
        or before == "GL"
        or after in {"SP", "ZW", "BK", "CM"}
    ):
        return False
    if before in {"ZW", "BK"}:
        return True
    if after == "GL":
        return before in {"BA", "HY", "SP"}
    if before == "OP" or after in {"BA", "HY", "NS", "IN", "QU", "QF"} or before in {"QU", "QI"}:
        return False
    if (before, after) in _NUMERIC_PAIRS or (before == after == "B2"):
        return False
    return not _words(before, after)


def _words(before: str, after: str) -> bool:
    """Letters, digits and the signs that belong to them stay together (LB23 to LB30)."""
    letters = {"AL", "NU", "CM"}
    if before in letters and after in letters:
        return True
    if {before, after} == {"PR", "AL"} or {before, after} == {"PO", "AL"}:
        return True
    if (before == "PR" and after == "ID") or (before == "ID" and after == "PO"):
        return True
    if before == "IS" and after == "AL":
        return True
    return (before in letters and after == "OP") or (before == "CP" and after in letters)


@cache
def _decided(before: str, after: str) -> bool | None:
    """Answer for two classes side by side; None where more than the two characters matters."""
    by_words = before in {"AL", "NU"} and after == "OP"
    in_number = (
        (before in {"CL", "CP"} and after in {"PO", "PR"})
        or (before == "SY" and after == "NU")
        or (before in {"PO", "PR"} and after == "OP")
    )
    at_start = before == "HY" and after == "AL"
    if before in {"SP", "CM", "QF"} or after == "QI" or by_words or in_number or at_start:
        return False if after == "SP" else None
    return after != "SP" and _pair(before, after)


def may_break(text: str, at: int) -> bool:
    """Tell whether a line may end before ``text[at]``; ``0 < at < len(text)``."""
    after = text[at]
    kind = char_class(after)
    decided = _decided(char_class(text[at - 1]), kind)
    if decided is not None:
        return decided
    if kind == "SP":
        return False
    last = at - 1
    while last >= 0 and text[last] == " ":
        last -= 1
    before = char_class(text[last]) if last >= 0 else "SP"
    if last < at - 1:
        return _after_blanks(before, kind)
    leading = text[last - 1] if last else ""
    following = text[at + 1] if at + 1 < len(text) else ""
    if before == "CM" and leading:
        before = char_class(leading)
    if kind == "QI" and not (is_wide(text[last]) and is_wide(following)):
        return False
    if before == "QF" and not (is_wide(leading) and is_wide(after)):
        return False
    if kind == "OP" and before in {"AL", "NU"}:
        return is_wide(after)
    if before == "HY" and kind == "AL" and leading in {"", " "}:
        return False
    return _pair(before, kind) and not _in_number(before, kind, leading, following)


def _in_number(before: str, after: str, leading: str, following: str) -> bool:
    """Tell whether the place lies inside a number such as (12)%, ￥(12) or 1/2 (LB25)."""
    if (before in {"CL", "CP"} and after in {"PO", "PR"}) or (before == "SY" and after == "NU"):
        return bool(leading) and char_class(leading) == "NU"
    return (
        before in {"PO", "PR"}
        and after == "OP"
        and bool(following)
        and char_class(following) == "NU"
    )


def _after_blanks(before: str, after: str) -> bool:
    """Rules across blanks (LB7, LB14 to LB18)."""
    if after in _NEVER_BEFORE or after in {"WJ", "ZW", "BK", "QF"} or before in {"OP", "QI"}:
        return False
    if before == "QU" and after == "OP":
        return False
    if before in {"CL", "CP"} and after == "NS":
        return False
    return not (before == after == "B2")
