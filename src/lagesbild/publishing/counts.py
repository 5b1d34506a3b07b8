"""Small numbers stay hidden: what may be said of counts in public, alone and beside what was said before. Pure.

A count below `LEAST` is said as "fewer than five", whatever it is, nought too. The total is said only where every
count is, since it would give the hidden ones away; else it is said as "at least". In a later edition of the same thing
a count that differs from one that was shown by less than `LEAST` stays hidden: the difference would be a small number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from enum import StrEnum

LEAST = 5
"""Smallest count that is said."""


class Why(StrEnum):
    """Why a count is not said."""

    FEW = "few"
    """It is below `LEAST`."""
    CHANGE = "change"
    """It differs so little from what was said before, of it or of some of it, that the difference is a small number."""


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    """A count as the public reads it: the number, or why there is none."""

    value: int | None
    hidden: Why | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """Counts of kinds that together make a whole."""

    cells: Mapping[str, Count]
    total: int | None
    """None where a kind is hidden."""
    at_least: int
    """The sum of what is shown."""


def masked(values: Mapping[str, int], earlier: Sequence[Table] = ()) -> Table:
    """The counts that may be said, seen beside every earlier edition of the same thing."""
    gone = any(cell.value is not None and name not in values for table in earlier for name, cell in table.cells.items())
    cells = {}
    for name, value in values.items():
        said = [table.cells[name].value for table in earlier if name in table.cells]
        # a kind that has another name than before is compared with nothing, and so cannot be said
        renamed = gone and not said
        cells[name] = _count(value, said, renamed=renamed)
    shown = sum(cell.value or 0 for cell in cells.values())
    whole = all(cell.value is not None for cell in cells.values())
    return Table(cells, shown if whole else None, shown)


def alone(value: int, said: Sequence[int | None] = (), beside: Sequence[int] = ()) -> Count:
    """A count that is part of no table, seen beside what was said of it, and of others that count some of the same.

    As much as another says that nothing came in where only one of them counts, which is a small number too.
    """
    if value >= LEAST and any(abs(value - other) < LEAST for other in beside):
        return Count(None, Why.CHANGE)
    return _count(value, said, renamed=False)


def _count(value: int, said: Sequence[int | None], *, renamed: bool) -> Count:
    if value < LEAST:
        return Count(None, Why.FEW)
    if renamed or any(before is not None and 0 < abs(value - before) < LEAST for before in said):
        return Count(None, Why.CHANGE)
    return Count(value)
