"""The frame of every change: who acts, what stops them, and the one transaction it all happens in.

An action is a keyword-only function in a room's `actions.py`. It reads, in this order:

    with acting(actor):                                    one transaction, walls opened for this person; once a form
        row = Model.objects.select_for_update().get(...)   lock
        require(policies.may_do_it(actor, row))            policy, on the locked row
        move(row, TRANSITIONS, "next")                     transition
        ...                                                change
        outbox.add("room.task", ...)                       what others are to do about it, once it is committed
        timeline.record(...)                               the timeline, last: its head is locked from here on
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from django.db import models

from lagesbild.core import once
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

SYSTEM = 0
"""The person of an action that nobody in particular takes: the worker, an import at night."""


class Denied(InputError):
    """The policy says no."""


class WrongState(InputError):
    """What is asked for does not follow from the state that the row is in."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone acting in one partnership.

    Parameters
    ----------
    person : int
        Whose action it is; `SYSTEM` for the worker.
    partnership : int
    roles : frozenset of (int, str)
        Party and role of each membership in the partnership.
    audiences : tuple of int
        Audiences the person belongs to.
    """

    person: int
    partnership: int
    roles: frozenset[tuple[int, str]]
    audiences: tuple[int, ...] = ()

    @property
    def parties(self) -> tuple[int, ...]:
        """Parties the person stands for."""
        return tuple(sorted({party for party, _ in self.roles}))

    def has(self, *roles: str, party: int | None = None) -> bool:
        """Whether the person has one of the roles, for `party` if it is given."""
        return any(role in roles and party in (None, own) for own, role in self.roles)

    def scope(self) -> Scope:
        """What the person may see and change here."""
        return Scope(self.person, (self.partnership,), self.partnership, self.parties, self.audiences)


class HasState(Protocol):
    """A row that moves between states."""

    state: str


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """One transaction in the actor's scope; a failure anywhere leaves nothing behind.

    In a request whose form has been sent before it is not entered (`core.once`).
    """
    with scope(actor.scope()), once.taken(partnership=actor.partnership, person=actor.person):
        yield


def require(allowed: bool, why: Message | None = None) -> None:
    """Go on only if the policy allows it.

    Raises
    ------
    Denied
        With `why`, or that one's role does not allow it.

    """
    if not allowed:
        raise Denied(why or Message(N_("Your role does not allow this.")))


def move(row: HasState, transitions: Mapping[str, frozenset[str]], to: str) -> str:
    """Set the state of a row by a transition table; the state it had before.

    Raises
    ------
    WrongState
        The table has no such step.

    """
    before = row.state
    if to not in transitions.get(before, frozenset()):
        values = {"before": _called(row, before), "to": _called(row, to)}
        if before == to:
            raise WrongState(
                Message(N_("This is “{to}” already: someone may have been faster. Reload the page."), values)
            )
        raise WrongState(
            Message(
                N_("This is “{before}” and cannot become “{to}”. Someone may have changed it. Reload the page."), values
            )
        )
    row.state = to
    return before


def _called(row: HasState, state: str) -> Message | str:
    """What people call a state of the row."""
    field = row._meta.get_field("state") if isinstance(row, models.Model) else None
    if not isinstance(field, models.Field):
        return state
    return Message(str(dict(field.flatchoices).get(state, state)))
