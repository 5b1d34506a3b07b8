"""Signing, coming into force, notice and follow-up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.agreements import actions, policies, terms
from lagesbild.agreements.forms import NoticeForm, ReviewForm, SignForm
from lagesbild.agreements.models import Signatory
from lagesbild.agreements.views.editing import all_parties
from lagesbild.agreements.views.page import agreement_of
from lagesbild.core.signatures import Electronic, days, none_named, same_person
from lagesbild.core.web import Here, back, flash, render, signing
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today


@member(policy=policies.may_write)
def sign(here: Here, pk: int) -> HttpResponse:
    """Upload a signed original."""
    row = agreement_of(pk)
    unsigned = list(row.signatories.unsigned().in_order())
    waiting = [(one.pk, ", ".join(filter(None, (one.function, one.party_name, one.name)))) for one in unsigned]
    seen = signing.seen(here.request)
    if seen is not None:
        form = SignForm(waiting=waiting, initial=_proposed(here.request.POST, unsigned, seen.found))
        names = [one.name for one in unsigned if one.name]
        return render(
            here,
            "agreements/sign.html",
            form=form,
            agreement=row,
            waiting=waiting,
            seen=seen,
            expected=names if none_named(seen.found, names) else [],
        )
    form = SignForm(
        here.request.POST or None,
        here.request.FILES or None,
        waiting=waiting,
        initial={"signatories": [number for number, _ in waiting]},
    )

    def save() -> None:
        said = form.cleaned_data
        actions.sign(
            actor=here.actor,
            agreement=pk,
            signatories=said["signatories"],
            signed_on=said["signed_on"],
            original=said["file"].read(),
        )

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The signed original is kept.")))
        return back(here, "agreements:detail", pk=pk)
    return render(here, "agreements/sign.html", form=form, agreement=row, waiting=waiting, seen=None, expected=[])


def _proposed(said: QueryDict, unsigned: Iterable[Signatory], found: Collection[Electronic]) -> dict[str, Any]:
    """Whose signatures it carries and since when, by what they say; what was filled in stays where they say nothing."""
    named = [one.pk for one in unsigned if any(same_person(each.name, one.name) for each in found)]
    last = max(days(found), default=None)
    return {
        "signatories": named or said.getlist("signatories"),
        "signed_on": last or said.get("signed_on", ""),
    }


@require_POST
@member(policy=policies.may_write)
def unsign(here: Here, pk: int) -> HttpResponse:
    """Take an original away."""
    agreement = actions.unsign(actor=here.actor, original=pk)
    flash(here, Message(N_("The signed original is taken away.")))
    return back(here, "agreements:detail", pk=agreement)


@require_POST
@member(policy=policies.may_decide)
def enter_force(here: Here, pk: int) -> HttpResponse:
    """Let it come into force."""
    actions.enter_force(actor=here.actor, agreement=pk)
    flash(here, Message(N_("The agreement is in force. Its text does not change any more.")))
    return back(here, "agreements:detail", pk=pk)


@member(policy=policies.may_decide)
def give_notice(here: Here, pk: int) -> HttpResponse:
    """Note that a party has given notice."""
    row = agreement_of(pk)
    day = today(here.partnership)
    if row.said is None or row.draft or row.until is not None or row.term not in terms.TERMINABLE:
        return back(here, "agreements:detail", pk=pk)
    signed = actions.signed_by(row)
    parties = [(pk, name) for pk, name in all_parties() if pk in signed or not signed]
    form = NoticeForm(here.request.POST or None, parties=parties, term=row.said, initial={"on": day})
    if form.is_valid() and form.attempt(
        lambda: actions.give_notice(actor=here.actor, agreement=pk, **form.cleaned_data)
    ):
        undo = reverse("agreements:take_back_notice", kwargs={"slug": here.partnership.slug, "pk": pk})
        flash(here, Message(N_("Notice is noted. See what its last day became.")), undo=undo)
        return back(here, "agreements:detail", pk=pk)
    ends = terms.ends_by_notice(row.said, day)
    return render(here, "agreements/form.html", form=form, agreement=row, title=N_("Notice"), files=False, ends=ends)


@require_POST
@member(policy=policies.may_decide)
def take_back_notice(here: Here, pk: int) -> HttpResponse:
    """Take notice back."""
    actions.take_back_notice(actor=here.actor, agreement=pk)
    flash(here, Message(N_("Notice is taken back.")))
    return back(here, "agreements:detail", pk=pk)


@member(policy=policies.may_decide)
def review(here: Here, pk: int) -> HttpResponse:
    """Note that it was followed up."""
    row = agreement_of(pk)
    form = ReviewForm(here.request.POST or None, initial={"held": today(here.partnership)})
    if form.is_valid() and form.attempt(lambda: actions.review(actor=here.actor, agreement=pk, **form.cleaned_data)):
        flash(here, Message(N_("It is noted.")))
        return back(here, "agreements:detail", pk=pk)
    return render(here, "agreements/form.html", form=form, agreement=row, title=N_("Note a follow-up"), files=False)


@require_POST
@member(policy=policies.may_decide)
def take_back_review(here: Here, pk: int) -> HttpResponse:
    """Take back that it was followed up."""
    agreement = actions.take_back_review(actor=here.actor, review=pk)
    flash(here, Message(N_("The follow-up is taken back.")))
    return back(here, "agreements:detail", pk=agreement)
