"""What a reading would do: each row with its place, beside what is there already. Changes nothing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lagesbild.core import guard
from lagesbild.i18n import N_, Message
from lagesbild.indicators import readers
from lagesbild.indicators.models import Indicator, Series, Value
from lagesbild.indicators.readers.rows import QUARTER, RATE, About, Read, Refused, Row
from lagesbild.indicators.where import Place, Places

SHOWN = 12
"""Rows of each indicator, and refused ones, that a page shows."""
LONGEST = 200
ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"
Key = tuple[str, str, int | None, str]
"""Code and length of the periods of an indicator, number of an area, code of a region."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a row."""

    row: Row
    place: Place
    fate: str
    before: Value | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """What becomes of the rows of one indicator."""

    about: About
    known: Indicator | None
    fates: Sequence[Fate]

    @property
    def n(self) -> Counter[str]:
        """How many rows are added, changed and unchanged."""
        return Counter(one.fate for one in self.fates)

    @property
    def places(self) -> int:
        """How many places it is told of."""
        return len({(one.place.area, one.place.region) for one in self.fates})

    @property
    def first(self) -> dt.date:
        """First day of the earliest period."""
        return min(one.row.start for one in self.fates)

    @property
    def last(self) -> dt.date:
        """First day of the latest period."""
        return max(one.row.start for one in self.fates)

    @property
    def sample(self) -> Sequence[Fate]:
        """Rows to show: those that change something first, the latest of them."""
        order = {CHANGED: 0, ADDED: 1, UNCHANGED: 2}
        return sorted(self.fates, key=lambda one: (order[one.fate], -one.row.start.toordinal(), one.place.name))[:SHOWN]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file holds and what would come of it."""

    read: Read
    groups: Sequence[Group]
    refused: Sequence[Refused]
    elsewhere: int
    notes: Sequence[Message] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """Rows of the file, and what comes of the figures."""
        total: Counter[str] = Counter()
        for group in self.groups:
            total.update(group.n)
        return {
            "rows": self.read.n,
            ADDED: total[ADDED],
            CHANGED: total[CHANGED],
            UNCHANGED: total[UNCHANGED],
            "elsewhere": self.elsewhere,
            "refused": len(self.refused),
            "indicators": len(self.groups),
            "breaks": len(self.read.turned),
        }


def look(partnership: int, path: Path, *, kind: str = "", steps: str = QUARTER) -> Look:
    """What would come of a file; inside the walls.

    Raises
    ------
    UnreadableInput
        It cannot be read at all.
    """
    places = Places(partnership)
    found = readers.read(path, places.ours(), kind=kind, steps=steps)
    abouts = {(about.code, about.steps): _tidied(about) for about in found.indicators}
    refused, elsewhere = list(found.refused), found.elsewhere
    placed: dict[tuple[Key, dt.date], tuple[Row, Place]] = {}
    memory: dict[str, Place | str | None] = {}
    for row in found.rows:
        if row.place not in memory:
            memory[row.place] = places.find(row.place)
        place = memory[row.place]
        if isinstance(place, str):
            elsewhere += 1
            continue
        if place is None:
            refused.append(Refused(row.line, "", row.place[:40], Message(N_(
                "There is no area and no municipality called this here. Add the areas under Places, or mend the name."
            ))))  # fmt: skip
            continue
        key = (row.code, row.steps, place.area, place.region)
        if (key, row.start) in placed:
            refused.append(
                Refused(row.line, "", row.place[:40], Message(N_("The place and the period stand in an earlier row.")))
            )
            continue
        placed[key, row.start] = row, place
    known = _known(partnership, abouts)
    series = _series(known.values())
    values = _values(series.values())
    fates: dict[tuple[str, str], list[Fate]] = {}
    for (key, start), (row, place) in placed.items():
        before = values.get((series.get(key, 0), start))
        fate = ADDED if before is None else UNCHANGED if same(before, row) else CHANGED
        fates.setdefault(key[:2], []).append(Fate(row, place, fate, before))
    groups = [Group(abouts[name], known.get(name), rows) for name, rows in fates.items()]
    return Look(found, groups, sorted(refused, key=lambda one: one.line), elsewhere, found.notes)


def said(row: Row) -> dict[str, Any]:
    """What a row says, by the names of `Value.said`."""
    return {name: getattr(row, name) for name in Value.said}


def same(before: Value, row: Row) -> bool:
    """Whether a row says what is there already."""
    return all(getattr(before, name) == value for name, value in said(row).items())


def _tidied(about: About) -> About:
    """Names of a file as they may be kept: on a line, of bearable length, and about no one."""
    texts = {name: _line(getattr(about, name)) for name in ("name", "unit", "per", "source", "address", "licence")}
    kind = about.kind
    if kind == RATE and not texts["per"]:
        kind = Indicator.Kind.INDEX.value
    return About(about.code, kind=kind, steps=about.steps, fetched=about.fetched, **texts)


def _line(text: str) -> str:
    return guard.mask(" ".join(text.replace("\x00", "").split())[:LONGEST])[0]


def _known(partnership: int, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Indicator]:
    wanted = set(names)
    rows = Indicator.objects.filter(partnership=partnership, code__in={code for code, _ in wanted})
    return {(row.code, row.steps): row for row in rows if (row.code, row.steps) in wanted}


def _series(indicators: Iterable[Indicator]) -> dict[Key, int]:
    known = {row.pk: row for row in indicators}
    rows = Series.objects.filter(indicator__in=known).values_list("indicator_id", "area_id", "region", "pk")
    return {(known[pk].code, known[pk].steps, area, region): number for pk, area, region, number in rows}


def _values(series: Iterable[int]) -> Mapping[tuple[int, dt.date], Value]:
    return {(row.series_id, row.start): row for row in Value.objects.filter(series__in=list(series))}
