"""Rank acceptability: answers that can be worked out by hand, and what must hold whatever is put in."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.analysis.acceptability import rank_acceptability

NAN = float("nan")
NEAR = 0.02
"""Four standard errors of a share in 10,000 draws."""


def test_what_is_better_on_every_criterion_is_first_in_every_draw() -> None:
    found = rank_acceptability([[[5], [4]], [[3], [2]], [[4], [3]]], [10, 20])
    assert found.share.tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
    assert found.order == (0, 2, 1)
    assert found.expected.tolist() == [1, 3, 2]


def test_what_is_equal_shares_the_places_by_lot() -> None:
    found = rank_acceptability([[[3], [3]]] * 4, [1, 1])
    assert np.allclose(found.share, 0.25, atol=NEAR)


def test_two_that_lead_on_one_criterion_each_are_as_likely_first() -> None:
    found = rank_acceptability([[[5], [1]], [[1], [5]]], [10, 10])
    assert np.allclose(found.share, 0.5, atol=NEAR)


def test_the_share_is_the_volume_of_weights_that_makes_it_so() -> None:
    """One step ahead on the first, two behind on the second: first where w1 > 2 w2, both within ±50 %: 1/16."""
    found = rank_acceptability([[[3], [1]], [[2], [3]]], [1, 1], draws=40_000)
    assert found.share[0, 0] == pytest.approx(1 / 16, abs=0.01)


def test_without_play_in_the_weights_the_agreed_ones_decide() -> None:
    found = rank_acceptability([[[5], [1]], [[1], [5]]], [11, 10], spread=0)
    assert found.share.tolist() == [[1, 0], [0, 1]]


def test_disagreement_between_parties_widens_the_ranks() -> None:
    """Three of four parties put the first problem above the other, on the only criterion."""
    found = rank_acceptability([[[4, 4, 4, 1]], [[3, 3, 3, 3]]], [1])
    assert found.share[0, 0] == pytest.approx(0.75, abs=NEAR)


def test_what_costs_much_comes_later() -> None:
    found = rank_acceptability([[[5], [5]], [[5], [1]]], [1, 1], against=[False, True])
    assert found.share[1, 0] == 1


def test_what_nobody_knows_may_be_anything_on_the_scale() -> None:
    """Against a 3: two of five steps are higher, one is equal and drawn for."""
    found = rank_acceptability([[[NAN, NAN]], [[3, 3]]], [1])
    assert found.share[0, 0] == pytest.approx(0.5, abs=NEAR)
    assert found.unknown.tolist() == [1, 0]
    higher = rank_acceptability([[[NAN]], [[5]]], [1])
    assert higher.share[0, 0] == pytest.approx(0.1, abs=NEAR)


def test_one_problem_is_first_and_none_is_none() -> None:
    assert rank_acceptability([[[2]]], [1]).share.tolist() == [[1.0]]
    assert rank_acceptability(np.zeros((0, 2, 1)), [1, 1]).share.shape == (0, 0)


@pytest.mark.parametrize(
    ("scores", "weights", "more"),
    [
        ([[1, 2]], [1, 1], {}),
        ([[[6]]], [1], {}),
        ([[[0]]], [1], {}),
        ([[[3]]], [1, 1], {}),
        ([[[3]]], [-1], {}),
        ([[[3]]], [0], {}),
        ([[[3]]], [1], {"against": [True, False]}),
        ([[[3]]], [1], {"spread": 1.5}),
        ([[[3]]], [1], {"draws": 0}),
        ([[[3]]] * 30, [1], {"draws": 10**7}),
        ([[[float("inf")]]], [1], {}),
    ],
)
def test_what_does_not_hold_is_refused(scores: object, weights: object, more: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|much"):
        rank_acceptability(scores, weights, **more)  # type: ignore[arg-type]


SCORE = st.one_of(st.just(NAN), st.integers(1, 5).map(float))


@st.composite
def valued(draw: st.DrawFn) -> tuple[np.ndarray, list[float]]:
    problems, criteria, parties = draw(st.integers(1, 6)), draw(st.integers(1, 5)), draw(st.integers(1, 4))
    flat = draw(st.lists(SCORE, min_size=problems * criteria * parties, max_size=problems * criteria * parties))
    weights = draw(st.lists(st.floats(0.5, 50), min_size=criteria, max_size=criteria))
    return np.array(flat).reshape(problems, criteria, parties), weights


@settings(max_examples=60, deadline=None)
@given(valued(), st.integers(0, 2**32 - 1))
def test_each_draw_gives_every_problem_one_place_and_every_place_one_problem(
    found: tuple[np.ndarray, list[float]], seed: int
) -> None:
    scores, weights = found
    result = rank_acceptability(scores, weights, draws=200, seed=seed)
    assert np.allclose(result.share.sum(axis=0), 1)
    assert np.allclose(result.share.sum(axis=1), 1)
    assert ((result.value >= 0) & (result.value <= 1 + 1e-12)).all()
    assert result.expected.sum() == pytest.approx(len(scores) * (len(scores) + 1) / 2)
    again = rank_acceptability(scores, weights, draws=200, seed=seed)
    assert (again.share == result.share).all()
    json.dumps(result.to_dict())


@settings(max_examples=40, deadline=None)
@given(valued(), st.floats(0.1, 20))
def test_only_the_proportions_of_the_weights_matter(found: tuple[np.ndarray, list[float]], times: float) -> None:
    scores, weights = found
    one = rank_acceptability(scores, weights, draws=100)
    other = rank_acceptability(scores, [times * weight for weight in weights], draws=100)
    assert np.allclose(one.value, other.value)


@settings(max_examples=40, deadline=None)
@given(valued())
def test_a_problem_that_all_value_highest_on_everything_is_never_last_alone(
    found: tuple[np.ndarray, list[float]],
) -> None:
    scores, weights = found
    scores = scores.copy()
    scores[0] = 5.0
    result = rank_acceptability(scores, weights, draws=200)
    others = result.value[1:]
    assert (result.value[0] >= others - 1e-12).all()
    assert result.value[0] == pytest.approx(1)
