"""Whether a meeting may take a decision, who may otherwise, and who is there with a mandate to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from lagesbild.accounts.models import Membership
from lagesbild.core import alphabet
from lagesbild.core.actions import Denied
from lagesbild.core.models import Party
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda
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


class May:
    """What the body of a meeting may decide on its day, on points of its agenda, and why not the rest.

    Asks about all points at once, and once for each kind of decision who else may take it.
    """

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.has = held(meeting)
        self._deciding = cache(lambda what: mandates.deciding(what, timezone.localdate(meeting.starts)))
        self._following = cache(self._next_of)

    def acts(self, points: Iterable[tuple[str, int | None]]) -> list[list[agenda.Resolution]]:
        """Of each point, given by its kind and its row, the resolutions that are within the mandate."""
        rows = list(points)
        about: dict[str, set[int | None]] = {}
        for kind, subject in rows:
            for one in agenda.resolutions(kind):
                about.setdefault(one.mandate, set()).add(subject)
        within = {what: self._within(what, subjects) for what, subjects in about.items()}
        return [[one for one in agenda.resolutions(kind) if subject in within[one.mandate]] for kind, subject in rows]

    def _within(self, what: str, subjects: set[int | None]) -> Collection[int | None]:
        return mandates.covered(self.has, what, subjects, self.meeting.body) if what else subjects

    def why_not(self, what: str, subject: int | None) -> Message:
        """That the body may not decide it, and who may and when that body meets next."""
        kind = mandates.known(what)
        about = Message(kind.label) if kind else what
        limit = kind.limit(self.has[what]) if kind and what in self.has else None
        values: dict[str, object] = {"body": self.meeting.body.name, "what": about}
        if limit is not None:
            no = Message(N_("{body} may decide on {what}, but {limit}."), values | {"limit": Message(limit.label)})
        else:
            no = Message(N_("{body} has no mandate to decide on {what}."), values)
        return Message(N_("{no} {who}"), {"no": no, "who": self._who_may(what, subject)})

    def _who_may(self, what: str, subject: int | None) -> Message:
        own = self.meeting.body_id
        bodies = [one for one in mandates.among(self._deciding(what), what, subject) if one.pk != own]
        if not bodies:
            return Message(N_("No other body has it either. Whoever coordinates gives it, on the page of the body."))
        said = Message(N_("{bodies} may decide it."), {"bodies": _listed(bodies)})
        following = self._following(tuple(one.pk for one in bodies))
        if following is None:
            return Message(N_("{said} No meeting is planned."), {"said": said})
        values = {"said": said, "body": following.body.name, "day": timezone.localdate(following.starts)}
        if len(bodies) == 1:
            return Message(N_("{said} Its next meeting is on {day}."), values)
        return Message(N_("{said} The next meeting is that of {body} on {day}."), values)

    def _next_of(self, bodies: tuple[int, ...]) -> Meeting | None:
        soon = Meeting.objects.coming().of_bodies(bodies).filter(starts__gte=self.meeting.starts)
        return soon.select_related("body").first()


def require(meeting: Meeting, what: str, subject: int | None) -> None:
    """Go on only if the body may decide it, on the row.

    Raises
    ------
    OutsideMandate

    """
    may = May(meeting)
    if not mandates.covers(may.has, what, subject, meeting.body):
        raise OutsideMandate(may.why_not(what, subject))


def _listed(bodies: list[Body]) -> Message | str:
    if len(bodies) == 1:
        return bodies[0].name
    first = ", ".join(one.name for one in bodies[:-1])
    return Message(N_("{first} or {last}"), {"first": first, "last": bodies[-1].name})


@dataclass(frozen=True, slots=True)
class Heard:
    """A party of the partnership, `voiceless` at a meeting where it has seats and nobody with a mandate is there.

    `people` are those who take part for it, number and name, by name.
    """

    pk: int
    name: str
    voiceless: bool
    people: tuple[tuple[int, str], ...]


def parties(meeting: Meeting | None = None) -> list[Heard]:
    """All parties by name with their people; those who have seats in the body of a meeting and no voice there are told.

    A deputy has the mandate of the seat; an adjunct participant, an empty seat and a seat without a mandate give none.
    """
    part = Membership.objects.filter(party=OuterRef("pk"), person__is_active=True).distinct()
    by_name = part.order_by(alphabet.by("person__name"), "person_id").values("person_id", "person__name")
    asked = Party.objects.annotate(
        voiceless=Q(pk__in=Seat.objects.none() if meeting is None else _voiceless(meeting)),
        people=ArraySubquery(by_name.values(one=JSONObject(pk="person_id", name="person__name"))),
    )
    rows = asked.order_by(alphabet.by("name")).values_list("pk", "name", "voiceless", "people")
    return [
        Heard(pk, name, not_heard, tuple((one["pk"], one["name"]) for one in some))
        for pk, name, not_heard, some in rows
    ]


def _voiceless(meeting: Meeting) -> QuerySet[Seat, Any]:
    day = timezone.localdate(meeting.starts)
    heard = meeting.attendance.filter(present=True, holder__seat__decides=True).values("holder__seat__party")
    return Seat.objects.on(day).filter(body=meeting.body_id).exclude(party__in=heard).values("party")


def voiceless(meeting: Meeting) -> list[Party]:
    """The parties that are, by name (`parties`)."""
    return list(Party.objects.filter(pk__in=_voiceless(meeting)).order_by(alphabet.by("name")))


def note_voices(meeting: Meeting) -> None:
    """Keep with the decisions that act for whom nobody with a mandate was there, as attendance says now."""
    without = [party.pk for party in voiceless(meeting)]
    meeting.decisions.standing().exclude(act="").exclude(without=without).update(without=without)


def names_of(parties: Collection[int]) -> dict[int, str]:
    """Names of parties by their numbers."""
    return dict(Party.objects.filter(pk__in=parties).values_list("pk", "name")) if parties else {}
