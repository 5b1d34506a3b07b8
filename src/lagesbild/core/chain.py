"""The unbroken chain: from any thing up to what it rests on, and down to what came of it.

Rooms say in their `ready` which of their rows are links of it (`kind`) and how those are tied to rows of rooms above
(`tie`). A walk sees what whoever looks may see: what the walls hide is neither shown nor walked through.

    chain.kind("problems.problem", N_("Problem"), N_("problems"), order=40, rows=fn(condition) -> rows,
               called=fn(row), page=fn(row), under=fn(rows))
    chain.tie("problems.problem", "problems.cause", below=fn(problems) -> condition, above=fn(causes) -> condition)

A tie says by a condition which rows at its other end hang together with some rows, so that a kind is asked for in one
statement however many ties lead to it, and not at all where they lead nowhere. A condition that joins to many would
name a row twice: it is put as `pk__in` of the rows between. What stands above has the lower `order`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from lagesbild.i18n import Message

Rows = Callable[[Q], Iterable[Any]]
Leads = Callable[[Sequence[Any]], Q]
SHOWN = 8
"""Rows of a kind that are named; the rest are counted."""
MOST = 5_000
"""Rows of a kind that a walk goes on from."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of link.

    Parameters
    ----------
    name : str
        ``room.word``.
    label : str
        What one is called, marked with `N_`.
    plural : str
        What several are called, in small letters, marked with `N_`: “5 causes”. Empty: the label with a number.
    order : int
        Where in the chain; 10 apart.
    rows : callable
        The rows of a condition that whoever looks may see, in the order to show them.
    called : callable
        What a row is called on screen.
    page : callable
        From a row to the name of its page and what the page's address takes.
    under : callable or None
        How things stand with the rows, in a few words: “two under way”. None: the name of the only one.
    """

    name: str
    label: str
    plural: str
    order: int
    rows: Rows
    called: Callable[[Any], Message | str]
    page: Callable[[Any], tuple[str, Mapping[str, Any]]]
    under: Callable[[Sequence[Any]], Message | str] | None


@dataclass(frozen=True, slots=True)
class Tie:
    """How two kinds hang together."""

    upper: str
    lower: str
    below: Leads
    above: Leads


@dataclass(frozen=True, slots=True)
class Link:
    """A row as the chain names it: what it is called, the name of its page, what the page's address takes."""

    number: int
    called: Message | str
    page: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """The rows of a kind that a walk came to: some of them named, all of them counted."""

    name: str
    label: str
    plural: str
    links: tuple[Link, ...]
    count: int
    here: bool = False
    under: Message | str = ""

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.links)


_kinds: dict[str, Kind] = {}
_ties: dict[tuple[str, str], Tie] = {}


def kind(
    name: str,
    label: str,
    plural: str = "",
    *,
    order: int,
    rows: Rows,
    called: Callable[[Any], Message | str],
    page: Callable[[Any], tuple[str, Mapping[str, Any]]],
    under: Callable[[Sequence[Any]], Message | str] | None = None,
) -> None:
    """Register a kind of link."""
    _kinds[name] = Kind(name, label, plural, order, rows, called, page, under)


def tie(upper: str, lower: str, *, below: Leads, above: Leads) -> None:
    """Register how rows of a kind hang together with rows of a kind further up: which are below some, which above."""
    _ties[upper, lower] = Tie(upper, lower, below, above)


def forget(*names: str) -> None:
    """Take kinds and their ties away again; for tests that register their own."""
    for name in names:
        _kinds.pop(name, None)
    for pair in [pair for pair in _ties if set(pair) & set(names)]:
        del _ties[pair]


def walk(name: str, row: models.Model, known: Mapping[str, Iterable[Any]] | None = None) -> list[Step]:
    """The chain through a row, from what it rests on to what came of it; the row itself is one of the steps.

    `known` are rows by kind that the page has read already, in the order of the kind: all that hang together with the
    row through the kinds between them, and nothing else. They are not asked for again.
    """
    start = _kinds[name]
    found = {start.name: [row]}
    inwards = sorted(_kinds.values(), key=lambda one: one.order)
    up = [one for one in reversed(inwards) if one.order <= start.order]
    down = [one for one in inwards if one.order >= start.order]
    read = known or {}
    _follow(up, found, read, lambda one: [(tie.upper, tie.above) for tie in _ties.values() if tie.lower == one])
    _follow(down, found, read, lambda one: [(tie.lower, tie.below) for tie in _ties.values() if tie.upper == one])
    return [_step(one, found[one.name], here=one is start) for one in inwards if found.get(one.name)]


def _follow(
    kinds: Iterable[Kind],
    found: dict[str, list[Any]],
    read: Mapping[str, Iterable[Any]],
    ties_of: Callable[[str], list[tuple[str, Leads]]],
) -> None:
    """Go from kind to kind, each once, when all that leads to it has been asked for."""
    wanted: dict[str, Q] = {}
    for one in kinds:
        if one.name in wanted:
            found[one.name] = list(read[one.name] if one.name in read else one.rows(wanted[one.name]))
        known = found.get(one.name, [])[:MOST]
        if not known:
            continue
        for other, leads in ties_of(one.name):
            if other in _kinds:
                wanted[other] = wanted.get(other, Q()) | leads(known)


def _step(kind: Kind, rows: list[Any], *, here: bool) -> Step:
    links = []
    for row in rows[:SHOWN]:
        page, arguments = kind.page(row)
        links.append(Link(row.pk, kind.called(row), page, arguments))
    under: Message | str = ""
    if kind.under is not None:
        under = kind.under(rows)
    elif len(rows) == 1:
        under = links[0].called
    return Step(kind.name, kind.label, kind.plural, tuple(links), len(rows), here, under)
