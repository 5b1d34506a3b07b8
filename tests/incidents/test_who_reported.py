"""Who reported stays with the own party: no history, timeline or version names anyone, and asking leaves a trace."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from lagesbild.accounts.models import Person, Role
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import WITHHELD, faults
from lagesbild.incidents import actions
from lagesbild.incidents.models import Incident, IncidentVersion, Reporter
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Rut Rapportör"


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")


@pytest.fixture
def pk(alfa: Town) -> int:
    """A report of Rut's for the municipality, told and then mended; shared with the whole partnership."""
    rut = alfa.people["kommun", Role.REPORTER]
    Person.objects.filter(pk=rut.pk).update(name=NAME)
    actor, start = alfa.actor("kommun", Role.REPORTER), timezone.now() - dt.timedelta(hours=1)
    with scope(actor.scope()):
        like = Incident.objects.filter(party=alfa.parties["kommun"], source__isnull=True)[0]
    told = actions.Told(
        category=like.category_id,
        start=start,
        end=start + dt.timedelta(minutes=1),
        precision=Incident.Precision.MINUTE,
        place="Torget",
        text="En bänk är trasig.",
    )
    made = actions.report(actor=actor, party=alfa.parties["kommun"], audience=alfa.audience("partnership"), told=told)
    actions.edit(actor=actor, incident=made.pk, told=told)
    actions.report_nothing(actor=actor, party=alfa.parties["kommun"])
    return made.pk


@pytest.mark.parametrize("party", ["kommun", "polis"])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MEMBER, Role.AUDITOR])
def test_the_page_of_a_report_names_nobody_unasked(alfa: Town, pk: int, party: str, role: Role) -> None:
    page = client_of(alfa.people[party, role]).get(f"/s/alfa/handelser/{pk}/").text
    assert "Torget" in page
    assert NAME not in page


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEADER, Role.AUDITOR])
def test_the_timeline_of_all_names_nobody_who_reported(alfa: Town, pk: int, role: Role) -> None:
    page = client_of(alfa.people["polis", role]).get("/s/alfa/tidslinje/?slag=incidents.incident").text
    assert f"nummer={pk}" in page
    assert NAME not in page
    assert NAME not in client_of(alfa.people["polis", role]).get("/s/alfa/tidslinje/").text


def test_another_party_that_asks_is_told_nothing(alfa: Town, pk: int) -> None:
    page = client_of(alfa.people["polis", Role.COORDINATOR]).get(f"/s/alfa/handelser/{pk}/?rapportor=1").text
    assert NAME not in page


def test_no_row_that_another_party_reads_holds_who_reported_and_the_chain_holds(alfa: Town, pk: int) -> None:
    rut = alfa.people["kommun", Role.REPORTER].pk
    with scope(alfa.actor("polis", Role.ADMINISTRATOR).scope()):
        entries = TimelineEntry.objects.filter(verb__in=["incident.reported", "incident.edited", "incident.nothing"])
        assert entries.count() >= 3
        assert set(entries.values_list("person_id", flat=True)) == {WITHHELD}
        assert IncidentVersion.objects.get(incident=pk).person_id == WITHHELD
        assert not Reporter.objects.filter(person_id=rut).exists()
        assert list(faults(alfa.pk)) == []
    with scope(alfa.actor("kommun", Role.REPORTER).scope()):
        assert pk in Incident.objects.reported_by(rut).values_list("pk", flat=True)


def test_who_edited_what_another_reported_is_kept_with_the_version(alfa: Town, pk: int) -> None:
    coordinator = alfa.actor("kommun", Role.COORDINATOR)
    with scope(coordinator.scope()):
        row = Incident.objects.get(pk=pk)
    told = actions.Told(category=row.category_id, start=row.start, end=row.end, precision=row.precision, place="Parken")
    actions.edit(actor=coordinator, incident=pk, told=told)
    with scope(coordinator.scope()):
        assert IncidentVersion.objects.filter(incident=pk).first().person_id == coordinator.person
