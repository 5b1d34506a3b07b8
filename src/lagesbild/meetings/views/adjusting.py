"""Who adjusts a protocol, and that it has been done."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.downloads import download
from lagesbild.i18n import N_, Message
from lagesbild.meetings import actions, minutes, policies
from lagesbild.meetings.actions.common import may_lead
from lagesbild.meetings.forms import ChooseForm, PaperForm
from lagesbild.meetings.models import Adjuster, SignedMinutes
from lagesbild.meetings.views.page import meeting_of, page, to_choose


@require_POST
@member(policy=policies.may_see)
def choose(here: Here, pk: int) -> HttpResponse:
    """Choose someone who is there."""
    meeting = meeting_of(pk)
    form = ChooseForm(here.request.POST, people=to_choose(minutes.roll(meeting), meeting.adjusters.all()))
    if form.is_valid() and form.attempt(
        lambda: actions.choose_adjuster(actor=here.actor, meeting=pk, holder=form.cleaned_data["holder"])
    ):
        return _to(here, pk)
    return render(here, "meetings/detail.html", 422, **page(here, meeting, choose_form=form))


@require_POST
@member(policy=policies.may_see)
def drop(here: Here, pk: int) -> HttpResponse:
    """Choose someone no more."""
    meeting = Adjuster.objects.get(pk=pk).meeting_id
    actions.drop_adjuster(actor=here.actor, adjuster=pk)
    return _to(here, meeting)


@require_POST
@member(policy=policies.may_see)
def adjust(here: Here, pk: int) -> HttpResponse:
    """Adjust the protocol as one of those chosen."""
    actions.adjust(actor=here.actor, meeting=pk)
    flash(here, Message(N_("You have adjusted the protocol. If it is changed, you are asked again.")))
    return back(here, "meetings:minutes", pk=pk)


@member(policy=policies.may_see)
def on_paper(here: Here, pk: int) -> HttpResponse:
    """Upload the protocol with the signatures of those who signed on paper."""
    meeting = meeting_of(pk)
    require(may_lead(here.actor, meeting))
    chosen = [(one.pk, one.holder.called) for one in meeting.adjusters.for_list()]
    initial = {"on": timezone.localdate(), "adjusters": [key for key, _ in chosen]}
    form = PaperForm(here.request.POST or None, here.request.FILES or None, chosen=chosen, initial=initial)

    def save() -> None:
        said = form.cleaned_data
        actions.adjust_on_paper(
            actor=here.actor, meeting=pk, adjusters=said["adjusters"], on=said["on"], original=said["original"].read()
        )

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The signed protocol is kept.")))
        return _to(here, pk)
    return render(here, "meetings/on_paper.html", 422 if form.errors else 200, form=form, meeting=meeting)


@require_GET
@member(policy=policies.may_see)
def original(here: Here, pk: int, signed: int) -> HttpResponse:
    """The protocol as it was uploaded."""
    row = SignedMinutes.objects.filter(meeting_id=pk, pk=signed).first()
    if row is None:
        raise Http404
    return download(row.content, row.media_type, f"protokoll-{pk}-underskrivet-{row.pk}")


def _to(here: Here, meeting: int) -> HttpResponse:
    address = reverse("meetings:detail", kwargs={"slug": here.partnership.slug, "pk": meeting})
    return redirect(f"{address}#justering")
