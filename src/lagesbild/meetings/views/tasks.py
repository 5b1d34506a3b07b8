"""The pages of tasks: one's own, one's party's, and each."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from lagesbild.accounts.models import Person
from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.meetings import actions, policies
from lagesbild.meetings.actions.deciding import GIVEN
from lagesbild.meetings.forms import ReportForm, WhoForm
from lagesbild.meetings.models import Task
from lagesbild.meetings.views.page import choices_of_who
from lagesbild.organisation.queries import leads, today

PER_PAGE = 30


@member(policy=policies.may_see_tasks)
def mine(here: Here) -> HttpResponse:
    """What one is to do, what one's party is to do, what others are to do, and what has been done."""
    person, parties = here.actor.person, here.actor.parties
    rows = Task.objects.for_list()
    own = rows.of_person(person).unfinished()
    ours = rows.of_parties(parties).unfinished()
    sees = policies.may_see(here.actor)
    return render(
        here,
        "meetings/tasks.html",
        own=own,
        ours=ours,
        others=rows.unfinished().exclude(pk__in=own).exclude(pk__in=ours) if sees else [],
        finished=Paginator(
            (Task.objects.finished() if sees else Task.objects.finished().of_person(person)).select_related(
                "person", "responsible", "body"
            ),
            PER_PAGE,
        ).get_page(here.request.GET.get("sida")),
        today=timezone.localdate(),
    )


@member(policy=policies.may_see_tasks)
def detail(here: Here, pk: int) -> HttpResponse:
    """One task: what, who, when, and how it went."""
    task = Task.objects.for_list().select_related("decision").get(pk=pk)
    reports = policies.may_report(here.actor, task) and task.state != Task.State.WITHDRAWN
    if here.request.method == "POST":
        require(reports)
    asked = here.request.GET.get("svar", "")
    initial = {"state": task.state if task.reported else asked, "report": task.report}
    form = ReportForm(here.request.POST or None, initial=initial, seen=as_seen(task)) if reports else None
    if (
        form is not None
        and form.is_valid()
        and form.attempt(lambda: actions.report_task(actor=here.actor, task=pk, **form.cleaned_data))
    ):
        flash(here, Message(N_("Thank you. It is noted, and the body sees it at its next meeting.")))
        return back(here, "meetings:tasks")
    teller = Person.objects.filter(pk=task.reported_by).first() if task.reported_by else None
    return render(
        here,
        "meetings/task.html",
        task=task,
        form=form,
        teller=teller,
        leads=_leads(here, task),
        masks=policies.may_report(here.actor, task),
        today=timezone.localdate(),
    )


@member(policy=policies.may_see_tasks)
def change(here: Here, pk: int) -> HttpResponse:
    """Give it to someone else, or another day."""
    task = Task.objects.for_list().get(pk=pk)
    require(_leads(here, task))
    who = f"{task.responsible_id}:{task.person_id}" if task.person_id else str(task.responsible_id)
    form = WhoForm(
        here.request.POST or None,
        who=choices_of_who(here),
        initial={"who": who, "due": task.due},
        seen=as_seen(task, GIVEN),
    )
    form.fields["who"].required = True

    def save() -> None:
        chosen = form.whom()
        assert chosen["responsible"] is not None
        actions.change_task(
            actor=here.actor,
            task=pk,
            responsible=chosen["responsible"],
            person=chosen["person"],
            due=form.cleaned_data["due"],
            seen=form.cleaned_data["seen"],
        )

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "meetings:task", pk=pk)
    return render(here, "meetings/form.html", form=form, title=N_("Who and when"), meeting=None, task=task)


@require_POST
@member(policy=policies.may_see_tasks)
def withdraw(here: Here, pk: int) -> HttpResponse:
    """It need not be done."""
    actions.withdraw_task(actor=here.actor, task=pk)
    flash(here, Message(N_("The task is withdrawn.")))
    return back(here, "meetings:tasks")


def _leads(here: Here, task: Task) -> bool:
    day = today(here.partnership)
    return policies.may_lead(here.actor, leads=leads(here.actor.person, task.body_id, day))
