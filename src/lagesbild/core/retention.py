"""How long rows are kept: which kinds of row there are, from what their time is counted, what goes and what stays.

Rooms say in their `ready` what of theirs can be disposed of (`kind`), and what is kept for ever (`for_ever`).

    retention.kind("incidents.incident", N_("Incidents"), events={"happened": N_("it happened")},
                   due=fn(event, before) -> rows with `due_at`, dispose=fn(actor, numbers) -> numbers that went,
                   goes=N_("…"), stays=N_("…"), suggested=Suggested(36, "happened", N_("why")))

The rules themselves are data of a partnership, noted and carried out by the room `registry`. Everything here is called
as the system, inside its transaction: it sees every party's rows.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet

from lagesbild.core.actions import Actor

Ranges = Sequence[Sequence[int]]
"""Numbers of rows as first and last of each stretch, in order."""
Due = Callable[[str, dt.datetime], QuerySet[Any]]
Dispose = Callable[[Actor, Sequence[int]], Sequence[int]]
Finish = Callable[[Actor, Ranges], None]
Along = Callable[[QuerySet[Any]], Mapping[str, int]]
DUE_AT = "due_at"
"""What `due` calls the moment from which a row's time is counted."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A term that is often sensible. A suggestion, never law: a decision of the partnership's own makes the rule.

    Parameters
    ----------
    months : int
    event : str
        From which they are counted.
    why : str
        Marked with `N_`.
    """

    months: int
    event: str
    why: str


def _nothing_along(rows: QuerySet[Any]) -> Mapping[str, int]:
    """Nothing else goes."""
    return {}


def _nothing_after(actor: Actor, ranges: Ranges) -> None:
    """Nothing else is to be done."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of row and what its disposal is.

    Parameters
    ----------
    name : str
        As rules and the journal remember it.
    label : str
        What several are called, marked with `N_`; so are all words below.
    events : mapping of str to str
        From what the time may be counted: code and words that go on from “kept for n months after”.
    due : callable or None
        Rows whose event lies before a moment, each with `due_at`, none that has to stay. None: kept for ever.
    dispose : callable
        Take rows away with all that hangs on them, aggregates first; the numbers of those that went. Done again it
        does nothing. The rows given are few enough for one transaction.
    goes, stays : str
        What is taken away, and what is kept of it.
    suggested : Suggested or None
    along : callable
        What goes with some rows, and how many: words and counts.
    finish : callable
        What is to be done once, after the last of them: what is dear to do for a few rows. Done again it does nothing.
    """

    name: str
    label: str
    events: Mapping[str, str] = field(default_factory=dict)
    due: Due | None = None
    dispose: Dispose = lambda actor, numbers: ()
    goes: str = ""
    stays: str = ""
    suggested: Suggested | None = None
    along: Along = _nothing_along
    finish: Finish = _nothing_after

    @property
    def disposable(self) -> bool:
        """Whether it can be disposed of at all."""
        return self.due is not None


_kinds: dict[str, Kind] = {}
_copies: dict[tuple[str, Finish], None] = {}


def kind(
    name: str,
    label: str,
    *,
    events: Mapping[str, str],
    due: Due,
    dispose: Dispose,
    goes: str,
    stays: str,
    suggested: Suggested | None = None,
    along: Along = _nothing_along,
    finish: Finish = _nothing_after,
) -> None:
    """Say that rows of a kind can be disposed of."""
    _kinds[name] = Kind(name, label, events, due, dispose, goes, stays, suggested, along, finish)


def copies(of: str, reach: Finish) -> None:
    """Say what else holds what stood in rows of a kind: it is called when some have gone, as `Kind.finish` is."""
    _copies[of, reach] = None


def finished(kind: Kind, actor: Actor, ranges: Ranges) -> None:
    """Do what is to be done once, after the last of some rows went, in every room that holds copies of them."""
    kind.finish(actor, ranges)
    for of, reach in _copies:
        if of == kind.name:
            reach(actor, ranges)


def rows_of(model: type[models.Model]) -> Dispose:
    """What `dispose` is for rows that nothing hangs on."""

    def dispose(actor: Actor, numbers: Sequence[int]) -> Sequence[int]:
        rows = model._default_manager.filter(pk__in=list(numbers))
        found = sorted(rows.values_list("pk", flat=True))
        rows.delete()
        return found

    return dispose


def for_ever(name: str, label: str, why: str) -> None:
    """Say that rows of a kind are kept for ever, and why."""
    _kinds[name] = Kind(name, label, stays=why)


def kinds() -> Sequence[Kind]:
    """All of them: those that can be disposed of first, each in the order they were told of."""
    return sorted(_kinds.values(), key=lambda one: not one.disposable)


def named(name: str) -> Kind | None:
    """The kind with the name, if there is one."""
    return _kinds.get(name)


def limit(today: dt.date, months: int) -> dt.date:
    """The first day that is kept: what lies before it has had its time. Towards keeping where a month is short.

    >>> limit(dt.date(2026, 11, 27), 24)
    datetime.date(2024, 11, 27)
    >>> limit(dt.date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(today.day, last))


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Numbers as first and last of each stretch, in order.

    >>> ranges([7, 3, 1, 2])
    [[1, 3], [7, 7]]
    """
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def merged(stretches: Ranges) -> list[list[int]]:
    """Stretches in order, those that touch or overlap as one.

    >>> merged([[5, 9], [1, 3], [8, 12], [4, 4]])
    [[1, 12]]
    """
    found: list[list[int]] = []
    for first, last in sorted((first, last) for first, last in stretches):
        if found and first <= found[-1][1] + 1:
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return found


def within(numbers: Iterable[int], stretches: Ranges) -> list[int]:
    """Those of some numbers that lie in one of the stretches, in their order.

    >>> within([9, 2, 4], [[1, 3], [9, 9]])
    [9, 2]
    """
    told = merged(stretches)
    starts = [first for first, _ in told]
    places = ((number, bisect_right(starts, number) - 1) for number in numbers)
    return [number for number, at in places if at >= 0 and number <= told[at][1]]
