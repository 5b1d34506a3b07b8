"""Knox, near repeats, Mantel and Jacquez: published figures, who computes does not matter, what is refused."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import jacquez, knox, mantel, near_repeat
from lagesbild.analysis.compiled import has_numba
from lagesbild.analysis.result import Floats

BANDS = {"distances": (0, 1, 100, 300), "times": (0, 7, 30)}


def burkitt(references: Path) -> Floats:
    found: Floats = np.genfromtxt(references / "knox_burkitt" / "burkitt.csv", delimiter=",", skip_header=1).T
    return found


def town(seed: int, n: int = 400) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 2000, (2, n)).astype(float)
    return x, y, rng.integers(0, 200, n).astype(float)


@pytest.mark.shared
def test_mantel_jacquez_and_the_modified_knox_are_the_published_ones(shared_references: Path) -> None:
    x, y, t = burkitt(shared_references)
    assert mantel(x, y, t, permutations=9).statistic == pytest.approx(0.04836835157966833, abs=1e-12)
    assert jacquez(x, y, t, neighbours=3, permutations=9).statistic == 12
    found = knox(x, y, t, distances=(0, 20), times=(0, 5), closed="right", permutations=99)
    assert found.modified[0, 0] == pytest.approx(2.810160427807487, abs=1e-12)


@pytest.mark.skipif(not has_numba(), reason="numba is not installed")
def test_counts_and_p_are_the_same_whoever_computes_and_in_whatever_order_the_incidents_come() -> None:
    x, y, t = town(1)
    order = np.random.default_rng(2).permutation(len(x))
    first = knox(x, y, t, **BANDS, permutations=90, engine="numpy")
    with ThreadPoolExecutor(3) as threads, ProcessPoolExecutor(2) as processes:
        others = [
            knox(x, y, t, **BANDS, permutations=90, engine="numba"),
            knox(x, y, t, **BANDS, permutations=90, executor=threads),
            knox(x, y, t, **BANDS, permutations=90, engine="numpy", executor=processes),
            knox(x[order], y[order], t[order], **BANDS, permutations=90),
        ]
    for other in others:
        for name in ("pairs", "expected", "p", "p_fewer", "in_time", "in_distance", "modified"):
            np.testing.assert_array_equal(getattr(other, name), getattr(first, name))


def test_the_statistics_without_bands_do_not_depend_on_order_workers_or_units() -> None:
    x, y, t = town(3, 120)
    order = np.random.default_rng(4).permutation(len(x))
    for test in (mantel, jacquez):
        first = test(x, y, t, permutations=40)
        with ThreadPoolExecutor(2) as threads:
            assert test(x, y, t, permutations=40, executor=threads) == first
        mixed = test(x[order] + 500_000, y[order] + 6_500_000, t[order] + 9000, permutations=40)
        assert mixed.statistic == pytest.approx(first.statistic, abs=1e-9)
        assert (mixed.p, mixed.p_fewer) == (first.p, first.p_fewer)
    assert jacquez(x / 1000, y / 1000, t * 24, permutations=1).statistic == jacquez(x, y, t, permutations=1).statistic


@given(st.integers(0, 10**6), st.integers(2, 60))
def test_scale_and_place_of_the_town_change_no_count_and_inputs_stay(seed: int, n: int) -> None:
    x, y, t = town(seed, n)
    before = [v.copy() for v in (x, y, t)]
    found = knox(x, y, t, **BANDS, permutations=3)
    moved = knox(x + 4096, y - 8192, t + 1024, **BANDS, permutations=3)
    wider = knox(x * 2, y * 2, t * 2, distances=(0, 2, 200, 600), times=(0, 14, 60), permutations=3)
    for other in (moved, wider):
        np.testing.assert_array_equal(other.pairs, found.pairs)
        np.testing.assert_array_equal(other.p, found.p)
    for kept, given_ in zip(before, (x, y, t), strict=True):
        np.testing.assert_array_equal(kept, given_)
    assert np.all((found.p > 0) & (found.p <= 1) & (found.p_two_sided <= 1) & (found.p_fewer <= 1))


@given(st.integers(0, 10**6), st.integers(4, 30), st.integers(1, 3))
def test_nearest_neighbours_are_those_of_trying_every_pair(seed: int, n: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    x, y, t = rng.integers(0, 6, (3, n)).astype(float)
    rows = np.lexsort((t, y, x))
    x, y, t = x[rows], y[rows], t[rows]

    def nearest(gap: Floats) -> list[set[int]]:
        return [set(sorted(set(range(n)) - {i}, key=lambda j: (row[j], j))[:k]) for i, row in enumerate(gap)]

    near = nearest(np.hypot(x[:, None] - x, y[:, None] - y))
    late = nearest(np.abs(t[:, None] - t))
    expected = sum(len(a & b) for a, b in zip(near, late, strict=True))
    assert jacquez(x, y, t, neighbours=k, permutations=1).statistic == expected


def test_bands_are_half_open_and_named_by_the_edges_they_were_counted_with() -> None:
    """Pairs exactly 100 m and exactly 7 days apart belong to the second band, not to one more or less."""
    found = near_repeat([0, 100, 5000, 5000], [0, 0, 0, 0], [0, 7, 100, 106], permutations=9)
    assert found.distance_names[:3] == ("[0, 1)", "[1, 100)", "[100, 200)")
    assert found.time_names[:2] == ("[0, 7)", "[7, 14)")
    assert found.knox.pairs[2, 1] == 1
    assert found.knox.pairs[0, 0] == 1
    assert found.knox.pairs.sum() == 2


def test_planted_repeats_reach_as_far_as_they_were_planted_and_chance_reaches_nowhere() -> None:
    rng = np.random.default_rng(5)
    x, y, t = rng.uniform(0, 6000, 600), rng.uniform(0, 6000, 600), np.floor(rng.uniform(0, 365, 600))
    angle = rng.uniform(0, 2 * np.pi, 150)
    beside = 20 + 70 * rng.random(150)
    late = np.r_[t, t[:150] + rng.integers(0, 6, 150)]
    found = near_repeat(
        np.r_[x, x[:150] + beside * np.cos(angle)], np.r_[y, y[:150] + beside * np.sin(angle)], late, same_place=0
    )
    assert found.reach == (100.0, 7.0)
    assert found.raised[0, 0]
    assert found.knox.ratio[0, 0] > 5
    assert near_repeat(x, y, t).reach is None


def test_a_test_that_is_stopped_stops_and_says_how_far_it_came() -> None:
    seen: list[tuple[int, int]] = []

    def enough(done: int, of: int) -> None:
        seen.append((done, of))
        if done > 50:
            raise InterruptedError

    with pytest.raises(InterruptedError), ThreadPoolExecutor(2) as threads:
        knox(*town(6), **BANDS, permutations=500, executor=threads, progress=enough)
    assert seen[-1][0] < 500
    assert {of for _, of in seen} == {500}


@pytest.mark.parametrize("n", [0, 1, 2])
def test_next_to_nothing_gives_no_finding(n: int) -> None:
    found = knox(np.zeros(n), np.zeros(n), np.zeros(n), **BANDS)
    assert found.pairs.sum() == n // 2
    assert np.all(found.p == 1)


def test_where_all_are_alike_nothing_is_found_and_nothing_breaks() -> None:
    same = np.full(30, 7.0)
    assert np.all(knox(same, same, same, **BANDS, permutations=9).p == 1)
    assert np.isnan(mantel(same, same, same).statistic)
    assert mantel(same, same, same).p == 1
    assert jacquez(same, same, same).p == 1
    far = np.array([0.0, 1e9, -1e9, 1e12])
    assert np.isfinite(mantel(far, far, far, permutations=9).statistic)


def test_p_keeps_its_level_under_chance() -> None:
    low = 0
    for seed in range(200):
        x, y, t = town(seed, 150)
        low += knox(x, y, t, distances=(0, 200), times=(0, 10), permutations=39, seed=seed).p[0, 0] <= 0.05
    assert low <= 200 * 0.05 + 2.6 * np.sqrt(200 * 0.05 * 0.95)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="narrower than the error"):
        near_repeat([0], [0], [0], band_metres=50, accuracy=83)
    with pytest.raises(ValueError, match="same_place"):
        near_repeat([0], [0], [0], same_place=200)
    with pytest.raises(ValueError, match="bands_of_time 1 to 200"):
        near_repeat([0], [0], [0], bands_of_time=0)
    with pytest.raises(ValueError, match="from 3 to"):
        mantel([0], [0], [0])
    with pytest.raises(ValueError, match="power"):
        mantel([0, 1, 2], [0, 1, 2], [0, 1, 2], space_constant=0)
    with pytest.raises(ValueError, match="neighbours"):
        jacquez([0, 1], [0, 1], [0, 1], neighbours=0)
    with pytest.raises(ValueError, match="engine"):
        knox([0], [0], [0], **BANDS, engine="fast")  # type: ignore[arg-type]
