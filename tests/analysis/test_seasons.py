"""When in the year, what is left without the season, and the most in any stretch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import lfilter

from lagesbild.analysis import TooFew, scan_probability, seasonality, stl
from lagesbild.analysis.report import sentences

MONTHS = [f"månad {k}" for k in range(1, 13)]
DAYS = np.tile([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], 4)


def test_a_planted_season_is_found_where_it_lies_and_said_with_what_an_even_year_gives() -> None:
    level = 10 * np.exp(np.linspace(0, 0.5, 48)) * np.where(np.arange(48) % 12 == 6, 2.2, 1.0)
    found = seasonality(np.random.default_rng(4).poisson(level), exposure=DAYS)
    assert np.flatnonzero(found.p <= 0.05).tolist() == [6]
    assert found.p_season < 0.01
    said = [one.replace("\u00a0", " ").replace("\u2060", "") for one in sentences(found, "sv", MONTHS)]
    assert said == [
        f"månad 7: {found.count[6]} mot väntade {found.low[6]:.0f}–{found.high[6]:.0f} om året vore jämnt.",
        "Räknat över 4 hela år; att 12 delar av året har prövats är det rättat för.",
    ]


def test_growth_is_no_season_nor_are_short_months() -> None:
    growing = np.round(40 * DAYS / 30 * np.exp(np.linspace(0, 1.5, 48))).astype(int)
    found = seasonality(growing, exposure=DAYS)
    np.testing.assert_allclose(found.expected, found.count, rtol=0.01)
    assert found.p_season > 0.05
    assert sentences(found, "en") == ("No part of the year has more or fewer than chance gives over 4 whole years.",)


def test_months_counted_as_equally_long_are_said_to_be() -> None:
    large = np.random.default_rng(3).poisson(20 * DAYS)
    assert seasonality(large, exposure=DAYS).p_season > 0.05
    found = seasonality(large)
    assert np.flatnonzero(found.p <= 0.05).tolist() == [1]
    assert "Months count as equally long: a February has too few of itself." in found.method.limits
    assert (
        sentences(found, "en", MONTHS)[-1]
        == "The months are counted as equally long; a February then has too few of itself."
    )


@pytest.mark.parametrize(("period", "steps", "likeness"), [(52, 156, 0.8), (12, 60, 0.6)])
def test_steps_that_are_like_the_one_before_are_no_season(period: int, steps: int, likeness: float) -> None:
    rng = np.random.default_rng(6)
    called = 0
    for seed in range(100):
        wave = lfilter([1.0], [1.0, -likeness], rng.normal(0, 0.4 * np.sqrt(1 - likeness**2), steps + 100))[100:]
        found = seasonality(rng.poisson(40 * np.exp(wave)), period=period, permutations=99, seed=seed)
        assert found.p.min() >= found.p_season
        called += found.p_season <= 0.05
    assert called <= 6  # 18 and 14 of 100 where the steps of a year were put in any order


def test_three_years_of_quarters_are_too_few_to_turn_and_none_is_said_to_be_surer_than_the_turns() -> None:
    quarters = np.random.default_rng(7).poisson(np.tile([40, 20, 20, 20], 4))
    few, more = seasonality(quarters[:12], period=4), seasonality(quarters, period=4)
    assert few.method.reference.startswith("permutation within years")
    assert few.floor == 1 / 1000
    assert few.p[0] <= 0.05
    assert more.method.reference.startswith("turns of each year")
    assert more.floor == 1 / 64
    assert more.p[0] == pytest.approx(more.floor, rel=0.5)


def test_a_level_that_changes_between_two_years_is_no_season() -> None:
    rng = np.random.default_rng(8)
    level = np.where(np.arange(60) >= 24, 60, 20)
    called = sum(seasonality(rng.poisson(level), permutations=99, seed=seed).p_season <= 0.05 for seed in range(100))
    assert called <= 10  # 52 of 100 where the slope was that of a regression over all years
    begun = np.r_[np.zeros(24, dtype=int), np.full(36, 9)]
    found = seasonality(begun)
    np.testing.assert_allclose(found.expected, 27)
    assert found.p_season == 1


@pytest.mark.parametrize("level", [2, 10, 10**9])
def test_years_as_even_as_can_be_have_no_season(level: int) -> None:
    found = seasonality(np.full(60, level))
    assert found.p.tolist() == [1.0] * 12
    assert found.p_season == 1.0
    assert found.expected.tolist() == [5.0 * level] * 12
    assert sentences(found, "en") == ("No part of the year has more or fewer than chance gives over 5 whole years.",)


def test_only_whole_years_count_and_the_newest_steps_are_kept() -> None:
    counts = np.random.default_rng(1).poisson(20, 41)
    found = seasonality(counts)
    assert (found.years, found.left_out) == (3, 5)
    np.testing.assert_array_equal(found.count, counts[5:].reshape(3, 12).sum(axis=0))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(3, 60), min_size=16, max_size=16), st.integers(1, 1000))
def test_expectations_keep_the_years_and_neither_unit_nor_the_order_of_years_matters(
    counts: list[int], unit: int
) -> None:
    given_, before = np.array(counts), np.array(counts)
    found = seasonality(given_, period=4, permutations=99)
    np.testing.assert_array_equal(given_, before)
    assert found.expected.sum() == pytest.approx(found.count.sum())
    again = seasonality(given_, period=4, permutations=99, exposure=np.full(16, float(unit)))
    np.testing.assert_allclose(again.expected, found.expected, rtol=1e-6)
    turned = seasonality(given_.reshape(4, 4)[::-1].ravel(), period=4, permutations=99)
    np.testing.assert_array_equal(turned.count, found.count)


def test_what_does_not_fit_is_refused() -> None:
    for call, said in (
        (lambda: seasonality(np.full(35, 9)), "counts must hold at least 36 steps, three years of 12"),
        (lambda: seasonality(np.full(40, 9), period=1), "period must be at least 2"),
        (lambda: seasonality(np.full(40, 9), permutations=9), "permutations at least 19"),
        (lambda: seasonality(np.full(40, 9), exposure=[1.0, 2.0]), "exposure must be above 0, one for each step"),
        (lambda: stl(np.ones(23), period=12), "values must hold at least 24 steps, two years of 12, not 23"),
        (lambda: stl(np.ones(23), period=1), "period must be at least 2 steps, not 1"),
        (lambda: scan_probability(2, window=1, length=9, rate=1), "most must be 3 to 1,000,000, not 2"),
        (lambda: scan_probability(5, window=1, length=1.5, rate=1), "length at least two windows"),
    ):
        with pytest.raises(ValueError, match=said):
            call()
    with pytest.raises(TooFew, match="36 incidents are too few to compare 12 parts of the year"):
        seasonality(np.ones(36, dtype=int))


def test_years_without_a_single_incident_do_not_hinder() -> None:
    counts = np.r_[np.zeros(12, dtype=int), np.random.default_rng(2).poisson(9, 36)]
    found = seasonality(counts)
    assert found.expected.sum() == pytest.approx(counts.sum())
    assert np.isfinite(found.p).all()


def test_a_series_is_taken_apart_as_the_published_one_is(shared_references: Path) -> None:
    # The published parts rest on R's robust weights, whose scale is not six times the median residual but (in the
    # first round) three times the sum of the 156th and the 162nd of 312: statsmodels', which is, agrees with ours to
    # 1e-7 in tests/oracles, and R's without weights does.
    folder = shared_references / "farrington"
    y = np.loadtxt(folder / "salmonella_agona.csv", delimiter=",", skiprows=1, usecols=3)
    theirs = np.loadtxt(folder / "expected_stl.csv", delimiter=",", skiprows=1)
    found = stl(y, period=52)
    for ours, column, apart in ((found.seasonal, 1, 0.03), (found.trend, 2, 0.02), (found.remainder, 3, 0.05)):
        np.testing.assert_allclose(ours, theirs[:, column], atol=apart)


def test_a_line_and_a_season_are_found_whole_and_one_wild_step_moves_them_little() -> None:
    season = np.tile([3.0, -1.0, -2.0, 0.0], 10)
    line = np.linspace(10, 14, 40)
    found = stl(line + season, period=4)
    np.testing.assert_allclose(found.trend, line, atol=0.02)
    np.testing.assert_allclose(found.seasonal, season, atol=0.02)
    wild = line + season
    wild[17] += 100
    np.testing.assert_allclose(stl(wild, period=4).trend, line, atol=0.15)
    assert stl(wild, period=4).weights[17] == 0
    assert np.abs(stl(wild, period=4, robust=False).trend - line).max() > 5


def test_one_wild_step_in_an_empty_series_overflows_nothing() -> None:
    empty = np.zeros(60)
    empty[30] = 1e9
    with np.errstate(all="raise", under="ignore"):
        found = stl(empty, period=12)
    assert found.weights[30] == 0
    np.testing.assert_allclose(found.trend, 0, atol=0.01)


def test_a_constant_series_has_neither_season_nor_remainder() -> None:
    found = stl(np.full(30, 7.0), period=12)
    np.testing.assert_allclose(found.trend, 7, atol=1e-12)
    np.testing.assert_allclose(found.seasonal, 0, atol=1e-12)


def test_a_step_with_none_that_counts_near_it_is_its_own_trend() -> None:
    wild = np.random.default_rng(8).standard_cauchy(24) ** 3
    found = stl(wild, period=3)
    assert np.isfinite(found.trend).all()
    np.testing.assert_allclose(found.seasonal + found.trend + found.remainder, wild)


def test_where_many_are_expected_in_every_stretch_three_in_one_are_sure() -> None:
    assert scan_probability(3, window=1000, length=10_000, rate=1) == 1


def test_the_most_in_any_stretch_is_as_likely_as_the_published() -> None:
    # ptools leaves out one term of the fourth sum, and of the second counts one stretch more: 5e-5 and 2.5e-3 of it.
    assert scan_probability(6, window=1, length=208, rate=0.6) == pytest.approx(0.039022375, rel=5e-5)
    assert scan_probability(6, window=1, length=260, rate=1) == pytest.approx(0.486814, rel=3e-3)
    assert scan_probability(6, window=7, length=260 * 7, rate=1 / 7) == pytest.approx(
        scan_probability(6, window=1, length=260, rate=1)
    )


def test_the_most_in_any_stretch_is_as_likely_as_when_drawn() -> None:
    rng = np.random.default_rng(5)
    length, rate, most = 12.0, 1.5, 6
    reached = 0
    for _ in range(4000):
        at = np.sort(rng.random(rng.poisson(rate * length)) * length)
        reached += bool(np.any(at[most - 1 :] - at[: max(len(at) - most + 1, 0)] <= 1))
    assert scan_probability(most, window=1, length=length, rate=rate) == pytest.approx(reached / 4000, abs=0.02)
    assert scan_probability(3, window=1, length=100, rate=50) == 1
    assert scan_probability(40, window=1, length=100, rate=0.1) == pytest.approx(0, abs=1e-12)
