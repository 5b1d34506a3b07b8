"""Near repeats: published tables, exact counts, bands, chance."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import knox, linked_chains
from lagesbild.analysis.interaction import pairs as close
from lagesbild.analysis.result import Floats


@pytest.mark.shared
def test_knox_reproduces_burkitt(shared_references: Path) -> None:
    x, y, t = np.genfromtxt(shared_references / "knox_burkitt" / "burkitt.csv", delimiter=",", skip_header=1).T
    before = t.copy()
    found = knox(x, y, t, distances=(0, 20), times=(0, 5), permutations=999, closed="right")
    assert (found.in_distance[0], found.in_time[0], found.total, found.pairs[0, 0]) == (3429, 52, 17578, 13)
    assert found.product[0, 0] == pytest.approx(10.14382, abs=1e-5)
    assert found.expected[0, 0] == pytest.approx(10.14382, abs=0.4)
    assert found.p[0, 0] == pytest.approx(0.205, abs=0.03)
    assert found.floor == pytest.approx(0.001)
    np.testing.assert_array_equal(t, before)
    for days, pairs, product in ((30, 24, 15.13813), (90, 69, 43.89396), (180, 138, 88.44897), (360, 220, 163.0819)):
        found = knox(x, y, t, distances=(0, 10), times=(0, days), permutations=1, closed="right")
        assert found.pairs[0, 0] == pairs
        assert found.product[0, 0] == pytest.approx(product, rel=1e-6)


events = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 40)), min_size=0, max_size=40)


@given(events, st.sampled_from(["left", "right"]), st.sampled_from(["euclidean", "manhattan"]))
def test_pairs_are_those_of_counting_every_pair(rows: list[tuple[int, int, int]], closed: str, metric: str) -> None:
    x, y, t = np.array(rows, dtype=float).reshape(-1, 3).T
    near, late = (0, 1, 10, 25), (0, 1, 7, 14)
    found = knox(x, y, t, distances=near, times=late, permutations=1, closed=closed, metric=metric)  # type: ignore[arg-type]
    i, j = np.triu_indices(len(x), 1)
    dx, dy = np.abs(x[i] - x[j]), np.abs(y[i] - y[j])
    apart, lag = (np.hypot(dx, dy) if metric == "euclidean" else dx + dy), np.abs(t[i] - t[j])

    def inside(values: np.ndarray, a: float, b: float) -> np.ndarray:
        if closed == "left":
            return (values >= a) & (values < b)
        return ((values > a) | ((a == 0) & (values == 0))) & (values <= b)

    for d in range(3):
        for s in range(3):
            both = inside(apart, near[d], near[d + 1]) & inside(lag, late[s], late[s + 1])
            assert found.pairs[d, s] == both.sum()
            assert found.in_time[s] == inside(lag, late[s], late[s + 1]).sum()


def test_pairs_are_the_same_in_however_many_strips_they_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = np.random.default_rng(2).uniform(0, 100, (2, 200))
    whole = knox(x, y, x, distances=(0, 5, 20), times=(0, 9), permutations=1)
    monkeypatch.setattr(close, "STRIP", 40)
    assert knox(x, y, x, distances=(0, 5, 20), times=(0, 9), permutations=1).pairs.tolist() == whole.pairs.tolist()


def test_a_lag_that_rounding_moves_over_an_edge_is_counted_as_it_is_subtracted() -> None:
    # so late, times are 2**-13 apart at least: the first time and 1.4 of that are the second time
    late = 2.0**39
    t = np.array([late, late + 2.0**-13])
    assert late + 1.4 * 2.0**-13 == t[1]
    for edge, within in ((2.0**-13, 0), (1.4 * 2.0**-13, 1)):
        assert close.near_in_time(t, np.array([0.0, edge])).tolist() == [[within], [within]]


def test_a_lag_that_is_the_edge_itself_is_not_within_it_though_their_sum_rounds_beyond() -> None:
    t, edge = np.array([6.598523780704801, 15.740667728439833]), 9.142143947735033
    assert t[1] - t[0] >= edge
    assert t[0] + edge > t[1]
    assert close.near_in_time(t, np.array([0.0, edge])).tolist() == [[0], [0]]


def test_repeats_are_found_where_planted_and_the_same_seed_gives_the_same() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.uniform(0, 5000, (2, 500))
    t = rng.uniform(0, 365, 500)
    x, y, t = np.r_[x, x[:80] + 20], np.r_[y, y[:80]], np.r_[t, t[:80] + 2]
    found = knox(x, y, t, distances=(0, 100, 400), times=(0, 7, 30), seed=4)
    assert found.p[0, 0] == pytest.approx(0.005)
    assert found.ratio[0, 0] > 5
    assert found.p[1, 1] > 0.01
    np.testing.assert_array_equal(found.p, knox(x, y, t, distances=(0, 100, 400), times=(0, 7, 30), seed=4).p)
    dated = np.datetime64("2024-01-01", "s") + (t * 86400).astype("timedelta64[s]")
    np.testing.assert_array_equal(knox(x, y, dated, distances=(0, 100), times=(0, 7)).pairs[0], found.pairs[0, :1])


def test_a_planted_chain_is_found_with_its_members_in_order_of_time() -> None:
    rng = np.random.default_rng(9)
    x, y, t = rng.uniform(0, 9000, 200), rng.uniform(0, 9000, 200), rng.uniform(0, 300, 200)
    x, y, t = np.r_[x, np.full(7, 50.0)], np.r_[y, np.full(7, 60.0)], np.r_[t, 100 + 2.0 * np.arange(7)[::-1]]
    found = linked_chains(x, y, t, metres=100, days=3)
    assert found.chains[0].members == tuple(range(206, 199, -1))
    assert found.chains[0].p == pytest.approx(found.floor)
    assert linked_chains([], [], [], metres=100, days=3).chains == ()


def test_what_cannot_be_used_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        knox([1], [1], [1, 2], distances=(0, 1), times=(0, 1))
    with pytest.raises(ValueError, match="rising edges"):
        knox([1], [1], [1], distances=(0, 0), times=(0, 1))
    with pytest.raises(ValueError, match="not numbers"):
        knox([np.nan], [1], [1], distances=(0, 1), times=(0, 1))
    with pytest.raises(ValueError, match="missing times"):
        knox([1], [1], np.array(["NaT"], "M8[s]"), distances=(0, 1), times=(0, 1))
    with pytest.raises(ValueError, match="more than"):
        knox(np.zeros(12_000), np.zeros(12_000), np.arange(12_000), distances=(0, 1), times=(0, 1))
    with pytest.raises(ValueError, match="smallest"):
        linked_chains([1], [1], [1], metres=1, days=1, smallest=1)


def town_with_a_busy_square(rng: np.random.Generator, n: int = 90) -> tuple[Floats, Floats, Floats]:
    """Incidents over half a year, a third of them at one square."""
    x, y = rng.uniform(0, 4000, (2, n))
    busy = rng.random(n) < 1 / 3
    x[busy], y[busy] = rng.normal(2000, 50, (2, busy.sum()))
    return x, y, rng.uniform(0, 182, n)


def test_a_burst_at_a_quiet_place_is_found_where_a_busy_place_makes_longer_chains() -> None:
    rng = np.random.default_rng(5)
    x, y, t = town_with_a_busy_square(rng)
    burst = np.arange(len(x), len(x) + 7)
    x, y = np.append(x, rng.normal(600, 40, 7)), np.append(y, rng.normal(700, 40, 7))
    t = np.append(t, 150 + rng.uniform(0, 4, 7))
    first, *others = linked_chains(x, y, t, metres=200, days=7, permutations=199, seed=1).chains
    assert set(burst) <= set(first.members)
    assert first.p == 1 / 200
    assert any(len(one.members) > len(first.members) for one in others)


def test_chance_gives_a_surprising_chain_no_more_often_than_it_says() -> None:
    runs = 120
    found = 0
    for seed in range(runs):
        x, y, t = town_with_a_busy_square(np.random.default_rng([9, seed]))
        chains = linked_chains(x, y, t, metres=200, days=7, permutations=59, seed=seed).chains
        found += min((one.p for one in chains), default=1.0) <= 0.05
    assert found <= runs * 0.05 + 2 * np.sqrt(runs * 0.05 * 0.95)
