"""How much more counts vary than by chance, and how well that is known: by hand, and by its properties."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lagesbild.analysis import Dispersion, benjamini_hochberg, count_dispersion, uncertain_dispersion


def test_the_dispersion_is_pearsons_over_its_groups() -> None:
    """Groups of 2, 14 (mean 8) and 1, 3, 5 (mean 3): 9 + 8/3 over 1 + 2 degrees of freedom."""
    found = count_dispersion([2, 14, 1, 3, 5], group=[7, 7, 1, 1, 1])
    assert found.value == pytest.approx((2 * 36 / 8 + (4 + 0 + 4) / 3) / 3)
    assert found.freedom == 3
    again = count_dispersion([1, 2, 3, 14, 5], group=[1, 7, 1, 7, 1])
    assert again.value == pytest.approx(found.value)


def test_longer_steps_are_expected_to_hold_more() -> None:
    found = count_dispersion([4, 30, 2], exposure=[1, 2, 1])
    mean = np.array([9, 18, 9])
    assert found.value == pytest.approx(float(((np.array([4, 30, 2]) - mean) ** 2 / mean).sum()) / 2)
    assert found.freedom == 2


def test_what_cannot_be_estimated_from_is_left_out_and_never_makes_counts_vary_less_than_chance() -> None:
    alone = count_dispersion([9, 2, 14, 0, 0], group=[1, 2, 2, 3, 3])
    assert (alone.value, alone.freedom) == (pytest.approx(9.0), 1)
    assert (count_dispersion([5, 5, 5]).value, count_dispersion([5, 5, 5]).freedom) == (1.0, 2)
    assert (count_dispersion([7]).value, count_dispersion([7]).freedom) == (1.0, 0)
    assert count_dispersion([0, 0]).freedom == 0


@given(st.lists(st.integers(0, 60), min_size=2, max_size=30), st.floats(0.1, 50))
def test_the_unit_of_exposure_and_the_names_of_groups_change_nothing(counts: list[int], factor: float) -> None:
    group = np.arange(len(counts)) % 3
    one = count_dispersion(counts, group=group)
    other = count_dispersion(counts, exposure=factor, group=9 - 2 * group)
    assert other.value == pytest.approx(one.value)
    assert other.freedom == one.freedom


def test_a_dispersion_known_from_little_is_widened_as_students_t_widens() -> None:
    """A test at 5 % that takes it as known then has the level of one that takes it as estimated."""
    found = count_dispersion([2, 14, 1, 3, 5], group=[7, 7, 1, 1, 1])
    for alpha in (0.05, 0.01):
        ratio = stats.t.isf(alpha / 2, 3) / stats.norm.isf(alpha / 2)
        assert uncertain_dispersion(found, alpha) == pytest.approx(found.value * ratio**2)
    assert uncertain_dispersion(found) == uncertain_dispersion(found, 0.05) > found.value
    one = count_dispersion([2, 14])
    assert uncertain_dispersion(one) > 40 * one.value
    many = Dispersion(2.0, 10**9, found.method)
    assert uncertain_dispersion(many) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: count_dispersion([1, 2], exposure=[0, 1]), "exposure must be above 0"),
        (lambda: count_dispersion([1, 2], exposure=[np.nan, 1]), "exposure holds"),
        (lambda: count_dispersion([-1, 2]), "counts must"),
        (lambda: count_dispersion([[1, 2]]), "counts must have 1 dimension"),
        (lambda: uncertain_dispersion(count_dispersion([3])), "the dispersion was estimated from nothing"),
        (lambda: uncertain_dispersion(count_dispersion([3, 4]), 1.5), "alpha must"),
        (lambda: benjamini_hochberg([-0.1]), "p must lie between 0 and 1"),
        (lambda: benjamini_hochberg([0.5], times=[0]), "times must have the shape of p and be at least 1"),
    ],
)
def test_what_is_refused_is_named(call: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}"):
        call()


def test_what_the_dispersion_rests_on_goes_with_it() -> None:
    method = count_dispersion([2, 14, 1, 3], group=[7, 7, 1, 1]).method
    assert (method.name, method.parameters) == ("Pearson dispersion", {"groups": 2})
    assert method.limits == ("Trend and season inside a group count as dispersion.",)
    assert method.reference.startswith("McCullagh & Nelder 1989")
    assert method.reference.endswith("6.2")


def test_q_values_of_a_table_keep_its_shape_and_what_was_not_tested() -> None:
    p = np.array([[0.5, np.nan, 0.001], [1.0, 0.0, 0.04]])
    q = benjamini_hochberg(p)
    assert q.shape == (2, 3)
    np.testing.assert_allclose(q, [[0.625, np.nan, 0.0025], [1.0, 0.0, 0.2 / 3]])
    times = np.array([[1, 5, 2], [1, 1, 1]])
    # six tests: 0, 0.001 twice, 0.04, 0.5, 1
    np.testing.assert_allclose(benjamini_hochberg(p, times), [[0.6, np.nan, 0.002], [1.0, 0.0, 0.06]])
