"""Gi* of counts: exact tails, the same on a grid and by a matrix, chance that finds nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from lagesbild.analysis import getis_ord, grid_weights, local_g, row_standardised


def around(i: int, j: int, shape: tuple[int, int], radius: float) -> list[tuple[int, int]]:
    return [(a, b) for a in range(shape[0]) for b in range(shape[1]) if (a - i) ** 2 + (b - j) ** 2 <= radius**2 + 1e-9]


@pytest.mark.parametrize(("name", "radius"), [("queen", 2**0.5), ("rook", 1.0), (3.0, 3.0), (0.0, 0.0), (40.0, 40.0)])
@pytest.mark.parametrize("side", ["high", "low", "both"])
def test_tails_are_those_of_the_binomial_distribution(name: str | float, radius: float, side: str) -> None:
    rng = np.random.default_rng(1)
    shape = (7, 9)
    x = rng.poisson(0.7, shape)
    found = getis_ord(x, name, side=side)  # type: ignore[arg-type]
    for i, j in ((0, 0), (3, 4), (6, 2)):
        near = around(i, j, shape, radius)
        s, share = sum(x[at] for at in near), len(near) / x.size
        assert found.sums[i, j] == s
        if share == 1:
            assert np.isnan(found.p[i, j])
            continue
        upper, lower = stats.binom.sf(s - 1, x.sum(), share), stats.binom.cdf(s, x.sum(), share)
        expected = {"high": upper, "low": lower, "both": min(1, 2 * min(upper, lower))}[side]
        assert found.p[i, j] == pytest.approx(expected, rel=1e-9)
        assert found.expected[i, j] == pytest.approx(x.sum() * share)


@pytest.mark.parametrize("star", [True, False])
@pytest.mark.parametrize("kind", ["even", "exposure", "among"])
def test_a_grid_and_its_matrix_give_the_same(star: bool, kind: str) -> None:
    rng = np.random.default_rng(2)
    x = rng.poisson(1.0, (8, 6))
    inside = rng.random((8, 6)) > 0.15
    x[~inside] = 0
    base: dict[str, Any] = {
        "even": {},
        "exposure": {"exposure": rng.uniform(0.5, 3, (8, 6))},
        "among": {"among": np.where(inside, x + rng.poisson(2, (8, 6)), 0)},
    }[kind]
    one = getis_ord(x, "queen", inside=inside, star=star, side="both", **base)
    flat: dict[str, Any] = {name: np.asarray(value).ravel() for name, value in base.items()}
    for w in (grid_weights((8, 6), "queen"), row_standardised(grid_weights((8, 6), "queen"))):
        other = getis_ord(x.ravel(), w, inside=inside.ravel(), star=star, side="both", **flat)
        for name in ("p", "q", "z", "expected"):
            np.testing.assert_allclose(getattr(other, name), getattr(one, name).ravel(), rtol=1e-9, atol=1e-12)
    assert np.isnan(one.p[~inside]).all()
    if kind == "among":
        at = tuple(np.argwhere(inside)[5].tolist())
        near = [c for c in around(at[0], at[1], (8, 6), 2**0.5) if inside[c] and (star or c != at)]
        among = np.asarray(base["among"])
        gone = (0, 0) if star else (among[at], x[at])
        rest = stats.hypergeom(among.sum() - gone[0], sum(among[c] for c in near), x.sum() - gone[1])
        s = sum(x[c] for c in near)
        assert one.p[at] == pytest.approx(min(1, 2 * min(rest.sf(s - 1), rest.cdf(s))), rel=1e-9)


def test_unequal_weights_give_a_bound_that_is_never_below_the_probability() -> None:
    rng = np.random.default_rng(3)
    w = csr_array(np.where(rng.random((12, 12)) < 0.4, rng.uniform(0.2, 2, (12, 12)), 0))
    x = rng.poisson(2, 12)
    x[3] += 9
    for side in ("high", "low"):
        found = getis_ord(x, w, side=side)
        own = w + csr_array(np.diag(np.where(w.diagonal() == 0, w.max(axis=1).toarray().ravel(), 0)))
        drawn = rng.multinomial(x.sum(), np.full(12, 1 / 12), 20_000) @ own.toarray().T
        seen = drawn >= found.sums - 1e-9 if side == "high" else drawn <= found.sums + 1e-9
        assert np.all(found.p >= seen.mean(axis=0) - 4 * np.sqrt(seen.mean(axis=0) / 20_000))
        assert found.p.min() < 0.2
    np.testing.assert_allclose(getis_ord(x, w).z, local_g(x, w), rtol=1e-9)


@given(st.integers(0, 2**32 - 1), st.floats(0.05, 4))
def test_turning_mirroring_and_units_do_not_matter(seed: int, density: float) -> None:
    x = np.random.default_rng(seed).poisson(density, (9, 7))
    kept = x.copy()
    found = getis_ord(x, 250.0, cell=100, side="both")
    np.testing.assert_array_equal(found.p, getis_ord(x, 2.5, side="both").p)
    np.testing.assert_allclose(getis_ord(x[::-1].T, 2.5, side="both").p, found.p[::-1].T, rtol=1e-12)
    np.testing.assert_array_equal(x, kept)
    tested = np.isfinite(found.p)
    assert np.all(found.q[tested] >= found.p[tested])
    assert np.all((found.p[tested] >= 0) & (found.p[tested] <= 1))


def test_nothing_one_huge_tied_and_bad() -> None:
    assert getis_ord(np.zeros((0, 0), int)).p.size == 0
    assert np.isnan(getis_ord([[3]]).p).all()
    assert np.all(getis_ord(np.zeros((5, 5), int)).p == 1)
    assert np.all(getis_ord(np.ones((9, 9), int)).q > 0.05)
    huge = np.full((6, 6), 10**9)
    huge[2, 2] += 10**6
    assert getis_ord(huge).q.min() < 1e-9
    with pytest.raises(ValueError, match="whole"):
        getis_ord([[0.5]])
    with pytest.raises(ValueError, match="not numbers"):
        getis_ord([[np.nan]])
    with pytest.raises(ValueError, match="rows and columns"):
        getis_ord([1, 2])
    with pytest.raises(ValueError, match="two different nulls"):
        getis_ord([[1]], exposure=[[1.0]], among=[[1]])
    with pytest.raises(ValueError, match="no exposure"):
        getis_ord([[1, 0]], exposure=[[0.0, 1.0]])
    with pytest.raises(ValueError, match="not inside"):
        getis_ord([[1, 0]], inside=[[False, True]])
    with pytest.raises(ValueError, match="at least as large"):
        getis_ord([[1, 0]], among=[[0, 1]])
    with pytest.raises(ValueError, match="neighbourhood must be"):
        getis_ord([[1]], "king")
    with pytest.raises(ValueError, match="sparse array"):
        getis_ord([1], [[1]])
    with pytest.raises(ValueError, match="side must be"):
        getis_ord([[1]], side="up")  # type: ignore[arg-type]
