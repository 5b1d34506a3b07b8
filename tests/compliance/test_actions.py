"""What is refused of rules, attestations and notes, and what stays when something is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lagesbild.accounts.models import Role
from lagesbild.compliance import actions
from lagesbild.compliance.actions import (
    Decided,
    Happened,
    Offered,
    Owner,
    Proposed,
    Told,
    Tried,
    Word,
    WrongRule,
)
from lagesbild.compliance.models import Attestation, Noted, Rule
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Appointment
from lagesbild.organisation.models import Function
from tests.agreements.table import Table
from tests.compliance.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db


def cadence(desk: Desk, **parameters: object) -> Told:
    return Told(kind="cadence", parameters={"body": desk.body.pk, "every": "month", **parameters})


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"body": 999_999}, "body"),
        ({"times": 0}, "times"),
        ({"times": "fyra"}, "times"),
        ({"weeks_off": [99]}, "weeks_off"),
        ({"item": "nothing.known"}, "item"),
        ({"odd": 1}, "odd"),
    ],
)
def test_a_rule_that_cannot_be_checked_says_which_field(desk: Desk, parameters: dict[str, object], field: str) -> None:
    with pytest.raises(WrongRule) as refused:
        actions.set_rule(actor=desk.house.carl, commitment=desk.commitments[0], told=cadence(desk, **parameters))
    assert set(refused.value.objections) == {field}


@pytest.mark.parametrize("statute", ["", "2023:196:99", "1999:1:4", "2023:196"])
def test_there_has_to_be_such_a_paragraph(desk: Desk, statute: str) -> None:
    with pytest.raises(InputError, match="no such paragraph"):
        actions.set_rule(actor=desk.house.carl, statute=statute, told=cadence(desk))


def test_a_kind_that_nobody_knows_and_days_that_do_not_hold_are_refused(desk: Desk) -> None:
    carl, commitment = desk.house.carl, desk.commitments[0]
    for told in (
        Told(kind="nothing"),
        Told(kind="attestation", since=TODAY, until=TODAY - DAY),
        Told(kind="attestation", function=999_999),
        Told(kind="attestation", person=999_999),
        Told(kind="attestation", function=1, person=carl.person),
        Told(kind="attestation", note="Ring 070-123 45 67."),
    ):
        with pytest.raises(InputError):
            actions.set_rule(actor=carl, commitment=commitment, told=told)
    with scope(carl.scope()):
        assert not Rule.objects.exists()


def test_two_who_change_the_same_rule_are_told(desk: Desk) -> None:
    rule = desk.rule()
    with scope(desk.house.carl.scope()):
        seen = as_seen(Rule.objects.get(pk=rule.pk))
    actions.change_rule(actor=desk.house.carl, rule=rule.pk, told=cadence(desk, times=2), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.change_rule(actor=desk.house.carl, rule=rule.pk, told=cadence(desk, times=3), seen=seen)


def test_what_is_removed_is_neither_changed_attested_nor_worked_for(desk: Desk) -> None:
    carl, rule = desk.house.carl, desk.rule(kind="effort", parameters={})
    actions.remove_rule(actor=carl, rule=rule.pk)
    acts: list[Callable[[], Any]] = [
        lambda: actions.change_rule(actor=carl, rule=rule.pk, told=cadence(desk)),
        lambda: actions.remove_rule(actor=carl, rule=rule.pk),
        lambda: actions.note_effort(actor=carl, rule=rule.pk, tried=Tried(day=TODAY, text="Brev")),
    ]
    for act in acts:
        with pytest.raises(WrongState):
            act()


def test_a_proposal_is_accepted_once(desk: Desk) -> None:
    carl = desk.house.carl
    proposed = [Proposed(told=cadence(desk), commitment=number, proposal=f"x:{number}") for number in desk.commitments]
    assert len(actions.accept(actor=carl, proposals=proposed)) == len(proposed)
    assert actions.accept(actor=carl, proposals=proposed) == []
    with scope(carl.scope()):
        assert TimelineEntry.objects.filter(verb="rule.accepted").count() == 1


def test_if_one_proposal_does_not_hold_none_is_kept(desk: Desk) -> None:
    carl = desk.house.carl
    bad = Proposed(told=cadence(desk, times=0), commitment=desk.commitments[1], proposal="y")
    good = Proposed(told=cadence(desk), commitment=desk.commitments[0], proposal="x")
    with pytest.raises(WrongRule):
        actions.accept(actor=carl, proposals=[good, bad])
    with scope(carl.scope()):
        assert not Rule.objects.exists()


def test_only_who_holds_the_function_today_attests(desk: Desk) -> None:
    house = desk.house
    function = organisation.create_function(
        actor=house.carl,
        name="Kommunpolis",
        kind=Function.Kind.MUNICIPAL_POLICE,
        party=house.police.pk,
        since=TODAY - 60 * DAY,
    )
    for name, days, deputy in (("Vera", (60, 5), False), ("Didrik", (60, None), True), ("Nova", (4, None), False)):
        person = house.person(name, house.police, Role.MEMBER)
        first, last = days
        who = Appointment(
            person=person.pk,
            since=TODAY - first * DAY,
            until=TODAY - last * DAY if last is not None else None,
            deputy=deputy,
        )
        organisation.fill_function(actor=house.carl, function=function.pk, who=who)
    rule = desk.rule(kind="attestation", parameters={}, function=function.pk)
    word = Word(kept=True, first=TODAY, last=TODAY, reason="Sett med egna ögon.")
    for name in ("Vera", "Didrik", "Carl"):
        with pytest.raises(Denied, match="not you"):
            actions.attest(actor=house.actor(name), rule=rule.pk, word=word)
    made = actions.attest(actor=house.actor("Nova"), rule=rule.pk, word=word)
    with pytest.raises(Denied):
        actions.take_back_attestation(actor=house.carl, attestation=made.pk)
    actions.take_back_attestation(actor=house.actor("Nova"), attestation=made.pk)
    with pytest.raises(WrongState):
        actions.take_back_attestation(actor=house.actor("Nova"), attestation=made.pk)
    with scope(house.carl.scope()):
        assert Attestation.objects.get().withdrawn is not None


def test_an_attestation_says_of_which_days_and_how_one_knows(desk: Desk) -> None:
    carl = desk.house.carl
    rule = desk.rule(kind="attestation", parameters={}, person=carl.person)
    for word in (
        Word(kept=True, first=TODAY, last=TODAY - DAY, reason="Så var det."),
        Word(kept=True, first=TODAY + DAY, last=TODAY + DAY, reason="Så blir det."),
        Word(kept=True, first=TODAY, last=TODAY, reason="  "),
        Word(kept=True, first=TODAY, last=TODAY + 366 * DAY, reason="Det går på ett år till."),
        Word(kept=True, first=TODAY - 900 * DAY, last=TODAY - 800 * DAY, reason="Innan vi kom överens."),
    ):
        with pytest.raises(InputError):
            actions.attest(actor=carl, rule=rule.pk, word=word)
    nobodys = desk.rule(1, kind="attestation", parameters={})
    with pytest.raises(Denied, match="Nobody answers"):
        actions.attest(actor=carl, rule=nobodys.pk, word=Word(kept=True, first=TODAY, last=TODAY, reason="Så var det."))


def test_of_an_agreement_without_a_term_nothing_is_attested_yet(desk: Desk) -> None:
    carl = desk.house.carl
    with scope(carl.scope()):
        commitment = Table(desk.house).draft().commitments.get().pk
    rule = actions.set_rule(actor=carl, commitment=commitment, told=Told(kind="attestation", person=carl.person))
    with pytest.raises(InputError, match="Give it a term first"):
        actions.attest(actor=carl, rule=rule.pk, word=Word(kept=True, first=TODAY, last=TODAY, reason="Så var det."))


def test_what_is_noted_has_happened_and_holds_together(desk: Desk) -> None:
    carl = desk.house.carl
    service = actions.add_service(actor=carl, offered=Offered(name="Reception", since=TODAY - 5 * DAY))
    policy = actions.add_policy(actor=carl, owner=Owner(name="Policy", kind="policy", owner_text="Chefen"))
    acts: list[Callable[[], Any]] = [
        lambda: actions.note(actor=carl, happened=Happened(kind="report.council", day=TODAY + DAY)),
        lambda: actions.note(actor=carl, happened=Happened(kind="picture.weekly", day=TODAY)),
        lambda: actions.note(actor=carl, happened=Happened(kind="timetable", day=TODAY, first=TODAY)),
        lambda: actions.note(actor=carl, happened=Happened(kind="timetable", day=TODAY, meeting=999_999)),
        lambda: actions.note_session(actor=carl, service=service.pk, day=TODAY - 9 * DAY, hours=2),
        lambda: actions.note_session(actor=carl, service=service.pk, day=TODAY, hours=25),
        lambda: actions.note_edition(actor=carl, policy=policy.pk, decided=Decided(decided=TODAY, revise_by=TODAY)),
        lambda: actions.add_service(actor=carl, offered=Offered(name="Reception", since=TODAY)),
        lambda: actions.add_service(actor=carl, offered=Offered(name="Annan", since=TODAY, until=TODAY - DAY)),
        lambda: actions.add_policy(actor=carl, owner=Owner(name="Policy", kind="policy", owner_text="Chefen")),
        lambda: actions.add_policy(actor=carl, owner=Owner(name="Annan", kind="policy")),
        lambda: actions.add_policy(actor=carl, owner=Owner(name="Annan", kind="odd", owner_text="Chefen")),
    ]
    for act in acts:
        with pytest.raises(InputError):
            act()
    with scope(carl.scope()):
        assert not Noted.objects.exists()


def test_those_who_only_read_note_nothing(desk: Desk) -> None:
    rule = desk.rule(kind="effort", parameters={})
    desk.house.person("Hugo", desk.house.housing, Role.AUDITOR)
    hugo = desk.house.actor("Hugo")
    for act in (
        lambda: actions.note_effort(actor=hugo, rule=rule.pk, tried=Tried(day=TODAY, text="Brev")),
        lambda: actions.note(actor=hugo, happened=Happened(kind="timetable", day=TODAY)),
        lambda: actions.set_rule(actor=hugo, commitment=desk.commitments[0], told=cadence(desk)),
        lambda: actions.accept(actor=hugo, proposals=[]),
    ):
        with pytest.raises(Denied):
            act()
