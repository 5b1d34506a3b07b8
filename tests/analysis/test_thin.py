"""Where there is too little, nothing is drawn and that is what is said; rare ways through the methods."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lagesbild import analysis as a
from lagesbild.analysis import report
from lagesbild.analysis.charts import chart
from lagesbild.analysis.report import sentences
from tests.analysis.test_report_pieces import plain

TIMES = np.datetime64("2026-03-02T09:10:00", "s") + np.arange(12) * np.timedelta64(3700, "s")
FEW = {"sv": "För få för att säga något.", "en": "Too few to say."}

THIN: list[Callable[[], a.Result]] = [
    lambda: a.getis_ord(np.zeros((3, 3), int)),
    lambda: a.cusum(np.zeros((0, 4), int), np.zeros((0, 4))),
    lambda: a.rank_acceptability(np.zeros((0, 2, 1)), [1, 1]),
    lambda: a.heaping(TIMES, np.full(12, 3)),
    lambda: a.week_clock(TIMES, TIMES),
    lambda: a.farrington_flexible(np.zeros((0, 264), int)),
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
