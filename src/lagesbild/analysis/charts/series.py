"""Series, sources, clocks, and orders of precedence, drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from lagesbild.analysis.acceptability import RankAcceptability
from lagesbild.analysis.charts import marks
from lagesbild.analysis.charts.drawing import Sketch, of
from lagesbild.analysis.charts.marks import Row
from lagesbild.analysis.charts.tables import against, alone, barred
from lagesbild.analysis.charts.texts import say
from lagesbild.analysis.clock import Busiest, Heaping, WeekClockResult
from lagesbild.analysis.control import Cusum
from lagesbild.analysis.coverage import CoverageBreaks
from lagesbild.analysis.decomposition import SeasonalTrend
from lagesbild.analysis.deviations import Deviations
from lagesbild.analysis.dispersion import Dispersion
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA, named
from lagesbild.analysis.report.texts import TEXTS
from lagesbild.analysis.result import Floats
from lagesbild.analysis.seasonality import Seasonality
from lagesbild.analysis.week import Aoristic

MOST = 20
"""Rows of a chart; the least likely by chance are shown."""
LINES = 4
TRUE_TIMES = 100 / 60
"""Times of 100 that fall on one minute of the hour when they are true."""


@of(Deviations)
def _deviations(found: Deviations, language: Language, names: Sequence[str]) -> Sketch | None:
    tested = np.flatnonzero(~np.isnan(found.p))
    kept = np.sort(tested[np.argsort(found.p[tested], kind="stable")][:MOST]).tolist()
    rows = [
        Row(name, float(found.count[row]), float(found.low[row]), float(found.high[row]),
            out=bool(found.q[row] <= ALPHA))
        for name, row in zip(alone([named(names, row) for row in kept]), kept, strict=True)
    ]  # fmt: skip
    return against(rows, language, "deviations", "incidents", first="series")


@of(Cusum)
def _cusum(found: Cusum, language: Language, names: Sequence[str]) -> Sketch | None:
    if not found.sums.size:
        return None
    kept = np.argsort(-found.sums[:, -1], kind="stable")[:LINES].tolist()
    called = alone([named(names, row) for row in kept])
    drawn = {name: found.sums[row] for name, row in zip(called, kept, strict=True)}
    reading = f"{say('read_cusum', language)} {say('limit', language)}: {figures.number(found.limit, language)}."
    return _lines(drawn, language, say("cusum", language), reading, say("cusum_y", language), at=found.limit)


def _lines(
    drawn: Mapping[str, Floats], language: Language, title: str, reading: str, axis: str, *, at: float | None = None
) -> Sketch:
    """A line of steps for each name."""
    points = [
        (float(step), round(float(value), 2), name)
        for name, values in drawn.items()
        for step, value in enumerate(values, start=1)
    ]
    cells = tuple(
        (str(step), *(figures.number(float(value), language, 1) for value in values))
        for step, values in enumerate(zip(*drawn.values(), strict=True), start=1)
    )
    steps = say("step", language)
    spec = marks.lines(points, language, (steps, axis), at=at)
    return Sketch(title, reading, spec, (steps, *drawn), cells)


@of(SeasonalTrend)
def _taken_apart(found: SeasonalTrend, language: Language, names: Sequence[str]) -> Sketch | None:
    drawn = {say("without_season", language): found.values - found.seasonal, say("trend", language): found.trend}
    return _lines(drawn, language, say("decomposition", language), say("read_lines", language), say("count", language))


@of(Seasonality)
def _seasonality(found: Seasonality, language: Language, names: Sequence[str]) -> Sketch | None:
    called = alone([named(names, row) for row in range(len(found.count))])
    rows = [
        Row(name, float(count), float(low), float(high), out=bool(p <= ALPHA))
        for name, count, low, high, p in zip(called, found.count, found.low, found.high, found.p, strict=True)
    ]
    return against(rows, language, "seasons", "incidents", first="part")


@of(CoverageBreaks)
def _breaks(found: CoverageBreaks, language: Language, names: Sequence[str]) -> Sketch | None:
    called = alone([say("break_at", language, name=named(names, one.source), at=one.at + 1) for one in found.breaks])
    rows = [Row(name, one.after, beside=one.before, out=True) for name, one in zip(called, found.breaks, strict=True)]
    return barred(
        rows, language, say("breaks", language), say("breaks_x", language), first="series",
        beside=say("before", language),
    )  # fmt: skip


@of(Dispersion)
def _dispersion(found: Dispersion, language: Language, names: Sequence[str]) -> Sketch | None:
    if not found.freedom:
        return None
    rows = [Row(say("observed", language), found.value, beside=1.0, out=True)]
    return barred(
        rows, language, say("spread", language), say("spread_x", language), beside=say("chance_alone", language),
        decimals=1,
    )  # fmt: skip


@of(Aoristic)
@of(WeekClockResult)
def _week(found: Aoristic | WeekClockResult, language: Language, names: Sequence[str]) -> Sketch | None:
    if found.used < figures.SMALLEST_BASE:
        return None
    days = TEXTS["weekdays"][language]
    title = say("week_x", language)
    columns = (say("day", language), *(f"{hour:02d}" for hour in range(24)))
    rows = tuple(
        (day, *(figures.number(float(n), language, 1) for n in cells))
        for day, cells in zip(days, found.cells, strict=True)
    )
    return Sketch(
        say("week", language), say("read_week", language), marks.week(found.cells.tolist(), days, language, title),
        columns, rows,
    )  # fmt: skip


@of(Busiest)
def _busiest(found: Busiest, language: Language, names: Sequence[str]) -> Sketch | None:
    if round(found.n) < figures.SMALLEST_BASE:
        return None
    days = TEXTS["weekdays"][language]
    first, last = days[found.weekdays[0]], days[found.weekdays[-1]]
    hours = f"{found.hours[0]:02d}–{(found.hours[-1] + 1) % 24:02d}"
    name = say("busiest_box", language, days=first if first == last else f"{first}–{last}", hours=hours)
    rows = [Row(name, 100 * found.share, beside=100 * found.uniform, out=found.p <= ALPHA)]
    return barred(
        rows, language, say("busiest", language), say("busiest_x", language), beside=say("uniform", language),
        judged=True, decimals=0,
    )  # fmt: skip


@of(Heaping)
def _heaping(found: Heaping, language: Language, names: Sequence[str]) -> Sketch | None:
    if found.used < figures.SMALLEST_BASE:
        return None
    if found.hours:
        rows = [
            Row(say("hours", language, hour=f"{one.hour:02d}"), one.count, beside=one.expected, out=True)
            for one in found.hours
        ]
        beside = say("around", language)
        return barred(rows, language, say("heaping", language), say("heaping_x", language), beside=beside)
    if not np.isfinite(found.on_the_hour):
        return None
    rows = [
        Row(say(key, language), 100 * share, beside=TRUE_TIMES, out=True)
        for key, share in (("on_hour", found.on_the_hour), ("on_half", found.on_the_half))
    ]
    return barred(
        rows, language, say("round", language), say("round_x", language), beside=say("true_times", language),
        decimals=1,
    )  # fmt: skip


@of(RankAcceptability)
def _ranks(found: RankAcceptability, language: Language, names: Sequence[str]) -> Sketch | None:
    if not len(found.share):
        return None
    order = found.order[:MOST]
    called = alone([named(names, row) for row in order])
    places = range(min(found.share.shape[1], 6))
    cells = []
    for name, row in zip(called, order, strict=True):
        for place in places:
            times = round(100 * float(found.share[row, place]))
            cells.append((str(place + 1), name, float(times), figures.number(times, language), False))
    table = tuple(
        (name, *(figures.number(round(100 * float(found.share[row, place])), language) for place in places))
        for name, row in zip(called, order, strict=True)
    )
    reading = f"{say('ranks_of', language)}. {say('read_ranks', language)}"
    spec = marks.matrix(cells, language, (say("ranks_x", language), ""))
    columns = (say("what", language), *(str(place + 1) for place in places))
    return Sketch(say("ranks", language), reading, spec, columns, table)
