"""Neighbourhoods against their own history: chance is seldom more than before, what has grown is."""

from __future__ import annotations

import numpy as np

from lagesbild.analysis.grown import more_than_before
from lagesbild.analysis.neighbourhoods import grid_weights, square_weights, with_self

SHAPE = 12, 12
ROW, COLUMN = (values.ravel() for values in np.indices(SHAPE))
HERE = with_self(square_weights(COLUMN, ROW))


def test_squares_beside_each_other_are_those_of_the_grid_and_gaps_hold_nothing() -> None:
    whole = square_weights(COLUMN, ROW)
    assert (whole != grid_weights(SHAPE, "queen")).nnz == 0
    kept = np.random.default_rng(1).permutation(len(ROW))[:60]
    some = square_weights(COLUMN[kept] + 9_000, ROW[kept] - 40)
    np.testing.assert_array_equal(some.toarray(), whole.toarray()[np.ix_(kept, kept)])
    assert square_weights(np.array([5]), np.array([3])).nnz == 0


def test_chance_and_places_that_vary_are_seldom_more_than_before() -> None:
    rng = np.random.default_rng(2)
    even, uneven = [], []
    for _ in range(150):
        even.append(np.mean(more_than_before(rng.poisson(2, 144), rng.poisson(4, 144), HERE, 2) <= 0.05))
        now, past = rng.poisson(2 * rng.gamma(2, 0.5, 144)), rng.poisson(4 * rng.gamma(2, 0.5, 144))
        uneven.append(np.mean(more_than_before(now, past, HERE, 2) <= 0.05))
    # two-sided at 0.05, of which half is more
    assert np.mean(even) <= 0.025 * 1.5
    assert np.mean(uneven) <= 0.025 * 1.5


def test_what_grew_is_found_where_it_grew_and_does_not_hide_itself() -> None:
    rng = np.random.default_rng(3)
    now, past = rng.poisson(2, 144), rng.poisson(4, 144)
    now[5 * 12 + 5] += 40
    found = more_than_before(now, past, HERE, 2)
    assert found[5 * 12 + 5] < 0.001
    far = (np.abs(ROW - 5) > 2) | (np.abs(COLUMN - 5) > 2)
    assert found[far].min() > 0.001
    assert np.all(more_than_before(np.zeros(144, int), past, HERE, 2) == 1)
