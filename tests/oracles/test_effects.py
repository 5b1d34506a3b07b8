"""Models of counts and comparisons of two counts against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.discrete.discrete_model import NegativeBinomial
from statsmodels.stats.rates import test_poisson_2indep as two_counts

from lagesbild.analysis import difference_in_differences, e_test, interrupted_time_series
from lagesbild.analysis.effects.models import fit_counts


def season(n: int) -> np.ndarray:
    time = np.arange(n) / 12
    return np.column_stack([np.ones(n), time, np.sin(2 * np.pi * time), np.cos(2 * np.pi * time)])


@pytest.mark.parametrize("seed", range(5))
def test_poisson_and_quasi_poisson_are_those_of_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design, exposure = season(60), rng.uniform(0.5, 2, 60)
    y = rng.negative_binomial(5, 0.4, 60).astype(float)
    ours = fit_counts(y, design, np.log(exposure), "quasi")
    theirs = sm.GLM(y, design, family=sm.families.Poisson(), exposure=exposure).fit(scale="X2", tol=1e-12)
    np.testing.assert_allclose(ours.coefficients, theirs.params, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(ours.dispersion, max(1.0, theirs.scale), rtol=1e-6)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.covariance)), theirs.bse, rtol=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_the_negative_binomial_is_that_of_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    design = season(120)
    y = rng.negative_binomial(3, 0.2, 120).astype(float)
    ours = fit_counts(y, design, np.zeros(120), "negative_binomial")
    theirs = NegativeBinomial(y, design).fit(disp=0, maxiter=500, method="bfgs", gtol=1e-9)
    np.testing.assert_allclose(ours.alpha, theirs.params[-1], rtol=1e-3)
    np.testing.assert_allclose(ours.coefficients, theirs.params[:-1], rtol=1e-3, atol=1e-4)


def test_the_step_of_an_interrupted_series_is_that_of_statsmodels() -> None:
    rng = np.random.default_rng(9)
    y = rng.poisson(20 * np.exp(-0.4 * (np.arange(60) >= 40)))
    time = np.arange(60) / 12
    design = np.column_stack([
        np.ones(60), time, np.sin(2 * np.pi * time), np.cos(2 * np.pi * time), np.arange(60) >= 40
    ]).astype(float)  # fmt: skip
    theirs = sm.GLM(y, design, family=sm.families.Poisson()).fit(tol=1e-12)
    found = interrupted_time_series(y, 40, family="poisson", autocorrelation="ignore")
    assert found.step == pytest.approx(theirs.params[-1], rel=1e-6)
    assert found.ratio == pytest.approx(np.exp(theirs.params[-1]), rel=1e-6)
    assert found.p == pytest.approx(theirs.pvalues[-1], rel=1e-4)


def test_a_difference_in_differences_is_the_interaction_of_a_binomial_model() -> None:
    rng = np.random.default_rng(4)
    treated, control = rng.poisson(12, 36), rng.poisson(40, 36)
    design = np.column_stack([np.ones(36), np.arange(36) >= 24]).astype(float)
    theirs = sm.GLM(np.column_stack([treated, control]), design, family=sm.families.Binomial()).fit()
    assert difference_in_differences(treated, control, 24).ratio == pytest.approx(np.exp(theirs.params[1]), rel=1e-7)


@pytest.mark.parametrize(("a", "b"), [(0, 3), (6, 2), (20, 10), (50, 30), (7, 31)])
def test_the_e_test_is_that_of_statsmodels(a: int, b: int) -> None:
    assert e_test(a, 1, b, 1).p == pytest.approx(two_counts(a, 1, b, 1, method="etest").pvalue, abs=1e-8)
