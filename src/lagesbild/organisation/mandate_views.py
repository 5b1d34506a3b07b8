"""The pages of mandates: what a body may decide, and who decides for each party."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lagesbild.accounts.models import Membership
from lagesbild.accounts.web import member
from lagesbild.core import alphabet
from lagesbild.core.actions import require
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import SEEN, Form, Written, seen_of
from lagesbild.core.web.language import current
from lagesbild.i18n import N_, Message
from lagesbild.organisation import actions, mandates, policies
from lagesbild.organisation.actions.mandates import May
from lagesbild.organisation.forms import Choices, LastDayForm, day
from lagesbild.organisation.models import Body, Function, Mandate, Seat
from lagesbild.organisation.queries import today

NO, YES = "no", "yes"
PREFIX = "may_"
WHERE = N_("Where it says so")


class MandatesForm(Form):
    """What a body may decide: for each kind no, yes, or a part of it."""

    source = Written(
        label=WHERE,
        required=False,
        max_length=200,
        help_text=N_("Of what you change here: a paragraph of the agreement, a decision."),
    )
    since = day(N_("From"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = current()
        kinds = {}
        for one in mandates.kinds():
            limits = [(limit.name, words.gettext(limit.label)) for limit in one.limits]
            kinds[PREFIX + one.name] = forms.ChoiceField(
                label=words.gettext(one.label).capitalize(),
                initial=NO,
                choices=[(NO, words.gettext(N_("No"))), (YES, words.gettext(N_("Yes"))), *limits],
            )
        self.fields = {**kinds, **self.fields}
        self.standing = tuple(kinds)

    def may(self) -> dict[str, str]:
        """The kinds that were granted, each with its limit."""
        said = {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items() if PREFIX in name}
        return {name: mandates.ALL if value == YES else value for name, value in said.items() if value != NO}


class GivingForm(Form):
    """Who decides what for a party."""

    what = forms.MultipleChoiceField(label=N_("May decide on"), widget=forms.CheckboxSelectMultiple)
    who = forms.ChoiceField(
        label=N_("Who"), required=False, help_text=N_("Whoever holds a seat or a function, or a person.")
    )
    name = Written(
        label=N_("Or an organ or an office that is not here"),
        required=False,
        max_length=200,
        help_text=N_("Such as kommunstyrelsen, which decides itself, or a head of office who does by delegation."),
    )
    delegate = forms.BooleanField(label=N_("Decides by delegation"), required=False)
    source = Written(
        label=WHERE,
        required=False,
        max_length=200,
        help_text=N_("In the party's rules: delegationsordningen, arbetsordningen. A delegate needs it."),
    )
    since = day(N_("From"))
    until = day(N_("To"), required=False, help_text=N_("The last day. Leave empty until further notice."))

    def __init__(self, *arguments: Any, who: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = current()
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            (one.name, words.gettext(one.label).capitalize()) for one in mandates.kinds(of_party=True)
        ]
        self.fields["who"].choices = [("", "–"), *who]  # type: ignore[attr-defined]

    def giving(self, party: int) -> actions.Giving:
        """What was filled in, of a party."""
        said = self.cleaned_data
        kind, _, number = said["who"].partition(":")
        return actions.Giving(
            party=party,
            what=said["what"],
            since=said["since"],
            until=said["until"],
            delegate=said["delegate"],
            name=said["name"],
            source=said["source"],
            **({kind: int(number)} if number else {}),
        )


@member(policy=policies.may_arrange)
def change(here: Here, pk: int) -> HttpResponse:
    """Say what a body may decide, from a day on."""
    row = Body.objects.get(pk=pk)
    now = max(row.since, today(here.partnership))
    held = mandates.of_body(pk, now)
    initial = {PREFIX + one.name: NO for one in mandates.kinds()}
    initial |= {PREFIX + what: limit or YES for what, limit in held.items()}
    form = MandatesForm(here.request.POST or None, initial={**initial, "since": now}, seen=as_seen(May.of(pk)))

    def save() -> None:
        said = form.cleaned_data
        actions.set_mandates(
            actor=here.actor,
            body=pk,
            may=form.may(),
            source=said["source"],
            since=said["since"],
            seen=said[SEEN],
        )

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "organisation:body", pk=pk)
    return render(
        here,
        "organisation/form.html",
        form=form,
        title=N_("What the body may decide"),
        about=row.name,
        above=("body", pk),
    )


@dataclass(frozen=True, slots=True)
class Decides:
    """A party with those who decide for it, and whether whoever looks may say otherwise."""

    party: Party
    mandates: list[Mandate]
    delegates: bool


@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """Who decides for each party, on what, and where it stands."""
    now = today(here.partnership)
    rows = list(Mandate.objects.filter(of_party__isnull=False).for_list())
    usable = set(Mandate.objects.held(now).filter(of_party__isnull=False).values_list("pk", flat=True))
    found = [
        Decides(
            party, [one for one in rows if one.of_party_id == party.pk], policies.may_delegate(here.actor, party.pk)
        )
        for party in Party.objects.order_by(alphabet.by("name"))
    ]
    bodies = [(body, sorted(body.mandates.all(), key=lambda one: one.pk)) for body in _bodies(now)]
    return render(
        here,
        "organisation/mandates.html",
        parties=found,
        bodies=bodies,
        known=mandates.known,
        usable=usable,
        now=now,
        arranges=policies.may_arrange(here.actor),
    )


@member(policy=policies.may_see)
def give(here: Here, party: int) -> HttpResponse:
    """Say who decides for a party."""
    row = Party.objects.get(pk=party)
    require(policies.may_delegate(here.actor, party))
    now = today(here.partnership)
    form = GivingForm(here.request.POST or None, who=_who(party, now), initial={"since": now})
    if form.is_valid() and form.attempt(lambda: actions.give_mandate(actor=here.actor, giving=form.giving(party))):
        flash(here, Message(N_("The mandate is noted.")))
        return back(here, "organisation:mandates")
    return render(
        here,
        "organisation/form.html",
        form=form,
        title=N_("Who decides for the party"),
        about=row.name,
        above=("mandates", None),
    )


@member(policy=policies.may_see)
def end(here: Here, pk: int) -> HttpResponse:
    """Let a mandate of a party end after a day."""
    row = Mandate.objects.for_list().filter(of_party__isnull=False).get(pk=pk)
    assert row.of_party_id is not None
    require(policies.may_delegate(here.actor, row.of_party_id))
    first = max(row.since, today(here.partnership))
    form = LastDayForm(here.request.POST or None, today=first, seen=as_seen(row))

    def save() -> None:
        said = form.cleaned_data
        actions.end_mandate(actor=here.actor, mandate=pk, until=said["until"], seen=said[SEEN])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved.")))
        return back(here, "organisation:mandates")
    return render(
        here,
        "organisation/form.html",
        form=form,
        title=N_("End the mandate"),
        about=row.called,
        above=("mandates", None),
    )


@require_POST
@member(policy=policies.may_see)
def take_back(here: Here, pk: int) -> HttpResponse:
    """Remove a mandate entered by mistake."""
    actions.take_back_mandate(actor=here.actor, mandate=pk, seen=seen_of(here.request))
    flash(here, Message(N_("The mandate is taken back.")))
    return back(here, "organisation:mandates")


def _bodies(now: dt.date) -> list[Body]:
    return list(Body.objects.on(now).for_list().prefetch_related(Prefetch("mandates", Mandate.objects.on(now))))


def _who(party: int, now: dt.date) -> Choices:
    """Seats with a mandate to decide, functions and people of the party, by kind and name."""
    words = current()
    seats = Seat.objects.on(now).filter(party=party, decides=True).select_related("body").order_by("pk")
    functions = Function.objects.on(now).filter(party=party).order_by(alphabet.by("name"))
    people = Membership.objects.filter(party=party, person__is_active=True).order_by(alphabet.by("person__name"))
    named = dict(people.values_list("person_id", "person__name"))
    groups = (
        (N_("Whoever holds a seat"), [(f"seat:{one.pk}", f"{one.title} ({one.body.name})") for one in seats]),
        (N_("Whoever has a function"), [(f"function:{one.pk}", one.name) for one in functions]),
        (N_("A person"), [(f"person:{pk}", name) for pk, name in named.items()]),
    )
    return [(words.gettext(label), rows) for label, rows in groups if rows]
