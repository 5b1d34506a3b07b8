"""What a picture rests on: sources over time, and where their coverage breaks."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import StrEnum

from lagesbild.picture.model.basis import Interval, Series, Unit


class BreakKind(StrEnum):
    """How coverage changes."""

    START = "start"
    """A source begins in earnest."""
    END = "end"
    """A source ends."""
    GAP = "gap"
    """A source is silent between `at` and `until`."""
    STEP = "step"
    """The level changes at once in most categories and areas: another routine, code or extract."""
    FIELD = "field"
    """A column stops or begins to be filled in."""


@dataclasses.dataclass(frozen=True, slots=True)
class Break:
    """A change in what the source covers. Counts on its two sides are not compared, unless it is `small`."""

    kind: BreakKind
    at: dt.date
    until: dt.date | None
    source: str
    """The source, reporter or column, or "" for all."""
    before: float | None
    after: float | None
    """Mean count per step on either side (share 0 to 1 for FIELD)."""
    ratio_interval: Interval | None = None
    unit: Unit | None = None
    """Step of `before` and `after`, and fineness of `at`; that of the coverage drawn when None."""
    small: bool = False
    """Concerns so small a part of all incidents, and of every category, that comparisons are made across it."""
    role: str = ""
    """What the column of a FIELD break says: "area" or "municipality"; `source` is the file's own heading of it."""


@dataclasses.dataclass(frozen=True, slots=True)
class SourceCoverage:
    """One source (reporter column, else file) over time."""

    name: str
    count: int
    first: dt.date
    last: dt.date
    placed: int
    """Records with a point of their own."""
    timed: int
    """Records with at least the hour."""
    series: Series


@dataclasses.dataclass(frozen=True, slots=True)
class Coverage:
    """What the picture rests on."""

    unit: Unit
    total: Series
    sources: tuple[SourceCoverage, ...]
    breaks: tuple[Break, ...]
    comparable_from: dt.date | None
    """First day from which the period may be compared backwards; None when nothing may be."""
    placement: dict[str, int]
    """Records by name of `Placement`."""
    precision: dict[str, int]
    """Records by name of `TimePrecision`."""
    summaries: int
    """Rows that bundle many events, kept apart from every count of incidents."""

    @property
    def changed_before(self) -> bool:
        """Whether the source was another before `comparable_from`; else the records only begin there."""
        return any((one.until or one.at) == self.comparable_from for one in self.breaks if not one.small)
