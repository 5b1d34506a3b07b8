"""Incidents where a promise is to be seen: of the same season of each year, and at places like it.

Only what the whole partnership shares is counted: the figures are the same for everyone and come to be published, and
what a party keeps to itself is in none of them. Nothing but counts leaves here.
A season on the other side of a change in coverage is marked, and not compared.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import BigIntegerField, Count, F, FloatField, Func, Min, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Floor, TruncWeek
from numpy.typing import NDArray

from lagesbild.analysis import coverage_breaks
from lagesbild.core.models import Partnership
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.incidents.disposing import whole_since
from lagesbild.incidents.models import Incident
from lagesbild.incidents.queries import METRES_A_DEGREE, IncidentQuerySet
from lagesbild.places.models import Area
from lagesbild.places.surroundings import bordering
from lagesbild.promises.models import Promise
from lagesbild.promises.periods import Period

YEARS = 3
"""Seasons before that are compared with, at the most."""
LEAST_WEEKS = 26
"""Weeks that must have been counted for anything to be said of coverage."""
AROUND = 2
"""How far from the middle of a place its surroundings reach, in radii."""
SMALL = 0.1
"""Share of the incidents below which a source may begin or end without making the rest incomparable."""


@dataclass(frozen=True, slots=True)
class Season:
    """A period, how many incidents began in it at the place and elsewhere in the partnership, and its weeks.

    Parameters
    ----------
    period : Period
    count : int
        At the place.
    elsewhere : int
        Placed, and not at the place.
    unplaced : int
        Of the same categories, not to be placed; may be of the place or not.
    weeks : tuple of int
        At the place, in whole weeks from the first day; days over at the end are left out.
    broken : bool
        Whether coverage changed between it and the period that it is compared with.
    around : int
        Of those elsewhere, how many next to the place (`around_place`); asked only beside the season of the promise.
    """

    period: Period
    count: int
    elsewhere: int
    unplaced: int
    weeks: tuple[int, ...]
    broken: bool = False
    around: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A change in coverage: which kind (start, end, gap, step), from which day, to which."""

    kind: str
    at: dt.date
    until: dt.date | None


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What is counted for a promise.

    Parameters
    ----------
    before : tuple of Season
        The same season of earlier years, oldest first.
    now : Season or None
        That of the promise, once it is over (or until the day asked for).
    others : (n,) ndarray of int
        Incidents of the same categories at comparable places in the comparable seasons before, all together.
    changes : tuple of Change
        In coverage, between the first season and the end of the last.
    """

    before: tuple[Season, ...]
    now: Season | None
    others: NDArray[np.int64]
    changes: tuple[Change, ...]

    @property
    def comparable(self) -> tuple[Season, ...]:
        """Seasons before with no change of coverage between."""
        return tuple(season for season in self.before if not season.broken)


def count(promise: Promise, *, on: dt.date, now: bool) -> Counted:
    """Count for a promise with a place and categories.

    Parameters
    ----------
    promise : Promise
        With where and in which categories.
    on : date
        The day it is: only seasons that are over before it are counted.
    now : bool
        Whether the season of the promise itself is counted, if it is over.
    """
    with scope(worker(promise.partnership_id).scope()):
        zone = ZoneInfo(Partnership.objects.get(pk=promise.partnership_id).timezone)
        rows = Incident.objects.in_picture().shared().filter(summary=False)
        first = rows.aggregate(first=Min("start"))["first"]
        period = Period(promise.starts, promise.ends)
        if first is None:
            return Counted((), None, np.zeros(0, np.int64), ())
        # of a season whose incidents have been disposed of, what stands here is not all there was
        left = whole_since(promise.partnership_id)
        since = max(filter(None, [first.astimezone(zone).date(), left]))
        earlier = [period.earlier(years) for years in range(YEARS + 2, 0, -1)]
        before = [one for one in earlier if one.starts >= since and one.ends < min(on, period.starts)][-YEARS:]
        own = [period] if now and period.ends < on else []
        if not before and not own:
            return Counted((), None, np.zeros(0, np.int64), ())
        chosen = rows.of_categories(promise.categories)
        seasons = _seasons(promise, chosen, [*before, *own], zone, around=bool(own))
        whole = Period((before or own)[0].starts, (own or before)[-1].ends)
        changes = _changes(rows, whole, on, zone)
        target = period if own else (before[-1] if before else period)
        seasons = [_marked(one, changes, target) for one in seasons]
        past = seasons[: len(before)]
        kept = [one.period for one in past if not one.broken]
        others = _others(promise, rows, kept, zone) if kept else np.zeros(0, np.int64)
        return Counted(tuple(past), seasons[-1] if own else None, others, changes)


def _span(period: Period, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """From the first moment of a period to the first after it."""
    return (
        dt.datetime.combine(period.starts, dt.time(), zone),
        dt.datetime.combine(period.ends + dt.timedelta(days=1), dt.time(), zone),
    )


def _in_any(periods: Iterable[Period], zone: ZoneInfo) -> Q:
    found = Q(pk__in=[])
    for period in periods:
        start, end = _span(period, zone)
        found |= Q(start__gte=start, start__lt=end)
    return found


def at_place(promise: Promise, rows: IncidentQuerySet) -> QuerySet[Incident]:
    """Those of the rows that lie where the promise is counted."""
    if promise.area_id is not None:
        return rows.in_area(promise.area_id)
    return _within(promise, rows, 1)


def around_place(promise: Promise, rows: IncidentQuerySet) -> QuerySet[Incident]:
    """Those next to where the promise is counted, to which what is prevented there may move.

    In a ring as wide as the circle is from its middle, or in the areas that border on the area.
    """
    if promise.area is None:
        wider = _within(promise, rows, AROUND)
    else:
        wider = rows.filter(areas__overlap=bordering(promise.area))
    return wider.exclude(pk__in=at_place(promise, rows).values("pk"))


def _within(promise: Promise, rows: IncidentQuerySet, radii: int) -> QuerySet[Incident]:
    """Those with a position of their own at most so many radii from the middle of the place."""
    if promise.lon is None or promise.lat is None or promise.radius is None:
        return rows.none()
    metres = radii * promise.radius
    across = METRES_A_DEGREE * math.cos(math.radians(promise.lat))
    near = rows.filter(placement=Incident.Placement.POINT).near(promise.lon, promise.lat, metres)
    x = (F("lon") - promise.lon) * across
    y = (F("lat") - promise.lat) * METRES_A_DEGREE
    apart = near.annotate(squared=Coalesce(x * x + y * y, Value(0.0), output_field=FloatField()))
    return apart.filter(squared__lte=float(metres) ** 2)


def _seasons(
    promise: Promise, chosen: IncidentQuerySet, periods: Sequence[Period], zone: ZoneInfo, *, around: bool
) -> list[Season]:
    """The seasons with their counts, in two questions; one more for what lies around the place."""
    inside = at_place(promise, chosen).filter(_in_any(periods, zone)).order_by()
    days = np.array([one.astimezone(zone).date() for one in inside.values_list("start", flat=True)], "datetime64[D]")
    without = Q(areas=[]) if promise.area_id is not None else ~Q(placement=Incident.Placement.POINT)
    asked: dict[str, Any] = {}
    for i, period in enumerate(periods):
        start, end = _span(period, zone)
        within = Q(start__gte=start, start__lt=end)
        asked[f"all_{i}"] = Count("pk", filter=within)
        asked[f"unplaced_{i}"] = Count("pk", filter=within & without)
    sums = chosen.order_by().aggregate(**asked)
    beside = {name: one for name, one in asked.items() if name.startswith("all_")}
    near = around_place(promise, chosen).order_by().aggregate(**beside) if around else dict.fromkeys(beside, 0)
    found = []
    for i, period in enumerate(periods):
        offset = (days - np.datetime64(period.starts)).astype(np.int64)
        mine = offset[(offset >= 0) & (offset < period.days)]
        weeks = np.bincount(mine // 7, minlength=period.days // 7)[: period.days // 7]
        unplaced = sums[f"unplaced_{i}"]
        elsewhere = sums[f"all_{i}"] - unplaced - len(mine)
        told = tuple(int(one) for one in weeks)
        found.append(Season(period, len(mine), elsewhere, unplaced, told, around=near[f"all_{i}"]))
    return found


def _others(promise: Promise, rows: IncidentQuerySet, periods: Sequence[Period], zone: ZoneInfo) -> NDArray[np.int64]:
    """Counts of the same categories at places of the same size where something has happened at all.

    Squares as large as the circle of the promise, or the other areas of the set.
    """
    inside = rows.filter(_in_any(periods, zone)).order_by()
    chosen = Count("pk", filter=Q(category_id__in=promise.categories))
    if promise.area_id is not None:
        same = Area.objects.filter(area_set__areas=promise.area_id).values_list("pk", flat=True)
        each = Func(F("areas"), function="unnest", output_field=BigIntegerField())
        by_area = dict(
            inside.annotate(one_area=each).values("one_area").annotate(n=chosen).values_list("one_area", "n")
        )
        return np.array([by_area.get(pk, 0) for pk in same], np.int64)
    assert promise.lon is not None
    assert promise.lat is not None
    assert promise.radius is not None
    side = promise.radius * math.sqrt(math.pi)
    across = METRES_A_DEGREE * math.cos(math.radians(promise.lat))
    # the place lies in the middle of a square
    x = Floor((F("lon") - promise.lon) * (across / side) + 0.5)
    y = Floor((F("lat") - promise.lat) * (METRES_A_DEGREE / side) + 0.5)
    squares = (
        inside.filter(placement=Incident.Placement.POINT)
        .annotate(square_x=x, square_y=y)
        .values("square_x", "square_y")
        .annotate(n=chosen)
        .values_list("n", flat=True)
    )
    return np.array(list(squares), np.int64)


def _changes(rows: IncidentQuerySet, whole: Period, on: dt.date, zone: ZoneInfo) -> tuple[Change, ...]:
    """Changes in what sources and parties cover, from half a year before the first season to the last day counted."""
    monday = whole.starts - dt.timedelta(days=whole.starts.weekday() + 7 * LEAST_WEEKS)
    last = min(on, whole.ends + dt.timedelta(days=7 * 13))
    weeks = (last - monday).days // 7
    if weeks < LEAST_WEEKS:
        return ()
    start, end = dt.datetime.combine(monday, dt.time(), zone), dt.datetime.combine(last, dt.time(), zone)
    counted = (
        rows.within(start, end)
        .order_by()
        .annotate(week=TruncWeek("start", tzinfo=zone), told=Coalesce("source_id", -F("party_id")))
        .values_list("told", "category_id", "week")
        .annotate(n=Count("pk"))
    )
    found = [(told, category, (week.date() - monday).days // 7, n) for told, category, week, n in counted]
    found = [one for one in found if 0 <= one[2] < weeks]
    if not found:
        return ()
    series = sorted({(told, category) for told, category, _, _ in found})
    sources = sorted({told for told, _ in series})
    index = {one: i for i, one in enumerate(series)}
    table = np.zeros((len(series), weeks), np.int64)
    for told, category, week, n in found:
        table[index[told, category], week] += n
    of = np.array([sources.index(told) for told, _ in series])
    shares = np.bincount(of, weights=table.sum(axis=1), minlength=len(sources)) / max(1, table.sum())
    return tuple(
        Change(
            one.kind,
            monday + dt.timedelta(weeks=one.at),
            None if one.until is None else monday + dt.timedelta(weeks=one.until),
        )
        for one in coverage_breaks(table, source=of).breaks
        if shares[one.source] >= SMALL
    )


def _marked(season: Season, changes: Sequence[Change], target: Period) -> Season:
    """The season, broken if coverage changed after it began and before the target ended."""
    broken = any((one.until or one.at) > season.period.starts and one.at <= target.ends for one in changes)
    if not broken:
        return season
    return replace(season, broken=True)
