"""Moran, Geary, G and the local ones: the published digits of North Carolina, and what has to hold anyway."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from lagesbild.analysis import (
    eb_rates,
    eb_standardised,
    geary,
    general_g,
    grid_weights,
    local_g,
    local_moran,
    moran,
    pair_weights,
    row_standardised,
)
from lagesbild.analysis.multiple import benjamini_hochberg


@pytest.mark.shared
def test_north_carolina_to_the_printed_digits(shared_references: Path) -> None:
    folder = shared_references / "ncsids"
    rows = np.genfromtxt(folder / "expected_local.csv", delimiter=",", names=True)
    i, j = np.genfromtxt(folder / "neighbours_ncCC89.csv", delimiter=",", skip_header=1, dtype=int).T - 1
    w = row_standardised(pair_weights(i, j, len(rows)))
    rate = rows["SID79"] / rows["BIR79"]
    found = moran(rate, w)
    assert found.statistic == pytest.approx(0.09802495, abs=5e-9)
    assert found.expected == pytest.approx(-0.01030928, abs=5e-9)
    assert found.variance == pytest.approx(0.00551110, abs=5e-9)
    assert found.z == pytest.approx(1.4593, abs=5e-5)
    freeman = np.sqrt(1000) * (np.sqrt(rows["SID74"] / rows["BIR74"]) + np.sqrt((rows["SID74"] + 1) / rows["BIR74"]))
    assert moran(freeman, w).statistic == pytest.approx(0.269756870, abs=5e-10)
    assert moran(freeman, w).z == pytest.approx(3.753823, abs=5e-7)
    assert geary(rate, w).statistic == pytest.approx(0.844638794, abs=5e-10)
    whole = general_g(rate, pair_weights(i, j, len(rows)))
    assert whole.statistic == pytest.approx(0.04009888, abs=5e-9)
    assert whole.z == pytest.approx(-0.6601652, abs=5e-8)
    # this one was printed with the two counties without neighbours counted in n
    rates = moran(eb_standardised(rows["SID79"], rows["BIR79"]), w)
    assert rates.statistic * 100 / rates.n == pytest.approx(0.1741254, abs=5e-8)

    local = local_moran(rate, w)
    for name, ours in (("localI", local.statistic), ("EI", local.expected), ("VarI", local.variance)):
        np.testing.assert_allclose(np.nan_to_num(ours), np.nan_to_num(rows[name]), rtol=2e-9, atol=1e-12)
    some = np.isfinite(local.z)
    np.testing.assert_allclose(local.z[some], rows["ZI"][some], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(local.p[some], rows["P"][some], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(eb_rates(rows["SID79"], rows["BIR79"]), rows["EB"], rtol=1e-8)
    starred = local_g(rate, w)
    np.testing.assert_allclose(local_g(rate, w, star=False)[some], rows["Gi"][some], rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(starred[some], rows["GiStar"][some], rtol=1e-9, atol=1e-9)
    assert rows["county"][np.nanargmax(np.where(some, starred, np.nan))] == 2150
    assert np.nanmax(starred[some]) == pytest.approx(3.345948, abs=5e-7)
    # six counties reach 1.96, none after correction
    assert np.sum(np.abs(starred[some]) > 1.96) == 6
    assert benjamini_hochberg(2 * stats.norm.sf(np.abs(starred[some]))).min() > 0.05


def checker(rows: int = 12, columns: int = 10) -> csr_array:
    return row_standardised(grid_weights((rows, columns), "rook"))


def test_alike_neighbours_unlike_neighbours_and_chance() -> None:
    board = np.indices((12, 10)).sum(axis=0) % 2
    assert moran(board.ravel(), checker()).statistic == pytest.approx(-1)
    assert geary(board.ravel(), checker()).statistic > 1.9
    slope = np.add.outer(np.arange(12.0), np.arange(10.0)).ravel()
    found = moran(slope, checker(), permutations=199)
    assert found.statistic > 0.8
    assert found.p_permuted == found.floor == 1 / 200
    assert geary(slope, checker(), permutations=99).p_permuted == 0.01
    assert local_moran(slope, checker()).quadrant[0] == 3
    assert local_moran(slope, checker()).quadrant[-1] == 1


@pytest.mark.parametrize("of", [moran, geary, general_g])
def test_mean_and_variance_are_those_of_dealing_values_out(of) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(4)
    x, w = rng.gamma(0.7, 1, 120), checker()
    found = of(x, w)
    drawn = np.array([of(rng.permutation(x), w).statistic for _ in range(1500)])
    assert drawn.mean() == pytest.approx(found.expected, abs=4 * drawn.std() / np.sqrt(1500))
    assert drawn.var() == pytest.approx(found.variance, rel=0.17)


def test_local_mean_variance_and_tails_are_those_of_dealing_the_others_out() -> None:
    rng = np.random.default_rng(5)
    x, w = rng.gamma(0.7, 1, 30), checker(6, 5)
    found = local_moran(x, w, permutations=1999, seed=1)
    z = x - x.mean()
    for at in (0, 7, 13):
        drawn = []
        others = np.delete(z, at)
        for _ in range(2000):
            dealt = np.insert(rng.permutation(others), at, z[at])
            drawn.append(dealt[at] * (w[[at]] @ dealt)[0] / (z @ z / 30))
        assert np.mean(drawn) == pytest.approx(found.expected[at], abs=0.1 * np.std(drawn))
        assert np.var(drawn) == pytest.approx(found.variance[at], rel=0.15)
        upper = np.mean(np.array(drawn) >= found.statistic[at] - 1e-12)
        exact = min(1.0, 2 * min(upper, np.mean(np.array(drawn) <= found.statistic[at] + 1e-12)))
        assert found.p_permuted[at] == pytest.approx(exact, abs=0.06)


@given(st.integers(0, 2**32 - 1), st.floats(-1e3, 1e3), st.floats(1e-3, 1e3))
def test_order_shift_and_unit_do_not_matter(seed: int, shift: float, unit: float) -> None:
    rng = np.random.default_rng(seed)
    x, w = rng.normal(0, 1, 120), checker()
    kept, order = x.copy(), rng.permutation(120)
    for of in (moran, geary):
        first = of(x, w)
        assert of(x * unit + shift, w).z == pytest.approx(first.z, rel=1e-6, abs=1e-6)
        assert of(x[order], w[order][:, order]).z == pytest.approx(first.z, rel=1e-9)
    local = local_moran(x, w)
    np.testing.assert_allclose(local_moran(x[order], w[order][:, order]).z, local.z[order], rtol=1e-9)
    np.testing.assert_allclose(local_g(x * unit + shift, w), local_g(x, w), rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(x, kept)


def test_nothing_one_equal_and_bad_values() -> None:
    none = csr_array((0, 0))
    assert np.isnan(moran([], none).statistic)
    assert local_moran([], none).statistic.size == 0
    assert np.isnan(moran(np.full(120, 0.1), checker()).p)
    assert np.isnan(local_moran(np.full(120, 0.1), checker(), permutations=9).q).all()
    lonely = pair_weights([0, 1, 2, 3, 4, 5], [1, 0, 3, 2, 5, 4], 7)
    found = local_moran(np.arange(7.0), lonely, permutations=99)
    assert np.isnan(found.p[6])
    assert found.quadrant[6] == 0
    assert moran(np.arange(7.0), lonely).n == 6
    with pytest.raises(ValueError, match="not numbers"):
        moran([np.nan] * 120, checker())
    with pytest.raises(ValueError, match="120 by 120"):
        moran(np.zeros(120), none)
    with pytest.raises(ValueError, match="at least 0"):
        moran(np.arange(120.0), checker() * -1)
    with pytest.raises(ValueError, match="negative"):
        general_g(np.arange(120.0) - 5, checker())
    with pytest.raises(ValueError, match="population"):
        eb_rates([1, 2], [1, 0])
    with pytest.raises(ValueError, match="no cases"):
        eb_standardised([0, 0], [1, 1])
    with pytest.raises(ValueError, match="indexes"):
        pair_weights([0], [3], 3)
    assert eb_rates([0, 0], [1, 1]).tolist() == [0, 0]
    same = local_moran(np.arange(120.0), checker(), permutations=49, seed=3)
    np.testing.assert_array_equal(same.q, local_moran(np.arange(120.0), checker(), permutations=49, seed=3).q)
