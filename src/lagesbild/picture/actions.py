"""What people do with the picture. The order within each is that of `core.actions`.

The edition itself is made by the system (`making`); here it is asked for, judged finding by finding, and decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils import timezone

from lagesbild.core import outbox, timeline
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.actions.common import refuse_personal
from lagesbild.picture import periods, policies, releasing
from lagesbild.picture.making import make_edition, recompute
from lagesbild.picture.model import Unit
from lagesbild.picture.models import Edition, Finding, Making, Setting

__all__ = [
    "arrange",
    "ask",
    "ask_check",
    "confirm",
    "decide",
    "dismiss",
    "make_edition",
    "recompute",
    "release",
    "undo",
]

State, Stand = Edition.State, Finding.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.DECIDED, State.SUPERSEDED}),
    # only while the minutes of the meeting that decided it are not approved
    State.DECIDED: frozenset({State.DRAFT}),
    State.SUPERSEDED: frozenset(),
}
STANDS: dict[str, frozenset[str]] = {
    Stand.OPEN: frozenset({Stand.CONFIRMED, Stand.DISMISSED}),
    Stand.CONFIRMED: frozenset({Stand.OPEN}),
    Stand.DISMISSED: frozenset({Stand.OPEN}),
}
"""From each state, the states that may follow: what someone said is taken back first, and not written over unseen."""
FROZEN = Message(N_("This edition is decided and frozen. Make a new one of the same period to change anything."))
REPLACED = Message(N_("There is a newer edition of the same period. Go on with that one."))
LONGEST = 500


def ask(*, actor: Actor, start: dt.date, unit: Unit = Unit.WEEK) -> Making:
    """Ask for the picture of the week, month, quarter or year that begins on `start` to be made now.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        It has not ended, or none begins on `start`.
    """
    period = periods.of(unit, start)
    with acting(actor):
        require(policies.may_make(actor))
        zone = ZoneInfo(Partnership.objects.get(pk=actor.partnership).timezone)
        if timezone.now().astimezone(zone).date() < period.end:
            raise InputError(
                Message(N_("The period has not ended yet. Its picture can be made from {day}."), {"day": period.end})
            )
        kind = periods.KIND[unit]
        making, _ = Making.objects.select_for_update(of=("self",)).get_or_create(
            partnership_id=actor.partnership, kind=kind, start=start, defaults={"asked_by": actor.person}
        )
        making.state, making.share, making.doing = Making.State.QUEUED, 0, {}
        making.asked_by, making.changed = actor.person, timezone.now()
        making.save()
        outbox.add(
            "picture.make", partnership=actor.partnership, kind=kind, start=start.toordinal(), asked_by=actor.person
        )
        timeline.record(partnership=actor.partnership, person=actor.person, verb="picture.asked", subject=making)
    return making


def ask_check(*, actor: Actor, edition: int) -> None:
    """Ask for an edition to be computed again and compared with what it says.

    Raises
    ------
    Denied
        The actor may not.
    """
    with acting(actor):
        row = Edition.objects.light().get(pk=edition)
        require(policies.may_make(actor))
        outbox.add("picture.check", partnership=actor.partnership, edition=row.pk, asked_by=actor.person)
        timeline.record(partnership=actor.partnership, person=actor.person, verb="picture.check_asked", subject=row)


def confirm(*, actor: Actor, finding: int) -> Finding:
    """Say that a finding is something to go on with.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the edition is frozen.
    """
    return _judge(actor, finding, Stand.CONFIRMED, "finding.confirmed")


def dismiss(*, actor: Actor, finding: int, reason: str, text: str = "") -> Finding:
    """Say that a finding is nothing to go on with, and why.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the edition is frozen.
    PersonalData
        The text tells who someone is.
    InputError
        The reason is none, or needs words that are missing.
    """
    text = text.strip()
    refuse_personal(text)
    if reason not in Finding.Reason.values:
        raise InputError(Message(N_("Choose why it is dismissed.")))
    if reason == Finding.Reason.OTHER and not text:
        raise InputError(Message(N_("Write in a few words why it is dismissed.")))
    if len(text) > LONGEST:
        raise InputError(
            Message(N_("The reason has {n} characters; {most} is the most."), {"n": len(text), "most": LONGEST})
        )
    return _judge(actor, finding, Stand.DISMISSED, "finding.dismissed", reason=reason, text=text)


def undo(*, actor: Actor, finding: int) -> Finding:
    """Take back what was thought of a finding.

    Raises
    ------
    Denied, WrongState
        The actor may not, the edition is frozen, or nothing was thought of it.
    """
    return _judge(actor, finding, Stand.OPEN, "finding.undone")


def decide(*, actor: Actor, edition: int, meeting: int | None = None, led: bool = False) -> Edition:
    """Decide the latest edition of a period; from here on the database refuses every change of it.

    `led` says that the actor leads the meeting that decides, which the room of meetings has checked.

    Raises
    ------
    Denied
        The actor may not decide.
    WrongState
        It is decided already, or there is a newer one.
    """
    with acting(actor):
        row = Edition.objects.select_for_update(of=("self",)).get(pk=edition)
        require(led or policies.may_decide(actor, row))
        _stands_open(row)
        move(row, TRANSITIONS, State.DECIDED)
        row.decided, row.decided_by, row.meeting = timezone.now(), actor.person, meeting
        row.save(update_fields=["state", "decided", "decided_by", "meeting"])
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="picture.decided",
            subject=row,
            digest=row.digest,
            meeting=meeting,
        )
    return row


def release(*, actor: Actor, edition: int, meeting: int) -> Edition:
    """Let an edition be a draft again, when the decision of a meeting is undone before its minutes are approved.

    Raises
    ------
    WrongState
        Another meeting decided it, or nobody, or something that was made of it stands in the way (`releasing`).
    """
    with acting(actor):
        row = Edition.objects.select_for_update(of=("self",)).get(pk=edition)
        if row.state != State.DECIDED or row.meeting != meeting:
            raise WrongState(FROZEN)
        why = releasing.why_not(row.pk)
        if why is not None:
            raise WrongState(why)
        move(row, TRANSITIONS, State.DRAFT)
        row.decided, row.decided_by, row.meeting = None, None, None
        row.save(update_fields=["state", "decided", "decided_by", "meeting"])
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="picture.released",
            subject=row,
            digest=row.digest,
            meeting=meeting,
        )
    return row


LONGER = tuple(kind for kind in periods.KINDS if kind != "weekly")
"""Kinds of pictures that are made by themselves only where a partnership wants them."""


def arrange(
    *,
    actor: Actor,
    weekday: int,
    hour: int,
    longer: Iterable[str] = (),
    readers: int | None = None,
    area_set: int | None = None,
    seen: str = "",
) -> Setting:
    """Say when the weekly picture is made and which `longer` ones are, in which areas they count, and who reads them.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        There is no such weekday, hour or kind of picture.
    ChangedMeanwhile
        Someone else arranged it since it had the mark `seen`.
    """
    wanted = set(longer)
    if wanted - set(LONGER):
        raise InputError(Message(N_("Choose among months, quarters and years.")))
    if not (0 <= weekday <= 6 and 0 <= hour <= 23):
        raise InputError(Message(N_("Choose a day of the week and an hour from 0 to 23.")))
    with acting(actor):
        Partnership.objects.select_for_update().get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        unchanged(Setting.objects.filter(partnership=actor.partnership).first() or Setting(), seen)
        audience = None if readers is None else Audience.objects.get(pk=readers)
        row, _ = Setting.objects.update_or_create(
            partnership_id=actor.partnership,
            defaults={
                "weekday": weekday,
                "hour": hour,
                "readers": audience,
                "area_set": area_set,
                **{kind: kind in wanted for kind in LONGER},
            },
        )
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="picture.arranged",
            subject=row,
            weekday=weekday,
            hour=hour,
            longer=sorted(wanted),
            readers=readers,
            area_set=area_set,
        )
    return row


def _judge(actor: Actor, finding: int, to: Finding.State, verb: str, *, reason: str = "", text: str = "") -> Finding:
    with acting(actor):
        found = Finding.objects.get(pk=finding)
        edition = Edition.objects.light().select_for_update(of=("self",)).get(pk=found.edition_id)
        row = Finding.objects.select_for_update(of=("self",)).get(pk=finding)
        require(policies.may_judge(actor, row))
        _stands_open(edition)
        before = move(row, STANDS, to)
        row.reason, row.text = reason, text
        row.by, row.at = (None, None) if to == Stand.OPEN else (actor.person, timezone.now())
        row.save(update_fields=["state", "reason", "text", "by", "at"])
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb=verb,
            subject=row,
            before=before,
            reason=reason,
            edition=edition.pk,
        )
    return row


def _stands_open(edition: Edition) -> None:
    if edition.state == State.DECIDED:
        raise WrongState(FROZEN)
    if edition.state == State.SUPERSEDED:
        raise WrongState(REPLACED)
