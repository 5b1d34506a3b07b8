"""Making a plan, deciding it, closing it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lagesbild.core import masking
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Decision
from lagesbild.organisation.binding import Binding, decided
from lagesbild.organisation.models import Body
from lagesbild.organisation.texts import free, line
from lagesbild.plans import editions, policies
from lagesbild.plans.actions.common import audience_of, locked_plan, own_party, record, worked_with
from lagesbild.plans.models import PartyDecision, Plan, PlanEdition
from lagesbild.plans.names import PARTY, PLAN

TRANSITIONS: dict[str, frozenset[str]] = {
    Plan.State.DRAFT: frozenset({Plan.State.DECIDED, Plan.State.CLOSED}),
    Plan.State.DECIDED: frozenset({Plan.State.CLOSED}),
    Plan.State.CLOSED: frozenset({Plan.State.DRAFT, Plan.State.DECIDED}),
}
BOUND = Message(N_("A party has decided on this edition, so it stays. Change the plan and have it decided again."))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTold:
    """What a plan is: a name, what it is for, its first and last day, and the body whose it is."""

    name: str
    purpose: str = ""
    starts: dt.date
    ends: dt.date
    body: int | None = None


def create_plan(*, actor: Actor, told: PlanTold, party: int | None = None, audience: int | None = None) -> Plan:
    """Begin a plan. `audience` is who may read it and its measures: all of the partnership where none is said.

    Raises
    ------
    Denied
        The actor does not arrange plans, or not for that party.
    InputError
        The name is missing, or the days do not hold.

    """
    with acting(actor):
        require(policies.may_arrange(actor))
        owner = own_party(actor, party)
        checked, body = _checked(told)
        row = Plan.objects.create(
            partnership_id=actor.partnership,
            party_id=owner,
            audience=audience_of(audience, body),
            name=checked.name,
            purpose=checked.purpose,
            starts=checked.starts,
            ends=checked.ends,
            body=body,
        )
        record(actor, "plan.created", row)
    return row


def change_plan(*, actor: Actor, plan: int, told: PlanTold, seen: str = "") -> Plan:
    """Say anew what a plan is; what was decided stands until it is decided again.

    Raises
    ------
    Denied
        The actor does not arrange plans.
    WrongState
        It is closed.
    InputError
        The name is missing, or the days do not hold.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = locked_plan(actor, plan)
        worked_with(row)
        unchanged(row, seen)
        checked, body = _checked(told)
        row.name, row.purpose, row.starts, row.ends = checked.name, checked.purpose, checked.starts, checked.ends
        row.body = body
        row.save(update_fields=["name", "purpose", "starts", "ends", "body"])
        masking.keep(partnership=row.partnership_id, subject=PLAN, pk=row.pk)
        record(actor, "plan.changed", row)
    return row


def decide_plan(*, actor: Actor, plan: int, decision: Decision | None = None, led: bool = False) -> PlanEdition:
    """Say that the plan as it stands is the plan: it is kept as an edition that never changes.

    `led` says that leading the meeting has been checked there.

    Raises
    ------
    Denied
        The actor neither leads the meeting nor closes plans.
    WrongState
        It is closed.
    InputError
        It has no measures, or nothing has changed since the last edition.

    """
    with acting(actor):
        row = Plan.objects.select_for_update(of=("self",)).select_related("body").get(pk=plan)
        require(led or policies.may_close(actor))
        worked_with(row)
        content = editions.compose(row)
        if not content.measures:
            raise InputError(Message(N_("The plan has no measures yet. Add what is to be done first.")))
        last = row.editions.latest_first().first()
        kept = content.to_json()
        if last is not None and not editions.since(last.content, content):
            raise InputError(
                Message(N_("Nothing has changed since edition {number} was decided."), {"number": last.number})
            )
        sealed = editions.seal(kept)
        edition = PlanEdition.objects.create(
            partnership_id=row.partnership_id,
            party_id=row.party_id,
            audience_id=row.audience_id,
            plan=row,
            number=last.number + 1 if last else 1,
            content=kept,
            sealed=sealed,
            digest=editions.digest(sealed),
            decision=decision,
            person_id=actor.person,
        )
        row.state, row.decision = Plan.State.DECIDED, decision
        row.save(update_fields=["state", "decision"])
        record(
            actor,
            "plan.decided",
            row,
            number=edition.number,
            edition=edition.pk,
            digest=edition.digest,
            meeting=decision.meeting_id if decision else None,
        )
    return edition


def release_plan(*, actor: Actor, plan: int, decision: Decision) -> Plan:
    """Take away the edition that a decision made, when the decision is undone before the minutes are approved.

    Raises
    ------
    WrongState
        The plan is closed, a later edition has been decided, or a party has decided on it.

    """
    with acting(actor):
        row = Plan.objects.select_for_update(of=("self",)).get(pk=plan)
        worked_with(row)
        newest, *earlier = row.editions.latest_first()
        if newest.decision_id != decision.pk:
            raise WrongState(Message(N_("A later edition of the plan has been decided. Undo that decision first.")))
        if newest.party_decisions.exists():
            raise WrongState(BOUND)
        newest.delete()
        row.state = Plan.State.DECIDED if earlier else Plan.State.DRAFT
        row.decision_id = earlier[0].decision_id if earlier else None
        row.save(update_fields=["state", "decision"])
        record(actor, "plan.released", row, number=newest.number, decision=decision.pk)
    return row


def decide_party(*, actor: Actor, plan: int, binding: Binding) -> PartyDecision:
    """Write down a party's own decision on the newest edition of a plan; a later one of the party replaces it.

    This is what makes it the party's plan: the municipality's, by law 2023:196 § 5.

    Raises
    ------
    Denied
        The actor may not write for that party.
    WrongState
        The plan is closed, or has no edition to decide on.
    InputError
        The party may not decide so (`organisation.binding.decided`).

    """
    with acting(actor):
        row = Plan.objects.select_for_update(of=("self",)).get(pk=plan)
        require(policies.may_bind(actor, binding.party))
        worked_with(row)
        edition = row.editions.latest_first().first()
        if edition is None:
            raise WrongState(Message(N_("The plan has no edition yet. Have it decided as it stands first.")))
        columns = decided(actor.partnership, binding, PARTY)
        found = PartyDecision.objects.create(
            edition=edition,
            person_id=actor.person,
            partnership_id=row.partnership_id,
            party_id=row.party_id,
            audience_id=row.audience_id,
            **columns,
        )
        record(actor, "plan.party_decided", row, party=binding.party, number=edition.number, decision=found.pk)
    return found


def close_plan(*, actor: Actor, plan: int, reason: str) -> Plan:
    """End a plan and say how it ended; its measures stay as they are.

    Raises
    ------
    Denied
        The actor may not close plans.
    WrongState
        It is closed already.
    InputError
        Nothing says how it ended.

    """
    with acting(actor):
        row = locked_plan(actor, plan)
        require(policies.may_close(actor))
        said = free(reason, required=Message(N_("Say in a few words how the plan ended.")))
        move(row, TRANSITIONS, Plan.State.CLOSED)
        row.reason = said
        row.save(update_fields=["state", "reason"])
        record(actor, "plan.closed", row)
    return row


def reopen_plan(*, actor: Actor, plan: int) -> Plan:
    """Work with a closed plan again.

    Raises
    ------
    Denied
        The actor may not close plans.
    WrongState
        It is not closed.

    """
    with acting(actor):
        row = locked_plan(actor, plan)
        require(policies.may_close(actor))
        if row.live:
            raise WrongState(Message(N_("The plan is not closed.")))
        move(row, TRANSITIONS, Plan.State.DECIDED if row.editions.exists() else Plan.State.DRAFT)
        row.reason = ""
        row.save(update_fields=["state", "reason"])
        record(actor, "plan.reopened", row)
    return row


def _checked(told: PlanTold) -> tuple[PlanTold, Body | None]:
    """What was told, tidied, and the body."""
    name = line(told.name, required=Message(N_("Give the plan a name.")))
    if told.ends < told.starts:
        raise InputError(Message(N_("The plan ends before it begins. Choose a later last day.")))
    body = Body.objects.select_related("circle").get(pk=told.body) if told.body else None
    return PlanTold(name=name, purpose=free(told.purpose), starts=told.starts, ends=told.ends, body=told.body), body
