"""Two counts, forecasts and effects, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np

from lagesbild.analysis.charts import marks
from lagesbild.analysis.charts.drawing import Sketch, of
from lagesbild.analysis.charts.marks import Row
from lagesbild.analysis.charts.tables import against, barred, estimates
from lagesbild.analysis.charts.texts import say
from lagesbild.analysis.detectable import DetectableEffect
from lagesbild.analysis.effects.displacement import DisplacementQuotient, HarmDifference, WeightedDifference
from lagesbild.analysis.effects.series import DifferenceInDifferences, InterruptedSeries
from lagesbild.analysis.forecasts import Accuracy, Hindsight
from lagesbild.analysis.harm import Harm
from lagesbild.analysis.intervals import TwoCounts
from lagesbild.analysis.regression import Regression
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA


@of(TwoCounts)
def _two(found: TwoCounts, language: Language, names: Sequence[str]) -> Sketch | None:
    if not np.isfinite(found.ratio) or found.ratio <= 0:
        return None
    low, high = (found.low, found.high) if found.low > 0 else (None, None)
    rows = [Row(say("two_row", language), found.ratio, low, high, out=found.p <= ALPHA)]
    return estimates(rows, language, say("two", language), say("two_x", language), at=1.0, ratio=True)


@of(WeightedDifference)
def _difference(found: WeightedDifference, language: Language, names: Sequence[str]) -> Sketch | None:
    reach = NormalDist().inv_cdf(0.5 + found.level / 2)
    rows = [_part("here", found.local, reach * found.local_error, language)]
    if found.displaced_error > 0:
        rows.append(_part("next_door", found.displaced, reach * found.displaced_error, language))
    rows.append(Row(say("in_all", language), found.total, found.low, found.high, out=found.p <= ALPHA))
    return estimates(rows, language, say("difference", language), say("difference_x", language), at=0.0)


def _part(key: str, value: float, reach: float, language: Language) -> Row:
    return Row(say(key, language), value, value - reach, value + reach, out=abs(value) > reach)


@of(HarmDifference)
def _harm_difference(found: HarmDifference, language: Language, names: Sequence[str]) -> Sketch | None:
    rows = [Row(say("in_all", language), found.total, found.low, found.high, out=found.p <= ALPHA)]
    return estimates(rows, language, say("harm_difference", language), say("harm_difference_x", language), at=0.0)


@of(DisplacementQuotient)
def _quotient(found: DisplacementQuotient, language: Language, names: Sequence[str]) -> Sketch | None:
    rows = [
        Row(say(key, language), value, out=True)
        for key, value in (("success", found.success), ("buffer", found.buffer))
    ]
    sketch = barred(rows, language, say("quotient", language), say("quotient_x", language), decimals=2)
    return sketch and Sketch(
        sketch.title, say("read_quotient", language), sketch.spec, sketch.columns, sketch.rows
    )  # fmt: skip


@of(DifferenceInDifferences)
def _did(found: DifferenceInDifferences, language: Language, names: Sequence[str]) -> Sketch | None:
    low, high = found.expected * found.low, found.expected * found.high
    rows = [Row(say("after_row", language), found.treated[1], low, high, out=found.p <= ALPHA)]
    axis, title = say("incidents", language), say("after_start", language)
    sketch = estimates(rows, language, title, axis, at=found.expected)
    expected = figures.number(found.expected, language)
    return Sketch(
        title, say("read_counts", language), sketch.spec, (*sketch.columns, say("expected", language)),
        tuple((*row, expected) for row in sketch.rows),
    )  # fmt: skip


@of(InterruptedSeries)
def _interrupted(found: InterruptedSeries, language: Language, names: Sequence[str]) -> Sketch | None:
    rows = [
        Row(say("after_row", language), found.observed, found.expected_low, found.expected_high, out=found.p <= ALPHA)
    ]
    return against(rows, language, "after_start", "incidents")


@of(Regression)
def _regression(found: Regression, language: Language, names: Sequence[str]) -> Sketch | None:
    row = Row(say("regression_row", language), found.unadjusted, found.low, found.high)
    spec = marks.counted([row], language, say("incidents", language))
    columns = tuple(say(key, language) for key in ("row", "count", "expected_range"))
    cells = (row.name, figures.number(found.unadjusted, language), figures.interval(found.low, found.high, language))
    return Sketch(say("regression", language), say("read_regression", language), spec, columns, (cells,))


@of(DetectableEffect)
def _detectable(found: DetectableEffect, language: Language, names: Sequence[str]) -> Sketch | None:
    if found.critical is None:
        return None
    rows = [
        Row(say("if_nothing", language), found.expected, out=True),
        Row(say("largest_seen", language), found.critical, out=True),
    ]
    return barred(rows, language, say("detectable", language), say("incidents", language))


@of(Harm)
def _harm(found: Harm, language: Language, names: Sequence[str]) -> Sketch | None:
    axis = say("harm_x", language, unit=found.method.parameters["unit"])
    rows = [Row(say("all_weighed", language), found.total, found.low, found.high)]
    spec = marks.estimated(rows, language, axis)
    columns = say("row", language), axis, say("interval", language)
    cells = (
        rows[0].name, figures.number(found.total, language), figures.interval(found.low, found.high, language)
    )  # fmt: skip
    return Sketch(say("harm", language), say("read_plain", language), spec, columns, (cells,))


@of(Accuracy)
def _accuracy(found: Accuracy, language: Language, names: Sequence[str]) -> Sketch | None:
    return _hits([Row(say("areas", language), found.hits, beside=_even(found), out=True)], language)


@of(Hindsight)
def _hindsight(found: Hindsight, language: Language, names: Sequence[str]) -> Sketch | None:
    even = _even(found.tried)
    rows = [
        Row(say("the_map", language), found.tried.hits, beside=even, out=True),
        Row(say("simple", language), found.simple.hits, beside=even, out=True),
    ]
    return _hits(rows, language)


def _hits(rows: Sequence[Row], language: Language) -> Sketch | None:
    return barred(rows, language, say("hits", language), say("incidents", language), beside=say("by_area", language))


def _even(found: Accuracy) -> float:
    """Hits if the later incidents lay evenly over the area."""
    return found.total * found.area / found.whole
