"""What a map shows: incidents in a box as few enough marks, fast also where there are a million.

Far out, squares are read that were counted beforehand (`models.CellCount`), for the whole years of the period, and the
rest of the period row by row. Close in, incidents themselves are read, and put together by square where they are many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, FloatField, IntegerField, QuerySet, Sum
from django.db.models.expressions import ExpressionWrapper

from lagesbild.incidents import grid
from lagesbild.incidents.grid import Box
from lagesbild.incidents.models import CellCount, Incident

POINTS_FROM = 14.5
"""Zoom from which incidents are shown one by one, where they are few enough."""
MOST_POINTS = 2_000
EXTENT_LEVEL = 14
"""Squares of about two kilometres at our latitudes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a map is asked to show.

    `start` and `end` are aware times, `end` not included; None for all time. Empty `categories` stand for all.
    """

    box: Box
    zoom: float
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    categories: tuple[int, ...] = ()
    party: int | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of a map in columns of equal length, ready to be written as JSON.

    `lon`, `lat`: WGS 84 degrees, the middle of the incidents of a mark. `n`: how many it stands for. `id`: number of
    the incident where a mark is a single one, else 0.
    """

    lon: list[float]
    lat: list[float]
    n: list[int]
    id: list[int]

    @property
    def total(self) -> int:
        """How many incidents all marks stand for."""
        return sum(self.n)

    def to_dict(self) -> dict[str, list[float] | list[int]]:
        """Columns by name."""
        return {"lon": self.lon, "lat": self.lat, "n": self.n, "id": self.id}


def marks(wanted: Wanted) -> Marks:
    """The marks of a map, of incidents that count and that the scope lets one see."""
    if wanted.zoom >= POINTS_FROM:
        found = _points(wanted)
        if found is not None:
            return found
        return _together(_rows(_incidents(wanted)))
    level = grid.level_for(wanted.zoom)
    years, rest = _whole_years(wanted)
    parts = [_counted(wanted, level, years)] if years else []
    parts += [_squares(_incidents(wanted, start, end), level) for start, end in rest]
    return _together([row for part in parts for row in part])


def _incidents(wanted: Wanted, start: dt.datetime | None = None, end: dt.datetime | None = None) -> QuerySet[Incident]:
    rows = Incident.objects.in_picture().in_box(wanted.box)
    first, last = start or wanted.start, end or wanted.end
    if first is not None:
        rows = rows.filter(start__gte=first)
    if last is not None:
        rows = rows.filter(start__lt=last)
    if wanted.categories:
        rows = rows.of_categories(wanted.categories)
    return rows if wanted.party is None else rows.of_party(wanted.party)


def _points(wanted: Wanted) -> Marks | None:
    """Each incident by itself, or None where they are too many."""
    rows = list(_incidents(wanted).order_by().values_list("lon", "lat", "pk")[: MOST_POINTS + 1])
    if len(rows) > MOST_POINTS:
        return None
    rows.sort(key=lambda row: row[2])
    lon, lat = ([float(row[i] or 0.0) for row in rows] for i in (0, 1))  # a row in a box has a position
    return Marks(lon, lat, [1] * len(rows), [row[2] for row in rows])


Row = tuple[int, int, float, float]
"""Square, incidents in it, sums of their longitudes and latitudes."""


def extent() -> Box | None:
    """A box that holds the incidents that count, to within two kilometres; None where none has a position."""
    rows = CellCount.objects.filter(level=EXTENT_LEVEL).order_by().values("y", "x")
    totals = rows.annotate(count=Sum("n"), east=Sum("lon"), north=Sum("lat")).filter(count__gt=0)
    middles = [(lon / n, lat / n) for n, lon, lat in totals.values_list("count", "east", "north")]
    if not middles:
        return None
    lons, lats = zip(*middles, strict=True)
    return Box(min(lons), min(lats), max(lons), max(lats))


def _rows(rows: QuerySet[Incident]) -> list[Row]:
    """Incidents put together by position: where they are many close in, they share positions."""
    found = rows.order_by().values_list("lon", "lat").annotate(count=Count("pk"))
    return [(i, n, float(lon or 0.0) * n, float(lat or 0.0) * n) for i, (lon, lat, n) in enumerate(found)]


def _squares(rows: QuerySet[Incident], level: int) -> list[Row]:
    """Incidents by square of a level, from the number of their finest square."""
    side = 1 << (grid.FINEST - level)
    whole = 1 << grid.FINEST
    number = ExpressionWrapper(F("cell") / whole / side * whole + F("cell") % whole / side, output_field=IntegerField())
    found = (
        rows.order_by()
        .annotate(square=number)
        .values_list("square")
        .annotate(
            count=Count("pk"), east=Sum("lon", output_field=FloatField()), north=Sum("lat", output_field=FloatField())
        )
    )
    return list(found)


def _counted(wanted: Wanted, level: int, years: range) -> list[Row]:
    first_x, last_x, first_y, last_y = wanted.box.squares(level)
    rows = CellCount.objects.filter(level=level, y__gte=first_y, y__lte=last_y, x__gte=first_x, x__lte=last_x)
    if wanted.start is not None or wanted.end is not None:
        rows = rows.filter(year__gte=years.start, year__lt=years.stop)
    if wanted.categories:
        rows = rows.filter(category_id__in=wanted.categories)
    if wanted.party is not None:
        rows = rows.filter(party_id=wanted.party)
    found = rows.order_by().values_list("y", "x").annotate(count=Sum("n"), east=Sum("lon"), north=Sum("lat"))
    return [((y << grid.FINEST) + x, n, lon, lat) for y, x, n, lon, lat in found if n > 0]


def _whole_years(wanted: Wanted) -> tuple[range, list[tuple[dt.datetime, dt.datetime]]]:
    """Years that lie whole in the period, and the stretches of it that are left."""
    first = (wanted.start or _new_year(1)).astimezone(dt.UTC)
    last = (wanted.end or _new_year(dt.MAXYEAR)).astimezone(dt.UTC)
    begins = first.year if first == _new_year(first.year) else first.year + 1
    if begins >= last.year:
        return range(0), [(first, last)]
    rest = [(first, _new_year(begins)), (_new_year(last.year), last)]
    return range(begins, last.year), [(start, end) for start, end in rest if start < end]


def _new_year(year: int) -> dt.datetime:
    return dt.datetime(year, 1, 1, tzinfo=dt.UTC)


def _together(rows: Sequence[Row]) -> Marks:
    """Squares as marks in the middle of their incidents, in a fixed order."""
    sums: dict[int, list[float]] = {}
    for square, n, lon, lat in rows:
        held = sums.setdefault(square, [0.0, 0.0, 0.0])
        held[0] += n
        held[1] += lon
        held[2] += lat
    kept = [(square, held) for square, held in sorted(sums.items()) if held[0] > 0]
    return Marks(
        [round(held[1] / held[0], 6) for _, held in kept],
        [round(held[2] / held[0], 6) for _, held in kept],
        [int(held[0]) for _, held in kept],
        [0] * len(kept),
    )
