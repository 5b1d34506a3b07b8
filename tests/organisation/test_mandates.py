"""Mandates: what bodies may decide, and who decides for a party, from day to day."""

from __future__ import annotations

import datetime as dt

import pytest

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.organisation import actions, mandates
from lagesbild.organisation.actions import Appointment, Giving
from lagesbild.organisation.forms import BindingForm
from lagesbild.organisation.models import Body, Mandate
from tests.organisation.house import SPRING, House

MAY = SPRING + dt.timedelta(days=60)
DAY = dt.timedelta(days=1)


def held(house: House, body: Body, day: dt.date) -> dict[str, str]:
    with scope(house.carl.scope()):
        return mandates.of_body(body.pk, day)


@pytest.mark.parametrize("kind", Body.Kind.values)
def test_a_body_is_founded_with_what_such_bodies_usually_decide(house: House, kind: str) -> None:
    body = house.body(kind=kind, may=None)
    assert held(house, body, SPRING) == mandates.usual(kind)
    assert mandates.usual(kind)["meetings.assign"] == mandates.ALL


def test_councils_decide_on_promises_and_weekly_groups_do_not() -> None:
    assert "promises.joint" in mandates.usual(Body.Kind.PROJECT)
    assert "promises.joint" not in mandates.usual(Body.Kind.EST)
    assert mandates.usual(Body.Kind.FOCUS)["plans.adopt"] == "own"


def test_what_it_could_decide_before_stays_as_it_was(house: House) -> None:
    body = house.body(may={"plans.adopt": "", "promises.joint": ""})
    actions.set_mandates(
        actor=house.carl, body=body.pk, may={"plans.adopt": "own"}, source="Överenskommelsen § 4", since=MAY
    )
    assert held(house, body, MAY - DAY) == {"plans.adopt": "", "promises.joint": ""}
    assert held(house, body, MAY) == {"plans.adopt": "own"}
    with scope(house.carl.scope()):
        assert Mandate.objects.on(MAY).get().source == "Överenskommelsen § 4"
        entry = TimelineEntry.objects.filter(verb="body.mandates_changed").get()
    assert entry.detail["given"] == ["plans.adopt"]
    assert entry.detail["ended"] == ["plans.adopt", "promises.joint"]


def test_saying_the_same_again_writes_nothing(house: House) -> None:
    body = house.body(may={"plans.adopt": "own"})
    assert actions.set_mandates(actor=house.carl, body=body.pk, may={"plans.adopt": "own"}, since=MAY) == []
    with scope(house.carl.scope()):
        assert not TimelineEntry.objects.filter(verb="body.mandates_changed").exists()


def test_what_is_said_later_of_an_earlier_day_goes_before_what_was_said_of_a_later_one(house: House) -> None:
    body = house.body(may={"promises.joint": ""})
    actions.set_mandates(actor=house.carl, body=body.pk, may={"promises.joint": "", "plans.adopt": ""}, since=MAY)
    actions.set_mandates(actor=house.carl, body=body.pk, may={"plans.adopt": "own"}, since=SPRING + DAY)
    assert held(house, body, SPRING) == {"promises.joint": ""}
    assert held(house, body, SPRING + DAY) == {"plans.adopt": "own"}
    assert held(house, body, MAY) == {"plans.adopt": "own"}


@pytest.mark.parametrize("may", [{"plans.adopt": "whatever"}, {"nothing.known": ""}, {"plans.party_decision": ""}])
def test_what_no_room_knows_is_refused_and_nothing_is_changed(house: House, may: dict[str, str]) -> None:
    body = house.body(may={"plans.adopt": ""})
    with pytest.raises(InputError):
        actions.set_mandates(actor=house.carl, body=body.pk, may=may, since=MAY)
    assert held(house, body, MAY) == {"plans.adopt": ""}


def test_a_closed_body_is_given_nothing_and_has_nothing(house: House) -> None:
    body = house.body()
    actions.close_body(actor=house.carl, body=body.pk, until=MAY)
    with pytest.raises(WrongState):
        actions.set_mandates(actor=house.carl, body=body.pk, may={}, since=MAY)
    with scope(house.carl.scope()):
        assert mandates.others("plans.adopt", None, MAY) == [body]
        assert mandates.others("plans.adopt", None, MAY + DAY) == []


def giving(house: House, **more: object) -> Giving:
    plain: dict[str, object] = {
        "party": house.police.pk,
        "what": ["promises.party_decision"],
        "name": "Lokalpolisområdeschefen",
        "delegate": True,
        "source": "Arbetsordningen 3 kap.",
        "since": SPRING,
    }
    return Giving(**{**plain, **more})  # type: ignore[arg-type]


def test_a_delegate_needs_to_have_it_from_somewhere(house: House) -> None:
    with pytest.raises(InputError):
        actions.give_mandate(actor=house.carl, giving=giving(house, source=" "))
    [row] = actions.give_mandate(actor=house.carl, giving=giving(house))
    assert row.called == "Lokalpolisområdeschefen"


@pytest.mark.parametrize("more", [{"name": ""}, {"what": []}, {"what": ["plans.adopt"]}, {"until": SPRING - DAY}])
def test_a_mandate_of_nobody_or_of_nothing_is_refused(house: House, more: dict[str, object]) -> None:
    with pytest.raises(InputError):
        actions.give_mandate(actor=house.carl, giving=giving(house, **more))


def test_an_empty_seat_gives_no_mandate_and_a_deputy_does(house: House) -> None:
    body = house.body()
    seat = house.seat(body, "Lokalpolisområdeschef")
    [row] = actions.give_mandate(actor=house.carl, giving=giving(house, name="", seat=seat.pk))
    with scope(house.carl.scope()):
        assert not Mandate.objects.held(MAY).filter(pk=row.pk).exists()
    paula = house.person("Paula", house.police, Role.MEMBER)
    actions.seat_person(actor=house.carl, seat=seat.pk, who=Appointment(since=MAY, person=paula.pk, deputy=True))
    with scope(house.carl.scope()):
        assert Mandate.objects.held(MAY).filter(pk=row.pk).exists()
        assert not Mandate.objects.held(MAY - DAY).filter(pk=row.pk).exists()


def test_a_seat_that_only_listens_is_given_none_and_loses_what_it_had(house: House) -> None:
    body = house.body()
    listening = house.seat(body, "Adjungerad", decides=False)
    with pytest.raises(InputError):
        actions.give_mandate(actor=house.carl, giving=giving(house, name="", seat=listening.pk))
    sitting = house.sit(body, "Paula", house.police)
    seat = sitting.seat
    assert seat is not None
    [row] = actions.give_mandate(actor=house.carl, giving=giving(house, name="", seat=seat.pk))
    actions.change_seat(actor=house.carl, seat=seat.pk, title=seat.title, decides=False)
    with scope(house.carl.scope()):
        assert not Mandate.objects.held(MAY).filter(pk=row.pk).exists()


def test_nobody_decides_for_a_party_that_they_do_not_stand_for(house: House) -> None:
    body = house.body()
    theirs = house.seat(body, "Kommundirektör", house.municipality)
    with pytest.raises(InputError):
        actions.give_mandate(actor=house.carl, giving=giving(house, name="", seat=theirs.pk))


def test_a_party_says_itself_who_decides_for_it_and_not_for_another(house: House) -> None:
    house.person("Lena", house.police, Role.LEADER)
    [row] = actions.give_mandate(actor=house.actor("Lena"), giving=giving(house))
    with pytest.raises(Denied):
        actions.give_mandate(actor=house.actor("Lena"), giving=giving(house, party=house.municipality.pk))
    ended = actions.end_mandate(actor=house.actor("Lena"), mandate=row.pk, until=MAY)
    assert ended.until == MAY


def test_what_was_entered_by_mistake_is_taken_back(house: House) -> None:
    [row] = actions.give_mandate(actor=house.carl, giving=giving(house))
    actions.take_back_mandate(actor=house.carl, mandate=row.pk)
    with scope(house.carl.scope()):
        assert not Mandate.objects.filter(pk=row.pk).exists()


def test_a_body_s_mandate_is_changed_on_the_page_of_the_body(house: House) -> None:
    body = house.body()
    with scope(house.carl.scope()):
        row = Mandate.objects.of_body(body.pk)[0]
    with pytest.raises(WrongState):
        actions.end_mandate(actor=house.carl, mandate=row.pk, until=MAY)
    with pytest.raises(WrongState):
        actions.take_back_mandate(actor=house.carl, mandate=row.pk)


def test_who_writes_down_the_decision_of_one_party_begins_with_its_only_mandate(house: House) -> None:
    police, what = house.police, "promises.party_decision"
    both = [(police.pk, "Polisen"), (house.municipality.pk, "Kommunen")]
    giving = Giving(party=police.pk, what=[what], name="Lokalpolisområdeschefen", since=SPRING)
    [mandate] = actions.give_mandate(actor=house.carl, giving=giving)
    with scope(house.carl.scope()):
        assert chosen(both[:1], what) == mandate.pk
        assert chosen(both, what) is None
        assert chosen(both, what, police.pk) == mandate.pk
        assert chosen(both, what, house.municipality.pk) is None


def chosen(parties: list[tuple[int, str]], what: str, asked: int | None = None) -> object:
    """The mandate that the form begins with."""
    return BindingForm(parties=parties, what=what, on=MAY, initial={"party": asked})["mandate"].initial
