"""PAI, PEI, RRI and hit rate out of time, concentration and repeat places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import TooFew, choose, gini, hindsight, pai, pei, repeat_places
from lagesbild.analysis.report import sentences


@pytest.mark.shared
def test_gini_and_its_form_for_few_incidents_are_the_published_ones(shared_references: Path) -> None:
    full = {
        (10, 20): [10, 8, 2], (10, 8): [5, 2, 1], (10, 5, "top=[3"): [3, 1, 1], (10, 10): [10],
        (100, 10): [10], (10, 5, "top=[1"): [1] * 5, (153, 5): [3, 1, 1],
    }  # fmt: skip
    seen = 0
    for line in (shared_references / "lorenz_gini" / "expected.txt").read_text().splitlines():
        said = dict(part.split("=", 1) for part in line.replace(", ", ",").split())
        n, c = int(said["n"]), int(said["c"])
        counts = full.get((n, c), full.get((n, c, "top=" + said["top"][:2])))
        if counts is None:
            continue
        seen += 1
        assert gini(counts, n, small_counts=False) == pytest.approx(float(said["gini"]), abs=5e-7)
        assert gini(counts, n) == pytest.approx(float(said["generalised"]), abs=5e-7)
    assert seen == 7


places = st.lists(
    st.tuples(st.integers(0, 30), st.floats(0.1, 9), st.booleans()), min_size=1, max_size=40
).filter(lambda rows: any(row[2] for row in rows))  # fmt: skip


@given(places)
def test_a_pei_is_never_above_one_however_the_sizes_of_places_differ(rows: list[tuple[int, float, bool]]) -> None:
    later, areas, chosen = (np.array(column) for column in zip(*rows, strict=True))
    found = pei(later, chosen, areas)
    assert np.isnan(found) if later.sum() == 0 else 0 <= found <= 1
    order = np.random.default_rng(0).permutation(len(later))
    again = pei(later[order], chosen[order], areas[order] * 1000)
    assert np.isnan(again) if np.isnan(found) else again == pytest.approx(found, rel=1e-9)


def test_small_places_that_were_chosen_are_measured_by_an_oracle_of_the_same_area() -> None:
    """A large place with most incidents fits only in part: matched by number the index would be below its due."""
    later, areas = np.array([30, 20, 19]), np.array([10.0, 1.0, 1.0])
    assert pei(later, np.array([False, True, True]), areas) == pytest.approx(1)
    assert pei(later, np.array([True, False, False]), areas) == pytest.approx(30 / (20 + 19 + 30 * 0.8))


def test_pai_is_share_of_incidents_over_share_of_area() -> None:
    assert pai(25, 100, 5, 100) == pytest.approx(5)
    assert np.isnan(pai(0, 0, 1, 2))
    with pytest.raises(ValueError, match="hits"):
        pai(3, 2, 1, 2)
    with pytest.raises(ValueError, match="area"):
        pai(1, 2, 3, 2)


def test_a_map_of_what_lasts_beats_one_of_chance_and_simple_counts_are_beside_it() -> None:
    rng = np.random.default_rng(1)
    risk = rng.gamma(0.3, 2.0, 2000)
    earlier, later = rng.poisson(risk), rng.poisson(risk)
    found = hindsight(risk, earlier, later, share=0.05)
    assert found.tried.pei > found.simple.pei
    assert found.better in {"tried", "alike"}
    assert found.tried.hits - found.simple.hits == found.only_tried - found.only_simple
    assert found.tried.hit_low < found.tried.hit_rate < found.tried.hit_high
    assert found.tried.pai == pytest.approx(found.tried.hit_rate / 0.05)
    blind = hindsight(rng.random(2000), earlier, later)
    assert blind.better == "simple"
    assert blind.p < 1e-6
    assert hindsight(earlier, earlier, later).better == "alike"
    assert found.simple.rri < 1


def test_equally_good_maps_are_called_alike_as_often_as_they_should() -> None:
    rng, apart = np.random.default_rng(2), 0
    for _ in range(200):
        earlier, later = rng.poisson(1.0, 400), rng.poisson(1.0, 400)
        apart += hindsight(rng.random(400), earlier, later).better != "alike"
    assert apart / 200 <= 0.07


def test_places_are_chosen_until_the_share_of_the_area_is_filled() -> None:
    assert choose([3, 1, 2, 0], 0.5).tolist() == [True, False, True, False]
    assert choose([3, 1, 2, 0], 0.5, [3, 1, 1, 1]).tolist() == [True, False, False, False]
    assert choose([0.0, 0.0], 0.01).sum() == 1


def test_places_that_are_hit_again_more_than_chance_are_told_from_those_that_are_not() -> None:
    rng = np.random.default_rng(3)
    even = np.bincount(rng.integers(5000, size=1000), minlength=5000)
    found = repeat_places(even)
    assert found.p > 0.05
    assert found.repeated_low <= found.repeated <= found.repeated_high
    planted = even.copy()
    planted[:60] += 3
    again = repeat_places(planted, seed=1)
    assert again.p == pytest.approx(0.001)
    assert again.repeated > again.repeated_high
    assert again.observed @ again.times == planted.sum()
    assert repeat_places(planted[planted > 0], 5000, seed=1).p == again.p
    assert repeat_places([], 10).p == 1


def test_fewer_places_hit_twice_is_not_said_to_be_what_chance_gives() -> None:
    few_hit_often = sentences(repeat_places([50] * 20, 500), "en")[0]
    assert few_hit_often.endswith("That is fewer than chance gives, but those that were hit were hit all the oftener.")
    all_alike = sentences(repeat_places([1] * 180 + [2] * 10, 200), "en")[0]
    assert all_alike.endswith("That is fewer than chance gives.")


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(TooFew, match="too few"):
        hindsight([1.0, 2.0], [1, 2], [3, 4])
    with pytest.raises(ValueError, match="equally many"):
        hindsight([1.0], [1, 2], [30, 4])
    with pytest.raises(ValueError, match="no place"):
        pei([1], np.array([False]))
    with pytest.raises(ValueError, match="true or false"):
        pei([1], [1])
    with pytest.raises(ValueError, match="n_places"):
        repeat_places([1, 1], 1)
