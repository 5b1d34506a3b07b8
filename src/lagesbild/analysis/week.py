"""When in the week by the clock on the wall: aoristic weights with exposure, clock changes and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.analysis.asked import asked
from lagesbild.analysis.clock import EPOCH_OFFSET, HOUR, HOURS, seconds_of
from lagesbild.analysis.compiled import Engine, compiled, uses_numba
from lagesbild.analysis.result import Bools, Floats, Ints, Method, Result, as_array, as_floats
from lagesbild.analysis.zones import Zone, zone_between

WEEK = HOURS * HOUR
MISSING = int(np.iinfo(np.int64).min)
CHUNK = 1 << 15
"""Incidents shared out at a time, so that what is worked on stays in the processor's cache."""
FEW_BITS = 1 << 31
"""Seconds that half the bits hold: 68 years, less the days that a clock and the hours around a window may be off."""
FEW_CHANGES = 12
"""Changes of the clock up to which times are compared with each: six years."""


@dataclass(frozen=True, slots=True, eq=False)
class Aoristic(Result):
    """Expected incidents per hour of the week.

    Parameters
    ----------
    cells : (7, 24) or (8, 24) float64
        Monday to Sunday by hour of the wall clock, and then holidays where they were given; sums to the total weight.
    exposure : same shape or None
        How many hours of each kind the period held; None without a period.
    rate : same shape or None
        Incidents per such hour; NaN where the period held none.
    used : int
        Incidents counted.
    without_end : int
        Incidents whose end is missing or not after the start: given whole to the hour of their start.
    longer : int
        Incidents with a window longer than a week: 1/168 to each cell of the week.
    skipped, doubled : int
        Starts and ends that do not exist because clocks went forward, or exist twice because they went back.
    method : Method
    """

    cells: Floats
    exposure: Floats | None
    rate: Floats | None
    used: int
    without_end: int
    longer: int
    skipped: int
    doubled: int
    method: Method


@asked
def aoristic(
    start: NDArray[np.datetime64],
    end: NDArray[np.datetime64],
    *,
    weights: ArrayLike | None = None,
    zone: str = "Europe/Stockholm",
    utc: bool = False,
    period: tuple[str, str] | tuple[np.datetime64, np.datetime64] | None = None,
    holidays: ArrayLike | None = None,
    engine: Engine = "auto",
) -> Aoristic:
    r"""Share incidents among the hours of the week that they may have happened in.

    Parameters
    ----------
    start, end : (n,) datetime64
        Half-open windows. NaT as end, or an end that is not after the start, gives the whole incident to the hour of
        its start.
    weights : (n,) array_like of float, optional
        Weight of each incident, 1 by default.
    zone : str
        Whose clock the week is read on; its offset has to be whole hours.
    utc : bool
        Whether the times are instants in UTC; if not they are read on the clock of `zone`.
    period : (first, end), optional
        Half-open days, on the clock of the zone, in which incidents were collected, for exposure and rates.
    holidays : (k,) array_like of datetime64[D], optional
        Days that are taken out of their weekday and make a row of their own (see `swedish_holidays`).
    engine : {"auto", "numpy", "numba"}
        Who computes; the answer is the same.

    Returns
    -------
    Aoristic

    Raises
    ------
    ValueError
        If lengths differ, a start is missing, times lie outside 1900 to 2200, there is no such zone, a weight is
        negative or the period is empty.

    Notes
    -----
    Each second of a window gets the same share, :math:`1/(end - start)`, of real time: the day on which clocks go
    forward has 23 hours and no cell between 2 and 3, the other has 25 and that cell twice. Of a doubled hour a start
    is the first and an end the second, so that the window holds all it may mean; a time that does not exist is moved
    an hour on. A window longer than a week says nothing of when in the week: 1/168 to each hour.

    References
    ----------
    Ratcliffe, J. H. (2002). Aoristic signatures and the spatio-temporal analysis of high volume crime patterns.
    Journal of Quantitative Criminology 18, 23–43.
    """
    first, last = seconds_of(start, "start"), seconds_of(end, "end")
    if len(first) != len(last):
        raise ValueError("start and end must be equally long")
    if len(first) and first.min() == MISSING:
        raise ValueError("a start is missing")
    # one number that is looked at as many
    weight = np.broadcast_to(1.0, len(first)) if weights is None else as_floats(weights, "weights", 1)
    if len(weight) != len(first) or (weights is not None and weight.min(initial=0) < 0):
        raise ValueError("weights must be one number of at least 0 for each incident")
    span = _span(period)
    known = np.array([*(span or ()), *([first.min(), first.max(), last.max()] if len(first) else ())], dtype=np.int64)
    known = known[known != MISSING] if len(known) else np.zeros(1, dtype=np.int64)
    clock = zone_between(zone, int(known.min()), int(known.max()))
    bins, base, counted, in_longer = _spread(first, last, weight, clock, utc=utc, fast=uses_numba(engine))
    rows = 7 if holidays is None else 8
    days = np.zeros(0, dtype=np.int64) if holidays is None else _days(holidays)
    label = _labels(np.arange(base, base + len(bins)), clock, days)
    cells = np.bincount(label, bins, minlength=rows * 24).reshape(rows, 24).astype(float)
    cells[:7] += in_longer / HOURS
    exposure = rate = None
    if span is not None:
        ends = clock.instants(np.array(span)) // HOUR
        hours = np.bincount(_labels(np.arange(*ends), clock, days), minlength=rows * 24)
        exposure = hours.reshape(rows, 24).astype(float)
        rate = np.divide(cells, exposure, out=np.full(cells.shape, np.nan), where=exposure > 0)
    method = Method(
        "aoristic weights",
        {
            "zone": zone, "utc": utc, "weights": weights is not None, "holidays": len(days),
            "period": None if period is None else [str(day) for day in period],
        },
        ("Inside its window every second is taken to be as likely as any other.",),
        "Ratcliffe 2002, Journal of Quantitative Criminology 18:23",
    )  # fmt: skip
    return Aoristic(cells, exposure, rate, len(first), *counted, method)


def _span(period: tuple[str, str] | tuple[np.datetime64, np.datetime64] | None) -> tuple[int, int] | None:
    if period is None:
        return None
    days = _dates(period, "period", "s")
    if days.shape != (2,) or not MISSING < days[0] < days[1]:
        raise ValueError("period must be two days, and end after it begins")
    first, end = days.tolist()
    return first, end


def _days(holidays: ArrayLike) -> Ints:
    days = _dates(holidays, "holidays", "D")
    if days.ndim != 1 or np.any(days == MISSING):
        raise ValueError("holidays must be a row of days")
    return np.unique(days)


def _dates(given: ArrayLike, name: str, unit: Literal["s", "D"]) -> Ints:
    array = as_array(given, name)
    # a number would be taken for so many seconds or days since 1970
    if array.size and array.dtype.kind not in "MUO":
        raise ValueError(f"{name} must be days as 2026-11-21 or datetime64, not {array.dtype}")
    try:
        return array.astype(f"datetime64[{unit}]").astype(np.int64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be days as 2026-11-21 or datetime64: {error}") from error


def _labels(hours: Ints, clock: Zone, holidays: Ints) -> Ints:
    """Cell of the week of each hour since 1970, those of holidays after the others."""
    local = clock.local(hours * HOUR) // HOUR
    label = (local + EPOCH_OFFSET) % HOURS
    return np.where(np.isin(local // 24, holidays), HOURS + local % 24, label) if len(holidays) else label


def _spread(
    first: Ints, last: Ints, weight: Floats, clock: Zone, *, utc: bool, fast: bool
) -> tuple[Floats, int, tuple[int, int, int, int], float]:
    """Weights per hour since 1970 and the first such hour.

    With them incidents without an end, longer ones, skipped and doubled times; and the weight of the longer ones.
    """
    if not len(first):
        return np.zeros(0), 0, (0, 0, 0, 0), 0.0
    # No window that is spread reaches further than a week, and no clock is more than a day off.
    base = int(first.min()) // HOUR - 48
    size = int(first.max()) // HOUR + HOURS + 48 - base
    marks = np.zeros(0, dtype=np.int64)
    if utc:
        clock = Zone(marks, np.zeros(1, dtype=np.int64))
    run, weight = (compiled(_loop), np.ascontiguousarray(weight)) if fast else (_by_numpy, weight)
    plain, edges = np.zeros(size), np.zeros(size + 1)
    changes = clock.early(), clock.late(), clock.odd_from(), clock.offset
    *counted, in_longer = run((first, last, weight), changes, base, plain, edges)
    without_end, longer, skipped, doubled = (int(v) for v in counted)
    return plain + np.cumsum(edges)[:size], base, (without_end, longer, skipped, doubled), float(in_longer)


def _by_numpy(
    events: tuple[Ints, Ints, Floats], changes: tuple[Ints, Ints, Ints, Ints], base: int, plain: Floats, edges: Floats
) -> tuple[int, int, int, int, float]:
    without_end = longer = skipped = doubled = 0
    in_longer = 0.0
    first, last, weight = events
    for start in range(0, len(first), CHUNK):
        part = slice(start, start + CHUNK)
        found = _some((first[part], last[part], weight[part]), changes, base, plain, edges)
        without_end, longer, skipped, doubled, in_longer = (
            without_end + found[0], longer + found[1], skipped + found[2], doubled + found[3], in_longer + found[4],
        )  # fmt: skip
    return without_end, longer, skipped, doubled, in_longer


def _some(
    events: tuple[Ints, Ints, Floats], changes: tuple[Ints, Ints, Ints, Ints], base: int, plain: Floats, edges: Floats
) -> tuple[int, int, int, int, float]:
    (first, last, weight), (early, late, odd, offset) = events, changes
    missing = last == MISSING if last.min() == MISSING else None
    if missing is not None:
        last = np.where(missing, first, last)
    ranges = (first.min(), first.max()), (last.min(), last.max())
    at = _passed(early, first, ranges[0]), _passed(early, last, ranges[1])
    # counted from a little before the first, in half the bits where they suffice
    origin = (int(min(ranges[0][0], ranges[1][0])) // HOUR - 48) * HOUR
    fits = int(max(ranges[0][1], ranges[1][1])) - origin < FEW_BITS - 7 * 24 * HOUR
    seconds: type[np.int32 | np.int64] = np.int32 if fits else np.int64
    begin: Any = (first - (offset[at[0]] + origin)).astype(seconds, copy=False)
    stop: Any = (last - (offset[_passed(late, last, ranges[1])] + origin)).astype(seconds, copy=False)
    base -= origin // HOUR
    if missing is not None:
        np.copyto(stop, begin, where=missing)
    head, tail = begin // HOUR, (stop - 1) // HOUR
    length = stop - begin
    short = tail > head
    long = length > WEEK if length.max() > WEEK else None
    if long is not None:
        short &= ~long
    not_short = ~short
    whole = not_short if long is None else not_short & ~long
    # no incident is picked out: weights of nought cost less than to gather those that have one
    np.maximum(length, 1, out=length)
    density = weight / length
    density *= short
    # (the others are counted at their head: a mask would cost more than the larger of two)
    np.maximum(tail, head, out=tail)
    if long is not None:
        tail[long] = head[long]
    # hours from the first to the last of these incidents: a narrow part of all where incidents come in order
    low, high = int(head.min()), int(tail.max()) + 2
    near, over = plain[low - base : high - 1 - base], edges[low - base : high - base]
    begin -= head * HOUR
    into = density * (HOUR - begin)
    into += weight * whole
    stop -= tail * HOUR
    out_of = density * stop
    head, tail = (hours.astype(np.intp) - low for hours in (head, tail))
    near += np.bincount(head, into, minlength=len(near))
    near += np.bincount(tail, out_of, minlength=len(near))
    density *= HOUR
    over[1:] += np.bincount(head, density, minlength=len(over) - 1)
    over -= np.bincount(tail, density, minlength=len(over))
    longer = 0 if long is None else int(np.count_nonzero(long))
    ended = int(np.count_nonzero(short)) + longer + int(np.count_nonzero(whole & (last > first)))
    skipped = doubled = 0
    for times, span, changed, without in ((first, ranges[0], at[0], None), (last, ranges[1], at[1], missing)):
        later = _passed(odd, times, span) > changed
        if later.any():
            kinds = _strange(
                np.broadcast_to(later, times.shape), np.broadcast_to(changed, times.shape), offset, without
            )
            skipped, doubled = skipped + kinds[0], doubled + kinds[1]
    in_longer = 0.0 if long is None else float(weight[long].sum())
    return len(first) - ended, longer, skipped, doubled, in_longer


def _strange(later: Bools, changed: Ints, offset: Ints, without: Bools | None) -> tuple[int, int]:
    """How many of the times are skipped and how many doubled: those for which the next change is near."""
    # few hours in a year are: only those are picked out
    strange = np.flatnonzero(later if without is None else later & ~without)
    ahead = int(np.count_nonzero(np.append(np.diff(offset) > 0, False)[changed[strange]]))
    return ahead, len(strange) - ahead


def _passed(
    marks: Ints, times: Ints, span: tuple[np.int64, np.int64]
) -> NDArray[np.intp] | NDArray[np.int16] | np.intp:
    """How many of the ascending `marks` each time has reached; one number where it is the same for all.

    `span` is the first and the last of the times.
    """
    # only those between the first and the last time tell any two of them apart: few where incidents come in order
    before, reached = np.searchsorted(marks, span, side="right")
    if reached == before:
        return np.intp(before)
    if reached - before > FEW_CHANGES:
        return np.searchsorted(marks, times, side="right")
    # comparing with each of a few is many times faster than searching among them
    found = np.zeros(len(times), dtype=np.int16)
    for mark in marks[before:reached].tolist():
        found += times >= mark
    return found + np.int16(before)


def _loop(  # pragma: no cover - run compiled, where no line can be seen
    events: Any, changes: Any, base: Any, plain: Any, edges: Any
) -> Any:
    first, last, weight = events
    early, late, odd, offset = changes
    without_end = longer = skipped = doubled = 0
    in_longer = 0.0
    for i in range(len(first)):
        a = np.searchsorted(early, first[i], side="right")
        if a < len(odd) and first[i] >= odd[a]:
            skipped += offset[a + 1] > offset[a]
            doubled += offset[a + 1] < offset[a]
        begin = first[i] - offset[a]
        head = begin // HOUR - base
        if last[i] <= first[i]:
            without_end += 1
            if last[i] == MISSING:
                plain[head] += weight[i]
                continue
        b = np.searchsorted(late, last[i], side="right")
        # The end of a doubled hour is past the change, of a skipped one before it.
        skipped += b < len(odd) and last[i] >= odd[b]
        doubled += b > 0 and last[i] < early[b - 1]
        stop = last[i] - offset[b]
        if stop - begin > WEEK:
            longer += 1
            in_longer += weight[i]
            continue
        tail = (stop - 1) // HOUR - base
        if stop <= begin or tail <= head:
            plain[head] += weight[i]
            continue
        density = weight[i] / (stop - begin)
        plain[head] += density * ((head + 1 + base) * HOUR - begin)
        plain[tail] += density * (stop - (tail + base) * HOUR)
        edges[head + 1] += density * HOUR
        edges[tail] -= density * HOUR
    return without_end, longer, skipped, doubled, in_longer
