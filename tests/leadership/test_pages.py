"""What leadership reads, and how often its pages ask the database."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from lagesbild.plans import actions as plans
from lagesbild.plans.actions import Told, Whose
from lagesbild.problems import actions as problems
from lagesbild.problems.actions import Because
from tests.compliance.desk import DAY, TODAY, Desk
from tests.compliance.test_pages import text_of
from tests.plans.desk import furnish
from tests.promises.vow import made
from tests.web.statements import asks_the_same, statements

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 20


def at(name: str) -> str:
    return reverse(f"leadership:{name}", kwargs={"slug": "alfa"})


def test_the_page_says_whether_what_was_agreed_is_kept_and_what_is_next(desk: Desk) -> None:
    desk.rule(parameters={"body": desk.body.pk, "times": 4, "every": "week"})
    text = desk.house.client("Carl").get(at("page")).text
    assert "Håller vi det vi har kommit överens om?" in text
    assert "Behöver ledningens stöd" in text
    assert "Inget problem är prioriterat" in text


def test_what_nobody_has_attested_is_told_apart_and_named_on_the_wheel(desk: Desk) -> None:
    desk.rule()
    desk.rule(1, kind="attestation", parameters={"every": "year", "days": 31})
    page = text_of(desk.house.client("Carl").get(at("page")))
    assert "Ett går inte att bedöma." in page
    assert page.index("Behöver ledningens stöd") < page.index("Går inte att bedöma än")
    wheel = text_of(desk.house.client("Carl").get(at("wheel")))
    assert re.search(r"Intyga om det hölls under \d{4}: att hålla funktionen tillsatt", wheel)


def test_a_meeting_that_was_held_stands_on_the_wheel_of_its_year(desk: Desk) -> None:
    day = TODAY - 10 * DAY
    desk.rule()
    desk.met(day)
    client = desk.house.client("Carl")
    assert "Möte i EST Nygård" in client.get(at("wheel"), {"ar": day.year}).text
    assert "Möte i EST Nygård" not in client.get(at("wheel"), {"ar": day.year - 5}).text
    assert "Möte i EST Nygård" not in client.get(at("wheel"), {"ar": day.year, "grupp": 999}).text


@pytest.mark.parametrize("asked", ["ar=abc", "ar=99999", "grupp=x&part=y", "ar=1"])
def test_an_address_that_cannot_be_read_shows_this_year(desk: Desk, asked: str) -> None:
    desk.rule()
    answer = desk.house.client("Carl").get(f"{at('wheel')}?{asked}")
    assert answer.status_code == 200
    assert f"Årshjulet {TODAY.year}" in answer.text


def test_the_pages_keep_their_budget_of_statements(desk: Desk) -> None:
    for n in range(6):
        desk.rule(n % 3, parameters={"body": desk.body.pk, "times": n + 1, "every": "month"})
        desk.met(TODAY - (10 + n) * DAY)
    client = desk.house.client("Carl")
    for name in ("page", "wheel"):
        assert len(statements(client, at(name))) <= MOST, name


def test_what_is_handed_out_on_paper_asks_the_same_of_three_rows_as_of_twelve(desk: Desk) -> None:
    furnished = furnish(desk.house)
    desk.body = furnished.body
    desk.rule()

    def add(n: int) -> None:
        desk.rule(n % 3, parameters={"body": desk.body.pk, "times": n + 1, "every": "month"})
        desk.met(TODAY - (1 + n) * DAY)
        furnished.measure(f"Åtgärd {n}", cause=furnished.dark, due=TODAY - DAY)
        problem = problems.open_problem(actor=desk.house.carl, told=problems.Told(title=f"Problem {n}"))
        problems.add_cause(actor=desk.house.carl, problem=problem.pk, said=Because(side="place", text="Mörkt"))
        vow = made(furnished, starts=TODAY - (10 + n) * DAY)
        vow.stand()

    pages = [
        at("printed"),
        reverse("leadership:year_docx", kwargs={"slug": "alfa", "year": TODAY.year}),
        at("statute_word"),
        reverse("leadership:agreement_word", kwargs={"slug": "alfa", "pk": desk.agreement.pk}),
    ]
    asks_the_same(desk.house.client("Carl"), pages, add)


def test_a_measure_with_a_day_has_its_mark_under_the_party_that_answers_and_one_that_was_stopped_has_none(
    desk: Desk,
) -> None:
    carl, day = desk.house.carl, TODAY + 20 * DAY
    made = [
        plans.create_measure(
            actor=carl,
            told=Told(what=what, kind="situational", responsible=desk.house.police.pk, due=due),
            whose=Whose(party=desk.house.municipality.pk, body=desk.body.pk),
        )
        for what, due in (("Fler lampor", day), ("Rensade buskar", day), ("Utan dag", None))
    ]
    plans.report(actor=carl, measure=made[1].pk, state="stopped", text="Marken är såld.")
    client = desk.house.client("Carl")
    shown = client.get(at("wheel"), {"ar": day.year, "part": desk.house.police.pk}).text
    assert "Åtgärd: Fler lampor" in shown
    assert f"/s/alfa/planer/atgarder/{made[0].pk}/" in shown
    assert "Rensade buskar" not in shown
    assert "Utan dag" not in shown
    assert "Fler lampor" not in client.get(at("wheel"), {"part": desk.house.housing.pk}).text
