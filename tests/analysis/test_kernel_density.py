"""Kernel density: equal to the sum over all incidents within its stated error, right at edges, refused when sparse."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import TooFew, kernel_density
from lagesbild.analysis.kernels import SHAPES, Kernel
from lagesbild.analysis.result import Floats

KERNELS: tuple[Kernel, ...] = ("gaussian", "quartic", "triweight", "epanechnikov", "triangular")


def direct(x: Floats, y: Floats, w: Floats, *, at: tuple[Floats, Floats], b: float, kernel: Kernel) -> Floats:
    """The sum over every incident, written from the formula."""
    r2 = ((at[0][None, :, None] - x) ** 2 + (at[1][:, None, None] - y) ** 2) / b**2
    shape = SHAPES[kernel]
    height = np.where(r2 < shape.reach**2, shape.formula(np.minimum(r2, shape.reach**2)), 0)
    return np.asarray((height * w).sum(axis=2) / b**2)


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("engine", ["numpy", "numba"])
@pytest.mark.parametrize("b", [150.0, 700.0, 9000.0])
def test_surface_is_the_direct_sum_within_the_stated_error(kernel: Kernel, engine: str, b: float) -> None:
    rng = np.random.default_rng(3)
    x, y, w = rng.uniform(0, 3000, 400), rng.normal(900, 300, 400).clip(0, 1999), rng.uniform(0, 3, 400)
    found = kernel_density(
        x, y, cell=50, bounds=(0, 0, 3000, 2000), bandwidth=b, kernel=kernel, weights=w, correct_edges=False,
        engine=engine, smallest_at_peak=0,  # type: ignore[arg-type]
    )  # fmt: skip
    assert found.density.shape == (40, 60)
    apart = np.abs(found.density - direct(x, y, w, at=(found.x, found.y), b=b, kernel=kernel)).max()
    assert apart <= found.error
    assert found.error <= (3 if b == 150 else 0.5) * found.density.max()


@pytest.mark.parametrize("kernel", KERNELS)
def test_kernels_have_the_constants_that_are_said_of_them(kernel: Kernel) -> None:
    shape = SHAPES[kernel]
    r = (np.arange(400_000) + 0.5) / 400_000 * shape.reach
    k, ring = shape.formula(r**2), 2 * np.pi * r * (r[1] - r[0])
    assert (k * ring).sum() == pytest.approx(1, abs=1e-8)
    assert (k**2 * ring).sum() == pytest.approx(shape.roughness, rel=1e-8)
    assert (k * r**2 * ring).sum() / 2 == pytest.approx(shape.variance, rel=1e-8)
    assert k[0] == pytest.approx(shape.height, rel=1e-5)
    step = r[1] - r[0]
    if shape.curvature:
        assert np.abs(np.diff(k, 2)).max() / step**2 <= shape.curvature * 1.01
    else:
        assert np.abs(np.diff(k)).max() / step <= shape.slope * 1.01


def test_even_chance_is_level_up_to_the_edges_and_in_a_window_of_any_form() -> None:
    side = np.arange(0, 4000, 10) + 5.0
    x, y = (v.ravel() for v in np.meshgrid(side, side))
    found = kernel_density(x, y, cell=50, bounds=(0, 0, 4000, 4000), bandwidth=600)
    np.testing.assert_allclose(found.density, 0.01, rtol=0.01)
    assert found.mass[0, 0] == pytest.approx(0.294, abs=0.005)
    assert (
        kernel_density(x, y, cell=50, bounds=(0, 0, 4000, 4000), bandwidth=600, correct_edges=False).density.min()
        < 0.003
    )
    lake = shapely.Point(2000, 2000).buffer(900)
    land = shapely.box(0, 0, 4000, 4000).difference(lake)
    found = kernel_density(x, y, cell=50, bounds=(0, 0, 4000, 4000), bandwidth=600, window=land)
    assert np.isnan(found.density[40, 40])
    assert found.n + found.outside == len(x)
    # cells are wholly in or out by their centre
    np.testing.assert_allclose(found.density[np.isfinite(found.density)], 0.01, rtol=0.03)


@given(st.integers(0, 2**32 - 1), st.sampled_from(KERNELS), st.floats(-1e6, 1e6), st.floats(0.1, 50), st.booleans())
def test_order_place_and_unit_do_not_matter(seed: int, kernel: Kernel, move: float, unit: float, weighed: bool) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 1000, (2, 200))
    w = rng.uniform(0, 2, 200) if weighed else None
    kept = x.copy(), y.copy()

    def surface(order: np.ndarray, moved: float, scale: float) -> Floats:
        return kernel_density(
            (x[order] + moved) * scale, (y[order] - moved) * scale, cell=50 * scale, bandwidth=200 * scale,
            bounds=(moved * scale, -moved * scale, (1000 + moved) * scale, (1000 - moved) * scale), kernel=kernel,
            weights=None if w is None else w[order], smallest_at_peak=0,
        ).density * scale**2  # fmt: skip

    first = surface(np.arange(200), 0, 1)
    np.testing.assert_allclose(surface(rng.permutation(200), 0, 1), first, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(surface(np.arange(200), move, 1), first, rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(surface(np.arange(200), 0, unit), first, rtol=1e-6, atol=1e-12)
    np.testing.assert_array_equal(kept, (x, y))


def test_both_engines_give_the_same_surface() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(0, 3000, (2, 150_000))
    one, other = (kernel_density(x, y, cell=100, bandwidth=700, engine=e) for e in ("numpy", "numba"))
    np.testing.assert_allclose(one.density, other.density, rtol=1e-9, atol=1e-16)
    assert (one.n, one.outside, one.bandwidth) == (other.n, other.outside, other.bandwidth)
    assert one.density.sum() * 100**2 == pytest.approx(150_000, rel=0.01)


def test_the_rule_is_that_of_the_normal_reference() -> None:
    rng = np.random.default_rng(8)
    x, y = rng.normal(0, 500, 20_000), rng.normal(0, 500, 20_000)
    found = kernel_density(x, y, cell=20, kernel="gaussian")
    assert found.bandwidth == pytest.approx(500 * 20_000 ** (-1 / 6), rel=0.02)
    assert kernel_density(x, y, cell=20).bandwidth == pytest.approx(2.7788 * found.bandwidth, rel=1e-3)
    assert found.to_dict()["method"]["reference"].startswith("Diggle 1985")


def test_sparse_maps_are_refused_and_bad_input_is_named() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 10_000, (2, 100))
    with pytest.raises(TooFew, match="29 incidents are too few"):
        kernel_density(x[:29], y[:29], cell=100)
    with pytest.raises(TooFew, match="no incidents"):
        kernel_density([], [], cell=100)
    with pytest.raises(TooFew, match="rests on"):
        kernel_density(x, y, cell=100, bandwidth=150)
    with pytest.raises(TooFew, match="rests on"):
        kernel_density(x, y, cell=100, bandwidth=3000, weights=np.zeros(100))
    with pytest.raises(ValueError, match="at least one cell"):
        kernel_density(np.full(50, 3.0), np.full(50, 3.0), cell=10)
    with pytest.raises(ValueError, match="not numbers"):
        kernel_density(np.full(50, np.nan), y[:50], cell=10)
    with pytest.raises(ValueError, match="equally long"):
        kernel_density(x, y[:50], cell=10)
    with pytest.raises(ValueError, match="negative"):
        kernel_density(x, y, cell=100, weights=-np.ones(100))
    with pytest.raises(ValueError, match="more than"):
        kernel_density([0, 1e12], [0, 1e12], cell=10)
    with pytest.raises(ValueError, match="west, south"):
        kernel_density(x, y, cell=100, bounds=(0, 0, 0, 1))
    with pytest.raises(ValueError, match="kernel must be"):
        kernel_density(x, y, cell=100, kernel="flat")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="centre inside"):
        kernel_density(x, y, cell=100, window=shapely.Point(-500, -500).buffer(10))
    with pytest.raises(ValueError, match="true and false"):
        kernel_density(x, y, cell=100, window=np.ones((2, 2), dtype=bool))
    same = kernel_density(np.full(50, 3.0), np.full(50, 3.0), cell=10, bandwidth=30)
    assert np.isfinite(same.density).all()
