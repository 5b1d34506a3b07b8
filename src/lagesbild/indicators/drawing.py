"""A series in pixels: the interval as a field, values as a line that is broken where the source breaks or is silent."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lagesbild.i18n import Translator
from lagesbild.indicators import wording
from lagesbild.indicators.figures import Interval, Line, Point
from lagesbild.indicators.models import Break, Indicator

Known = tuple[int, Point, float, Interval | None]
"""Where a value stands among the periods, its period, and what is drawn of it: the value and its interval."""
WIDE, NARROW, HEIGHT = 760, 350, 260
TOP, FOOT, RIGHT = 26, 30, 14


@dataclass(frozen=True, slots=True)
class Dot:
    """A value: where it is drawn, whether it may be compared, and what is said of it."""

    x: float
    y: float
    firm: bool
    title: str


@dataclass(frozen=True, slots=True)
class Figure:
    """All that the template draws."""

    width: int
    height: int
    foot: float
    left: float
    right: float
    dots: tuple[Dot, ...]
    paths: tuple[str, ...]
    fields: tuple[str, ...]
    bars: tuple[tuple[float, float, float], ...]
    ticks: tuple[tuple[str, float], ...]
    labels: tuple[tuple[str, float, str], ...]
    breaks: tuple[tuple[int, float], ...]


def figure(
    t: Translator, indicator: Indicator, line: Line, breaks: Sequence[Break], *, width: int = WIDE, rates: bool = False
) -> Figure | None:
    """The figure of a series, or of its rates; None where there is nothing to draw."""
    points = [(i, one, one.rate if rates else one) for i, one in enumerate(line.points)]
    known = [
        (i, one, drawn.value, drawn.interval)
        for i, one, drawn in points
        if drawn is not None and drawn.value is not None
    ]
    if not known:
        return None
    highest = max([value for *_, value, _ in known] + [span.high for *_, span in known if span is not None])
    lowest = min([0.0, *(value for *_, value, _ in known), *(span.low for *_, span in known if span is not None)])
    size = _step((highest - lowest) or 1.0)
    top, bottom = math.ceil(highest / size) * size or size, math.floor(lowest / size) * size
    steps = [bottom + size * i for i in range(round((top - bottom) / size) + 1)]
    texts = [wording.figure(t, round(value, 6)) for value in steps]
    left, right, foot = 10.0 + 8 * max(map(len, texts)), float(width - RIGHT), float(HEIGHT - FOOT)
    count = len(line.points)

    def across(i: float) -> float:
        return round(left + 8 + (right - left - 16) * (i / (count - 1) if count > 1 else 0.5), 1)

    def down(value: float) -> float:
        return round(foot - (foot - TOP) * (value - bottom) / (top - bottom), 1)

    runs: list[list[Known]] = []
    for each in known:
        last = runs[-1][-1] if runs else None
        runs[-1].append(each) if last and _joined(last, each) else runs.append([each])
    paths = tuple(
        "M" + "L".join(f"{across(i)} {down(value)}" for i, _, value, _ in run) for run in runs if len(run) > 1
    )
    fields = tuple(
        "M"
        + "L".join(f"{across(i)} {down(span.high)}" for i, _, _, span in run if span is not None)
        + "L"
        + "L".join(f"{across(i)} {down(span.low)}" for i, _, _, span in reversed(run) if span is not None)
        + "Z"
        for run in runs
        if len(run) > 1 and all(span is not None for *_, span in run)
    )
    bars = tuple(
        (across(i), down(span.high), down(span.low))
        for run in runs
        if len(run) == 1 or any(span is None for *_, span in run)
        for i, _, _, span in run
        if span is not None
    )
    starts = [one.start for one in line.points]
    marked = []
    for number, one in enumerate(breaks, 1):
        after = next((i for i, start in enumerate(starts) if start >= one.day), None)
        if after is not None and one.day > starts[0]:
            marked.append((number, across(after - 0.5)))
    return Figure(
        width,
        HEIGHT,
        foot,
        left,
        right,
        tuple(
            Dot(
                across(i),
                down(value),
                one.firm,
                f"{wording.period(t, indicator.steps, one.start)}: {wording.figure(t, value)}",
            )
            for i, one, value, _ in known
        ),
        paths,
        fields,
        bars,
        tuple(zip(texts, map(down, steps), strict=True)),
        _labels(t, indicator, line, across, width),
        tuple(marked),
    )


def _joined(last: Known, each: Known) -> bool:
    """Whether a line leads from one value to the next: to one that is not to be compared it would compare."""
    near = last[0] == each[0] - 1 and last[1].part == each[1].part
    return near and last[1].firm and each[1].firm


def _labels(
    t: Translator, indicator: Indicator, line: Line, across: Callable[[float], float], width: int
) -> tuple[tuple[str, float, str], ...]:
    """Some periods below the line: years where there are several, else the first and the last."""
    starts = [one.start for one in line.points]
    years = [(i, str(start.year)) for i, start in enumerate(starts) if start.month == 1]
    most = 6 if width == NARROW else 12
    if len(years) > 1:
        every = math.ceil(len(years) / most)
        return tuple((text, across(i), "middle") for i, text in years[::every])
    ends = [(0, "start"), (len(starts) - 1, "end")] if len(starts) > 1 else [(0, "middle")]
    return tuple((wording.period(t, indicator.steps, starts[i]), across(i), anchor) for i, anchor in ends)


def _step(reach: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that divides the reach into at most five."""
    size = 10.0 ** math.floor(math.log10(reach / 5))
    return next(size * factor for factor in (1, 2, 5, 10) if reach / (size * factor) <= 5)
