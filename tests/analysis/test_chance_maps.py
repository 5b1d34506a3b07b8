"""Maps of chance: as many incidents in each, and a real map that is one of them stands out as often as said."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.analysis import chance_maps
from lagesbild.analysis.report import sentences

COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=40).filter(any)


@given(COUNTS, st.integers(0, 9), st.booleans())
@settings(deadline=None)
def test_each_map_holds_as_many_incidents_and_no_place_more_than_there_ever_were(
    counts: list[int], seed: int, history: bool
) -> None:
    before = counts[::-1] if history else None
    found = chance_maps(counts, before=before, replicas=5, seed=seed)
    assert (found.maps.sum(axis=1) == sum(counts)).all()
    assert found.expected.sum() == pytest.approx(sum(counts))
    if before is not None:
        assert (found.maps <= np.array(counts) + before).all()
    again = chance_maps(counts, before=before, replicas=5, seed=seed)
    assert np.array_equal(found.maps, again.maps)


@pytest.mark.parametrize("history", [True, False])
def test_a_map_of_chance_stands_out_most_once_in_twenty(history: bool) -> None:
    rng = np.random.default_rng(2)
    level = rng.gamma(2, 2, 80) if history else np.full(80, 4.0)
    times, out = 400, 0
    for seed in range(times):
        now, before = rng.poisson(level), rng.poisson(3 * level)
        out += chance_maps(now, before=before if history else None, seed=seed).p <= 0.05
    assert out <= 33, "20 are expected, and more than 33 come in 1 case of 500"


def test_a_place_with_much_more_than_its_own_history_is_found_and_one_that_always_has_much_is_not() -> None:
    rng = np.random.default_rng(3)
    level = np.where(np.arange(60) == 7, 60.0, 3.0)
    now, before = rng.poisson(level), rng.poisson(3 * level)
    assert chance_maps(now, before=before).p > 0.05
    now[20] = 25
    found = chance_maps(now, before=before)
    assert (found.place, found.p) == (20, 0.05)
    said = " ".join(sentences(found, "sv", [f"plats {k}" for k in range(60)])).replace("\u00a0", " ")
    assert "plats 20: 25" in said
    assert "ingen av 19 kartor av slump" in said


def test_a_map_that_stands_out_as_much_counts_against_the_real_one() -> None:
    assert chance_maps([1, 0]).p == 1.0
    assert chance_maps([3], replicas=1).p == 1.0


def test_a_place_where_nothing_was_ever_counted_is_none() -> None:
    found = chance_maps([0, 5, 3], before=[0, 4, 4])
    assert found.place != 0
    assert (found.maps[:, 0] == 0).all()


@pytest.mark.parametrize(
    ("counts", "more"),
    [([0, 0], {}), ([1, 2], {"before": [1]}), ([1, 2], {"replicas": 0}), ([-1, 2], {}), ([1.5], {})],
)
def test_what_cannot_be_drawn_is_refused(counts: list[float], more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="must"):
        chance_maps(counts, **more)  # type: ignore[arg-type]
