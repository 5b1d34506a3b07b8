"""Deviations: published thresholds, alarm rates under chance, and what is refused."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lagesbild.analysis import Deviations, alarms_per_year, farrington_flexible, recent_baseline

REPLICATES = 20_000 if os.environ.get("LAGESBILD_CALIBRATION") == "full" else 3_000

CONTROLS: dict[str, dict[str, object]] = {
    "c1": {"threshold": "delta", "past_weeks_excluded": 3, "periods": 1, "weights_threshold": 1.0, "trend_p": 0.05},
    "c2": {"threshold": "delta"},
    "c3": {"threshold": "nbPlugin"},
    "c4": {"threshold": "muan"},
    "orig": {"threshold": "original", "past_weeks_excluded": 3, "periods": 1, "weights_threshold": 1.0,
             "trend_p": 0.05, "alpha": 0.01, "error_dispersion": "pearson"},
}  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
@pytest.mark.parametrize("name", list(CONTROLS))
def test_farrington_reproduces_the_published_thresholds(name: str, shared_references: Path) -> None:
    folder = shared_references / "farrington"
    counts = np.array([[int(row["cases"]) for row in rows(folder / "salmonella_agona.csv")]])
    control = {"years_back": 4, "alpha": 0.1, "minimum": 0, "error_dispersion": "working"} | CONTROLS[name]
    for row in rows(folder / "expected_farrington.csv"):
        found = farrington_flexible(counts, current=int(row["i"]) - 1, **control)  # type: ignore[arg-type]
        assert found.upper[0] == pytest.approx(float(row[f"{name}_upper"]), abs=1e-8)
        assert int(found.alarm[0]) == int(row[f"{name}_alarm"])
        if f"{name}_exp" in row:
            assert found.expected[0] == pytest.approx(float(row[f"{name}_exp"]), abs=1e-8)


def chance(mean: float, dispersion: float, shape: tuple[int, int], season: bool = False) -> NDArray[np.int64]:
    rng = np.random.default_rng([7, int(mean * 10), int(dispersion * 10)])
    mu = np.full(shape, mean)
    if season:
        mu = mu * np.exp(0.4 * np.sin(2 * np.pi * np.arange(shape[1]) / 52))
    drawn = rng.poisson(mu) if dispersion == 1 else rng.negative_binomial(mu / (dispersion - 1), 1 / dispersion)
    return drawn.astype(np.int64)


@pytest.mark.parametrize("dispersion", [1.0, 1.5, 3.0])
@pytest.mark.parametrize("mean", [0.5, 1.0, 3.0, 8.0, 20.0])
@pytest.mark.parametrize("window", [8, 26])
def test_short_histories_alarm_at_most_one_and_a_half_times_nominal(
    mean: float, dispersion: float, window: int
) -> None:
    found = recent_baseline(chance(mean, dispersion, (REPLICATES, window + 1)), window=window)
    assert np.mean(found.p < 0.05) <= 1.5 * 0.05
    assert np.mean(found.count > found.high) <= 1.5 * 0.025


@pytest.mark.parametrize("dispersion", [1.0, 1.5, 3.0])
@pytest.mark.parametrize("mean", [0.5, 2.0, 20.0])
def test_long_histories_with_season_alarm_at_most_one_and_a_half_times_nominal(mean: float, dispersion: float) -> None:
    counts = chance(mean, dispersion, (REPLICATES // 2, 5 * 52 + 4), season=True)
    found = farrington_flexible(counts)
    assert np.mean(found.p < 0.05) <= 1.5 * 0.05
    assert np.mean(found.q < 0.05) <= 0.01


def test_a_planted_rise_is_found_among_many_series() -> None:
    counts = chance(4.0, 1.5, (300, 300))
    counts[17, -1] = 25
    for found in (farrington_flexible(counts), recent_baseline(counts, window=26)):
        assert np.flatnonzero(found.q < 0.05).tolist() == [17]
        assert found.alarm[17]
        assert found.low[17] <= found.expected[17] <= found.high[17] < 25


def test_a_shared_season_is_no_deviation() -> None:
    season = 1 + 0.8 * np.sin((np.arange(30) - 21) / 5)
    counts = np.random.default_rng(1).poisson(30 * season, (50, 30))
    told, untold = recent_baseline(counts, window=20, season=season), recent_baseline(counts, window=20)
    assert np.sum(told.q < 0.05) == 0
    assert abs(np.mean(told.count - told.expected)) < 3
    assert np.mean(untold.count - untold.expected) > 15


Rule = Callable[[NDArray[np.int64]], Deviations]


@pytest.mark.parametrize("rule", [farrington_flexible, lambda y: recent_baseline(y, window=20)])
def test_results_follow_the_order_of_the_series_and_leave_the_input_alone(rule: Rule) -> None:
    counts = chance(3.0, 1.5, (40, 300))
    before = counts.copy()
    order = np.random.default_rng(2).permutation(40)
    found, mixed = rule(counts), rule(counts[order])
    np.testing.assert_allclose(mixed.p, found.p[order], rtol=1e-6)
    np.testing.assert_array_equal(counts, before)
    assert np.all(found.q >= found.p)


@pytest.mark.parametrize("rule", [farrington_flexible, lambda y: recent_baseline(y, window=20)])
def test_series_without_events_and_without_spread_are_judged_too(rule: Rule) -> None:
    counts = np.vstack([np.zeros(300), np.full(300, 5), np.r_[np.zeros(299), 6]]).astype(np.int64)
    found = rule(counts)
    assert np.all(np.isfinite(found.p))
    assert found.p[0] == 1
    assert found.p[1] > 0.5
    assert found.p[2] < 0.01
    assert rule(np.zeros((0, 300), dtype=np.int64)).p.size == 0
    assert set(found.to_dict()) >= {"p", "q", "low", "high", "method"}


def test_too_short_a_history_is_refused_and_says_what_is_needed() -> None:
    with pytest.raises(ValueError, match="need 263 earlier steps; there are 99"):
        farrington_flexible(np.ones((1, 100), dtype=int))
    with pytest.raises(ValueError, match="12 earlier steps are needed; there are 9"):
        recent_baseline(np.ones((1, 10), dtype=int), window=12)


@pytest.mark.parametrize(
    "wrong",
    [{"window": 3}, {"window": 8, "season": [1.0]}, {"window": 8, "season": np.zeros(20)}, {"window": 8, "gap": -1},
     {"window": 8, "current": 20}, {"window": 8, "level": 1.0}],
)  # fmt: skip
def test_arguments_out_of_range_are_refused_by_the_short_rule(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|earlier"):
        recent_baseline(np.ones((2, 20), dtype=int), **wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong", [{"threshold": "guess"}, {"alpha": 0}, {"period": 0}, {"current": -1}, {"half_width": 30}, {"periods": 50}]
)
def test_arguments_out_of_range_are_refused_by_the_long_rule(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|cannot|not known|need"):
        farrington_flexible(np.ones((2, 300), dtype=int), **wrong)  # type: ignore[arg-type]


def test_false_alarms_of_a_year_are_series_times_steps_times_chance() -> None:
    assert alarms_per_year(40, 0.05) == pytest.approx(104)
    with pytest.raises(ValueError, match="tested"):
        alarms_per_year(-1, 0.05)


def test_without_a_trend_none_is_fitted_and_exposure_is_what_counts_are_in_proportion_to() -> None:
    rng = np.random.default_rng(3)
    counts = rng.poisson(10 * np.exp(np.arange(300) * 0.004), (40, 300))
    assert farrington_flexible(counts).trend.mean() > 0.8
    flat = farrington_flexible(counts, trend=False)
    assert not flat.trend.any()
    assert flat.expected.mean() < farrington_flexible(counts).expected.mean() - 3
    doubled = np.where(np.arange(300) >= 250, 2.0, 1.0)
    twice = rng.poisson(5 * doubled, (60, 300))
    told = farrington_flexible(twice, exposure=doubled)
    assert told.expected.mean() == pytest.approx(10, abs=0.7)
    assert np.mean(told.p < 0.05) <= 0.1
    each = farrington_flexible(twice, exposure=np.broadcast_to(doubled, twice.shape))
    np.testing.assert_allclose(each.expected, told.expected, rtol=1e-9)
    with pytest.raises(ValueError, match="exposure"):
        farrington_flexible(twice, exposure=doubled[:-1])


def test_many_series_are_judged_as_one_alone() -> None:
    counts = chance(3.0, 1.5, (600, 300), season=True)
    together = farrington_flexible(counts)
    for row in (0, 255, 256, 599):
        alone = farrington_flexible(counts[[row]])
        np.testing.assert_allclose(alone.expected, together.expected[[row]], rtol=1e-9)
        np.testing.assert_allclose(alone.p, together.p[[row]], rtol=1e-7)
