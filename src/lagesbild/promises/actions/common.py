"""What every action on a promise begins and ends with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from lagesbild.core import masking, timeline
from lagesbild.core.actions import Actor, WrongState
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.promises.models import Promise

State = Promise.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.JOINT, State.WITHDRAWN}),
    # back to a draft when the decision of the body is undone
    State.JOINT: frozenset({State.BOUND, State.DRAFT, State.WITHDRAWN}),
    State.BOUND: frozenset({State.SIGNED, State.WITHDRAWN}),
    State.SIGNED: frozenset({State.PUBLISHED, State.ENDED, State.WITHDRAWN}),
    # back to signed when the publication is taken down
    State.PUBLISHED: frozenset({State.SIGNED, State.ENDED, State.WITHDRAWN}),
    State.ENDED: frozenset(),
    # only what no body ever stood behind
    State.WITHDRAWN: frozenset({State.DRAFT}),
}
"""From each state, the states that may follow."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where effect is counted: `metres` around a position."""

    lon: float
    lat: float
    metres: int


@dataclass(frozen=True, slots=True)
class Within:
    """Where and in what effect is counted: around a position or in an area, in some categories of incidents."""

    position: Position | None = None
    area: int | None = None
    categories: Sequence[int] = field(default=())


def locked(promise: int) -> Promise:
    """The promise, locked."""
    return Promise.objects.select_for_update(of=("self",)).get(pk=promise)


def to_be_written(promise: Promise) -> None:
    """Go on only if what it says can still be changed."""
    if not promise.writable:
        raise WrongState(Message(N_("A body stands behind the promise, and what it says does not change any more.")))


def not_over(promise: Promise) -> None:
    """Go on only if it is neither ended nor withdrawn."""
    if promise.state in (State.ENDED, State.WITHDRAWN):
        raise WrongState(Message(N_("The promise is ended or withdrawn.")))


def within_a_year(promise: Promise, day: dt.date) -> None:
    """Go on only if the day lies in the period of the promise, or within a year of it."""
    year = dt.timedelta(days=366)
    if not promise.starts - year <= day <= promise.ends + year:
        raise InputError(Message(N_("The day lies more than a year from the period of the promise.")))


def owned(promise: Promise) -> dict[str, int]:
    """Tenant, owner and audience of what belongs to a promise."""
    return {
        "partnership_id": promise.partnership_id,
        "party_id": promise.party_id,
        "audience_id": promise.audience_id,
    }


def record(actor: Actor, verb: str, promise: Promise, **detail: timeline.Plain) -> None:
    """The last steps: words that were masked once stay masked, whatever the form was drawn with; the timeline."""
    masking.keep(partnership=promise.partnership_id, subject="promise", pk=promise.pk)
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=promise, **detail)
