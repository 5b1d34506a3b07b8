"""Plans: begun, decided in a meeting, kept as they were, changed, decided again, closed."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.actions import Giving, give_mandate
from lagesbild.organisation.binding import Binding
from lagesbild.plans import actions, board, editions
from lagesbild.plans.actions import PlanTold, Whose
from lagesbild.plans.models import Measure, PartyDecision, Plan, PlanEdition
from lagesbild.problems import actions as problems
from tests.organisation.house import SPRING, House
from tests.plans.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db(transaction=True)


def own(house: House) -> int:
    with scope(house.carl.scope()):
        return Audience.objects.get(kind=Audience.OWN).pk


def content(desk: Desk, number: int) -> editions.Content:
    with scope(desk.house.carl.scope()):
        return editions.Content.of_json(desk.plan.editions.get(number=number).content)


def test_a_plan_needs_a_name_and_days_that_hold(house: House) -> None:
    for told in (
        PlanTold(name=" ", starts=TODAY, ends=TODAY),
        PlanTold(name="Plan", starts=TODAY, ends=TODAY - DAY),
    ):
        with pytest.raises(InputError):
            actions.create_plan(actor=house.carl, told=told)
    with scope(house.carl.scope()):
        assert not Plan.objects.exists()


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MEMBER, Role.AUDITOR, Role.PROTECTION_OFFICER, Role.REGISTRATOR])
def test_who_does_not_arrange_makes_no_plan(house: House, role: Role) -> None:
    with pytest.raises(Denied):
        actions.create_plan(actor=house.anyone(role), told=PlanTold(name="Plan", starts=TODAY, ends=TODAY))


def test_causes_without_a_measure_are_gaps_and_one_behind_covers_those_before_it(desk: Desk) -> None:
    with scope(desk.house.carl.scope()):
        shown = board.of_plan(desk.plan)
    reasons = {one.cause.text: one for side in shown.worked[0].sides for one in side.reasons}
    assert reasons["Mörkt efter stängning"].covered, "something is done about what lies behind it"
    assert reasons["Ingen äger frågan om ljus"].measures == (desk.lamps,)
    assert not reasons["Inga vuxna på kvällen"].covered
    assert shown.gaps == 1
    assert desk.lamps.gaps == ()
    assert desk.measure().gaps == ("person", "due", "indicator")


def test_a_stopped_measure_covers_no_cause(desk: Desk) -> None:
    actions.report(actor=desk.house.carl, measure=desk.lamps.pk, state="stopped", text="Kabeln räcker inte.")
    with scope(desk.house.carl.scope()):
        assert board.of_plan(desk.plan).gaps == 3


def test_a_prioritised_problem_without_a_measure_waits(desk: Desk) -> None:
    other = problems.open_problem(actor=desk.house.carl, told=problems.Told(title="Stölder ur källare"))
    meeting = desk.meeting()
    item = meetings.add_item(actor=desk.house.carl, meeting=meeting.pk, kind="problems.problem", subject=other.pk)
    meetings.decide(actor=desk.house.carl, item=item.pk, text="Prioriteras.", act="problems.prioritise")
    with scope(desk.house.carl.scope()):
        assert [one.title for one in board.of_plan(desk.plan).waiting] == ["Stölder ur källare"]
    actions.create_measure(actor=desk.house.carl, told=desk.told(), whose=Whose(problem=other.pk))
    with scope(desk.house.carl.scope()):
        assert board.of_plan(desk.plan).waiting == ()


def test_a_meeting_decides_the_plan_and_keeps_it(desk: Desk) -> None:
    desk.adopt(desk.put(desk.meeting()))
    with scope(desk.house.carl.scope()):
        desk.plan.refresh_from_db()
        edition = desk.plan.editions.get()
        entry = TimelineEntry.objects.get(verb="plan.decided")
        assert list(faults(desk.house.partnership.pk)) == []
    assert desk.plan.state == Plan.State.DECIDED
    assert desk.plan.decision_id is not None
    assert edition.number == 1
    kept = editions.Content.of_json(edition.content)
    assert [one.what for one in kept.measures] == ["Nio nya lampor längs gångvägen"]
    assert [one.title for one in kept.problems] == ["Otryggt vid Brukstorget"]
    assert [cause.text for cause in kept.problems[0].causes] == [
        *("Mörkt efter stängning", "Inga vuxna på kvällen", "Ingen äger frågan om ljus"),
    ]
    assert editions.digest(edition.sealed) == edition.digest == entry.detail["digest"]
    assert "lampor" not in str(entry.detail)


def approve(desk: Desk, meeting: Meeting) -> None:
    """Approve the minutes of a meeting at which somebody was."""
    carl = desk.house.carl
    meetings.add_adjunct(actor=carl, meeting=meeting.pk, name="Siv Skog", stands_for="Skolan", present=True)
    meetings.approve(actor=carl, meeting=meeting.pk)


def test_a_decision_on_a_plan_is_undone_with_its_edition_until_the_minutes_are_approved(desk: Desk) -> None:
    carl, meeting = desk.house.carl, desk.meeting()
    first = desk.adopt(desk.put(meeting))
    desk.measure("Vuxna på plats")
    second = desk.adopt(first.item)
    with pytest.raises(WrongState):
        meetings.undo_decision(actor=carl, decision=first.pk)
    meetings.undo_decision(actor=carl, decision=second.pk)
    with scope(carl.scope()):
        plan = Plan.objects.get(pk=desk.plan.pk)
        assert (plan.state, plan.decision_id) == (Plan.State.DECIDED, first.pk)
        assert [one.number for one in plan.editions.all()] == [1]
    meetings.undo_decision(actor=carl, decision=first.pk)
    with scope(carl.scope()):
        plan = Plan.objects.get(pk=desk.plan.pk)
        assert (plan.state, plan.decision_id) == (Plan.State.DRAFT, None)
        assert not plan.editions.exists()
    third = desk.adopt(first.item)
    approve(desk, meeting)
    with pytest.raises(WrongState):
        meetings.undo_decision(actor=carl, decision=third.pk)


def party_decides(desk: Desk, **more: object) -> PartyDecision:
    plain: dict[str, object] = {
        "party": desk.house.municipality.pk,
        "how": "body",
        "by": "Kommunstyrelsen",
        "date": TODAY,
        "dnr": "KS 2026/12",
    }
    return actions.decide_party(actor=desk.house.carl, plan=desk.plan.pk, binding=Binding(**{**plain, **more}))  # type: ignore[arg-type]


def test_a_plan_is_the_municipality_s_own_by_its_own_decision_alone(desk: Desk) -> None:
    with pytest.raises(WrongState):
        party_decides(desk)
    decision = desk.adopt(desk.put(desk.meeting()))
    with scope(desk.house.carl.scope()):
        assert not PartyDecision.objects.of_municipality(TODAY).exists()
    kept = party_decides(desk)
    with scope(desk.house.carl.scope()):
        assert PartyDecision.objects.of_municipality(TODAY).get() == kept
        assert not PartyDecision.objects.of_municipality(TODAY - DAY).exists()
        assert not PartyDecision.objects.of_municipality(desk.plan.ends + DAY).exists()
    with pytest.raises(WrongState):
        meetings.undo_decision(actor=desk.house.carl, decision=decision.pk)


def test_who_may_decide_for_the_party_is_held_to_where_it_is_said(desk: Desk) -> None:
    desk.adopt(desk.put(desk.meeting()))
    house = desk.house
    giving = Giving(party=house.municipality.pk, what=["plans.party_decision"], name="Kommunstyrelsen", since=SPRING)
    [mandate] = give_mandate(actor=house.carl, giving=giving)
    with pytest.raises(InputError) as error:
        party_decides(desk, by="Socialnämnden")
    said = translator("sv").say(error.value.message)
    assert said == "För Kommunen får detta beslutas av: Kommunstyrelsen. Välj det mandatet."
    assert party_decides(desk, by="kommunstyrelsen").mandate_id == mandate.pk
    assert party_decides(desk, by="", mandate=mandate.pk).by == "Kommunstyrelsen"
    assert party_decides(desk, party=house.police.pk, by="Ledningsgruppen").mandate_id is None
    with pytest.raises(InputError):
        party_decides(desk, mandate=mandate.pk, by="", date=SPRING - DAY)


def test_only_those_of_the_party_and_coordinators_write_down_what_it_decided(desk: Desk) -> None:
    desk.adopt(desk.put(desk.meeting()))
    binding = Binding(party=desk.house.municipality.pk, how="body", by="Kommunstyrelsen", date=TODAY)
    for role in (Role.MEMBER, Role.LEADER, Role.REGISTRATOR, Role.AUDITOR):
        with pytest.raises(Denied):
            actions.decide_party(actor=desk.house.anyone(role), plan=desk.plan.pk, binding=binding)


def test_the_page_of_a_plan_says_whose_decision_is_missing_and_takes_it_dparty_decides(desk: Desk) -> None:
    client = desk.house.client("Carl")
    slug = desk.house.partnership.slug
    desk.adopt(desk.put(desk.meeting()))
    page = reverse("plans:detail", kwargs={"slug": slug, "pk": desk.plan.pk})
    assert "lag 2023:196 § 5" in client.get(page).text
    fields = {"party": desk.house.municipality.pk, "how": "body", "by": "Kommunfullmäktige", "date": TODAY}
    answer = client.post(reverse("plans:decide_party", kwargs={"slug": slug, "pk": desk.plan.pk}), fields)
    assert answer.status_code == 302
    text = client.get(page).text
    assert "Kommunfullmäktige" in text
    assert "lag 2023:196 § 5" not in text


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plans_planedition SET number = 7",
        "UPDATE plans_planedition SET content = '{}'",
        "DELETE FROM plans_planedition",
        "UPDATE plans_partydecision SET date = date - 7",
        "DELETE FROM plans_partydecision",
        "UPDATE plans_progress SET state = 'stopped'",
        "DELETE FROM plans_progress",
    ],
)
def test_the_database_refuses_to_change_what_was_decided_or_said(desk: Desk, statement: str) -> None:
    meeting = desk.meeting()
    desk.adopt(desk.put(meeting))
    party_decides(desk)
    approve(desk, meeting)
    actions.report(actor=desk.house.carl, measure=desk.lamps.pk, state="under_way", text="Kabel dragen")

    def rows() -> list[object]:
        return [*PlanEdition.objects.values(), *PartyDecision.objects.values(), *desk.lamps.progress.values()]

    with scope(desk.house.carl.scope()):
        before = rows()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
        except DatabaseError:
            pass
        assert rows() == before


def test_even_the_system_may_only_mask(desk: Desk) -> None:
    from lagesbild.core.system import worker

    desk.adopt(desk.put(desk.meeting()))
    with scope(worker(desk.house.partnership.pk).scope()):
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanEdition.objects.update(number=7)
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanEdition.objects.update(content={"name": "Annat"})


def test_what_has_changed_since_it_was_decided_is_told_and_decided_anew(desk: Desk) -> None:
    meeting = desk.meeting()
    item = desk.put(meeting)
    desk.adopt(item)
    with pytest.raises(InputError, match="Nothing has changed"):
        desk.adopt(item)
    more = desk.measure("Vuxna på plats", cause=desk.empty)
    told = desk.told("Tolv nya lampor", cause=desk.behind.pk, due=TODAY + 60 * DAY)
    actions.change_measure(actor=desk.house.carl, measure=desk.lamps.pk, told=told)
    with scope(desk.house.carl.scope()):
        changed = editions.difference(content(desk, 1), editions.compose(desk.plan))
    assert [one.number for one in changed.added] == [more.pk]
    assert changed.removed == () == changed.plan
    fields = {one.field: one for one in changed.changed[0][1]}
    assert (fields["what"].before, fields["what"].after) == ("Nio nya lampor längs gångvägen", "Tolv nya lampor")
    assert fields["technique"].was("sv") == "Underlätta naturlig överblick"
    assert fields["technique"].is_("sv") is None
    assert fields["due"].is_("sv") == TODAY + 60 * DAY
    assert fields["person"].before == "Paula"
    desk.adopt(item)
    assert len(content(desk, 1).measures) == 1, "the first edition stays as it was"
    assert len(content(desk, 2).measures) == 2
    actions.move_measure(actor=desk.house.carl, measure=more.pk, plan=None)
    actions.report(actor=desk.house.carl, measure=desk.lamps.pk, state="stopped", text="Ingen kabel.")
    with scope(desk.house.carl.scope()):
        changed = editions.difference(content(desk, 2), editions.compose(desk.plan))
    assert [one.number for one in changed.removed] == [more.pk]
    assert [one.field for one in changed.changed[0][1]] == ["stopped"]


def test_an_empty_plan_is_not_decided(house: House, desk: Desk) -> None:
    plan = actions.create_plan(actor=house.carl, told=PlanTold(name="Tom", starts=TODAY, ends=TODAY))
    with pytest.raises(InputError, match="no measures"):
        actions.decide_plan(actor=house.carl, plan=plan.pk)


def test_a_problem_that_not_all_may_read_has_no_words_in_the_edition(desk: Desk) -> None:
    secret = problems.open_problem(
        actor=desk.house.carl, told=problems.Told(title="Hemlig rubrik"), audience=own(desk.house)
    )
    problems.add_cause(
        actor=desk.house.carl, problem=secret.pk, said=problems.Because(side="place", text="Hemlig orsak")
    )
    actions.create_measure(
        actor=desk.house.carl, told=desk.told("Översyn"), whose=Whose(plan=desk.plan.pk, problem=secret.pk)
    )
    actions.decide_plan(actor=desk.house.carl, plan=desk.plan.pk)
    assert "Hemlig" not in str(content(desk, 1))


def test_a_plan_is_closed_with_a_reason_and_opened_again(desk: Desk) -> None:
    with pytest.raises(InputError):
        actions.close_plan(actor=desk.house.carl, plan=desk.plan.pk, reason=" ")
    actions.close_plan(actor=desk.house.carl, plan=desk.plan.pk, reason="Allt är gjort.")
    for act in (
        desk.measure,
        lambda: actions.decide_plan(actor=desk.house.carl, plan=desk.plan.pk),
        lambda: actions.close_plan(actor=desk.house.carl, plan=desk.plan.pk, reason="Igen."),
    ):
        with pytest.raises(WrongState):
            act()
    assert actions.reopen_plan(actor=desk.house.carl, plan=desk.plan.pk).state == Plan.State.DRAFT
    assert desk.measure().pk


def test_two_who_change_a_plan_do_not_write_over_each_other(desk: Desk) -> None:
    seen = as_seen(desk.plan)
    told = PlanTold(name="Första", starts=TODAY, ends=TODAY)
    actions.change_plan(actor=desk.house.carl, plan=desk.plan.pk, told=told, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.change_plan(
            actor=desk.house.carl,
            plan=desk.plan.pk,
            told=PlanTold(name="Andra", starts=TODAY, ends=TODAY),
            seen=seen,
        )


def test_a_plan_of_one_party_is_not_read_by_another_and_not_named_on_an_agenda(desk: Desk) -> None:
    from lagesbild.plans.points import title

    house = desk.house
    plan = actions.create_plan(
        actor=house.carl, told=PlanTold(name="Kommunens egen", starts=TODAY, ends=TODAY), audience=own(house)
    )
    measure = actions.create_measure(actor=house.carl, told=desk.told(), whose=Whose(plan=plan.pk))
    police, housing = house.anyone(Role.LEADER), house.person("Hanna", house.housing, Role.LEADER)
    assert housing.pk
    with scope(police.scope()):
        assert not Plan.objects.filter(pk=plan.pk).exists()
        assert Measure.objects.filter(pk=measure.pk).exists(), "the police are responsible for it"
    with scope(house.actor("Hanna").scope()):
        assert not Measure.objects.filter(pk=measure.pk).exists()
    with scope(house.carl.scope()):
        assert title(plan.pk) not in (None, "Kommunens egen")
        assert title(desk.plan.pk) == "Plan för Brukstorget"
