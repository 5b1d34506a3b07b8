"""Hexagons: nearest centres, order and shifts of no account, six neighbours."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import getis_ord, hex_counts, pair_weights

POINT = st.tuples(*[st.floats(-5000, 5000, allow_subnormal=False)] * 2)


@given(st.lists(POINT, max_size=40), st.sampled_from([1.0, 90.0, 400.0]))
def test_every_incident_is_in_the_hexagon_whose_centre_is_nearest(
    points: list[tuple[float, float]], width: float
) -> None:
    x, y = np.array(points).reshape(-1, 2).T
    found = hex_counts(x, y, width)
    assert found.count.sum() == len(points)
    np.testing.assert_array_equal(np.bincount(found.member, minlength=len(found.count)), found.count)
    assert np.all((found.column + found.row) % 2 == 0)
    cx, cy = found.centres
    own = np.hypot(x - cx[found.member], y - cy[found.member])
    assert np.all(own <= width / np.sqrt(3) * (1 + 1e-9))
    every = np.hypot(x[:, None] - cx, y[:, None] - cy)
    assert np.all(own <= every.min(axis=1, initial=np.inf) + 1e-6)


def test_order_and_a_shift_by_a_whole_hexagon_change_nothing() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.uniform(0, 3000, (2, 500))
    found, order = hex_counts(x, y, 200.0), rng.permutation(500)
    again = hex_counts(x[order] + 200.0, y[order] + 200.0 * np.sqrt(3), 200.0)
    np.testing.assert_array_equal(again.count, found.count)
    np.testing.assert_array_equal(again.column, found.column + 2)
    np.testing.assert_array_equal(again.row, found.row + 2)


def test_a_full_map_has_six_neighbours_around_each_and_finds_what_is_planted() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.uniform(0, 4000, (2, 20_000))
    x[:400], y[:400] = rng.normal(2000, 60, (2, 400))
    found = hex_counts(x, y, 250.0)
    i, j = found.pairs()
    degree = np.bincount(i, minlength=len(found.count))
    cx, cy = found.centres
    inner = (np.abs(cx - 2000) < 1400) & (np.abs(cy - 2000) < 1400)
    assert set(degree[inner].tolist()) == {6}
    np.testing.assert_allclose(np.hypot(cx[i] - cx[j], cy[i] - cy[j]), 250.0)
    hot = getis_ord(found.count, pair_weights(i, j, len(found.count)))
    fullest = int(np.nanargmin(hot.q))
    assert hot.q[fullest] <= 0.05
    assert np.hypot(cx[fullest] - 2000, cy[fullest] - 2000) < 250


def test_none_one_and_bad_input() -> None:
    empty = hex_counts([], [], 100.0)
    assert empty.count.size == empty.pairs()[0].size == 0
    one = hex_counts([3.0], [-4.0], 100.0)
    assert (one.column.tolist(), one.row.tolist(), one.count.tolist()) == ([0], [0], [1])
    with pytest.raises(ValueError, match="equally long"):
        hex_counts([0.0], [], 10.0)
    for width in (0.0, -1.0, np.inf, np.nan):
        with pytest.raises(ValueError, match="width"):
            hex_counts([0.0], [0.0], width)
