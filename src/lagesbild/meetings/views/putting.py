"""Putting what any page is about on the agenda of a meeting."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.meetings import actions, agenda, policies
from lagesbild.meetings.actions.common import may_lead
from lagesbild.meetings.forms import PutForm, WaitingForm
from lagesbild.meetings.models import AgendaItem, Meeting
from lagesbild.meetings.views.meetings import bodies_to_lead, to_item
from lagesbild.meetings.views.page import meeting_of
from lagesbild.meetings.waiting import agreed
from lagesbild.meetings.waiting import waiting as proposed


@member(policy=policies.may_see)
def put(here: Here, kind: str, subject: int) -> HttpResponse:
    """Choose among the meetings ahead, and those being held, that the person leads; the point is put there."""
    known = agenda.known(kind)
    title = known.title(subject) if known.title is not None and agenda.exists(kind) else None
    if title is None:
        raise Http404
    bodies = bodies_to_lead(here)
    meetings, waiting = _meetings([pk for pk, _ in bodies], kind, subject)
    form = PutForm(here.request.POST or None, meetings=[(row.pk, _called(here, row)) for row in meetings])
    made: list[AgendaItem] = []

    def add() -> None:
        meeting = form.cleaned_data["meeting"]
        made.append(actions.add_item(actor=here.actor, meeting=meeting, kind=kind, subject=subject))

    if here.request.method == "POST" and meetings and form.is_valid() and form.attempt(add):
        flash(here, Message(N_("It is on the agenda.")))
        return to_item(here, made[0].meeting_id, made[0].pk)
    return render(
        here,
        "meetings/put.html",
        title=title,
        kind=known,
        form=form,
        meetings=meetings,
        waiting=waiting,
        plans=bool(bodies),
    )


@member(policy=policies.may_see)
def waiting(here: Here, pk: int) -> HttpResponse:
    """What waits to be decided there; a press puts it on the agenda. Asked for by itself, it is a page."""
    meeting = meeting_of(pk)
    if not (may_lead(here.actor, meeting) and meeting.ahead):
        return back(here, "meetings:detail", pk=pk)
    template = "meetings/waiting_part.html" if here.htmx else "meetings/waiting.html"
    return render(here, template, meeting=meeting, agreed=agreed(meeting), waiting=proposed(meeting))


@require_POST
@member(policy=policies.may_see)
def take_up(here: Here, pk: int) -> HttpResponse:
    """Put something that waits on the agenda."""
    form = WaitingForm(here.request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    made = actions.add_item(actor=here.actor, meeting=pk, kind=said["kind"], subject=said["subject"])
    flash(here, Message(N_("It is on the agenda.")))
    return to_item(here, pk, made.pk)


def _meetings(bodies: list[int], kind: str, subject: int) -> tuple[list[Meeting], list[AgendaItem]]:
    """Meetings to choose among, soonest first; and the points that take it up already."""
    ahead = Meeting.objects.coming().of_bodies(bodies).filter(ends__gte=timezone.now())
    open_ones = [*Meeting.objects.under_way().of_bodies(bodies).for_list(), *ahead.for_list()]
    there = AgendaItem.objects.filter(kind=kind, subject_id=subject).select_related("meeting__body")
    waiting = [item for item in there.order_by("meeting__starts", "pk") if item.meeting.ahead or item.meeting.open]
    taken = {item.meeting_id for item in waiting}
    return [row for row in open_ones if row.pk not in taken], waiting


def _called(here: Here, meeting: Meeting) -> str:
    """Body, day, hour and place."""
    starts = timezone.localtime(meeting.starts)
    said = f"{meeting.body.name}, {here.t.value(starts.date())} {here.t.value(starts.time())}"
    if meeting.open:
        return f"{said}, {here.t.gettext('being held')}"
    return f"{said}, {meeting.place}" if meeting.place else said
