"""The main button of a problem's page is the next step that whoever looks can take."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.meetings import actions as meetings
from lagesbild.problems import actions, page
from lagesbild.problems.actions.deciding import PRIORITISE
from lagesbild.problems.models import Problem
from lagesbild.problems.room import POINT
from tests.problems.conftest import Place
from tests.problems.test_deciding import _meeting
from tests.problems.test_describing import TOLD
from tests.problems.test_valuing import score

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = replace(TOLD, where="Hela torget.", when="Fredag kväll.", who="De som bor där.")


def address(name: str, **arguments: object) -> str:
    return reverse(name, kwargs={"slug": "alfa", **arguments})


def button(place: Place, problem: Problem, name: str = "Carl") -> tuple[str, str] | None:
    """Words and address of the main button; None where there is none."""
    shown = place.house.client(name).get(address("problems:detail", pk=problem.pk)).text
    title = shown.split('<div class="title">')[1].split("</div>")[0]
    found = re.search(r'<a class="btn"\s+href="([^"]*)">([^<]*)</a>', title)
    return (unescape(found[2]).strip(), unescape(found[1])) if found else None


def test_it_goes_along_the_cycle_as_each_step_is_taken(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "_sources", [])
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    pk = problem.pk
    assert button(place, problem) == ("Besvara de fyra frågorna", address("problems:change", pk=pk))
    problem = actions.open_problem(actor=place.carl, told=WHOLE)
    pk = problem.pk
    assert button(place, problem) == ("Värdera problemet", address("problems:value", pk=pk))
    score(place, place.carl, problem, harm=4)
    put = address("meetings:put", kind=POINT, subject=pk)
    assert button(place, problem) == ("Ta upp på ett möte", put)
    meeting = _meeting(place)
    item = meetings.add_item(actor=place.carl, meeting=meeting.pk, kind=POINT, subject=pk)
    to_meeting = button(place, problem)
    assert to_meeting is not None
    assert to_meeting[0].startswith("Till mötet ")
    assert to_meeting[1] == f"{address('meetings:detail', pk=meeting.pk)}#punkt-{item.pk}"
    meetings.hold(actor=place.carl, meeting=meeting.pk)
    meetings.decide(actor=place.carl, item=item.pk, text="Vi tar det.", act=PRIORITISE)
    assert button(place, problem) == ("Beskriv orsakerna", address("problems:add_cause", pk=pk))
    page.measures_from(lambda here, causes: {}, lambda here, row, why: f"/ny/{why.pk if why else 0}/")
    cause = actions.add_cause(actor=place.carl, problem=pk, said=actions.Because(side="place", text="Mörkt"))
    assert button(place, problem) == ("Lägg till åtgärd mot orsak 1", f"/ny/{cause.pk}/")
    done = page.Measure("half", "under way", "Belysning", "Gatuenheten", "/atgard/1/")
    page.measures_from(lambda here, causes: {cause.pk: [done]})
    assert button(place, problem) is None


def test_what_is_prioritised_is_explained_also_by_a_coordinator_who_did_not_value_it(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=WHOLE)
    meeting = _meeting(place)
    item = meetings.add_item(actor=place.carl, meeting=meeting.pk, kind=POINT, subject=problem.pk)
    meetings.hold(actor=place.carl, meeting=meeting.pk)
    meetings.decide(actor=place.carl, item=item.pk, text="Vi tar det.", act=PRIORITISE)
    assert button(place, problem) == ("Beskriv orsakerna", address("problems:add_cause", pk=problem.pk))


def test_each_person_sees_what_that_person_can_do(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=WHOLE)
    score(place, place.carl, problem, harm=4)
    place.house.person("Vera", place.house.municipality, Role.REGISTRATOR)
    assert place.mia
    values = ("Värdera problemet", address("problems:value", pk=problem.pk))
    assert button(place, problem, "Mia") == values
    score(place, place.mia, problem, harm=2)
    assert button(place, problem, "Mia") is None, "who leads no meeting puts nothing on its agenda"
    assert button(place, problem, "Vera") is None, "who neither values nor writes has nothing to do here"
    shown = place.house.client("Mia").get(address("problems:detail", pk=problem.pk)).text
    assert "Ändra din värdering" in shown
    assert values[1] in shown


def test_a_closed_problem_leads_nowhere(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=WHOLE)
    actions.close(actor=place.carl, problem=problem.pk, reason="Det är borta.")
    assert button(place, problem) is None
