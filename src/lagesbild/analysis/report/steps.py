"""Slow rises, breaks in sources, guessed times, orders of precedence and spread, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from lagesbild.analysis.acceptability import RankAcceptability
from lagesbild.analysis.clock import Heaping, WeekClockResult
from lagesbild.analysis.control import Cusum
from lagesbild.analysis.coverage import CoverageBreak, CoverageBreaks
from lagesbild.analysis.decomposition import SeasonalTrend
from lagesbild.analysis.dispersion import Dispersion
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA, Line, named, of, put
from lagesbild.analysis.seasonality import MONTHS, Seasonality
from lagesbild.analysis.week import Aoristic

NOTICED = 1.05
"""Times as much as chance from which it is said that counts vary more."""
HALF = 50
"""Weightings of 100 up to which it is said that none comes first: as said, not as drawn."""
UNSCORED = 0.2
"""Share of the weight that lies on what nobody has scored, from which it is said."""


@of(Cusum)
def _cusum(found: Cusum, language: Language, names: Sequence[str]) -> list[Line]:
    if not found.alarm.size:
        return [("too_few", {})]
    over = np.flatnonzero(found.alarm[:, -1]).tolist()
    lines: list[Line] = [("cusum", {"name": named(names, row)}) for row in over]
    if not lines:
        lines.append(("cusum_none", {"n": len(found.alarm)}))
    lines.append(("cusum_chance", {"length": round(found.run_length)}))
    return [*lines, ("cusum_began", {})] if over else lines


@of(CoverageBreaks)
def _breaks(found: CoverageBreaks, language: Language, names: Sequence[str]) -> list[Line]:
    if not found.breaks:
        return [("break_none", {})]
    return [*(_break(one, language, names) for one in found.breaks), ("break_why", {})]


def _break(one: CoverageBreak, language: Language, names: Sequence[str]) -> Line:
    values = {"name": named(names, one.source), "at": one.at + 1, "before": one.before, "after": one.after}
    if one.until is not None:
        values["until"] = one.until
    if one.until == one.at + 1:
        return "break_gap_one", values
    if one.ratio is not None:
        low, _, high = one.ratio
        values["span"] = figures.interval(low, high, language)
    return f"break_{one.kind}", values


@of(Heaping)
def _heaping(found: Heaping, language: Language, names: Sequence[str]) -> list[Line]:
    if found.used < figures.SMALLEST_BASE:
        return [("too_few", {})]
    lines = _heaped(found, language) or [("heaped_none", {"n": found.used})]
    if np.isfinite(found.on_the_hour):
        lines.append(("round", {"hour": round(100 * found.on_the_hour), "half": round(100 * found.on_the_half)}))
    return lines


def _heaped(found: Heaping, language: Language) -> list[Line]:
    lines: list[Line] = [
        ("heaped", {"n": one.count, "hour": figures.hour(one.hour, language), "expected": round(one.expected)})
        for one in found.hours
    ]
    return [*lines, ("heaped_default", {})] if lines else []


def heaped(found: Heaping, language: Language) -> str | None:
    """Every hour that is given more often than it can be true, where only what is likely is drawn; None without any."""
    lines = _heaped(found, language)
    return " ".join(put(key, values, language) for key, values in [*lines, ("heaped_drawn", {})]) if lines else None


def perhaps_heaped(found: Sequence[tuple[int, int, float]], language: Language) -> str | None:
    """The same of hours that may be a default in part: hour, incidents given at it, and those of an hour beside it."""
    said = [
        put("heaped_maybe", {"n": n, "hour": figures.hour(hour, language), "beside": round(beside)}, language)
        for hour, n, beside in found
    ]
    return " ".join([*said, put("heaped_partly", {}, language)]) if said else None


@of(Aoristic)
@of(WeekClockResult)
def _clock(found: Aoristic | WeekClockResult, language: Language, names: Sequence[str]) -> list[Line]:
    if found.used < figures.SMALLEST_BASE:
        return [("too_few", {})]
    lines: list[Line] = [("week", {"n": found.used})]
    if found.longer:
        lines.append(("week_longer", {"said": figures.share(found.longer, found.used, language)}))
    if found.without_end:
        lines.append(("week_point", {"said": figures.share(found.without_end, found.used, language)}))
    return lines


@of(Seasonality)
def _seasonality(found: Seasonality, language: Language, names: Sequence[str]) -> list[Line]:
    rows = np.flatnonzero(found.p <= ALPHA).tolist()
    months = len(found.count) == MONTHS and not found.method.parameters["exposure"]
    as_long: list[Line] = [("season_months", {})] if months else []
    if not rows:
        if found.p_season > ALPHA:
            return [("season_none", {"years": found.years})]
        return [("season_together", {"years": found.years}), *as_long]
    lines: list[Line] = [
        ("season", {
            "name": named(names, row),
            "said": figures.against(int(found.count[row]), float(found.low[row]), float(found.high[row]), language),
        })
        for row in rows
    ]  # fmt: skip
    return [*lines, ("season_of", {"years": found.years, "n": len(found.count)}), *as_long]


@of(SeasonalTrend)
def _taken_apart(found: SeasonalTrend, language: Language, names: Sequence[str]) -> list[Line]:
    year = int(found.method.parameters["period"])
    first, last = found.trend[:year].mean(), found.trend[-year:].mean()
    return [
        ("trend", {"first": figures.number(first, language, 1), "last": figures.number(last, language, 1)}),
        ("trend_untested", {}),
    ]


@of(RankAcceptability)
def _acceptability(found: RankAcceptability, language: Language, names: Sequence[str]) -> list[Line]:
    if not len(found.share):
        return [("too_few", {})]
    firsts = found.share[:, 0]
    lines: list[Line] = []
    if round(100 * firsts.max()) <= HALF:
        lines.append(("first_open", {}))
    for row in np.argsort(-firsts, kind="stable").tolist():
        times = round(100 * float(firsts[row]))
        if times:
            lines.append(("first", {"name": named(names, row), "times": times}))
    unscored = np.flatnonzero(found.unknown >= UNSCORED).tolist()
    said = [{"name": named(names, row), "times": round(100 * float(found.unknown[row]))} for row in unscored]
    return [*lines, *(("unscored", values) for values in said)]


@of(Dispersion)
def _dispersion(found: Dispersion, language: Language, names: Sequence[str]) -> list[Line]:
    if not found.freedom:
        return [("spread_unknown", {})]
    if found.value < NOTICED:
        return [("spread_chance", {})]
    return [("spread", {"value": figures.number(found.value, language, 1)})]
