"""What problems rest on is frozen as it stands; the database refuses every change but that words are masked."""

from __future__ import annotations

import datetime as dt
import json
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from lagesbild.core import chain, masking
from lagesbild.core.actions import acting
from lagesbild.core.guard import MASK
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.dialogues import actions as dialogue_actions
from lagesbild.dialogues import models as dialogues
from lagesbild.errors import InputError
from lagesbild.incidents import actions as incidents
from lagesbild.problems import actions, frozen, page
from lagesbild.problems.models import Evidence, Problem
from tests.problems.conftest import EVENING, SQUARE, Place
from tests.problems.test_describing import TOLD

pytestmark = pytest.mark.django_db(transaction=True)
ZONE = ZoneInfo("Europe/Stockholm")


def chosen(**changes: object) -> actions.Chosen:
    plain: dict[str, object] = {
        "first": dt.date(2026, 1, 1),
        "last": dt.date(2026, 3, 31),
        "start": dt.datetime(2026, 1, 1, tzinfo=ZONE),
        "end": dt.datetime(2026, 4, 1, tzinfo=ZONE),
        "lon": SQUARE[0],
        "lat": SQUARE[1],
        "metres": 300,
    }
    return actions.Chosen(**{**plain, **changes})  # type: ignore[arg-type]


def test_incidents_are_laid_down_with_what_they_show(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    with timezone.override(ZONE):
        found = [place.report(-7 * n).pk for n in range(3)]
        found.append(place.report(-1, category=place.graffiti).pk)
        row = actions.add_incidents(actor=place.carl, problem=problem.pk, chosen=chosen(), text="Mest på fredagar")
    figures = row.content["figures"]
    assert sorted(row.incidents) == sorted(found)
    assert (figures["n"], figures["placed"], figures["timed"]) == (4, 4, 4)
    assert [(name, n) for _, name, n in figures["categories"]] == [("Störande körning", 3), ("Klotter", 1)]
    assert figures["clock"][4][3] == 3, "Friday evening"
    assert figures["clock"][3][3] == 1, "Thursday evening"
    assert row.content["sentences"]["sv"] == ["4 händelser från 2026-01-01 till 2026-03-31."]
    assert row.content["period"] == {"start": "2026-01-01", "end": "2026-04-01"}
    assert row.digest == frozen.digest(row.kind, row.content, row.incidents)
    with scope(place.carl.scope()):
        entry = TimelineEntry.objects.get(verb="problem.evidenced")
    assert (entry.detail["digest"], entry.detail["n"]) == (row.digest, 4)


def test_only_what_one_sees_is_laid_down(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    place.report(-1)
    place.report(-2, audience=Audience.OWN, actor=place.mia)
    row = actions.add_incidents(actor=place.carl, problem=problem.pk, chosen=chosen())
    assert len(row.incidents) == 1
    assert len(actions.add_incidents(actor=place.mia, problem=problem.pk, chosen=chosen()).incidents) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"categories": (10**9,)},
        {"lon": 10.0, "lat": 50.0},
        {"start": dt.datetime(2020, 1, 1, tzinfo=ZONE), "end": dt.datetime(2020, 2, 1, tzinfo=ZONE)},
        {"last": dt.date(2025, 12, 31)},
    ],
)
def test_a_choice_that_finds_nothing_lays_nothing_down(place: Place, changes: dict[str, object]) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    place.report(-1)
    with pytest.raises(InputError):
        actions.add_incidents(actor=place.carl, problem=problem.pk, chosen=chosen(**changes))


def test_what_is_laid_down_stays_when_incidents_change_and_what_came_after_is_counted(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    before = place.report(-1)
    row = actions.add_incidents(actor=place.carl, problem=problem.pk, chosen=chosen())
    incidents.set_aside(actor=place.carl, incident=before.pk, reason="test")
    place.report(0)
    place.report(0, category=place.graffiti)
    with scope(place.carl.scope()):
        kept = Evidence.objects.get(pk=row.pk)
        assert kept.content["figures"]["n"] == 1
        today = page.since(problem, [kept], ZONE)
        kept.at = EVENING - dt.timedelta(hours=12)  # as if it had been laid down on that day
        after = page.since(problem, [kept], ZONE)
        kept.at, kept.content["period"]["end"] = EVENING + dt.timedelta(days=9), "2026-03-13"
        between = page.since(problem, [kept], ZONE)
    assert today is not None
    assert after is not None
    assert between is not None
    assert (today.n, after.n) == (0, 1), "of the kinds that were laid down, begun after that"
    assert between.n == 1, "also what began after its last day, and before it was laid down"
    assert after.query["fran"] == "2026-03-13"


def test_the_database_refuses_to_change_what_is_laid_down_or_to_take_it_away(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    row = actions.add_note(actor=place.carl, problem=problem.pk, text="En vandring i november")
    content = {**row.content, "text": "Något annat"}
    with acting(place.carl):
        assert Evidence.objects.filter(pk=row.pk).update(content=content) == 0
        assert Evidence.objects.filter(pk=row.pk).delete()[0] == 0
    with acting(worker(place.house.partnership.pk)), pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(pk=row.pk).update(content=content)


def test_words_are_masked_in_evidence_and_the_rest_is_proved(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    row = actions.add_note(actor=place.carl, problem=problem.pk, text="Bror Ek står där om kvällarna.")
    masking.mask(actor=place.carl, subject="problem", pk=problem.pk, stretches=["Bror Ek"])
    with scope(place.carl.scope()):
        after = Evidence.objects.get(pk=row.pk)
    assert after.content["text"] == f"{MASK} står där om kvällarna."
    assert "Bror" not in json.dumps(after.content)
    assert frozen.digest(after.kind, after.content, after.incidents) == row.digest


def test_a_place_masked_in_an_incident_goes_from_the_problem_too(place: Place) -> None:
    incident = place.report(-1, place="Bror Eks hus")
    told = actions.Told(title="Klotter, Bror Eks hus", place="Bror Eks hus")
    problem = actions.open_problem(actor=place.carl, told=told)
    masking.mask(actor=place.carl, subject="incident", pk=incident.pk, stretches=["Bror Eks"])
    with scope(place.carl.scope()):
        problem.refresh_from_db()
    assert (problem.title, problem.place) == (f"Klotter, {MASK} hus", f"{MASK} hus")


def test_the_chain_leads_from_incidents_through_the_problem_to_its_causes_and_back(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    incident = place.report(-1)
    hidden = place.report(-2, audience=Audience.OWN, actor=place.mia)
    actions.add_incidents(actor=place.mia, problem=problem.pk, chosen=chosen())
    cause = actions.add_cause(actor=place.carl, problem=problem.pk, said=actions.Because(side="place", text="Mörkt"))

    def walked(kind: str, row: object) -> dict[str, list[int]]:
        with scope(place.carl.scope()):
            return {step.name: [link.number for link in step.links] for step in chain.walk(kind, row)}  # type: ignore[arg-type]

    whole = {
        "incidents.incident": [incident.pk],
        "problems.problem": [problem.pk],
        "problems.cause": [cause.pk],
    }
    assert walked("incidents.incident", incident) == whole
    assert walked("problems.problem", problem) == whole
    assert walked("problems.cause", cause) == whole
    with scope(place.mia.scope()):
        steps = {step.name: step.count for step in chain.walk("problems.problem", Problem.objects.get(pk=problem.pk))}
    assert steps["incidents.incident"] == 2
    assert hidden.pk not in whole["incidents.incident"]


def asked(place: Place, *, own: bool = False) -> tuple[dialogues.Dialogue, int]:
    """A staff dialogue that six have answered, and the number of its question."""
    today = timezone.localdate()
    told = dialogue_actions.Told(
        kind="staff", title="Trygghet vid torget", opens=today, closes=today + dt.timedelta(days=7)
    )
    row = dialogue_actions.create(actor=place.carl, told=told, own=own)
    said = dialogue_actions.Asked(text="Väljer du en annan väg vid Bror Eks kiosk?", kind="one", options=("Ja", "Nej"))
    question = dialogue_actions.add_question(actor=place.carl, dialogue=row.pk, asked=said)
    dialogue_actions.open_(actor=place.carl, dialogue=row.pk)
    return row, question.pk


def test_a_dialogue_is_laid_down_as_it_stands_and_stays(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    row, question = asked(place)
    with pytest.raises(InputError):
        actions.add_dialogue(actor=place.carl, problem=problem.pk, dialogue=row.pk)
    for _ in range(6):
        answered = dialogue_actions.Answered(content={question: 0})
        dialogue_actions.answer(actor=place.carl, dialogue=row.pk, answered=answered)
    laid = actions.add_dialogue(actor=place.carl, problem=problem.pk, dialogue=row.pk)
    assert (laid.dialogue_id, laid.content["figures"]["n"]) == (row.pk, 6)
    assert "6 svar" in laid.content["sentences"]["sv"][0]
    assert laid.content["limits"]["sv"]
    masking.mask(actor=place.carl, subject="dialogue", pk=row.pk, stretches=["Bror Eks"])
    with scope(place.carl.scope()):
        after = Evidence.objects.get(pk=laid.pk)
        steps = {step.name: step.count for step in chain.walk("dialogues.dialogue", row)}
    assert "Bror" not in json.dumps(after.content)
    assert MASK in json.dumps(after.content, ensure_ascii=False)
    assert frozen.digest(after.kind, after.content, after.incidents) == laid.digest
    assert steps == {"dialogues.dialogue": 1, "problems.problem": 1}
    page_of = place.house.client("Carl").get(f"/s/alfa/problem/{problem.pk}/").text
    assert "Trygghet vid torget" in page_of


def test_a_partys_own_dialogue_is_not_laid_down_where_more_would_read_it(place: Place) -> None:
    row, question = asked(place, own=True)
    dialogue_actions.answer(
        actor=place.carl, dialogue=row.pk, answered=dialogue_actions.Answered(content={question: 1})
    )
    shared = actions.open_problem(actor=place.carl, told=TOLD)
    with pytest.raises(InputError):
        actions.add_dialogue(actor=place.carl, problem=shared.pk, dialogue=row.pk)
    own = actions.open_problem(actor=place.carl, told=TOLD, audience=place.audience(Audience.OWN))
    assert actions.add_dialogue(actor=place.carl, problem=own.pk, dialogue=row.pk).dialogue_id == row.pk


def test_only_dialogues_that_were_answered_are_offered(place: Place) -> None:
    problem = actions.open_problem(actor=place.carl, told=TOLD)
    row, question = asked(place)
    client, where = place.house.client("Carl"), f"/s/alfa/problem/{problem.pk}/underlag/dialog/"
    assert "Ingen dialog har besvarats än" in client.get(where).text
    dialogue_actions.answer(
        actor=place.carl, dialogue=row.pk, answered=dialogue_actions.Answered(content={question: 0})
    )
    assert "Trygghet vid torget" in client.get(where).text
    client.post(where, {"dialogue": row.pk})
    with scope(place.carl.scope()):
        assert Evidence.objects.get().dialogue_id == row.pk
