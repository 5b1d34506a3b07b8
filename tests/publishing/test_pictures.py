"""A decided picture as the public reads it."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.incidents import actions as incidents
from lagesbild.incidents.models import Category, Incident
from lagesbild.picture import actions as picture
from lagesbild.picture.models import Edition
from lagesbild.publishing import actions, kinds, pictures
from lagesbild.publishing.counts import Why, masked
from lagesbild.publishing.models import Publication
from lagesbild.publishing.public import PublicPicture, read_as
from tests.web.world import Town, last_monday, marks, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def report(
    town: Town, n: int, *, category: int, audience: str = Audience.PARTNERSHIP, lon: float | None = 16.01
) -> None:
    actor = town.actor("kommun", Role.REPORTER)
    start = dt.datetime.combine(last_monday(), dt.time(12), dt.UTC) + dt.timedelta(days=1)
    for i in range(n):
        begins = start + dt.timedelta(minutes=i)
        told = incidents.Told(
            category=category,
            start=begins,
            end=begins + dt.timedelta(minutes=1),
            precision=Incident.Precision.MINUTE,
            lon=lon,
            lat=None if lon is None else 59.51,
            place=town.mark("kommun", "own"),
        )
        incidents.report(actor=actor, party=town.parties["kommun"], audience=town.audience(audience), told=told)


def categories(town: Town) -> list[Category]:
    with scope(town.coordinator.scope()):
        return list(Category.objects.filter(active=True))


def decided(town: Town) -> Edition:
    row = picture.make_edition(actor=worker(town.pk), start=last_monday())
    return picture.decide(actor=town.coordinator, edition=row.pk)


def publish(town: Town, edition: Edition) -> PublicPicture:
    row = actions.publish(actor=town.coordinator, kind="picture", subject=edition.pk, checked=kinds.CHECKS)
    return read_as(PublicPicture, row.content)


def test_only_what_everyone_shares_is_counted_and_small_numbers_are_hidden(town: Town) -> None:
    first, second, third = categories(town)[1:4]
    report(town, 7, category=first.pk)
    report(town, 9, category=first.pk, audience=Audience.OWN, lon=16.3)
    report(town, 4, category=second.pk, lon=16.2)
    report(town, 6, category=third.pk, audience=Audience.OWN, lon=16.4)
    said = publish(town, decided(town))
    counts = {one.name: one.count for one in said.kinds}
    assert counts[first.name].value == 7
    assert counts[second.name].hidden is Why.FEW
    assert counts[third.name].hidden is Why.FEW
    assert said.total is None
    assert (said.at_least, len(said.map.squares), said.map.hidden) == (7, 1, 2)
    assert [(one.low, one.high) for one in said.map.squares] == [(5, 9)]


def test_no_word_that_was_written_in_an_incident_comes_out(town: Town) -> None:
    report(town, 7, category=categories(town)[1].pk)
    edition = decided(town)
    publish(town, edition)
    ref = pictures.slug_of(edition)
    for address in (
        reverse("portal:picture", kwargs={"slug": "alfa", "ref": ref}),
        reverse("api:picture", kwargs={"slug": "alfa", "ref": ref}),
        reverse("portal:start", kwargs={"slug": "alfa"}),
    ):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert not marks(text_of(answer))


def test_a_new_edition_that_differs_by_a_few_hides_what_differs(town: Town) -> None:
    first, second = categories(town)[1:3]
    report(town, 7, category=first.pk)
    report(town, 8, category=second.pk)
    publish(town, decided(town))
    report(town, 2, category=first.pk)
    report(town, 6, category=second.pk)
    said = publish(town, decided(town))
    counts = {one.name: one.count for one in said.kinds}
    assert (counts[first.name].value, counts[first.name].hidden) == (None, Why.CHANGE)
    assert counts[second.name].value == 14
    with scope(town.coordinator.scope()):
        assert list(Publication.objects.of_kind("picture").order_by("number").values_list("state", flat=True)) == [
            "superseded",
            "published",
        ]


def test_a_draft_is_not_published(town: Town) -> None:
    report(town, 7, category=categories(town)[1].pk)
    row = picture.make_edition(actor=worker(town.pk), start=last_monday())
    with pytest.raises(InputError):
        publish(town, row)


def test_what_is_kept_tells_nothing_of_single_incidents(town: Town) -> None:
    report(town, 7, category=categories(town)[1].pk)
    edition = decided(town)
    publish(town, edition)
    with scope(town.coordinator.scope()):
        kept = json.dumps(Publication.objects.get(kind="picture").content)
    assert "59.51," not in kept
    assert "16.01," not in kept


def test_a_new_edition_tells_no_few_reports_without_a_place_that_came_in_since(town: Town) -> None:
    first = categories(town)[1]
    report(town, 7, category=first.pk)
    report(town, 6, category=first.pk, lon=None)
    before = publish(town, decided(town)).map.unplaced
    report(town, 1, category=first.pk, lon=None)
    after = publish(town, decided(town)).map.unplaced
    assert (after.value, after.hidden) == (None, Why.CHANGE)
    assert before.value is not None


def test_that_a_hidden_kind_deviates_is_not_told_by_how_many_do() -> None:
    table = masked({"Klotter": 3, "Buller": 9})
    (first, *_) = pictures._lead(0, table, tested=True)
    assert first.sv == "Av de slag som visas avviker inget från det väntade mer än slumpen kan förklara."
    shown = masked({"Klotter": 7, "Buller": 9})
    (first, *_) = pictures._lead(0, shown, tested=True)
    assert first.sv.startswith("Inget avviker")


def test_where_no_kind_is_shown_nothing_is_said_of_those_that_are() -> None:
    said = pictures._lead(0, masked({"Klotter": 3, "Buller": 0}), tested=True)
    assert [words.sv for words in said] == [
        "Så få rapporter kom in att inget tal visas, och inget kan sägas om vad som avviker."
    ]


def test_a_picture_that_is_decided_after_midnight_says_the_day_that_it_is_here(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(town, 7, category=categories(town)[1].pk)
    row = picture.make_edition(actor=worker(town.pk), start=last_monday())
    evening = dt.datetime.combine(row.end + dt.timedelta(days=1), dt.time(23, 30), dt.UTC)
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: evening)
        edition = picture.decide(actor=town.coordinator, edition=row.pk)
    assert publish(town, edition).decided == evening.date() + dt.timedelta(days=1)


@pytest.mark.parametrize(("n", "told"), [(3, False), (7, True)])
def test_what_stands_in_brackets_is_explained_where_something_may(town: Town, n: int, told: bool) -> None:
    report(town, n, category=categories(town)[1].pk)
    edition = decided(town)
    publish(town, edition)
    page = text_of(Client().get(reverse("portal:picture", kwargs={"slug": "alfa", "ref": pictures.slug_of(edition)})))
    assert ("Inom parentes" in page) == told
