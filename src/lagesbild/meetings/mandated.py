"""Whether a meeting may take a decision, who may otherwise, and who is there with a mandate to."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils import timezone

from lagesbild.core import alphabet
from lagesbild.core.actions import Denied
from lagesbild.core.models import Party
from lagesbild.i18n import N_, Message
from lagesbild.meetings.models import Meeting
from lagesbild.organisation import mandates
from lagesbild.organisation.models import Body, Seat

ASSIGN = "meetings.assign"
"""The kind of decision that gives somebody something to do."""


class OutsideMandate(Denied):
    """The body has no mandate for the decision; the message says who has."""


def register() -> None:
    """Called once when the application starts."""
    mandates.kind(ASSIGN, N_("what the parties are to do"), usual=mandates.EVERY_KIND)


def held(meeting: Meeting) -> Mapping[str, str]:
    """What the body may decide on the day of the meeting: kinds, each with its limit."""
    return mandates.of_body(meeting.body_id, timezone.localdate(meeting.starts))


def require(meeting: Meeting, what: str, subject: int | None) -> None:
    """Go on only if the body may decide it, on the row.

    Raises
    ------
    OutsideMandate

    """
    has = held(meeting)
    if not mandates.covers(has, what, subject, meeting.body):
        raise OutsideMandate(why_not(meeting, has, what, subject))


def why_not(meeting: Meeting, has: Mapping[str, str], what: str, subject: int | None) -> Message:
    """That the body may not decide it, and who may and when that body meets next."""
    kind = mandates.known(what)
    about = Message(kind.label) if kind else what
    limit = kind.limit(has[what]) if kind and what in has else None
    values: dict[str, object] = {"body": meeting.body.name, "what": about}
    if limit is not None:
        no = Message(N_("{body} may decide on {what}, but {limit}."), values | {"limit": Message(limit.label)})
    else:
        no = Message(N_("{body} has no mandate to decide on {what}."), values)
    return Message(N_("{no} {who}"), {"no": no, "who": _who_may(meeting, what, subject)})


def _who_may(meeting: Meeting, what: str, subject: int | None) -> Message:
    bodies = [
        one for one in mandates.others(what, subject, timezone.localdate(meeting.starts)) if one.pk != meeting.body_id
    ]
    if not bodies:
        return Message(N_("No other body has it either. Whoever coordinates gives it, on the page of the body."))
    said = Message(N_("{bodies} may decide it."), {"bodies": _listed(bodies)})
    soon = Meeting.objects.coming().of_bodies(one.pk for one in bodies).filter(starts__gte=meeting.starts)
    following = soon.select_related("body").first()
    if following is None:
        return Message(N_("{said} No meeting is planned."), {"said": said})
    values = {"said": said, "body": following.body.name, "day": timezone.localdate(following.starts)}
    if len(bodies) == 1:
        return Message(N_("{said} Its next meeting is on {day}."), values)
    return Message(N_("{said} The next meeting is that of {body} on {day}."), values)


def _listed(bodies: list[Body]) -> Message | str:
    if len(bodies) == 1:
        return bodies[0].name
    first = ", ".join(one.name for one in bodies[:-1])
    return Message(N_("{first} or {last}"), {"first": first, "last": bodies[-1].name})


def voiceless(meeting: Meeting) -> list[Party]:
    """Parties with seats in the body of whom nobody with a mandate to decide is noted as present, by name.

    A deputy has the mandate of the seat; an adjunct participant, an empty seat and a seat without a mandate give none.
    """
    day = timezone.localdate(meeting.starts)
    heard = meeting.attendance.filter(present=True, holder__seat__decides=True).values("holder__seat__party")
    seats = Seat.objects.on(day).filter(body=meeting.body_id).exclude(party__in=heard)
    return list(Party.objects.filter(pk__in=seats.values("party")).order_by(alphabet.by("name")))


def note_voices(meeting: Meeting) -> None:
    """Keep with the decisions that act for whom nobody with a mandate was there, as attendance says now."""
    without = [party.pk for party in voiceless(meeting)]
    meeting.decisions.standing().exclude(act="").exclude(without=without).update(without=without)


def names_of(parties: Collection[int]) -> dict[int, str]:
    """Names of parties by their numbers."""
    return dict(Party.objects.filter(pk__in=parties).values_list("pk", "name")) if parties else {}
