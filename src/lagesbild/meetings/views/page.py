"""What the page of a meeting and its meeting mode show, and the choices of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.utils import timezone

from lagesbild.core import alphabet
from lagesbild.core.compiled import written_once
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here
from lagesbild.i18n import Message
from lagesbild.meetings import agenda, mandated, minutes
from lagesbild.meetings.actions.common import may_lead
from lagesbild.meetings.forms import AdjunctForm, Choices, ChooseForm, DecisionForm, NoteForm, PointForm
from lagesbild.meetings.models import Adjuster, AgendaItem, Meeting
from lagesbild.organisation.models import Body


@dataclass(frozen=True, slots=True)
class Shown:
    """A point as the page draws it: its kind, what the kind has to show, and its forms."""

    item: AgendaItem
    kind: agenda.Kind
    point: Any
    decide: DecisionForm | None
    note: NoteForm | None
    barred: tuple[Message, ...] = ()
    """Why the body may not decide what could be decided on the point, and who may."""

    @property
    def title(self) -> str:
        """Its own title, or the kind's in English."""
        return self.item.title or self.kind.label


def meeting_of(pk: int) -> Meeting:
    """The meeting with what its page shows, and with the one before it."""
    found = {row.pk: row for row in _with_earlier(pk)}
    if pk not in found:
        raise Meeting.DoesNotExist
    meeting = found.pop(pk)
    meeting.previous = next(iter(found.values()), None)
    return meeting


@written_once
def _with_earlier(pk: int) -> QuerySet[Meeting]:
    asked = Meeting.objects.filter(pk=pk)
    of_body = Meeting.objects.happened().filter(body=Subquery(asked.values("body")))
    earlier = of_body.filter(starts__lt=Subquery(asked.values("starts"))).order_by("-starts", "-pk")
    both = Meeting.objects.for_list().filter(Q(pk=pk) | Q(pk=Subquery(earlier.values("pk")[:1])))
    return both.select_related("partnership", "body__convener")


def shown(
    here: Here,
    meeting: Meeting,
    *,
    leads: bool,
    items: Sequence[AgendaItem] | None = None,
    only: int | None = None,
    bound: dict[int, DecisionForm | NoteForm] | None = None,
) -> list[Shown]:
    """The points of the agenda in order; with what each has to show, or with that of one (`only`, its place) alone.

    `bound` are forms that were refused, by the number of their point.
    """
    writes = meeting.open and leads
    refused = bound or {}
    rows = list(meeting.items.for_page() if items is None else items)
    for item in rows:
        item.meeting = meeting
    name_unheard(here, meeting, rows)
    asked = _points(here, [item for place, item in enumerate(rows, start=1) if only in (None, place)])
    may = mandated.May(meeting) if writes else None
    who = choices_of_who(here, meeting) if may is not None and mandated.ASSIGN in may.has else []
    acts = _acts(may, [item for item in rows if item.pk in asked]) if may is not None else {}
    found = []
    for item in rows:
        given = refused.get(item.pk)
        decide = note = None
        barred: tuple[Message, ...] = ()
        if may is not None and item.pk in asked:
            may_do = acts[item.pk]
            decide = given if isinstance(given, DecisionForm) else decision_form(here, item, who, may_do)
            note = given if isinstance(given, NoteForm) else note_form(item)
            barred = _barred(may, item, may_do)
        found.append(Shown(item, agenda.known(item.kind), asked.get(item.pk, {}), decide, note, barred))
    return found


def _acts(may: mandated.May, items: Sequence[AgendaItem]) -> dict[int, list[agenda.Resolution]]:
    """What the body may decide on each point, by its number."""
    found = may.acts((item.kind, item.subject_id) for item in items)
    return {item.pk: acts for item, acts in zip(items, found, strict=True)}


def _points(here: Here, items: Sequence[AgendaItem]) -> dict[int, Mapping[str, Any]]:
    """What each point has to show, by its number; all of a kind are asked for together."""
    alike: dict[str, list[AgendaItem]] = {}
    for item in items:
        alike.setdefault(item.kind, []).append(item)
    return {
        item.pk: point
        for kind, some in alike.items()
        for item, point in zip(some, agenda.known(kind).context(here, some), strict=True)
    }


def _barred(may: mandated.May, item: AgendaItem, acts: Sequence[agenda.Resolution]) -> tuple[Message, ...]:
    no = dict.fromkeys(one.mandate for one in agenda.resolutions(item.kind) if one not in acts)
    return tuple(may.why_not(what, item.subject_id) for what in no)


def name_unheard(here: Here, meeting: Meeting, items: Sequence[AgendaItem]) -> None:
    """Let decisions say by name which parties had nobody with a mandate there."""
    decisions = [one for item in items for one in item.decisions.all()]
    without = any(one.without for one in decisions)
    names = {one.pk: one.name for one in _parties(here, meeting)} if without else {}
    for one in decisions:
        one.unheard = [names[party] for party in one.without]


def decision_form(
    here: Here, item: AgendaItem, who: Choices, acts: Sequence[agenda.Resolution] | None = None, data: Any = None
) -> DecisionForm:
    """The form in which a decision is written; where it is said what the body may decide (`acts`), with that alone."""
    offered = agenda.resolutions(item.kind) if acts is None else acts
    named = [(one.name, here.t.gettext(one.label)) for one in offered]
    return DecisionForm(data, prefix=f"beslut{item.pk}", who=who, acts=named)


def note_form(item: AgendaItem, data: Any = None) -> NoteForm:
    """The form in which is written what was said on the point."""
    initial = {"note": item.note, "done": item.done}
    return NoteForm(data, prefix=f"punkt{item.pk}", initial=initial, seen=as_seen(item))


def choices_of_who(here: Here, meeting: Meeting | None = None) -> Choices:
    """Who may be given something to do: those who sit in the body first, then each party and its people."""
    parties = _parties(here, meeting)
    called = {one.pk: one.name for one in parties}
    named = {(one.pk, person) for one in parties for person, _ in one.people}
    groups: list[tuple[str, Any]] = []
    if meeting is not None:
        sitting = [
            (f"{holder.seat.party_id}:{holder.person_id}", f"{holder.called}, {called[holder.seat.party_id]}")
            for holder in meeting.sitting
            if holder.seat is not None and (holder.seat.party_id, holder.person_id or 0) in named
        ]
        if sitting:
            groups.append((meeting.body.name, list(dict(sitting).items())))
    for one in parties:
        people = [(f"{one.pk}:{person}", name) for person, name in one.people]
        groups.append((one.name, [(str(one.pk), one.name), *people]))
    return groups


def people_choices(here: Here, meeting: Meeting | None = None) -> Choices:
    """Everyone who takes part here, by name."""
    everyone = {person: name for one in _parties(here, meeting) for person, name in one.people}
    return sorted(everyone.items(), key=lambda one: (alphabet.key(one[1]), one[0]))


def _parties(here: Here, meeting: Meeting | None) -> list[mandated.Heard]:
    return here.once("meetings.parties", lambda: mandated.parties(meeting))


def attendance(here: Here, meeting: Meeting) -> dict[str, Any]:
    """What the list of those present shows."""
    places = minutes.roll(meeting)
    leads = may_lead(here.actor, meeting)
    changes = leads and meeting.state not in (Meeting.State.APPROVED, Meeting.State.CANCELLED)
    return {
        "meeting": meeting,
        "places": places,
        "present": sum(place.present for place in places),
        "expected": sum(place.ordinary for place in places),
        "missing": sum(place.ordinary and not place.present for place in places),
        "voiceless": [one for one in _parties(here, meeting) if one.voiceless] if meeting.open else [],
        "leads": leads,
        "notes": leads and meeting.open,
        "changes": changes,
    }


def to_choose(places: Iterable[minutes.Place], chosen: Iterable[Adjuster]) -> Choices:
    """Who may be chosen to adjust: those who sit in the body and are present, and are not chosen."""
    already = {one.holder_id for one in chosen}
    return [(one.holder, one.name) for one in places if one.present and one.holder and one.holder not in already]


def adjusting(
    here: Here,
    meeting: Meeting,
    *,
    leads: bool,
    places: Sequence[minutes.Place] = (),
    form: ChooseForm | None = None,
) -> dict[str, Any]:
    """Who adjusts the protocol and who has; nothing where the body keeps notes.

    `places` are those of the list of the present (`attendance`), of whom one who leads may choose.
    """
    if meeting.body.minutes != Body.Minutes.PROTOCOL:
        return {}
    chosen = list(meeting.adjusters.for_list())
    stands = minutes.adjusted(minutes.written(meeting)) if meeting.open and any(one.digest for one in chosen) else ""
    return {
        "adjusters": [(one, bool(one.digest) and meeting.open and one.digest != stands) for one in chosen],
        "mine": next((one for one in chosen if one.holder.person_id == here.actor.person), None),
        "choose": (form or ChooseForm(people=to_choose(places, chosen))) if leads and meeting.open else None,
        "adjusts": True,
    }


@dataclass(frozen=True, slots=True)
class Onward:
    """What a meeting decided on, where it goes on: what it is called, the name of its page and what that takes."""

    title: str
    page: str
    arguments: Mapping[str, Any]


def onward(meeting: Meeting) -> list[Onward]:
    """The pages of what was decided on that whoever looks may see, in the order of the agenda."""
    found = []
    for item in meeting.items.for_page():
        page = agenda.known(item.kind).page
        decided = [one.subject_id for one in item.decisions.all() if one.subject_id is not None]
        leads = page(decided[-1]) if page is not None and decided else None
        if leads is not None:
            found.append(Onward(item.title or agenda.known(item.kind).label, *leads))
    return found


def mode_page(
    here: Here, meeting: Meeting, *, step: int, bound: dict[int, DecisionForm | NoteForm] | None = None
) -> dict[str, Any]:
    """What meeting mode shows at a step, counted from 1; the last is the end. `bound` as in `shown`."""
    items = list(meeting.items.for_page())
    step = min(step, len(items) + 1)
    present = attendance(here, meeting)
    points = shown(here, meeting, leads=present["leads"], items=items, only=step, bound=bound)
    return {
        **present,
        "points": points,
        "current": points[step - 1] if step <= len(points) else None,
        "step": step,
        "steps": len(items) + 1,
        "decided": [decision for one in points for decision in one.item.decisions.all()],
        "today": timezone.localdate(),
    }


def page(here: Here, meeting: Meeting, **more: Any) -> dict[str, Any]:
    """Everything that the page of a meeting shows."""
    bound = more.pop("bound", None)
    form = more.pop("adjunct_form", None)
    point = more.pop("point_form", None) or PointForm()
    choose = more.pop("choose_form", None)
    present = attendance(here, meeting)
    leads, places = present["leads"], present["places"]
    return {
        **present,
        **({} if meeting.ahead else adjusting(here, meeting, leads=leads, places=places, form=choose)),
        "adjunct": (form or AdjunctForm(people=people_choices(here, meeting))) if present["changes"] else None,
        "new_point": point,
        "points": shown(here, meeting, leads=leads, bound=bound),
        "circle": meeting.audience_id == meeting.body.circle_id,
        "today": timezone.localdate(),
        **more,
    }
