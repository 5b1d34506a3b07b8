"""What every action on bodies, seats and functions begins and ends with."""

from __future__ import annotations

import datetime as dt

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, require
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation import policies
from lagesbild.organisation.models import Body, Function, Mandate, Seat
from lagesbild.organisation.queries import today

NAMELESS = Message(N_("Give a name."))


def close(actor: Actor, row: Body | Seat | Function, until: dt.date) -> None:
    """Set the last day of a locked row, if the policy and the row allow it."""
    require(policies.may_arrange(actor))
    if row.until is not None:
        raise WrongState(Message(N_("It has a last day already, {until}."), {"until": row.until}))
    day_after_first(row.since, until)
    row.until = until
    row.save(update_fields=["until"])


def still_works(body: Body) -> None:
    """Go on only if the body works today, or is to; its last day may be known already."""
    if body.ended(today(body.partnership)):
        raise WrongState(Message(N_("The body is closed. Reopen it first.")))


def day_after_first(since: dt.date, until: dt.date) -> None:
    """Go on only if the last day does not lie before the first."""
    if until < since:
        raise InputError(
            Message(N_("The last day lies before the first, {since}. Choose a later day."), {"since": since})
        )


def word(post: Seat | Function) -> str:
    """What a post is called in verbs and columns."""
    return "seat" if isinstance(post, Seat) else "function"


def one_of(value: str, allowed: list[str]) -> None:
    """Go on only if the value is one of the choices."""
    if value not in allowed:
        raise InputError(Message(N_("“{value}” is none of the choices."), {"value": value}))


def record(actor: Actor, verb: str, subject: Body | Seat | Function | Mandate, **detail: timeline.Plain) -> None:
    """The last step."""
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)
