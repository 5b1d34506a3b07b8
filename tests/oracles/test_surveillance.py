"""Farrington, EARS and CUSUM against R's surveillance, on series drawn anew."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from lagesbild.analysis import cusum, ears, farrington_flexible, seasonal_mean

SCRIPT = r"""
suppressMessages(library(surveillance))
y <- as.matrix(read.csv(commandArgs(TRUE)[1], header = FALSE))
n <- ncol(y)
out <- list()
for (row in seq_len(nrow(y))) {
  series <- sts(y[row, ], start = c(2010, 1), frequency = 52)
  flexible <- function(threshold, trend) {
    control <- list(range = n, b = 4, w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, pThresholdTrend = 1,
                    trend = trend, thresholdMethod = threshold, alpha = 0.05, weightsThreshold = 2.58)
    found <- suppressWarnings(farringtonFlexible(series, control))
    c(found@upperbound, found@control$expected)
  }
  cu <- suppressWarnings(algo.cusum(sts2disProg(series), control = list(
    range = 209:n, k = 1.04, h = 2.26, m = "glm", trans = "rossi")))
  out[[row]] <- list(
    nbPlugin = flexible("nbPlugin", TRUE), delta = flexible("delta", TRUE), muan = flexible("muan", TRUE),
    flat = flexible("delta", FALSE),
    ears = sapply(c("C1", "C2", "C3"), function(m)
      tail(earsC(series, control = list(range = (n - 5):n, method = m, alpha = 0.01))@upperbound, 1)),
    cusum = as.integer(cu$alarm))
}
num <- function(v) paste0("[", paste(format(v, digits = 15, trim = TRUE), collapse = ","), "]")
cat("[", paste(sapply(out, function(o) paste0("{", paste(sprintf('"%s":%s', names(o), sapply(o, num)),
  collapse = ","), "}")), collapse = ","), "]")
"""


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, list[dict[str, list[float]]]]:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed (make oracles installs it on Debian)")
    rng = np.random.default_rng(5)
    mean = rng.uniform(1.5, 12, 12)[:, None] * np.exp(0.4 * np.sin(2 * np.pi * np.arange(264) / 52))
    counts = rng.negative_binomial(mean / 0.7, 1 / 1.7)
    folder: Path = tmp_path_factory.mktemp("series")
    np.savetxt(folder / "y.csv", counts, fmt="%d", delimiter=",")
    (folder / "run.R").write_text(SCRIPT)
    done = subprocess.run(
        ["Rscript", folder / "run.R", folder / "y.csv"], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return counts, json.loads(done.stdout)


@pytest.mark.parametrize("rule", ["nbPlugin", "delta", "muan", "flat"])
def test_farringtons_threshold_and_expectation_are_theirs(
    rule: str, theirs: tuple[np.ndarray, list[dict[str, list[float]]]]
) -> None:
    counts, said = theirs
    threshold = "delta" if rule == "flat" else rule
    found = farrington_flexible(
        counts, years_back=4, alpha=0.05, minimum=0, error_dispersion="working", threshold=threshold,  # type: ignore[arg-type]
        trend=rule != "flat",
    )  # fmt: skip
    np.testing.assert_allclose(found.upper, [one[rule][0] for one in said], rtol=1e-6)
    np.testing.assert_allclose(found.expected, [one[rule][1] for one in said], rtol=1e-6)


@pytest.mark.parametrize("chart", ["C1", "C2", "C3"])
def test_ears_is_theirs(chart: str, theirs: tuple[np.ndarray, list[dict[str, list[float]]]]) -> None:
    counts, said = theirs
    found = ears(counts, chart, alpha=0.01, rule="normal")  # type: ignore[arg-type]
    at = ["C1", "C2", "C3"].index(chart)
    np.testing.assert_allclose(found.upper, [one["ears"][at] for one in said], rtol=1e-9)


def test_cusum_is_theirs(theirs: tuple[np.ndarray, list[dict[str, list[float]]]]) -> None:
    counts, said = theirs
    expected, _ = seasonal_mean(counts, period=52, until=208)
    found = cusum(counts[:, 208:], expected[:, 208:], reference=1.04, limit=2.26, transform="rossi")
    np.testing.assert_array_equal(found.alarm.astype(int), [one["cusum"] for one in said])
