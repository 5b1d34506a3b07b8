"""What the registry says of a record: noted before or after the record is frozen."""

from __future__ import annotations

import datetime as dt

from django.http import Http404

from lagesbild.core import registry, timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Registration
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import line
from lagesbild.registry import policies


def note(
    *,
    actor: Actor,
    kind: str,
    subject: int,
    dnr: str = "",
    secret: bool = False,
    ground: str = "",
    marked_on: dt.date | None = None,
) -> Registration:
    """Note the diary number and the secrecy mark of a record; with a new mark what is published of it is taken back.

    `kind` names a registered kind of record, `ground` the section by which it may be secret; a mark needs one.
    `marked_on` is the day of the mark: today if none is given, or the day that it has.

    Raises
    ------
    Denied
        The actor is no registrator.
    InputError
        A text does not hold, a mark has no ground, or its day has not come.

    """
    said = registry.named(kind)
    if said is None:
        raise Http404
    with acting(actor):
        row = said.model._default_manager.select_for_update(of=("self",)).get(pk=subject)
        require(policies.may_note(actor))
        found = Registration.objects.filter(kind=kind, subject_id=subject).first()
        noted = found or Registration(
            partnership_id=actor.partnership,
            party_id=getattr(row, "party_id", None) or actor.parties[0],
            kind=kind,
            subject_id=subject,
        )
        was = noted.secret
        noted.audience_id = getattr(row, said.readers)
        noted.dnr = line(dnr)
        _mark(actor, noted, secret, line(ground), marked_on)
        noted.person_id = actor.person
        # the hand that only numbers a secret record takes nothing back twice
        noted.taken_back = (noted.taken_back if was else _taken_back(actor, kind, subject)) if secret else 0
        noted.save()
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb=_verb(was, secret),
            subject=row,
            numbered=bool(noted.dnr),
            taken_back=noted.taken_back,
        )
    return noted


def _taken_back(actor: Actor, kind: str, subject: int) -> int:
    return registry.marked(actor=actor, kind=kind, subject=subject)


def _mark(actor: Actor, noted: Registration, secret: bool, ground: str, marked_on: dt.date | None) -> None:
    """Make, change or take away the mark."""
    if not secret:
        if ground:
            raise InputError(
                Message(N_("A ground is only for what has a secrecy mark. Tick the mark, or take it away."))
            )
        noted.secret, noted.ground, noted.marked_on, noted.authority = False, "", None, None
        return
    if not ground:
        raise InputError(Message(N_("Write by which section of the secrecy act it may be secret.")))
    today = today_in(actor.partnership)
    day = marked_on or noted.marked_on or today
    if day > today:
        raise InputError(Message(N_("The mark cannot be of a day that has not come.")))
    if not noted.secret:
        noted.authority_id = _authority(actor)
    noted.secret, noted.ground, noted.marked_on = True, ground, day


def _authority(actor: Actor) -> int:
    """The party for which the actor keeps the registry."""
    own = sorted(party for party, role in actor.roles if role == "registrator")
    return own[0]


def _verb(was: bool, secret: bool) -> str:
    if was == secret:
        return "record.noted"
    return "record.marked" if secret else "record.unmarked"
