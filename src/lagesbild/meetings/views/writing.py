"""What is written while a meeting is held: attendance, notes, decisions, and the order of the agenda."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.asked import asked_number
from lagesbild.core.web.forms import seen_of
from lagesbild.i18n import N_, Message
from lagesbild.meetings import actions, policies
from lagesbild.meetings.forms import AdjunctForm, DecisionForm, NoteForm
from lagesbild.meetings.models import AgendaItem, Decision, Meeting
from lagesbild.meetings.views.page import (
    attendance,
    choices_of_who,
    decision_form,
    meeting_of,
    mode_page,
    note_form,
    page,
    people_choices,
)


@require_POST
@member(policy=policies.may_see)
def attend(here: Here, pk: int) -> HttpResponse:
    """Note that someone is there or not: a holder, an adjunct, or everybody at once."""
    said = here.request.POST
    present = said.get("present") == "1"
    if said.get("all"):
        actions.attend_all(actor=here.actor, meeting=pk)
    elif said.get("holder"):
        actions.attend(actor=here.actor, meeting=pk, holder=asked_number(said["holder"]) or 0, present=present)
    else:
        actions.attend_adjunct(
            actor=here.actor, attendance=asked_number(said.get("attendance", "")) or 0, present=present
        )
    if here.htmx:
        # the button that says that everyone is here is gone then: whoever pressed it goes on from what it counts
        again, everyone = said.get("next", ""), bool(said.get("all"))
        found = attendance(here, meeting_of(pk))
        return render(here, "meetings/attendance.html", again=again, everyone=everyone, **found)
    return _at(here, pk, "narvaro")


@require_POST
@member(policy=policies.may_see)
def add_adjunct(here: Here, pk: int) -> HttpResponse:
    """Let someone take part in this meeting."""
    form = AdjunctForm(here.request.POST, people=people_choices(here))
    meeting = meeting_of(pk)
    if form.is_valid() and form.attempt(
        lambda: actions.add_adjunct(actor=here.actor, meeting=pk, present=meeting.open, **form.cleaned_data)
    ):
        return _at(here, pk, "narvaro")
    return render(here, "meetings/detail.html", **page(here, meeting, adjunct_form=form))


@require_POST
@member(policy=policies.may_see)
def remove_adjunct(here: Here, pk: int, attendance_pk: int) -> HttpResponse:
    """Take someone off the list."""
    actions.remove_adjunct(actor=here.actor, attendance=attendance_pk)
    return _at(here, pk, "narvaro")


@require_POST
@member(policy=policies.may_see)
def move_item(here: Here, pk: int) -> HttpResponse:
    """Up or down."""
    up = here.request.POST.get("up") == "1"
    item = actions.move_item(actor=here.actor, item=pk, up=up, seen=seen_of(here.request))
    return _at(here, item.meeting_id, f"punkt-{pk}")


@require_POST
@member(policy=policies.may_see)
def remove_item(here: Here, pk: int) -> HttpResponse:
    """Off the agenda."""
    meeting = AgendaItem.objects.get(pk=pk).meeting_id
    actions.remove_item(actor=here.actor, item=pk)
    flash(here, Message(N_("The point is removed.")))
    return back(here, "meetings:detail", pk=meeting)


@require_POST
@member(policy=policies.may_see)
def note(here: Here, pk: int) -> HttpResponse:
    """What was said."""
    item = AgendaItem.objects.get(pk=pk)
    form = note_form(item, here.request.POST)
    if form.is_valid() and form.attempt(lambda: actions.note_item(actor=here.actor, item=pk, **form.cleaned_data)):
        return _at(here, item.meeting_id, f"punkt-{pk}")
    return _refused(here, meeting_of(item.meeting_id), item, form)


@require_POST
@member(policy=policies.may_see)
def open_item(here: Here, pk: int) -> HttpResponse:
    """Whether what was decided may be published."""
    item = actions.open_item(actor=here.actor, item=pk, public=here.request.POST.get("public") == "1")
    return _at(here, item.meeting_id, f"punkt-{pk}")


@require_POST
@member(policy=policies.may_see)
def decide(here: Here, pk: int) -> HttpResponse:
    """A decision on the spot."""
    item = AgendaItem.objects.get(pk=pk)
    meeting = meeting_of(item.meeting_id)
    # what its body may not decide is refused by the action, which says who may
    form = decision_form(here, item, choices_of_who(here, meeting), data=here.request.POST)
    made: list[Decision] = []

    def save() -> None:
        said = form.cleaned_data
        made.append(
            actions.decide(
                actor=here.actor,
                item=pk,
                text=said["text"],
                act=said.get("act", ""),
                due=said["due"],
                **form.whom(),
            )
        )

    if form.is_valid() and form.attempt(save):
        undo = reverse("meetings:undo_decision", kwargs={"slug": here.partnership.slug, "pk": made[0].pk})
        flash(here, Message(N_("The decision is written down.")), undo=undo)
        return _at(here, item.meeting_id, f"punkt-{pk}")
    return _refused(here, meeting, item, form)


@require_POST
@member(policy=policies.may_see)
def undo_decision(here: Here, pk: int) -> HttpResponse:
    """Take a decision back."""
    decision = actions.undo_decision(actor=here.actor, decision=pk)
    flash(here, Message(N_("The decision is undone, and what it did is taken back.")))
    return _at(here, decision.meeting_id, f"punkt-{decision.item_id}")


def _refused(here: Here, meeting: Meeting, item: AgendaItem, form: DecisionForm | NoteForm) -> HttpResponse:
    """The form again with what is wrong: in meeting mode, where one was there."""
    mode = reverse("meetings:mode", kwargs={"slug": here.partnership.slug, "pk": meeting.pk})
    if meeting.open and here.request.POST.get("next", "").startswith(mode):
        places = list(meeting.items.order_by("position", "pk").values_list("pk", flat=True))
        step = places.index(item.pk) + 1
        return render(here, "meetings/mode.html", **mode_page(here, meeting, step=step, bound={item.pk: form}))
    return render(here, "meetings/detail.html", **page(here, meeting, bound={item.pk: form}))


def _at(here: Here, meeting: int, anchor: str) -> HttpResponse:
    """Back to where the form stood: meeting mode says so itself, the page of the meeting by an anchor."""
    if here.request.POST.get("next"):
        return back(here, "meetings:detail", pk=meeting)
    address = reverse("meetings:detail", kwargs={"slug": here.partnership.slug, "pk": meeting})
    return redirect(f"{address}#{anchor}")
