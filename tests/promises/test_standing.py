"""From a draft to a promise that stands: joint position, each party's own decision, signatures, the end."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest
from django.db.utils import Error

from lagesbild.accounts.models import Role
from lagesbild.core import masking, timeline
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.guard import MASK
from lagesbild.core.meanwhile import ChangedMeanwhile, as_seen
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.meetings import actions as meetings
from lagesbild.plans.models import Measure
from lagesbild.promises import actions
from lagesbild.promises.actions import Words
from lagesbild.promises.models import FollowUp, Milestone, Outcome, Promise, Promised, Promiser, Signature
from tests.plans.desk import DAY, TODAY, Desk
from tests.promises.vow import PDF, Vow, made, said

State = Promise.State
pytestmark = pytest.mark.django_db(transaction=True)


def test_a_promise_stands_when_a_body_every_party_and_every_signature_stand_behind_it(vow: Vow) -> None:
    house = vow.house
    assert vow.promise.state == State.DRAFT
    vow.adopt()
    assert vow.fresh().state == State.JOINT
    vow.decide(house.municipality.pk)
    assert vow.fresh().state == State.JOINT, "the police have not decided"
    vow.sign(house.municipality.pk)
    vow.decide(house.police.pk, how="delegate", by="Lokalpolisområdeschefen", delegation="Arbetsordningen 4.2")
    assert vow.fresh().state == State.BOUND
    found = vow.sign(house.police.pk)
    assert vow.fresh().state == State.SIGNED
    assert found.digest == hashlib.sha256(PDF).hexdigest()
    assert bytes(found.content) == PDF
    actions.published(actor=house.carl, promise=vow.promise.pk, publication=7)
    assert vow.fresh().state == State.PUBLISHED
    assert actions.published(actor=house.carl, promise=vow.promise.pk, publication=8).state == State.PUBLISHED
    actions.taken_down(actor=house.carl, promise=vow.promise.pk, publication=8)
    assert vow.fresh().state == State.SIGNED
    with scope(house.carl.scope()):
        assert list(timeline.faults(house.partnership.pk)) == []
        verbs = {line.entry.verb for line in timeline.lines(vow.promise)}
    assert {"promise.written", "promise.adopted", "promise.party_decided", "promise.signed"} <= verbs


def test_nothing_is_signed_before_it_is_decided_and_nothing_decided_before_the_joint_position(vow: Vow) -> None:
    party = vow.house.municipality.pk
    with pytest.raises(WrongState):
        vow.decide(party)
    vow.adopt()
    with pytest.raises(WrongState):
        vow.sign(party)
    with pytest.raises(InputError):
        vow.decide(vow.house.housing.pk)
    with pytest.raises(InputError):
        vow.decide(party, how="delegate")
    with pytest.raises(InputError):
        vow.decide(party, date=TODAY + DAY)
    with pytest.raises(WrongState):
        actions.published(actor=vow.house.carl, promise=vow.promise.pk, publication=1)


def test_nothing_is_signed_on_a_day_before_the_party_decided(vow: Vow) -> None:
    party = vow.house.municipality.pk
    vow.adopt()
    vow.decide(party, date=TODAY - DAY)
    with pytest.raises(InputError):
        vow.sign(party, date=TODAY - 2 * DAY)
    vow.sign(party, date=TODAY - DAY)
    with pytest.raises(InputError):
        vow.decide(party, date=TODAY)
    vow.decide(party, date=TODAY - 3 * DAY)


def test_a_click_is_no_signature(vow: Vow) -> None:
    vow.adopt()
    vow.decide(vow.house.municipality.pk)
    for content in (b"", b"ja"):
        with pytest.raises(InputError):
            vow.sign(vow.house.municipality.pk, content)


def test_a_body_stands_behind_nothing_that_cannot_be_followed_up(desk: Desk) -> None:
    empty = made(desk, measures=())
    with pytest.raises(InputError, match="behind the promise"):
        empty.adopt()
    actions.add_milestone(actor=desk.house.carl, promise=empty.promise.pk, what="Trygghetsvandring", due=TODAY)
    empty.adopt()
    assert empty.fresh().state == State.JOINT


def test_a_decision_that_is_undone_gives_the_draft_back_until_a_party_has_decided(vow: Vow) -> None:
    decision = vow.adopt()
    assert vow.fresh().foreseen is not None
    meetings.undo_decision(actor=vow.house.carl, decision=decision.pk)
    promise = vow.fresh()
    assert (promise.state, promise.decision_id, promise.foreseen) == (State.DRAFT, None, None)
    actions.change(actor=vow.house.carl, promise=promise.pk, said=said(vow.desk, words=Words(title="Ett annat löfte.")))
    decision = vow.adopt()
    vow.decide(vow.house.municipality.pk)
    with pytest.raises(WrongState):
        meetings.undo_decision(actor=vow.house.carl, decision=decision.pk)
    assert vow.fresh().state == State.JOINT


def test_a_promise_that_was_withdrawn_stays_so_when_the_decision_is_undone(vow: Vow) -> None:
    carl, decision = vow.house.carl, vow.adopt()
    actions.withdraw(actor=carl, promise=vow.promise.pk, reason="Vi har inte folk nog.")
    meetings.undo_decision(actor=carl, decision=decision.pk)
    promise = vow.fresh()
    assert (promise.state, promise.decision_id) == (State.WITHDRAWN, None)
    assert promise.withdrawn_reason == "Vi har inte folk nog."
    actions.take_up(actor=carl, promise=promise.pk)
    promise = vow.fresh()
    assert (promise.state, promise.withdrawn_reason) == (State.DRAFT, "")


def test_what_a_body_stands_behind_never_changes_not_even_in_the_database(vow: Vow) -> None:
    vow.adopt()
    with pytest.raises(WrongState):
        actions.change(actor=vow.house.carl, promise=vow.promise.pk, said=said(vow.desk))
    for field, value in (("title", "Annat"), ("ends", TODAY), ("categories", [1]), ("source", "https://a.se")):
        with pytest.raises(Error), scope(vow.house.carl.scope()):
            Promise.objects.filter(pk=vow.promise.pk).update(**{field: value})
    assert vow.fresh().title == vow.promise.title


def test_signatures_decisions_and_follow_ups_are_kept_as_they_were_written(vow: Vow) -> None:
    vow.stand()
    told = actions.follow_up(actor=vow.house.carl, promise=vow.promise.pk, day=TODAY, text="Vi var där.")
    with scope(vow.house.carl.scope()):
        assert Signature.objects.update(signatory="Annan") == 0, "the walls let nobody"
        assert FollowUp.objects.filter(pk=told.pk).update(text="Nej") == 0
        assert FollowUp.objects.filter(pk=told.pk).delete()[0] == 0
    with pytest.raises(Error), scope(worker(vow.house.partnership.pk).scope()):
        Signature.objects.update(signatory="Annan")


def test_each_party_writes_down_its_own_decision_and_coordinators_all(vow: Vow) -> None:
    house = vow.house
    vow.adopt()
    house.person("Paula", house.police, Role.MEMBER)
    house.person("Rut", house.municipality, Role.AUDITOR)
    binding = actions.Binding(party=house.municipality.pk, how="body", by="Kommunstyrelsen", date=TODAY)
    for name in ("Paula", "Rut"):
        with pytest.raises(Denied):
            actions.decide_party(actor=house.actor(name), promise=vow.promise.pk, binding=binding)
    own = actions.Binding(party=house.police.pk, how="body", by="Ledningsgruppen", date=TODAY)
    actions.decide_party(actor=house.actor("Paula"), promise=vow.promise.pk, binding=own)


@pytest.mark.parametrize("role", [Role.REPORTER, Role.AUDITOR, Role.PROTECTION_OFFICER, Role.REGISTRATOR])
def test_roles_that_do_not_write_promises_are_refused(desk: Desk, role: Role) -> None:
    with pytest.raises(Denied):
        actions.create(actor=desk.house.anyone(role), said=said(desk))


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": Words(title=" ")},
        {"words": Words(title="Ring 070-174 06 05 om det händer.")},
        {"ends": TODAY - 11 * DAY},
        {"ends": TODAY + 3000 * DAY},
        {"parties": ()},
        {"parties": (0,)},
        {"measures": (0,)},
        {"words": Words(title="Ett löfte", source="exempel")},
        {"within": actions.Within(categories=(0,))},
        {"within": actions.Within(area=0)},
        {"within": actions.Within(position=actions.Position(float("nan"), 59.0, 250))},
        {"within": actions.Within(position=actions.Position(16.0, 59.0, 3))},
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_kept(desk: Desk, wrong: dict[str, object]) -> None:
    with scope(desk.house.carl.scope()):
        before = (Promise.objects.count(), TimelineEntry.objects.count())
    with pytest.raises(InputError):
        actions.create(actor=desk.house.carl, said=said(desk, **wrong))
    with scope(desk.house.carl.scope()):
        assert (Promise.objects.count(), TimelineEntry.objects.count()) == before


def test_the_second_of_two_who_change_a_draft_is_told_what_the_first_wrote(vow: Vow) -> None:
    seen = as_seen(vow.fresh())
    actions.change(
        actor=vow.house.carl, promise=vow.promise.pk, said=said(vow.desk, words=Words(title="Först.")), seen=seen
    )
    with pytest.raises(ChangedMeanwhile) as told:
        actions.change(
            actor=vow.house.carl, promise=vow.promise.pk, said=said(vow.desk, words=Words(title="Sedan.")), seen=seen
        )
    assert told.value.now["title"] == "Först."


def test_a_promise_is_withdrawn_with_a_reason_and_a_draft_can_be_taken_up_again(vow: Vow) -> None:
    with pytest.raises(InputError):
        actions.withdraw(actor=vow.house.carl, promise=vow.promise.pk, reason=" ")
    actions.withdraw(actor=vow.house.carl, promise=vow.promise.pk, reason="Vi får inte ihop personal.")
    actions.take_up(actor=vow.house.carl, promise=vow.promise.pk)
    assert vow.fresh().state == State.DRAFT
    vow.stand()
    actions.withdraw(actor=vow.house.carl, promise=vow.promise.pk, reason="Torget byggs om.")
    with pytest.raises(WrongState):
        actions.take_up(actor=vow.house.carl, promise=vow.promise.pk)
    with pytest.raises(WrongState):
        actions.follow_up(actor=vow.house.carl, promise=vow.promise.pk, day=TODAY, text="Nej")


def test_milestones_are_reached_or_not_with_a_reason(vow: Vow) -> None:
    carl = vow.house.carl
    row = actions.add_milestone(actor=carl, promise=vow.promise.pk, what="Nya lampor tända", due=TODAY)
    with pytest.raises(InputError):
        actions.change_milestone(actor=carl, milestone=row.pk, state="not_done")
    with pytest.raises(InputError):
        actions.change_milestone(actor=carl, milestone=row.pk, state="done")
    with scope(carl.scope()):
        seen = as_seen(Milestone.objects.get())
    row = actions.change_milestone(actor=carl, milestone=row.pk, state="done", done_on=TODAY, seen=seen)
    assert row.done_on == TODAY
    with pytest.raises(ChangedMeanwhile):
        actions.change_milestone(actor=carl, milestone=row.pk, state="planned", seen=seen)
    row = actions.change_milestone(actor=carl, milestone=row.pk, state="planned")
    assert row.done_on is None
    actions.change_milestone(actor=carl, milestone=row.pk, state="planned", due=TODAY + 30 * DAY)
    with scope(carl.scope()):
        moved = TimelineEntry.objects.get(verb="promise.milestone_moved")
    assert (moved.detail["before"], moved.detail["due"]) == (TODAY.isoformat(), (TODAY + 30 * DAY).isoformat())
    with pytest.raises(InputError):
        actions.add_milestone(actor=carl, promise=vow.promise.pk, what="Långt bort", due=TODAY + 2000 * DAY)
    with pytest.raises(InputError, match="year from"):
        actions.change_milestone(actor=carl, milestone=row.pk, state="planned", due=TODAY + 2000 * DAY)
    with pytest.raises(InputError, match="lies ahead"):
        actions.change_milestone(actor=carl, milestone=row.pk, state="done", done_on=TODAY + DAY)


def test_what_a_body_stands_behind_is_not_said_otherwise_in_a_milestone(vow: Vow) -> None:
    carl = vow.house.carl
    row = actions.add_milestone(actor=carl, promise=vow.promise.pk, what="Nya lampor tända", due=TODAY)
    row = actions.change_milestone(actor=carl, milestone=row.pk, state="planned", what="Nya lampor lyser")
    assert row.what == "Nya lampor lyser"
    vow.stand()
    with pytest.raises(WrongState, match="does not change"):
        actions.change_milestone(actor=carl, milestone=row.pk, state="planned", what="Vi har talat om lampor")
    row = actions.change_milestone(actor=carl, milestone=row.pk, state="planned", what="Nya lampor lyser", due=TODAY)
    assert row.what == "Nya lampor lyser"


@pytest.mark.parametrize("day", [dt.date(1900, 1, 1), TODAY - 2000 * DAY])
def test_nothing_is_told_of_a_day_far_from_the_period(vow: Vow, day: dt.date) -> None:
    vow.stand()
    with pytest.raises(InputError, match="year from"):
        actions.follow_up(actor=vow.house.carl, promise=vow.promise.pk, day=day, text="Vi var där.")


def test_a_promise_ends_after_its_period_and_only_an_evaluation_says_whether_it_helped(desk: Desk) -> None:
    running = made(desk)
    running.stand()
    carl = desk.house.carl
    with pytest.raises(WrongState, match="runs until"):
        actions.conclude(actor=carl, promise=running.promise.pk, kept="kept", reason="Vi gjorde det.")
    over = made(desk, starts=TODAY - 40 * DAY, ends=TODAY - DAY)
    over.stand()
    with pytest.raises(InputError):
        actions.conclude(actor=carl, promise=over.promise.pk, kept="kept", reason="Ja.", effect="yes")
    with pytest.raises(InputError):
        actions.conclude(actor=carl, promise=over.promise.pk, kept="kept", reason="")
    found = actions.conclude(actor=carl, promise=over.promise.pk, kept="partly", reason="37 av 40 kvällar.")
    assert over.fresh().state == State.ENDED
    assert found.effect == "cannot_tell"
    with scope(carl.scope()):
        seen = as_seen(Outcome.objects.get())
    changed = actions.change_outcome(
        actor=carl, promise=over.promise.pk, kept="kept", reason="40 av 40 kvällar.", seen=seen
    )
    assert changed.kept == "kept"
    desk.house.person("Mia", desk.house.police, Role.MEMBER)
    with pytest.raises(Denied):
        actions.change_outcome(actor=desk.house.actor("Mia"), promise=over.promise.pk, kept="not", reason="Nej.")


def test_the_database_refuses_that_others_promise_or_other_measures_are_promised(vow: Vow) -> None:
    vow.adopt()
    house = vow.house
    more = {"partnership": house.partnership, "party": house.municipality, "promise": vow.promise}
    with scope(house.carl.scope()):
        shared = Promise.objects.get().audience
    attempts = (
        lambda: Promiser.objects.filter(of_party=house.police).delete(),
        lambda: Promiser.objects.create(of_party=house.housing, audience=shared, **more),
        lambda: Promised.objects.all().delete(),
        lambda: Promised.objects.update(measure=vow.desk.measure("Annat").pk),
        lambda: Promise.objects.all()._raw_delete("default"),
    )
    for attempt in attempts:
        with pytest.raises(Error, match="body"), scope(house.carl.scope()):
            attempt()


def test_whoever_changes_a_draft_leaves_measures_that_are_not_open_to_them(vow: Vow) -> None:
    house = vow.house
    with scope(worker(house.partnership.pk).scope()):
        own = Audience.objects.get(kind=Audience.OWN)
        Measure.objects.update(audience=own, party=house.police, responsible=house.police)
    more = vow.desk.measure("Fler vuxna")
    actions.change(actor=house.carl, promise=vow.promise.pk, said=said(vow.desk, measures=(more.pk,)))
    with scope(house.carl.scope()):
        assert set(Promised.objects.values_list("measure", flat=True)) == {vow.desk.lamps.pk, more.pk}


def test_a_decision_acts_on_what_its_point_is_about_and_on_nothing_else(vow: Vow) -> None:
    carl, other = vow.house.carl, made(vow.desk)
    meeting = vow.desk.meeting()
    item = meetings.add_item(actor=carl, meeting=meeting.pk, kind="promises.promise", subject=vow.promise.pk)
    with pytest.raises(InputError):
        meetings.decide(actor=carl, item=item.pk, text="Ja.", act="promises.adopt", subject=other.promise.pk)
    assert other.fresh().state == State.DRAFT


def test_a_form_that_was_drawn_before_does_not_bring_masked_words_back(vow: Vow) -> None:
    carl, words = vow.house.carl, Words(title="Löfte", text="Fråga Bror Ek.")
    actions.change(actor=carl, promise=vow.promise.pk, said=said(vow.desk, words=words))
    masking.mask(actor=carl, subject="promise", pk=vow.promise.pk, stretches=["Bror Ek"])
    actions.change(actor=carl, promise=vow.promise.pk, said=said(vow.desk, words=words))
    assert vow.fresh().text == f"Fråga {MASK}."


def test_words_are_masked_wherever_they_stand_also_when_everything_is_signed(vow: Vow) -> None:
    vow.stand()
    carl = vow.house.carl
    actions.follow_up(actor=carl, promise=vow.promise.pk, day=TODAY, text="Siv Skog tände lamporna på Brukstorget.")
    masking.mask(actor=carl, subject="promise", pk=vow.promise.pk, stretches=["Siv Skog"])
    masking.mask(actor=carl, subject="promise", pk=vow.promise.pk, stretches=["Brukstorget"])
    with scope(carl.scope()):
        assert Signature.objects.values_list("signatory", flat=True).distinct().get() == MASK
        assert FollowUp.objects.get().text == f"{MASK} tände lamporna på {MASK}."
    assert vow.fresh().title == f"Varje fredag kväll finns det vuxna på {MASK}."


def test_the_walls_of_another_partnership_show_nothing(vow: Vow, two: tuple[int, int]) -> None:
    with scope(worker_of(two[1])):
        assert Promise.objects.count() == Signature.objects.count() == 0


def worker_of(partnership: int):  # type: ignore[no-untyped-def]
    from lagesbild.core.scope import Scope

    return Scope(person=0, read=(partnership,), write=partnership, parties=(1, 2, 3), audiences=(1, 2, 3))
