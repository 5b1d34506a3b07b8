"""Knox, Mantel and Jacquez against pointpats."""

from __future__ import annotations

import numpy as np
import pytest
from pointpats import spacetime

from lagesbild.analysis import jacquez, knox, mantel


@pytest.mark.parametrize("seed", range(5))
def test_the_statistics_are_those_of_pointpats(seed: int) -> None:
    rng = np.random.default_rng(seed)
    points, t = rng.uniform(0, 1000, (150, 2)), rng.uniform(0, 300, 150)
    x, y = points.T
    theirs = spacetime.knox(points, t[:, None].copy(), delta=120, tau=20, permutations=1)
    found = knox(x, y, t, distances=(0, 120), times=(0, 20), closed="right", permutations=9)
    assert found.pairs[0, 0] == theirs["stat"]
    modified = spacetime.modified_knox(points, t[:, None].copy(), delta=120, tau=20, permutations=1)
    assert found.modified[0, 0] == pytest.approx(modified["stat"], rel=1e-12)
    theirs = spacetime.mantel(points, t[:, None].copy(), 1, scon=1.0, spow=-1.0, tcon=1.0, tpow=-1.0)
    assert mantel(x, y, t, permutations=9).statistic == pytest.approx(theirs["stat"], rel=1e-9)
    theirs = spacetime.jacquez(points, t[:, None].copy(), k=4, permutations=1)
    assert jacquez(x, y, t, neighbours=4, permutations=9).statistic == theirs["stat"]


def test_the_input_is_not_shuffled_as_theirs_is() -> None:
    rng = np.random.default_rng(1)
    points, t = rng.uniform(0, 1000, (60, 2)), rng.uniform(0, 300, 60)
    before = t.copy()
    knox(*points.T, t, distances=(0, 120), times=(0, 20))
    np.testing.assert_array_equal(t, before)
