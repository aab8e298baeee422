"""The order of the bands of a form (成本 first or last), read off the order of its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfdesk.dossier.state import Record
from perfdesk.template.loader import LoadedTemplate
from perfdesk.template.model import Option, Table


def inferred_options(
    loaded: LoadedTemplate, tables: Mapping[str, Sequence[Record]]
) -> dict[str, str]:
    """Return the choices that the order of the records speaks for, by option.

    Only orders of bands can be inferred, and only where the records contradict the official order
    and follow another one.
    """
    found = {}
    for option in loaded.template.options:
        table = loaded.template.table(option.table) if option.table else None
        if table and table.group_by:
            choice = _choice(option, _bands(loaded, table), _seen(table, tables))
            if choice:
                found[option.key] = choice
    return found


def _choice(option: Option, blank: tuple[str, ...], seen: tuple[str, ...]) -> str:
    if _follows(seen, option.default.order or blank):
        return ""
    fitting = (choice.key for choice in option.choices if _follows(seen, choice.order or blank))
    return next(fitting, "")


def _bands(loaded: LoadedTemplate, table: Table) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key[0] for key in loaded.plan.groups(table.key)))


def _seen(table: Table, tables: Mapping[str, Sequence[Record]]) -> tuple[str, ...]:
    """Bands in the order in which the records first name them."""
    records = tables.get(table.key, ())
    return tuple(dict.fromkeys(record.get(table.group_by[0]) for record in records))


def _follows(seen: tuple[str, ...], order: tuple[str, ...]) -> bool:
    return set(seen) <= set(order) and list(seen) == sorted(seen, key=order.index)
