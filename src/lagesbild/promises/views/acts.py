"""What is done with a promise: decisions, signatures, milestones, follow-ups, how it ended."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.views.decorators.http import require_GET, require_POST

from lagesbild.accounts.web import member
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.signatures import Electronic, days, same_person
from lagesbild.core.web import Here, back, flash, render, signing
from lagesbild.core.web.asked import asked_number
from lagesbild.core.web.downloads import download
from lagesbild.core.web.forms import Form
from lagesbild.i18n import N_, Message
from lagesbild.organisation.forms import BindingForm
from lagesbild.organisation.queries import today
from lagesbild.promises import actions, parts, policies
from lagesbild.promises.forms import (
    Choices,
    FollowUpForm,
    MilestoneForm,
    MilestoneTold,
    OutcomeForm,
    ReasonForm,
    SignatureForm,
)
from lagesbild.promises.going import outcome_of
from lagesbild.promises.models import Milestone, Outcome, Promise, Signature
from lagesbild.promises.names import PARTY
from lagesbild.promises.views.pages import page


def _form(here: Here, promise: Promise, form: Form, title: str, *, lead: str = "", save: str = "") -> HttpResponse:
    """A page with one form about a promise."""
    return render(
        here, "promises/act.html", form=form, promise=promise, title=title, lead=lead, save=save or N_("Save")
    )


@member(policy=policies.may_see)
def withdraw(here: Here, pk: int) -> HttpResponse:
    """Take a promise back, with the reason."""
    promise = Promise.objects.get(pk=pk)
    require(policies.may_withdraw(here.actor, promise))
    form = ReasonForm(here.request.POST or None)

    def save() -> None:
        actions.withdraw(actor=here.actor, promise=pk, reason=form.cleaned_data["reason"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The promise is withdrawn.")))
        return back(here, "promises:detail", pk=pk)
    lead = N_("What citizens have read of it says that it is withdrawn, and why, when it is published anew.")
    return _form(here, promise, form, N_("Withdraw the promise"), lead=lead, save=N_("Withdraw the promise"))


@require_POST
@member(policy=policies.may_see)
def take_up(here: Here, pk: int) -> HttpResponse:
    """Go on with a draft that was taken back."""
    actions.take_up(actor=here.actor, promise=pk)
    flash(here, Message(N_("The promise is a draft again.")))
    return back(here, "promises:detail", pk=pk)


def _parties(here: Here, promise: Promise) -> Choices:
    """Parties that promise and that the person may write for; refuses those who may for none."""
    rows = promise.promisers.select_related("of_party").order_by("pk")
    found = [(one.of_party_id, one.of_party.name) for one in rows if policies.may_bind(here.actor, one.of_party_id)]
    require(bool(found))
    return found


def _asked(here: Here) -> dict[str, Any]:
    """The party that the address names."""
    asked = asked_number(here.request.GET.get("part", ""))
    return {} if asked is None else {"party": asked}


@member(policy=policies.may_see)
def decide_party(here: Here, pk: int) -> HttpResponse:
    """Write down a party's own decision."""
    promise = Promise.objects.get(pk=pk)
    form = BindingForm(
        here.request.POST or None,
        parties=_parties(here, promise),
        what=PARTY,
        on=today(here.partnership),
        initial=_asked(here),
    )

    def save() -> None:
        actions.decide_party(actor=here.actor, promise=pk, binding=form.binding())

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The decision is written down.")))
        return back(here, "promises:detail", pk=pk)
    lead = N_("The joint position binds nobody. What binds a party is its own decision.")
    return _form(here, promise, form, N_("A party's own decision"), lead=lead)


@member(policy=policies.may_see)
def sign(here: Here, pk: int) -> HttpResponse:
    """Upload a signed original."""
    promise = Promise.objects.get(pk=pk)
    parties = _parties(here, promise)
    seen = signing.seen(here.request)
    if seen is not None:
        form = SignatureForm(parties=parties, initial=_proposed(here.request.POST, promise, seen.found))
        return render(here, "promises/sign.html", form=form, promise=promise, seen=seen)
    form = SignatureForm(here.request.POST or None, here.request.FILES or None, parties=parties, initial=_asked(here))

    def save() -> None:
        actions.sign(actor=here.actor, promise=pk, signed=form.signed())

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The signed original is kept.")))
        return back(here, "promises:detail", pk=pk)
    return render(here, "promises/sign.html", form=form, promise=promise, seen=None)


def _proposed(said: QueryDict, promise: Promise, found: Collection[Electronic]) -> dict[str, Any]:
    """Who has signed and when, if one person can be meant; what was filled in stays where the file says nothing.

    A person that has signed for another party before is not meant.
    """
    before = list(
        promise.signatures.exclude(of_party_id=asked_number(said.get("party", ""))).values_list("signatory", flat=True)
    )
    left = [one for one in found if one.personal and not any(same_person(one.name, each) for each in before)]
    if len(left) == 1:
        (one,) = left
        return {**said.dict(), "signatory": one.name, "date": one.day or said.get("date", "")}
    return {**said.dict(), "date": max(days(found), default=None) or said.get("date", "")}


@require_GET
@member(policy=policies.may_see)
def original(here: Here, pk: int, signature: int) -> HttpResponse:
    """The signed original as it was uploaded."""
    row = Signature.objects.filter(promise_id=pk, pk=signature).first()
    if row is None:
        raise Http404
    return download(row.content, row.media_type, f"lofte-{pk}-underskrift-{row.pk}")


@require_POST
@member(policy=policies.may_see)
def add_milestone(here: Here, pk: int) -> HttpResponse:
    """Add a milestone."""
    form = MilestoneForm(here.request.POST)

    def save() -> None:
        said = form.cleaned_data
        actions.add_milestone(actor=here.actor, promise=pk, what=said["what"], due=said["due"])

    if form.is_valid() and form.attempt(save):
        return back(here, "promises:detail", pk=pk)
    return render(here, "promises/detail.html", 422, **page(here, pk, milestone_form=form))


@member(policy=policies.may_see)
def milestone(here: Here, pk: int) -> HttpResponse:
    """Say how a milestone went."""
    row = Milestone.objects.select_related("promise").get(pk=pk)
    require(policies.may_write(here.actor, row.promise))
    initial = {name: getattr(row, name) for name in Milestone.edited}
    if row.state == Milestone.State.PLANNED:
        initial |= {"state": Milestone.State.DONE, "done_on": today(here.partnership)}
    form = MilestoneTold(here.request.POST or None, initial=initial, seen=as_seen(row), stands=not row.promise.writable)

    def save() -> None:
        said = form.cleaned_data
        actions.change_milestone(actor=here.actor, milestone=pk, **said)

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "promises:detail", pk=row.promise_id)
    return _form(here, row.promise, form, N_("How did the milestone go?"), lead=row.what)


@require_POST
@member(policy=policies.may_see)
def follow_up(here: Here, pk: int) -> HttpResponse:
    """Tell what was done."""
    form = FollowUpForm(here.request.POST)

    def save() -> None:
        said = form.cleaned_data
        actions.follow_up(actor=here.actor, promise=pk, day=said["day"], text=said["text"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Told.")))
        return back(here, "promises:detail", pk=pk)
    return render(here, "promises/detail.html", 422, **page(here, pk, follow_form=form))


@member(policy=policies.may_see)
def outcome(here: Here, pk: int) -> HttpResponse:
    """Say how it went in the end, or say otherwise."""
    promise = Promise.objects.select_related("outcome").get(pk=pk)
    require(policies.may_conclude(here.actor, promise))
    row = outcome_of(promise)
    initial = {name: getattr(row, name) for name in Outcome.edited} if row else {}
    form = OutcomeForm(here.request.POST or None, initial=initial, seen=as_seen(row) if row else "")

    def save() -> None:
        said = form.cleaned_data
        if row is None:
            effect = parts.verdict(pk) or Outcome.Effect.CANNOT_TELL
            actions.conclude(actor=here.actor, promise=pk, effect=effect, **said)
        else:
            actions.change_outcome(actor=here.actor, promise=pk, **said)

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("How it ended is written down.")))
        return back(here, "promises:detail", pk=pk)
    return render(here, "promises/outcome.html", form=form, promise=promise, verdict=parts.verdict(pk), outcome=row)
