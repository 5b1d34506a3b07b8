"""Writing a promise: what it says, who promises, which measures, milestones; and taking it back."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from lagesbild.accounts.models import Membership
from lagesbild.core import audiences
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Category
from lagesbild.organisation.binding import not_ahead
from lagesbild.organisation.texts import free, line
from lagesbild.places.models import Area
from lagesbild.plans.models import Measure
from lagesbild.promises import policies
from lagesbild.promises.actions.common import (
    TRANSITIONS,
    State,
    Within,
    locked,
    not_over,
    owned,
    record,
    to_be_written,
    within_a_year,
)
from lagesbild.promises.models import Milestone, Promise, Promised, Promiser

LONGEST_DAYS = 5 * 366
"""Days that a promise may run; agreements go on longer, promises do not."""
LEAST_METRES, MOST_METRES = 50, 20_000
is_address = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True, slots=True)
class Words:
    """What a promise says. Only `title` has to be said."""

    title: str
    text: str = ""
    where: str = ""
    focus: str = ""
    goal: str = ""
    basis: str = ""
    rhythm: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """All of a promise: its words, period, who promises (parties), which measures, and where effect is counted."""

    words: Words
    starts: dt.date
    ends: dt.date
    parties: Collection[int]
    measures: Collection[int] = ()
    within: Within = field(default_factory=Within)


def create(*, actor: Actor, said: Said) -> Promise:
    """Write a promise. It binds nobody yet.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        Something is missing, a text tells who someone is, or days, parties, measures or places do not hold.
    """
    with acting(actor):
        require(policies.may_write(actor))
        values = _checked(said)
        row = Promise.objects.create(
            partnership_id=actor.partnership,
            party_id=_own_party(actor),
            audience=audiences.of_kind(Audience.PARTNERSHIP),
            person_id=actor.person,
            **values,
        )
        parties, measures = _tied(row, said)
        record(actor, "promise.written", row, parties=parties, measures=measures)
    return row


def change(*, actor: Actor, promise: int, said: Said, seen: str = "") -> Promise:
    """Change what a draft says.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        A body stands behind it.
    InputError
        As `create`.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_write(actor, row))
        to_be_written(row)
        unchanged(row, seen)
        for name, value in _checked(said).items():
            setattr(row, name, value)
        row.save()
        parties, measures = _tied(row, said)
        record(actor, "promise.changed", row, parties=parties, measures=measures)
    return row


def withdraw(*, actor: Actor, promise: int, reason: str) -> Promise:
    """Take a promise back, with the reason. What is published of it says so when it is published anew.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is ended or withdrawn.
    InputError
        There is no reason, or it tells who someone is.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_withdraw(actor, row))
        why = free(reason, required=Message(N_("Say why the promise is taken back.")))
        before = move(row, TRANSITIONS, State.WITHDRAWN)
        row.withdrawn_reason = why
        row.save(update_fields=["state", "withdrawn_reason"])
        record(actor, "promise.withdrawn", row, before=before)
    return row


def take_up(*, actor: Actor, promise: int) -> Promise:
    """Go on with a draft that was taken back.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is not withdrawn, or a body had taken a position on it.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_write(actor, row))
        if row.decision_id is not None:
            raise WrongState(Message(N_("A body had decided on the promise. Write a new one instead.")))
        move(row, TRANSITIONS, State.DRAFT)
        row.withdrawn_reason = ""
        row.save(update_fields=["state", "withdrawn_reason"])
        record(actor, "promise.taken_up", row)
    return row


def add_milestone(*, actor: Actor, promise: int, what: str, due: dt.date) -> Milestone:
    """Say something that is to have happened by a day.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        The promise is ended or withdrawn.
    InputError
        Nothing is said, it tells who someone is, or the day lies far from the period.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_write(actor, row))
        not_over(row)
        said = line(what, required=Message(N_("Say what is to have happened.")))
        within_a_year(row, due)
        milestone = Milestone.objects.create(promise=row, what=said, due=due, **owned(row))
        record(actor, "promise.milestone_added", row, milestone=milestone.pk)
    return milestone


def change_milestone(
    *,
    actor: Actor,
    milestone: int,
    state: str,
    done_on: dt.date | None = None,
    reason: str = "",
    what: str | None = None,
    due: dt.date | None = None,
    seen: str = "",
) -> Milestone:
    """Say how a milestone went, or that it is planned after all; and another day, or in a draft what it is.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        The promise is ended or withdrawn, or a body stands behind what is to have happened.
    InputError
        It is reached on no day or one ahead, or not reached for no reason, or its day lies far from the period.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        found = Milestone.objects.get(pk=milestone)
        promise = locked(found.promise_id)
        require(policies.may_write(actor, promise))
        not_over(promise)
        row = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone)
        unchanged(row, seen)
        why = free(reason)
        if state not in Milestone.State.values:
            raise InputError(Message(N_("Say whether it is planned, reached or not reached.")))
        if state == Milestone.State.NOT_DONE and not why:
            raise InputError(Message(N_("Say in a few words why it was not reached.")))
        if state == Milestone.State.DONE and done_on is None:
            raise InputError(Message(N_("Say on which day it was reached.")))
        if state == Milestone.State.DONE and done_on is not None:
            not_ahead(actor.partnership, done_on)
        if due is not None and due != row.due:
            within_a_year(promise, due)
        row.state, row.reason = state, why
        row.done_on = done_on if state == Milestone.State.DONE else None
        if what is not None:
            said = line(what, required=Message(N_("Say what is to have happened.")))
            if said != row.what:
                to_be_written(promise)
            row.what = said
        before, row.due = row.due, due or row.due
        row.save(update_fields=["state", "reason", "done_on", "what", "due"])
        record(actor, "promise.milestone_told", promise, milestone=row.pk, state=state)
        if row.due != before:
            days = {"before": before.isoformat(), "due": row.due.isoformat()}
            record(actor, "promise.milestone_moved", promise, milestone=row.pk, **days)
    return row


def _checked(said: Said) -> dict[str, Any]:
    """The fields of a promise that holds."""
    words = said.words
    if said.ends < said.starts:
        raise InputError(Message(N_("The period ends before it begins. Choose a later last day.")))
    if (said.ends - said.starts).days > LONGEST_DAYS:
        raise InputError(Message(N_("A promise runs for five years at the most.")))
    if not said.parties:
        raise InputError(Message(N_("Choose who promises.")))
    source = words.source.strip()
    if source:
        try:
            is_address(source)
        except ValidationError as error:
            raise InputError(Message(N_("The link is to begin with https:// and be whole."))) from error
    return {
        "title": line(words.title, required=Message(N_("Write what is promised, in one sentence."))),
        "text": free(words.text),
        "where": line(words.where),
        "focus": line(words.focus),
        "goal": free(words.goal),
        "basis": free(words.basis),
        "rhythm": line(words.rhythm),
        "source": source,
        "starts": said.starts,
        "ends": said.ends,
        **_place(said.within),
    }


def _place(within: Within) -> dict[str, Any]:
    position = within.position
    if position is not None:
        if within.area is not None:
            raise InputError(Message(N_("Choose a position or an area to count in, not both.")))
        if not (math.isfinite(position.lon) and math.isfinite(position.lat)):
            raise InputError(Message(N_("The position is none.")))
        if not (-180 <= position.lon <= 180 and -90 <= position.lat <= 90):
            raise InputError(Message(N_("The position is none.")))
        if not LEAST_METRES <= position.metres <= MOST_METRES:
            values = {"least": LEAST_METRES, "most": MOST_METRES}
            raise InputError(Message(N_("Count within {least} to {most} metres of the position."), values))
    if within.area is not None and not Area.objects.filter(pk=within.area).exists():
        raise InputError(Message(N_("There is no such area.")))
    categories = sorted(set(within.categories))
    if Category.objects.filter(pk__in=categories).count() != len(categories):
        raise InputError(Message(N_("There is no such category.")))
    return {
        "lon": position.lon if position else None,
        "lat": position.lat if position else None,
        "radius": position.metres if position else None,
        "area_id": within.area,
        "categories": categories,
    }


def _tied(row: Promise, said: Said) -> tuple[list[int], list[int]]:
    """Let these parties promise, and these of the measures that are open; their numbers, for the timeline."""
    parties, measures = sorted(set(said.parties)), sorted(set(said.measures))
    if Party.objects.filter(pk__in=parties).count() != len(parties):
        raise InputError(Message(N_("There is no such party.")))
    if Measure.objects.filter(pk__in=measures).count() != len(measures):
        raise InputError(Message(N_("There is no such measure.")))
    row.promisers.exclude(of_party_id__in=parties).delete()
    # measures that are not open to whoever writes stay promised
    row.promised.filter(measure__in=Measure.objects.exclude(pk__in=measures)).delete()
    there = set(row.promisers.values_list("of_party_id", flat=True))
    Promiser.objects.bulk_create(
        Promiser(promise=row, of_party_id=party, **owned(row)) for party in parties if party not in there
    )
    tied = set(row.promised.values_list("measure_id", flat=True))
    Promised.objects.bulk_create(
        Promised(promise=row, measure_id=measure, **owned(row)) for measure in measures if measure not in tied
    )
    return parties, measures


def _own_party(actor: Actor) -> int:
    """The party that the actor writes for: the first for which the role allows it."""
    own = sorted(party for party, role in actor.roles if role in policies.WRITING)
    if own:
        return own[0]
    found = Membership.objects.filter(partnership_id=actor.partnership, person_id=actor.person).order_by("party_id")
    first = found.values_list("party_id", flat=True).first()
    return first or Party.objects.order_by("pk").values_list("pk", flat=True)[0]
