"""The course of a series: what season, trend and bunching must not be called, and what a rise must."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from lagesbild.analysis import course_baseline, recent_baseline
from lagesbild.analysis.course import course_steps
from lagesbild.demo.events.kinds import KINDS

YEAR = 365.2425 / 7
STEADY = 12.0


def town(rng: np.random.Generator, weekly: float, last: float, growth: float = 0.0) -> NDArray[np.int64]:
    """Two years of weeks of everything an invented town reports, the last in week `last` of a year, (1, 104).

    Each category has its own season, its weeks differ by more than chance, and all grow by `growth` a week.
    """
    week = last - 103 + np.arange(104)
    counts = np.zeros(104, dtype=np.int64)
    for kind in KINDS:
        season = 1 - kind.summer * np.cos(2 * np.pi * (week - 3) / YEAR)
        level = weekly * kind.share * season * np.exp(growth * (week - last))
        counts += rng.poisson(level * rng.gamma(STEADY, 1 / STEADY, 104))
    return counts[None, :]


def test_the_total_of_a_town_with_season_trend_and_bunching_is_called_no_more_often_than_stated() -> None:
    rng = np.random.default_rng(41)
    wave, trend = [], []
    for number in range(520):
        weekly, growth = (11.0, 72.0, 150.0)[number % 3], (0.0, 0.003)[number % 2]
        counts = town(rng, weekly, float(number % 52), growth)
        wave.append(course_baseline(counts, window=103, period=YEAR).p[0] <= 0.05)
        trend.append(course_baseline(counts, window=13).p[0] <= 0.05)
    assert 0.02 < np.mean(wave) <= 0.05
    assert 0.02 < np.mean(trend) <= 0.05


def test_the_steps_just_before_would_call_a_season_a_fall() -> None:
    rng = np.random.default_rng(5)
    towns = [town(rng, 150.0, 47.0) for _ in range(200)]
    flat = np.mean([recent_baseline(counts, window=26).p[0] <= 0.05 for counts in towns])
    followed = np.mean([course_baseline(counts, window=103, period=YEAR).p[0] <= 0.05 for counts in towns])
    assert flat > 0.09
    assert followed <= 0.05


def test_a_rise_is_found_beside_season_and_trend() -> None:
    rng = np.random.default_rng(6)
    for window, period, least in ((103, YEAR, 0.9), (13, None, 0.8)):
        found = 0
        for last in range(52):
            counts = town(rng, 150.0, float(last), 0.001)
            counts[0, -1] = round(1.6 * counts[0, -1])
            found += course_baseline(counts, window=window, period=period).p[0] <= 0.05
        assert found >= least * 52


@pytest.mark.parametrize("spread", [1.0, 3.0])
@pytest.mark.parametrize("mean", [0.5, 2.0, 20.0])
@pytest.mark.parametrize(("window", "period"), [(8, None), (13, None), (57, YEAR), (103, YEAR)])
def test_even_series_alarm_at_most_one_and_a_half_times_nominal(
    mean: float, spread: float, window: int, period: float | None
) -> None:
    rng = np.random.default_rng([7, int(10 * mean), int(spread), window])
    shape = (800, window + 1)
    counts = rng.poisson(mean, shape) if spread == 1 else rng.negative_binomial(mean / (spread - 1), 1 / spread, shape)
    found = course_baseline(counts, window=window, period=period)
    assert np.mean(found.p <= 0.05) <= 1.5 * 0.05
    assert np.mean(found.count > found.high) <= 1.5 * 0.025
    assert np.all(found.low <= found.high)


def test_the_wave_and_the_length_of_steps_are_what_they_are_told_to_be() -> None:
    months = 24
    days = np.resize([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], months + 1)
    level = 20 * days * np.exp(0.4 * np.sin(2 * np.pi * np.arange(months + 1) / 12) + 0.01 * np.arange(months + 1))
    counts = np.round(level).astype(int)[None, :]
    found = course_baseline(counts, window=months, period=12, exposure=days)
    assert found.expected[0] == pytest.approx(level[-1], rel=0.03)
    assert found.trend[0]
    assert found.used == (0, months - 1)
    assert not course_baseline(counts // 1000, window=months, period=12).trend[0]


def test_what_cannot_be_followed_is_refused() -> None:
    counts = np.ones((2, 60), dtype=int)
    assert course_steps(None) == 5
    assert course_steps(YEAR) == 57
    for wrong in (
        {"window": 4},
        {"window": 60},
        {"window": 56, "period": YEAR},
        {"window": 20, "period": 2.0},
        {"window": 20, "current": 60},
        {"window": 20, "exposure": np.zeros(60)},
        {"window": 20, "exposure": np.ones(59)},
        {"window": 20, "level": 1.0},
    ):
        with pytest.raises(ValueError, match=r"must|level"):
            course_baseline(counts, **wrong)  # type: ignore[arg-type]
