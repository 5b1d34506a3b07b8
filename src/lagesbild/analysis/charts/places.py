"""Places, how concentrated incidents are, and what may be shown, drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lagesbild.analysis.charts import marks
from lagesbild.analysis.charts.drawing import Sketch, of
from lagesbild.analysis.charts.marks import Row
from lagesbild.analysis.charts.series import MOST
from lagesbild.analysis.charts.tables import against, alone, barred, clearest
from lagesbild.analysis.charts.texts import say
from lagesbild.analysis.concentration import DumpingPoints, Gathering, Lorenz
from lagesbild.analysis.disclosure import Suppressed
from lagesbild.analysis.places import ChangedPlaces, RankCertainty
from lagesbild.analysis.repeats import RepeatPlaces
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA, named

POINTS = 50
"""Points of a curve, at most."""


@of(ChangedPlaces)
def _changed(found: ChangedPlaces, language: Language, names: Sequence[str]) -> Sketch | None:
    tested = np.flatnonzero(~np.isnan(found.p))
    rows = clearest(found.p, tested, names, counts=found.count, expected=found.expected, q=found.q)
    return barred(
        rows, language, say("changed", language), say("incidents", language), first="place",
        beside=say("as_expected", language), judged=True,
    )  # fmt: skip


@of(RankCertainty)
def _certainty(found: RankCertainty, language: Language, names: Sequence[str]) -> Sketch | None:
    k = int(found.method.parameters["k"])
    kept = np.argsort(-found.probability, kind="stable")[: min(2 * k, MOST)].tolist()
    called = alone([named(names, row) for row in kept])
    rows = [
        Row(name, round(100 * float(found.probability[row])), out=True) for name, row in zip(called, kept, strict=True)
    ]
    axis = say("certainty_x", language, k=k)
    return barred(rows, language, say("certainty", language), axis, first="place")


@of(Lorenz)
def _lorenz(found: Lorenz, language: Language, names: Sequence[str]) -> Sketch | None:
    if found.incidents[-1] <= 0 or len(found.places) <= figures.SMALLEST_BASE:
        return None
    kept = np.unique(np.linspace(0, len(found.places) - 1, min(POINTS, len(found.places))).round().astype(int))
    points = [(round(100 * float(found.places[i]), 1), round(100 * float(found.incidents[i]), 1), "") for i in kept]
    titles = say("lorenz_x", language), say("lorenz_y", language)
    rows = tuple((figures.number(x, language, 1), figures.number(y, language, 1)) for x, y, _ in points)
    spec = marks.lines(points, language, titles, diagonal=100)
    return Sketch(say("lorenz", language), say("read_lorenz", language), spec, titles, rows)


@of(Gathering)
def _gathering(found: Gathering, language: Language, names: Sequence[str]) -> Sketch | None:
    if found.n < figures.SMALLEST_BASE:
        return None
    rows = [Row(say("counted", language), found.pairs, beside=found.expected, out=found.p <= ALPHA)]
    return barred(
        rows, language, say("gathering", language), say("pairs", language), beside=say("even_chance", language),
        judged=True,
    )  # fmt: skip


@of(RepeatPlaces)
def _repeats(found: RepeatPlaces, language: Language, names: Sequence[str]) -> Sketch | None:
    rows = [
        Row(
            say("once" if n == 1 else "times", language, n=int(n)), float(found.observed[i]), float(found.low[i]),
            float(found.high[i]),
        )
        for i, n in enumerate(found.times[: MOST // 2])
    ]  # fmt: skip
    sure = found.repeated < found.repeated_low or (found.p <= ALPHA and found.repeated > found.repeated_high)
    rows.append(
        Row(say("twice_or_more", language), found.repeated, found.repeated_low, found.repeated_high, out=bool(sure))
    )
    return against(rows, language, "repeats", "repeats_x")


@of(DumpingPoints)
def _dumps(found: DumpingPoints, language: Language, names: Sequence[str]) -> Sketch | None:
    rows = [
        Row(say("dump", language, n=i), one.count, beside=float(one.neighbour), out=True)
        for i, one in enumerate(found.points[:MOST], start=1)
    ]
    return barred(
        rows, language, say("dumps", language), say("incidents", language), beside=say("fullest_near", language)
    )


@of(Suppressed)
def _hidden(found: Suppressed, language: Language, names: Sequence[str]) -> Sketch | None:
    shown = np.atleast_2d(found.shown)
    low, high = np.atleast_2d(found.low), np.atleast_2d(found.high)
    rows, table = [], []
    for (i, j), value in np.ndenumerate(shown):
        name = say("cell", language, row=i + 1, column=j + 1)
        hidden = bool(np.isnan(value))
        span = figures.interval(float(low[i, j]), float(high[i, j]), language)
        table.append((name, "" if hidden else figures.number(float(value), language), span if hidden else "",
                      say("not_shown" if hidden else "shown", language)))  # fmt: skip
        rows.append(Row(name, None, float(low[i, j]), float(high[i, j])) if hidden else Row(name, float(value)))
    if len(rows) > MOST:
        return None
    columns = tuple(say(key, language) for key in ("row", "count", "interval", "verdict"))
    spec = marks.counted(rows, language, say("incidents", language))
    return Sketch(say("hidden", language), say("read_hidden", language), spec, columns, tuple(table))
