"""A real database is filled by the actions that people use: whole, once, resumed where it was broken off."""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn

import pytest
from django.test import Client
from django.urls import reverse

from lagesbild.accounts import demo as signin
from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core import timeline
from lagesbild.core.access import known_subjects
from lagesbild.core.models import Partnership, Party, TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker
from lagesbild.core.timeline import faults
from lagesbild.demo import fill as filling
from lagesbild.demo.cast.bodies import BODIES
from lagesbild.demo.cast.people import introductions, people_of
from lagesbild.demo.events import past
from lagesbild.demo.events.model import last_monday
from lagesbild.demo.events.units import PARTIES
from lagesbild.demo.fill import fill, meetings, partnerships
from lagesbild.demo.fill.here import ZONE, Here
from lagesbild.demo.fill.public import Telling
from lagesbild.demo.towns import SHAPES, shape_of, town
from lagesbild.dialogues import results
from lagesbild.dialogues.models import Answer, Dialogue, Note
from lagesbild.incidents.models import Category, Import, Incident, Silence
from lagesbild.meetings.models import Meeting, Task
from lagesbild.organisation.models import Body, Seat
from lagesbild.picture.models import Edition
from lagesbild.places.models import Address, AreaSet, GroundMap, Municipality
from lagesbild.places.models import Spot as NamedSpot
from lagesbild.promises.models import Promise
from lagesbild.publishing import kinds
from lagesbild.publishing.models import News, Publication

pytestmark = pytest.mark.django_db(transaction=True)
SLUG = "tranmora"


def today() -> dt.date:
    return dt.datetime.now(ZONE).date()


def numbers(partnership: int) -> dict[str, int]:
    """How many rows there are of what filling puts there."""
    said = (Publication, Dialogue, Answer, Note)
    rows = (
        Membership,
        Body,
        Seat,
        Import,
        Incident,
        Category,
        Meeting,
        Task,
        Edition,
        AreaSet,
        Address,
        Silence,
        *said,
    )
    with scope(worker(partnership).scope()):
        return {kind.__name__: kind._default_manager.filter(partnership_id=partnership).count() for kind in rows}


def test_a_small_municipality_is_filled_whole_and_a_second_time_changes_nothing(owner_url: str) -> None:
    said: list[float] = []
    fill(owner_url, 1, lambda message, share: said.append(share), only=[SLUG])
    assert said == sorted(said)
    assert said[-1] == 1.0
    partnership = partnerships.known(owner_url)[SLUG]
    made = past(town(shape_of(SLUG)), today(), 1)
    with scope(worker(partnership).scope()):
        assert Partnership.objects.get().invented
        assert Party.objects.count() == len(PARTIES[SLUG])
        assert set(Membership.objects.values_list("role", flat=True)) == {str(role) for role in Role}
        assert Body.objects.count() == 2
        assert Seat.objects.filter(holders__isnull=True).count() == 2
        assert Municipality.objects.get().name == "Tranmora"
        assert AreaSet.objects.get().counted
        assert Address.objects.count() == len(town(shape_of(SLUG)).addresses)
        assert NamedSpot.objects.filter(name="Stora torget").exists()
        assert GroundMap.objects.exists()
        brought = Incident.objects.filter(source__isnull=False)
        spoiled = sum(batch.counts["unreadable"] for batch in Import.objects.all())
        assert brought.count() == len(made.events) - spoiled
        placed = brought.filter(lon__isnull=False)
        assert 0.02 < 1 - placed.count() / brought.count() < 0.08
        assert not placed.filter(areas=[]).exists(), "every point lies in an area"
        assert Incident.objects.to_sort().count() >= 3
        assert Incident.objects.filter(source__isnull=True, start__date=today() - dt.timedelta(days=1)).exists()
        assert list(Edition.objects.values_list("start", "state")) == [(last_monday(today()), "decided")]
        states = set(Meeting.objects.values_list("state", flat=True))
        assert states & {"held", "approved"}
        assert states & {"planned", "called"}
        assert not Meeting.objects.filter(state="held", starts__date__gt=today()).exists()
        ahead = Meeting.objects.filter(state__in=["planned", "called"])
        assert not ahead.filter(starts__date__lt=today()).exists()
        assert Task.objects.exists()
        assert list(faults(partnership)) == []
        entries = list(TimelineEntry.objects.all())
        assert {entry.subject for entry in entries} <= known_subjects().keys(), "else pages show names from the code"
        assert not [
            line.entry.verb
            for line in timeline.worded(TimelineEntry.objects.all())
            if line.said.text == line.entry.verb
        ]
        sorts = list(Category.objects.filter(active=True))
        assert sorts[-1].name == "Annat"
        unused = [kind.name for kind in sorts if not Incident.objects.filter(category=kind).exists()]
        assert unused == ["Annat"], "no kind stands there twice, under the name that all begin with and one of its own"
    read_by_everyone(partnership)
    before = numbers(partnership)
    fill(owner_url, 1, only=[SLUG])
    assert numbers(partnership) == before
    fill(owner_url, 1, today=today() + dt.timedelta(weeks=3), only=[SLUG])
    assert numbers(partnership) == before, "what was filled is kept as it is, also weeks later"


def read_by_everyone(partnership: int) -> None:
    """A site that is open, with something of each kind, a dialogue to answer and one that is told of."""
    pages = {"start", "promises", "pictures", "news_list", "agreements", "minutes_list"}
    texts = {name: Client().get(reverse(f"portal:{name}", kwargs={"slug": SLUG})) for name in pages}
    assert {answer.status_code for answer in texts.values()} == {200}
    with scope(worker(partnership).scope()):
        assert set(Publication.objects.published().values_list("kind", flat=True)) == {
            one.name for one in kinds.known()
        }
        assert set(Promise.objects.values_list("state", flat=True)) == {"published", "ended"}
        assert News.objects.open().count() == Publication.objects.of_kind("news").count() + 1, "one waits"
        states = set(Dialogue.objects.values_list("kind", "state"))
        assert states == {("public", "open"), ("public", "closed"), ("staff", "open"), ("walk", "closed")}
        over = Dialogue.objects.get(kind="public", state="closed")
        week = last_monday(today())
        assert over.outcome
        assert over.answers.filter(day__gte=week, day__lt=week + dt.timedelta(weeks=1)).exists(), "the picture says so"
        assert [one.n for one in results.published(results.counted(over))] >= [results.LEAST] * 3
        assert not Note.objects.filter(place="").exists()
        opened = Dialogue.objects.get(kind="public", state="open")
    page = reverse("open_dialogues:detail", kwargs={"slug": SLUG, "pk": opened.pk})
    assert Client().get(page).status_code == 200


def test_a_filling_that_was_broken_off_goes_on_where_it_was(owner_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_here: Here) -> NoReturn:
        raise KeyboardInterrupt

    few = filling.STEPS[:2]
    broken = (few[0], filling.Step(few[1].name, few[1].done, breaks))
    monkeypatch.setattr(filling, "STEPS", broken)
    with pytest.raises(KeyboardInterrupt):
        fill(owner_url, 1, only=[SLUG])
    partnership = partnerships.known(owner_url)[SLUG]
    before = numbers(partnership)
    assert before["Membership"] > 10
    assert before["Body"] == 0
    monkeypatch.setattr(filling, "STEPS", few)
    fill(owner_url, 1, only=[SLUG])
    after = numbers(partnership)
    assert after["Membership"] == before["Membership"]
    assert after["Body"] == 2


def test_a_filling_that_began_before_midnight_is_done_after_it(owner_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = filling.Step("asked", lambda _here: False, lambda here: Telling(here).ask())
    monkeypatch.setattr(filling, "STEPS", (*filling.STEPS[:2], asking))
    fill(owner_url, 1, today=today() - dt.timedelta(days=1), only=[SLUG])
    with scope(worker(partnerships.known(owner_url)[SLUG]).scope()):
        assert Dialogue.objects.get(kind="walk").closes < today()
        assert Dialogue.objects.get(kind="public", state="closed").closes < today()
        assert Dialogue.objects.filter(state="open").count() == 2


def test_the_list_of_whom_one_can_be_says_who_each_is(
    owner_url: str, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.DEMO = True
    monkeypatch.setattr(signin, "_introductions", [introductions])
    monkeypatch.setattr(filling, "STEPS", filling.STEPS[:1])
    fill(owner_url, 1, only=[SLUG])
    listed = {one.name: one for one in signin.characters()}
    assert {one.name for one in people_of(SLUG)} <= listed.keys()
    assert listed["Stina Tranlund"].who.startswith("Säkerhetsstrateg")
    assert all(listed[one.name].who for one in people_of(SLUG))


def test_who_serves_two_partnerships_is_one_person(owner_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "STEPS", filling.STEPS[:1])
    fill(owner_url, 1, only=["tranmora", "kungsfjarda"])
    chief = next(one for one in people_of("tranmora") if one.key == "kungsfjarda.chief")
    person = Person.objects.get(email=chief.email)
    assert not person.has_usable_password()
    for slug in ("tranmora", "kungsfjarda"):
        actor = actor_of(person.pk, slug)
        assert actor.has(Role.LEADER)
    with scope(Scope(person=person.pk)):
        assert Membership.objects.filter(person=person).count() == 2


@pytest.mark.parametrize("days", range(7))
def test_every_body_has_met_and_will_meet_whatever_day_of_the_week_it_is(days: int) -> None:
    day = dt.date(2026, 11, 23) + dt.timedelta(days=days)
    for shape in SHAPES:
        here = Here(shape, 0, 1, day)
        for plan in BODIES[shape.slug]:
            been, coming = meetings.days_of(here, plan)
            assert been
            assert max(been) < day <= min(coming)
            assert been == sorted(been)
