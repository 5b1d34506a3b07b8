"""The system as an actor: what nobody in particular does."""

from __future__ import annotations

from lagesbild.core.actions import SYSTEM, Actor, Denied
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, walls_for
from lagesbild.i18n import N_, Message


def worker(partnership: int) -> Actor:
    """The system in a partnership: every party's rows and every audience, so that a picture is the same for all."""
    with walls_for(Scope(read=(partnership,))) as turn:
        audiences = tuple(Audience.objects.values_list("pk", flat=True))
        turn(Scope(read=(partnership,), audiences=audiences))
        parties = tuple(Party.objects.values_list("pk", flat=True))
    if not parties:
        raise Denied(Message(N_("The partnership has no party yet.")))
    return Actor(SYSTEM, partnership, frozenset((party, "worker") for party in parties), audiences)
