"""What history leads to expect of the last steps of each series."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.deviations import Deviations
from lagesbild.analysis.farrington import farrington_flexible
from lagesbild.analysis.recent import recent_baseline
from lagesbild.picture.compose.steps import SHOWN, Steps
from lagesbild.picture.model import Unit

YEARS, MOST_YEARS = 3, 5
"""Comparable years a seasonal expectation needs, and the most it uses."""
SEASONS: dict[Unit, dict[str, int]] = {
    Unit.WEEK: {"period": 52, "half_width": 3, "past_weeks_excluded": 26, "periods": 10},
    Unit.MONTH: {"period": 12, "half_width": 1, "past_weeks_excluded": 3, "periods": 4},
    Unit.QUARTER: {"period": 4, "half_width": 0, "past_weeks_excluded": 1, "periods": 4},
}
"""Steps per year, half-width of the window around the same step of each year, newest steps left out, and levels of the
season, for `farrington_flexible`."""
RECENT_LEAST = 8
"""Comparable steps that an expectation from recent steps alone needs."""
RECENT_MOST = {Unit.WEEK: 26, Unit.MONTH: 12, Unit.QUARTER: 12}
"""Recent steps that are used at most, ten for other units: enough to know the spread, few enough to follow."""
HISTORY_LEAST = 6
"""Incidents a series must have in the history to be tested."""
BANDED = 300
"""Series of a kind that get an expected band along their drawn series (the others have it for the period only)."""


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """Of k series and the last b steps, NaN where nothing can be expected.

    Parameters
    ----------
    low, high, middle : (k, b) float64
    p : (k,) float64
        Of the last step, NaN where not tested.
    method : str
        "farrington", "recent" or "".
    used : (int, int) or None
        First and last step of the history behind the last step.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    middle: NDArray[np.float64]
    p: NDArray[np.float64]
    method: str
    used: tuple[int, int] | None


def method_for(unit: Unit, comparable: int) -> str:
    """How a step can be judged that has so many comparable steps before it."""
    season = SEASONS.get(unit)
    if season is not None and comparable >= YEARS * season["period"] + season["half_width"]:
        return "farrington"
    return "recent" if comparable >= RECENT_LEAST else ""


def judge_step(counts: NDArray[np.int64], days: NDArray[np.int64], unit: Unit, method: str) -> Deviations:
    """The last step of each series against the steps before it, all of which are comparable; `days` is their length."""
    if method == "farrington":
        season = SEASONS[unit]
        years = min(MOST_YEARS, (counts.shape[1] - 1 - season["half_width"]) // season["period"])
        return farrington_flexible(
            counts,
            period=season["period"],
            half_width=season["half_width"],
            past_weeks_excluded=season["past_weeks_excluded"],
            periods=season["periods"],
            years_back=years,
        )
    window = min(RECENT_MOST.get(unit, 10), counts.shape[1] - 1)
    return recent_baseline(counts, window=window, season=days)


def expect(counts: NDArray[np.int64], since: int, steps: Steps) -> Expectation:
    """Expectation of the last steps of `counts` (k, t) from comparable steps, which begin at `since`."""
    k, t = counts.shape
    unit, days = steps.unit, np.diff(steps.edges)
    b = min(SHOWN, t)
    method = method_for(unit, t - 1 - since) if k else ""
    low, high, middle = (np.full((k, b), np.nan) for _ in range(3))
    nothing = Expectation(low, high, middle, np.full(k, np.nan), method, None)
    if not method:
        return nothing
    found = judge_step(counts[:, since:], days[since:], unit, method)
    tested = np.flatnonzero(counts[:, since:-1].sum(axis=1) >= HISTORY_LEAST)
    nothing.p[tested] = found.p[tested]
    used = None if found.used is None else (found.used[0] + since, found.used[1] + since)
    filled = replace(nothing, used=used)
    _put(filled, found, -1, tested)
    banded = tested
    if banded.size > BANDED:
        banded = np.sort(banded[np.argsort(-counts[banded, since:].sum(axis=1), kind="stable")[:BANDED]])
    for back in range(1, b):
        if method_for(unit, t - 1 - back - since) != method or banded.size == 0:
            break
        earlier = judge_step(counts[banded, since : t - back], days[since : t - back], unit, method)
        _put(filled, earlier, b - 1 - back, banded)
    return filled


def _put(into: Expectation, found: Deviations, column: int, rows: NDArray[np.intp]) -> None:
    """Write what was found of `rows` into one column; `found` speaks of all series or of exactly `rows`."""
    taken = rows if len(found.expected) == len(into.low) else slice(None)
    into.low[rows, column] = found.low[taken]
    into.high[rows, column] = found.high[taken]
    into.middle[rows, column] = found.expected[taken]
