"""WDD, WDQ, interrupted series and differences in differences: published figures, error under chance, refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.analysis import (
    TooFew,
    count_dispersion,
    difference_in_differences,
    e_test,
    interrupted_time_series,
    wdd,
    wdd_harm,
    wdq,
)
from lagesbild.analysis.result import Ints

ALLOWED = 0.07


def test_wdd_gives_the_published_table() -> None:
    found = wdd((207, 110), (308, 318), (178, 157), (150, 140))
    assert (found.local, found.displaced, found.total) == (-107, -11, -118)
    assert found.local_error == pytest.approx(30.70830506557, abs=1e-10)
    assert found.displaced_error == 25
    assert found.error == pytest.approx(39.59797974645, abs=1e-10)
    assert found.z == pytest.approx(-2.97995000643, abs=1e-10)
    assert (found.low, found.high) == pytest.approx((-195.61061416358, -40.38938583642), abs=1e-10)


def test_wdd_with_weights_of_time_area_and_harm_gives_the_published_ones() -> None:
    timed = wdd((80, 20), (100, 50), time=(2, 1))
    assert (timed.total, timed.error) == (-20, pytest.approx(np.sqrt(115), abs=1e-12))
    assert (timed.low, timed.high) == pytest.approx((-41.01827215496, 1.01827215496), abs=1e-10)
    sized = wdd((207, 110), (308, 318), (178, 157), (150, 140), area=(1.2, 0.9, 1.5, 1.6))
    assert sized.local == pytest.approx(-91.9444444444, abs=1e-10)
    assert sized.displaced == pytest.approx(-7.75, abs=1e-10)
    assert sized.total == pytest.approx(-99.6944444444, abs=1e-10)
    assert sized.error == pytest.approx(35.4280755045, abs=1e-9)
    assert sized.z == pytest.approx(-2.8139954831, abs=1e-9)
    harm = wdd_harm(
        [-14, -42, -157, -30, -60], [20.68816, 34.95712, 28.86174, 19.64688, 20.97618], [3, 2, 5, 7, 10]
    )  # fmt: skip
    assert harm.total == -1721
    assert harm.error == pytest.approx(304.1036007679, abs=2e-4)
    assert (harm.low, harm.high) == pytest.approx((-2317.0321050740, -1124.9678949260), abs=1e-3)


def test_wdq_gives_the_worked_figures_and_refuses_what_is_not_defined() -> None:
    found = wdq((207, 110), (178, 157), (308, 318))
    assert found.gross_effect == 97
    assert found.net_effect == pytest.approx(0.3261659723923875, abs=1e-15)
    assert found.success == pytest.approx(-0.3261659723923875, abs=1e-15)
    assert found.buffer == pytest.approx(-0.08421138609817858, abs=1e-15)
    assert found.quotient == pytest.approx(0.25818568834908917, abs=1e-15)
    assert found.total_net_effect == pytest.approx(130.5)
    assert wdq((100, 70), (50, 60), (200, 200)).quotient == pytest.approx(-1 / 3)
    assert wdq((100, 70), (50, 60), (200, 200)).total_net_effect == 20
    assert wdq((100, 70), (50, 40), (200, 200)).quotient == pytest.approx(1 / 3)
    assert wdq((100, 70), (50, 40), (200, 200)).total_net_effect == 40
    for bad, why in (
        (((100, 100), (50, 50), (200, 200)), "nothing to displace"),
        (((100, 120), (50, 50), (200, 200)), "nothing to displace"),
        (((100, 70), (50, 60), (200, 0)), "counts nothing"),
        (((19, 7), (50, 60), (200, 200)), "fewer than 20"),
    ):
        with pytest.raises(ValueError, match=why):
            wdq(*bad)


@pytest.mark.parametrize(
    ("counts", "p"),
    [((0, 1, 3, 1), 0.08837900945483523), ((6, 1, 2, 1), 0.17487482094370768), ((20, 1, 10, 1), 0.06883178210810947),
     ((50, 1, 30, 1), 0.02530215847785857), ((20, 4, 10, 2), 1.0), ((3, 2, 0, 2), 0.08837900945483519)],
)  # fmt: skip
def test_the_e_test_gives_the_published_figures(counts: tuple[int, float, int, float], p: float) -> None:
    assert e_test(*counts).p == pytest.approx(p, abs=1e-8)


def draws(rng: np.random.Generator, mean: np.ndarray | float, phi: float, size: tuple[int, ...]) -> Ints:
    mu = np.broadcast_to(mean, size)
    if phi == 1:
        return rng.poisson(mu).astype(np.int64)
    return rng.negative_binomial(mu / (phi - 1), 1 / phi).astype(np.int64)


@pytest.mark.parametrize("phi", [1.0, 3.0])
@pytest.mark.parametrize("mean", [4.0, 15.0])
def test_wdd_with_the_dispersion_of_the_history_errs_in_at_most_seven_of_a_hundred(mean: float, phi: float) -> None:
    rng, wrong, plain, runs = np.random.default_rng(2), 0, 0, 600
    for _ in range(runs):
        months = draws(rng, mean, phi, (4, 36))
        spread = count_dispersion(months[:, :24].ravel(), group=np.repeat(np.arange(4), 24))
        pairs = [(int(m[12:24].sum()), int(m[24:].sum())) for m in months]
        wrong += wdd(*pairs, dispersion=spread.value, freedom=spread.freedom).p < 0.05
        plain += wdd(*pairs).p < 0.05
    assert wrong / runs <= ALLOWED
    if phi == 3:
        assert plain / runs > 0.15


@pytest.mark.parametrize("phi", [1.0, 3.0])
@pytest.mark.parametrize("mean", [3.0, 20.0])
def test_an_interrupted_series_errs_in_at_most_seven_of_a_hundred(mean: float, phi: float) -> None:
    rng, wrong, outside, runs = np.random.default_rng(33), 0, 0, 500
    season = mean * np.exp(0.3 * np.sin(2 * np.pi * np.arange(48) / 12))
    for _ in range(runs):
        found = interrupted_time_series(draws(rng, season, phi, (48,)), 36)
        wrong += found.p < 0.05
        outside += not found.expected_low <= found.observed <= found.expected_high
    assert wrong / runs <= ALLOWED
    assert outside / runs <= ALLOWED


@pytest.mark.parametrize("phi", [1.0, 3.0])
@pytest.mark.parametrize("mean", [3.0, 20.0])
def test_a_difference_in_differences_errs_in_at_most_seven_of_a_hundred_though_both_have_a_season(
    mean: float, phi: float
) -> None:
    rng, wrong, runs = np.random.default_rng(4), 0, 500
    shared = np.exp(0.5 * np.sin(2 * np.pi * np.arange(36) / 12) - 0.02 * np.arange(36))
    for _ in range(runs):
        treated, control = draws(rng, mean * shared, phi, (36,)), draws(rng, 4 * mean * shared, phi, (36,))
        wrong += difference_in_differences(treated, control, 24).p < 0.05
    assert wrong / runs <= ALLOWED


def test_planted_effects_are_found_with_their_size() -> None:
    rng = np.random.default_rng(5)
    mean = 40 * np.exp(0.3 * np.sin(2 * np.pi * np.arange(60) / 12)) * np.where(np.arange(60) >= 36, 0.6, 1.0)
    series = draws(rng, mean, 2.0, (60,))
    for family in ("quasi", "negative_binomial"):
        found = interrupted_time_series(series, 36, family=family)  # type: ignore[arg-type]
        assert found.p < 0.01
        assert found.low < 0.6 < found.high < 1
        assert found.observed < found.expected_low
    control = draws(rng, 100.0, 2.0, (2, 60))
    both = difference_in_differences(draws(rng, np.where(np.arange(60) >= 36, 24.0, 40.0), 2.0, (60,)), control, 36)
    assert both.low < 0.6 < both.high < 1
    assert both.parallel_p > 0.01
    apart = difference_in_differences(draws(rng, 20 * np.exp(np.arange(60) * 0.03), 1, (60,)), control, 36)
    assert apart.parallel_p < 0.01


def test_waves_that_last_from_step_to_step_widen_the_interval() -> None:
    rng = np.random.default_rng(6)
    wave = np.zeros(120)
    for k in range(1, 120):
        wave[k] = 0.8 * wave[k - 1] + rng.normal(0, 0.3)
    series = rng.poisson(30 * np.exp(wave))
    found = interrupted_time_series(series, 90)
    assert found.autocorrelation > 0.3
    assert found.widened > 1.3
    plain = interrupted_time_series(series, 90, autocorrelation="ignore")
    assert plain.high / plain.low < found.high / found.low
    assert interrupted_time_series(series, 90, slope_change=True).slope != 0


@given(st.integers(1, 400), st.integers(1, 400), st.integers(1, 400), st.integers(1, 400), st.floats(0.5, 4))
def test_wdd_turns_with_its_sign_and_does_not_depend_on_the_unit_of_time(
    a: int, b: int, c: int, d: int, unit: float
) -> None:
    found, back = wdd((a, b), (c, d)), wdd((c, d), (a, b))
    assert found.total == -back.total
    assert found.p == pytest.approx(back.p)
    assert wdd((a, b), (c, d), time=(unit, unit)).z == pytest.approx(found.z)
    assert wdd((a, b), (c, d), dispersion=3).p >= found.p


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        wdd((1, 1), (1, 1), time=(0, 1))
    with pytest.raises(ValueError, match="negative"):
        wdd((-1, 1), (1, 1))
    with pytest.raises(ValueError, match="equally many"):
        wdd_harm([1], [1], [1, 2])
    with pytest.raises(TooFew, match="too short"):
        interrupted_time_series(np.ones(10, dtype=int), 5)
    with pytest.raises(TooFew, match="no incident"):
        interrupted_time_series(np.zeros(48, dtype=int), 36)
    with pytest.raises(ValueError, match="start"):
        interrupted_time_series(np.ones(48, dtype=int), 48)
    with pytest.raises(ValueError, match="not known"):
        interrupted_time_series(np.ones(48, dtype=int), 36, family="gamma")  # type: ignore[arg-type]
    with pytest.raises(TooFew, match="needed"):
        difference_in_differences([1, 1, 1, 1, 1, 0], [1, 1, 1, 1, 1, 1], 5)
    with pytest.raises(ValueError, match="same steps"):
        difference_in_differences([1, 2], [1, 2, 3], 1)
    assert wdd((0, 0), (0, 0)).p == 1
