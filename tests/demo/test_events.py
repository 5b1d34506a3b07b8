"""Two invented years: repeatable, shaped as life is, and with the patterns that are said to be planted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import shapely

from benchmarks.planted_patterns import FIRST_SEED, false_findings, found, picture_of
from lagesbild.demo.events import Past, Pattern, past
from lagesbild.demo.events.files import HEADINGS, files, one_file
from lagesbild.demo.events.kinds import KINDS, Role, number
from lagesbild.demo.events.model import WEEKS, last_monday
from lagesbild.demo.events.units import PARTIES, units_of
from lagesbild.demo.towns import SHAPES, shape_of, town

TODAY = dt.date(2026, 11, 26)
SEEDS = (1, 2)


def made(slug: str, seed: int = 1, today: dt.date = TODAY, *, planted: bool = True) -> Past:
    return past(town(shape_of(slug)), today, seed, planted=planted)


def test_the_tests_use_no_seed_of_the_benchmark() -> None:
    assert max(SEEDS) < FIRST_SEED


@pytest.mark.parametrize("slug", [one.slug for one in SHAPES])
def test_same_seed_and_day_give_the_same_incidents(slug: str) -> None:
    assert one_file(made(slug)) == one_file(made(slug))
    assert one_file(made(slug)) != one_file(made(slug, 2))
    assert made(slug).planted == made(slug).planted


def test_the_five_are_of_different_size_and_of_some_thirty_thousand_in_all() -> None:
    sizes = {one.slug: len(made(one.slug).events) for one in SHAPES}
    assert 25_000 <= sum(sizes.values()) <= 40_000
    assert sizes["tranmora"] < 1_500
    assert sizes["kungsfjarda"] > 12_000


@pytest.mark.parametrize("today", [dt.date(2026, 11, 23), dt.date(2027, 1, 3), dt.date(2028, 2, 29)])
def test_incidents_reach_from_two_years_back_to_yesterday_whatever_day_it_is(today: dt.date) -> None:
    one = made("alvhamra", today=today)
    days = one.events.when.astype("datetime64[D]")
    monday = last_monday(today)
    assert monday.weekday() == 0
    assert today - dt.timedelta(days=13) <= monday <= today - dt.timedelta(days=7)
    assert (np.diff(one.events.when).astype(int) >= 0).all()
    assert days.max() < np.datetime64(today)
    assert days.max() >= np.datetime64(monday + dt.timedelta(days=6))
    assert abs((days.min() - np.datetime64(monday)).astype(int)) >= (WEEKS - 2) * 7
    shown = [each for each in one.planted if each.pattern is Pattern.DEVIATION]
    assert shown[0].first == monday


def test_units_that_have_not_begun_or_are_silent_tell_nothing() -> None:
    one = made("alvhamra")
    names = [unit.name for _, unit in units_of("alvhamra")]
    for each in one.planted:
        if each.unit and each.pattern in (Pattern.BEGAN, Pattern.SILENT):
            when = one.events.when[one.events.unit == names.index(each.unit)]
            assert len(when) > 50
            edge = np.datetime64(each.first, "m")
            assert (when >= edge).all() if each.pattern is Pattern.BEGAN else (when < edge).all()


def test_incidents_follow_season_weekday_and_hour() -> None:
    one = made("kungsfjarda", planted=False).events
    month = one.when.astype("datetime64[M]").astype(int) % 12 + 1
    weekday = (one.when.astype("datetime64[D]").astype(int) + 3) % 7
    hour = one.when.astype("datetime64[h]").astype(int) % 24
    lights, parks = one.kind == number("Trasig belysning"), one.kind == number("Nedskräpning")
    winter, summer = np.isin(month, (11, 12, 1, 2)), np.isin(month, (5, 6, 7, 8))
    assert (lights & winter).sum() > 1.5 * (lights & summer).sum()
    assert (parks & summer).sum() > 1.2 * (parks & winter).sum()
    driving = one.kind == number("Störande körning")
    assert np.isin(weekday[driving], (4, 5)).mean() > 0.5
    assert np.isin(hour[driving], (18, 19, 20, 21, 22, 23, 0)).mean() > 0.7


@pytest.mark.parametrize("slug", [one.slug for one in SHAPES])
def test_what_has_a_place_lies_in_the_municipality_and_some_has_none(slug: str) -> None:
    one = made(slug)
    placed = ~np.isnan(one.events.xy[:, 0])
    assert 0.03 < 1 - placed.mean() < 0.07
    outline = town(shape_of(slug)).outline
    assert shapely.contains_xy(outline, one.events.xy[placed]).all()
    assert all(bool(name) == bool(there) for name, there in zip(one.events.place, placed, strict=True))
    heaped = [each for each in one.planted if each.pattern is Pattern.DUMP]
    assert len(heaped) == 2
    assert all(sum(name == each.place for name in one.events.place) == each.count > 10 for each in heaped)


@pytest.mark.parametrize("slug", [one.slug for one in SHAPES])
def test_every_incident_is_in_the_file_of_one_party(slug: str) -> None:
    one = made(slug)
    texts = {key: content.decode("windows-1252").splitlines() for key, _, content in files(one)}
    numbers = [line.split(";")[0] for lines in texts.values() for line in lines if line.count(";") == 7]
    real = set(numbers) - {"Rapportnr", "Summa"}
    assert len(real) == len(one.events)
    assert texts.keys() == {party.key for party in PARTIES[slug] if party.units}
    first, heading, *_, last = texts["kommun"]
    assert "finns inte" in first.replace("inte finns", "finns inte")
    assert heading == HEADINGS
    assert last.startswith("Summa")
    assert len(texts["kommun"]) > len(set(texts["kommun"])) if slug != "tranmora" else True


def test_units_and_parties_have_names_of_their_own_and_every_category_somebody_who_tells_of_it() -> None:
    for slug, parties in PARTIES.items():
        names = [unit.name for _, unit in units_of(slug)]
        assert len(set(names)) == len(names), slug
        assert len({party.name for party in parties}) == len(parties)
        assert parties[0].kind == "municipality"
    assert all(len(kind.units) == len(Role) for kind in KINDS)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("slug", [one.slug for one in SHAPES])
def test_the_picture_finds_what_is_planted_and_nothing_else(tmp_path: Path, slug: str, seed: int) -> None:
    one = made(slug, seed)
    picture = picture_of(one, tmp_path)
    certain = {Pattern.DEVIATION, Pattern.AREA, Pattern.GATHERING, Pattern.BEGAN, Pattern.SILENT, Pattern.INVENTORY}
    missed = [each for each in one.planted if each.pattern in certain and not found(picture, each)]
    assert missed == []
    assert false_findings(picture, one.planted)["deviation of a category"] == 0


@pytest.mark.parametrize("slug", ["alvhamra", "tranmora"])
def test_an_ordinary_week_gives_no_deviation(tmp_path: Path, slug: str) -> None:
    picture = picture_of(made(slug, 3, planted=False), tmp_path)
    assert [each.row.name for each in picture.deviations] == []
