"""Whether it helped, by fixed rules: counts before and after, what was to be expected anyway, and elsewhere."""

from __future__ import annotations

import datetime as dt
from itertools import product

import numpy as np
import pytest

from lagesbild.evaluation import wording
from lagesbild.evaluation.effect import judged
from lagesbild.i18n import translator
from lagesbild.promises.counting import Season
from lagesbild.promises.periods import Named, Period, named

SUMMER = named(Named.SUMMER, 2026)


def season(count: int, years: int = 0, elsewhere: int = 0, around: int = 0) -> Season:
    """A season in which the count comes evenly, week by week."""
    period: Period = SUMMER.earlier(years)
    weeks = period.days // 7
    spread = np.diff(np.round(np.linspace(0, count, weeks + 1))).astype(int)
    return Season(period, count, elsewhere, 0, tuple(spread.tolist()), around=around)


def judge(
    before: list[int],
    now: int,
    others: list[int],
    elsewhere: tuple[int, int] = (0, 0),
    around: tuple[int, int] = (0, 0),
) -> dict[str, object]:
    past = [season(n, len(before) - i, elsewhere[0], around[0]) for i, n in enumerate(before)]
    return judged(past, season(now, 0, elsewhere[1], around[1]), np.array(others))


ALIKE = [90, 100, 110, 95, 105] * 8
"""Comparable places over three seasons."""


def test_a_large_fall_below_what_was_to_be_expected_is_a_yes() -> None:
    found = judge([35, 33, 36], 10, ALIKE)
    assert found["verdict"] == "yes"
    assert found["because"] == ["fell", "below", "no_elsewhere", "few_around"]


def test_a_fall_that_nothing_is_compared_with_waits_for_all_reports() -> None:
    past, others = [season(n, 3 - i) for i, n in enumerate((35, 33, 36))], np.array(ALIKE)
    found = judged(past, season(10), others, whole=False)
    assert found["verdict"] == "cannot_tell"
    assert found["because"] == ["fell", "below", "no_elsewhere", "arriving", "few_around"]
    past = [season(n, 3 - i, 300) for i, n in enumerate((35, 33, 36))]
    assert judged(past, season(10, 0, 310), others, whole=False)["verdict"] == "yes"


def test_a_fall_that_others_share_cannot_be_told() -> None:
    found = judge([35, 33, 36], 10, ALIKE, elsewhere=(300, 80))
    assert found["verdict"] == "cannot_tell"
    assert "as_elsewhere" in found["because"]  # type: ignore[operator]
    alone = judge([35, 33, 36], 10, ALIKE, elsewhere=(300, 310))
    assert alone["verdict"] == "yes"


@pytest.mark.parametrize(
    ("elsewhere", "around", "because", "verdict"),
    [
        ((300, 310), (24, 25), "not_moved", "yes"),
        ((300, 310), (24, 60), "moved", "cannot_tell"),
        ((300, 310), (24, 4), "spread", "yes"),
        ((300, 310), (4, 6), "few_around", "yes"),
        # three times as many around, and three times as many everywhere
        ((300, 900), (24, 72), "not_moved", "yes"),
        # too little elsewhere: the surroundings are measured by time
        ((30, 31), (24, 60), "moved", "cannot_tell"),
    ],
)
def test_a_fall_from_which_something_may_have_moved_next_door_is_no_yes(
    elsewhere: tuple[int, int], around: tuple[int, int], because: str, verdict: str
) -> None:
    found = judge([35, 33, 36], 10, ALIKE, elsewhere, around)
    assert found["because"][-1] == because  # type: ignore[index]
    assert found["verdict"] == verdict


def test_a_place_that_stood_out_and_falls_back_to_what_the_others_have_is_no_yes() -> None:
    """Three times as many as places like it before; now as many as they: nothing was done by the promise."""
    others = [18, 20, 22, 19, 21] * 8
    found = judge([13, 14, 13], 7, others)
    assert found["regression"]["expected"] < 9  # type: ignore[index]
    assert found["verdict"] == "cannot_tell"


def test_small_numbers_cannot_tell_and_say_what_it_would_have_taken() -> None:
    found = judge([4, 5, 3], 2, [12] * 30)
    assert (found["verdict"], found["because"]) == ("cannot_tell", ["chance"])
    assert found["critical"] in (None, 0)
    nothing = judge([1, 0, 1], 0, [2] * 30)
    assert nothing["verdict"] == "cannot_tell"
    assert nothing["critical"] is None


def test_more_than_before_by_more_than_chance_is_a_no() -> None:
    found = judge([20, 22, 21], 48, [60] * 30)
    assert (found["verdict"], found["because"]) == ("no", ["rose"])


def test_so_many_that_a_fall_of_a_fifth_can_be_ruled_out_is_a_no() -> None:
    found = judge([900, 920, 910], 905, [2700] * 30)
    assert (found["verdict"], found["because"]) == ("no", ["ruled_out"])


@pytest.mark.parametrize("now", [0, 5, 12, 20, 28, 33, 40, 60])
def test_a_count_at_the_threshold_or_below_is_the_only_one_that_says_yes(now: int) -> None:
    found = judge([31, 27, 34], now, [90, 92, 95, 91] * 10)
    critical = found["critical"]
    assert isinstance(critical, int)
    if now <= critical:
        assert found["verdict"] == "yes"
    if found["verdict"] == "yes":
        assert now < found["regression"]["low"]  # type: ignore[index]


def test_under_pure_chance_a_yes_is_rare() -> None:
    rng = np.random.default_rng(5)
    runs, said = 400, 0
    for _ in range(runs):
        mean = rng.uniform(3, 30)
        others = rng.poisson(3 * mean, 40)
        counts = rng.poisson(mean, 4)
        said += judge([int(n) for n in counts[:3]], int(counts[3]), others.tolist())["verdict"] == "yes"
    assert said / runs <= 0.05


def test_what_would_have_come_anyway_and_that_nothing_is_there_to_compare_with_are_said_before_the_count() -> None:
    found = judge([35, 33, 36], 10, ALIKE)
    now = {"count": 10, "unplaced": 0, "around": 0, "broken": False}
    where = {"area": None, "around": 500}
    said = [
        translator("en").say(line)
        for line in wording.effect({"why": None, "before": [], "now": now, "where": where, **found})
    ]
    at = next(i for i, line in enumerate(said) if line.startswith("10 reports"))
    assert any("fall back" in line for line in said[:at])
    assert said[at - 1].startswith("Too little is reported in the rest")


def test_every_sentence_stands_in_both_languages_and_no_percent_on_a_small_base() -> None:
    cases = [
        judge([35, 33, 36], 10, ALIKE),
        judge([35, 33, 36], 10, ALIKE, elsewhere=(300, 80)),
        judge([4, 5, 3], 2, [12] * 30),
        judge([1, 0, 1], 0, [2] * 3),
        judge([20, 22, 21], 48, [60] * 30),
        *(judge([35, 33, 36], 10, ALIKE, (300, 310), (24, now)) for now in (4, 25, 60)),
    ]
    shown = {"around": 7, "broken": False}
    for found, area in product(cases, (None, 3)):
        where = {"area": area, "around": None if area else 500}
        now = {"count": 3, "unplaced": 2, **shown}
        whole = {"why": None, "before": [shown, shown], "now": now, "where": where, **found}
        for line in wording.effect(whole):
            sv, en = translator("sv").say(line), translator("en").say(line)
            assert sv
            assert sv != en
            assert "{" not in sv + en
            assert "%" not in sv
    for why in ("no_place", "no_categories", "no_history", "broken", "nothing"):
        [line] = wording.effect({"why": why})
        assert translator("sv").say(line) != translator("en").say(line)


def test_the_heading_is_one_of_three() -> None:
    said = {wording.verdict(one)[1].text for one in ("yes", "no", "cannot_tell")}
    assert said == {"Yes, it helped.", "No, it did not help.", "It cannot be told."}
    assert dt.date(2026, 4, 1) == SUMMER.starts
