"""What no other room holds: services and their hours, documents and their editions, reports and timetables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Now

from lagesbild.compliance import policies
from lagesbild.compliance.actions.common import not_ahead, owned, record, shared, there
from lagesbild.compliance.masking import NOTED, POLICY, SERVICE
from lagesbild.compliance.models import Noted, Policy, PolicyEdition, Service, Session
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.models import Function
from lagesbild.organisation.texts import free, line
from lagesbild.publishing.models import Document

GONE = N_("What was chosen is not there any more. Choose again.")
CALLED = Message(N_("Write what it is called."))
DAYS = Message(N_("The last day comes before the first."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A service, from when to when, and its evaluation once there is one."""

    name: str
    about: str = ""
    since: dt.date
    until: dt.date | None = None
    evaluated: dt.date | None = None
    evaluation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A document: what it is and who owns it, by function or in words."""

    name: str
    kind: str
    owner: int | None = None
    owner_text: str = ""
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """An edition of a document."""

    decided: dt.date
    revise_by: dt.date | None = None
    text: str = ""
    dnr: str = ""
    document: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """What came about: which kind, when, of which period, whose, and where it can be read."""

    kind: str
    day: dt.date
    first: dt.date | None = None
    last: dt.date | None = None
    of_party: int | None = None
    text: str = ""
    dnr: str = ""
    meeting: int | None = None
    document: int | None = None


def add_service(*, actor: Actor, offered: Offered) -> Service:
    """Add a service that the parties offer together.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        It has no name, one of that name is there, or its days do not hold.

    """
    with acting(actor):
        require(policies.may_keep(actor))
        said = _service(actor, offered)
        _free(Service, said["name"])
        row = Service.objects.create(**shared(actor), **said)
        record(actor, "service.added", row, (SERVICE, row.pk))
    return row


def change_service(*, actor: Actor, service: int, offered: Offered, seen: str = "") -> Service:
    """Say anew what a service is, when it is offered, and how it was evaluated. Raises as `add_service`."""
    with acting(actor):
        row = Service.objects.select_for_update(of=("self",)).get(pk=service)
        require(policies.may_keep(actor))
        unchanged(row, seen)
        said = _service(actor, offered)
        _free(Service, said["name"], but=row.pk)
        _set(row, said)
        record(actor, "service.changed", row, (SERVICE, row.pk))
    return row


def note_session(*, actor: Actor, service: int, day: dt.date, hours: float, note: str = "") -> Session:
    """Note that a service was held on a day, for so many hours.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        The day has not come, the service is not offered on it, or the hours do not hold.

    """
    with acting(actor):
        row = Service.objects.select_for_update(of=("self",)).get(pk=service)
        require(policies.may_note(actor))
        not_ahead(actor, day)
        if day < row.since or (row.until is not None and day > row.until):
            raise InputError(Message(N_("The service is not offered on that day.")))
        if not 0 < hours <= 24:
            raise InputError(Message(N_("Hours are more than none and at most 24.")))
        found = Session.objects.create(
            **owned(row), service=row, day=day, hours=hours, note=line(note), person_id=actor.person
        )
        record(actor, "session.noted", row, (SERVICE, row.pk), session=found.pk)
    return found


def take_back_session(*, actor: Actor, session: int) -> Session:
    """Take back hours that were noted.

    Raises
    ------
    Denied
        The actor neither noted them nor keeps services.
    WrongState
        They are taken back already.

    """
    with acting(actor):
        found: Session = _taken_back(actor, Session.objects.select_for_update(of=("self",)).get(pk=session))
        record(actor, "session.taken_back", found.service, (SERVICE, found.service_id), session=found.pk)
    return found


def add_policy(*, actor: Actor, owner: Owner) -> Policy:
    """Add a document that someone owns and that is revised.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        It has no name or no owner, or one of that name is there.

    """
    with acting(actor):
        require(policies.may_keep(actor))
        said = _policy(owner)
        _free(Policy, said["name"])
        row = Policy.objects.create(**shared(actor), **said)
        record(actor, "policy.added", row, (POLICY, row.pk))
    return row


def change_policy(*, actor: Actor, policy: int, owner: Owner, seen: str = "") -> Policy:
    """Say anew what a document is and who owns it. Raises as `add_policy`."""
    with acting(actor):
        row = Policy.objects.select_for_update(of=("self",)).get(pk=policy)
        require(policies.may_keep(actor))
        unchanged(row, seen)
        said = _policy(owner)
        _free(Policy, said["name"], but=row.pk)
        _set(row, said)
        record(actor, "policy.changed", row, (POLICY, row.pk))
    return row


def note_edition(*, actor: Actor, policy: int, decided: Decided) -> PolicyEdition:
    """Note that an edition of a document was decided, and by when it is to be revised.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        The day has not come, or it is to be revised before it was decided.

    """
    with acting(actor):
        row = Policy.objects.select_for_update(of=("self",)).get(pk=policy)
        require(policies.may_keep(actor))
        if decided.revise_by is not None and decided.revise_by <= decided.decided:
            raise InputError(Message(N_("It is to be revised on a day after the one on which it was decided.")))
        found = PolicyEdition.objects.create(
            **owned(row),
            policy=row,
            decided=not_ahead(actor, decided.decided),
            revise_by=decided.revise_by,
            text=free(decided.text),
            dnr=line(decided.dnr),
            document=there(Document.objects.all(), decided.document, GONE),
            person_id=actor.person,
        )
        record(actor, "policy_edition.noted", row, (POLICY, row.pk), edition=found.pk)
    return found


def take_back_edition(*, actor: Actor, edition: int) -> PolicyEdition:
    """Take back an edition that was noted. Raises as `take_back_session`."""
    with acting(actor):
        found: PolicyEdition = _taken_back(actor, PolicyEdition.objects.select_for_update(of=("self",)).get(pk=edition))
        record(actor, "policy_edition.taken_back", found.policy, (POLICY, found.policy_id), edition=found.pk)
    return found


def note(*, actor: Actor, happened: Happened) -> Noted:
    """Note that something came about that no other room holds.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        It is no such thing, the day has not come, or its period does not hold.

    """
    with acting(actor):
        require(policies.may_keep(actor))
        if happened.kind not in Noted.Kind.values:
            raise InputError(Message(N_("Choose what came about.")))
        if (happened.first is None) != (happened.last is None):
            raise InputError(Message(N_("Give both the first and the last day of the period, or neither.")))
        if happened.first is not None and happened.last is not None and happened.last < happened.first:
            raise InputError(DAYS)
        found = Noted.objects.create(
            **shared(actor),
            kind=happened.kind,
            of_party=there(Party.objects.all(), happened.of_party, GONE),
            day=not_ahead(actor, happened.day),
            first=happened.first,
            last=happened.last,
            text=free(happened.text),
            dnr=line(happened.dnr),
            meeting=there(Meeting.objects.all(), happened.meeting, GONE),
            document=there(Document.objects.all(), happened.document, GONE),
            person_id=actor.person,
        )
        record(actor, "noted.noted", found, (NOTED, found.pk), kind=found.kind)
    return found


def take_back_noted(*, actor: Actor, noted: int) -> Noted:
    """Take back what was noted. Raises as `take_back_session`."""
    with acting(actor):
        found: Noted = _taken_back(actor, Noted.objects.select_for_update(of=("self",)).get(pk=noted))
        record(actor, "noted.taken_back", found, (NOTED, found.pk), kind=found.kind)
    return found


def _service(actor: Actor, offered: Offered) -> dict[str, Any]:
    if offered.until is not None and offered.until < offered.since:
        raise InputError(DAYS)
    if offered.evaluated is not None:
        not_ahead(actor, offered.evaluated)
    return {
        "name": line(offered.name, required=CALLED),
        "about": free(offered.about),
        "since": offered.since,
        "until": offered.until,
        "evaluated": offered.evaluated,
        "evaluation": free(offered.evaluation),
    }


def _policy(owner: Owner) -> dict[str, Any]:
    if owner.kind not in Policy.Kind.values:
        raise InputError(Message(N_("Choose what kind of document it is.")))
    text = line(owner.owner_text)
    if owner.owner is None and not text:
        raise InputError(Message(N_("Say who owns the document.")))
    return {
        "name": line(owner.name, required=CALLED),
        "kind": owner.kind,
        "owner": there(Function.objects.all(), owner.owner, GONE),
        "owner_text": text,
        "until": owner.until,
    }


def _free(model: type[Service] | type[Policy], name: str, *, but: int = 0) -> None:
    # also such as the actor does not see would be refused by the database
    if model.objects.filter(name=name).exclude(pk=but).exists():
        raise InputError(Message(N_("There is one of that name already.")))


def _set(row: Any, said: dict[str, Any]) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=list(said))


def _taken_back(actor: Actor, row: Any) -> Any:
    require(row.person_id == actor.person or policies.may_keep(actor))
    if row.withdrawn is not None:
        raise WrongState(Message(N_("It is taken back already.")))
    row.withdrawn = Now()
    row.save(update_fields=["withdrawn"])
    return row
