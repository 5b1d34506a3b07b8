"""The search for the best window as loops to be compiled: everything that cannot be it is passed over.

What both compute is written out in each: a compiled function calls no other that is not, and numba is not loaded before
one is asked for.
"""

from __future__ import annotations

from math import ceil, exp, floor, log
from typing import Any

import numpy as np

# What is compiled is kept until this file changes: every constant in it has to stand here.
LEVELS = 250
KNOTS = 300
STEP = 1.035
LOWEST = 0.05

TIE = 1e-10
"""Ratios that differ by less than this share are equal."""

RATIO = 4.0
"""Largest base over smallest that one straight line is drawn across."""

LONGER = 4
"""The same where windows last until now, as so many times the shorter length."""

SLACK = 0.3
"""How much of the room up to the bound is spent on taking several circles at once."""

GRAIN = 16
"""Steps that one case is counted in, at most."""

NARROW = 1 << 14
"""Half of what 16 bits hold above 0: from a sum below it no step that is smaller leads beyond them."""


def search_loop(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop, as it is compiled
    order: Any, ends: Any, held: Any, cases: Any, base: Any, until: Any, table: Any, scale: Any, span: Any, whole: Any,
    sums: Any, best: Any, window: Any,
) -> None:  # fmt: skip  # pragma: no cover - run compiled, where no line can be seen
    """Raise `best` (replicas,) to the largest ratio of each replica at any time, and write its window.

    Parameters
    ----------
    order, ends : (places, most)
        As in `Circles`.
    held : (places, most) float64
        Base of each circle over all periods.
    cases : (places, periods, replicas) int
        Of every replica.
    base : (places, periods) float64
        What is expected, or cases and controls.
    until : (places, periods + 1) float64
        Sums of the base over the periods before each.
    table : (LEVELS, KNOTS) float64
        As in `Bounds`.
    scale : (2,) float64
        `first` and `step` of the bounds.
    span : (5,) int64
        Fewest and most periods of a window, 1 if it lasts until now, fewest cases, 1 for high and -1 for low.
    whole : (5,) float64
        Cases and base of everything, 1 for the Bernoulli model, share of the periods that a window may last, steps
        that one case is counted in.
    sums : (periods, replicas) int16 or int32
        Room for the cases of a circle; its type is what is counted in.
    best : (replicas,) float64
        What is known already: only windows above it are looked for.
    window : (replicas, 4) int64
        Centre, places in the circle, first period and the one after the last.

    Notes
    -----
    The ratio is convex, so that a window is above `best` only if its cases lie above a concave function g of its base
    (below a convex one, for few cases). Between two bases g lies above its chord a + bm. The largest sum of
    (cases - b base) over all intervals of a circle's periods takes one pass; where it does not exceed a, no window of
    those bases can be above `best`. Several circles, one inside the other, are passed over at once: the cases of the
    outermost against the bases of the innermost.

    In 16 bits a processor does twice as much at once. The sums are right as long as they are below `NARROW`; one that
    was above it is the largest seen, and stays so whatever comes after.
    """
    places, periods, replicas = cases.shape
    sums[:] = 0
    least, longest, fewest, high = span[0], span[1], span[3], span[4] == 1
    total_cases, total_base, bernoulli = whole[0], whole[1], whole[2] == 1.0
    constant, expected_share = 0.0, total_cases / total_base
    if bernoulli:
        constant = -total_cases * log(total_cases / total_base)
        if total_base > total_cases:
            constant -= (total_base - total_cases) * log((total_base - total_cases) / total_base)
    flat = sums.reshape(periods * replicas)
    inner = np.zeros_like(sums)
    counted = sums if high else inner
    by_place = cases.reshape(places, periods * replicas)
    outer_base = np.zeros(periods)
    running, top = np.zeros_like(sums[0]), np.zeros_like(sums[0])
    cost = np.zeros_like(sums[:, 0])
    narrow = sums.itemsize == 2
    lowest_number, most = (-(1 << 15), NARROW - 1) if narrow else (-(1 << 31), (1 << 31) - 1)
    grain = whole[4]
    number = sums.dtype.type
    times, nothing, least_number = number(grain), number(0), number(lowest_number)
    outer_until, inner_until = np.zeros(periods + 1), np.zeros(periods + 1)
    knots = np.zeros(KNOTS)
    for k in range(1, KNOTS):
        knots[k] = exp(scale[0] + scale[1] * (k - 1))
    done = np.zeros(replicas, dtype=np.bool_)
    level = np.zeros(replicas, dtype=np.int64)
    one, one_base = np.zeros(periods), np.zeros(periods)
    before, inside_base = np.zeros(periods + 1), np.zeros(periods + 1)
    edges, heights, share = np.zeros(16), np.zeros(16), np.zeros(16)
    knot = np.zeros(16, dtype=np.int64)
    lowest = LEVELS
    for r in range(replicas):
        level[r] = 0 if best[r] < LOWEST else min(LEVELS - 1, 1 + int(log(best[r] / LOWEST) / log(STEP) - 1e-9))
        lowest = min(lowest, level[r])

    for centre in range(order.shape[0]):
        flat[:] = 0
        outer_base[:] = 0.0
        outer_until[:] = 0.0
        added = 0
        while added < order.shape[1] and order[centre, added] >= 0:
            # the innermost circle of those taken at once
            while True:
                place = order[centre, added]
                for t in range(periods):
                    outer_base[t] += base[place, t]
                    outer_until[t + 1] += until[place, t + 1]
                row = by_place[place]
                for i in range(periods * replicas):
                    flat[i] += row[i]
                added += 1
                if ends[centre, added - 1]:
                    break
            first = added
            inner_until[:] = outer_until
            if not high:
                inner[:] = sums
            # how far out the bound leaves room
            some = held[centre, first - 1] * whole[3]
            k = 1
            if some > 0.0:
                k = min(max(int((log(some) - scale[0]) / scale[1]) + 1, 1), KNOTS - 2)
            middle = total_cases / total_base * exp(scale[0] + scale[1] * (k - 1))
            room = abs(table[lowest, k] - middle) / middle
            limit = held[centre, first - 1] * (1.0 + SLACK * room)
            last = first
            ahead = first
            while ahead < order.shape[1] and order[centre, ahead] >= 0 and held[centre, ahead] <= limit:
                ahead += 1
                if ends[centre, ahead - 1]:
                    last = ahead
            while added < last:
                place = order[centre, added]
                for t in range(periods):
                    outer_base[t] += base[place, t]
                    outer_until[t + 1] += until[place, t + 1]
                row = by_place[place]
                for i in range(periods * replicas):
                    flat[i] += row[i]
                added += 1
            # straight lines over the bases that windows of these circles have
            before_base = inner_until if high else outer_until
            low_edge, high_edge = 1e300, 0.0
            for t in range(periods - least + 1):
                low_edge = min(low_edge, before_base[t + least] - before_base[t])
            for t in range(periods - longest + 1):
                high_edge = max(high_edge, before_base[t + longest] - before_base[t])
            if high_edge <= 0.0:
                continue
            low_edge *= 1.0 - 1e-9
            high_edge *= 1.0 + 1e-9
            lines = 0
            edges[0] = low_edge
            start = low_edge
            if low_edge < high_edge * 1e-5:
                start = high_edge * 1e-5
                edges[1] = start
                lines = 1
            wide = log(high_edge / start)
            more = max(1, ceil(wide / log(RATIO) - 1e-9))
            factor = exp(wide / more)
            for s in range(1, more):
                edges[lines + s] = edges[lines + s - 1] * factor
            lines += more
            edges[lines] = high_edge
            done[:] = False
            for s in range(lines + 1):
                k = 0
                if edges[s] > 0.0:
                    at = (log(edges[s]) - scale[0]) / scale[1]
                    k = min(max(int(at) + 1 if at >= 0.0 else 0, 0), KNOTS - 2)
                part_of = min(1.0, max(0.0, (edges[s] - knots[k]) / (knots[k + 1] - knots[k])))
                knot[s], share[s] = k, part_of
                heights[s] = table[lowest, k] * (1.0 - part_of) + table[lowest, k + 1] * part_of
            for s in range(lines):
                u, v = edges[s], edges[s + 1]
                at_u, at_v = heights[s], heights[s + 1]
                slope = (at_v - at_u) / (v - u) if v > u else 1.0
                height = at_u - slope * u
                # In whole steps: what is rounded off is carried on, so that no interval is wrong by a step.
                steep = slope * grain
                for t in range(periods):
                    owed = floor(steep * before_base[t + 1]) - floor(steep * before_base[t])
                    cost[t] = number(min(owed, float(most)))
                running[:] = nothing
                top[:] = least_number
                if high:
                    for t in range(periods):
                        price = cost[t]
                        for r in range(replicas):
                            now = number(max(running[r], nothing) + number(number(counted[t, r] * times) - price))
                            running[r] = now
                            top[r] = max(top[r], now)
                else:
                    for t in range(periods):
                        price = cost[t]
                        for r in range(replicas):
                            now = number(max(running[r], nothing) + number(price - number(counted[t, r] * times)))
                            running[r] = now
                            top[r] = max(top[r], now)
                hair = 1.0 / grain + 1e-9 * (at_v + 1.0)
                goal = min(((height if high else -height) - hair) * grain, float(most))
                reached = least_number
                for r in range(replicas):
                    reached = max(reached, top[r])
                if reached <= goal:
                    continue
                for r in range(replicas):
                    if top[r] <= goal or done[r]:
                        continue
                    if level[r] > lowest:
                        k = knot[s]
                        own_u = table[level[r], k] * (1.0 - share[s]) + table[level[r], k + 1] * share[s] - slope * u
                        k = knot[s + 1]
                        own_v = table[level[r], k] * (1.0 - share[s + 1]) + table[level[r], k + 1] * share[s + 1]
                        own_v -= slope * v
                        own = min(own_u, own_v) if high else min(-own_u, -own_v)
                        if top[r] <= min((own - hair) * grain, float(most)):
                            continue
                    done[r] = True
                    # this replica may have a better window here: look at each circle from the outermost inwards
                    for t in range(periods):
                        one[t] = sums[t, r]
                        one_base[t] = outer_base[t]
                    raised = False
                    for many in range(last, first - 1, -1):
                        if ends[centre, many - 1]:
                            for t in range(periods):
                                before[t + 1] = before[t] + one[t]
                                inside_base[t + 1] = inside_base[t] + one_base[t]
                            for stop in range(least, periods + 1):
                                if not bernoulli and high:
                                    # never below the ratio, and neither logarithm nor division in it
                                    some_above, until_now, held_now = 0, before[stop], inside_base[stop]
                                    for begun in range(max(0, stop - longest), stop - least + 1):
                                        m = held_now - inside_base[begun]
                                        d = until_now - before[begun] - m * expected_share
                                        o = total_cases - m
                                        some_above += (d > 0.0) & (d * d * (o + 2.0 * m) > best[r] * 2.0 * m * o)
                                    if some_above == 0:
                                        continue
                                for length in range(least, min(longest, stop) + 1):
                                    c = before[stop] - before[stop - length]
                                    m = inside_base[stop] - inside_base[stop - length]
                                    e = m * expected_share
                                    d = c - e if high else e - c
                                    if d <= 0.0 or (high and c < fewest) or m >= total_base:
                                        continue
                                    if not bernoulli and high:
                                        # never below the ratio, and no logarithm in it
                                        o = total_cases - m
                                        if d * d * (o + 2.0 * m) <= best[r] * 2.0 * m * o:
                                            continue
                                    ratio = constant
                                    if c > 0.0:
                                        ratio += c * log(c / m)
                                    if total_cases > c:
                                        ratio += (total_cases - c) * log((total_cases - c) / (total_base - m))
                                    if bernoulli:
                                        if m > c:
                                            ratio += (m - c) * log((m - c) / m)
                                        o = total_base - m - total_cases + c
                                        if o > 0.0:
                                            ratio += o * log(o / (total_base - m))
                                    better = ratio > best[r] * (1.0 + TIE)
                                    if not better and window[r, 1] > 0 and ratio >= best[r] * (1.0 - TIE):
                                        # of windows equally good the smallest, the shortest, the first
                                        own_many, own_length = window[r, 1], window[r, 3] - window[r, 2]
                                        if many != own_many:
                                            better = many < own_many
                                        elif length != own_length:
                                            better = length < own_length
                                        else:
                                            better = stop < window[r, 3]
                                        better = better and centre == window[r, 0]
                                    if better:
                                        best[r] = max(best[r], ratio)
                                        window[r, 0], window[r, 1] = centre, many
                                        window[r, 2], window[r, 3] = stop - length, stop
                                        raised = True
                        place = order[centre, many - 1]
                        for t in range(periods):
                            one[t] -= cases[place, t, r]
                            one_base[t] -= base[place, t]
                    if raised:
                        level[r] = 0
                        if best[r] >= LOWEST:
                            level[r] = min(LEVELS - 1, 1 + int(log(best[r] / LOWEST) / log(STEP) - 1e-9))
                        lowest = LEVELS
                        for other in range(replicas):
                            lowest = min(lowest, level[other])


def search_until_now(  # noqa: C901, PLR0912, PLR0915, PLR0917 - one loop, as it is compiled
    order: Any, ends: Any, held: Any, cases: Any, base: Any, table: Any, scale: Any, span: Any, whole: Any,
    sums: Any, best: Any, window: Any,
) -> None:  # fmt: skip  # pragma: no cover - run compiled, where no line can be seen
    """`search_loop` for windows that last until now: a circle has one of each length, and each is looked at.

    Parameters
    ----------
    order, ends, held, table, scale, span, whole, best, window
        As there.
    cases : (places, lengths, replicas) int
        Of the last period, of the last two, and so on to the longest window.
    base : (places, lengths) float64
        The same of what is expected, or of cases and controls.
    sums : (lengths, replicas) int16 or int32
        Room for the cases of a circle; its type is what is counted in.

    Notes
    -----
    Several circles, one inside the other, are looked at together where the bound leaves room: the cases of the
    outermost against the base of the innermost (the other way about for few cases). In 16 bits cases are counted from
    the lowest number there is, so that 65,535 fit.
    """
    lengths, replicas = cases.shape[1:]
    least, fewest, high = span[0], span[3], span[4] == 1
    total_cases, total_base, bernoulli = whole[0], whole[1], whole[2] == 1.0
    constant, expected_share = 0.0, total_cases / total_base
    if bernoulli:
        constant = -total_cases * log(total_cases / total_base)
        if total_base > total_cases:
            constant -= (total_base - total_cases) * log((total_base - total_cases) / total_base)
    number = sums.dtype.type
    origin, most = (-32768.0, 65535.0) if sums.itemsize == 2 else (0.0, 2e9)
    never, none = number((most if high else 0.0) + origin), number(origin)
    start = none if high else number(most + origin)
    flat, by_place = sums.reshape(lengths * replicas), cases.reshape(len(cases), lengths * replicas)
    inner_base, outer_base, one_base = np.zeros(lengths), np.zeros(lengths), np.zeros(lengths)
    one, price, over = np.zeros(lengths), np.zeros_like(sums[:, 0]), np.zeros(replicas, dtype=np.bool_)
    knots = np.zeros(KNOTS)
    for k in range(1, KNOTS):
        knots[k] = exp(scale[0] + scale[1] * (k - 1))

    def level_of(ratio: Any) -> Any:
        return 0 if ratio < LOWEST else min(LEVELS - 1, 1 + int(log(ratio / LOWEST) / log(STEP) - 1e-9))

    def bound(level: Any, m: Any) -> Any:
        at = (log(m) - scale[0]) / scale[1]
        k = min(max(int(at) + 1 if at >= 0.0 else 0, 0), KNOTS - 2)
        share = min(1.0, max(0.0, (m - knots[k]) / (knots[k + 1] - knots[k])))
        return table[level, k] * (1.0 - share) + table[level, k + 1] * share

    level = np.zeros(replicas, dtype=np.int64)
    for r in range(replicas):
        level[r] = level_of(best[r])
    lowest = level.min()

    for centre in range(order.shape[0]):
        flat[:] = none
        outer_base[:] = 0.0
        added = 0
        while added < order.shape[1] and order[centre, added] >= 0:
            # circles taken at once: from the next one as far out as the bound leaves room
            first = added + 1
            while not ends[centre, first - 1]:
                first += 1
            for some in range(added, first):
                for k in range(lengths):
                    outer_base[k] += base[order[centre, some], k]
            inner_base[:] = outer_base
            last = first
            if outer_base[-1] > 0.0:
                middle = outer_base[-1] * expected_share
                limit = held[centre, first - 1] * (1.0 + SLACK * abs(bound(lowest, outer_base[-1]) - middle) / middle)
                ahead = first
                while ahead < order.shape[1] and order[centre, ahead] >= 0 and held[centre, ahead] <= limit:
                    ahead += 1
                    if ends[centre, ahead - 1]:
                        last = ahead
            for some in range(first, last):
                for k in range(lengths):
                    outer_base[k] += base[order[centre, some], k]
            against = inner_base if high else outer_base
            # the most cases of each length that are not above the bound: straight lines between some lengths lie below
            price[:] = never
            left = least - 1
            while left < lengths and against[left] <= 0.0:
                left += 1
            at_left = bound(lowest, against[left]) if left < lengths else 0.0
            while left < lengths:
                right = min(LONGER * (left + 1), lengths) - 1
                at_right = bound(lowest, against[right])
                wide = against[right] - against[left]
                rise = (at_right - at_left) / wide if wide > 0.0 else 0.0
                for k in range(left, right + 1):
                    at = at_left + (against[k] - against[left]) * rise
                    near = 1e-9 * (at + 1.0)
                    whole_cases = max(np.floor(at - near), fewest - 1.0) if high else np.ceil(at + near)
                    price[k] = number(min(whole_cases, most) + origin)
                left, at_left = right if right < lengths - 1 else lengths, at_right
            over[:] = False
            for some in range(added, last):
                place = order[centre, some]
                if some != (last if high else first) - 1:
                    row = by_place[place]
                    for i in range(lengths * replicas):
                        flat[i] += row[i]
                    continue
                for k in range(lengths):
                    furthest = start
                    if high:
                        for r in range(replicas):
                            now = number(sums[k, r] + cases[place, k, r])
                            sums[k, r] = now
                            furthest = max(furthest, now)
                        if furthest > price[k]:
                            for r in range(replicas):
                                over[r] |= sums[k, r] > price[k]
                    else:
                        for r in range(replicas):
                            now = number(sums[k, r] + cases[place, k, r])
                            sums[k, r] = now
                            furthest = min(furthest, now)
                        if furthest < price[k]:
                            for r in range(replicas):
                                over[r] |= sums[k, r] < price[k]
            added = last
            if not over.any():
                continue
            for r in range(replicas):
                if not over[r]:
                    continue
                if high and level[r] > lowest:
                    above = False
                    for k in range(least - 1, lengths):
                        if sums[k, r] > price[k]:
                            own = bound(level[r], against[k])
                            above = above or sums[k, r] - origin > own - 1e-9 * (own + 1.0)
                    if not above:
                        continue
                # this replica may have a better window here: look at each circle from the outermost inwards
                for k in range(lengths):
                    one[k] = sums[k, r] - origin
                    one_base[k] = outer_base[k]
                raised = False
                for many in range(last, first - 1, -1):
                    for k in range(least - 1, lengths if ends[centre, many - 1] else 0):
                        c, m = one[k], one_base[k]
                        e = m * expected_share
                        d = c - e if high else e - c
                        if d <= 0.0 or (high and c < fewest) or m >= total_base:
                            continue
                        if not bernoulli and high:
                            # never below the ratio, and no logarithm in it
                            o = total_cases - m
                            if d * d * (o + 2.0 * m) <= best[r] * 2.0 * m * o:
                                continue
                        ratio = constant
                        if c > 0.0:
                            ratio += c * log(c / m)
                        if total_cases > c:
                            ratio += (total_cases - c) * log((total_cases - c) / (total_base - m))
                        if bernoulli:
                            if m > c:
                                ratio += (m - c) * log((m - c) / m)
                            o = total_base - m - total_cases + c
                            if o > 0.0:
                                ratio += o * log(o / (total_base - m))
                        better = ratio > best[r] * (1.0 + TIE)
                        if not better and window[r, 1] > 0 and ratio >= best[r] * (1.0 - TIE):
                            # of windows equally good around a place the smallest, and the shortest
                            begun = lengths - 1 - k
                            better = many < window[r, 1] or (many == window[r, 1] and begun > window[r, 2])
                            better = better and centre == window[r, 0]
                        if better:
                            best[r] = max(best[r], ratio)
                            window[r, 0], window[r, 1] = centre, many
                            window[r, 2], window[r, 3] = lengths - 1 - k, lengths
                            raised = True
                    place = order[centre, many - 1]
                    for k in range(lengths):
                        one[k] -= cases[place, k, r]
                        one_base[k] -= base[place, k]
                if raised:
                    level[r] = level_of(best[r])
                    lowest = level.min()
