"""Pages of problems: by role, with forms alone, and what they cost."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.problems import actions, page
from lagesbild.problems.models import Cause, Evidence, Problem
from tests.problems.conftest import EVENING, SQUARE, Place
from tests.problems.test_describing import TOLD
from tests.problems.test_valuing import valued

pytestmark = pytest.mark.django_db(transaction=True)
OWN_QUERIES = 20
"""Beside those that the frame of every page asks: who one is, and how things stand at each stop of the cycle."""


def address(name: str, **arguments: object) -> str:
    return reverse(f"problems:{name}", kwargs={"slug": "alfa", **arguments})


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_number_in_one_of_many_texts_is_pointed_out_beside_that_text(place: Place) -> None:
    place.house.person("Carin", place.house.municipality, Role.COORDINATOR)
    said = {"title": "Körning", "what": "A-traktorer.", "when": "Ring 070-174 06 05.", "readers": "all"}
    page = place.house.client("Carin").post(address("new"), said).text
    assert re.findall(r'class="error" id="id_(\w+)-error">\s*Texten innehåller personnummer', page) == ["when"]
    assert "Ring 070-174 06 05." in page


def test_a_coordinator_goes_from_a_problem_to_its_causes_with_forms_alone(place: Place) -> None:
    place.report(-1)
    place.report(-8)
    carl = place.carl
    client = place.house.client("Carl")
    said = {
        "title": "Störande körning vid Brukstorget",
        "what": "A-traktorer kör runt på torget med hög musik.",
        "lon": SQUARE[0],
        "lat": SQUARE[1],
        "place": "Brukstorget",
        "readers": "all",
    }
    opened = client.post(address("new"), said)
    with scope(carl.scope()):
        problem = Problem.objects.get()
    assert opened["Location"] == address("detail", pk=problem.pk)
    choice = {"fran": "2026-01-01", "till": "2026-03-31", "kategori": [place.driving.pk], "meter": 300}
    found = client.get(address("add_incidents", pk=problem.pk), choice)
    assert "2 händelser" in text_of(found.text)
    client.post(
        f"{address('add_incidents', pk=problem.pk)}?fran=2026-01-01&till=2026-03-31&meter=300",
        {"text": "Nästan alla på fredagskvällar."},
    )
    client.post(address("add_note", pk=problem.pk), {"text": "Trygghetsvandring i november: mörk väntzon."})
    harm = place.criterion("harm")
    client.post(
        address("value", pk=problem.pk),
        {"party": place.house.municipality.pk, f"k{harm.pk}": "4", f"s{harm.pk}": "Skador varje helg"},
    )
    client.post(
        address("add_cause", pk=problem.pk),
        {"side": "place", "text": "Torget är öppet för genomfart", "confidence": "well_founded"},
    )
    with scope(carl.scope()):
        cause = Cause.objects.get()
    client.post(
        address("add_cause", pk=problem.pk),
        {"side": "victim", "parent": cause.pk, "text": "Bommen är borta", "confidence": "assumption"},
    )
    shown = text_of(client.get(address("detail", pk=problem.pk)).text)
    for words in (
        "Problem 1",
        "2 händelser",
        "Nästan alla på fredagskvällar.",
        "mörk väntzon",
        "Skador varje helg",
        "Torget är öppet för genomfart",
        "1.1 Bommen är borta",
        "Ingen åtgärd ännu",
        "Det enda som har värderats",
    ):
        assert words in shown, words
    with scope(carl.scope()):
        assert len(Evidence.objects.get(kind="incidents").incidents) == 2
    client.post(address("close", pk=problem.pk), {"reason": "Torget är avstängt."})
    assert "Torget är avstängt." in client.get(address("detail", pk=problem.pk)).text
    client.post(address("reopen", pk=problem.pk))
    assert "Torget är avstängt." not in text_of(client.get(address("list")).text)


def pages(problem: Problem, evidence: Evidence, cause: Cause) -> list[str]:
    return [
        *(address(name) for name in ("list", "new", "weights", "focus_areas")),
        *(
            address(name, pk=problem.pk)
            for name in ("detail", "change", "close", "value", "add_cause", "add_incidents", "add_note")
        ),
        address("evidence", pk=evidence.pk),
        address("cause", pk=cause.pk),
    ]


def test_a_map_that_takes_no_point_does_not_say_that_it_does(place: Place) -> None:
    problem = valued(place)
    helped = {}
    for name in ("change", "detail"):
        answer = place.house.client("Carl").get(address(name, pk=problem.pk)).text
        labels = re.search(r'data-labels="([^"]*)"', answer)
        assert labels is not None, name
        helped[name] = "Retur sätter punkten" in json.loads(unescape(labels[1]))["help"]
    assert helped == {"change": True, "detail": False}


@pytest.mark.parametrize("role", list(Role))
def test_each_page_has_an_answer_for_each_role(place: Place, role: Role) -> None:
    problem = valued(place)
    evidence = actions.add_note(actor=place.carl, problem=problem.pk, text="En vandring")
    cause = actions.add_cause(actor=place.carl, problem=problem.pk, said=actions.Because(side="place", text="Mörkt"))
    place.house.anyone(role)
    client = place.house.client(role.title())
    for where in pages(problem, evidence, cause):
        answer = client.get(where)
        assert answer.status_code in (200, 403), where
        if answer.status_code == 200:
            assert answer.text.count("<h1") == 1, where
            assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", answer.text), where
    expected = 403 if role == Role.REPORTER else 200
    assert client.get(address("detail", pk=problem.pk)).status_code == expected


def test_what_another_party_keeps_to_itself_is_not_there(place: Place) -> None:
    own = actions.open_problem(actor=place.mia, told=TOLD, audience=place.audience(Audience.OWN))
    client = place.house.client("Carl") if place.carl else Client()
    assert client.get(address("detail", pk=own.pk)).status_code == 404
    assert TOLD.title not in client.get(address("list")).text
    assert TOLD.title in place.house.client("Mia").get(address("list")).text


def queries(client: Client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(where).status_code == 200
    return sum(one["sql"].startswith("SELECT") for one in asked)


def test_pages_ask_as_much_whatever_there_is(place: Place) -> None:
    problem = valued(place)
    client = place.house.client("Carl")
    before = {name: queries(client, where) for name, where in wheres(problem).items()}
    for n in range(4):
        row = valued(place, title=f"Klotter {n}")
        actions.add_note(actor=place.carl, problem=problem.pk, text=f"Vandring {n}")
        cause = actions.add_cause(
            actor=place.carl, problem=problem.pk, said=actions.Because(side="place", text=f"Mörkt {n}")
        )
        actions.add_cause(
            actor=place.carl, problem=problem.pk, said=actions.Because(side="place", text="Så", parent=cause.pk)
        )
        assert row.number > problem.number
    for n in range(3):
        place.report(-n)
    actions.add_incidents(actor=place.carl, problem=problem.pk, chosen=around(problem))
    after = {name: queries(client, where) for name, where in wheres(problem).items()}
    frame = queries(client, address("focus_areas")) - 1
    assert max(after.values()) - frame <= OWN_QUERIES, (after, frame)
    assert after["list"] == before["list"]
    # with causes the chain has one more link, and with incidents two
    assert after["detail"] - before["detail"] <= 5, (before, after)


def wheres(problem: Problem) -> dict[str, str]:
    return {"list": address("list"), "detail": address("detail", pk=problem.pk)}


def around(problem: Problem) -> actions.Chosen:
    return actions.Chosen(
        first=EVENING.date().replace(month=1),
        last=EVENING.date(),
        start=EVENING.replace(month=1),
        end=timezone.now(),
        lon=problem.lon,
        lat=problem.lat,
        metres=300,
    )


def test_measures_of_a_room_below_stand_in_the_tree(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_sources", [])
    problem = valued(place)
    cause = actions.add_cause(actor=place.carl, problem=problem.pk, said=actions.Because(side="place", text="Mörkt"))
    measure = page.Measure("half", "under way", "Belysning i väntzonen", "Gatuenheten", "/atgard/1/")
    page.measures_from(
        lambda here, causes: {cause.pk: [measure]} if cause.pk in causes else {},
        lambda here, row, why: f"/ny/{why.pk if why else 0}/",
    )
    client = place.house.client("Carl")
    shown = client.get(address("detail", pk=problem.pk)).text
    assert "Belysning i väntzonen" in shown
    assert "Ingen åtgärd ännu" not in shown
    assert f'href="/ny/{cause.pk}/"' in shown
