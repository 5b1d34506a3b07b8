"""Places: concentration, certainty of rankings, changes, dumping points."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import changed_places, dumping_points, gathering, gini, grid_counts, lorenz, rank_certainty

RUNS = 1000 if os.environ.get("LAGESBILD_CALIBRATION") == "full" else 100


@pytest.mark.parametrize(
    ("counts", "plain", "small"),
    [([10, 8, 2], 0.78, 0.78), ([5, 2, 1], 0.80, 0.75), ([3, 1, 1], 0.78, 0.56), ([10], 0.90, 0.90), ([1] * 5, 0.5, 0)],
)
def test_gini_of_few_incidents_is_that_of_the_paper(counts: list[int], plain: float, small: float) -> None:
    assert gini(counts, 10, small_counts=False) == pytest.approx(plain)
    assert gini(counts, 10) == pytest.approx(small, abs=1e-12)


def test_lorenz_runs_from_nothing_to_everything() -> None:
    curve = lorenz([1, 3], 4)
    np.testing.assert_allclose(curve.places, [0, 0.25, 0.5, 1])
    np.testing.assert_allclose(curve.incidents, [0, 0.75, 1, 1])
    with pytest.raises(ValueError, match="no incident"):
        lorenz([0, 0])


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=40), st.floats(1, 1000))
def test_grid_holds_every_incident_in_its_square(points: list[tuple[float, float]], cell: float) -> None:
    x, y = np.array(points).reshape(-1, 2).T
    grid = grid_counts(x, y, cell)
    assert grid.count.sum() == len(points)
    np.testing.assert_array_equal(grid.column[grid.member], np.floor(x / cell))
    np.testing.assert_array_equal(grid.row[grid.member], np.floor(y / cell))


@pytest.mark.parametrize("density", [0.05, 0.2, 1.0, 5.0])
@pytest.mark.parametrize("dispersion", [1.0, 2.0])
def test_chance_finds_a_changed_place_in_at_most_five_of_a_hundred_runs(density: float, dispersion: float) -> None:
    rng = np.random.default_rng([3, int(density * 100)])
    any_own = any_whole = 0
    for _ in range(RUNS):
        mean = density * np.array([1.0, 4.0])[:, None] * np.ones(600)
        drawn = rng.poisson(mean) if dispersion == 1 else rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
        found = changed_places(drawn[0], drawn[1], 1, 4)
        any_own += bool(np.any(found.q <= 0.05))
        any_whole += bool(np.any(found.q_whole <= 0.05))
    # Two standard errors of the number of runs are allowed for.
    bound = 0.05 * RUNS + 2 * np.sqrt(0.0475 * RUNS)
    assert any_own <= bound
    assert any_whole <= bound


def test_a_place_that_grew_is_found_and_the_rest_is_not() -> None:
    rng = np.random.default_rng(5)
    now, before = rng.poisson(4, 300), rng.poisson(16, 300)
    now[7] = 30
    found = changed_places(now, before, 1, 4)
    assert np.flatnonzero(found.q < 0.05).tolist() == [7]
    order = rng.permutation(300)
    np.testing.assert_allclose(changed_places(now[order], before[order], 1, 4).p, found.p[order])
    assert np.isnan(changed_places([0], [0], 1, 1).p[0])
    with pytest.raises(ValueError, match="exposure_now and exposure_before"):
        changed_places([1], [1], 0, 1)


def test_a_place_alone_among_few_does_not_hide_itself() -> None:
    """What one place has changed by is no measure of how much places vary."""
    rng = np.random.default_rng(1)
    for n in (8, 12, 20, 40):
        now, before = rng.poisson(10, n), rng.poisson(40, n)
        now[2] = 45
        found = changed_places(now, before, 1, 4)
        assert np.flatnonzero(found.q < 0.05).tolist() == [2]
        assert np.nanargmin(found.q_whole) == 2
        assert n < 12 or np.flatnonzero(found.q_whole < 0.05).tolist() == [2]
        assert found.correlation[2] < found.correlation[np.arange(n) != 2].min()
        assert found.low[2] <= found.expected[2]
        assert found.high[2] < 45
        assert np.all((now >= found.low) & (now <= found.high) | (np.arange(n) == 2))


@pytest.mark.parametrize("places", [3, 6, 15])
@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_chance_finds_nothing_among_few_places_either(places: int, dispersion: float) -> None:
    rng = np.random.default_rng([4, places])
    hits = outside = 0
    for _ in range(RUNS):
        mean = 8 * np.array([1.0, 4.0])[:, None] * np.ones(places)
        drawn = rng.poisson(mean) if dispersion == 1 else rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion)
        found = changed_places(drawn[0], drawn[1], 1, 4)
        hits += bool(np.nanmin([found.q, found.q_whole]) <= 0.05)
        outside += int(((drawn[0] < found.low) | (drawn[0] > found.high)).sum())
    assert hits <= 0.05 * RUNS + 2 * np.sqrt(0.0475 * RUNS)
    assert outside <= (0.06 * places * RUNS) + 3 * np.sqrt(0.05 * places * RUNS)


def test_one_place_has_nothing_to_be_compared_with_but_itself() -> None:
    found = changed_places([9], [3], 1, 1)
    assert found.p[0] == pytest.approx(2 * (12 + 1 + 66 + 220) / 2**12)  # nine or more of twelve
    assert np.isnan(found.p_whole[0])
    assert found.correlation.tolist() == [0]
    assert changed_places([], [], 1, 1).p.size == 0


def test_ranking_is_sure_of_what_stands_out_and_not_of_what_is_alike() -> None:
    counts = np.r_[60, 55, np.full(60, 3)]
    found = rank_certainty(counts, 2, seed=1)
    assert found.probability[:2].min() > 0.95
    assert found.probability.sum() == pytest.approx(2)
    np.testing.assert_array_equal(found.probability, rank_certainty(counts, 2, seed=1).probability)
    alike = rank_certainty(np.full(50, 4), 5, seed=1, draws=2000)
    assert np.abs(alike.probability - 0.1).max() < 0.05
    assert rank_certainty([], 3, seed=1).probability.size == 0
    assert rank_certainty([0, 0], 3, seed=1).probability.tolist() == [1, 1]


def test_gathering_tells_clusters_from_chance_in_small_and_large_numbers() -> None:
    rng = np.random.default_rng(6)
    for n in (200, 60_000):
        even = np.bincount(rng.integers(0, 400, n), minlength=400)
        assert gathering(even, 400).p > 0.01
        even[:5] += n // 20
        assert gathering(even, 400).p < 0.01
    assert gathering([], 10).p == 1
    with pytest.raises(ValueError, match="n_cells"):
        gathering([1, 1], 1)


def test_a_station_is_a_dumping_point_and_a_busy_street_is_not() -> None:
    rng = np.random.default_rng(8)
    x, y = rng.uniform(0, 5000, (2, 3000)).round(-1)
    street = rng.choice(np.arange(0, 200, 10), 300)
    x, y = np.r_[x, np.full(300, 2500.0), np.full(400, 111.0)], np.r_[y, street, np.full(400, 222.0)]
    found = dumping_points(x, y)
    assert [(point.x, point.y, point.count) for point in found.points] == [(111.0, 222.0, 400)]
    assert dumping_points([], []).points == ()
    assert dumping_points(np.zeros(50), np.zeros(50)).points == ()


@given(st.lists(st.tuples(st.sampled_from([-2.5, -0.0, 0.0, 7.0]), st.sampled_from([-1.0, 0.0, 3.5])), max_size=30))
def test_points_are_distinct_by_both_coordinates(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points).reshape(-1, 2).T
    assert dumping_points(x, y).distinct == len(set(points))
