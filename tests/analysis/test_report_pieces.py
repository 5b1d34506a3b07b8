"""Parts of results that pages lay out: repeats, series, standings, two figures, round hours."""

from __future__ import annotations

import pytest

from lagesbild.analysis import report
from lagesbild.analysis.report import Told


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


@pytest.mark.parametrize(
    ("pairs", "expected", "p", "said"),
    [
        (60, 20.0, 0.005, "En händelse följs av fler i närheten"),
        (60, 20.0, 0.02, "Inget tecken på att en händelse följs av nästa"),
        (20_149, 19_082.0, 0.005, "Bara lite fler händelser nära varandra än slumpen ger"),
        (5, 20.0, 1.0, "Inget tecken på att en händelse följs av nästa"),
    ],
)
def test_a_repeat_is_called_one_when_it_is_both_sure_among_its_bands_and_worth_acting_on(
    pairs: int, expected: float, p: float, said: str
) -> None:
    assert report.followed(pairs, expected, p, 9, "sv") == said


def test_alarms_a_year_without_correction_are_said_for_the_steps_that_are_judged() -> None:
    assert "26 " in plain(report.alarms(10, 0.05, 52.0, "en"))
    assert "6 " in plain(report.alarms(10, 0.05, 12.0, "en"))


def test_a_cell_says_no_multiple_of_few_and_no_seldom_of_what_chance_gives() -> None:
    assert report.multiple(9, 4.9, "sv") == "för få för att säga"
    assert report.multiple(9, float("nan"), "en") == "too few to say"
    assert plain(report.multiple(12, 5.0, "sv")) == "2,4 ×"
    assert report.as_often(4, 5.0, 0.01, "sv") == report.as_often(40, 5.0, 0.2, "sv") == "som slumpen ger"
    assert report.as_often(40, 5.0, 0.005, "en") == "by chance 1 time in 200"
    assert report.pairs(1, 250.4, "en") == "1 pair, chance gives 250"
    assert report.pairs(40, 5.04, "sv") == "40 par, slumpen ger 5,0"
    assert plain(report.band(100, 200, "m", "sv")) == "100–200 m"
    assert plain(report.band(0, 7, "days", "sv")) == "0–7 dygn"


def test_the_share_of_points_hit_twice_is_said_only_of_enough_points() -> None:
    assert report.twice(1, 0.4, "sv") == "1 punkt drabbades mer än en gång."
    assert "De rymmer" not in report.twice(19, 0.4, "sv")
    assert plain(report.twice(20, 0.4, "sv")).endswith("De rymmer 40 % av händelserna som har en plats.")


def test_series_are_counted_in_words_and_said_with_how_often_chance_makes_one() -> None:
    assert [report.series(n, "sv") for n in (0, 1, 2, 20)] == [
        "Inga möjliga serier", "En möjlig serie", "Två möjliga serier", "20 möjliga serier"
    ]  # fmt: skip
    said = report.one_series(5, "2026-03-02–2026-03-06", 81.0, 0.004, "en", where="Torget")
    assert said.startswith("5 incidents 2026-03-02–2026-03-06, within 90 metres of each other, Torget.")
    one_point = report.one_series(4, "7–8 maj", 0.0, 0.02, "sv", where="Torget")
    assert plain(one_point).startswith("4 händelser 7–8 maj, alla på samma punkt, Torget.")
    assert said.endswith("chance gives as much 1 time in 250.")
    assert report.no_series(1, "sv").startswith("En kategori")
    assert report.no_series(7, "sv").startswith("7 kategorier")
    assert "200 meter och 7 dygn" in report.how_series(200.0, 7.0, "sv")


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([1.0], "det enda som har värderats"),
        ([1.0, 0.0], "etta i alla rimliga viktningar"),
        ([0.999, 0.001], "etta i >99 % av rimliga viktningar"),
        ([0.2, 0.5, 0.3], "oftast på plats 2, i 50 % av rimliga viktningar"),
    ],
)
def test_a_standing_is_the_place_it_has_most_often(shares: list[float], said: str) -> None:
    assert plain(report.standing(shares, "sv")) == said


def test_a_share_is_never_rounded_to_none_or_all() -> None:
    assert [plain(report.nearly(share)) for share in (0.0, 0.004, 0.5, 0.996, 1.0)] == [
        "0", "<1", "50", ">99", "100"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "more", "said"),
    [
        ("more", {"percent": 55}, "2025 mot 2024: 62 mot 40, 55 % fler och fler än enbart slumpen ger."),
        ("fewer", {}, "2025 mot 2024: 62 mot 40; färre än enbart slumpen ger."),
        ("alike", {"few": True}, "2025 mot 2024: 62 mot 40, för få för att säga."),
        ("alike", {"percent": 55}, "2025 mot 2024: 62 mot 40; kan inte skiljas från slumpen."),
        ("higher", {"intervals": True}, "2025 mot 2024: 62 mot 40; intervallen möts inte: högre."),
        ("short", {}, "2025 mot 2024: 62 mot 40; för kort historik för att säga."),
        ("underlaget ändrades emellan", {}, "2025 mot 2024: 62 mot 40; underlaget ändrades emellan."),
    ],
)
def test_two_figures_are_said_with_no_more_than_may_be_said(told: Told, more: dict[str, int], said: str) -> None:
    assert plain(report.change(("62", "40"), ("2025", "2024"), told, "sv", **more)) == said  # type: ignore[arg-type]


def test_how_much_counts_vary_is_said_where_it_is_known_and_more_than_chance() -> None:
    assert report.varied(2, 1.0, "sv") == report.varied(0, 9.0, "sv")
    assert report.varied(5, 1.04, "sv") is None
    assert "2,4 gånger enbart slumpen" in str(report.varied(5, 2.4, "sv"))
