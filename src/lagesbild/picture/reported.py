"""Who reported and who was silent: units by week, from the records and what units have said themselves. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from lagesbild.picture.model import Period, Unit
from lagesbild.sources.records import Records

WEEKS = 12
"""Weeks shown. Units that were not heard in any of them are counted and not listed."""
WEEK = dt.timedelta(weeks=1)


class Heard(StrEnum):
    """What a week says of a unit."""

    REPORTED = "reported"
    NOTHING = "nothing"
    """The unit said that there was nothing to report."""
    SILENT = "silent"
    NOT_YET = "not_yet"
    """The unit had not begun to report."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit over the weeks, oldest first."""

    name: str
    party: str
    """The party it belongs to, "" when it is a party itself."""
    counts: tuple[int, ...]
    heard: tuple[Heard, ...]

    @property
    def now(self) -> Heard:
        """What the week of the picture says."""
        return self.heard[-1]


@dataclass(frozen=True, slots=True)
class Reported:
    """All units."""

    weeks: tuple[dt.date, ...]
    """Mondays."""
    rows: tuple[UnitRow, ...]
    gone: int
    """Units heard before these weeks and in none of them."""

    @property
    def silent(self) -> int:
        """Units that neither reported nor said that there was nothing."""
        return sum(row.now is Heard.SILENT for row in self.rows)


def reported(
    records: Records,
    period: Period,
    *,
    parties: Mapping[str, str],
    nothing: Collection[tuple[str, dt.date]] = (),
) -> Reported:
    """The matrix of units and weeks up to the week of `period`; empty for a longer period, which is not told by units.

    Parameters
    ----------
    records : Records
        `reporter` is the unit, or the party where it has none.
    period : Period
        What the picture is of.
    parties : mapping
        Party by unit.
    nothing : collection of (unit, Monday)
        Weeks in which a unit has said that there was nothing to report.
    """
    if period.unit is not Unit.WEEK:
        return Reported((), (), 0)
    weeks = tuple(period.start - WEEK * back for back in range(WEEKS - 1, -1, -1))
    edges = np.array([*weeks, period.end], "datetime64[s]")
    known = records.reporter.codes >= 0
    past = known & (records.start < edges[-1]) & ~records.summary
    codes = records.reporter.codes
    said: dict[str, set[dt.date]] = {}
    for unit, monday in nothing:
        said.setdefault(unit, set()).add(monday)
    rows: list[UnitRow] = []
    gone = 0
    for name in sorted({*records.reporter.names, *said}):
        code = records.reporter.names.index(name) if name in records.reporter.names else -2
        starts = records.start[past & (codes == code)]
        counts = (
            np.histogram(starts.astype(np.int64), edges.astype(np.int64))[0] if starts.size else np.zeros(WEEKS, int)
        )
        told = said.get(name, set())
        firsts = [starts.min().astype("datetime64[D]").item()] if starts.size else []
        first = min([*firsts, *told], default=None)
        if first is None or first >= period.end:
            continue
        heard = tuple(_heard(int(n), week, first, told) for n, week in zip(counts, weeks, strict=True))
        if not {Heard.REPORTED, Heard.NOTHING} & set(heard):
            gone += 1
            continue
        rows.append(UnitRow(name, parties.get(name, ""), tuple(map(int, counts)), heard))
    rows.sort(key=lambda row: (row.party or row.name, bool(row.party), row.name))
    return Reported(weeks, tuple(rows), gone)


def _heard(n: int, week: dt.date, first: dt.date, told: set[dt.date]) -> Heard:
    if n:
        return Heard.REPORTED
    if week in told:
        return Heard.NOTHING
    return Heard.NOT_YET if week + WEEK <= first else Heard.SILENT
