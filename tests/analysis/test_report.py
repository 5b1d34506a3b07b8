"""Sentences: every kind in both languages, the rules of honesty in them."""

from __future__ import annotations

import re
import string
from functools import partial

import numpy as np
import pytest

from lagesbild.analysis import (
    HarmTable,
    Result,
    TwoCounts,
    aoristic,
    busiest_window,
    chance_maps,
    changed_places,
    count_dispersion,
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
    space_time_scan,
    suppress,
    themes,
    wdd,
    wdd_harm,
    wdq,
    week_clock,
)
from lagesbild.analysis.report import against, handled, interval, number, probability, sentences, share
from lagesbild.analysis.report.texts import TEXTS

RNG = np.random.default_rng(1)
X, Y, T = RNG.uniform(0, 3000, 120), RNG.uniform(0, 3000, 120), RNG.uniform(0, 300, 120)
X2, Y2, T2 = np.r_[X, X[:60] + 5], np.r_[Y, Y[:60]], np.r_[T, T[:60] + 1]
NAMES = [f"plats {k}" for k in range(144)]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def results() -> list[Result]:
    counts = RNG.poisson(5.0, (20, 30))
    counts[3, -1] = 25
    series = RNG.poisson(20, 48)
    times = np.datetime64("2026-03-02", "s") + RNG.integers(0, 10**7, 200).astype("m8[s]")
    clock = RNG.poisson(2, (7, 24)).astype(float)
    clock[4, 20:] += 30
    found: list[Result] = [
        recent_baseline(counts, window=20), farrington_flexible(RNG.poisson(4, (5, 300))),
        changed_places([50, *[5] * 20], [5, *[5] * 20], 1, 1), changed_places([5] * 20, [5] * 20, 1, 1),
        rank_certainty([9, 3, 2, 8], k=2, seed=0), knox(X2, Y2, T2, distances=(0, 50), times=(0, 7)),
        knox(X, Y, T, distances=(0, 50), times=(0, 7)), near_repeat(X2, Y2, T2, same_place=0), near_repeat(X, Y, T),
        jacquez(X2, Y2, T2), jacquez(X, Y, T), linked_chains(X2, Y2, T2, metres=50, days=3),
        aoristic(times, times + np.timedelta64(9, "h")), aoristic(times[:3], times[:3]),
        aoristic(times, times + np.timedelta64(9, "D")), busiest_window(clock), busiest_window(np.ones((7, 24))),
        gathering([9, 8, 7, 1], 90), gathering([1, 2], 9), gathering([1] * 40, 40), repeat_places([9, 9, 9, 1], 90),
        repeat_places([1, 1], 90), hindsight(RNG.random(50), RNG.poisson(4, 50), RNG.poisson(4, 50)),
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
    return [*found, *maps(), *steps(), found[22].tried]  # type: ignore[attr-defined]


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
        count_dispersion([5]), count_dispersion([5, 5, 5, 5]), count_dispersion([1, 30, 2, 40]),
    ]  # fmt: skip


def test_every_kind_is_said_in_both_languages_without_holes() -> None:
    found = results()
    assert {type(one) for one in found} == handled()
    for one in found:
        for language in ("sv", "en"):
            said = sentences(one, language, NAMES)
            assert said
            for text in said:
                assert text[0].isupper() or text[0].isdigit() or text.startswith("plats")
                assert text.endswith(".")
                assert not set("{}") & set(text)
                assert not re.search(r"\b(nan|inf)\b", text)


def test_both_languages_have_the_same_sentences_with_the_same_figures() -> None:
    for key, texts in TEXTS.items():
        assert set(texts) == {"sv", "en"}, key
        fields = []
        for text in texts.values():
            parts = text if isinstance(text, tuple) else (text,)
            fields.append({name for part in parts for _, name, _, _ in string.Formatter().parse(part) if name})
        assert fields[0] == fields[1], key


def test_a_count_is_said_with_its_interval_and_held_together() -> None:
    assert plain(against(14, 4, 9, "sv")) == "14 mot väntade 4–9"
    assert plain(against(14, 4, 9, "en")) == "14 against an expected 4–9"
    assert " " not in against(1400, 4, 9, "sv")
    assert plain(interval(-3, 4, "sv")) == "−3 till 4"
    assert plain(interval(4, float("inf"), "en")) == "at least 4"
    assert interval(4, 4, "sv") == "4"


def test_nothing_is_said_in_percent_on_a_base_below_twenty() -> None:
    assert "%" not in share(4, 19, "sv")
    assert plain(share(5, 20, "sv")) == "5 av 20, 25 %"
    assert "%" not in share(1, 900, "sv")


def test_numbers_are_written_as_each_language_does_and_never_without_an_end() -> None:
    assert plain(number(1234567, "sv")) == "1 234 567"
    assert number(1234567, "en") == "1,234,567"
    assert number(0.54, "sv") == "0,5"
    assert number(-0.001, "en", 1) == "0.0"
    with pytest.raises(ValueError, match="not finite"):
        number(float("nan"), "sv")


def test_a_probability_is_never_said_to_be_smaller_than_it_can_be_known() -> None:
    assert plain(probability(0.0, "sv")) == "mindre än 0,001"
    assert plain(probability(0.005, "en", 0.005)) == "less than 0.005"
    assert probability(0.034, "sv") == "0,03"


def test_what_chance_could_have_made_is_called_neither_more_nor_fewer() -> None:
    for one in (recent_baseline(np.full((3, 30), 5), window=20), wdd((20, 18), (30, 31)), e_test(20, 1, 21, 1)):
        said = " ".join(sentences(one, "sv", NAMES))
        assert "fler än" not in said
        assert "färre än" not in said


def test_regression_to_the_mean_is_said_before_an_effect() -> None:
    for one in (wdd((207, 110), (308, 318)), interrupted_time_series(RNG.poisson(20, 48), 36)):
        assert "valdes för att" in sentences(one, "sv")[0]


def test_what_is_not_handled_is_refused() -> None:
    with pytest.raises(ValueError, match="no sentences for"):
        sentences(e_test(1, 1, 2, 1).method)
    with pytest.raises(ValueError, match="no sentences in"):
        sentences(TwoCounts(0.5, 1, 1, 1, e_test(1, 1, 2, 1).method), "de")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no name"):
        sentences(rank_certainty([9, 3], k=1, seed=0))
