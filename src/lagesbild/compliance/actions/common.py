"""What actions on rules and on what is noted have in common."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypedDict

from django.db import models

from lagesbild.core import audiences, masking, outbox, timeline
from lagesbild.core.actions import Actor, require
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today_in


class Owned(TypedDict):
    """Tenant, owner and audience."""

    partnership_id: int
    party_id: int
    audience_id: int


def shared(actor: Actor) -> Owned:
    """What is noted belongs to the party of whoever notes it, and all of the partnership reads it."""
    require(bool(actor.parties))
    return {
        "partnership_id": actor.partnership,
        "party_id": actor.parties[0],
        "audience_id": audiences.of_kind(Audience.PARTNERSHIP).pk,
    }


def of_the_municipality(actor: Actor) -> Owned:
    """What the statute asks for is the municipality's, and all of the partnership reads it."""
    found = Party.objects.filter(kind="municipality").order_by("pk").values_list("pk", flat=True).first()
    return {**shared(actor), "party_id": found or actor.parties[0]}


def owned(row: Any) -> Owned:
    """Those of another row."""
    return {"partnership_id": row.partnership_id, "party_id": row.party_id, "audience_id": row.audience_id}


def not_ahead(actor: Actor, day: dt.date) -> dt.date:
    """The day, if it has come.

    Raises
    ------
    InputError
        It has not: what is noted has happened.

    """
    if day > today_in(actor.partnership):
        raise InputError(Message(N_("The day has not come yet. Note it when it has happened.")))
    return day


def there(rows: models.QuerySet[Any], number: int | None, missing: str) -> Any:
    """The row with a number, of those open to whoever acts; None where no number is given.

    Raises
    ------
    InputError
        There is none, in the words of `missing`.

    """
    if number is None:
        return None
    found = rows.filter(pk=number).first()
    if found is None:
        raise InputError(Message(missing))
    return found


def record(actor: Actor, verb: str, subject: models.Model, masked: tuple[str, int], **detail: timeline.Plain) -> None:
    """The last steps: judge anew soon; words that were masked once stay masked; the timeline."""
    name, number = masked
    masking.keep(partnership=actor.partnership, subject=name, pk=number)
    outbox.add("compliance.judge", partnership=actor.partnership)
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=subject, **detail)


def partnership_of(actor: Actor) -> Partnership:
    """The partnership that is acted in."""
    return Partnership.objects.get(pk=actor.partnership)
