"""Intervals and comparisons of counts, against published values and by their properties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lagesbild.analysis import (
    IntervalResult,
    TwoCounts,
    benjamini_hochberg,
    conditional_binomial,
    e_test,
    poisson_interval,
    predictive_interval,
    rate_interval,
)


def test_exact_poisson_intervals_are_garwoods() -> None:
    found = poisson_interval([0, 1, 3, 10, 100])
    np.testing.assert_allclose(found.low, [0, 0.02531781, 0.6186721, 4.795389, 81.36399], rtol=1e-6)
    np.testing.assert_allclose(found.high, [3.688879, 5.57164339, 8.7672731, 18.390356, 121.62679], rtol=1e-6)


@pytest.mark.parametrize(
    ("first", "second", "p"),
    [
        ((0, 1), (3, 1), 0.0883790095),
        ((6, 1), (2, 1), 0.1748748209),
        ((20, 1), (10, 1), 0.0688317821),
        ((50, 1), (30, 1), 0.0253021585),
        ((5, 52), (1, 4), 0.2313370454),
        ((10, 2), (5, 1), 0.9999996941),
        ((20, 4), (10, 2), 1.0),
    ],
)
def test_e_test_gives_the_published_values(first: tuple[int, float], second: tuple[int, float], p: float) -> None:
    assert e_test(*first, *second).p == pytest.approx(p, abs=1e-9)


def test_two_counts_of_nothing_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        e_test(0, 1, 0, 1)
    with pytest.raises(ValueError, match="cannot be compared"):
        conditional_binomial(0, 1, 0, 1)


def test_conditional_comparison_is_that_of_the_textbook() -> None:
    found = conditional_binomial(20, 1, 10, 1)
    assert found.p == pytest.approx(0.09873715, abs=1e-8)
    assert (found.low, found.high) == pytest.approx((0.8935089, 4.784552), rel=1e-6)
    assert conditional_binomial(3, 1, 0, 1).to_dict()["high"] is None


def test_two_counts_of_unlike_exposures_are_compared_as_rates() -> None:
    found = conditional_binomial(9, 3, 4, 8, level=0.9)
    assert found.ratio == pytest.approx((9 / 3) / (4 / 8)) == e_test(9, 3, 4, 8).ratio
    share = stats.binomtest(9, 13, 3 / 11)
    limits = share.proportion_ci(0.9, "exact")
    assert found.p == pytest.approx(2 * stats.binomtest(9, 13, 3 / 11, "greater").pvalue)
    assert found.low == pytest.approx(limits.low / (1 - limits.low) * 8 / 3)
    assert found.high == pytest.approx(limits.high / (1 - limits.high) * 8 / 3)
    assert conditional_binomial(5, 1, 5, 1).p == 1
    assert np.isnan([e_test(9, 3, 4, 8).low, e_test(9, 3, 4, 8).high]).all()


def test_one_count_of_nothing_has_a_limit_on_one_side() -> None:
    none, all_ = conditional_binomial(0, 1, 5, 2), conditional_binomial(5, 2, 0, 1)
    assert (none.ratio, none.low, all_.ratio, all_.high) == (0, 0, np.inf, np.inf)
    assert none.high == pytest.approx(1 / all_.low)
    assert conditional_binomial(1, 1, 5, 1).low > 0
    assert np.isfinite(conditional_binomial(5, 1, 1, 1).high)
    assert e_test(0, 1, 4, 1).ratio == 0
    assert e_test(4, 1, 0, 1).ratio == np.inf


@pytest.mark.parametrize("dispersion", [1.5, 3.0])
def test_an_e_test_of_counts_that_vary_more_is_that_of_negative_binomial_ones(dispersion: float) -> None:
    """By drawing: what is as unusual as 12 against 4 when both come from a mean of 8."""
    rng = np.random.default_rng(1)
    drawn = rng.negative_binomial(8 / (dispersion - 1), 1 / dispersion, (2, 200_000)).astype(float)
    total = np.maximum(drawn.sum(axis=0), 1)
    unusual = np.abs(drawn[0] - drawn[1]) / np.sqrt(total) >= 8 / 4 - 1e-9
    assert e_test(12, 1, 4, 1, dispersion=dispersion).p == pytest.approx(unusual.mean(), abs=0.004)
    assert e_test(12, 1, 4, 1, dispersion=0.3).p == e_test(12, 1, 4, 1).p


@pytest.mark.parametrize(("mean", "dispersion"), [(0.4, 1.0), (7.0, 1.0), (7.0, 2.5), (80.0, 6.0)])
def test_a_predictive_interval_is_the_narrowest_that_keeps_its_promise(mean: float, dispersion: float) -> None:
    law = stats.poisson(mean) if dispersion == 1 else stats.nbinom(mean / (dispersion - 1), 1 / dispersion)
    found = predictive_interval(mean, dispersion, 0.9)
    assert found.level == 0.9
    assert law.cdf(float(found.low)) > 0.05 or found.low == 0
    assert law.cdf(float(found.high) - 1) < 0.95


def test_rates_are_counts_over_exposure_at_the_level_asked_for() -> None:
    found, counts = rate_interval([3, 8], [200.0, 50.0], 0.8, per=1000), poisson_interval([3, 8], 0.8)
    np.testing.assert_allclose(found.low, counts.low / [0.2, 0.05])
    np.testing.assert_allclose(found.high, counts.high / [0.2, 0.05])
    assert found.level == counts.level == 0.8


@pytest.mark.parametrize(
    ("call", "name", "parameters", "limits", "reference"),
    [
        (lambda: poisson_interval(3, 0.9), "Garwood interval", {"level": 0.9}, ["bunches"], "Garwood 1936"),
        (
            lambda: rate_interval(3, 2.0, 0.9, per=10), "Garwood interval of a rate", {"level": 0.9, "per": 10},
            ["bunches", "exposure"], "Garwood 1936",
        ),
        (
            lambda: predictive_interval(3.0, 2.0, 0.9), "negative binomial predictive interval", {"level": 0.9},
            ["known"], "McCullagh & Nelder 1989",
        ),
        (
            lambda: e_test(4, 1, 2, 3), "e-test", {"t1": 1, "t2": 3, "dispersion": 1.0}, ["Poisson"],
            "Krishnamoorthy & Thomson 2004",
        ),
        (
            lambda: e_test(4, 1, 2, 3, dispersion=1.5), "e-test", {"t1": 1, "t2": 3, "dispersion": 1.5},
            ["dispersion is taken to be known"], "Krishnamoorthy & Thomson 2004",
        ),
        (
            lambda: conditional_binomial(4, 1, 2, 3, 0.9), "conditional binomial test",
            {"t1": 1, "t2": 3, "level": 0.9},
            ["Poisson"], "Przyborowski & Wilenski 1940",
        ),
    ],
)  # fmt: skip
def test_what_a_figure_rests_on_goes_with_it(
    call: Callable[[], IntervalResult | TwoCounts],
    name: str,
    parameters: dict[str, float],
    limits: list[str],
    reference: str,
) -> None:
    found = call()
    method = found.method
    assert (method.name, method.parameters) == (name, parameters)
    assert method.reference.startswith(reference)
    assert len(method.limits) == len(limits)
    assert all(part in said for part, said in zip(limits, method.limits, strict=True))
    assert all(said[0].isupper() and said.endswith(".") for said in method.limits)
    assert method.tests == (1 if isinstance(found, TwoCounts) else 0)
    assert found.to_dict()["method"]["name"] == name


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: rate_interval([1], [0]), "exposure must be above 0"),
        (lambda: rate_interval([1], [np.nan]), "exposure holds"),
        (lambda: predictive_interval(-1.0), "mean must not be negative"),
        (lambda: predictive_interval(np.nan), "mean holds"),
        (lambda: predictive_interval(1.0, np.inf), "dispersion holds"),
        (lambda: predictive_interval(1.0, level=2), "level must"),
        (lambda: poisson_interval([1], 0), "level must"),
        (lambda: conditional_binomial(1, 1, 1, 1, 3), "level must"),
        (lambda: e_test(1, 0, 1, 1), "t1 and t2 must be above 0"),
        (lambda: e_test(1, 1, 1, 0), "t1 and t2 must be above 0"),
        (lambda: e_test(1, np.inf, 1, 1), "t1 must be at most"),
        (lambda: e_test(0, 1, 0, 1), "two counts of 0 cannot be compared"),
        (lambda: e_test(-1, 1, 3, 1), "k1 must"),
        (lambda: e_test(1, 1, 3, 1, dispersion=np.nan), "dispersion must be a number"),
    ],
)
def test_what_is_refused_is_named(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}"):
        call()


@given(st.integers(0, 10_000), st.floats(0.5, 0.999))
def test_poisson_interval_holds_the_count_and_widens_with_level(count: int, level: float) -> None:
    found, wider = poisson_interval(count, level), poisson_interval(count, (1 + level) / 2)
    assert found.low <= count <= found.high
    assert wider.low <= found.low
    assert wider.high >= found.high


@given(st.integers(0, 500), st.floats(0.01, 1e6), st.floats(1e-3, 1e3))
def test_rates_follow_a_change_of_unit(count: int, exposure: float, factor: float) -> None:
    one, other = rate_interval(count, exposure), rate_interval(count, exposure * factor, per=factor)
    assert other.high == pytest.approx(one.high, rel=1e-9)
    assert other.low == pytest.approx(one.low, rel=1e-9)


@given(st.just(0.0) | st.floats(1e-6, 500), st.floats(1, 20), st.sampled_from([0.8, 0.95, 0.99]))
def test_new_counts_fall_inside_the_predictive_interval_as_often_as_promised(
    mean: float, dispersion: float, level: float
) -> None:
    found = predictive_interval(mean, dispersion, level)
    low, high = float(found.low), float(found.high)
    if mean == 0:
        assert (low, high) == (0, 0)
        return
    law = stats.poisson(mean) if dispersion <= 1 + 1e-9 else stats.nbinom(mean / (dispersion - 1), 1 / dispersion)
    assert law.cdf(low - 1) <= (1 - level) / 2 + 1e-9
    assert law.sf(high) <= (1 - level) / 2 + 1e-9


@pytest.mark.parametrize("bad", [[-1], [1.5], [np.nan], ["a"]])
def test_what_is_not_a_count_is_refused(bad: list[object]) -> None:
    with pytest.raises(ValueError, match="counts"):
        poisson_interval(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [0, 1, -0.1, 95])
def test_a_level_outside_0_to_1_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        poisson_interval([1], level)


def test_exposures_and_means_below_0_are_refused() -> None:
    with pytest.raises(ValueError, match="exposure"):
        rate_interval([1], [0])
    with pytest.raises(ValueError, match="t1 and t2"):
        e_test(1, 0, 1, 1)
    with pytest.raises(ValueError, match="mean"):
        predictive_interval(-1.0)


def test_benjamini_hochberg_of_the_worked_example() -> None:
    q = benjamini_hochberg([0.01, 0.04, 0.03, 0.005, np.nan])
    np.testing.assert_allclose(q, [0.02, 0.04, 0.04, 0.02, np.nan])
    assert benjamini_hochberg([]).size == 0
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([1.2])


def test_a_p_that_stands_for_several_tests_is_corrected_as_if_each_had_been_given() -> None:
    together = benjamini_hochberg([0.01, 0.2], times=[1, 3])
    apart = benjamini_hochberg([0.01, 0.2, 0.2, 0.2])
    np.testing.assert_allclose(together, apart[:2])
    for bad in ([1], [0, 1], [1, -1]):
        with pytest.raises(ValueError, match="times must"):
            benjamini_hochberg([0.01, 0.2], times=bad)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_q_is_at_least_p_keeps_its_order_and_follows_its_test(values: list[float]) -> None:
    p = np.array(values)
    before = p.copy()
    q = benjamini_hochberg(p)
    assert np.all(q >= p)
    assert np.all(q <= 1)
    order = np.argsort(p, kind="stable")
    assert np.all(np.diff(q[order]) >= 0)
    mixed = np.random.default_rng(1).permutation(len(p))
    np.testing.assert_array_equal(benjamini_hochberg(p[mixed]), q[mixed])
    np.testing.assert_array_equal(p, before)
