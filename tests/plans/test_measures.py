"""Measures: who does what by when, how it goes, how much of it was planned and held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from lagesbild.accounts.models import Role
from lagesbild.core import chain, masking
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.guard import MASK, TellsWho
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.plans import actions, doses, tasks
from lagesbild.plans.actions import DoseTold, Told, Whose
from lagesbild.plans.models import Dose, Measure, PlanEdition, Progress
from lagesbild.problems import actions as problems
from tests.organisation.house import House
from tests.plans.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db(transaction=True)
EVENING = DoseTold(unit="kvällar", starts=dt.time(19), ends=dt.time(23))


def own(house: House) -> int:
    with scope(house.carl.scope()):
        return Audience.objects.get(kind=Audience.OWN).pk


def again(desk: Desk, measure: Measure) -> Measure:
    with scope(desk.house.carl.scope()):
        measure.refresh_from_db()
        return measure


def test_what_does_not_hold_is_refused_and_leaves_nothing(desk: Desk) -> None:
    house = desk.house
    other = problems.open_problem(actor=house.carl, told=problems.Told(title="Annat"))
    cause = problems.add_cause(actor=house.carl, problem=other.pk, said=problems.Because(side="place", text="Annan"))
    bad: list[dict[str, object]] = [
        {"what": " "},
        {"kind": "magic"},
        {"technique": "magic"},
        {"starts": TODAY, "due": TODAY - DAY},
        {"lon": 16.0},
        {"target": 3.0},
        {"cause": cause.pk},
        {"person": house.person("Hanna", house.housing, Role.MEMBER).pk},
        {"method": "Ring 070-123 45 67"},
    ]
    for one in bad:
        with pytest.raises(InputError):
            actions.create_measure(
                actor=house.carl,
                told=desk.told(**{"what": "Något", **one}),  # type: ignore[arg-type]
                whose=Whose(plan=desk.plan.pk, problem=desk.problem.pk),
            )
    with scope(house.carl.scope()):
        assert Measure.objects.count() == 1


@pytest.mark.parametrize("role", [Role.REPORTER, Role.AUDITOR, Role.PROTECTION_OFFICER, Role.REGISTRATOR])
def test_who_does_not_contribute_adds_no_measure(desk: Desk, role: Role) -> None:
    with pytest.raises(Denied):
        actions.create_measure(actor=desk.house.anyone(role), told=desk.told(), whose=Whose(plan=desk.plan.pk))


def test_a_member_adds_and_changes_the_own_party_s_and_no_other_s(desk: Desk) -> None:
    house = desk.house
    member = house.anyone(Role.MEMBER)
    row = actions.create_measure(actor=member, told=desk.told("Rond"), whose=Whose())
    assert row.party_id == house.police.pk
    actions.change_measure(actor=member, measure=row.pk, told=desk.told("Rond varje fredag"))
    theirs = actions.create_measure(
        actor=house.carl, told=desk.told("Städning", responsible=house.municipality.pk), whose=Whose()
    )
    with pytest.raises(Denied):
        actions.change_measure(actor=member, measure=theirs.pk, told=desk.told("Annat"))
    with pytest.raises(Denied):
        actions.report(actor=member, measure=theirs.pk, state="done")
    with pytest.raises(Denied):
        actions.move_measure(actor=member, measure=row.pk, plan=desk.plan.pk)


def test_whoever_is_responsible_sees_it_outside_its_audience_and_says_how_it_goes(desk: Desk) -> None:
    house = desk.house
    ronja = house.person("Ronja", house.police, Role.REPORTER)
    row = actions.create_measure(
        actor=house.carl,
        told=desk.told("Tillsyn", person=ronja.pk),
        whose=Whose(audience=own(house)),
    )
    actor = house.actor("Ronja")
    actions.report(actor=actor, measure=row.pk, state="under_way", text="Två besök gjorda.")
    with scope(actor.scope()):
        assert [one.text for one in Progress.objects.filter(measure=row)] == ["Två besök gjorda."]
    house.person("Hanna", house.housing, Role.MEMBER)
    with scope(house.actor("Hanna").scope()):
        assert not Measure.objects.filter(pk=row.pk).exists()
        assert not Progress.objects.filter(measure_id=row.pk).exists()


def test_a_letter_with_a_link_goes_to_who_became_responsible(desk: Desk) -> None:
    from lagesbild.core.worker import app  # noqa: F401 - registers the tasks

    jobs = ProcrastinateJob.objects.filter(task_name="plans.assigned")
    assert [job.args["measure"] for job in jobs] == [desk.lamps.pk]
    tasks.assigned(partnership=desk.house.partnership.pk, measure=desk.lamps.pk)
    [letter] = mail.outbox
    assert letter.to == ["paula@alfa.exempel.se"]
    assert "lampor" not in letter.body
    actions.report(actor=desk.house.carl, measure=desk.lamps.pk, state="done")
    tasks.assigned(partnership=desk.house.partnership.pk, measure=desk.lamps.pk)
    assert len(mail.outbox) == 1, "nothing is left to do"


def test_how_it_goes_is_said_by_steps_that_follow(desk: Desk) -> None:
    house, lamps = desk.house, desk.lamps
    house.anyone(Role.MEMBER)
    paula = house.actor("Paula")
    actions.report(actor=paula, measure=lamps.pk, state="under_way")
    actions.report(actor=paula, measure=lamps.pk, state="under_way", text="Fem är uppe.")
    with pytest.raises(InputError):
        actions.report(actor=paula, measure=lamps.pk, state="stopped")
    with pytest.raises(InputError):
        actions.report(actor=paula, measure=lamps.pk, state="done", on=TODAY + DAY)
    with pytest.raises(TellsWho):
        actions.report(actor=paula, measure=lamps.pk, state="done", text="Mejla anna@exempel.se")
    actions.report(actor=paula, measure=lamps.pk, state="done", on=TODAY - DAY)
    assert (again(desk, lamps).state, lamps.done_on) == ("done", TODAY - DAY)
    with pytest.raises(WrongState):
        actions.report(actor=paula, measure=lamps.pk, state="stopped", text="Nej")
    actions.report(actor=paula, measure=lamps.pk, state="under_way", text="En lampa till.")
    assert again(desk, lamps).done_on is None
    actions.report(actor=paula, measure=lamps.pk, state="stopped", text="Kabeln räcker inte.")
    assert again(desk, lamps).reason == "Kabeln räcker inte."
    with scope(house.carl.scope()):
        assert [one.text for one in lamps.progress.order_by("pk")] == [
            *("", "Fem är uppe.", "", "En lampa till.", "Kabeln räcker inte."),
        ]
        assert "Kabeln" not in str(list(TimelineEntry.objects.values_list("detail", flat=True)))


def test_two_who_change_a_measure_do_not_write_over_each_other(desk: Desk) -> None:
    seen = as_seen(desk.lamps)
    actions.change_measure(actor=desk.house.carl, measure=desk.lamps.pk, told=desk.told("Första"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.change_measure(actor=desk.house.carl, measure=desk.lamps.pk, told=desk.told("Andra"), seen=seen)


def test_a_measure_taken_into_a_plan_is_read_by_the_plan_s_readers(desk: Desk) -> None:
    house = desk.house
    row = actions.create_measure(
        actor=house.carl, told=desk.told("Egen", responsible=house.municipality.pk), whose=Whose(audience=own(house))
    )
    leader = house.anyone(Role.LEADER)
    with scope(leader.scope()):
        assert not Measure.objects.filter(pk=row.pk).exists()
    actions.move_measure(actor=house.carl, measure=row.pk, plan=desk.plan.pk)
    with scope(leader.scope()):
        assert Measure.objects.filter(pk=row.pk).exists()


def evenings(desk: Desk, *days: int, **more: object) -> list[Dose]:
    told = DoseTold(**{"unit": "kvällar", "starts": dt.time(19), "ends": dt.time(23), **more})  # type: ignore[arg-type]
    return actions.plan_doses(
        actor=desk.house.carl, measure=desk.lamps.pk, days=[TODAY + n * DAY for n in days], told=told
    )


def seen(desk: Desk) -> list[doses.Occasion]:
    with scope(desk.house.carl.scope()):
        return doses.occasions(Dose.objects.filter(measure=desk.lamps).for_list(), TODAY)


def test_what_was_planned_held_cancelled_and_unsaid_is_counted_apart(desk: Desk) -> None:
    house = desk.house
    first, second, third, _fourth, today, ahead = evenings(desk, -21, -14, -7, -6, 0, 7)
    actions.hold_dose(actor=house.carl, dose=first.pk)
    actions.hold_dose(actor=house.carl, dose=second.pk, amount=2.5)
    actions.cancel_dose(actor=house.carl, dose=third.pk, note="Sjukdom")
    told = DoseTold(unit="kvällar", of_party=house.municipality.pk)
    actions.add_held(actor=house.carl, measure=desk.lamps.pk, day=TODAY - DAY, told=told)
    found = seen(desk)
    assert [one.mark.value for one in found] == ["held", "held", "cancelled", "unsaid", "extra", "ahead", "ahead"]
    [tally] = doses.tallies(found)
    assert (tally.planned, tally.due, tally.held, tally.extra, tally.cancelled, tally.unsaid, tally.ahead) == (
        *(6, 4, 2, 1, 1, 1, 2),
    )
    assert (tally.amount, tally.planned_amount) == (4.5, 4)
    shares = {one.party: one.occasions for one in doses.by_party(found)}
    assert shares == {"Polisen": 2, "Kommunen": 1}
    with pytest.raises(InputError):
        actions.hold_dose(actor=house.carl, dose=ahead.pk)
    with pytest.raises(WrongState):
        actions.hold_dose(actor=house.carl, dose=first.pk)
    with pytest.raises(WrongState):
        actions.cancel_dose(actor=house.carl, dose=first.pk, note="Nej")
    with pytest.raises(InputError):
        actions.cancel_dose(actor=house.carl, dose=today.pk, note=" ")


def test_planning_twice_plans_nothing_twice(desk: Desk) -> None:
    assert len(evenings(desk, 1, 2, 3)) == 3
    assert len(evenings(desk, 2, 3, 4)) == 1
    with pytest.raises(InputError):
        evenings(desk)
    with pytest.raises(InputError):
        evenings(desk, *range(500))


def test_what_was_said_of_an_occasion_is_taken_back(desk: Desk) -> None:
    [one, other] = evenings(desk, -2, -1)
    held = actions.hold_dose(actor=desk.house.carl, dose=one.pk)
    actions.cancel_dose(actor=desk.house.carl, dose=other.pk, note="Sjukdom")
    actions.take_back_dose(actor=desk.house.carl, dose=held.pk)
    actions.take_back_dose(actor=desk.house.carl, dose=other.pk)
    assert [row.mark.value for row in seen(desk)] == ["unsaid", "unsaid"]
    with pytest.raises(WrongState):
        actions.take_back_dose(actor=desk.house.carl, dose=other.pk)
    with pytest.raises(WrongState):
        actions.remove_dose(actor=desk.house.carl, dose=one.pk)
    [ahead] = evenings(desk, 3)
    actions.remove_dose(actor=desk.house.carl, dose=ahead.pk)
    assert len(seen(desk)) == 2


def test_outreach_is_counted_without_persons_and_says_how_many_were_handed_over(desk: Desk) -> None:
    house = desk.house
    row = desk.measure("Uppsökande på resecentrum", kind="outreach", hands_over_to="Socialtjänsten")
    contacts = DoseTold(unit="kontakter", amount=12, handed_over=3)
    actions.add_held(actor=house.carl, measure=row.pk, day=TODAY, told=contacts)
    with pytest.raises(InputError):
        actions.add_held(actor=house.carl, measure=desk.lamps.pk, day=TODAY, told=contacts)
    with scope(house.carl.scope()):
        [tally] = doses.tallies(doses.occasions(row.doses.for_list(), TODAY))
    assert (tally.amount, tally.handed_over) == (12, 3)


@pytest.mark.parametrize(
    "change",
    [
        lambda row: Measure.objects.filter(pk=row.pk).update(state="done"),
        lambda row: Measure.objects.filter(pk=row.pk).update(state="stopped"),
        lambda row: Measure.objects.filter(pk=row.pk).update(problem=None),
        lambda row: Measure.objects.filter(pk=row.pk).update(starts=TODAY, due=TODAY - DAY),
        lambda row: Dose.objects.create(
            partnership_id=row.partnership_id, measure=row, of_party_id=row.responsible_id, day=TODAY, planned=True,
            amount=0, unit="kvällar", by=1,
        ),
    ],
)  # fmt: skip
def test_the_database_refuses_what_cannot_be(desk: Desk, change: Callable[[Measure], object]) -> None:
    with scope(desk.house.carl.scope()), pytest.raises(IntegrityError), transaction.atomic():
        change(desk.lamps)


def test_the_chain_leads_from_measure_to_cause_and_problem_and_back(desk: Desk) -> None:
    with scope(desk.house.carl.scope()):
        up = {step.name: [link.called for link in step.links] for step in chain.walk("plans.measure", desk.lamps)}
        down = [step.name for step in chain.walk("problems.problem", desk.problem)]
    assert up["problems.problem"] == ["Otryggt vid Brukstorget"] or "problems.problem" in up
    assert "problems.cause" in up
    assert "plans.measure" in down


def test_words_are_masked_wherever_they_stand_also_in_what_was_decided(desk: Desk) -> None:
    house = desk.house
    told = Told(what="Samtal med Bror Ek", kind="other", responsible=house.police.pk, method="Bror Ek bjuds in")
    row = actions.create_measure(actor=house.carl, told=told, whose=Whose(plan=desk.plan.pk))
    actions.report(actor=house.carl, measure=row.pk, state="under_way", text="Bror Ek kom")
    actions.decide_plan(actor=house.carl, plan=desk.plan.pk)
    masking.mask(actor=house.carl, subject="measure", pk=row.pk, stretches=["Bror Ek"])
    with scope(house.carl.scope()):
        edition = PlanEdition.objects.get()
        row.refresh_from_db()
        assert "Bror" not in str(edition.content)
        assert MASK in str(edition.content)
        assert "Bror" not in row.what + row.method + row.progress.get().text
    other = actions.change_measure(actor=house.carl, measure=row.pk, told=told)
    assert "Bror" not in again(desk, other).what, "what was masked stays masked when an older form is sent"
