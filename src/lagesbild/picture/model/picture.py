"""The whole picture, and a picture as what JSON can hold."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from lagesbild.i18n import Message
from lagesbild.picture.model.basis import ARRIVING, Period, Series
from lagesbild.picture.model.counts import CountRow, Deviation, Tests
from lagesbild.picture.model.coverage import Coverage
from lagesbild.picture.model.patterns import Chains, Places, Repeats, WeekClock
from lagesbild.sources.records import FileSummary


@dataclasses.dataclass(frozen=True, slots=True)
class Refused:
    """The account of rows that did not become records."""

    unreadable: int
    repeated: int
    titles: int
    totals: int
    examples: tuple[tuple[str, int, str, str, Message], ...]
    """File, line, column, value, reason: the first of each reason and file. All are in the file beside the picture."""


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A shared situational picture of one period."""

    name: str
    """Whom it is about: a municipality, or what the user calls it."""
    demo: bool
    """Invented data; said on every page."""
    period: Period
    made: dt.date
    version: str
    seed: int
    rows: int
    records: int
    """Records that belong to the picture (inside the municipality asked for), all time."""
    elsewhere: int
    """Records read but belonging to another municipality."""
    files: tuple[FileSummary, ...]
    refused: Refused
    notes: tuple[Message, ...]
    coverage: Coverage
    total: CountRow
    categories: tuple[CountRow, ...]
    areas: tuple[CountRow, ...]
    groups: tuple[CountRow, ...]
    """Areas summed by the larger area they belong to, when there is more than one."""
    areas_source: str
    """File or register of the areas, "" when a column of the records themselves names them."""
    area_unplaced: int
    """Incidents of the period that could not be placed in any area."""
    area_outside: int
    """Incidents of the period placed outside all areas."""
    deviations: tuple[Deviation, ...]
    tests: Tests
    clock: WeekClock
    places: Places
    repeats: Repeats
    chains: Chains
    unsaid: tuple[Message, ...]
    """What this picture cannot say, and why."""

    @property
    def until(self) -> dt.date:
        """The day after the last that its coverage or its period holds."""
        return max(self.period.end, *(one.last + dt.timedelta(days=1) for one in self.coverage.sources), dt.date.min)

    def arriving(self, series: Series, end: dt.date | None = None) -> int:
        """How many of the last steps of a series, which ends with the period or with `end`, may still get reports."""
        ends = (*series.starts[1:], end or self.period.end)
        return sum(self.made - end < ARRIVING for end in ends)

    def to_dict(self) -> dict[str, Any]:
        """The picture as plain dicts, lists, numbers, strings (dates as ISO 8601, messages in both languages)."""
        found = plain(self)
        assert isinstance(found, dict)
        return found


def plain(value: object) -> object:
    """`value` of dataclasses, tuples, dates and messages as what JSON can hold."""
    if isinstance(value, Message):
        return value.to_dict()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value
