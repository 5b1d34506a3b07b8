"""Does one thing bring the next: closeness in space and time, and chains of incidents that may be a series."""

from __future__ import annotations

import datetime as dt

import numpy as np
import scipy
from numpy.typing import NDArray

from lagesbild.analysis import KnoxResult, LinkedChain, benjamini_hochberg, knox, linked_chains
from lagesbild.i18n import N_, Message
from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.setting import Setting
from lagesbild.picture.compose.squares import names
from lagesbild.picture.compose.steps import date
from lagesbild.picture.model import Chain, Chains, KnoxCell, Period, Repeats, Unit
from lagesbild.places.coordinates import Projected, metres
from lagesbild.sources.records import Placement

BANDS_METRES = (0.0, 100.0, 200.0, 400.0)
"""No band is narrower than 100 m: geocoded addresses are about 83 m off at the median."""
BANDS_DAYS = (0.0, 7.0, 14.0, 28.0)
SHORTEST = dt.timedelta(weeks=8)
"""Shortest stretch: twice the longest band of time."""
PERMUTATIONS = 199
LEAST = 100
"""Incidents with a place and a day without which repeats are not judged."""
MOST = 20_000
MOST_PAIRS = 300_000
"""Latest incidents, and pairs of near ones, that are looked at."""
DOMINANT = 5
"""Commonest categories that are also judged by themselves."""
ALPHA = 0.05
LINK_METRES, LINK_DAYS, SMALLEST = 200.0, 7.0, 3
CHAIN_BEFORE, CHAIN_MOST = dt.timedelta(weeks=26), dt.timedelta(weeks=52)
"""How far before the period incidents are searched, and the longest stretch. Times are shuffled within it, and in a
short stretch everything at a busy place is near everything else in time."""
MOST_CATEGORIES, MOST_IN_CATEGORY = 40, 2000
FIRST_LOOK, CLOSER_LOOK, CLOSER = 99, 999, 0.03
"""Permutations of each category, and of those whose p is below the last figure."""


def repeats_of(setting: Setting, dumps: NDArray[np.bool_]) -> Repeats:
    """Knox test over the comparable year that ends with the period, dumping points left out."""
    events, period, since, seed = setting.events, setting.period, setting.reach.since, setting.seed
    over = _year(period, since)
    why = _unfit(events, over)
    rows = np.flatnonzero(_fit(events, dumps) & events.within(over))
    if why is None and rows.size < LEAST:
        why = Message(
            N_("Only {n} incidents have both a place and a day; {least} are needed to judge repeats.")
            if events.records.shared.all()
            else N_("Only {n} shared incidents have both a place and a day; {least} are needed to judge repeats."),
            {"n": int(rows.size), "least": LEAST},
        )
    if why is not None:
        return no_repeats(why)
    rows = events.latest(rows, MOST)
    at = metres(events.records.lon[rows], events.records.lat[rows])
    kept = _latest(at)
    rows, at = rows[kept:], Projected(at.x[kept:], at.y[kept:], at.crs)
    found = _knox(events, rows, at, seed)
    here = np.flatnonzero(_fit(events, dumps) & events.within(period))
    twice, share = _twice(events, here)
    first = date(int(events.day[rows].min()))
    return Repeats(
        table=_table(found),
        tested=found.method.tests,
        permutations=PERMUTATIONS,
        floor=found.floor,
        places_twice=twice,
        share_twice=share,
        over=over if kept == 0 and first <= over.start + dt.timedelta(days=7) else Period(first, over.end, Unit.SPAN),
        categories=_by_themselves(events, rows, at, seed),
        refused=None,
    )


def no_repeats(why: Message) -> Repeats:
    """Where nothing is said of repeats."""
    return Repeats((), 0, 0, 0.0, 0, 0.0, None, (), why)


def _year(period: Period, since: dt.date | None) -> Period:
    start = period.end - dt.timedelta(days=364)
    if since is None:
        return period
    start = min(period.start, max(start, since))
    return Period(start, period.end, period.unit if start == period.start else Unit.SPAN)


def _fit(events: Events, dumps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return events.shown() & events.dated & ~dumps


def _unfit(events: Events, over: Period) -> Message | None:
    """Why closeness in space and time cannot be judged at all."""
    if events.monthly:
        return Message(N_("The source only says the month, and repeats come within days."))
    if over.end - over.start < SHORTEST:
        return Message(
            N_("Only {n} comparable days are known; {least} are needed to tell repeats from what is always near."),
            {"n": (over.end - over.start).days, "least": SHORTEST.days},
        )
    inside = events.within(over)
    placement = events.records.placement[inside]
    if (placement == Placement.AREA_CENTRE).sum() > (placement == Placement.POINT).sum():
        return Message(N_("Positions are centres of areas, so nothing can be said of closeness."))
    return None


def _latest(at: Projected) -> int:
    """How many of the oldest incidents to leave out for near pairs to be as few as can be permuted."""
    first, n = 0, len(at.x)
    while True:
        tree = scipy.spatial.cKDTree(np.column_stack([at.x[first:], at.y[first:]]))
        pairs = (int(tree.count_neighbors(tree, BANDS_METRES[-1])) - (n - first)) // 2
        if pairs <= MOST_PAIRS or n - first <= LEAST:
            return first
        # Pairs grow as the square of the number, near enough for one step to come close.
        first = n - max(LEAST, int(0.95 * (n - first) * (MOST_PAIRS / pairs) ** 0.5))


def _knox(events: Events, rows: NDArray[np.intp], at: Projected, seed: int) -> KnoxResult:
    days = events.records.start[rows].astype("datetime64[D]")
    return knox(at.x, at.y, days, distances=BANDS_METRES, times=BANDS_DAYS, permutations=PERMUTATIONS, seed=seed)


def _table(found: KnoxResult) -> tuple[KnoxCell, ...]:
    return tuple(
        KnoxCell(
            metres_from=found.distances[i],
            metres_to=found.distances[i + 1],
            days_from=found.times[j],
            days_to=found.times[j + 1],
            pairs=int(found.pairs[i, j]),
            expected=float(found.expected[i, j]),
            ratio=None if np.isnan(found.ratio[i, j]) else float(found.ratio[i, j]),
            p=float(found.p[i, j]),
        )
        for i in range(len(found.distances) - 1)
        for j in range(len(found.times) - 1)
    )


def _by_themselves(events: Events, rows: NDArray[np.intp], at: Projected, seed: int) -> tuple[str, ...]:
    """The commonest categories in which the closest band also holds by itself, corrected for how many were tried."""
    labels = events.records.category
    codes = labels.codes[rows]
    values, counts = np.unique(codes[codes >= 0], return_counts=True)
    commonest = np.argsort(-counts, kind="stable")[:DOMINANT]
    tried = values[commonest[counts[commonest] >= LEAST]]
    held = []
    for code in tried:
        mine = codes == code
        found = _knox(events, rows[mine], Projected(at.x[mine], at.y[mine], at.crs), seed)
        if found.p[0, 0] <= ALPHA / len(tried):
            held.append(labels.names[code])
    return tuple(held)


def _twice(events: Events, rows: NDArray[np.intp]) -> tuple[int, float]:
    """Points hit at least twice in the period, and the share of its placed incidents that lie on them."""
    if rows.size == 0:
        return 0, 0.0
    points = np.stack([events.records.lon[rows], events.records.lat[rows]], axis=1)
    _, counts = np.unique(points, axis=0, return_counts=True)
    again = counts >= 2
    return int(again.sum()), float(counts[again].sum() / rows.size)


def chains_of(setting: Setting, dumps: NDArray[np.bool_]) -> Chains:
    """Chains of one category that reach into the period, those that survive correction."""
    events, period, since = setting.events, setting.period, setting.reach.since
    start = max(period.start - CHAIN_BEFORE, period.end - CHAIN_MOST)
    over = Period(max(start, since) if since is not None else period.start, period.end, Unit.SPAN)
    why = _unfit(events, over)
    if why is None:
        rows = np.flatnonzero(_fit(events, dumps) & events.within(over))
        if rows.size < SMALLEST * 2:
            why = Message(N_("Too few incidents have both a place and a day for a series to be looked for."))
    if why is not None:
        return no_chains(why)
    codes = events.records.category.codes[rows]
    values, counts = np.unique(codes[codes >= 0], return_counts=True)
    tried = values[(counts >= SMALLEST) & (counts.argsort(kind="stable").argsort() >= len(counts) - MOST_CATEGORIES)]
    found: list[tuple[int, NDArray[np.intp], LinkedChain]] = []
    best = np.ones(len(tried))
    for k, code in enumerate(tried):
        mine = events.latest(rows[codes == code], MOST_IN_CATEGORY)
        linked = _linked(events, mine, period, setting.seed)
        found += [(k, mine[np.array(one.members)], one) for one in linked]
        best[k] = min((one.p for one in linked), default=1.0)
    corrected = benjamini_hochberg(best) / best if len(best) else best
    kept = [
        (members, one.p, min(1.0, one.p * float(corrected[k])))
        for k, members, one in found
        if one.p * corrected[k] <= ALPHA and events.within(period)[members].any()
    ]
    kept.sort(key=lambda one: (one[2], -len(one[0])))
    called = names(events, [members for members, _, _ in kept], setting.placing, rows)
    made = tuple(_chain(events, *one, name) for one, name in zip(kept, called, strict=True))
    return Chains(made, LINK_METRES, LINK_DAYS, SMALLEST, len(tried), over, None)


def no_chains(why: Message) -> Chains:
    """Where nothing is said of series."""
    return Chains((), LINK_METRES, LINK_DAYS, SMALLEST, 0, None, why)


def _linked(events: Events, rows: NDArray[np.intp], period: Period, seed: int) -> tuple[LinkedChain, ...]:
    """Chains of one category; none when none reaches into the period, and a closer look when they may be rare."""
    at = metres(events.records.lon[rows], events.records.lat[rows])
    when = events.records.start[rows]

    def look(permutations: int) -> tuple[LinkedChain, ...]:
        return linked_chains(
            at.x,
            at.y,
            when,
            metres=LINK_METRES,
            days=LINK_DAYS,
            smallest=SMALLEST,
            permutations=permutations,
            seed=seed,
        ).chains

    inside = events.within(period)[rows]
    if not any(inside[list(one.members)].any() for one in look(1)):
        return ()
    first = look(FIRST_LOOK)
    return look(CLOSER_LOOK) if min(one.p for one in first) <= CLOSER else first


def _chain(events: Events, members: NDArray[np.intp], p: float, q: float, name: str) -> Chain:
    records = events.records
    at = metres(records.lon[members], records.lat[members])
    apart = np.hypot(at.x[:, None] - at.x, at.y[:, None] - at.y)
    days = events.day[members]
    return Chain(
        category=records.category.names[records.category.codes[members[0]]],
        count=len(members),
        start=date(int(days.min())),
        end=date(int(days.max())),
        metres=round(float(apart.max()), 1),
        p=p,
        q=q,
        name=name,
        lon=round(float(records.lon[members].mean()), 6),
        lat=round(float(records.lat[members].mean()), 6),
        evidence=events.refs(members),
    )
