"""Closeness in space and time, groups and themes, drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from lagesbild.analysis.alike import Groups
from lagesbild.analysis.charts import marks
from lagesbild.analysis.charts.drawing import Sketch, of
from lagesbild.analysis.charts.marks import Row
from lagesbild.analysis.charts.series import MOST
from lagesbild.analysis.charts.tables import barred
from lagesbild.analysis.charts.texts import say
from lagesbild.analysis.interaction.chains import LinkedChains
from lagesbild.analysis.interaction.knox import KnoxResult
from lagesbild.analysis.interaction.mantel import SpaceTimeTest
from lagesbild.analysis.interaction.near_repeat import NearRepeats
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA
from lagesbild.analysis.result import Bools
from lagesbild.analysis.texts.themes import Themes

SMALLEST_EXPECTED = 5.0
"""Pairs that chance has to give for a ratio to them to mean anything."""


@of(KnoxResult)
def _knox(found: KnoxResult, language: Language, names: Sequence[str]) -> Sketch | None:
    return _bands(found, found.p * found.pairs.size <= ALPHA, language)


@of(NearRepeats)
def _near(found: NearRepeats, language: Language, names: Sequence[str]) -> Sketch | None:
    return _bands(found.knox, found.raised, language)


def _bands(found: KnoxResult, raised: Bools, language: Language) -> Sketch | None:
    if not found.pairs.sum():
        return None
    cells, rows = [], []
    for t in range(len(found.times) - 1):
        for d in range(len(found.distances) - 1):
            across = _band(found.distances[d], found.distances[d + 1], language)
            down = _band(found.times[t], found.times[t + 1], language)
            pairs, expected = int(found.pairs[d, t]), float(found.expected[d, t])
            known, framed = expected >= SMALLEST_EXPECTED, bool(raised[d, t])
            ratio = pairs / expected if known else np.nan
            said = figures.number(ratio, language, 1) if known else str(pairs)
            cells.append((across, down, 1.0 if framed else 0.0, said, framed))
            rows.append(
                (across, down, figures.number(pairs, language), figures.number(expected, language, 1),
                 figures.number(ratio, language, 1) if known else "", say("out" if framed else "may_be", language))
            )  # fmt: skip
    columns = tuple(say(key, language) for key in ("knox_x", "knox_y", "pairs", "expected", "ratio", "verdict"))
    spec = marks.matrix(cells, language, (columns[0], columns[1]))
    reading = " ".join(say(key, language) for key in ("read_ratio", "read_bands"))
    return Sketch(say("knox", language), reading, spec, columns, tuple(rows))


def _band(low: float, high: float, language: Language) -> str:
    """A band with its open end: what lies on the upper edge belongs to the next."""
    if low == 0 and high <= np.nextafter(0, 1):
        return say("same_place", language)
    return figures.interval(low, high, language).replace(figures.JOINER, "")


@of(SpaceTimeTest)
def _together(found: SpaceTimeTest, language: Language, names: Sequence[str]) -> Sketch | None:
    if not np.isfinite([found.statistic, found.expected]).all():
        return None
    rows = [Row(say("counted", language), found.statistic, beside=found.expected, out=found.p <= ALPHA)]
    return barred(
        rows, language, say("together", language), say("statistic", language), beside=say("by_chance", language),
        judged=True,
    )  # fmt: skip


@of(LinkedChains)
def _chains(found: LinkedChains, language: Language, names: Sequence[str]) -> Sketch | None:
    rows = [
        Row(say("chain", language, n=i), len(one.members), out=one.p <= ALPHA)
        for i, one in enumerate(found.chains[:MOST], start=1)
    ]
    return barred(rows, language, say("chains", language), say("incidents", language), judged=True)


@of(Groups)
def _groups(found: Groups, language: Language, names: Sequence[str]) -> Sketch | None:
    sizes = Counter(map(len, found.members))
    rows = [Row(say("of_size", language, n=size), sizes[size], out=True) for size in sorted(sizes)[:MOST]]
    return barred(rows, language, say("groups", language), say("groups_x", language))


@of(Themes)
def _themes(found: Themes, language: Language, names: Sequence[str]) -> Sketch | None:
    rows = [Row(", ".join(one.words), one.count, out=True) for one in found.themes]
    return barred(rows, language, say("themes", language), say("texts", language), first="theme")
