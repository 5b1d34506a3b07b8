"""A result of every kind: something planted, and nothing."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis import (
    HarmTable,
    Hindsight,
    Result,
    aoristic,
    busiest_window,
    chance_maps,
    changed_places,
    count_dispersion,
    course_baseline,
    coverage_breaks,
    cusum,
    difference_in_differences,
    dumping_points,
    duplicates,
    e_test,
    ears,
    emerging_hot_spots,
    farrington_flexible,
    gathering,
    geary,
    general_g,
    getis_ord,
    grid_weights,
    harm_of,
    heaping,
    hindsight,
    interrupted_time_series,
    jacquez,
    kernel_density,
    knox,
    linked_chains,
    local_moran,
    lorenz,
    minimum_detectable_effect,
    moran,
    near_repeat,
    rank_acceptability,
    rank_certainty,
    recent_baseline,
    regression_to_the_mean,
    repeat_places,
    seasonality,
    space_time_scan,
    stl,
    suppress,
    themes,
    wdd,
    wdd_harm,
    wdq,
    week_clock,
)

RNG = np.random.default_rng(1)
X, Y, T = RNG.uniform(0, 3000, 120), RNG.uniform(0, 3000, 120), RNG.uniform(0, 300, 120)
X2, Y2, T2 = np.r_[X, X[:60] + 5], np.r_[Y, Y[:60]], np.r_[T, T[:60] + 1]
NAMES = [f"plats {k}" for k in range(144)]


def results() -> list[Result]:
    counts = RNG.poisson(5.0, (20, 30))
    counts[3, -1] = 25
    series = RNG.poisson(20, 48)
    times = np.datetime64("2026-03-02", "s") + RNG.integers(0, 10**7, 200).astype("m8[s]")
    clock = RNG.poisson(2, (7, 24)).astype(float)
    clock[4, 20:] += 30
    found: list[Result] = [
        recent_baseline(counts, window=20), farrington_flexible(RNG.poisson(4, (5, 300))),
        course_baseline(counts, window=20),
        changed_places([50, *[5] * 20], [5, *[5] * 20], 1, 1), changed_places([5] * 20, [5] * 20, 1, 1),
        rank_certainty([9, 3, 2, 8], k=2, seed=0), knox(X2, Y2, T2, distances=(0, 50), times=(0, 7)),
        knox(X, Y, T, distances=(0, 50), times=(0, 7)), near_repeat(X2, Y2, T2, same_place=0), near_repeat(X, Y, T),
        jacquez(X2, Y2, T2), jacquez(X, Y, T), linked_chains(X2, Y2, T2, metres=50, days=3),
        linked_chains(np.r_[X, [9000] * 6], np.r_[Y, [9000] * 6], np.r_[T, [40] * 6], metres=50, days=3),
        aoristic(times, times + np.timedelta64(9, "h")), aoristic(times[:3], times[:3]),
        aoristic(times, times + np.timedelta64(9, "D")), busiest_window(clock), busiest_window(np.ones((7, 24))),
        gathering([9, 8, 7, 1], 90), gathering([1, 2], 9), gathering([1] * 40, 40), repeat_places([9, 9, 9, 1], 90),
        repeat_places([1, 1], 90), repeat_places([50] * 20, 500), repeat_places([1] * 180 + [2] * 10, 200),
        hindsight(RNG.random(50), RNG.poisson(4, 50), RNG.poisson(4, 50)),
        e_test(20, 1, 60, 1), e_test(20, 1, 21, 1), wdd((207, 110), (308, 318), (178, 157), (150, 140)),
        wdd((20, 18), (30, 31)), wdd((20, 90), (30, 31)), wdd_harm([-14], [20.0], [3]), wdd_harm([-140], [20.0], [3]),
        wdq((207, 110), (178, 157), (308, 318)), wdq((100, 70), (50, 60), (200, 200)),
        difference_in_differences(series, series + 3, 36), interrupted_time_series(series, 36),
        interrupted_time_series(np.r_[series[:36], series[36:] // 3], 36), regression_to_the_mean(14, [3] * 30, 1.0),
        regression_to_the_mean(14, [3], 1.0), minimum_detectable_effect(42, 1, 1), minimum_detectable_effect(3, 1, 1),
        harm_of({"a": 3, "b": 1}, HarmTable({"a": 2.0}, "dagar", "en påhittad tabell", 2026)),
        themes(["mörk gata"] * 12 + ["moped på torget"] * 10, most=2), suppress([2, 9, 30]), suppress([20, 30]),
        duplicates([0, 1], [0, 0], [0, 0], metres=5, days=1),
    ]  # fmt: skip
    hits = next(one for one in found if isinstance(one, Hindsight))
    return [*found, *maps(), *steps(), hits.tried]


def maps() -> list[Result]:
    """Results of maps: something planted, and nothing."""
    even, planted = RNG.poisson(1, (12, 12)), RNG.poisson(1, (12, 12))
    planted[3:6, 3:6] += 9
    near = grid_weights((12, 12), "queen")
    across, up = (v.ravel().astype(float) for v in np.meshgrid(np.arange(12), np.arange(12)))
    cube = RNG.poisson(0.5, (10, 12, 12))
    cube[-1, 3:6, 3:6] += 9
    cube[:, 8:11, 8:11] += 6
    cases = RNG.poisson(1, (144, 8))
    burst = cases.copy()
    burst[40:43, 5] += 12
    scan = partial(space_time_scan, replications=99, engine="numpy")
    checkered = np.indices((12, 12)).sum(axis=0).ravel() % 2
    return [
        getis_ord(planted), getis_ord(even), getis_ord(np.zeros((4, 4), dtype=int)),
        getis_ord(planted, exposure=np.ones((12, 12))), getis_ord(planted, among=planted + even, side="both"),
        *(f(v.ravel(), near, permutations=99) for f in (moran, geary, general_g) for v in (planted, even)),
        moran(checkered, grid_weights((12, 12), "rook")), geary(checkered, grid_weights((12, 12), "rook")),
        moran(np.ones(144), near), local_moran(planted.ravel(), near, permutations=999),
        local_moran(planted.ravel(), near), local_moran(even.ravel(), near, permutations=99),
        local_moran(np.ones(144), near), kernel_density(X, Y, cell=100.0),
        kernel_density(X, Y, cell=100.0, bounds=(0.0, 0.0, 2000.0, 3000.0), smallest=1),
        scan(burst, across, up), scan(cases[:20], across[:20], up[:20]),
        scan(burst, across, up, kind="prospective"),
        scan(burst, across / 9, up / 9, kind="spatial", model="poisson", population=np.ones((144, 8)),
                        rates="both", metric="great-circle"),
        scan(burst, across, up, replications=0),
        space_time_scan(np.zeros((3, 4), dtype=int), [0, 1, 2], [0, 0, 0]),
        emerging_hot_spots(cube), emerging_hot_spots(RNG.poisson(1, (6, 8, 8))),
        dumping_points(np.r_[X, np.full(60, 7.0)], np.r_[Y, np.full(60, 7.0)]), dumping_points(X, Y),
        lorenz([9, 8, *[1] * 40]), lorenz([3, 1]), chance_maps([5, 5, 60]), chance_maps([5, 5, 5], before=[4, 5, 6]),
        chance_maps([5, 5, 60], replicas=3),
    ]  # fmt: skip


def yearly(more: int) -> NDArray[np.int64]:
    """Five years of months, with more in the summer."""
    month = np.arange(60) % 12
    return np.asarray(RNG.poisson(8 + more * (month == 6) + more / 2 * np.isin(month, (5, 7))))


def steps() -> list[Result]:
    """Results of series and sources: something planted, and nothing."""
    calm = RNG.poisson(6, (4, 120))
    gone, risen = calm.copy(), calm.copy()
    gone[:, 60:75] = 0
    risen[:, 60:] += RNG.poisson(30, (4, 60))
    slow = RNG.poisson(6, (4, 60))
    slow[1, 45:] += 6
    mean = np.full(slow.shape, 6.0)
    start = np.datetime64("2026-03-02", "s") + RNG.integers(0, 10**7, 600).astype("m8[s]")
    whole = start.astype("M8[D]").astype("M8[s]")
    return [
        cusum(slow, mean), cusum(slow[:1], mean[:1]), ears(RNG.poisson(6, (3, 12))),
        coverage_breaks(calm), coverage_breaks(gone), coverage_breaks(risen),
        coverage_breaks(np.c_[np.zeros((4, 40), dtype=int), calm]),
        heaping(start, np.full(600, 3)), heaping(np.r_[start, whole], np.full(1200, 3)), heaping(start[:3], [3, 3, 3]),
        week_clock(start, start + np.timedelta64(9, "h")), week_clock(start[:3], start[:3]),
        rank_acceptability(RNG.integers(1, 6, (4, 3, 5)), [1, 1, 1]),
        rank_acceptability(np.where(np.arange(3)[:, None, None] == 1, 5.0, 2.0) * np.ones((3, 3, 2)), [1, 1, 1]),
        seasonality(yearly(6)), seasonality(RNG.poisson(9, 40), permutations=99),
        seasonality(yearly(1), exposure=np.tile(np.arange(28, 40), 5)), stl(yearly(3), period=12),
        count_dispersion([5]), count_dispersion([5, 5, 5, 5]), count_dispersion([1, 30, 2, 40]),
    ]  # fmt: skip
