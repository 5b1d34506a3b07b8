"""What is said of maps, clusters, patterns, slow rises and sources: the right words for what was planted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import (
    CoverageBreak,
    coverage_breaks,
    cusum,
    dumping_points,
    emerging_hot_spots,
    geary,
    general_g,
    getis_ord,
    grid_weights,
    knox,
    local_moran,
    moran,
    near_repeat,
    rank_acceptability,
    space_time_scan,
)
from lagesbild.analysis.report import chance, number, probability, sentences, share
from lagesbild.analysis.result import Result

SIDE = 12
NAMES = [f"ruta {k}" for k in range(SIDE * SIDE)]
QUEEN, ROOK = grid_weights((SIDE, SIDE), "queen"), grid_weights((SIDE, SIDE), "rook")
MORE = ("fler", "höga bland", "Tydligast", "Kring")


def said(result: Result, names: list[str] | None = None) -> str:
    found = " ".join(sentences(result, "sv", NAMES if names is None else names))
    return found.replace("\u00a0", " ").replace("\u2060", "")


def patch(size: int, level: float = 2.0) -> np.ndarray:
    found = np.random.default_rng(4).poisson(level, (SIDE, SIDE))
    found[4:7, 4:7] += size
    return found


def test_a_planted_gathering_is_said_with_its_counts_what_was_expected_and_the_null() -> None:
    text = said(getis_ord(patch(12)))
    assert "fler händelser än slumpen ger" in text
    assert "ruta 65: " in text
    assert "mot väntade" in text
    assert "av en slump högst 1 gång på 1 000, p mindre än 0,001" in text
    assert "fallit lika över alla platser" in text


def test_places_of_a_map_are_counted_without_names_and_the_clearest_named_with_them() -> None:
    found = getis_ord(patch(12))
    assert "ruta" not in said(found, [])
    assert said(found).count("ruta ") == 5
    with pytest.raises(ValueError, match="no name"):
        sentences(found, "sv", ["en enda"])


def test_an_empty_middle_is_said_to_have_fewer_only_where_fewer_were_looked_for() -> None:
    counts = np.full((SIDE, SIDE), 9)
    counts[4:8, 4:8] = 0
    assert "färre händelser än slumpen ger" in said(getis_ord(counts, side="both"))
    assert "färre" not in said(getis_ord(counts, side="high"))


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_called_more_under_chance_by_any_map(seed: int) -> None:
    even = np.random.default_rng(seed).permutation(np.repeat([1, 2, 3], SIDE * SIDE // 3)).reshape(SIDE, SIDE)
    for found in (getis_ord(even), local_moran(even.ravel(), QUEEN, permutations=199)):
        text = said(found)
        assert not any(word in text for word in MORE)
        assert "mer än slumpen ger" in text


def test_alike_neighbours_and_unlike_ones_are_told_apart_whatever_the_statistic() -> None:
    smooth = np.add.outer(np.arange(SIDE), np.arange(SIDE)).ravel()
    checkered = np.indices((SIDE, SIDE)).sum(axis=0).ravel() % 2
    assert "liknar varandra mer" in said(moran(smooth, ROOK))
    assert "skiljer sig mindre" in said(geary(smooth, ROOK))
    assert "skiljer sig åt mer" in said(moran(checkered, ROOK))
    assert "skiljer sig mer åt" in said(geary(checkered, ROOK))


def test_low_beside_low_is_not_called_high() -> None:
    low = np.full(SIDE * SIDE, 10.0)
    low[::7] = 40.0
    grid = low.reshape(SIDE, SIDE)
    grid[:, :4] = np.random.default_rng(4).random((SIDE, 4))
    text = said(general_g(np.where(np.indices((SIDE, SIDE)).sum(axis=0) % 2, 40.0, 0.5).ravel(), ROOK))
    assert "Låga värden ligger intill låga" in text
    local = said(local_moran(grid.ravel(), QUEEN, permutations=499))
    assert "låga bland låga" in local


def test_neighbours_that_cannot_be_judged_are_said_so() -> None:
    for found in (
        moran(np.ones(9), grid_weights((3, 3), "rook")),
        local_moran(np.ones(9), grid_weights((3, 3), "rook")),
    ):
        assert "kan inte avgöras" in said(found)


def test_a_cluster_is_said_with_where_when_and_how_many() -> None:
    across, up = (v.ravel().astype(float) for v in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    cases = np.random.default_rng(4).poisson(1, (SIDE * SIDE, 6))
    cases[50:53, 3] += 15
    text = said(space_time_scan(cases, across, up, replications=199, engine="numpy"))
    assert "Kring ruta 5" in text
    assert "period 4:" in text
    assert "mot väntade" in text
    none = said(space_time_scan(np.ones((20, 6), dtype=int), across[:20], up[:20], replications=99, engine="numpy"))
    assert "Kring" not in none


def test_fewer_in_a_cluster_is_never_called_more() -> None:
    across, up = (v.ravel().astype(float) for v in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    cases = np.full((SIDE * SIDE, 4), 5)
    cases[(np.hypot(across - 6, up - 6) < 2.5), 2] = 0
    found = space_time_scan(cases, across, up, rates="low", replications=99, engine="numpy")
    assert found.clusters[0].p <= 0.05
    assert "färre än väntat" in said(found)


def test_each_pattern_has_its_own_sentence() -> None:
    base = emerging_hot_spots(np.random.default_rng(4).poisson(1, (6, SIDE, SIDE)))
    texts = set()
    for pattern in range(1, 9):
        one = dataclasses.replace(base, pattern=np.full((1, 1), pattern), hot=np.zeros((6, 1, 1), dtype=bool))
        first, label = sentences(one)
        assert first.startswith("1 ruta ")
        assert "namn" in label
        texts.add(first)
    assert len(texts) == 8


def test_a_slow_rise_is_named_with_how_often_chance_alarms() -> None:
    slow = np.random.default_rng(4).poisson(6, (2, 80))
    slow[1, 60:] += 6
    text = said(cusum(slow, np.full(slow.shape, 6.0)), ["Norr", "Söder"])
    assert "Söder" in text
    assert "Norr" not in text
    assert "en gång på 200 steg" in text


def test_a_break_is_said_with_levels_and_never_explained() -> None:
    calm = np.random.default_rng(4).poisson(8, (4, 120))
    calm[:, 60:75] = 0
    text = said(coverage_breaks(calm), ["polisen"])
    assert "polisen var nästan tyst från steg 61 till steg 75" in text
    assert "kan inte avgöras av talen" in text
    calm[:, 61:75] = 9
    assert "polisen var nästan tyst i steg 61: 0, mot" in said(coverage_breaks(calm), ["polisen"])
    ended = dataclasses.replace(
        coverage_breaks(calm), breaks=(CoverageBreak("end", at=10, until=None, source=0, before=8.0, after=0.0),)
    )
    assert "upphörde i steg 11" in said(ended, ["polisen"])


def test_half_the_weightings_are_not_called_a_first_place() -> None:
    each_its_own = np.eye(3)[:, :, None] * 4 + 1
    text = said(rank_acceptability(each_its_own, [1, 1, 1], spread=1.0), ["klotter", "moped", "buller"])
    assert "beror på viktningen" in text
    # the draws give one of two that are alike a hair more than half
    alike = said(rank_acceptability(np.array([[[5.0], [4.0]], [[5.0], [4.0]]]), [3, 2]), ["klotter", "moped"])
    assert "beror på viktningen" in alike
    assert text.count("av 100 rimliga viktningar") == 3
    unknown = said(rank_acceptability(np.array([[[5.0], [np.nan]], [[1.0], [5.0]]]), [1, 1]), ["klotter", "moped"])
    assert "För klotter vilar 50 av 100 delar av vikten på det som ingen har bedömt" in unknown


def test_a_dumping_point_is_told_and_both_figures_are_asked_for() -> None:
    x, y = np.random.default_rng(4).uniform(0, 3000, 200), np.random.default_rng(4).uniform(0, 3000, 200)
    text = said(dumping_points(np.r_[x, np.full(90, 7.0)], np.r_[y, np.full(90, 7.0)]))
    assert "inte kunnat placeras: 90" in text
    assert "31 av 100 händelser; räkna även utan dem" in text


def test_too_few_permutations_for_so_many_bands_are_not_said_to_have_found_nothing() -> None:
    rng = np.random.default_rng(15)
    x, y, day = rng.uniform(0, 4000, 200), rng.uniform(0, 4000, 200), rng.uniform(0, 365, 200)
    x, y, day = np.r_[x, x[:30] + 40], np.r_[y, y[:30]], np.r_[day, day[:30] + rng.uniform(1, 6, 30)]
    assert "kan inte avgöras: omkastningarna är för få" in said(near_repeat(x, y, day, same_place=0, permutations=199))
    assert "risken förhöjd" in said(near_repeat(x, y, day, same_place=0, permutations=999))
    assert "omkastningarna är för få" in said(knox(x, y, day, distances=(0, 100, 200), times=(0, 7), permutations=19))


def test_a_probability_is_said_in_words_and_in_figures() -> None:
    plain = [one.replace("\u00a0", " ") for one in (chance(0.03, "sv"), chance(0.3, "sv"), chance(0.0, "en"))]
    assert plain == ["av en slump 1 gång på 33, p 0,03", "av en slump 30 gånger på 100, p 0,30",
                     "by chance at most 1 time in 1,000, p less than 0.001"]  # fmt: skip
    floor = chance(0.01, "sv", 0.01).replace("\u00a0", " ")
    assert floor == "av en slump högst 1 gång på 100, p högst 0,010"


@given(st.floats(0, 1), st.sampled_from([0.0, 0.001, 0.005, 0.01, 0.05]))
def test_no_probability_is_said_to_be_smaller_than_the_replicas_can_show(p: float, floor: float) -> None:
    words = chance(max(p, floor), "en", floor).replace("\u00a0", " ")
    if "time in " in words:
        once = int(words.split(" in ")[1].split(",  ")[0].split(", p")[0].replace(",", ""))
        assert once <= round(1 / max(floor, 0.001))


def test_figures_change_form_exactly_where_said() -> None:
    plain = [one.replace("\u00a0", " ") for one in (share(1, 199, "sv"), share(1, 200, "sv"), chance(0.1, "sv"))]
    assert plain == ["1 av 199, 1 %", "1 av 200", "av en slump 10 gånger på 100, p 0,10"]
    assert [number(9.4, "sv"), number(10.4, "sv"), number(-10.4, "sv")] == ["9,4", "10", "\u221210"]
    assert [probability(0.01, "sv"), probability(0.009, "sv")] == ["0,01", "0,009"]
