"""Series as they are shown: values with intervals and rates, what is missing, what may be said of a change.

Rules. A count has its exact interval, or the source's own. A rate is made only where the count has something to be of,
and says what. Nothing is compared across a break, nor with what is preliminary, partial or missing. Two figures of
which nothing says how much chance alone would move them are not called different.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from django.db.models import Q

from lagesbild.analysis.dispersion import Dispersion, count_dispersion, uncertain_dispersion
from lagesbild.analysis.intervals import conditional_binomial, e_test, poisson_interval, rate_interval
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.indicators.models import Break, Indicator, Series, Steps, Value
from lagesbild.indicators.readers import said

PER = 1_000
"""Inhabitants that a rate of ours is per."""
SMALL = 1_000
"""Below so many a rate moves much by a few."""
FEW = 20
"""Nothing is said in percent on a base below this."""
LARGEST_COUNT = 50_000
"""Above it chance of single events is not what moves a count, and no interval is made of it."""
LEAST_HISTORY = 3
"""Degrees of freedom from which it is known how much counts vary."""
LARGEST_TEST = 4_000
ALPHA = 0.05
Flag = Value.Flag
NEAR = 5
"""Years that a number of inhabitants may be away."""
People = Mapping[tuple[int | None, str], Sequence[tuple[int, float]]]
FIRM = ("", Flag.NONE.value)
_FIGURE = re.compile(r"\d[\d \u00a0.]*")


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; `theirs` where it is the source's own and not made from the count."""

    low: float
    high: float
    theirs: bool


@dataclass(frozen=True, slots=True)
class Rate:
    """A count per `PER` of what it is of; `small` where that is few."""

    value: float
    interval: Interval | None
    denominator: float
    small: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a series; no value where the source says nothing of it."""

    start: dt.date
    value: float | None
    interval: Interval | None
    rate: Rate | None
    flag: str
    mark: str
    told: bool = True
    part: int = 0
    """Between which breaks it lies."""

    @property
    def firm(self) -> bool:
        """Whether it may be compared."""
        return self.value is not None and self.flag in FIRM


@dataclass(frozen=True, slots=True)
class Line:
    """A series with every period from its first to its last, also those that nothing is told of."""

    series: Series
    points: Sequence[Point]

    @property
    def missing(self) -> list[dt.date]:
        """Periods that the source says nothing of, or withholds."""
        return [one.start for one in self.points if one.value is None]

    @property
    def known(self) -> list[Point]:
        """Periods with a value."""
        return [one for one in self.points if one.value is not None]

    @property
    def latest(self) -> Point | None:
        """The latest period that may be compared, or else the latest with a value."""
        firm = [one for one in self.points if one.firm]
        return firm[-1] if firm else self.known[-1] if self.known else None

    def at(self, start: dt.date) -> Point | None:
        """The period that begins on a day."""
        return next((one for one in self.points if one.start == start), None)


class Verdict(StrEnum):
    """What may be said of two figures."""

    MORE = "more"
    FEWER = "fewer"
    ALIKE = "alike"
    """Cannot be told apart: chance alone often gives as much."""
    BROKEN = "broken"
    """The source changed between them."""
    NOT_FIRM = "not firm"
    """One of them is missing, preliminary or partial."""
    NO_MEASURE = "no measure"
    """Nothing says how much chance alone would move them."""
    SHORT = "short"
    """More than chance of single events gives; how much such counts vary besides is not known yet."""
    SIZES = "sizes"
    """Counts of places of different size, with nothing to say what they are of."""
    SAME = "same"
    """One and the same."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two points, the later or other first, and what may be said of them."""

    now: Point
    before: Point
    verdict: Verdict
    p: float | None = None
    dispersion: float = 1.0
    history: int = 0
    """Degrees of freedom that the dispersion rests on; 0: it is taken to be 1."""

    @property
    def percent(self) -> int | None:
        """Change in percent, where the verdict says that there is one and the base is large enough."""
        base = self.before.value
        if self.verdict not in (Verdict.MORE, Verdict.FEWER) or base is None or base < FEW or self.now.value is None:
            return None
        return round(100 * (self.now.value - base) / base)


@dataclass(frozen=True, slots=True)
class Beside:
    """A place beside ours in one period."""

    series: Series
    point: Point
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is of an indicator: from when to when, how many periods are missing, which areas are not told of."""

    first: dt.date
    last: dt.date
    periods: int
    places: int
    gaps: int
    flagged: Mapping[str, int]
    absent: Sequence[str]


def lines(indicator: Indicator, series: Iterable[Series], breaks: Sequence[Break]) -> list[Line]:
    """Series with their values, each in two questions to the database."""
    chosen = list(series)
    values: dict[int, list[Value]] = {one.pk: [] for one in chosen}
    for value in Value.objects.filter(series__in=chosen).in_order():
        values[value.series_id].append(value)
    days = [one.day for one in breaks]
    people = _people(indicator, chosen)
    return [Line(one, _points(indicator, one, values[one.pk], days, people)) for one in chosen if values[one.pk]]


def _people(indicator: Indicator, chosen: Sequence[Series]) -> People:
    """How many there are in each place, by year, according to the indicator that was chosen."""
    if indicator.base_id is None:
        return {}
    here = Q(series__area__in=[one.area_id for one in chosen if one.area_id])
    here |= Q(series__region__in=[one.region for one in chosen if one.region])
    rows = Value.objects.filter(here, series__indicator=indicator.base_id, value__gt=0)
    found: dict[tuple[int | None, str], list[tuple[int, float]]] = {}
    for area, region, start, value in rows.in_order().values_list("series__area", "series__region", "start", "value"):
        found.setdefault((area, region), []).append((start.year, float(value or 0)))
    return found


def _of(people: People, series: Series, year: int) -> float | None:
    """Of the year, or of the nearest within some years."""
    known = people.get((series.area_id, series.region), ())
    near = min(known, key=lambda one: (abs(one[0] - year), one[0]), default=None)
    return near[1] if near is not None and abs(near[0] - year) <= NEAR else None


def _points(
    indicator: Indicator, series: Series, values: Sequence[Value], days: Sequence[dt.date], people: People
) -> list[Point]:
    known = dict(zip((value.start for value in values), _figures(indicator, series, values, people), strict=True))
    found = []
    for start in said.between(indicator.steps, values[0].start, values[-1].start):
        part = int(np.searchsorted(np.array(days, "datetime64[D]"), np.datetime64(start), side="right"))
        if start not in known:
            found.append(Point(start, None, None, None, Flag.MISSING, "", told=False, part=part))
            continue
        value, interval, rate = known[start]
        split = any(start < day < said.after(indicator.steps, start) for day in days)
        flag = value.flag or (Flag.PARTIAL.value if split else "")
        found.append(Point(start, value.value, interval, rate, flag, value.mark, part=part))
    return found


def _figures(
    indicator: Indicator, series: Series, values: Sequence[Value], people: People
) -> list[tuple[Value, Interval | None, Rate | None]]:
    """Each value with how sure it is, and per how many; all of a series at a time."""
    counts = [_counts(indicator, value) for value in values]
    few = [count if count is not None and count <= LARGEST_COUNT else None for count in counts]
    whole = [one or 0 for one in few]
    of = [_denominator(series, value, people) for value in values]
    around = poisson_interval(whole)
    rated = rate_interval(whole, [one or 1.0 for one in of], per=PER)
    found = []
    for i, value in enumerate(values):
        interval = per = None
        if few[i] is not None:
            interval = Interval(float(around.low[i]), float(around.high[i]), theirs=False)
            per = Interval(float(rated.low[i]), float(rated.high[i]), theirs=False)
        if value.lower is not None and value.upper is not None:
            interval = Interval(value.lower, value.upper, theirs=True)
        count, base = counts[i], of[i]
        rate = None if count is None or base is None else Rate(count / base * PER, per, base, base < SMALL)
        found.append((value, interval, rate))
    return found


def _denominator(series: Series, value: Value, people: People) -> float | None:
    """What the source says it is of, who lives there, or the area's inhabitants."""
    of = value.denominator or _of(people, series, value.start.year)
    of = of or (series.area.population if series.area is not None else None)
    return of if of is not None and of > 0 else None


def _counts(indicator: Indicator, value: Value) -> int | None:
    """The value as a count of events, where it is one."""
    if indicator.kind != Indicator.Kind.COUNT or value.value is None:
        return None
    return int(value.value) if value.value >= 0 and value.value == int(value.value) else None


def change(indicator: Indicator, line: Line, now: dt.date, before: dt.date) -> Compared | None:
    """One period against another; None where either is not told of at all."""
    one, other = line.at(now), line.at(before)
    if one is None or other is None:
        return None
    found = _dispersion(indicator, [line], one.part, {one.start, other.start})
    verdict, p = _against(indicator, one, other, found, own=True)
    return Compared(one, other, verdict, p, found.value if found else 1.0, found.freedom if found else 0)


def usual(indicator: Indicator, line: Line) -> Compared | None:
    """The latest firm period against the same one a year before: seasons are not called changes."""
    latest = line.latest
    if latest is None:
        return None
    year = {Steps.YEAR: 1, Steps.QUARTER: 4, Steps.MONTH: 12}[Steps(indicator.steps)]
    return change(indicator, line, latest.start, said.after(indicator.steps, latest.start, -year))


def compared(indicator: Indicator, found: Sequence[Line], start: dt.date, own: Series | None) -> list[Beside]:
    """Each place in a period beside ours. That many are compared is allowed for (false discovery rate 5 %)."""
    points = [(line, point) for line in found if (point := line.at(start)) is not None]
    ours = next(((line, point) for line, point in points if own is not None and line.series.pk == own.pk), None)
    spread = _dispersion(indicator, [line for line, _ in points], ours[1].part, {start}) if ours else None
    verdicts: list[Verdict] = []
    tested: list[float] = []
    for line, point in points:
        if ours is None or line is ours[0]:
            verdicts.append(Verdict.SAME if ours is not None else Verdict.NO_MEASURE)
            tested.append(np.nan)
            continue
        verdict, p = _against(indicator, point, ours[1], spread, own=False)
        verdicts.append(verdict)
        tested.append(np.nan if p is None else p)
    for i, q in enumerate(benjamini_hochberg(tested)) if tested else ():
        if not np.isnan(q) and q > ALPHA:
            verdicts[i] = Verdict.ALIKE
    return [Beside(line.series, point, verdict) for (line, point), verdict in zip(points, verdicts, strict=True)]


def _against(
    indicator: Indicator, one: Point, other: Point, spread: Dispersion | None, *, own: bool
) -> tuple[Verdict, float | None]:
    """One figure against another; `own`: of the same place, so that counts without anything they are of compare."""
    if not (one.firm and other.firm):
        return Verdict.NOT_FIRM, None
    if one.part != other.part:
        return Verdict.BROKEN, None
    assert one.value is not None
    assert other.value is not None
    rated = one.rate is not None and other.rate is not None
    if indicator.kind == Indicator.Kind.COUNT and (one.interval is None or not one.interval.theirs):
        if not own and not rated:
            return Verdict.SIZES, None
        if one.interval is None or other.interval is None:
            return Verdict.NO_MEASURE, None
        weights = (one.rate.denominator, other.rate.denominator) if one.rate and other.rate else (1.0, 1.0)
        return _tested(int(one.value), int(other.value), weights, spread)
    if one.interval is None or other.interval is None:
        return Verdict.NO_MEASURE, None
    if one.interval.low > other.interval.high:
        return Verdict.MORE, None
    return (Verdict.FEWER if one.interval.high < other.interval.low else Verdict.ALIKE), None


def _tested(k1: int, k2: int, of: tuple[float, float], spread: Dispersion | None) -> tuple[Verdict, float | None]:
    if k1 + k2 == 0:
        return Verdict.ALIKE, None
    known = spread is not None and spread.freedom >= LEAST_HISTORY
    dispersion = uncertain_dispersion(spread, ALPHA) if known and spread is not None else 1.0
    if k1 + k2 <= LARGEST_TEST:
        p = e_test(k1, of[0], k2, of[1], dispersion=dispersion).p
    else:
        # bunches of events are worth fewer of them
        p = conditional_binomial(round(k1 / dispersion), of[0], round(k2 / dispersion), of[1]).p
    if p > ALPHA:
        return Verdict.ALIKE, p
    if not known:
        return Verdict.SHORT, p
    return (Verdict.MORE if k1 / of[0] > k2 / of[1] else Verdict.FEWER), p


def _dispersion(indicator: Indicator, found: Sequence[Line], part: int, but: Collection[dt.date]) -> Dispersion | None:
    """Variance over mean of the counts since the source last changed, without the periods that are compared.

    Counts of the same place and season are of one level. None where the figures are no counts.
    """
    if indicator.kind != Indicator.Kind.COUNT:
        return None
    counts, groups = [], []
    for i, line in enumerate(found):
        for one in line.points:
            if one.firm and one.part == part and one.interval is not None and one.start not in but:
                counts.append(int(one.value or 0))
                groups.append(100 * i + one.start.month)
    return count_dispersion(counts, group=groups) if counts else None


def coverage(indicator: Indicator, found: Sequence[Line], areas: Mapping[int, str]) -> Coverage | None:
    """What there is of an indicator; `areas` are those in use, of which some may not be told of."""
    if not found:
        return None
    first, last = min(one.points[0].start for one in found), max(one.points[-1].start for one in found)
    periods = said.between(indicator.steps, first, last)
    told = {one.series.area_id for one in found}
    flagged: dict[str, int] = {}
    gaps = 0
    for line in found:
        gaps += len(periods) - len(line.known)
        for point in line.points:
            if point.flag and point.told:
                flagged[point.flag] = flagged.get(point.flag, 0) + 1
    absent = [name for pk, name in areas.items() if pk not in told] if any(told - {None}) else []
    return Coverage(first, last, len(periods), len(found), gaps, flagged, absent)
