"""Kernel density against KDEpy's own sum over all points."""

from __future__ import annotations

import numpy as np
import pytest
from KDEpy import NaiveKDE

from lagesbild.analysis import kernel_density


@pytest.mark.parametrize(("ours", "theirs", "scale"), [("gaussian", "gaussian", 1.0), ("quartic", "biweight", 7**-0.5)])
def test_surface_is_that_of_the_naive_sum(ours: str, theirs: str, scale: float) -> None:
    rng = np.random.default_rng(5)
    x, y = rng.normal(5000, 900, (2, 2000))
    found = kernel_density(
        x, y, cell=50, bounds=(0, 0, 10_000, 10_000), bandwidth=800, kernel=ours, correct_edges=False
    )  # type: ignore[arg-type]
    at = np.stack(np.meshgrid(found.x, found.y), -1).reshape(-1, 2)
    # KDEpy's bandwidth is a standard deviation; its radial kernels are normed numerically
    value = NaiveKDE(kernel=theirs, bw=800 * scale).fit(np.c_[x, y]).evaluate(at).reshape(200, 200)
    np.testing.assert_allclose(found.density, value * found.n, atol=max(found.error, 2e-3 * found.density.max()))
    assert np.abs(found.density - value * found.n).max() < 3e-3 * found.density.max()
