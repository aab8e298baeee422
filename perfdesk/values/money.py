"""Money: units from 元 to 亿元, exact conversion, and what may stand in a money cell."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from perfdesk.values.blankness import CACHE_SIZE, is_unused, trim
from perfdesk.values.numbers import parse_decimal

MAX_INTEGER_DIGITS = 15
"""More digits before the point than any budget has; sums of shorter ones are exact in Decimal."""

Fault = Literal["", "words", "negative", "decimals", "size"]
"""Why a text is no amount: no number at all, below 0, too many decimals, or too long."""


@dataclass(frozen=True, slots=True, eq=False)
class MoneyUnit:
    """A unit of money: ``power`` of ten of its currency's 元, and the decimals allowed in it.

    There is one object for each unit (``UNITS``), so that looking one up costs no comparison.
    """

    name: str
    currency: str
    power: int
    decimals: int

    @property
    def factor(self) -> Decimal:
        """How many 元 of its currency one of this unit is."""
        return Decimal(10) ** self.power


_SCALES = (("", 0, 2), ("百", 2, 4), ("千", 3, 5), ("万", 4, 6), ("百万", 6, 8), ("亿", 8, 8))
_CURRENCIES = ("元", "美元", "欧元", "港元", "日元", "英镑")
_ALIASES = {"美金": "美元", "港币": "港元", "圆": "元", "人民币": "元", "人民币元": "元"}

UNITS = {
    scale + currency: MoneyUnit(scale + currency, currency, power, decimals)
    for currency in _CURRENCIES
    for scale, power, decimals in _SCALES
}
"""All units of money by name: 元 and its multiples with at most 2, 6 or 8 decimals, and foreign
ones. Source of the decimals: down to a cent, as budget systems round (rule R14)."""

YUAN = UNITS["元"]


def find_unit(name: str) -> MoneyUnit | None:
    """Return the unit called ``name`` (``万元``, ``万美金``), or None.

    >>> find_unit("万美金").name, find_unit("个")
    ('万美元', None)
    """
    name = trim(name)
    if name in UNITS:
        return UNITS[name]
    for alias, meant in _ALIASES.items():
        if name.endswith(alias):
            return UNITS.get(name.removesuffix(alias) + meant)
    return None


def convert(amount: Decimal, source: MoneyUnit, target: MoneyUnit) -> Decimal:
    """Return ``amount`` of ``source`` in ``target``, exactly, whatever its length.

    Raises:
        ValueError: the two are of different currencies.
    """
    if source.currency != target.currency:
        raise ValueError(f"{source.name} cannot be converted to {target.name}")
    return shift(amount, source.power - target.power)


def shift(amount: Decimal, power: int) -> Decimal:
    """Return ``amount`` times ten to ``power``, exactly.

    >>> shift(Decimal("21.15"), 4), shift(Decimal("20000"), -4)
    (Decimal('211500'), Decimal('2.0000'))
    """
    sign, digits, _ = amount.as_tuple()
    exponent = power - _decimals(amount)
    if exponent > 0:
        digits, exponent = (*digits, *(0,) * exponent), 0
    return Decimal((sign, digits, exponent))


def decimals_typed(amount: Decimal) -> int:
    """Return how many decimals were typed.

    >>> decimals_typed(Decimal("3.10")), decimals_typed(Decimal("300"))
    (2, 0)
    """
    return max(0, _decimals(amount))


def _decimals(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, str):  # NaN and infinity; no reader of this program makes one
        raise ValueError(f"not a finite number: {amount}")  # noqa: TRY004 - the value is wrong
    return -exponent


class Amount(NamedTuple):
    """What a money cell holds.

    number: in the cell's own unit, with the decimals typed; None where the cell is blank, not used
        or at fault. base: the same in 元 of the currency. fault: "" where all is well.
    """

    number: Decimal | None
    base: Decimal | None
    fault: Fault


NO_AMOUNT = Amount(None, None, "")
"""A money cell that is blank or not used."""


@lru_cache(CACHE_SIZE)
def read_amount(text: str, unit: MoneyUnit = YUAN) -> Amount:
    """Return what the raw ``text`` of a money cell means in ``unit``.

    >>> read_amount("21.15", UNITS["万元"])
    Amount(number=Decimal('21.15'), base=Decimal('211500'), fault='')
    >>> [read_amount(text).fault for text in ("/", "40万元", "-1", "1.234", "9" * 16)]
    ['', 'words', 'negative', 'decimals', 'size']
    """
    if is_unused(text):
        return NO_AMOUNT
    number = parse_decimal(text)
    fault: Fault = ""
    if number is None:
        fault = "words"
    elif number < 0:
        fault = "negative"
    elif number.adjusted() >= MAX_INTEGER_DIGITS:
        fault = "size"
    elif decimals_typed(number) > unit.decimals:
        fault = "decimals"
    if number is None or fault:
        return Amount(None, None, fault)
    return Amount(number, shift(number, unit.power), "")


def plain(amount: Decimal) -> str:
    """Return ``amount`` as it is written in messages: no exponent, no zeros at the end.

    >>> plain(Decimal("21.1500")), plain(Decimal("2E+1")), plain(Decimal("-0.00"))
    ('21.15', '20', '0')
    """
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def for_screen(text: str) -> str:
    """Return the raw text of a money cell with thousands separators, where it is a number.

    For the screen alone: paper and files show what was typed. The decimals typed stay.

    >>> for_screen("1234567.50"), for_screen("／"), for_screen("40万")
    ('1,234,567.50', '／', '40万')
    """
    number = parse_decimal(text)
    return text if number is None else f"{number:,f}"


def without_unit(label: str) -> str:
    """Return what a money cell is called in a sentence, where its amounts carry the unit.

    >>> without_unit("项目年度金额（元）"), without_unit("资金总额")
    ('项目年度金额', '资金总额')
    """
    before, bracket, after = label.rpartition("（")
    return before if bracket and after.removesuffix("）") in UNITS else label
