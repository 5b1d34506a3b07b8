"""A file of others' figures becomes a series, the series evidence, and the evidence a link of the chain."""

from __future__ import annotations

import datetime as dt

import pytest

from lagesbild.core import chain, masking
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.indicators import actions
from lagesbild.indicators.models import Series
from lagesbild.problems import actions as problems
from lagesbild.problems import frozen
from lagesbild.problems.models import Evidence, Problem
from tests.indicators import files
from tests.indicators.conftest import only, read, table
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def problem(house: House) -> Problem:
    return problems.open_problem(actor=house.carl, told=problems.Told(title="Bränder vid stationen"))


def series(house: House, name: str) -> Series:
    with scope(house.carl.scope()):
        return Series.objects.select_related("indicator", "area").get(name=name)


def test_reported_crimes_become_evidence_of_a_problem_and_the_chain_is_walked_both_ways(
    house: House, problem: Problem
) -> None:
    rows = files.every_month(dt.date(2019, 7, 1), 42, 3, "Köping", "1983C1010")
    read(house, files.crimes(rows), "brott.csv", steps="year")
    place = series(house, "Södra")
    browser = house.client("Carl")
    page = browser.get(f"/s/alfa/indikatorer/serie/{place.pk}/").text
    assert f"/s/alfa/problem/statistik/{place.pk}/" in page
    answer = browser.post(f"/s/alfa/problem/statistik/{place.pk}/", {"problem": problem.pk})
    assert answer.headers["Location"] == f"/s/alfa/problem/{problem.pk}/"
    with scope(house.carl.scope()):
        kept = Evidence.objects.get()
        down = [one.name for one in chain.walk("indicators.series", place)]
        up = [one.name for one in chain.walk("problems.problem", problem)]
    assert (kept.kind, kept.series_id) == ("series", place.pk)
    assert [one[:2] for one in kept.content["figures"]["values"]][-1] == ["2022-01-01", 36.0]
    assert kept.content["figures"]["source"] == "brott.csv"
    assert kept.content["period"] == {"start": "2019-01-01", "end": "2023-01-01"}
    assert down == up == ["indicators.series", "problems.problem"]
    for path in (f"problem/{problem.pk}/", f"problem/underlag/{kept.pk}/"):
        text = browser.get(f"/s/alfa/{path}").text
        assert "Påhittat brott, i en mening, Södra" in text
    assert "Problem 1" in browser.get(f"/s/alfa/indikatorer/serie/{place.pk}/").text


def test_evidence_stands_as_it_was_when_the_file_is_taken_back(house: House, problem: Problem) -> None:
    row = read(house, table("Trygga;Norra;2022;60", "Trygga;Norra;2023;64"))
    place = series(house, "Norra")
    kept = problems.add_series(actor=house.carl, problem=problem.pk, series=place.pk)
    actions.undo(actor=house.carl, reading=row.pk)
    with scope(house.carl.scope()):
        again = Evidence.objects.get()
        assert again.content == kept.content
        assert again.digest == frozen.digest(again.kind, again.content, again.incidents)
    text = house.client("Carl").get(f"/s/alfa/problem/underlag/{kept.pk}/").text
    assert "64" in text
    with pytest.raises(InputError):
        problems.add_series(actor=house.carl, problem=problem.pk, series=place.pk)


def test_the_limits_of_a_series_go_with_it_in_both_languages(house: House, problem: Problem) -> None:
    read(house, table("Trygga;Norra;2021;..", "Trygga;Norra;2022;60", "Trygga;Norra;2023;64"))
    actions.add_break(actor=house.carl, indicator=only(house).pk, day=dt.date(2023, 1, 1), what="Nya frågor")
    kept = problems.add_series(actor=house.carl, problem=problem.pk, series=series(house, "Norra").pk)
    said = {language: " ".join(kept.content["limits"][language]) for language in ("sv", "en")}
    assert "Nya frågor" in said["sv"]
    assert "Nya frågor" in said["en"]
    assert translator("sv").gettext("the source changed between them: they are not compared") in " ".join(
        kept.content["sentences"]["sv"]
    )


def test_a_word_masked_in_an_indicator_is_masked_in_what_rests_on_it(house: House, problem: Problem) -> None:
    read(house, table("Trygga enligt Berit;Norra;2023;64"))
    kept = problems.add_series(actor=house.carl, problem=problem.pk, series=series(house, "Norra").pk)
    masking.mask(actor=house.carl, subject="indicator", pk=only(house).pk, stretches=["Berit"])
    with scope(house.carl.scope()):
        row = Evidence.objects.get(pk=kept.pk)
        assert "Berit" not in str(row.content)
        assert row.digest == frozen.digest(row.kind, row.content, row.incidents)
