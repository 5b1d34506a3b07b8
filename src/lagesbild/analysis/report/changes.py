"""Change, closeness in space and time, effect, and what texts say, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from lagesbild.analysis import deviations as dev
from lagesbild.analysis.alike import Groups
from lagesbild.analysis.clock import Busiest
from lagesbild.analysis.concentration import Gathering
from lagesbild.analysis.detectable import DetectableEffect
from lagesbild.analysis.disclosure import Suppressed
from lagesbild.analysis.effects.displacement import DisplacementQuotient, HarmDifference, WeightedDifference
from lagesbild.analysis.effects.series import DifferenceInDifferences, InterruptedSeries
from lagesbild.analysis.forecasts import Accuracy, Hindsight
from lagesbild.analysis.harm import Harm
from lagesbild.analysis.interaction.chains import LinkedChains
from lagesbild.analysis.interaction.knox import KnoxResult
from lagesbild.analysis.interaction.mantel import SpaceTimeTest
from lagesbild.analysis.interaction.near_repeat import NearRepeats
from lagesbild.analysis.intervals import TwoCounts
from lagesbild.analysis.places import ChangedPlaces, RankCertainty
from lagesbild.analysis.regression import Regression
from lagesbild.analysis.repeats import RepeatPlaces
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA, Line, named, of, put
from lagesbild.analysis.report.texts import TEXTS
from lagesbild.analysis.texts.themes import Themes


@of(dev.Deviations)
def _deviations(found: dev.Deviations, language: Language, names: Sequence[str]) -> list[Line]:
    tested = int(np.count_nonzero(~np.isnan(found.p)))
    if not tested:
        return [("too_few", {})]
    lines: list[Line] = []
    for row in np.flatnonzero(found.q <= ALPHA).tolist():
        said = figures.against(int(found.count[row]), float(found.low[row]), float(found.high[row]), language)
        key = "deviation_above" if found.count[row] > found.expected[row] else "deviation_below"
        lines.append((key, {"name": named(names, row), "said": said}))
    if not lines:
        lines.append(("deviation_none", {"n": tested}))
    return [*lines, _uncorrected(tested, ALPHA)]


def _uncorrected(tested: int, alpha: float, steps_per_year: float = 52.0) -> Line:
    return "deviation_chance", {"n": tested, "alarms": round(dev.alarms_per_year(tested, alpha, steps_per_year))}


def alarms(tested: int, alpha: float, steps_per_year: float, language: Language) -> str:
    """How many alarms a year chance would give if series were judged one by one, without correction."""
    return put(*_uncorrected(tested, alpha, steps_per_year), language)


@of(ChangedPlaces)
def _changed(found: ChangedPlaces, language: Language, names: Sequence[str]) -> list[Line]:
    rows = np.flatnonzero(found.q <= ALPHA).tolist()
    if not rows:
        return [("changed_none", {"n": found.method.tests})]
    lines: list[Line] = []
    for row in rows:
        said = figures.against(int(found.count[row]), float(found.low[row]), float(found.high[row]), language)
        lines.append(("changed", {"name": named(names, row), "against": said}))
    return lines


@of(RankCertainty)
def _ranked(found: RankCertainty, language: Language, names: Sequence[str]) -> list[Line]:
    rows = np.argsort(-found.probability, kind="stable")[: int(found.method.parameters["k"])].tolist()
    return [
        ("ranked", {"name": named(names, row), "times": round(100 * float(found.probability[row])),
                    "k": int(found.method.parameters["k"])})
        for row in rows
    ]  # fmt: skip


@of(KnoxResult)
def _knox(found: KnoxResult, language: Language, names: Sequence[str]) -> list[Line]:
    lines: list[Line] = []
    for row in range(found.pairs.shape[0]):
        for column in range(found.pairs.shape[1]):
            if found.p[row, column] * found.pairs.size > ALPHA:
                continue
            values = {
                "n": int(found.pairs[row, column]), "expected": float(found.expected[row, column]),
                "metres": figures.interval(found.distances[row], found.distances[row + 1], language),
                "days": figures.interval(found.times[column], found.times[column + 1], language),
                "p": figures.chance(float(found.p[row, column]), language, found.floor),
            }  # fmt: skip
            lines.append(("knox", values))
    if not lines and _at_floor(found) and found.floor * found.pairs.size > ALPHA:
        return [("near_floor", {"n": int(found.pairs.size)})]
    return lines or [("knox_none", {"n": int(found.pairs.size)})]


def _at_floor(found: KnoxResult) -> bool:
    """Whether a band is as rare by chance as the permutations can show at all."""
    return bool(np.nanmin(found.p, initial=1.0) <= found.floor)


@of(NearRepeats)
def _near(found: NearRepeats, language: Language, names: Sequence[str]) -> list[Line]:
    if found.reach is None:
        limited = _at_floor(found.knox) and not found.raised.any()
        return [("near_floor", {"n": int(found.knox.pairs.size)})] if limited else [("near_none", {})]
    metres, days = found.reach
    nearest = found.knox
    values = {
        "n": int(nearest.pairs[0, 0]), "expected": float(nearest.expected[0, 0]), "metres": metres, "days": days
    }  # fmt: skip
    return [("near", values), ("near_cause", {})]


@of(SpaceTimeTest)
def _space_time(found: SpaceTimeTest, language: Language, names: Sequence[str]) -> list[Line]:
    key = "together" if found.p <= ALPHA else "together_none"
    return [(key, {"p": figures.chance(found.p, language, found.floor)})]


@of(LinkedChains)
def _chains(found: LinkedChains, language: Language, names: Sequence[str]) -> list[Line]:
    sure = [chain for chain in found.chains if chain.p <= ALPHA]
    if not sure:
        return [("chains_none", {})]
    return [
        ("chain", {"n": len(chain.members), "p": figures.chance(chain.p, language, found.floor)})
        for chain in sure
    ]  # fmt: skip


@of(Busiest)
def _busiest(found: Busiest, language: Language, names: Sequence[str]) -> list[Line]:
    if found.p > ALPHA:
        return [("busiest_none", {})]
    if round(found.n) < figures.SMALLEST_BASE:
        return [("too_few", {})]
    days = TEXTS["weekdays"][language]
    first, last = days[found.weekdays[0]], days[found.weekdays[-1]]
    values = {
        "days": first if first == last else f"{first}–{last}",
        "hours": f"{found.hours[0]:02d}–{(found.hours[-1] + 1) % 24:02d}",
        "share": round(100 * found.share), "uniform": round(100 * found.uniform),
    }  # fmt: skip
    return [("busiest", values)]


@of(Gathering)
def _gathering(found: Gathering, language: Language, names: Sequence[str]) -> list[Line]:
    if found.n < figures.SMALLEST_BASE:
        return [("too_few", {})]
    key = "gathered" if found.p <= ALPHA else "gathered_none"
    return [(key, {"n": found.n, "gini": figures.number(found.gini, language, 2)})]


@of(RepeatPlaces)
def _repeats(found: RepeatPlaces, language: Language, names: Sequence[str]) -> list[Line]:
    said = figures.against(found.repeated, found.repeated_low, found.repeated_high, language)
    seldom_hit = found.p <= ALPHA
    key = "repeated" if seldom_hit and found.repeated > found.repeated_high else "repeated_chance"
    if found.repeated < found.repeated_low:
        # what falls on a few again and again leaves few to be hit twice
        key = "repeated_oftener" if seldom_hit else "repeated_fewer"
    return [(key, {"said": said})]


@of(Accuracy)
def _accuracy(found: Accuracy, language: Language, names: Sequence[str]) -> list[Line]:
    area = round(100 * found.area / found.whole)
    return [("hits", {"said": figures.share(found.hits, found.total, language), "area": area})]


@of(Hindsight)
def _hindsight(found: Hindsight, language: Language, names: Sequence[str]) -> list[Line]:
    key = {"alike": "map_alike", "tried": "map_better", "simple": "map_worse"}[found.better]
    return [*_accuracy(found.tried, language, names), (key, {"n": found.tried.hits, "simple": found.simple.hits})]


@of(TwoCounts)
def _two(found: TwoCounts, language: Language, names: Sequence[str]) -> list[Line]:
    key = "differ" if found.p <= ALPHA else "differ_chance"
    return [(key, {"p": figures.chance(found.p, language)})]


@of(WeightedDifference)
def _difference(found: WeightedDifference, language: Language, names: Sequence[str]) -> list[Line]:
    span = figures.interval(found.low, found.high, language)
    key = "wdd_chance" if found.p > ALPHA else "wdd_fewer" if found.total < 0 else "wdd_more"
    lines: list[Line] = [("regression_first", {}), (key, {"n": abs(found.total), "span": span})]
    if key != "wdd_chance" and found.method.parameters["dispersion"] == 1:
        lines.append(("wdd_as_chance", {}))
    if found.displaced_error > 0:
        sure = abs(found.displaced) > 1.96 * found.displaced_error
        lines.append(("moved_unknown" if not sure else "moved" if found.displaced > 0 else "benefit_spread", {}))
    return lines


@of(HarmDifference)
def _harm_difference(found: HarmDifference, language: Language, names: Sequence[str]) -> list[Line]:
    span = figures.interval(found.low, found.high, language)
    key = "harm_chance" if found.p > ALPHA else "harm_fewer" if found.total < 0 else "harm_more"
    return [("regression_first", {}), (key, {"n": abs(found.total), "span": span})]


@of(DisplacementQuotient)
def _quotient(found: DisplacementQuotient, language: Language, names: Sequence[str]) -> list[Line]:
    key = "quotient_moved" if found.quotient < 0 else "quotient_spread"
    return [(key, {"quotient": figures.number(found.quotient, language, 2)}), ("no_interval", {})]


@of(DifferenceInDifferences)
def _did(found: DifferenceInDifferences, language: Language, names: Sequence[str]) -> list[Line]:
    span = figures.interval(found.expected * found.low, found.expected * found.high, language)
    key = "did_chance" if found.p > ALPHA else "did_fewer" if found.ratio < 1 else "did_more"
    values = {"n": found.treated[1], "expected": found.expected, "span": span}
    lines: list[Line] = [("regression_first", {}), (key, values)]
    if found.parallel_p <= ALPHA:
        lines.append(("not_parallel", {}))
    return lines


@of(InterruptedSeries)
def _interrupted(found: InterruptedSeries, language: Language, names: Sequence[str]) -> list[Line]:
    said = figures.against(found.observed, found.expected_low, found.expected_high, language)
    key = "its_chance" if found.p > ALPHA else "its_fewer" if found.ratio < 1 else "its_more"
    return [("regression_first", {}), (key, {"said": said}), ("no_control", {})]


@of(Regression)
def _regression(found: Regression, language: Language, names: Sequence[str]) -> list[Line]:
    span = figures.interval(found.low, found.high, language)
    if not found.enough:
        return [("regression_few", {"span": span})]
    values = {"before": found.unadjusted, "expected": found.expected, "span": span, "n": found.places}
    out = round(found.unadjusted) > round(found.expected)
    return [("regression" if out else "regression_not_out", values)]


@of(DetectableEffect)
def _detectable(found: DetectableEffect, language: Language, names: Sequence[str]) -> list[Line]:
    if found.critical is None or found.reduction is None:
        return [("undetectable", {"expected": found.expected})]
    lines: list[Line] = [("detectable", {"n": found.critical, "expected": found.expected})]
    if found.mean is None or found.mean >= found.expected:
        return lines
    percent = math.ceil(100 * found.reduction) if found.expected >= figures.SMALLEST_BASE else None
    values = {
        "times": round(100 * found.power), "fewer": math.ceil(found.expected - found.mean),
        "expected": round(found.expected), "percent": "" if percent is None else f" ({percent}{figures.NBSP}%)",
    }  # fmt: skip
    return [*lines, ("detectable_power", values), ("detectable_smaller", {})]


@of(Harm)
def _harm(found: Harm, language: Language, names: Sequence[str]) -> list[Line]:
    about = found.method.parameters
    values = {
        "total": found.total, "span": figures.interval(found.low, found.high, language), "unit": str(about["unit"]),
        "source": str(about["source"]), "year": str(about["year"]), "n": found.incidents,
    }  # fmt: skip
    lines: list[Line] = [("harm", values)]
    left = sum(found.unweighted.values())
    if left:
        lines.append(("harm_left", {"n": left}))
    return lines


@of(Themes)
def _themes(found: Themes, language: Language, names: Sequence[str]) -> list[Line]:
    return [
        ("theme", {"words": ", ".join(theme.words), "said": figures.share(theme.count, found.texts, language)})
        for theme in found.themes
    ]  # fmt: skip


@of(Suppressed)
def _suppressed(found: Suppressed, language: Language, names: Sequence[str]) -> list[Line]:
    hidden = int(found.primary.sum() + found.secondary.sum())
    if not hidden:
        return [("all_shown", {})]
    return [("hidden", {"n": hidden, "minimum": int(found.method.parameters["minimum"])})]


@of(Groups)
def _groups(found: Groups, language: Language, names: Sequence[str]) -> list[Line]:
    return [("groups", {"n": len(found.members), "rows": sum(map(len, found.members))})]
