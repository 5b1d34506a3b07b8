"""What each source delivered over time, with breaks marked where they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from lagesbild.i18n import Translator
from lagesbild.picture.charts import marks, scales, svg
from lagesbild.picture.charts.theme import INK, INK_2, PAPER, RULE, RULE_2, STILL, Theme
from lagesbild.picture.model import Coverage, Period, Picture, SourceCoverage
from lagesbild.picture.wording import dates, sources

MOST_SOURCES = 6
WIDEST = 64.0
"""Widest bar in pixels, so that a single step is not a wall."""
_DAY = dt.timedelta(days=1)
GAP, FIGURE = 6.0, 8.0
"""Between the bars and the highest count beside them, and the width of a figure of it, in pixels."""


def coverage_chart(
    t: Translator,
    picture: Picture,
    theme: Theme,
    *,
    key: str,
    title: str,
    width: float = 920,
    phone: bool = False,
) -> str:
    """A row of bars per source on one time axis. Numbered dashed lines are breaks, the accent is the period.

    Steps that reports may still arrive for stand on grey. The sources that break are shown, and then the largest.
    Breaks are numbered in the order of `coverage.breaks`, as in the list beside the chart. The chart is `width` pixels
    wide, on a phone as wide as that.
    """
    coverage, period = picture.coverage, picture.period
    width = 358.0 if phone else width
    broken = {one.source for one in coverage.breaks}
    chosen = sorted(coverage.sources, key=lambda one: (one.name not in broken, -one.count))[:MOST_SOURCES]
    shown = sorted(chosen, key=lambda one: -one.count)
    first = min((one.series.starts[0] for one in shown if one.series.starts), default=period.start)
    last = picture.until
    span = max((last - first).days, 1)
    highest = [max(1, *one.series.counts) for one in shown]
    longest = max((len(t.value(value)) for value in highest), default=0)
    margin = max(34.0 if phone else 44.0, GAP + FIGURE * longest)
    pitch, left, right = 86.0, 0.0, width - margin
    height = pitch * len(shown) + 28

    def at(day: dt.date) -> float:
        return left + (right - left) * min(max((day - first).days / span, 0.0), 1.0)

    room = pitch - 48
    grounds: list[marks.Item] = []
    bars: list[marks.Item] = []
    bases: list[marks.Item] = []
    names: list[marks.Item] = []
    tops: list[marks.Item] = []
    lines: list[marks.Item] = []
    for row, one in enumerate(shown):
        base = (row + 1) * pitch
        still = one.series.starts[len(one.series.starts) - picture.arriving(one.series, last) :][:1]
        grounds += [{"x": at(day), "x2": right, "y": base - room, "y2": base, "fill": STILL} for day in still]
        bars += _bars(one, period, theme, base=base, room=room, at=at, end=last)
        bases.append({"x": left, "x2": right, "y": base, "y2": base, "stroke": RULE_2})
        lines.append({"x": left, "x2": right, "y": base - room, "y2": base - room, "stroke": RULE})
        tops.append({"x": right + GAP, "y": base - room, "text": t.value(highest[row]), "fill": INK_2})
    marked, numbers = _breaks(coverage, shown, pitch, at)
    for row, one in enumerate(shown):
        said = _fit(one.name, 44 if phone else 90)
        # close over its bars, or higher where the number of a break stands there
        met = any(n["y"] == row * pitch + 31 and n["x"] < 8 * len(said) + 14 for n in numbers)
        names.append({"x": left, "y": row * pitch + (12 if met else 30), "text": said})
    layers: list[marks.Layer] = [
        marks.rects(grounds),
        marks.rules(lines),
        marks.rects(bars),
        marks.rules(bases),
        marks.rules(marked, dash=(3, 3)),
        marks.dots([{**n, "fill": PAPER, "stroke": INK} for n in numbers], radius=8.5, width=1),
        marks.texts(numbers, align="center", weight=600, size=12),
        marks.texts(names, size=15, halo=PAPER),
        marks.texts(tops),
        *_axis(t, first, last, height, at, begins=min((one.first for one in shown), default=first), phone=phone),
    ]
    desc = " ".join(sources.broken(t, one, coverage) for one in coverage.breaks)
    return svg.drawing(layers, width, height, title=title, desc=desc, key=key)


def _bars(
    one: SourceCoverage, period: Period, theme: Theme, *, base: float, room: float, at: marks.Place, end: dt.date
) -> list[marks.Item]:
    """One bar per step, a touch apart where there is room for it."""
    highest = max(1, *one.series.counts)
    ends = (*one.series.starts[1:], end)
    found: list[marks.Item] = []
    for start, stop, count in zip(one.series.starts, ends, one.series.counts, strict=True):
        x, x2 = at(start), min(at(stop), at(start) + WIDEST)
        now = start < period.end and stop > period.start
        gap = min(1.0, (x2 - x) / 5)
        colour = theme.accent if now else "#b9b3a6"
        if count:
            found.append(
                {"x": x, "x2": max(x2 - gap, x + 0.6), "y": base - room * count / highest, "y2": base, "fill": colour}
            )
    return found


def _breaks(
    coverage: Coverage, shown: Sequence[SourceCoverage], pitch: float, at: marks.Place
) -> tuple[list[marks.Item], list[marks.Item]]:
    """A dashed line per break through the row of its source, or through all; its number at the top of it."""
    rows = {one.name: i for i, one in enumerate(shown)}
    lines: list[marks.Item] = []
    numbers: list[marks.Item] = []
    for n, found in enumerate(coverage.breaks, 1):
        row = rows.get(found.source)
        top, bottom = (0.0, pitch * len(shown)) if row is None else (row * pitch, (row + 1) * pitch)
        ends = [at(day) for day in (found.at, found.until) if day is not None]
        lines += [{"x": x, "x2": x, "y": top + 31, "y2": bottom, "stroke": INK} for x in ends]
        numbers.append({"x": max(sum(ends) / len(ends), 9), "y": top + 31, "text": str(n), "fill": INK})
    return lines, numbers


def _axis(
    t: Translator, first: dt.date, last: dt.date, height: float, at: marks.Place, *, begins: dt.date, phone: bool
) -> list[marks.Layer]:
    """Years where there are several, else the months of the first incident and the last day."""
    y = height - 12
    years = [dt.date(year, 1, 1) for year in range(first.year, last.year + 1)]
    every = max(1, int(scales.step(len(years), 5 if phone else 12)))
    ticks = [day for day in years if day >= first and (day.year - years[0].year) % every == 0]
    if len(ticks) < 2:
        ends = [{"x": at(first), "y": y, "text": dates.month(t, begins), "fill": INK_2}]
        final = last - _DAY
        if (final.year, final.month) == (begins.year, begins.month):
            return [marks.texts(ends)]
        then = [{"x": at(last), "y": y, "text": dates.month(t, final), "fill": INK_2}]
        return [marks.texts(ends), marks.texts(then, align="right")]
    lines = [{"x": at(day), "x2": at(day), "y": height - 28, "y2": height - 22, "stroke": RULE_2} for day in ticks]
    room = at(last)
    words = [{"x": at(day), "y": y, "text": str(day.year), "fill": INK_2} for day in ticks if at(day) < room - 28]
    return [marks.rules(lines), marks.texts(words)]


def _fit(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
