"""Control charts: published alarms, alarm rates under chance, what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from lagesbild.analysis import cusum, ears, seasonal_mean


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def salmonella(folder: Path) -> np.ndarray:
    return np.array([[int(row["cases"]) for row in rows(folder / "salmonella_agona.csv")]])


@pytest.mark.shared
@pytest.mark.parametrize(("chart", "alarms"), [("C1", 16), ("C2", 20), ("C3", 23)])
def test_ears_reproduces_the_published_limits_and_alarms(chart: str, alarms: int, shared_references: Path) -> None:
    folder = shared_references / "farrington"
    counts, total = salmonella(folder), 0
    for row in rows(folder / "expected_ears.csv"):
        found = ears(counts, chart, current=int(row["i"]) - 1, alpha=0.001, rule="normal")  # type: ignore[arg-type]
        assert found.upper[0] == pytest.approx(float(row[chart]), abs=1e-8)
        assert int(found.alarm[0]) == int(row[f"{chart}a"])
        total += int(found.alarm[0])
    assert total == alarms


@pytest.mark.shared
def test_cusum_reproduces_the_published_alarms(shared_references: Path) -> None:
    counts = salmonella(shared_references / "farrington")
    expected, _ = seasonal_mean(counts, period=52, until=208)
    found = cusum(counts[:, 208:], expected[:, 208:], reference=1.04, limit=2.26, transform="rossi")
    assert (np.flatnonzero(found.alarm[0]) + 209).tolist() == list(range(262, 273))


def chance(mean: float, dispersion: float, shape: tuple[int, int]) -> np.ndarray:
    rng = np.random.default_rng([3, int(mean * 10), int(dispersion * 10)])
    if dispersion == 1:
        return rng.poisson(mean, shape)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion, shape)


@pytest.mark.parametrize("chart", ["C1", "C2", "C3"])
@pytest.mark.parametrize("dispersion", [1.0, 2.0])
@pytest.mark.parametrize("mean", [0.5, 1.0, 5.0, 20.0])
def test_ears_alarms_at_most_one_and_a_half_times_nominal(chart: str, mean: float, dispersion: float) -> None:
    found = ears(chance(mean, dispersion, (4000, 10)), chart, alpha=0.025)  # type: ignore[arg-type]
    assert found.alarm.mean() <= 1.5 * 0.025


def test_the_rule_as_published_alarms_several_times_too_often() -> None:
    rates = [ears(chance(m, 1.0, (4000, 8)), alpha=0.025, rule="normal").alarm.mean() for m in (0.5, 1.0, 5.0, 20.0)]
    assert all(0.05 < rate < 0.12 for rate in rates)


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
@pytest.mark.parametrize("mean", [0.5, 2.0, 20.0])
def test_cusum_alarms_no_more_often_than_its_run_length_says(mean: float, dispersion: float) -> None:
    counts = chance(mean, dispersion, (300, 1000))
    found = cusum(counts, np.full(counts.shape, mean), dispersion=dispersion, run_length=100, restart=True)
    assert found.alarm.mean() <= 1.5 / 100
    assert found.run_length == pytest.approx(100)


def test_a_small_rise_that_lasts_is_seen_by_the_sum_and_three_steps_by_c3() -> None:
    rng = np.random.default_rng(4)
    counts = rng.poisson(np.where(np.arange(60) < 40, 9.0, 13.5), (50, 60))
    found = cusum(counts, np.full(counts.shape, 9.0))
    assert found.alarm[:, 40:52].any(axis=1).mean() > 0.9
    assert found.alarm[:, :40].any(axis=1).mean() < 0.3
    last = rng.poisson(np.where(np.arange(10) < 7, 6.0, 14.0), (400, 10))
    power = {chart: ears(last, chart).alarm.mean() for chart in ("C1", "C2", "C3")}  # type: ignore[arg-type]
    assert power["C3"] > power["C2"] > power["C1"]


def test_inputs_stay_and_the_order_of_the_series_does_not_matter() -> None:
    counts = chance(3.0, 1.0, (30, 12))
    before, order = counts.copy(), np.random.default_rng(1).permutation(30)
    for chart in ("C1", "C2", "C3"):
        found, mixed = ears(counts, chart), ears(counts[order], chart)  # type: ignore[arg-type]
        np.testing.assert_allclose(mixed.p, found.p[order])
    np.testing.assert_array_equal(counts, before)
    assert ears(np.zeros((0, 12), dtype=int)).p.size == 0
    assert not ears(np.zeros((3, 12), dtype=int)).alarm.any()


def test_what_cannot_be_judged_is_refused() -> None:
    counts = np.ones((2, 12), dtype=int)
    with pytest.raises(ValueError, match="earlier steps are needed"):
        ears(counts[:, :7])
    with pytest.raises(ValueError, match="not known"):
        ears(counts, "C4")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="above 0"):
        cusum(counts, np.zeros((2, 12)))
    with pytest.raises(ValueError, match="not known"):
        cusum(counts, counts.astype(float), transform="log")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="judge each count"):
        cusum(counts, counts.astype(float), run_length=1.1)
    with pytest.raises(ValueError, match="until"):
        seasonal_mean(counts, period=52, until=3)
