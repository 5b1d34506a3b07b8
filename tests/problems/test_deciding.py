"""A meeting gives priority, or deliberately does not; the decision can be undone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.core import masking
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.guard import MASK
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import AgendaItem, Decision, Meeting
from lagesbild.problems import actions
from lagesbild.problems.actions.deciding import DEPRIORITISE, PRIORITISE
from lagesbild.problems.models import Problem
from lagesbild.problems.room import POINT
from tests.problems.conftest import Place
from tests.problems.test_describing import TOLD
from tests.problems.test_valuing import score, valued

pytestmark = pytest.mark.django_db(transaction=True)
State = Problem.State


def held(place: Place, problem: Problem) -> AgendaItem:
    """A meeting that is being held, with the problem on its agenda."""
    meeting = _meeting(place)
    item = meetings.add_item(actor=place.carl, meeting=meeting.pk, kind=POINT, subject=problem.pk)
    meetings.hold(actor=place.carl, meeting=meeting.pk)
    return item


def _meeting(place: Place) -> Meeting:
    now = timezone.now()
    with scope(place.carl.scope()):
        body = Meeting.objects.first()
    group = body.body if body else place.house.body()
    return meetings.plan(actor=place.carl, body=group.pk, hours=Hours(starts=now, ends=now + dt.timedelta(hours=1)))


def now(place: Place, problem: Problem) -> Problem:
    with scope(place.carl.scope()):
        return Problem.objects.get(pk=problem.pk)


def test_a_decision_gives_priority_and_undoing_it_takes_it_back(place: Place) -> None:
    problem = valued(place)
    item = held(place, problem)
    assert item.title == TOLD.title
    made = meetings.decide(actor=place.carl, item=item.pk, text="Vi tar det här först.", act=PRIORITISE)
    row = now(place, problem)
    assert (row.state, row.decision_id, row.reason) == (State.PRIORITISED, made.pk, "")
    meetings.undo_decision(actor=place.carl, decision=made.pk)
    row = now(place, problem)
    assert (row.state, row.decision_id) == (State.OPEN, None)


def test_the_start_page_asks_for_a_valuation_until_there_is_a_priority(place: Place) -> None:
    problem = valued(place)
    assert place.lena.person
    client, start = place.house.client("Lena"), reverse("home", kwargs={"slug": "alfa"})
    to_value = reverse("problems:value", kwargs={"slug": "alfa", "pk": problem.pk})
    assert to_value in client.get(start).text
    meetings.decide(actor=place.carl, item=held(place, problem).pk, text="Vi tar det här först.", act=PRIORITISE)
    assert to_value not in client.get(start).text


def test_approved_minutes_lead_on_to_the_problem_that_was_decided_on(place: Place) -> None:
    problem = valued(place)
    item = held(place, problem)
    meetings.decide(actor=place.carl, item=item.pk, text="Vi tar det här först.", act=PRIORITISE)
    meetings.add_adjunct(actor=place.carl, meeting=item.meeting_id, name="Siv Skog", present=True)
    meetings.approve(actor=place.carl, meeting=item.meeting_id)
    minutes = reverse("meetings:minutes", kwargs={"slug": "alfa", "pk": item.meeting_id})
    shown = place.house.client("Carl").get(minutes).text.split('id="vidare"')[1].split("</section>")[0]
    assert reverse("problems:detail", kwargs={"slug": "alfa", "pk": problem.pk}) in shown


def test_deprioritised_with_the_text_of_the_decision_as_the_reason_and_back_to_what_was_decided_before(
    place: Place,
) -> None:
    problem = valued(place)
    item = held(place, problem)
    first = meetings.decide(actor=place.carl, item=item.pk, text="Först.", act=PRIORITISE)
    second = meetings.decide(actor=place.carl, item=item.pk, text="Sköts i ordinarie drift.", act=DEPRIORITISE)
    row = now(place, problem)
    assert (row.state, row.reason) == (State.DEPRIORITISED, "Sköts i ordinarie drift.")
    with pytest.raises(WrongState):
        meetings.undo_decision(actor=place.carl, decision=first.pk)
    meetings.undo_decision(actor=place.carl, decision=second.pk)
    row = now(place, problem)
    assert (row.state, row.reason, row.decision_id) == (State.PRIORITISED, "", first.pk)


def test_a_closed_problem_is_not_decided_on_and_keeps_its_priority_when_it_is_opened_again(place: Place) -> None:
    problem = valued(place)
    item = held(place, problem)
    made = meetings.decide(actor=place.carl, item=item.pk, text="Först.", act=PRIORITISE)
    actions.close(actor=place.carl, problem=problem.pk, reason="Borta")
    with pytest.raises(WrongState):
        meetings.undo_decision(actor=place.carl, decision=made.pk)
    with pytest.raises(WrongState):
        meetings.decide(actor=place.carl, item=item.pk, text="Nej.", act=DEPRIORITISE)
    actions.reopen(actor=place.carl, problem=problem.pk)
    assert now(place, problem).state == State.PRIORITISED


def test_priority_is_not_given_without_a_meeting(place: Place) -> None:
    problem, other = valued(place), valued(place, "Klotter")
    item = held(place, problem)
    made = meetings.decide(actor=place.carl, item=item.pk, text="Vi talade om det.")
    for act in (actions.prioritise, actions.deprioritise, actions.undo_priority):
        for row in (problem, other):
            with pytest.raises(Denied):
                act(actor=place.carl, problem=row.pk, decision=made.pk)
    taken = meetings.decide(actor=place.carl, item=item.pk, text="Först.", act=PRIORITISE)
    with pytest.raises(Denied):
        actions.prioritise(actor=place.lena, problem=problem.pk, decision=taken.pk)
    with pytest.raises(Denied):
        actions.prioritise(actor=place.carl, problem=other.pk, decision=taken.pk)


def test_what_others_may_not_see_is_called_by_its_number_on_an_agenda(place: Place) -> None:
    own = actions.open_problem(actor=place.carl, told=TOLD, audience=place.audience(Audience.OWN))
    item = held(place, own)
    assert item.title == f"Problem {own.number}"
    hidden = actions.open_problem(actor=place.mia, told=TOLD, audience=place.audience(Audience.OWN))
    with pytest.raises(InputError):
        meetings.add_item(actor=place.carl, meeting=item.meeting_id, kind=POINT, subject=hidden.pk)


def test_the_point_shows_what_the_meeting_is_to_decide_on(place: Place) -> None:
    problem = valued(place, harm=2)
    score(place, place.lena, problem, harm=5)
    actions.add_note(actor=place.carl, problem=problem.pk, text="Vandring i november: mörk väntzon.")
    item = held(place, problem)
    client = place.house.client("Carl")
    page = client.get(f"/s/alfa/moten/{item.meeting_id}/").text
    for words in (TOLD.what, "mörk väntzon", "Parterna är oeniga om 1 kriterium", "Problemet prioriteras"):
        assert words in page, words


def test_words_masked_in_the_decision_go_from_the_reason_and_words_masked_in_the_problem_from_the_agenda(
    place: Place,
) -> None:
    problem = actions.open_problem(actor=place.carl, told=actions.Told(title="Bror Eks port"))
    item = held(place, problem)
    meetings.decide(actor=place.carl, item=item.pk, text="Bror Ek sköter det.", act=DEPRIORITISE)
    masking.mask(actor=place.carl, subject="meeting", pk=item.meeting_id, stretches=["Bror Ek sköter"])
    assert now(place, problem).reason == f"{MASK} det."
    masking.mask(actor=place.carl, subject="problem", pk=problem.pk, stretches=["Bror Eks"])
    with scope(place.carl.scope()):
        assert AgendaItem.objects.get(pk=item.pk).title == f"{MASK} port"
        assert Decision.objects.get().text == f"{MASK} det."
