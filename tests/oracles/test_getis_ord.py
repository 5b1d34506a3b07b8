"""Gi*, Moran and Geary against esda."""

from __future__ import annotations

import warnings

import numpy as np

from lagesbild.analysis import geary, getis_ord, grid_weights, local_moran, moran, row_standardised

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import esda
    from libpysal.weights import lat2W


def test_classical_z_is_esdas() -> None:
    rng = np.random.default_rng(1)
    x = rng.poisson(1.3, (60, 40))
    w = lat2W(60, 40, rook=False)
    for star in (True, False):
        theirs = esda.G_Local(x.ravel().astype(float), w, transform="B", permutations=0, star=star)
        np.testing.assert_allclose(getis_ord(x, star=star).z.ravel(), theirs.Zs, rtol=1e-9, atol=1e-9)


def test_moran_and_geary_are_esdas() -> None:
    rng = np.random.default_rng(2)
    x = rng.gamma(2, 1, 600)
    w, ours = lat2W(30, 20, rook=True), row_standardised(grid_weights((30, 20), "rook"))
    theirs, found = esda.Moran(x, w, permutations=0), moran(x, ours)
    np.testing.assert_allclose([found.statistic, found.z], [theirs.I, theirs.z_rand], rtol=1e-9)
    contrast, found = esda.Geary(x, w, permutations=0), geary(x, ours)
    np.testing.assert_allclose([found.statistic, found.z], [contrast.C, contrast.z_rand], rtol=1e-9)
    local = esda.Moran_Local(x, w, permutations=0)
    found_local = local_moran(x, ours)
    # theirs divides by n - 1
    np.testing.assert_allclose(found_local.statistic, local.Is * 600 / 599, rtol=1e-9)
    np.testing.assert_array_equal(found_local.quadrant, local.q)
