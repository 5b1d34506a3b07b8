"""A promise as the public reads it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core import partnerships
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.indicators.models import Series
from lagesbild.plans.models import Measure
from lagesbild.problems import actions as problems
from lagesbild.problems.models import Problem
from lagesbild.promises import actions as promises
from lagesbild.promises.models import Promise
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.models import Publication
from lagesbild.publishing.public import PublicPromise, read_as
from tests.indicators.conftest import read, table, with_areas
from tests.organisation.house import House, build
from tests.plans.desk import DAY, TODAY, furnish
from tests.promises.vow import Vow, made
from tests.web.world import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def vow(two: tuple[int, int]) -> Vow:
    house: House = build(two[0])
    return made(furnish(house))


def publish(vow: Vow) -> Publication:
    return actions.publish(
        actor=vow.house.carl, kind="promise", subject=vow.promise.pk, checked=kinds.named("promise").checks
    )


def test_a_promise_that_is_not_signed_is_not_published(vow: Vow) -> None:
    with pytest.raises(InputError):
        publish(vow)


def test_publishing_a_signed_promise_publishes_it_in_its_own_room_and_taking_it_back_undoes_that(vow: Vow) -> None:
    vow.stand()
    row = publish(vow)
    assert vow.fresh().state == Promise.State.PUBLISHED
    actions.withdraw(actor=vow.house.carl, publication=row.pk, reason="Fel period.")
    assert vow.fresh().state == Promise.State.SIGNED


def test_the_page_of_a_signed_promise_leads_to_publishing_it_and_then_to_what_is_published(vow: Vow) -> None:
    client, arguments = vow.house.client("Carl"), {"slug": vow.house.partnership.slug}
    page = reverse("promises:detail", kwargs={**arguments, "pk": vow.promise.pk})
    preview = reverse("publishing:preview", kwargs={**arguments, "path": "lofte", "pk": vow.promise.pk})
    assert preview not in client.get(page).text
    vow.stand()
    assert preview in client.get(page).text
    vow.house.person("Mats", vow.house.municipality, Role.MEMBER)
    assert preview not in vow.house.client("Mats").get(page).text
    row = publish(vow)
    assert reverse("publishing:detail", kwargs={**arguments, "pk": row.pk}) in client.get(page).text
    with scope(worker(vow.house.partnership.pk).scope()):
        Promise.objects.update(state=Promise.State.ENDED)
    assert "Allmänheten läser inte än hur det gick." in client.get(page).text


def test_a_citizen_reads_who_promises_what_it_rests_on_and_who_decided(vow: Vow) -> None:
    vow.stand()
    row = publish(vow)
    partnerships.open_site(actor=worker(vow.house.partnership.pk), public=True)
    said = read_as(PublicPromise, row.content)
    assert len(said.who) == 2
    assert [one.dnr for one in said.bound] == ["KS 2026/12", "KS 2026/12"]
    assert [one.label.sv for one in said.chain][-1] == "Åtgärd"
    slug = vow.house.partnership.slug
    text = text_of(Client().get(reverse("portal:promise", kwargs={"slug": slug, "ref": row.slug})))
    for expected in (said.title, said.measures[0].what, "Följ löftet bakåt", "Vi kan inte avgöra ännu.", said.body):
        assert expected in text
    assert "Siv Skog" not in text
    assert said.title in text_of(Client().get(reverse("portal:start", kwargs={"slug": slug})))


def test_a_citizen_reads_which_statistics_the_problem_rests_on_and_from_where(vow: Vow) -> None:
    with_areas(vow.house)
    read(vow.house, table("Trygga;Norra;2023;64;Enkäten", head="indikator;område;period;värde;källa"))
    with scope(vow.house.carl.scope()):
        series = Series.objects.get()
        problem = Problem.objects.get()
    problems.add_series(actor=vow.house.carl, problem=problem.pk, series=series.pk)
    vow.stand()
    said = read_as(PublicPromise, publish(vow).content)
    assert [one.text for one in said.chain if one.label.sv == "Statistik"] == ["Trygga, Norra (Enkäten)"]
    with scope(worker(vow.house.partnership.pk).scope()):
        Problem.objects.update(audience=Audience.objects.get(kind=Audience.OWN))
    again = read_as(PublicPromise, publish(vow).content)
    assert "Statistik" not in [one.label.sv for one in again.chain]


def test_a_measure_that_is_not_open_to_all_of_the_partnership_is_counted_and_not_named(vow: Vow) -> None:
    vow.stand()
    with scope(worker(vow.house.partnership.pk).scope()):
        own = Audience.objects.get(kind=Audience.OWN)
        Measure.objects.update(audience=own)
    said = read_as(PublicPromise, publish(vow).content)
    assert (said.measures, said.unnamed, said.chain) == ((), 1, ())


def test_what_only_some_may_read_does_not_tell_how_the_promise_goes(vow: Vow) -> None:
    vow.stand()
    with scope(worker(vow.house.partnership.pk).scope()):
        Measure.objects.update(due=TODAY - DAY)
    assert read_as(PublicPromise, publish(vow).content).status.word.sv == "I riskzonen"
    with scope(worker(vow.house.partnership.pk).scope()):
        Measure.objects.update(audience=Audience.objects.get(kind=Audience.OWN))
    assert read_as(PublicPromise, publish(vow).content).status.word.sv == "Kan inte bedömas"


def test_a_promise_that_is_withdrawn_waits_until_the_public_reads_it_too(vow: Vow) -> None:
    carl = vow.house.carl
    vow.stand()
    publish(vow)
    promises.withdraw(actor=carl, promise=vow.promise.pk, reason="Vi har inte folk nog.")
    with scope(carl.scope()):
        assert [one.pk for one in kinds.named("promise").waiting(carl)] == [vow.promise.pk]
    said = read_as(PublicPromise, publish(vow).content)
    assert (said.status.shape, said.outcome) == ("cross", "Vi har inte folk nog.")
    assert vow.fresh().state == Promise.State.WITHDRAWN
    with scope(carl.scope()):
        assert list(kinds.named("promise").waiting(carl)) == []


def test_a_promise_that_is_withdrawn_before_it_was_published_is_not(vow: Vow) -> None:
    vow.stand()
    promises.withdraw(actor=vow.house.carl, promise=vow.promise.pk, reason="Vi har inte folk nog.")
    with pytest.raises(InputError):
        publish(vow)
