"""A finding of the weekly picture becomes a problem, or the evidence of one that is there."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from lagesbild.accounts.access import actor_of
from lagesbild.core.actions import Actor, acting
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.picture.actions import make_edition
from lagesbild.picture.models import Edition, Finding
from lagesbild.picture.names import MARK
from lagesbild.problems import actions, frozen, standard
from lagesbild.problems.models import Evidence, Problem
from tests.picture import weekly
from tests.picture.weekly import MONDAY, Town

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/s/alfa/lagesbild/2026-v12/"


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    found = weekly.ready(owner_url, drawn=True)
    with scope(Scope(read=(found.partnership,), write=found.partnership)):
        standard.furnish(Actor(0, found.partnership, frozenset()), translator("sv"))
    return found


def member(town: Town, role: str = "coordinator") -> tuple[Client, Actor]:
    person = town.member(role, f"{role}@exempel.se")
    client = Client()
    client.force_login(person)
    return client, actor_of(person.pk, town.slug)


def finding(town: Town, kind: str = "deviation") -> Finding:
    with acting(town.system):
        return Finding.objects.filter(kind=kind).earliest("edition__start", "index")


def address(name: str, **arguments: object) -> str:
    return reverse(f"problems:{name}", kwargs={"slug": "alfa", **arguments})


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_one_press_leads_from_the_finding_to_a_problem_that_is_filled_in(town: Town) -> None:
    client, actor = member(town)
    row = finding(town)
    where = address("from_finding", finding=row.pk)
    assert f'href="{where}"' in client.get(PAGE).text
    form = client.get(where)
    assert 'value="Störande körning' in form.text
    assert "mot väntade" in plain(form.text)
    opened = client.post(where, {"title": "Störande körning vid Brukstorget", "place": "Brukstorget"})
    with scope(actor.scope()):
        problem = Problem.objects.get()
        evidence = Evidence.objects.get()
    assert opened["Location"] == address("detail", pk=problem.pk)
    assert (evidence.kind, evidence.finding_id) == ("finding", row.pk)
    assert evidence.incidents == [int(one) for one in row.numbers]
    assert evidence.content["figures"]["n"] == row.count
    assert set(evidence.content["sentences"]) == {"sv", "en"}
    assert "serier prövades" in " ".join(evidence.content["limits"]["sv"])
    page = plain(client.get(address("detail", pk=problem.pk)).text)
    assert "Läget vecka 12" in page
    assert not MARK.search(page)
    assert f"Problem {problem.number}" in plain(client.get(PAGE).text)
    assert f'href="{where}"' not in client.get(PAGE).text, "it rests on it already"


def test_every_kind_of_finding_of_the_place_can_be_laid_down_and_those_about_the_source_cannot(town: Town) -> None:
    _, actor = member(town)
    with acting(town.system):
        edition = Edition.objects.get()
        rows = list(Finding.objects.all())
        kinds = {}
        for row in rows:
            if row.kind == "coverage":
                with pytest.raises(InputError):
                    frozen.of_finding(row, edition)
                continue
            made = frozen.of_finding(row, edition)
            assert all(made.content["sentences"][language] for language in ("sv", "en"))
            assert made.content["limits"]["sv"]
            assert made.content["period"]["start"] < made.content["period"]["end"]
            assert made.title
            kinds[row.kind] = made
    assert {"deviation", "place"} <= set(kinds)
    assert kinds["place"].lon is not None
    assert kinds["place"].content["figures"]["categories"]
    del actor


def test_a_problem_that_rests_on_the_same_finding_of_another_week_is_offered_first_then_one_near(town: Town) -> None:
    client, actor = member(town)
    place = finding(town, "place")
    with acting(town.system):
        made = frozen.of_finding(place, Edition.objects.get())
    lon, lat = made.lon, made.lat
    near = actions.open_problem(actor=actor, told=actions.Told(title="Nära", lon=lon, lat=lat))
    actions.open_problem(actor=actor, told=actions.Told(title="Långt bort", lon=10.0, lat=55.0))
    other = actions.open_problem(actor=actor, told=actions.Told(title="Samma fynd"))
    make_edition(actor=town.system, start=MONDAY - dt.timedelta(weeks=1))
    with acting(town.system):
        earlier = Finding.objects.filter(edition__start__lt=MONDAY, kind="place")
        before = earlier.filter(key=place.key).first() or earlier.earliest("index")
        Finding.objects.filter(pk=before.pk).update(key=place.key)
    actions.add_finding(actor=actor, problem=other.pk, finding=before.pk)
    page = client.get(address("from_finding", finding=place.pk)).text
    assert page.index("Samma fynd") < page.index(">2. Nära" if ">2. Nära" in page else "Nära")
    assert "Långt bort" not in page
    assert f"Lägg till problem {other.number}" in plain(client.get(PAGE).text)
    answer = client.post(address("add_finding", pk=near.pk, finding=place.pk))
    assert answer["Location"] == address("detail", pk=near.pk)
    with scope(actor.scope()):
        assert Evidence.objects.filter(problem=near, finding=place).count() == 1
    with pytest.raises(InputError):
        actions.add_finding(actor=actor, problem=near.pk, finding=place.pk)


def test_the_problem_is_seen_by_those_who_see_the_picture(town: Town) -> None:
    _, actor = member(town)
    with acting(town.system):
        edition = Edition.objects.get()
    row = finding(town)
    problem = actions.from_finding(actor=actor, finding=row.pk, told=actions.Told(title="Körning"))
    assert problem.audience_id == edition.readers_id


def test_those_who_only_read_see_which_problem_rests_on_it_and_make_none(town: Town) -> None:
    client, _ = member(town, "auditor")
    row = finding(town)
    where = address("from_finding", finding=row.pk)
    assert where not in client.get(PAGE).text
    assert client.get(where).status_code == 403
