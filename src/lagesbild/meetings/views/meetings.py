"""The list of meetings, the page of one, planning and the steps from planned to approved."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.calendars import MEDIA_TYPE as CALENDAR
from lagesbild.core.calendars import calendar as written
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, downloads, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.i18n import N_, Message
from lagesbild.meetings import actions, agenda, calendars, documents, minutes, policies, proposing
from lagesbild.meetings import papers as handed_out
from lagesbild.meetings.actions.common import may_lead
from lagesbild.meetings.forms import CIRCLE, HoursForm, PlanForm, PointForm
from lagesbild.meetings.models import AgendaItem, Meeting, Task
from lagesbild.meetings.views.page import adjusting, meeting_of, mode_page, onward, page
from lagesbild.organisation.models import Body
from lagesbild.organisation.queries import bodies_of, leads, today

PER_PAGE = 30


@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """Meetings ahead, those being written, those that ought to be planned, and earlier ones."""
    day = today(here.partnership)
    plans = bool(bodies_to_lead(here))
    earlier = Paginator(Meeting.objects.earlier().for_list().with_decisions(), PER_PAGE)
    return render(
        here,
        "meetings/list.html",
        coming=Meeting.objects.coming().for_list(),
        under_way=Meeting.objects.under_way().for_list(),
        earlier=earlier.get_page(here.request.GET.get("sida")),
        proposals=_proposals(here),
        mine=set(bodies_of(here.actor.person, day).values_list("pk", flat=True)),
        plans=plans,
        any_bodies=Body.objects.on(day).exists(),
    )


@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One meeting: its agenda, who is there, what is decided."""
    return render(here, "meetings/detail.html", **page(here, meeting_of(pk)))


@member(policy=policies.may_see)
def mode(here: Here, pk: int) -> HttpResponse:
    """Meeting mode: one step at a time, in large type."""
    meeting = meeting_of(pk)
    if not meeting.open:
        return back(here, "meetings:detail", pk=pk)
    step = asked_number(here.request.GET.get("steg", "")) or 1
    return render(here, "meetings/mode.html", **mode_page(here, meeting, step=step))


@member(policy=policies.may_see)
def plan(here: Here) -> HttpResponse:
    """Plan a meeting; what a body usually does is filled in."""
    bodies = bodies_to_lead(here)
    require(bool(bodies))
    form = PlanForm(here.request.POST or None, bodies=bodies, initial=_usual(here))
    made: list[Meeting] = []

    def save() -> None:
        row = Body.objects.get(pk=form.cleaned_data["body"])
        audience = row.circle_id if form.cleaned_data["readers"] == CIRCLE else None
        made.append(actions.plan(actor=here.actor, body=row.pk, hours=form.hours(), audience=audience))

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The meeting is planned. Look through the agenda, then call it.")))
        return back(here, "meetings:detail", pk=made[0].pk)
    return render(here, "meetings/form.html", form=form, title=N_("New meeting"), meeting=None)


@member(policy=policies.may_see)
def change(here: Here, pk: int) -> HttpResponse:
    """Move a meeting."""
    meeting = meeting_of(pk)
    require(may_lead(here.actor, meeting))
    starts, ends = timezone.localtime(meeting.starts), timezone.localtime(meeting.ends)
    initial = {
        "date": starts.date(),
        "starts": starts.time(),
        "ends": ends.time(),
        "place": meeting.place,
        "link": meeting.link,
    }
    form = HoursForm(here.request.POST or None, initial=initial, seen=as_seen(meeting))

    def save() -> None:
        actions.change_meeting(actor=here.actor, meeting=pk, hours=form.hours(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "meetings:detail", pk=pk)
    return render(here, "meetings/form.html", form=form, title=N_("Time and place"), meeting=meeting)


@require_POST
@member(policy=policies.may_see)
def call(here: Here, pk: int) -> HttpResponse:
    """Call those who sit in the body."""
    actions.call(actor=here.actor, meeting=pk)
    flash(here, Message(N_("The meeting is called. Those who sit in the body get a letter with a link.")))
    return back(here, "meetings:detail", pk=pk)


@require_POST
@member(policy=policies.may_see)
def hold(here: Here, pk: int) -> HttpResponse:
    """Open the meeting."""
    actions.hold(actor=here.actor, meeting=pk)
    flash(here, Message(N_("The meeting is open. Note who is here, and write decisions as they are made.")))
    return back(here, "meetings:detail", pk=pk)


@require_POST
@member(policy=policies.may_see)
def cancel(here: Here, pk: int) -> HttpResponse:
    """Cancel it."""
    actions.cancel(actor=here.actor, meeting=pk)
    undo = reverse("meetings:plan_again", kwargs={"slug": here.partnership.slug, "pk": pk})
    flash(here, Message(N_("The meeting is cancelled.")), undo=undo)
    return back(here, "meetings:detail", pk=pk)


@require_POST
@member(policy=policies.may_see)
def plan_again(here: Here, pk: int) -> HttpResponse:
    """Let a cancelled meeting be planned as before."""
    actions.plan_again(actor=here.actor, meeting=pk)
    flash(here, Message(N_("The meeting is planned again.")))
    return back(here, "meetings:detail", pk=pk)


@require_POST
@member(policy=policies.may_see)
def approve(here: Here, pk: int) -> HttpResponse:
    """Approve the minutes."""
    actions.approve(actor=here.actor, meeting=pk)
    flash(here, Message(N_("The minutes are approved and do not change any more.")))
    return back(here, "meetings:minutes", pk=pk)


@member(policy=policies.may_see)
def read_minutes(here: Here, pk: int) -> HttpResponse:
    """The minutes, to read and to print."""
    meeting = meeting_of(pk)
    written, edition = minutes.of(meeting)
    return render(
        here,
        "meetings/minutes.html",
        meeting=meeting,
        record=written,
        edition=edition,
        leads=may_lead(here.actor, meeting),
        words=documents.sentences(here.t, written),
        **(adjusting(here, meeting, leads=False) if edition is None else {}),
        onward=onward(meeting) if edition else [],
        tasks=list(Task.objects.filter(meeting=meeting).exclude(state=Task.State.WITHDRAWN).for_list())
        if edition
        else [],
        today=timezone.localdate(),
    )


@member(policy=policies.may_see)
def document(here: Here, pk: int, how: str) -> HttpResponse:
    """The minutes as a document: as they were approved, or a draft that says so."""
    meeting = meeting_of(pk)
    written, edition = minutes.of(meeting)
    made = documents.document(here.t, meeting, written, edition)
    return downloads.document(made, how, documents.file_name(written))


@member(policy=policies.may_see)
def papers(here: Here, pk: int) -> HttpResponse:
    """The call and all that the points are about, in one file."""
    meeting = meeting_of(pk)
    content = handed_out.bundle(handed_out.enclosed(here, meeting))
    body = handed_out.plain(meeting.body.name)
    return downloads.packed(content, f"handlingar-{body}-{timezone.localdate(meeting.starts).isoformat()}")


@member(policy=policies.may_see)
def calendar(here: Here, pk: int) -> HttpResponse:
    """The meeting as a file for a calendar."""
    meeting = meeting_of(pk)
    address = here.request.build_absolute_uri(
        reverse("meetings:detail", kwargs={"slug": here.partnership.slug, "pk": pk})
    )
    answer = HttpResponse(written([calendars.event(meeting, address)]), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="mote-{pk}.ics"'
    return answer


@require_POST
@member(policy=policies.may_see)
def add_item(here: Here, pk: int) -> HttpResponse:
    """Put a point last on the agenda."""
    form = PointForm(here.request.POST)
    made: list[AgendaItem] = []

    def add() -> None:
        said = form.cleaned_data
        kind = said["kind"] or agenda.POINT
        made.append(actions.add_item(actor=here.actor, meeting=pk, title=said["title"], kind=kind))

    if form.is_valid() and form.attempt(add):
        return to_item(here, pk, made[0].pk)
    return render(here, "meetings/detail.html", 422, **page(here, meeting_of(pk), point_form=form))


def to_item(here: Here, meeting: int, item: int) -> HttpResponse:
    """Back to the page, at the point."""
    address = reverse("meetings:detail", kwargs={"slug": here.partnership.slug, "pk": meeting})
    return redirect(f"{address}#punkt-{item}")


def bodies_to_lead(here: Here) -> list[tuple[int, str]]:
    """Bodies whose meetings the person may plan, by name."""
    day = today(here.partnership)
    found = Body.objects.on(day).for_list()
    if policies.may_lead(here.actor, leads=False):
        return list(found.values_list("pk", "name"))
    led = [one for one in bodies_of(here.actor.person, day).for_list() if leads(here.actor.person, one.pk, day)]
    return [(one.pk, one.name) for one in led] if policies.may_lead(here.actor, leads=True) else []


def _proposals(here: Here) -> list[proposing.Proposal]:
    """What ought to be planned, for those who may."""
    may = {pk for pk, _ in bodies_to_lead(here)}
    zone = timezone.get_current_timezone()
    found = proposing.proposals(today(here.partnership), timezone.now(), zone)
    return [one for one in found if one.body.pk in may]


def _usual(here: Here) -> dict[str, Any]:
    """What the form for a new meeting begins with: what the body in the address usually does."""
    asked = here.request.GET.get("grupp", "")
    found = next((one for one in _proposals(here) if str(one.body.pk) == asked), None)
    if found is None:
        return {"body": asked_number(asked)}
    usual: dict[str, Any] = {"body": found.body.pk, "place": found.place, "link": found.link}
    if found.starts is not None and found.ends is not None:
        starts, ends = timezone.localtime(found.starts), timezone.localtime(found.ends)
        usual |= {"date": starts.date(), "starts": starts.time(), "ends": ends.time()}
    return usual
