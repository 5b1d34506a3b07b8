"""What two counts can show, and what would have come anyway: against published values, scipy, and by simulation."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lagesbild.analysis import (
    conditional_binomial,
    count_dispersion,
    e_test,
    empirical_bayes,
    minimum_detectable_effect,
    regression_to_the_mean,
    uncertain_dispersion,
)


def test_the_example_of_krishnamoorthy_and_thomson_on_dodder_seeds() -> None:
    """No weed seed in a cleaned sample of 100 grams, three in one before: the exact conditional test gives 0.25."""
    assert e_test(0, 100, 3, 100).p == pytest.approx(0.08837900929018157, abs=1e-9)
    assert conditional_binomial(0, 100, 3, 100).p == pytest.approx(0.25)


@pytest.mark.parametrize(("k1", "k2"), list(itertools.product((0, 1, 4, 11, 30), (1, 3, 9, 25))))
def test_for_equal_exposures_the_e_test_is_that_of_scipy(k1: int, k2: int) -> None:
    expected = stats.poisson_means_test(k1, 7, k2, 7).pvalue
    assert e_test(k1, 7, k2, 7).p == pytest.approx(expected, abs=1e-8)


@given(st.integers(0, 60), st.integers(1, 60), st.floats(1, 8))
def test_the_more_counts_vary_the_less_a_difference_says(k1: int, k2: int, dispersion: float) -> None:
    plain, careful = e_test(k1, 3, k2, 2), e_test(k1, 3, k2, 2, dispersion=dispersion)
    assert 0 <= careful.p <= 1
    assert e_test(k1, 3, k2, 2, dispersion=1).p == plain.p
    if plain.p < 0.2:
        assert careful.p >= plain.p - 1e-9


@pytest.mark.parametrize("spread", [1.0, 3.0])
def test_the_e_test_keeps_its_level_when_counts_vary_three_times_as_much_as_chance(spread: float) -> None:
    """Under no effect at most 7 % are called one, with the dispersion estimated from two years of months."""
    rng = np.random.default_rng(11)
    called = 0
    runs = 1000
    for _ in range(runs):
        mean = rng.uniform(4, 12)
        law = stats.poisson(mean) if spread == 1 else stats.nbinom(mean / (spread - 1), 1 / spread)
        months = law.rvs(30, random_state=rng)
        phi = count_dispersion(months[:24]).value
        before, after = int(months[:24].sum()), int(months[24:].sum())
        called += before + after > 0 and e_test(after, 6, before, 24, dispersion=phi).p < 0.05
    assert called / runs <= 0.07


def test_dispersion_is_pearsons_and_never_below_one() -> None:
    found = count_dispersion([2, 8, 5, 5], group=[0, 0, 1, 1])
    assert found.value == pytest.approx((9 / 5 + 9 / 5) / 2)
    assert found.freedom == 2
    assert count_dispersion([5, 5, 5, 5]).value == 1
    assert count_dispersion([]).freedom == 0
    assert count_dispersion([10, 20], exposure=[1, 2]).value == 1
    with pytest.raises(ValueError, match="above 0"):
        count_dispersion([1, 2], exposure=[0, 1])


@pytest.mark.parametrize(("mean", "history"), [(5, 4), (40, 4), (40, 10)])
def test_a_short_history_of_uneven_counts_calls_no_more_than_seven_in_a_hundred_changes(
    mean: int, history: int
) -> None:
    rng, called, runs = np.random.default_rng(1), 0, 400
    for _ in range(runs):
        k = rng.negative_binomial(mean / 2, 1 / 3, size=history + 2)
        phi = uncertain_dispersion(count_dispersion(k[2:]))
        called += k[0] + k[1] > 0 and e_test(int(k[0]), 1, int(k[1]), 1, dispersion=phi).p < 0.05
    assert called / runs <= 0.07


def test_a_dispersion_estimated_from_nothing_is_not_given_to_a_test() -> None:
    with pytest.raises(ValueError, match="nothing"):
        uncertain_dispersion(count_dispersion([3]))


def test_what_can_be_shown_is_where_the_exact_conditional_test_begins_to_tell() -> None:
    """The numbers of the drawing: 42 before, as long after, 25 or fewer tell a difference."""
    found = minimum_detectable_effect(42, 1, 1)
    assert found.expected == 42
    assert found.critical == 25
    assert conditional_binomial(25, 1, 42, 1).p <= 0.05 < conditional_binomial(26, 1, 42, 1).p
    assert found.mean is not None
    assert stats.poisson(found.mean).cdf(25) == pytest.approx(0.8)
    assert found.reduction == pytest.approx(1 - found.mean / 42)


@pytest.mark.parametrize(("before", "critical"), [(0, None), (5, None), (6, 0), (8, 1)])
def test_few_before_show_next_to_nothing(before: int, critical: int | None) -> None:
    found = minimum_detectable_effect(before, 1, 1)
    assert found.critical == critical
    assert (found.mean is None) == (critical is None)


@given(st.integers(0, 200), st.floats(0.5, 6), st.floats(0.5, 6), st.floats(1, 5))
def test_what_is_called_lower_is_lower_by_the_test_itself(
    before: int, first: float, second: float, dispersion: float
) -> None:
    found = minimum_detectable_effect(before, first, second, dispersion=dispersion)
    plain = minimum_detectable_effect(before, first, second)
    if found.critical is None:
        return
    assert found.critical <= found.expected
    assert plain.critical is not None
    assert found.critical <= plain.critical
    assert conditional_binomial(found.critical, second, before, first).p <= 0.05 + 1e-9


@pytest.mark.parametrize("power", [0.05, 0.2, 0.8])
def test_any_power_is_that_of_the_mean_it_is_told_of(power: float) -> None:
    found = minimum_detectable_effect(8, 1, 1, power=power)
    assert (found.critical, found.mean) == (1, pytest.approx(stats.gamma.isf(power, 2)))


def test_more_years_before_show_smaller_effects_and_a_further_condition_larger() -> None:
    one, three = minimum_detectable_effect(30, 1, 1), minimum_detectable_effect(90, 3, 1)
    assert one.reduction is not None
    assert three.reduction is not None
    assert three.reduction < one.reduction
    bound = minimum_detectable_effect(90, 3, 1, at_most=12)
    assert bound.critical == 12
    assert minimum_detectable_effect(90, 3, 1, at_most=-1).critical is None


@pytest.mark.parametrize("bad", [{"before": -1}, {"exposure_after": 0}, {"power": 1}, {"level": 0}])
def test_what_makes_no_sense_is_refused(bad: dict[str, float]) -> None:
    plain = {"before": 3, "exposure_before": 1, "exposure_after": 1}
    with pytest.raises(ValueError, match=r"negative|above 0|between"):
        minimum_detectable_effect(**{**plain, **bad})  # type: ignore[arg-type]


def test_the_road_of_the_tutorial_on_empirical_bayes() -> None:
    """Hauer et al. 2002: 1.8 miles, 4,000 vehicles a day, 12 accidents; 8.48 ± 2.14 with weight 0.460."""
    found = empirical_bayes(12, 0.0224 * 4000**0.564 * 1.8, 2.05 * 1.8)
    assert found.weight == pytest.approx(0.460, abs=5e-4)
    assert found.mean == pytest.approx(8.48, abs=5e-3)
    assert found.sd == pytest.approx(2.14, abs=5e-3)


def test_places_that_differ_by_chance_alone_pull_all_the_way_and_few_not_at_all() -> None:
    rng = np.random.default_rng(3)
    alike = rng.poisson(5.0, 400)
    alike = np.concatenate([alike, np.full(5, round(float(alike.mean())))])
    pulled = regression_to_the_mean(14, alike, 1.0, dispersion=1.2)
    assert pulled.enough
    assert pulled.weight == 1
    assert pulled.expected == pytest.approx(float(alike.mean()))
    few = regression_to_the_mean(14, [3, 4, 5], 0.5)
    assert (few.enough, few.weight, few.expected, few.unadjusted) == (False, 0.0, 7.0, 7.0)
    assert few.low < 7 < few.high
    with pytest.raises(ValueError, match="above 0"):
        regression_to_the_mean(1, [1], 0)


def test_the_worst_of_many_places_falls_as_far_as_foretold_though_nothing_is_done() -> None:
    """Of 300 places whose means differ, the ones with the highest counts: the next count lies in the interval."""
    rng = np.random.default_rng(8)
    inside = total = foretold = came = 0.0
    for _ in range(60):
        means = rng.gamma(2.0, 4.0, 300)
        first, second = rng.poisson(means), rng.poisson(means)
        for one in np.argsort(-first)[:5]:
            found = regression_to_the_mean(int(first[one]), first, 1.0)
            inside += found.low <= second[one] <= found.high
            foretold += found.expected
            came += float(second[one])
            total += 1
    assert inside / total >= 0.93
    assert came == pytest.approx(foretold, rel=0.04)
