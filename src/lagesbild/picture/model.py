"""A shared situational picture (lägesbild) as pure data: what `compose` makes and what pages, documents and JSON show.

Everything here is frozen, JSON-able by `to_dict`, free of wording in any language (see `wording`) and free of the
clock: the same records, areas, period and seed give an equal picture.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import StrEnum
from typing import Any

from lagesbild.i18n import Message
from lagesbild.sources.records import FileSummary

Ring = tuple[tuple[float, float], ...]
"""A closed line of WGS 84 (longitude, latitude) points."""


class Unit(StrEnum):
    """The step of a series, and the length of an ordinary period."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SPAN = "span"
    """Any other number of days."""


class Verdict(StrEnum):
    """What may be said of a count against what was expected."""

    ABOVE = "above"
    BELOW = "below"
    INSIDE = "inside"
    CHANCE = "chance"
    """Outside the expected interval, but among this many series chance alone gives such a one: no change is claimed."""
    FEW = "few"
    """Too few to say."""
    SHORT = "short"
    """History is too short to expect anything."""
    INCOMPARABLE = "incomparable"
    """Coverage differs, so nothing may be said of a change."""


@dataclasses.dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` up to but not including `end`."""

    start: dt.date
    end: dt.date
    unit: Unit


@dataclasses.dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of counts or rates, with the middle it was built around."""

    low: float
    high: float
    middle: float


@dataclasses.dataclass(frozen=True, slots=True)
class Earlier:
    """The count of an earlier stretch of time, None where coverage does not allow it to be compared."""

    period: Period
    count: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Series:
    """Counts per step of time, oldest first, with the interval expected of each step where there is one."""

    unit: Unit
    starts: tuple[dt.date, ...]
    counts: tuple[int, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class CountRow:
    """One category, area or total in the period.

    `interval` is the 95 % Poisson interval of the count itself, `expected` the interval in which 95 % of new counts
    would fall if all went on as in history (None where history is too short or not comparable), `p` the two-sided
    probability of something as unusual by chance, `q` the same corrected for the number of series tested (None where
    not tested). `name` is "" for the total, and for incidents without a category.
    """

    name: str
    group: str
    count: int
    interval: Interval
    expected: Interval | None
    verdict: Verdict
    before: Earlier | None
    earlier: tuple[Earlier, ...]
    series: Series
    p: float | None
    q: float | None
    rate: Interval | None = None
    """Per 1,000 inhabitants and period, for areas with a population."""
    code: str = ""
    """Code of an area, where it has one beside its name."""


@dataclasses.dataclass(frozen=True, slots=True)
class RecordRef:
    """An incident behind a figure: where it stands in the source, and what the source says of it."""

    file: str
    line: int
    start: dt.datetime
    end: dt.datetime
    precision: str
    category: str
    place: str


@dataclasses.dataclass(frozen=True, slots=True)
class Deviation:
    """A series outside the expected after correction for the number of series tested."""

    row: CountRow
    kind: str
    """"category", "area" or "category in area"."""
    one_in: float
    """Chance gives something as unusual in one of this many periods, for a single series."""
    gathered: tuple[Message, ...]
    """Where and when its incidents gather, if they do."""
    doubt: Message | None
    """Why this is more likely a change in reporting than in what happens, or None."""
    evidence: tuple[RecordRef, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Tests:
    """The family of tests behind the deviations."""

    tested: int
    """Series tested."""
    untested: int
    """Series with too little history or too few incidents to test; shown as counts only."""
    method: str
    """"farrington", "recent" or "" when nothing could be tested."""
    alpha: float
    """Largest expected share of false alarms among the deviations."""
    baseline: Period | None
    """The stretch of history that the expectation rests on."""


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


@dataclasses.dataclass(frozen=True, slots=True)
class WeekClock:
    """When in the week: rows Monday to Sunday, columns hours 0 to 23.

    `history` holds expected incidents per cell (an incident whose window covers several hours is shared among them)
    over `over`; `now` the same for the period. `peak` is the busiest stretch, in words of numbers.
    """

    history: tuple[tuple[float, ...], ...]
    now: tuple[tuple[float, ...], ...]
    over: Period
    used: int
    without_hour: int
    heaped: Message | None
    """Hours that are round numbers rather than times (midnight, noon), if any."""
    peak: Message | None
    refused: Message | None
    """Why there is no clock, in which case the rest is empty."""
    peak_box: tuple[int, int, int, int] | None = None
    """The busiest stretch on the clock: first and last weekday (0 is Monday), first hour, hour after the last."""


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceRow:
    """One ranked place."""

    rank: int
    name: str
    count: int
    interval: Interval
    before: int | None
    expected: Interval | None
    verdict: Verdict
    q: float | None
    sure: float
    """Probability that the place is among the listed ones if the same weeks were drawn again, 0 to 1."""
    lon: float
    lat: float
    outline: tuple[Ring, ...]
    categories: tuple[tuple[str, int], ...]
    clock: tuple[tuple[float, ...], ...]
    """7 weekdays by 4 six-hour shifts (night, morning, afternoon, evening); empty without hours."""
    dump: bool
    """A point where a source puts what it cannot place (station, centroid)."""
    evidence: tuple[RecordRef, ...]
    rate: Interval | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """A piece of the map with its count in the map's period."""

    outline: tuple[Ring, ...]
    count: int
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Ground:
    """One thing drawn under the map.

    `kind` is "area" (outline of an area or municipality), "water", "green", "block" (built-up) as filled rings,
    "road", "street" or "rail" as open lines, or "label" as a single point that carries `name`.
    """

    kind: str
    lines: tuple[Ring, ...]
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Places:
    """Where it gathers."""

    kind: str
    """"cells" (squares of `cell_metres`) or "areas"."""
    cell_metres: float
    over: Period
    """The stretch of time that is ranked."""
    rows: tuple[PlaceRow, ...]
    cells: tuple[Cell, ...]
    """What is drawn, densest first; squares with fewer than `shown_from` are left out and counted in `hidden`."""
    shown_from: int
    hidden: int
    placed: int
    unplaced: int
    outside: int
    """Placed incidents outside every area."""
    without_dumps: tuple[PlaceRow, ...]
    """The ranking with dumping points left out, when there are any."""
    ground: tuple[Ground, ...]
    """What is drawn under the map, bottom first."""
    refused: Message | None


@dataclasses.dataclass(frozen=True, slots=True)
class KnoxCell:
    """Pairs of incidents in one band of distance and of time."""

    metres_from: float
    metres_to: float
    days_from: float
    days_to: float
    pairs: int
    expected: float
    ratio: float | None
    p: float


@dataclasses.dataclass(frozen=True, slots=True)
class Repeats:
    """Does one thing bring the next? Knox test of closeness in space and time, and places hit more than once."""

    table: tuple[KnoxCell, ...]
    tested: int
    permutations: int
    floor: float
    """Smallest p these permutations can give."""
    places_twice: int
    """Points with two or more incidents in the period."""
    share_twice: float
    over: Period | None
    categories: tuple[str, ...]
    """Of the commonest categories, those in which the closest band also stands out by itself, corrected for how many
    were tried. The table is of all incidents together."""
    refused: Message | None


@dataclasses.dataclass(frozen=True, slots=True)
class Chain:
    """Incidents of one category linked by closeness in space and time: perhaps a series."""

    category: str
    count: int
    start: dt.date
    end: dt.date
    metres: float
    """Largest distance between two of them."""
    p: float
    q: float
    name: str
    lon: float
    lat: float
    evidence: tuple[RecordRef, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Chains:
    """Possible series and how they were looked for."""

    rows: tuple[Chain, ...]
    metres: float
    days: float
    smallest: int
    tested: int
    over: Period | None
    refused: Message | None


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
