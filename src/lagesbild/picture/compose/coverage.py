"""What the picture rests on: every source over time, where coverage breaks, and how far back one may compare."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.coverage import CoverageBreak, coverage_breaks
from lagesbild.picture.compose.boards import step_of
from lagesbild.picture.compose.events import Events, Scope
from lagesbild.picture.compose.fields import field_breaks
from lagesbild.picture.compose.setting import Reach
from lagesbild.picture.compose.steps import Steps, date, number, steps_over
from lagesbild.picture.model import Break, BreakKind, Coverage, Interval, Period, Series, SourceCoverage, Unit
from lagesbild.sources.records import Placement

MOST_WEEKS = 313
"""Weeks beyond which (six years) coverage is shown by months."""
WEEK_ENOUGH = 5.0
"""Incidents a week on average, below which coverage is shown by months."""
MOST_SOURCES, MOST_CATEGORIES = 40, 40
"""Sources and categories that are looked at one by one; the rest are put together."""
AROUND = 26
"""Steps on either side of a break in which its weight is taken."""
SMALL_OF_ALL, SMALL_OF_CATEGORY = 0.1, 0.25
"""Below both these shares, of all incidents and of every category with one a step, a source may begin, end or fall
silent without making the rest incomparable: less than the weeks differ by themselves."""
QUIET = 3.0
"""Incidents to be expected of days without any from which the silence is no chance (one in twenty)."""
LEAST_PARTS = 4
"""Parts with at least a fiftieth of all incidents that a column must have to tell a change of routine from news."""


def coverage_steps(events: Events) -> Steps:
    """Weeks, or months when only months are known, the records span over six years or weeks are nearly empty."""
    weeks = (events.last - events.first).days / 7 + 1
    sparse = len(events) / weeks < WEEK_ENOUGH
    unit = Unit.MONTH if events.monthly or weeks > MOST_WEEKS or sparse else Unit.WEEK
    return steps_over(unit, events.first, events.last)


def find_breaks(
    whole: Events, extract_end: dt.date, fields: tuple[tuple[str, str, NDArray[np.bool_]], ...]
) -> tuple[Break, ...]:
    """Breaks in everything that was read, oldest first; steps that were only begun are left out."""
    steps = coverage_steps(whole)
    step = step_of(whole, steps)
    first = steps.since(whole.first)
    last = int(np.searchsorted(steps.edges[1:], number(extract_end) + 1, side="right"))
    found: list[Break] = []
    if last - first >= 4:
        found += _count_breaks(whole, Steps(steps.unit, steps.edges[first : last + 1]), step - first)
    months = steps if steps.unit is Unit.MONTH else steps_over(Unit.MONTH, whole.first, whole.last)
    month = step if steps.unit is Unit.MONTH else step_of(whole, months)
    for role, heading, filled in fields:
        found += field_breaks(role, heading, month, filled, months)
    return tuple(sorted(found, key=lambda one: (one.at, one.kind, one.source)))


def _count_breaks(whole: Events, steps: Steps, step: NDArray[np.int32]) -> list[Break]:
    """Breaks of each source, told from its series by category (by area where it has hardly any categories)."""
    sources: NDArray[np.intp] = np.zeros(len(whole), np.intp)
    names: tuple[str, ...] = ("",)
    if whole.parallel:
        sources, names = _largest(whole.source.codes, whole.source.names, MOST_SOURCES)
    parts, kinds = _parts(whole)
    s, c, t = len(names), len(kinds), len(steps)
    inside = (step >= 0) & (step < t)
    flat = (sources[inside] * c + parts[inside]) * t + step[inside]
    counts = np.bincount(flat, minlength=s * c * t).reshape(s * c, t)
    found = coverage_breaks(counts, source=np.repeat(np.arange(s), c), period=52 if steps.unit is Unit.WEEK else 12)
    edges = [date(day) for day in steps.edges]
    return [
        Break(
            BreakKind(one.kind),
            edges[one.at],
            None if one.until is None else edges[one.until],
            names[one.source] if s > 1 else "",
            one.before,
            one.after,
            None if one.ratio is None else Interval(one.ratio[0], one.ratio[2], one.ratio[1]),
            steps.unit,
            small=s > 1 and _is_small(one, counts.reshape(s, c, t)),
        )
        for one in found.breaks
    ]


def _is_small(found: CoverageBreak, counts: NDArray[np.int64]) -> bool:
    """Whether the source stands for little of all incidents and of each category, in the steps around the break.

    `counts` are by source, category and step.
    """
    stop = found.at if found.until is None else found.until
    near = slice(max(0, found.at - AROUND), stop + AROUND)
    around = counts[:, :, near]
    active = around[:, :, around[found.source].sum(axis=0) > 0]
    steps = active.shape[2]
    if not steps:
        return False
    mine, everyone = active[found.source].sum(axis=1), active.sum(axis=(0, 2))
    followed = everyone >= steps
    return bool(
        mine.sum() < SMALL_OF_ALL * everyone.sum() and (mine[followed] < SMALL_OF_CATEGORY * everyone[followed]).all()
    )


def _parts(whole: Events) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    records = whole.records
    for labels in (records.category, records.county, records.municipality, records.area):
        if np.count_nonzero(labels.counts() >= len(whole) / 50) >= LEAST_PARTS:
            return _largest(labels.codes, labels.names, MOST_CATEGORIES)
    return _largest(records.category.codes, records.category.names, MOST_CATEGORIES)


def _largest(codes: NDArray[np.int32], names: tuple[str, ...], most: int) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Codes into the `most` commonest names, with all others (and those without) together last, as ""."""
    counts = np.bincount(codes[codes >= 0], minlength=len(names))
    used = np.flatnonzero(counts)
    kept = used[np.argsort(-counts[used], kind="stable")][:most]
    new = np.full(len(names) + 1, len(kept), np.intp)
    new[kept] = np.arange(len(kept))
    others = (new[codes] == len(kept)).any()
    return new[codes], (*(names[i] for i in kept), *([""] if others else []))


def active_end(breaks: tuple[Break, ...], whole: Events, extract_end: dt.date) -> dt.date:
    """Last day on which anything was delivered in earnest: when all sources have ended, the last of those days."""
    sources = set(whole.source.names) if whole.parallel else {""}
    ended = {one.source: one.at for one in breaks if one.kind is BreakKind.END}
    if not sources or not sources <= ended.keys():
        return extract_end
    return min(extract_end, max(ended.values()) - dt.timedelta(days=1))


def uncovered(period: Period, whole: Events, extract_end: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """First day of the records when it is later than the period's, and their last when the period goes on after it.

    None where the days that lack are so few that nothing may have happened in them (`QUIET`).
    """
    start = max(number(whole.first), number(extract_end) - 364)
    recent = int(((whole.day >= start) & (whole.day <= number(extract_end))).sum())
    least = QUIET * (number(extract_end) - start + 1) / max(1, recent)
    late, early = (whole.first - period.start).days, (period.end - extract_end).days - 1
    return whole.first if late > 0 and late >= least else None, extract_end if early > 0 and early >= least else None


def reach(breaks: tuple[Break, ...], period: Period, first: dt.date, fields: frozenset[str]) -> Reach:
    """How far back counts may be compared when they depend on the columns `fields`."""
    since, broken = first, False
    for one in breaks:
        if one.small or (one.kind is BreakKind.FIELD and one.role not in fields):
            continue
        end = one.until or one.at
        if one.at < period.end and end > period.start:
            return Reach(None, True)
        if end <= period.start and end > since:
            since, broken = end, True
    return Reach(since, broken)


def silent_sources(events: Events, period: Period, since: dt.date | None) -> tuple[str, ...]:
    """Sources without an incident in the period though at least five were to be expected from the year before."""
    if since is None or not events.parallel:
        return ()
    start = max(number(since), number(period.start) - 365)
    days, length = number(period.start) - start, (period.end - period.start).days
    if days < length:
        return ()
    names = len(events.source.names)
    known = events.source.codes >= 0
    past = np.bincount(
        events.source.codes[known & (events.day >= start) & (events.day < number(period.start))], minlength=names
    )
    now = np.bincount(events.source.codes[known & events.within(period)], minlength=names)
    quiet = np.flatnonzero((now == 0) & (past * length / days >= 5))
    return tuple(events.source.names[i] for i in quiet)


def coverage(found: Scope, breaks: tuple[Break, ...], reached: Reach) -> Coverage:
    """Coverage of the incidents of the picture."""
    events = found.events
    steps = coverage_steps(events)
    step = step_of(events, steps)
    return Coverage(
        unit=steps.unit,
        total=_series(np.bincount(step[step >= 0], minlength=len(steps)), steps),
        sources=_sources(events, steps, step),
        breaks=breaks,
        comparable_from=reached.since,
        placement=found.placement,
        precision=found.precision,
        summaries=found.summaries,
    )


def _sources(events: Events, steps: Steps, step: NDArray[np.int32]) -> tuple[SourceCoverage, ...]:
    codes, names = _largest(events.source.codes, events.source.names, MOST_SOURCES)
    t = len(steps)
    inside = step >= 0
    series = np.bincount(codes[inside] * t + step[inside], minlength=len(names) * t).reshape(len(names), t)
    placed = np.bincount(codes[events.records.placement == Placement.POINT], minlength=len(names))
    timed = np.bincount(codes[events.hour_known()], minlength=len(names))
    counts = np.bincount(codes, minlength=len(names))
    # of the days' own type: numpy takes thirty times as long where it has to change one into the other
    kind = events.day.dtype
    first, last = np.full(len(names), np.iinfo(kind).max, kind), np.full(len(names), np.iinfo(kind).min, kind)
    np.minimum.at(first, codes, events.day)
    np.maximum.at(last, codes, events.day)
    return tuple(
        SourceCoverage(
            name,
            int(counts[i]),
            date(first[i]),
            date(last[i]),
            int(placed[i]),
            int(timed[i]),
            _series(series[i], steps),
        )
        for i, name in enumerate(names)
    )


def _series(counts: NDArray[np.int64], steps: Steps) -> Series:
    none = (None,) * len(steps)
    return Series(steps.unit, steps.starts, tuple(counts.tolist()), none, none)
