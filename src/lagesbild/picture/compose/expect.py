"""What history leads to expect of the last steps of each series."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.course import course_baseline, course_steps
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
A_YEAR = {Unit.MONTH: 12.0, Unit.QUARTER: 4.0}
"""Steps in a year; of other units as many as go into its days."""
DAYS = 365.2425
RECENT_LEAST = 8
"""Comparable steps that an expectation without a season needs."""
LONG, SHORT = 2, 32
"""Steps a year has at most where a step is too long to have a season, which then is part of the spread, and at least
where a step is so short that `RECENT_LEAST` of them are within a quarter."""
FOLLOWED = 13
"""Most steps whose trend is followed: over a quarter of a year a season is near enough to a straight line."""
RECENT_MOST = 10
"""Steps of half a year or more that are used at most: enough to know the spread, few enough to follow."""
LEAST = 6
"""Incidents a series must have in history and period together to be tested. Which series are tested then tells nothing
of how they divide between the two, so the choice does not favour rises."""


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """Of k series and the last b steps, NaN where nothing can be expected.

    Parameters
    ----------
    low, high, middle : (k, b) float64
    p : (k,) float64
        Of the last step, NaN where not tested.
    method : str
        "farrington", "season", "course", "recent" or "", see `Tests`.
    used : (int, int) or None
        First and last step of the history behind the last step.
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    middle: NDArray[np.float64]
    p: NDArray[np.float64]
    method: str
    used: tuple[int, int] | None


def method_for(steps: Steps, comparable: int) -> str:
    """How the last step can be judged that has so many comparable steps before it.

    A month or a quarter differs from the ones before it by its season: without a year to know that from it is not
    judged. Within a few weeks the season is part of the trend.
    """
    season = SEASONS.get(steps.unit)
    if season is not None and comparable >= YEARS * season["period"] + season["half_width"]:
        return "farrington"
    if comparable < least(steps):
        return ""
    year = a_year(steps)
    if year <= LONG:
        return "recent"
    return "season" if comparable >= course_steps(year) else "course"


def least(steps: Steps) -> int:
    """Comparable steps that the period needs to be judged at all."""
    year = a_year(steps)
    return course_steps(year) if LONG < year < SHORT else RECENT_LEAST


def a_year(steps: Steps) -> float:
    """How many steps make a year."""
    return A_YEAR.get(steps.unit) or DAYS * len(steps) / float(steps.edges[-1] - steps.edges[0])


def judge_step(counts: NDArray[np.int64], days: NDArray[np.int64], steps: Steps, method: str) -> Deviations:
    """The last step of each series against the steps before it, all of which are comparable; `days` is their length."""
    comparable = counts.shape[1] - 1
    if method == "farrington":
        season = SEASONS[steps.unit]
        years = min(MOST_YEARS, (comparable - season["half_width"]) // season["period"])
        return farrington_flexible(
            counts,
            period=season["period"],
            half_width=season["half_width"],
            past_weeks_excluded=season["past_weeks_excluded"],
            periods=season["periods"],
            years_back=years,
        )
    year = a_year(steps)
    if method == "season":
        window = min(comparable, max(round(2 * year), course_steps(year)))
        return course_baseline(counts, window=window, period=year, exposure=days)
    if method == "course":
        return course_baseline(counts, window=min(FOLLOWED, comparable), exposure=days)
    return recent_baseline(counts, window=min(RECENT_MOST, comparable), season=days)


def expect(counts: NDArray[np.int64], since: int, steps: Steps) -> Expectation:
    """Expectation of the last step of `counts` (k, t) from comparable steps, which begin at `since`."""
    k, t = counts.shape
    b = min(SHOWN, t)
    method = method_for(steps, t - 1 - since) if k else ""
    low, high, middle = (np.full((k, b), np.nan) for _ in range(3))
    found = Expectation(low, high, middle, np.full(k, np.nan), method, None)
    if not method:
        return found
    judged = judge_step(counts[:, since:], np.diff(steps.edges)[since:], steps, method)
    tested = np.flatnonzero(counts[:, since:].sum(axis=1) >= LEAST)
    found.p[tested] = judged.p[tested]
    low[tested, -1] = judged.low[tested]
    high[tested, -1] = judged.high[tested]
    middle[tested, -1] = judged.expected[tested]
    used = None if judged.used is None else (judged.used[0] + since, judged.used[1] + since)
    return replace(found, used=used)


def add_bands(found: Expectation, rows: NDArray[np.intp], counts: NDArray[np.int64], since: int, steps: Steps) -> None:
    """Fill in the earlier steps of `rows`, each as it would have been judged then, as far back as the method goes."""
    rows = rows[~np.isnan(found.p[rows])]
    t, days = counts.shape[1], np.diff(steps.edges)
    for back in range(1, found.low.shape[1]):
        if not rows.size or method_for(steps, t - 1 - back - since) != found.method:
            return
        judged = judge_step(counts[rows, since : t - back], days[since : t - back], steps, found.method)
        found.low[rows, -1 - back] = judged.low
        found.high[rows, -1 - back] = judged.high
        found.middle[rows, -1 - back] = judged.expected
