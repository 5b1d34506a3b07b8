"""Incidents: reported, sorted, told twice; and who may see and do what."""

from __future__ import annotations

import pytest

from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.models import Partnership, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.incidents.actions import PersonalData, mark_duplicate, report, sort
from lagesbild.incidents.models import Incident, Reporter
from tests.incidents.town import NOON, Town

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_report_is_kept_with_its_reporter_apart_and_on_the_timeline(town: Town) -> None:
    anna = town.actor("reporter", town.school)
    incident = report(actor=anna, party=town.school, audience=town.shared, told=town.told())
    with scope(anna.scope()):
        assert Incident.objects.to_sort().get() == incident
        assert Reporter.objects.get(incident=incident).person_id == anna.person
        entry = TimelineEntry.objects.get()
        assert (entry.verb, entry.subject_id) == ("incident.reported", incident.pk)
        assert "Papperskorg" not in str(entry.detail), "no free text in the chain"
        assert list(faults(town.partnership)) == []
        assert Partnership.objects.get().revision == 1


def test_another_party_sees_what_is_shared_and_never_who_reported(town: Town) -> None:
    anna, bo = town.actor("reporter", town.school), town.actor("member", town.guards, 6)
    shared = report(actor=anna, party=town.school, audience=town.shared, told=town.told())
    report(actor=anna, party=town.school, audience=town.own, told=town.told(place="Skolgården"))
    with scope(bo.scope()):
        assert list(Incident.objects.all()) == [shared]
        assert not Reporter.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Ring 070-174 06 05"},
        {"place": "hos anna@exempel.se"},
        {"end": NOON},
        {"lat": None},
    ],
)
def test_a_report_that_does_not_hold_leaves_nothing_behind(town: Town, changes: dict[str, object]) -> None:
    anna = town.actor("reporter", town.school)
    with pytest.raises(InputError):
        report(actor=anna, party=town.school, audience=town.shared, told=town.told(**changes))
    with scope(anna.scope()):
        assert not Incident.objects.exists()
        assert not TimelineEntry.objects.exists()


def test_personal_data_is_pointed_at(town: Town) -> None:
    anna = town.actor("reporter", town.school)
    with pytest.raises(PersonalData) as refused:
        report(actor=anna, party=town.school, audience=town.shared, told=town.told(text="Bilen var ABC 123"))
    assert [(found.start, found.end) for found in refused.value.found] == [(10, 17)]


@pytest.mark.parametrize("role", ["auditor", "protection_officer", "analyst", "registrator"])
def test_those_who_only_read_do_not_report(town: Town, role: str) -> None:
    with pytest.raises(Denied):
        report(actor=town.actor(role, town.school), party=town.school, audience=town.shared, told=town.told())


def test_one_does_not_report_for_a_party_one_does_not_stand_for(town: Town) -> None:
    with pytest.raises(Denied):
        report(actor=town.actor("reporter", town.school), party=town.guards, audience=town.shared, told=town.told())


def test_a_coordinator_sorts_and_a_reporter_does_not(town: Town) -> None:
    anna, carl = town.actor("reporter", town.school), town.actor("coordinator", town.guards, 7)
    incident = report(actor=anna, party=town.school, audience=town.shared, told=town.told())
    with pytest.raises(Denied):
        sort(actor=anna, incident=incident.pk, category=town.noise)
    sort(actor=carl, incident=incident.pk, category=town.noise)
    with scope(carl.scope()):
        found = Incident.objects.get()
        assert (found.state, found.category_id) == (Incident.State.SORTED, town.noise)
        assert not Incident.objects.to_sort().exists()


def test_what_was_told_twice_counts_once_and_can_be_taken_back(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    first, second = (report(actor=carl, party=town.school, audience=town.shared, told=town.told()) for _ in range(2))
    mark_duplicate(actor=carl, incident=second.pk, of=first.pk)
    with scope(carl.scope()):
        assert list(Incident.objects.in_picture()) == [first]
    sort(actor=carl, incident=second.pk, category=town.fire)
    with scope(carl.scope()):
        assert Incident.objects.in_picture().count() == 2


def test_a_duplicate_is_of_one_that_is_not_itself_a_duplicate(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    one, two, three = (report(actor=carl, party=town.school, audience=town.shared, told=town.told()) for _ in range(3))
    mark_duplicate(actor=carl, incident=two.pk, of=one.pk)
    for of in (two.pk, three.pk):
        with pytest.raises(InputError):
            mark_duplicate(actor=carl, incident=three.pk, of=of)


def test_a_report_that_one_does_not_see_is_no_original_and_no_duplicate(town: Town) -> None:
    carl, school = town.actor("coordinator", town.guards), town.actor("reporter", town.school)
    seen = report(actor=school, party=town.school, audience=town.shared, told=town.told())
    unseen = report(actor=school, party=town.school, audience=town.own, told=town.told())
    for of in (unseen.pk, 10**9):
        with pytest.raises(InputError):
            mark_duplicate(actor=carl, incident=seen.pk, of=of)
        with pytest.raises(Incident.DoesNotExist):
            mark_duplicate(actor=carl, incident=of, of=seen.pk)


def test_a_duplicate_cannot_be_made_one_again(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    one, two = (report(actor=carl, party=town.school, audience=town.shared, told=town.told()) for _ in range(2))
    mark_duplicate(actor=carl, incident=two.pk, of=one.pk)
    with pytest.raises(WrongState):
        mark_duplicate(actor=carl, incident=two.pk, of=one.pk)
