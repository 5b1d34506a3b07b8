"""What the page of a meeting and its meeting mode show, and the choices of their forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, Subquery
from django.utils import timezone

from lagesbild.accounts.models import Membership
from lagesbild.core import alphabet
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here
from lagesbild.i18n import Message
from lagesbild.meetings import agenda, mandated, minutes
from lagesbild.meetings.actions.common import may_lead
from lagesbild.meetings.forms import AdjunctForm, Choices, ChooseForm, DecisionForm, NoteForm, PointForm
from lagesbild.meetings.models import Adjuster, AgendaItem, Meeting
from lagesbild.organisation import mandates
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
    asked = Meeting.objects.filter(pk=pk)
    of_body = Meeting.objects.happened().filter(body=Subquery(asked.values("body")))
    earlier = of_body.filter(starts__lt=Subquery(asked.values("starts"))).order_by("-starts", "-pk")
    both = Meeting.objects.for_list().filter(Q(pk=pk) | Q(pk=Subquery(earlier.values("pk")[:1])))
    found = {row.pk: row for row in both.select_related("partnership", "body__convener")}
    if pk not in found:
        raise Meeting.DoesNotExist
    meeting = found.pop(pk)
    meeting.previous = next(iter(found.values()), None)
    return meeting


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
    name_unheard(rows)
    has = mandated.held(meeting) if writes else {}
    who = choices_of_who(here, meeting) if mandated.ASSIGN in has else []
    found = []
    for place, item in enumerate(rows, start=1):
        item.meeting = meeting
        drawn = only is None or place == only
        kind = agenda.known(item.kind)
        given = refused.get(item.pk)
        decide = note = None
        if writes and drawn:
            decide = given if isinstance(given, DecisionForm) else decision_form(here, item, who, has)
            note = given if isinstance(given, NoteForm) else note_form(item)
        barred = _barred(item, has) if decide is not None else ()
        found.append(Shown(item, kind, kind.context(here, item) if drawn else {}, decide, note, barred))
    return found


def _barred(item: AgendaItem, has: Mapping[str, str]) -> tuple[Message, ...]:
    wanted = dict.fromkeys(one.mandate for one in agenda.resolutions(item.kind) if one.mandate)
    return tuple(
        mandated.why_not(item.meeting, has, what, item.subject_id)
        for what in wanted
        if not mandates.covers(has, what, item.subject_id, item.meeting.body)
    )


def name_unheard(items: Sequence[AgendaItem]) -> None:
    """Let decisions say by name which parties had nobody with a mandate there."""
    decisions = [one for item in items for one in item.decisions.all()]
    names = mandated.names_of({party for one in decisions for party in one.without})
    for one in decisions:
        one.unheard = [names[party] for party in one.without]


def decision_form(
    here: Here, item: AgendaItem, who: Choices, has: Mapping[str, str] | None = None, data: Any = None
) -> DecisionForm:
    """The form in which a decision is written; where it is said what the body may decide (`has`), with that alone."""
    acts = [
        (one.name, here.t.gettext(one.label))
        for one in agenda.resolutions(item.kind)
        if has is None or not one.mandate or mandates.covers(has, one.mandate, item.subject_id, item.meeting.body)
    ]
    return DecisionForm(data, prefix=f"beslut{item.pk}", who=who, acts=acts)


def note_form(item: AgendaItem, data: Any = None) -> NoteForm:
    """The form in which is written what was said on the point."""
    initial = {"note": item.note, "done": item.done}
    return NoteForm(data, prefix=f"punkt{item.pk}", initial=initial, seen=as_seen(item))


def choices_of_who(here: Here, meeting: Meeting | None = None) -> Choices:
    """Who may be given something to do: those who sit in the body first, then each party and its people."""
    parties = dict(Party.objects.order_by(alphabet.by("name")).values_list("pk", "name"))
    people: dict[int, list[tuple[str, str]]] = {party: [] for party in parties}
    named: dict[tuple[int, int], str] = {}
    for party, person, name in _members(here):
        people[party].append((f"{party}:{person}", name))
        named[party, person] = name
    groups: list[tuple[str, Any]] = []
    if meeting is not None:
        sitting = [
            (f"{holder.seat.party_id}:{holder.person_id}", f"{holder.called}, {parties[holder.seat.party_id]}")
            for holder in meeting.sitting
            if holder.seat is not None and (holder.seat.party_id, holder.person_id or 0) in named
        ]
        if sitting:
            groups.append((meeting.body.name, list(dict(sitting).items())))
    groups += [(name, [(str(party), name), *people[party]]) for party, name in parties.items()]
    return groups


def people_choices(here: Here) -> Choices:
    """Everyone who takes part here, by name."""
    return list({person: name for _, person, name in _members(here)}.items())


def _members(here: Here) -> list[tuple[int, int, str]]:
    """Party, person and name of all who take part here, by name."""
    found = Membership.objects.filter(partnership=here.partnership, person__is_active=True)
    by_name = found.order_by(alphabet.by("person__name"), "person_id")
    rows = by_name.values_list("party_id", "person_id", "person__name").distinct()
    return here.once("meetings.members", lambda: list(rows))


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
        "voiceless": mandated.voiceless(meeting) if meeting.open else [],
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
        "adjunct": (form or AdjunctForm(people=people_choices(here))) if present["changes"] else None,
        "new_point": point,
        "points": shown(here, meeting, leads=leads, bound=bound),
        "circle": meeting.audience_id == meeting.body.circle_id,
        "today": timezone.localdate(),
        **more,
    }
