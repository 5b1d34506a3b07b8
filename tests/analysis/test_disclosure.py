"""What may be shown: hidden cells stay hidden, masked points stay put."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import optimize

from lagesbild.analysis import donut_mask, suppress

KEY = b"a key for the tests alone"


def what_a_reader_can_know(shown: np.ndarray, sums: tuple[np.ndarray, np.ndarray], at: tuple[int, int]) -> float:
    """Width of the range of a hidden cell, from the published table and its sums alone."""
    hidden = np.argwhere(np.isnan(shown))
    n = [tuple(cell) for cell in hidden.tolist()].index(at)
    rows = [(hidden[:, 0] == r).astype(float) for r in range(shown.shape[0])]
    columns = [(hidden[:, 1] == c).astype(float) for c in range(shown.shape[1])]
    equal = np.array(rows + columns)
    left = np.concatenate([sums[0] - np.nansum(shown, axis=1), sums[1] - np.nansum(shown, axis=0)])
    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(hidden))
        goal[n] = sign
        ends.append(sign * optimize.linprog(goal, A_eq=equal, b_eq=left, bounds=(0, None)).fun)
    return float(ends[1] - ends[0])


@given(st.lists(st.lists(st.integers(0, 30), min_size=4, max_size=4), min_size=3, max_size=6))
def test_no_small_count_can_be_worked_out_from_the_sums(rows: list[list[int]]) -> None:
    table = np.array(rows)
    before = table.copy()
    try:
        found = suppress(table, minimum=5)
    except ValueError as error:
        assume("cannot be protected" not in str(error))
        raise
    np.testing.assert_array_equal(table, before)
    assert np.all(np.isnan(found.shown) == (found.primary | found.secondary))
    assert np.all(found.primary == (table < 5))
    assert np.all((found.low <= table) & (table <= found.high))
    sums = (table.sum(axis=1).astype(float), table.sum(axis=0).astype(float))
    for cell in np.argwhere(found.primary).tolist():
        assert what_a_reader_can_know(found.shown, sums, tuple(cell)) >= 4 - 1e-6


def test_a_lone_small_count_takes_the_smallest_ring_with_it() -> None:
    found = suppress([[2, 50, 60], [40, 9, 70], [80, 90, 95]])
    assert found.primary.sum() == 1
    assert np.argwhere(np.isnan(found.shown)).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_zeros_that_are_shown_are_never_taken_to_hide_another() -> None:
    found = suppress([[2, 9, 30], [0, 8, 9], [7, 0, 9]], show_zeros=True)
    assert found.shown[[1, 2], [0, 1]].tolist() == [0, 0]
    assert np.isnan(found.shown[0, 0])
    assert np.all((found.high - found.low)[found.primary] >= 4)
    with pytest.raises(ValueError, match="cannot be protected"):
        suppress([[2, 0], [0, 8]], show_zeros=True)


def test_a_table_that_cannot_be_protected_is_refused() -> None:
    with pytest.raises(ValueError, match="do not publish their sums"):
        suppress([[2, 9, 30]])
    with pytest.raises(ValueError, match="use a coarser table"):
        suppress(np.ones(2001))


def test_in_a_row_the_smallest_other_count_goes_with_a_lone_one() -> None:
    assert np.isnan(suppress([2, 30, 9, 50]).shown).tolist() == [True, False, True, False]
    assert not np.isnan(suppress([20, 30, 9, 50]).shown).any()
    few = suppress([0, 0, 12, 3], show_zeros=True)
    assert few.shown[:2].tolist() == [0, 0]
    with pytest.raises(ValueError, match="do not publish their sum"):
        suppress([3, 0, 0], show_zeros=True)
    with pytest.raises(ValueError, match="do not publish their sums"):
        suppress([[1, 0], [0, 60]])
    with pytest.raises(ValueError, match="row or a table"):
        suppress(np.zeros((2, 2, 2), dtype=int))


def test_a_masked_place_lies_in_the_ring_and_always_at_the_same_spot() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 9000, (2, 3000))
    x[1500:], y[1500:] = x[:1500], y[:1500]
    there = donut_mask(x, y, inner=100, outer=300, key=KEY)
    moved = np.hypot(there[0] - x, there[1] - y)
    assert moved.min() >= 100 - 1e-6
    assert moved.max() <= 300 + 1e-6
    np.testing.assert_array_equal(there[0][:1500], there[0][1500:])
    order = rng.permutation(len(x))
    np.testing.assert_array_equal(donut_mask(x[order], y[order], inner=100, outer=300, key=KEY)[0], there[0][order])
    assert not np.allclose(donut_mask(x, y, inner=100, outer=300, key=KEY + b"2")[0], there[0])
    # As many within the inner half of the ring's area as without.
    assert np.mean(moved < np.sqrt((100**2 + 300**2) / 2)) == pytest.approx(0.5, abs=0.04)
    named = donut_mask([0, 50], [0, 0], inner=10, outer=20, key=KEY, place=["a", "a"])
    assert named[0][1] - named[0][0] == pytest.approx(50)
    assert donut_mask([], [], inner=10, outer=20, key=KEY)[0].size == 0


def test_a_mask_that_masks_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="inner"):
        donut_mask([0], [0], inner=0, outer=10, key=KEY)
    with pytest.raises(ValueError, match="16 bytes"):
        donut_mask([0], [0], inner=1, outer=10, key=b"short")
    with pytest.raises(ValueError, match="name each"):
        donut_mask([0], [0], inner=1, outer=10, key=KEY, place=[1, 2])
