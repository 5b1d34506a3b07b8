"""Entering an agreement, changing a draft and its parts, the registry, and beginning a new edition."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.agreements import actions, library, policies
from lagesbild.agreements.actions.parts import Kind, named
from lagesbild.agreements.forms import PARTS, Choices, DraftForm, PartForm, WordingForm, lines_of
from lagesbild.agreements.models import Agreement
from lagesbild.agreements.views.page import agreement_of
from lagesbild.core import alphabet
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import seen_of
from lagesbild.i18n import N_, Message

TITLES = {
    "signatory": (N_("New signatory"), N_("Signatory")),
    "commitment": (N_("New commitment"), N_("Commitment")),
    "body": (N_("New body"), N_("Body")),
    "function": (N_("New function"), N_("Function")),
    "annex": (N_("New annex"), N_("Annex")),
}
ANCHORS = {
    "signatory": "underskrifter",
    "commitment": "ataganden",
    "body": "grupper",
    "function": "grupper",
    "annex": "bilagor",
}


@member(policy=policies.may_write)
def draft(here: Here) -> HttpResponse:
    """A new agreement: from an example, or from nothing."""
    form = DraftForm(here.request.POST or None, parties=own_parties(here))
    made: list[Agreement] = []

    def save() -> None:
        said = form.cleaned_data
        made.append(
            actions.draft(actor=here.actor, wording=form.wording(), party=said["party"], readers=said["readers"])
        )

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("The draft is kept. Add commitments, bodies and who signs.")))
        return back(here, "agreements:detail", pk=made[0].pk)
    return render(here, "agreements/draft.html", form=form, entries=library.entries())


@member(policy=policies.may_write)
def change(here: Here, pk: int) -> HttpResponse:
    """Change what a draft says."""
    row = agreement_of(pk)
    initial = {name: getattr(row, name) for name in WordingForm.base_fields}
    form = WordingForm(here.request.POST or None, initial=initial, seen=as_seen(row))

    def save() -> None:
        actions.change(actor=here.actor, agreement=pk, wording=form.wording(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "agreements:detail", pk=pk)
    return _form(here, row, form, N_("Text and term"))


@require_POST
@member(policy=policies.may_write)
def share(here: Here, pk: int) -> HttpResponse:
    """Open a draft to the partnership."""
    actions.share(actor=here.actor, agreement=pk)
    flash(here, Message(N_("The draft is open to all of the partnership.")))
    return back(here, "agreements:detail", pk=pk)


@require_POST
@member(policy=policies.may_write)
def remove(here: Here, pk: int) -> HttpResponse:
    """Take a draft away."""
    actions.remove(actor=here.actor, agreement=pk)
    flash(here, Message(N_("The draft is removed.")))
    return back(here, "agreements:list")


@require_POST
@member(policy=policies.may_write)
def amend(here: Here, pk: int) -> HttpResponse:
    """Begin a new edition."""
    made = actions.amend(actor=here.actor, agreement=pk)
    flash(
        here,
        Message(N_("The new edition is a draft that says what the earlier one says. Change it and have it signed.")),
    )
    return back(here, "agreements:detail", pk=made.pk)


@member(policy=policies.may_write)
def add_part(here: Here, pk: int, part: str) -> HttpResponse:
    """Add a part last to a draft."""
    _known(part)
    row = agreement_of(pk)
    form = _part_form(here, part, row, new=True, initial=_usual(part, row))
    made: list[int] = []
    if form.is_valid() and form.attempt(
        lambda: made.append(actions.add_part(actor=here.actor, agreement=pk, part=form.part()).pk)
    ):
        flash(here, Message(N_("Added.")))
        return _at(here, pk, part, made[0])
    return _form(here, row, form, TITLES[part][0], files=part == "annex")


@member(policy=policies.may_write)
def change_part(here: Here, part: str, pk: int) -> HttpResponse:
    """Change a part of a draft."""
    kind = _known(part)
    found = _part(kind, pk)
    row = agreement_of(found.agreement_id)
    form = _part_form(here, part, row, new=False, initial=_initial(found), seen=as_seen(found))

    def save() -> None:
        actions.change_part(actor=here.actor, number=pk, part=form.part(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return _at(here, row.pk, part, pk)
    return _form(here, row, form, TITLES[part][1], files=part == "annex")


@require_POST
@member(policy=policies.may_write)
def move_part(here: Here, part: str, pk: int) -> HttpResponse:
    """Up or down."""
    _known(part)
    up = here.request.POST.get("up") == "1"
    found = actions.move_part(actor=here.actor, name=part, number=pk, up=up, seen=seen_of(here.request))
    return _at(here, found.agreement_id, part, pk)


@require_POST
@member(policy=policies.may_write)
def remove_part(here: Here, part: str, pk: int) -> HttpResponse:
    """Out of the draft."""
    _known(part)
    agreement = actions.remove_part(actor=here.actor, name=part, number=pk)
    flash(here, Message(N_("Taken out.")))
    return _at(here, agreement, part)


def own_parties(here: Here) -> Choices:
    """Parties that the person writes agreements for, by name."""
    own = [party for party in here.actor.parties if here.actor.has(*policies.WRITING, party=party)]
    return list(Party.objects.filter(pk__in=own).order_by(alphabet.by("name")).values_list("pk", "name"))


def all_parties() -> Choices:
    """Parties of the partnership, by name."""
    return list(Party.objects.order_by(alphabet.by("name")).values_list("pk", "name"))


def _known(part: str) -> Kind:
    if part not in PARTS:
        raise Http404
    return named(part)


def _part(kind: Kind, pk: int) -> Any:
    model: Any = kind.model
    rows = model.objects.light() if kind.name == "annex" else model.objects
    return rows.get(pk=pk)


def _part_form(here: Here, part: str, row: Agreement, *, new: bool, **named: Any) -> PartForm:
    return PARTS[part](
        here.request.POST or None,
        here.request.FILES or None,
        parties=all_parties(),
        annexes=list(row.annexes.light().in_order().values_list("pk", "title")) if part == "commitment" else [],
        new=new,
        **named,
    )


def _initial(found: Any) -> dict[str, Any]:
    initial = {name.removesuffix("_id"): getattr(found, name) for name in found.edited if name != "digest"}
    if "seats" in initial:
        initial["seats"] = lines_of(initial["seats"])
    return initial


def _usual(part: str, row: Agreement) -> dict[str, Any]:
    """What the form of a new part begins with: of a commitment the number after the last, where that is a number."""
    if part in ("body", "function"):
        return {"kind": "other"}
    if part != "commitment":
        return {}
    last = row.commitments.in_order().last()
    return {"number": str(int(last.number) + 1)} if last is not None and last.number.isdecimal() else {}


def _at(here: Here, agreement: int, part: str, pk: int | None = None) -> HttpResponse:
    """Back to the page, where the part stands, so that the keyboard goes on from there; else where its kind does."""
    address = reverse("agreements:detail", kwargs={"slug": here.partnership.slug, "pk": agreement})
    return redirect(f"{address}#{ANCHORS[part]}" if pk is None else f"{address}#{part}-{pk}")


def _form(here: Here, row: Agreement, form: Any, title: str, *, files: bool = False) -> HttpResponse:
    return render(here, "agreements/form.html", form=form, agreement=row, title=title, files=files)
