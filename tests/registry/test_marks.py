"""What bears a secrecy mark is told of nowhere that leads out of the partnership, nor in what is told of others."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.calendars import actions as calendars
from lagesbild.calendars.models import Feed
from lagesbild.core import partnerships
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.evaluation import actions as evaluations
from lagesbild.i18n import translator
from lagesbild.leadership import reports
from lagesbild.promises.models import Promise
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.models import Publication, Withdrawal
from lagesbild.publishing.public import PublicPromise, read_as
from lagesbild.registry.actions import note
from tests.calendars.test_feeds import names
from tests.compliance.desk import DAY, TODAY, Desk
from tests.leadership.test_reports import made as reported
from tests.leadership.test_reports import word_of
from tests.leadership.test_yearly import written
from tests.organisation.house import House
from tests.plans.desk import furnish
from tests.promises.vow import Vow, made

pytestmark = pytest.mark.django_db(transaction=True)
GROUND = "OSL 18 kap. 1 §"
MEASURE, PROBLEM = "Nio nya lampor", "Otryggt vid Brukstorget"


@pytest.fixture
def desk(house: House) -> Desk:
    """A partnership with an agreement in force."""
    return Desk(house)


@pytest.fixture
def vow(house: House) -> Vow:
    """A promise that all have signed."""
    found = made(furnish(house))
    found.stand()
    partnerships.open_site(actor=worker(house.partnership.pk), public=True)
    return found


def mark(house: House, kind: str, subject: int) -> int:
    """Mark it; how many publications were taken back."""
    keeper = house.anyone(Role.REGISTRATOR)
    return note(actor=keeper, kind=kind, subject=subject, secret=True, ground=GROUND).taken_back


def publish(vow: Vow) -> Publication:
    checks = kinds.named("promise").checks
    return actions.publish(actor=vow.house.carl, kind="promise", subject=vow.promise.pk, checked=checks)


def outside(vow: Vow) -> str:
    """All that the public is given: the promise, the list, the feed, and the interface for programs."""
    client, slug = Client(), vow.house.partnership.slug
    places = (
        reverse("portal:start", kwargs={"slug": slug}),
        reverse("portal:promise", kwargs={"slug": slug, "ref": vow.promise.pk}),
        reverse("portal:feed", kwargs={"slug": slug}),
        f"/api/v1/{slug}/promises",
        f"/api/v1/{slug}/promises/{vow.promise.pk}",
    )
    return " ".join(client.get(place).text for place in places)


def test_what_a_promise_tells_of_a_marked_plan_is_taken_back_and_not_told_again(vow: Vow) -> None:
    publish(vow)
    assert MEASURE in outside(vow)
    assert mark(vow.house, "plans.plan", vow.desk.plan.pk) == 1
    assert vow.fresh().state == Promise.State.SIGNED
    with scope(vow.house.carl.scope()):
        assert Withdrawal.objects.get().reason == "Detta är inte längre offentligt."
    assert MEASURE not in outside(vow)
    again = read_as(PublicPromise, publish(vow).content)
    assert (again.measures, again.unnamed, again.chain) == ((), 1, ())
    text = outside(vow)
    assert vow.promise.title in text
    assert MEASURE not in text
    assert PROBLEM not in text


def test_what_a_promise_tells_of_a_marked_problem_is_taken_back_and_the_measure_still_told(vow: Vow) -> None:
    publish(vow)
    assert PROBLEM in outside(vow)
    assert mark(vow.house, "problems.problem", vow.desk.problem.pk) == 1
    again = read_as(PublicPromise, publish(vow).content)
    assert [one.label.sv for one in again.chain] == ["Åtgärd"]
    assert PROBLEM not in outside(vow)


def test_a_marked_evaluation_is_taken_back_with_the_promise_and_not_told(vow: Vow) -> None:
    vow = made(vow.desk, ends=TODAY - DAY)
    vow.stand()
    row = evaluations.evaluate(actor=vow.house.carl, promise=vow.promise.pk)
    evaluations.write(actor=vow.house.carl, evaluation=row.pk, text="Ordningsvakten ensam gjorde skillnad.")
    evaluations.decide(actor=vow.house.carl, evaluation=row.pk)
    publish(vow)
    assert "Ordningsvakten ensam" in outside(vow)
    assert mark(vow.house, "evaluation.evaluation", row.pk) == 1
    assert read_as(PublicPromise, publish(vow).content).effect.text == ""
    assert "Ordningsvakten ensam" not in outside(vow)


def test_what_is_handed_to_a_council_names_nothing_that_is_marked(desk: Desk) -> None:
    furnished = furnish(desk.house)
    desk.body = furnished.body
    desk.rule(kind="evaluation", parameters={"of": "promises", "days": 30})
    ended = made(furnished, ends=TODAY - DAY)
    ended.stand()
    title = ended.promise.title
    report = reports.document(translator("sv"), reported(desk)).word()
    assert title in word_of(report)
    assert title in written(desk)
    assert f"Utvärdera löftet ”{title}”" in calendar(desk)
    for kind, pk in (
        ("promises.promise", ended.promise.pk),
        ("problems.problem", furnished.problem.pk),
        ("plans.plan", furnished.plan.pk),
        ("agreements.agreement", desk.agreement.pk),
    ):
        mark(desk.house, kind, pk)
    for text in (word_of(reports.document(translator("sv"), reported(desk)).word()), written(desk), calendar(desk)):
        for said in (title, PROBLEM, MEASURE, furnished.plan.name):
            assert said not in text, said
    assert f"löfte nr {ended.promise.pk}" in calendar(desk)
    assert f"löfte nr {ended.promise.pk}" in word_of(reports.document(translator("sv"), reported(desk)).word())


def calendar(desk: Desk) -> str:
    """All that the calendar of somebody at the party that answers says."""
    _, token = calendars.open_feed(actor=desk.house.actor("Paula"))
    said = " ".join(names(reverse("calendar_feed", kwargs={"token": str(token)})))
    with scope(desk.house.carl.scope()):
        Feed.objects.all().update(revoked=timezone.now())
    return said
