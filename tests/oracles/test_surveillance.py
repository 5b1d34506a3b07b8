"""Farrington, EARS, CUSUM and Knox against R's surveillance, on series drawn anew."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lagesbild.analysis import cusum, ears, farrington_flexible, knox, seasonal_mean

Ask = Callable[..., dict[str, np.ndarray]]
SERIES, STEPS = 12, 264

SCRIPT = r"""
y <- given("counts")
n <- ncol(y)
judged <- function(series, ...) {
  control <- modifyList(list(range = n, b = 4, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, pThresholdTrend = 1,
                             trend = TRUE, thresholdMethod = "delta", alpha = 0.05, weightsThreshold = 2.58), list(...))
  found <- suppressWarnings(farringtonFlexible(series, control))
  c(found@upperbound, found@control$expected)
}
out <- list()
for (row in seq_len(nrow(y))) {
  series <- sts(y[row, ], start = c(2010, 1), frequency = 52)
  cu <- suppressWarnings(algo.cusum(sts2disProg(series), control = list(
    range = 209:n, k = 1.04, h = 2.26, m = "glm", trans = "rossi")))
  own <- list(
    nbPlugin = judged(series, thresholdMethod = "nbPlugin"), delta = judged(series),
    muan = judged(series, thresholdMethod = "muan"), flat = judged(series, trend = FALSE),
    sure = judged(series, pThresholdTrend = 0.05), narrow = judged(series, w = 2, noPeriods = 5),
    newest = judged(series, pastWeeksNotIncluded = 4), strict = judged(series, weightsThreshold = 1),
    ears = sapply(c("C1", "C2", "C3"), function(m)
      tail(earsC(series, control = list(range = (n - 5):n, method = m, alpha = 0.01))@upperbound, 1)),
    cusum = as.integer(cu$alarm))
  for (name in names(own)) out[[name]] <- c(out[[name]], own[[name]])
}
said(out)
"""

RULES = {
    "nbPlugin": {"threshold": "nbPlugin"},
    "delta": {},
    "muan": {"threshold": "muan"},
    "flat": {"trend": False},
    "sure": {"trend_p": 0.05},
    "narrow": {"half_width": 2, "periods": 5},
    "newest": {"past_weeks_excluded": 4},
    "strict": {"weights_threshold": 1.0},
}


@pytest.fixture(scope="module")
def counts() -> np.ndarray:
    rng = np.random.default_rng(5)
    mean = rng.uniform(1.5, 12, SERIES)[:, None] * np.exp(0.4 * np.sin(2 * np.pi * np.arange(STEPS) / 52))
    return rng.negative_binomial(mean / 0.7, 1 / 1.7)


@pytest.fixture(scope="module")
def theirs(ask_r: Ask, counts: np.ndarray) -> dict[str, np.ndarray]:
    return {name: said.reshape(SERIES, -1) for name, said in ask_r(SCRIPT, "surveillance", counts=counts).items()}


@pytest.mark.parametrize("rule", RULES)
def test_farringtons_threshold_and_expectation_are_theirs(
    rule: str, counts: np.ndarray, theirs: dict[str, np.ndarray]
) -> None:
    asked = {"threshold": "delta", **RULES[rule]}
    found = farrington_flexible(
        counts, years_back=4, alpha=0.05, minimum=0, error_dispersion="working", **asked  # type: ignore[arg-type]
    )  # fmt: skip
    np.testing.assert_allclose(found.upper, theirs[rule][:, 0], rtol=1e-6)
    np.testing.assert_allclose(found.expected, theirs[rule][:, 1], rtol=1e-6)


@pytest.mark.parametrize("chart", ["C1", "C2", "C3"])
def test_ears_is_theirs(chart: str, counts: np.ndarray, theirs: dict[str, np.ndarray]) -> None:
    found = ears(counts, chart, alpha=0.01, rule="normal")  # type: ignore[arg-type]
    np.testing.assert_allclose(found.upper, theirs["ears"][:, ["C1", "C2", "C3"].index(chart)], rtol=1e-9)


def test_cusum_is_theirs(counts: np.ndarray, theirs: dict[str, np.ndarray]) -> None:
    expected, _ = seasonal_mean(counts, period=52, until=208)
    found = cusum(counts[:, 208:], expected[:, 208:], reference=1.04, limit=2.26, transform="rossi")
    np.testing.assert_array_equal(found.alarm.astype(int), theirs["cusum"])


def test_knox_counts_and_judges_as_theirs(ask_r: Ask) -> None:
    """Their permutations are drawn by another lot: what is of them differs as chance explains."""
    rng = np.random.default_rng(8)
    x, y, t = rng.uniform(0, 2000, 200), rng.uniform(0, 2000, 200), np.floor(rng.uniform(0, 120, 200))
    x, y, t = np.r_[x, x[:12] + 40], np.r_[y, y[:12]], np.r_[t, t[:12] + 2]
    said = ask_r(
        """p <- given("points"); set.seed(1)
        f <- knox(dt = dist(p[3, ]), ds = dist(t(p[1:2, ])), eps.t = 5, eps.s = 150, B = 999)
        said(list(pairs = f$statistic, expected = f$null.value, p = f$p.value))""",
        "surveillance",
        points=[x, y, t],
    )
    found = knox(x, y, t, distances=(0, 150), times=(0, 5), closed="right", permutations=999)
    assert found.pairs[0, 0] == said["pairs"][0]
    # ours is the mean of the permutations, theirs its limit
    assert found.expected[0, 0] == pytest.approx(said["expected"][0], rel=0.01)
    assert found.p[0, 0] == pytest.approx(said["p"][0], abs=4 * np.sqrt(2 * 0.05 * 0.95 / 1000))
