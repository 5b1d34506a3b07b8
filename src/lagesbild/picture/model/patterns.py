"""When and where it gathers: the week clock, ranked places, repeats and possible series."""

from __future__ import annotations

import dataclasses
import datetime as dt

from lagesbild.i18n import Message
from lagesbild.picture.model.basis import Interval, Period, RecordRef, Ring, Verdict


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
    heaped: dict[str, str] | None
    """What is said, by language, of the hours that are round numbers rather than times (midnight, noon), if any."""
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
class ChanceMap:
    """One map: `drawn` are squares by index with their counts, `rest` the incidents in squares with fewer."""

    drawn: tuple[tuple[int, int], ...]
    fullest: int
    rest: int


@dataclasses.dataclass(frozen=True, slots=True)
class Chances:
    """What chance looks like: the real map first, then maps that the lot would have drawn of as many incidents.

    Dumping points are left out of all of them.
    """

    null: str
    """"own history" or "even chance"."""
    squares: tuple[tuple[int, int], ...]
    """Column and row of each square, from the west and the south."""
    shown_from: int
    maps: tuple[ChanceMap, ...]
    p: float
    """Share of the maps in which a place exceeds what was expected as much as on the real one."""
    said: dict[str, tuple[str, ...]]
    """What may be said of it, by language (`lagesbild.analysis.report`)."""


@dataclasses.dataclass(frozen=True, slots=True)
class EmergingPlace:
    """A square with its neighbours, against what there is of all incidents now and before.

    `p` and `q` (corrected for all squares) are the larger of those by lot and those by its own history; 1 where
    it is not among the hot ones of the last four weeks.
    """

    name: str
    count: int
    expected: float
    p: float
    q: float
    pattern: int
    """`lagesbild.analysis.Pattern` over the last year; 0 where none has a name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Emerging:
    """What grows: the clearest square of each neighbourhood, all that stand out and some that may be chance."""

    rows: tuple[EmergingPlace, ...]
    tested: int
    incidents: int
    refused: Message | None


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
    unshared: int = 0
    """Incidents of the stretch that are not shared with everyone: on no map of squares and in no ranking of them."""
    chances: Chances | None = None
    """None where there are no squares."""
    emerging: Emerging | None = None
    """None where there are no squares."""


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
