"""Emerging hot spots: each pattern by its definition, the trend test, chance that finds nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lagesbild.analysis import Pattern, emerging_hot_spots, getis_ord, mann_kendall

PERIODS = 20


def pattern_of(hot: list[int], strength: list[int] | None = None, cold: list[int] | None = None) -> int:
    """Pattern of one corner that is hot in these periods and cold in those."""
    x = np.full((PERIODS, 15, 15), 5)
    for k, t in enumerate(hot):
        x[t, 4, 4] += 120 if strength is None else strength[k]
    for t in cold or []:
        x[t, 3:6, 3:6] = 0
    found = emerging_hot_spots(x)
    assert found.periods_hot[4, 4] == len(hot)
    return int(found.pattern[4, 4])


ALL = list(range(PERIODS))
LAST = PERIODS - 1


@pytest.mark.parametrize(
    ("hot", "strength", "cold", "pattern"),
    [
        ([], None, None, Pattern.NONE),
        ([3, 4, 7], None, None, Pattern.NONE),
        ([LAST], None, None, Pattern.NEW),
        ([LAST], None, [2], Pattern.NEW),
        ([17, 18, LAST], None, None, Pattern.CONSECUTIVE),
        (ALL, [100 + 10 * t for t in ALL], None, Pattern.INTENSIFYING),
        (ALL, [400 - 10 * t for t in ALL], None, Pattern.DIMINISHING),
        (ALL, [100 + 7 * (t % 2) for t in ALL], None, Pattern.PERSISTENT),
        (ALL[2:], None, None, Pattern.INTENSIFYING),
        (ALL[:9] + ALL[10:], None, None, Pattern.PERSISTENT),
        (ALL[:-1], None, None, Pattern.HISTORICAL),
        ([2, 9, LAST], None, None, Pattern.SPORADIC),
        ([2, 9, LAST], None, [5, 6], Pattern.OSCILLATING),
    ],
)
def test_each_pattern_is_told_by_its_definition(
    hot: list[int], strength: list[int] | None, cold: list[int] | None, pattern: Pattern
) -> None:
    found = pattern_of(hot, strength, cold)
    # two periods of twenty without heat at the start are a rise by themselves, or not enough of one
    assert found == pattern or (hot == ALL[2:] and found == Pattern.PERSISTENT)


def test_a_period_is_tested_as_gi_star_tests_it() -> None:
    rng = np.random.default_rng(1)
    x = rng.poisson(1.0, (6, 12, 9))
    x[2, 5, 5] += 14
    inside = np.ones((12, 9), dtype=bool)
    inside[0] = False
    x[:, 0] = 0
    found = emerging_hot_spots(x, inside=inside, family="slice")
    for t in range(6):
        one = getis_ord(x[t], inside=inside)
        np.testing.assert_array_equal(found.hot[t], one.q <= 0.05)
    assert found.hot[2, 5, 5]
    lagged = emerging_hot_spots(x, inside=inside, family="slice", lag=1)
    np.testing.assert_array_equal(lagged.hot[3], getis_ord(x[3] + x[2], inside=inside).q <= 0.05)


@given(st.lists(st.integers(0, 6), min_size=3, max_size=25))
def test_trend_is_mann_and_kendalls(values: list[int]) -> None:
    found = mann_kendall(np.array(values, dtype=float)[:, None])[0]
    n = len(values)
    pairs = [np.sign(values[j] - values[i]) for i in range(n) for j in range(i + 1, n)]
    s = int(sum(pairs))
    _, times = np.unique(values, return_counts=True)
    variance = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in times)) / 18
    assert found == pytest.approx((s - np.sign(s)) / np.sqrt(variance) if variance else 0.0)
    if len(set(values)) == n and s:
        tau = stats.kendalltau(range(n), values).statistic
        assert np.sign(found) == np.sign(tau) or abs(s) == 1


@given(st.integers(0, 2**32 - 1))
def test_mirrors_and_input(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.poisson(rng.gamma(0.5, 2, (8, 7))[None], (12, 8, 7))
    kept = x.copy()
    found = emerging_hot_spots(x)
    np.testing.assert_array_equal(emerging_hot_spots(x[:, ::-1]).pattern, found.pattern[::-1])
    np.testing.assert_array_equal(emerging_hot_spots(x.transpose(0, 2, 1)).pattern, found.pattern.T)
    np.testing.assert_array_equal(x, kept)


def test_nothing_one_equal_huge_and_bad() -> None:
    assert emerging_hot_spots(np.zeros((0, 3, 3), int)).pattern.tolist() == [[0] * 3] * 3
    assert not emerging_hot_spots(np.zeros((4, 9, 9), int)).hot.any()
    assert not emerging_hot_spots(np.full((4, 9, 9), 7)).hot.any()
    assert not emerging_hot_spots([[[5]]]).hot.any()
    huge = np.full((3, 9, 9), 10**8)
    huge[2, 4, 4] += 10**6
    assert emerging_hot_spots(huge).pattern[4, 4] == Pattern.NEW
    assert emerging_hot_spots(huge, lag=9).periods_hot.tolist() == emerging_hot_spots(huge, lag=2).periods_hot.tolist()
    assert mann_kendall(np.zeros((0, 2))).tolist() == [0, 0]
    with pytest.raises(ValueError, match="dimension"):
        emerging_hot_spots([[1]])
    with pytest.raises(ValueError, match="family"):
        emerging_hot_spots([[[1]]], family="all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="lag"):
        emerging_hot_spots([[[1]]], lag=-1)
    with pytest.raises(ValueError, match="alpha"):
        emerging_hot_spots([[[1]]], alpha=0)
    with pytest.raises(ValueError, match="not inside"):
        emerging_hot_spots([[[1]]], inside=[[False]])
    with pytest.raises(ValueError, match="not numbers"):
        emerging_hot_spots([[[np.nan]]])
