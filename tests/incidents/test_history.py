"""What is changed afterwards: edits with history, words masked for good, areas found anew, reports sent twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import pytest

from lagesbild.core import masking, timeline
from lagesbild.core.actions import Actor, Denied, WrongState
from lagesbild.core.guard import MASK
from lagesbild.core.models import Masking, Partnership, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.incidents import actions, areas
from lagesbild.incidents.actions import Onward
from lagesbild.incidents.models import Feedback, Forwarding, Incident, IncidentVersion, Silence
from lagesbild.places.actions import add_areas
from tests.incidents.town import Town
from tests.places.places_world import squares

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = (
    "reporter", "member", "coordinator", "leader", "analyst", "registrator", "protection_officer", "auditor",
    "administrator",
)  # fmt: skip
SORTING = {"coordinator", "administrator"}
REPORTING = {"reporter", "member", "coordinator", "administrator"}


def mask(actor: Actor, incident: int, *stretches: str) -> int:
    return masking.mask(actor=actor, subject="incident", pk=incident, stretches=stretches)


def told(town: Town, **changes: object) -> Incident:
    carl = town.actor("coordinator", town.school)
    return actions.report(actor=carl, party=town.school, audience=town.shared, told=town.told(**changes))


ACTS: dict[str, tuple[Callable[[Actor, Town, int, int], object], set[str]]] = {
    "report": (
        lambda actor, town, one, other: actions.report(
            actor=actor, party=town.school, audience=town.shared, told=town.told()
        ),
        REPORTING,
    ),
    "nothing": (lambda actor, town, one, other: actions.report_nothing(actor=actor, party=town.school), REPORTING),
    "edit": (
        lambda actor, town, one, other: actions.edit(actor=actor, incident=one, told=town.told(place="Ny")),
        REPORTING - {"reporter"},
    ),
    "sort": (lambda actor, town, one, other: actions.sort(actor=actor, incident=one, category=town.noise), SORTING),
    "duplicate": (lambda actor, town, one, other: actions.mark_duplicate(actor=actor, incident=one, of=other), SORTING),
    "aside": (lambda actor, town, one, other: actions.set_aside(actor=actor, incident=one, reason="test"), SORTING),
    "forward": (
        lambda actor, town, one, other: actions.forward(actor=actor, incident=one, to=Onward(authority="police")),
        SORTING,
    ),
    "tell": (lambda actor, town, one, other: actions.tell_reporter(actor=actor, incident=one, text="Lagat"), SORTING),
    "mask": (
        lambda actor, town, one, other: mask(actor, one, "Papperskorg"),
        REPORTING - {"reporter"},
    ),
    "place": (lambda actor, town, one, other: actions.place_again(actor=actor), SORTING),
}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_each_role_does_what_it_may_and_the_others_change_nothing(town: Town, act: str, role: str) -> None:
    one, other = told(town), told(town)
    do, allowed = ACTS[act]
    actor = town.actor(role, town.school, person=99)
    with scope(worker(town.partnership).scope()):
        before = Partnership.objects.get().revision
    if role in allowed:
        do(actor, town, one.pk, other.pk)
        return
    with pytest.raises(Denied):
        do(actor, town, one.pk, other.pk)
    with scope(worker(town.partnership).scope()):
        assert Partnership.objects.get().revision == before


def test_a_reporter_edits_the_own_report_and_not_a_colleagues(town: Town) -> None:
    anna, bo = (town.actor("reporter", town.school, person) for person in (11, 12))
    mine = actions.report(actor=anna, party=town.school, audience=town.shared, told=town.told())
    actions.edit(actor=anna, incident=mine.pk, told=town.told(place="Torget", text="Två papperskorgar"))
    with pytest.raises(Denied):
        actions.edit(actor=bo, incident=mine.pk, told=town.told())
    with scope(anna.scope()):
        mine.refresh_from_db()
        assert (mine.place, mine.version) == ("Torget", 2)
        was = IncidentVersion.objects.get()
        assert (was.number, was.data["place"], was.data["text"]) == (1, "Brukstorget", "Papperskorg brann")


def test_what_was_masked_stays_masked_when_a_form_that_was_drawn_before_is_sent(town: Town) -> None:
    anna = town.actor("reporter", town.school, person=11)
    mine = actions.report(actor=anna, party=town.school, audience=town.shared, told=town.told(text="Bror Ek brände"))
    mask(town.actor("coordinator", town.school), mine.pk, "Bror Ek")
    actions.edit(actor=anna, incident=mine.pk, told=town.told(text="Bror Ek brände den"))
    with scope(anna.scope()):
        mine.refresh_from_db()
        assert mine.text == f"{MASK} brände den"


def test_several_reports_are_all_there_or_none(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    good, bad = town.told(), town.told(text="Ring 070-174 06 05")
    with pytest.raises(InputError):
        actions.report_several(actor=carl, party=town.school, audience=town.shared, told=[good, bad])
    with scope(carl.scope()):
        assert not Incident.objects.exists()


def test_nothing_to_report_is_said_once_a_week_and_not_of_weeks_to_come(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    for day in (dt.date(2026, 3, 16), dt.date(2026, 3, 22)):
        actions.report_nothing(actor=carl, party=town.school, week=day)
    with pytest.raises(InputError):
        actions.report_nothing(actor=carl, party=town.school, week=dt.date(2999, 1, 1))
    with scope(carl.scope()):
        assert [one.week for one in Silence.objects.all()] == [dt.date(2026, 3, 16)]


def test_masked_words_are_gone_everywhere_and_from_a_restored_backup(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    one = told(town, text="Bror Ek brände papper", place="Hos Bror Ek")
    actions.edit(actor=carl, incident=one.pk, told=town.told(text="Bror Ek igen", place="Torget"))
    actions.forward(actor=carl, incident=one.pk, to=Onward(authority="police", note="Gäller Bror Ek"))
    actions.tell_reporter(actor=carl, incident=one.pk, text="Vi har talat med Bror Ek")
    assert mask(carl, one.pk, "Bror Ek") == 5

    def texts() -> str:
        with scope(carl.scope()):
            one.refresh_from_db()
            kept = [one.text, one.place, *(str(version.data) for version in IncidentVersion.objects.all())]
            kept += [str(entry.detail) for entry in TimelineEntry.objects.all()]
            return " ".join([*kept, Forwarding.objects.get().note, Feedback.objects.get().text])

    assert "Bror" not in texts()
    with scope(carl.scope()):
        assert not Masking.objects.exists(), "the system alone reads what was masked"
    with scope(worker(town.partnership).scope()):
        kept = Masking.objects.get()
        assert "Bror" not in f"{kept.digest} {kept.length}"
        # a backup from before, which does not know that it was masked
        Incident.objects.filter(pk=one.pk).update(text="Bror Ek igen")
        Feedback.objects.update(text="Vi har talat med Bror Ek")
        Masking.objects.all().delete()
    system = worker(town.partnership)
    outside = [masking.Remembered("incident", one.pk, kept.length, kept.digest)]
    with pytest.raises(Denied):
        masking.reapply(actor=carl, also=outside)
    assert masking.reapply(actor=system, also=outside) == 2
    assert "Bror" not in texts()
    assert MASK in texts()
    assert masking.reapply(actor=system) == 0, "once is enough"
    with scope(system.scope()):
        entries = TimelineEntry.objects.filter(verb="incident.masked").order_by("sequence")
        assert [(entry.person_id, entry.detail) for entry in entries] == [(timeline.WITHHELD, {"n": 5}), (0, {"n": 2})]


def test_a_shorter_stretch_within_a_longer_one_is_masked_too(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    one = told(town, text="Ek och Bror Ek")
    assert mask(carl, one.pk, "Ek", "Bror Ek") == 2
    with scope(carl.scope()):
        one.refresh_from_db()
        assert one.text == f"{MASK} och {MASK}"


def test_a_unit_that_had_nothing_to_report_is_masked_with_its_incidents(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    for unit in ("Bror Eks vakt", "Vakten"):
        actions.report_nothing(actor=carl, party=town.school, unit=unit)
    mask(carl, told(town, unit="Bror Eks vakt").pk, "Bror Ek")
    mask(carl, told(town, unit="Vakten").pk, "Vakten")
    with scope(carl.scope()):
        assert set(Silence.objects.values_list("unit", flat=True)) == {f"{MASK}s vakt", MASK}


def test_words_that_are_not_there_are_not_masked(town: Town) -> None:
    with pytest.raises(InputError):
        mask(town.actor("coordinator", town.school), told(town).pk, "Finns inte")


def test_areas_are_found_at_once_and_anew_but_for_those_said_by_hand(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    carl = town.actor("coordinator", town.school)
    monkeypatch.setattr(areas, "_placers", [lambda here, lon, lat: [np.full(len(lon), 7), np.zeros(len(lon), int)]])
    one, by_hand, nowhere = told(town), told(town), told(town, lon=None, lat=None)
    with scope(carl.scope()):
        Incident.objects.filter(pk=by_hand.pk).update(areas=[3], areas_by_hand=True)
    assert (one.areas, nowhere.areas) == ([7], [])
    monkeypatch.setattr(areas, "_placers", [lambda here, lon, lat: [np.full(len(lon), 8), np.full(len(lon), 9)]])
    assert actions.place_again(actor=worker(town.partnership)) == 1
    assert actions.place_again(actor=worker(town.partnership)) == 0, "a second run changes nothing"
    with scope(carl.scope()):
        assert dict(Incident.objects.values_list("pk", "areas")) == {
            one.pk: [8, 9], by_hand.pk: [3], nowhere.pk: []
        }  # fmt: skip


def test_likely_duplicates_are_near_in_time_and_space_the_same_kind_first(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    one = told(town)
    other_kind, same_kind = told(town, category=town.noise), told(town, lon=19.501)
    told(town, lon=19.6)
    told(town, lon=19.5 + 190 / 56_000, lat=59.5 + 190 / 111_320)  # in the square around it, and 268 metres away
    late = one.start + dt.timedelta(days=9)
    told(town, start=late, end=late + dt.timedelta(minutes=1))
    with scope(carl.scope()):
        found = list(Incident.objects.likely_duplicates(one))
    assert [each.pk for each in found] == [same_kind.pk, other_kind.pk]


def test_what_was_done_is_taken_back(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    one = told(town)
    with pytest.raises(WrongState):
        actions.undo(actor=carl, incident=one.pk)
    actions.set_aside(actor=carl, incident=one.pk, reason="elsewhere")
    actions.undo(actor=carl, incident=one.pk)
    with scope(carl.scope()):
        one.refresh_from_db()
        assert (one.state, one.aside) == (Incident.State.REPORTED, "")


def test_taking_the_sorting_back_gives_the_category_and_the_area_that_were_told(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    draft = add_areas(actor=worker(town.partnership), areas=squares(2), name="Distrikt")
    with scope(carl.scope()):
        area = draft.areas.first().pk
    one = told(town)
    actions.sort(actor=carl, incident=one.pk, category=town.noise)
    actions.sort(actor=carl, incident=one.pk, category=town.noise, area=area)
    actions.forward(actor=carl, incident=one.pk, to=Onward(authority="police"))
    actions.undo(actor=carl, incident=one.pk)
    with scope(carl.scope()):
        one.refresh_from_db()
        assert one.state == Incident.State.REPORTED
        assert (one.category_id, one.areas, one.areas_by_hand) == (town.fire, [], False)


def test_what_was_edited_after_the_sorting_stays_when_it_is_taken_back(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    one = told(town, category=town.noise)
    actions.sort(actor=carl, incident=one.pk, category=town.fire)
    actions.edit(actor=carl, incident=one.pk, told=town.told(category=town.fire))
    actions.undo(actor=carl, incident=one.pk)
    with scope(carl.scope()):
        one.refresh_from_db()
        assert one.category_id == town.fire
