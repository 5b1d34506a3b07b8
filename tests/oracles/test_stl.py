"""Season and trend against statsmodels, and against R without weights for what lies far out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from statsmodels.tsa.seasonal import STL

from lagesbild.analysis import stl

Ask = Callable[..., dict[str, np.ndarray]]
SCRIPT = r"""
y <- ts(as.vector(given("counts")), frequency = 52)
found <- stl(y, s.window = "periodic")$time.series
said(list(seasonal = found[, 1], trend = found[, 2]))
"""


@pytest.fixture(scope="module")
def counts() -> np.ndarray:
    rng = np.random.default_rng(8)
    return rng.poisson(9 * np.exp(0.4 * np.sin(2 * np.pi * np.arange(260) / 52)) + np.arange(260) / 60).astype(float)


@pytest.mark.parametrize("robust", [False, True])
def test_season_and_trend_are_those_of_statsmodels(counts: np.ndarray, robust: bool) -> None:
    windows = {"seasonal": 2601, "trend": 79, "low_pass": 53, "seasonal_deg": 0}
    jumps = {"seasonal_jump": 261, "trend_jump": 8, "low_pass_jump": 6}
    rounds = {"inner_iter": 1, "outer_iter": 15} if robust else {"inner_iter": 2, "outer_iter": 0}
    theirs = STL(counts, period=52, robust=robust, **windows, **jumps).fit(**rounds)
    found = stl(counts, period=52, robust=robust)
    np.testing.assert_allclose(found.trend, theirs.trend, atol=1e-5)
    np.testing.assert_allclose(found.weights, theirs.weights, atol=1e-5)
    season = np.asarray(theirs.seasonal).reshape(-1, 52).mean(axis=0)
    np.testing.assert_allclose(found.seasonal[:52], season, atol=1e-5)


def test_season_and_trend_are_those_of_r(counts: np.ndarray, ask_r: Ask) -> None:
    theirs = ask_r(SCRIPT, "stats", counts=counts)
    found = stl(counts, period=52, robust=False)
    np.testing.assert_allclose(found.trend, theirs["trend"], atol=1e-5)
    np.testing.assert_allclose(found.seasonal, theirs["seasonal"], atol=1e-5)
