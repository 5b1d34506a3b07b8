"""Where it gathers: squares or areas ranked by count, each against its own history, and how sure the ranking is."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from lagesbild.analysis import changed_places, grid_counts, poisson_interval, rank_certainty
from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.chance import chances_of
from lagesbild.picture.compose.clock import grid, shifts, week_cells
from lagesbild.picture.compose.drawn import SMALLEST, Drawn, Shapes, Stretch
from lagesbild.picture.compose.dumps import on_dumps
from lagesbild.picture.compose.emerging import emerging_of
from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.placing import OUTSIDE
from lagesbild.picture.compose.setting import Reach, Setting
from lagesbild.picture.compose.squares import SIDES, names, outlines, side, squares, well_filled
from lagesbild.picture.compose.steps import month_start, months, number
from lagesbild.picture.model import Cell, Emerging, Interval, Period, PlaceRow, Places, Unit, Verdict
from lagesbild.places.coordinates import Projected, metres, to_wgs84
from lagesbild.sources.records import Placement

LISTED = 15
STRETCHES = (84, 182, 364)
"""Days up to the end of the period that are ranked when the period itself holds too little, shortest first."""
MONTH = 30.4
"""Days of a month, when a stretch has to be of whole months: three, six and twelve of them."""
LEAST = 30
"""Placed incidents without which nothing is ranked."""
MOST_CELLS = 3000
EVIDENCE = 50
SURE = 0.5
"""A ranking in which no place is this sure of being on the list is a ranking of chance."""
ALPHA = 0.05
FEW = 2.0
CENTRES = 0.5
"""Share of positions that are centres of areas above which there is no map of places."""


def places_of(setting: Setting) -> tuple[Places, NDArray[np.bool_]]:
    """The ranked places, and which incidents lie on dumping points."""
    events, placing, period = setting.events, setting.placing, setting.period
    nowhere = np.zeros(len(events), np.bool_)
    point = events.shown()
    if placing.areas is not None and not point.any() and (placing.code >= 0).any():
        return _of_areas(setting), nowhere
    centres = events.records.placement == Placement.AREA_CENTRE
    if centres.sum() > CENTRES * max(1, (events.point() | centres).sum()):
        why = Message(N_("The source puts incidents on the centre of their area, so no place is known, only the area."))
        return refused(events, period, why), nowhere
    if not point.any():
        why = Message(
            N_("No incident with a position is shared with the whole partnership, so no place can be shown.")
            if events.point().any()
            else N_("The source gives no positions, so no place can be shown.")
        )
        return refused(events, period, why), nowhere
    drawable = point & ~_astray(setting, point)
    drawable &= events.day < number(period.end)
    # no stretch reaches further back, and a million positions take half a second to be put into squares
    furthest = min(period.start, _back(period.end, STRETCHES[-1], setting))
    recent = drawable & (events.day >= number(furthest))
    stretch = _stretch(setting, recent, _squares_of(events, recent))
    inside = events.within(stretch.over)
    there = int((drawable & inside).sum())
    if there < LEAST:
        why = Message(
            N_("Only {n} incidents have a place; a map of so few would show chance.")
            if events.records.shared.all()
            else N_("Only {n} shared incidents have a place; a map of so few would show chance."),
            {"n": there},
        )
        return refused(events, stretch.over, why), nowhere
    before = nowhere if stretch.history is None else events.within(stretch.history)
    rows = np.flatnonzero(drawable & (inside | before))
    at = metres(events.records.lon[rows], events.records.lat[rows])
    known = np.isfinite(at.x) & np.isfinite(at.y)
    rows, at = rows[known], Projected(at.x[known], at.y[known], at.crs)
    dump = on_dumps(at, events.records.take(rows))
    size = side(at.x[inside[rows]], at.y[inside[rows]], events.records.lon[rows][inside[rows]])
    cells = grid_counts(at.x, at.y, size)
    drawn = Drawn(rows, cells.member, inside[rows], before[rows], dump, len(cells.count))
    middle_lon, middle_lat = to_wgs84(_middles(cells.row, size), _middles(cells.column, size), at.crs)
    counts = np.bincount(drawn.member[drawn.now], minlength=drawn.k)
    wanted = _largest(counts, MOST_CELLS)
    wanted = wanted[counts[wanted] >= SMALLEST]
    drawn_outlines = squares(cells.column[wanted], cells.row[wanted], size, at.crs)
    shapes = Shapes("cells", size, dict(zip(wanted.tolist(), drawn_outlines, strict=True)), middle_lon, middle_lat)
    mask = nowhere.copy()
    mask[rows[dump]] = True
    astray = int((point & inside).sum()) - there
    ranked = _ranked(
        setting,
        drawn,
        shapes,
        stretch,
        unplaced=int((inside & events.records.shared & ~point).sum()),
        outside=astray,
        unshared=int((inside & ~events.records.shared).sum()),
    )
    return _with_chances(setting, ranked, drawn, stretch, (cells.column, cells.row)), mask


def _with_chances(
    setting: Setting, ranked: Places, drawn: Drawn, stretch: Stretch, at: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> Places:
    kept = ~drawn.dump
    now = np.bincount(drawn.member[drawn.now & kept], minlength=drawn.k)
    if ranked.refused is not None or not now.any():
        return ranked
    past = None
    if stretch.history is not None:
        past = np.bincount(drawn.member[drawn.before & kept], minlength=drawn.k)

    def called(place: int) -> str:
        return around(drawn.rows[drawn.now & (drawn.member == place)])

    def around(rows: NDArray[np.intp]) -> str:
        return names(setting.events, [rows], setting.placing, drawn.rows[drawn.now])[0]

    found = chances_of(now, past, at, called=called, shown_from=SMALLEST, seed=setting.seed)
    if setting.events.monthly:
        why = N_("The source only says the month, so what grows from week to week cannot be told.")
        return dataclasses.replace(ranked, chances=found, emerging=Emerging((), 0, 0, Message(why)))
    grown = emerging_of(setting.events.day[drawn.rows], drawn, stretch, since=setting.reach.since, at=at, called=around)
    return dataclasses.replace(ranked, chances=found, emerging=grown)


def _middles(index: NDArray[np.int64], metres_: float) -> NDArray[np.float64]:
    return (index.astype(np.float64) + 0.5) * metres_


def refused(events: Events, over: Period, why: Message) -> Places:
    """No map, and why."""
    inside = events.within(over)
    unshared = int((inside & ~events.records.shared).sum())
    placed = int((inside & events.shown()).sum())
    unplaced = int(inside.sum()) - unshared - placed
    return Places("cells", 0.0, over, (), (), 0, 0, placed, unplaced, 0, (), (), why, unshared)


def _astray(setting: Setting, point: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Points outside every area, or outside the municipality their row names: on no map of it."""
    events, placing, municipality = setting.events, setting.placing, setting.municipality
    astray = np.zeros(len(events), np.bool_)
    if placing.areas is not None:
        astray |= placing.code == OUTSIDE
    if municipality is not None:
        rows = np.flatnonzero(point)
        astray[rows[municipality.locate(events.records.lon[rows], events.records.lat[rows]) < 0]] = True
    return astray & point


def _stretch(setting: Setting, placed: NDArray[np.bool_], place: NDArray[np.int64]) -> Stretch:
    """The shortest stretch that ends with the period and fills enough places, and the history before it.

    `placed` (n,) bool are the incidents that can be ranked, `place` the place of each of them.
    The history is up to three years, or as long as the stretch when that is longer.
    """
    period, since = setting.period, setting.reach.since
    if since is None:
        return Stretch(period, None)
    day, over = setting.events.day[placed], period
    for days in (0, *STRETCHES):
        start = max(_back(period.end, days, setting), since) if days else period.start
        if start > over.start:
            continue
        over = period if start == period.start else Period(start, period.end, Unit.SPAN)
        inside = (day >= number(start)) & (day < number(period.end))
        counts = np.unique(place[inside], return_counts=True)[1]
        if well_filled(counts):
            break
    # A year lacks nothing that began within its first week.
    begun = since if setting.reach.broken else since - dt.timedelta(days=since.weekday())
    # Whole years where there are any, so that the season is the same on both sides; never less than is ranked.
    most = max(3, -(-_days(over) // 364))
    whole = min((over.start - begun).days // 364, most) * 364
    start = _back(over.start, whole, setting) if whole >= max(364, _days(over)) else since
    if (over.start - start).days < _days(over):
        return Stretch(over, None)
    return Stretch(over, Period(start, over.start, Unit.SPAN))


def _back(day: dt.date, days: int, setting: Setting) -> dt.date:
    """So many days before `day`, or where only months are known the first of the month nearest to that."""
    if not setting.events.monthly:
        return day - dt.timedelta(days=days)
    return month_start(months(day) - round(days / MONTH))


def _squares_of(events: Events, placed: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The smallest square of each placed incident."""
    at = metres(events.records.lon[placed], events.records.lat[placed])
    column, row = (np.floor(np.nan_to_num(v) / SIDES[0]).astype(np.int64) for v in (at.x, at.y))
    return row * (1 << 24) + column


def _of_areas(setting: Setting) -> Places:
    """The areas themselves, when nothing has a position but areas are known."""
    events, placing = setting.events, setting.placing
    assert placing.areas is not None
    in_area = placing.code >= 0
    stretch = _stretch(setting, in_area, placing.code[in_area].astype(np.int64))
    inside = events.within(stretch.over)
    before = np.zeros(len(events), np.bool_) if stretch.history is None else events.within(stretch.history)
    there = int((in_area & inside).sum())
    if there < LEAST:
        why = Message(N_("Only {n} incidents can be put in an area; a map of so few would show chance."), {"n": there})
        return refused(events, stretch.over, why)
    rows = np.flatnonzero(in_area & (inside | before))
    none = np.zeros(len(rows), np.bool_)
    drawn = Drawn(rows, placing.code[rows].astype(np.int64), inside[rows], before[rows], none, len(placing))
    middle = shapely.point_on_surface(placing.areas.geometry)
    shapes = Shapes(
        "areas",
        0.0,
        dict(enumerate(outlines(placing.areas))),
        np.asarray(shapely.get_x(middle)),
        np.asarray(shapely.get_y(middle)),
    )
    return _ranked(
        setting,
        drawn,
        shapes,
        stretch,
        unplaced=int((inside & (placing.code == -1)).sum()),
        outside=int((inside & (placing.code == OUTSIDE)).sum()),
    )


def _largest(counts: NDArray[np.int64], most: int) -> NDArray[np.intp]:
    """Places by falling count; equal ones in their own order."""
    return np.argsort(-counts, kind="stable")[:most]


def _ranked(
    setting: Setting,
    drawn: Drawn,
    shapes: Shapes,
    stretch: Stretch,
    *,
    unplaced: int,
    outside: int,
    unshared: int = 0,
) -> Places:
    counts = np.bincount(drawn.member[drawn.now], minlength=drawn.k)
    if counts.max(initial=0) < SMALLEST:
        why = Message(
            N_("No place has more than {n} incidents; what such a map shows is chance."), {"n": int(counts.max())}
        )
        return refused(setting.events, stretch.over, why)
    rows = _rows(setting, drawn, shapes, stretch)
    if max(row.sure for row in rows) < SURE:
        why = Message(
            N_("No place stands out: with so few incidents in each, other places would lead the list next time.")
        )
        return refused(setting.events, stretch.over, why)
    without: tuple[PlaceRow, ...] = ()
    if drawn.dump.any():
        kept = ~drawn.dump
        fewer = Drawn(
            drawn.rows[kept], drawn.member[kept], drawn.now[kept], drawn.before[kept], drawn.dump[kept], drawn.k
        )
        without = _rows(setting, fewer, shapes, stretch)
    order = _largest(counts, MOST_CELLS)
    least = 0 if shapes.kind == "areas" else SMALLEST
    shown = order[counts[order] >= least]
    titles = setting.placing.names if shapes.kind == "areas" else None
    cells = tuple(
        Cell(shapes.outline[i], int(counts[i]), titles[i] if titles is not None else "") for i in shown.tolist()
    )
    return Places(
        kind=shapes.kind,
        cell_metres=shapes.metres,
        over=stretch.over,
        rows=rows,
        cells=cells,
        shown_from=least,
        hidden=int(counts.sum() - counts[shown].sum()),
        placed=int(counts.sum()),
        unplaced=unplaced,
        outside=outside,
        without_dumps=without,
        ground=setting.ground,
        refused=None,
        unshared=unshared,
    )


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Of k places: counts before, test against them, and interval expected; None or NaN without a history."""

    before: NDArray[np.int64] | None
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    middle: NDArray[np.float64]
    q: NDArray[np.float64]


def _history(drawn: Drawn, counts: NDArray[np.int64], stretch: Stretch) -> History:
    if stretch.history is None:
        empty = np.full(len(counts), np.nan)
        return History(None, empty, empty, empty, empty)
    past = np.bincount(drawn.member[drawn.before], minlength=drawn.k)
    now_days, past_days = _days(stretch.over), _days(stretch.history)
    tested = changed_places(counts, past, now_days, past_days)
    middle = np.asarray(past * (now_days / past_days), np.float64)
    return History(past, tested.low, tested.high, middle, tested.q)


def _days(period: Period) -> int:
    return (period.end - period.start).days


def _rows(setting: Setting, drawn: Drawn, shapes: Shapes, stretch: Stretch) -> tuple[PlaceRow, ...]:
    events, placing, reach = setting.events, setting.placing, setting.reach
    counts = np.bincount(drawn.member[drawn.now], minlength=drawn.k)
    listed = _largest(counts, LISTED)
    listed = listed[counts[listed] >= SMALLEST]
    sure = rank_certainty(counts, max(1, len(listed)), setting.seed).probability
    history = _history(drawn, counts, stretch)
    members = [drawn.rows[drawn.now & (drawn.member == place)] for place in listed]
    by_area = shapes.kind == "areas"
    called = (
        [placing.names[place] for place in listed]
        if by_area
        else names(events, members, placing, drawn.rows[drawn.now])
    )
    dumped = np.bincount(drawn.member[drawn.now & drawn.dump], minlength=drawn.k)
    before = _just_before(drawn, setting, stretch)
    intervals = poisson_interval(counts[listed])
    return tuple(
        PlaceRow(
            rank=i + 1,
            name=called[i],
            count=int(counts[place]),
            interval=Interval(float(intervals.low[i]), float(intervals.high[i]), float(counts[place])),
            before=None if before is None else int(before[place]),
            expected=_expected(history, place),
            verdict=_verdict(history, place, int(counts[place]), reach),
            q=None if np.isnan(history.q[place]) else float(history.q[place]),
            sure=float(sure[place]),
            lon=round(float(shapes.lon[place]), 6),
            lat=round(float(shapes.lat[place]), 6),
            outline=shapes.outline[place],
            categories=_categories(events, members[i]),
            clock=_clock(events, members[i]),
            dump=bool(dumped[place] * 2 >= counts[place] and dumped[place] > 0),
            evidence=events.refs(members[i], EVIDENCE),
        )
        for i, place in enumerate(listed.tolist())
    )


def _just_before(drawn: Drawn, setting: Setting, stretch: Stretch) -> NDArray[np.int64] | None:
    """Counts of the equally long stretch just before, where it may be compared."""
    start = _back(stretch.over.start, _days(stretch.over), setting)
    since = setting.reach.since
    if since is None or start < since or stretch.history is None:
        return None
    day = setting.events.day[drawn.rows]
    mine = (day >= number(start)) & (day < number(stretch.over.start))
    return np.bincount(drawn.member[mine], minlength=drawn.k)


def _expected(history: History, place: int) -> Interval | None:
    if np.isnan(history.middle[place]):
        return None
    return Interval(float(history.low[place]), float(history.high[place]), float(history.middle[place]))


def _verdict(history: History, place: int, count: int, reach: Reach) -> Verdict:
    if np.isnan(history.middle[place]):
        return Verdict.INCOMPARABLE if reach.broken else Verdict.SHORT
    if history.q[place] <= ALPHA:
        return Verdict.ABOVE if count > history.middle[place] else Verdict.BELOW
    if count > history.high[place] or count < history.low[place]:
        return Verdict.CHANCE
    return Verdict.FEW if history.middle[place] < FEW and count < 2 * FEW else Verdict.INSIDE


def _categories(events: Events, rows: NDArray[np.intp]) -> tuple[tuple[str, int], ...]:
    labels = events.records.category
    codes = labels.codes[rows]
    values, counts = np.unique(codes[codes >= 0], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:5]
    return tuple((labels.names[values[i]], int(counts[i])) for i in order)


def _clock(events: Events, rows: NDArray[np.intp]) -> tuple[tuple[float, ...], ...]:
    """Weekday by shift, when at least half of the incidents (and ten) are known to the hour."""
    timed = rows[events.hour_known()[rows]]
    if timed.size < max(10, rows.size / 2):
        return ()
    return grid(shifts(week_cells(events, timed)))
