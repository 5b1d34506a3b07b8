"""Under pure chance the methods of place find something in at most 5 of 100 runs, and what is planted is found."""

from __future__ import annotations

import os

import numpy as np
import pytest

from lagesbild.analysis import emerging_hot_spots, getis_ord, space_time_scan

RUNS = 2000 if os.environ.get("LAGESBILD_CALIBRATION") == "full" else 150


def most(runs: int, share: float = 0.05) -> float:
    """Runs that may find something: the share, and two standard errors of it."""
    return float(share * runs + 2 * np.sqrt(share * (1 - share) * runs))


@pytest.mark.parametrize("density", [0.05, 0.2, 1.0, 5.0])
@pytest.mark.parametrize("neighbourhood", ["queen", 3.0])
def test_gi_star_finds_nothing_in_chance(density: float, neighbourhood: str | float) -> None:
    rng = np.random.default_rng([1, int(density * 100)])
    found = {"high": 0, "both": 0}
    for _ in range(RUNS):
        x = rng.poisson(density, (100, 100))
        for side in found:
            found[side] += bool(np.nanmin(getis_ord(x, neighbourhood, side=side).q) <= 0.05)  # type: ignore[arg-type]
    assert max(found.values()) <= most(RUNS)


@pytest.mark.parametrize("density", [0.05, 1.0])
def test_gi_star_finds_what_is_planted(density: float) -> None:
    rng = np.random.default_rng(2)
    hits = 0
    for _ in range(20):
        mean = np.full((100, 100), density)
        mean[40:43, 60:63] += 1.5 + 2 * density
        found = getis_ord(rng.poisson(mean))
        hits += bool(found.q[41, 61] <= 0.05)
    assert hits >= 18


@pytest.mark.parametrize("density", [0.05, 1.0, 5.0])
def test_emerging_hot_spots_finds_nothing_in_chance(density: float) -> None:
    rng = np.random.default_rng([3, int(density * 100)])
    found = sum(bool(emerging_hot_spots(rng.poisson(density, (12, 40, 40))).hot.any()) for _ in range(RUNS))
    assert found <= most(RUNS)


@pytest.mark.parametrize(("model", "density"), [("permutation", 0.2), ("permutation", 2.0), ("poisson", 0.2)])
def test_the_scan_finds_nothing_in_chance(model: str, density: float) -> None:
    rng = np.random.default_rng([4, int(density * 100)])
    found, runs = 0, max(40, RUNS // 5)
    for run in range(runs):
        x, y = rng.uniform(0, 1000, (2, 25))
        cases = rng.poisson(density * np.outer(rng.gamma(2, 0.5, 25), np.ones(12)))
        people = {"population": np.ones(25)} if model == "poisson" else {}
        if model == "poisson":
            cases = rng.poisson(density, (25, 12))
        scan = space_time_scan(cases, x, y, model=model, kind="prospective", replications=39, seed=run, **people)  # type: ignore[arg-type]
        found += bool(scan.clusters) and scan.clusters[0].p <= 0.05
    assert found <= most(runs)
