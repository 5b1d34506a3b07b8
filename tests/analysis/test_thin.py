"""Where there is too little, nothing is drawn and that is what is said; rare ways through the methods."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lagesbild import analysis as a
from lagesbild.analysis import compiled, report
from lagesbild.analysis.charts import chart
from lagesbild.analysis.effects import models
from lagesbild.analysis.predictive import CountPredictive
from lagesbild.analysis.report import sentences
from tests.analysis.test_report_pieces import plain

TIMES = np.datetime64("2026-03-02T09:10:00", "s") + np.arange(12) * np.timedelta64(3700, "s")
HOURS = np.datetime64("2026-03-02", "s") + np.random.default_rng(1).integers(0, 9000, 40).astype("m8[h]")
FEW = {"sv": "För få för att säga något.", "en": "Too few to say."}

THIN: list[Callable[[], a.Result]] = [
    lambda: a.getis_ord(np.zeros((3, 3), int)),
    lambda: a.cusum(np.zeros((0, 4), int), np.zeros((0, 4))),
    lambda: a.rank_acceptability(np.zeros((0, 2, 1)), [1, 1]),
    lambda: a.heaping(TIMES, np.full(12, 3)),
    lambda: a.week_clock(TIMES, TIMES),
    lambda: a.farrington_flexible(np.zeros((0, 264), int)),
    lambda: a.emerging_hot_spots(np.zeros((4, 1, 1), int)),
]


@pytest.mark.parametrize("make", THIN)
def test_of_too_little_it_is_said_that_it_is_too_few(make: Callable[[], a.Result]) -> None:
    for language in report.LANGUAGES:
        assert sentences(make(), language)[0] == FEW[language]


@pytest.mark.parametrize("make", [*THIN[:3], lambda: a.e_test(3, 1, 0, 1)])
def test_of_too_little_nothing_is_drawn(make: Callable[[], a.Result]) -> None:
    assert chart(make()) is None


def test_every_heaped_hour_is_said_and_that_only_what_is_likely_is_drawn() -> None:
    rng = np.random.default_rng(1)
    even = np.datetime64("2026-01-05", "s") + rng.integers(0, 300 * 86_400, 2000).astype("m8[s]")
    heaps = [np.datetime64("2026-01-05", "s") + (24 * np.arange(300) + hour).astype("m8[h]") for hour in (0, 12)]
    found = a.heaping(np.concatenate([even, *heaps]), np.full(2600, 3))
    said = report.heaped(found, "sv")
    assert said is not None
    assert "exakt 00.00" in said
    assert "exakt 12.00" in said
    assert said.endswith("Det är oftare ett förval än ett klockslag. Bara så många ritas.")
    assert report.heaped(a.heaping(even, np.full(2000, 3)), "sv") is None


def test_an_hour_that_may_be_a_default_in_part_is_said_to_be_so() -> None:
    said = report.perhaps_heaped([(0, 88, 21.0), (12, 1, 0.4)], "en")
    assert said is not None
    assert said.startswith("88 incidents are given at 00:00 sharp, where the hours beside it have 21 on average.")
    assert said.endswith("1 incident is given at 12:00 sharp, where the hours beside it have 0 on average. "
                         "Some of them are probably a default and not a time.")  # fmt: skip
    assert report.perhaps_heaped([], "sv") is None


def test_harm_that_all_has_a_weight_leaves_nothing_over() -> None:
    table = a.HarmTable({"klotter": 1.0}, "dagar", "en påhittad tabell", 2026)
    assert len(sentences(a.harm_of({"klotter": 3}, table))) == 1


def test_a_cluster_of_a_scan_is_said_to_come_also_of_bunches() -> None:
    cases = np.random.default_rng(8).poisson(4, (9, 12))
    cases[4, 10:] += 30
    found = a.space_time_scan(cases, np.arange(9) % 3, np.arange(9) // 3, replications=19, engine="numpy")
    assert any("flera åt gången" in one for one in sentences(found, "sv", [f"plats {k}" for k in range(9)]))


def test_a_scan_stops_when_enough_replicas_reach_as_far() -> None:
    rng = np.random.default_rng(3)
    cases = rng.poisson(1.0, (9, 6))
    x, y = np.arange(9) % 3, np.arange(9) // 3
    early = a.space_time_scan(cases, x, y, replications=999, stop_after=60, engine="numpy")
    assert early.stopped
    assert len(early.replicas) < 999


@pytest.mark.parametrize(
    ("message", "call"),
    [
        ("places by periods", lambda: a.space_time_scan(np.ones((2, 2, 2, 2), int), [0, 1], [0, 1])),
        ("shape of cases", lambda: a.space_time_scan([[1], [2]], [0, 1], [0, 1], model="bernoulli", controls=[[1]])),
        ("no controls",
         lambda: a.space_time_scan([[1], [2]], [0, 1], [0, 1], model="bernoulli", controls=[[0], [0]])),
        ("population must", lambda: a.space_time_scan([[1], [2]], [0, 1], [0, 1], model="poisson", population=[-1, 1])),
        ("population must",
         lambda: a.space_time_scan([[1], [2]], [0, 1], [0, 1], model="poisson", population=[[1, 2, 3], [1, 2, 3]])),
        ("permutations must", lambda: a.mantel(range(9), range(9), range(9), permutations=0)),
        ("incidents are needed", lambda: a.mantel([0.0], [0.0], [0.0])),
        ("255 bands", lambda: a.knox([0, 1], [0, 1], [0, 1], distances=list(range(300)), times=(0, 1))),
        ("expected and shape", lambda: a.empirical_bayes(3, 0.0, 1.0)),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_refused(message: str, call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_farrington_without_reweighting_and_with_too_few_years_for_a_trend() -> None:
    y = np.random.default_rng(2).poisson(6, (3, 160))
    plain_fit = a.farrington_flexible(y, reweight=False, years_back=2)
    assert not plain_fit.trend.any()
    assert np.all(plain_fit.low <= plain_fit.high)


def test_a_standing_in_words_and_a_band_in_figures() -> None:
    assert report.verdict("lower", "sv") == "lägre"
    assert report.how_followed("en").startswith("Pairs of incidents")
    assert [report.rough(v) for v in (0.2, 7, 13.2, 149, 260, 4321)] == [1, 7, 13, 150, 250, 4500]
    assert plain(report.pairs(3, 100.0, "sv")) == "3 par, slumpen ger 100"


@pytest.mark.parametrize(
    "make",
    [
        lambda: a.emerging_hot_spots(np.zeros((4, 1, 1), int)),
        lambda: a.kernel_density(
            np.full(40, 5.0), np.full(40, 5.0), cell=10, bandwidth=20, weights=np.zeros(40), smallest_at_peak=0
        ),
        lambda: a.mantel([0, 1, 2], [0, 0, 0], [1, 1, 1]),
        lambda: a.suppress(np.arange(10, 200)),
        lambda: a.heaping(HOURS, np.full(40, 2)),
        lambda: a.recent_baseline(np.zeros((0, 12), int), window=8),
    ],
)
def test_what_has_no_figures_or_too_many_is_not_drawn(make: Callable[[], a.Result]) -> None:
    assert chart(make()) is None


def test_a_row_of_places_is_drawn_as_its_clearest_by_name() -> None:
    found = a.getis_ord([30, *[1] * 8], weights=a.pair_weights(range(8), range(1, 9), 9))
    made = chart(found, "en", [f"place {k}" for k in range(9)])
    assert made is not None
    assert made.rows[0][:2] == ("place 0", "31")


def test_the_same_place_is_told_as_that_and_not_as_a_distance() -> None:
    found = a.knox([0, 0, 50], [0, 0, 0], [0, 1, 2], distances=(0, np.nextafter(0, 1), 100), times=(0, 7))
    made = chart(found, "en")
    assert made is not None
    assert [row[0] for row in made.rows] == ["same", "0.0–100"]


def test_an_interval_without_an_end_is_drawn_open() -> None:
    found = a.difference_in_differences([9, 8, 9, 2, 1, 2, 3, 2], [9, 9, 9, 8, 9, 8, 9, 3], 4, level=1 - 1e-14)
    made = chart(found, "en")
    assert made is not None
    assert found.high == np.inf
    assert "triangle-right" in str(made.spec)
    assert made.rows[0][2] == f"at{report.figures.NBSP}least{report.figures.NBSP}0"


def test_courses_that_differed_before_are_said_not_to_be_parallel() -> None:
    steps = np.arange(12)
    found = a.difference_in_differences(120 - 8 * steps, 30 + 8 * steps, 9)
    assert found.parallel_p <= 0.05
    assert "did not move alike before" in sentences(found, "en")[-1]


def test_an_effect_that_may_be_none_is_not_said_to_be_shown() -> None:
    found = a.minimum_detectable_effect(8, 1, 1, power=0.002)
    assert found.mean is not None
    assert found.mean > found.expected
    assert len(sentences(found, "en")) == 1


def test_starts_without_an_end_and_hours_without_minutes_are_said_as_far_as_they_are_known() -> None:
    open_ = a.week_clock(HOURS, np.full(40, np.datetime64("NaT", "s")))
    assert sentences(open_, "en")[-1].startswith(f"40{report.figures.NBSP}of{report.figures.NBSP}40")
    assert len(sentences(a.heaping(HOURS, np.full(40, 2)), "en")) == 1


def test_alike_and_unlike_places_are_counted_without_names() -> None:
    values = np.random.default_rng(1).poisson(1, (12, 12))
    values[3:6, 3:6] += 20
    found = a.local_moran(values.ravel(), a.grid_weights((12, 12), "queen"))
    with_names = sentences(found, "en", [f"place {k}" for k in range(144)])
    (named,) = set(with_names) - set(sentences(found, "en"))
    assert "place 52" in named


def test_a_row_of_cases_is_a_scan_of_one_period_and_all_in_one_place_has_no_end_to_its_risk() -> None:
    (found,) = a.space_time_scan(
        [9, 0, 0], [0, 1, 2], [0] * 3, kind="spatial", model="poisson", population=[10] * 3, replications=9
    ).clusters
    assert (found.observed, found.relative_risk) == (9, np.inf)


def test_numba_is_refused_where_it_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "has_numba", lambda: False)
    assert not compiled.uses_numba("auto")
    with pytest.raises(ValueError, match="not installed"):
        compiled.uses_numba("numba")


def test_a_fit_that_has_not_settled_is_near_the_one_that_has(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.random.default_rng(4).negative_binomial(3, 0.3, 60).astype(float)
    design, offset = np.column_stack([np.ones(60), np.arange(60) / 60]), np.zeros(60)
    settled = models.fit_counts(counts, design, offset, "negative_binomial")
    monkeypatch.setattr(models, "ROUNDS", 1)
    near = models.fit_counts(counts, design, offset, "negative_binomial")
    np.testing.assert_allclose(near.fitted, settled.fitted, rtol=0.05)


def test_a_quantile_far_out_in_a_long_tail_is_found() -> None:
    law = CountPredictive(np.array([[1.0]]), np.array([[400.0]]))
    (found,) = law.quantile(1 - 1e-9)
    assert found > 1 + 10 * 20 + 10
    assert law.cdf(np.array([found - 1]))[0] < 1 - 1e-9 <= law.cdf(np.array([found]))[0]
