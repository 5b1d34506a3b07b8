"""Saying how commitments are checked: one at a time, or by accepting proposals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from lagesbild.accounts.models import Membership
from lagesbild.accounts.web import member
from lagesbild.agreements import library
from lagesbild.agreements.models import Agreement, Commitment
from lagesbild.compliance import actions, forms, policies, proposals, standing, wording
from lagesbild.compliance.actions.ruling import Proposed
from lagesbild.compliance.models import Policy, Rule, Service
from lagesbild.compliance.proposals import Proposal
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.kinds import Asks, Kind
from lagesbild.compliance.rules.record import Record
from lagesbild.compliance.views.page import STATUTE, commitment_of, paragraph_of
from lagesbild.core import alphabet
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.models import Party
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda
from lagesbild.organisation.models import Body, Function
from lagesbild.organisation.queries import today


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal as a page shows it: what it says in words, and whether it can be accepted as it stands."""

    proposal: Proposal
    kind: Kind[Any] | None
    says: Message | None


@dataclass(frozen=True, slots=True)
class Group:
    """A commitment, or a paragraph, with what checks it and what could."""

    number: str
    text: str
    page: str
    arguments: Mapping[str, Any]
    rules: tuple[tuple[Rule, Message], ...]
    offers: tuple[Offer, ...]


@member(policy=policies.may_arrange)
def arrange(here: Here, agreement: int) -> HttpResponse:
    """How the commitments of an agreement are checked, and how those could be that are not."""
    row = Agreement.objects.defer("sealed").get(pk=agreement)
    return _arrange(here, row)


@member(policy=policies.may_arrange)
def arrange_statute(here: Here) -> HttpResponse:
    """The same for the paragraphs of the statute."""
    return _arrange(here, None)


@member(policy=policies.may_arrange)
def add(here: Here, pk: int) -> HttpResponse:
    """Check a commitment in one more way."""
    row = commitment_of(pk)
    return _add(here, Rule(commitment=row), text=row.text)


@member(policy=policies.may_arrange)
def add_to_paragraph(here: Here, number: str) -> HttpResponse:
    """Check a paragraph of the statute in one more way."""
    row = paragraph_of(number)
    return _add(here, Rule(statute=f"{STATUTE}:{number}"), text=row.text)


@member(policy=policies.may_arrange)
def change(here: Here, pk: int) -> HttpResponse:
    """Check something otherwise."""
    rule = Rule.objects.standing().with_what().get(pk=pk)
    kind = kinds.kinds().get(rule.kind)
    if kind is None:
        raise Http404
    initial = {
        **forms.initial_of(kind, rule.parameters),
        **{name: getattr(rule, name) for name in ("since", "until", "note")},
        "function": rule.function_id,
        "person": rule.person_id,
    }
    form = _form(here, kind, initial=initial, seen=as_seen(rule))

    def save() -> None:
        actions.change_rule(actor=here.actor, rule=pk, told=form.told(), seen=form.cleaned_data["seen"])

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("Saved. Days that have passed are judged anew, and what was said of them stays.")))
        return _to(here, rule)
    return _shown(here, rule, kind, form, text=_text_of(rule))


@require_POST
@member(policy=policies.may_arrange)
def remove(here: Here, pk: int) -> HttpResponse:
    """Check nothing by it any more."""
    rule = actions.remove_rule(actor=here.actor, rule=pk)
    flash(here, Message(N_("It is not checked so any more. How it stood until now stays in the history.")))
    return _to(here, rule)


def _arrange(here: Here, agreement: Agreement | None) -> HttpResponse:
    offered = proposals.proposals(here.partnership, agreement)
    form = _since(here, agreement)
    if here.request.method == "POST" and (form is None or form.is_valid()):
        chosen = set(here.request.POST.getlist("proposal"))
        every = "all" in here.request.POST
        since = form.cleaned_data["since"] if form else None
        wanted = [_from_day(one.proposed, since) for one in offered if one.whole and (every or _mark(one) in chosen)]
        made = actions.accept(actor=here.actor, proposals=wanted)
        said = Message(
            N_("{n} is checked from now on."), {"n": len(made)}, N_("{n} are checked from now on."), len(made)
        )
        flash(here, said if made else Message(N_("No proposal was chosen.")))
        if agreement is None:
            return back(here, "compliance:arrange_statute")
        return back(here, "compliance:arrange", agreement=agreement.pk)
    record = standing.here_record(here)
    groups = _of_agreement(agreement, offered, record) if agreement else _of_statute(offered, record)
    return render(
        here,
        "compliance/arrange.html",
        422 if form and form.errors else 200,
        form=form,
        agreement=agreement,
        title=agreement.title if agreement else library.statute().title,
        groups=groups,
        ready=sum(one.whole for one in offered),
        offered=len(offered),
        mark=_mark,
    )


def _since(here: Here, agreement: Agreement | None) -> forms.AcceptForm | None:
    """From when on what is accepted is checked: asked of an agreement that has applied for some time."""
    if agreement is None or agreement.starts is None or agreement.starts >= today(here.partnership):
        return None
    return forms.AcceptForm(here.request.POST or None, begins=agreement.starts)


def _from_day(one: Proposed, since: dt.date | None) -> Proposed:
    """The same, checked from the day on where it names none itself."""
    return replace(one, told=replace(one.told, since=one.told.since or since))


def _of_agreement(agreement: Agreement, offered: Sequence[Proposal], record: Record) -> list[Group]:
    rules = list(Rule.objects.standing().filter(commitment__agreement=agreement).with_what())
    return [
        Group(
            one.number,
            wording.shortened(one.text),
            "compliance:commitment",
            {"pk": one.pk},
            _checked([rule for rule in rules if rule.commitment_id == one.pk], record),
            _offers([offer for offer in offered if offer.commitment == one.pk], record),
        )
        for one in Commitment.objects.filter(agreement=agreement).for_page()
    ]


def _of_statute(offered: Sequence[Proposal], record: Record) -> list[Group]:
    rules = list(Rule.objects.standing().exclude(statute="").with_what())
    return [
        Group(
            f"{one.number} §",
            wording.shortened(one.text),
            "compliance:paragraph",
            {"number": one.number},
            _checked([rule for rule in rules if rule.statute == f"{STATUTE}:{one.number}"], record),
            _offers([offer for offer in offered if offer.statute == f"{STATUTE}:{one.number}"], record),
        )
        for one in library.statute().paragraphs
    ]


def _checked(rules: Sequence[Rule], record: Record) -> tuple[tuple[Rule, Message], ...]:
    return tuple((rule, standing.read(rule).says(record)) for rule in rules)


def _offers(offered: Sequence[Proposal], record: Record) -> tuple[Offer, ...]:
    found = []
    for one in offered:
        kind = kinds.kinds().get(one.told.kind)
        says = kind.says(kind.read(one.told.parameters), record) if kind is not None and one.whole else None
        found.append(Offer(one, kind, says))
    return tuple(found)


def _mark(one: Proposal) -> str:
    return f"{one.key}|{one.commitment or one.statute}"


def _add(here: Here, rule: Rule, *, text: str) -> HttpResponse:
    """Choose a kind, then say what it asks for."""
    kind = kinds.kinds().get(here.request.GET.get("sort", ""))
    if kind is None:
        return _shown(here, rule, None, None, text=text)
    begins = rule.commitment.agreement.starts if rule.commitment else None
    initial = {**forms.initial_of(kind, {}), "since": begins}
    offer = _proposed(here, rule)
    if offer is not None and offer.told.kind == kind.name:
        initial |= {**forms.initial_of(kind, offer.told.parameters), "function": offer.told.function}
    form = _form(here, kind, initial=initial)

    def save() -> None:
        actions.set_rule(actor=here.actor, told=form.told(), commitment=rule.commitment_id, statute=rule.statute)

    if form.is_valid() and form.attempt(save):
        flash(here, Message(N_("It is checked from now on, and as far back as the record reaches.")))
        return _to(here, rule)
    return _shown(here, rule, kind, form, text=text)


def _proposed(here: Here, rule: Rule) -> Proposal | None:
    """The proposal that the address says the form begins from."""
    key = here.request.GET.get("forslag", "")
    if not key:
        return None
    agreement = rule.commitment.agreement if rule.commitment else None
    offered = proposals.proposals(here.partnership, agreement)
    about = standing.of_rule(rule)[1]
    return next((one for one in offered if one.key == key and about in {one.commitment, one.statute}), None)


def _form(here: Here, kind: Kind[Any], **named: Any) -> forms.RuleFields:
    return forms.rule_form(kind)(
        here.request.POST or None,
        among=among(here),
        functions=functions(),
        people=_people(here),
        **named,
    )


def _shown(here: Here, rule: Rule, kind: Kind[Any] | None, form: Any, *, text: str) -> HttpResponse:
    page, arguments = standing.page_of(rule)
    return render(
        here,
        "compliance/rule.html",
        rule=rule,
        kind=kind,
        form=form,
        text=text,
        page=page,
        arguments=arguments,
        kinds=sorted(kinds.kinds().values(), key=lambda one: here.t.gettext(one.label)),
    )


def among(here: Here) -> dict[Asks, forms.Choices]:
    """What there is to choose among in the partnership, by name."""
    by_name = alphabet.by("name")
    return {
        Asks.BODY: list(Body.objects.order_by(by_name).values_list("pk", "name")),
        Asks.PARTY: list(Party.objects.order_by(by_name).values_list("pk", "name")),
        Asks.FUNCTION: functions(),
        Asks.ITEM: [(one.name, here.t.gettext(one.label)) for one in agenda.every() if not one.own_title],
        Asks.SERVICE: list(Service.objects.by_name().values_list("pk", "name")),
        Asks.POLICY: list(Policy.objects.by_name().values_list("pk", "name")),
    }


def functions() -> forms.Choices:
    """Functions, each with its party."""
    return [(one.pk, f"{one.name}, {one.party.name}") for one in Function.objects.for_list()]


def _people(here: Here) -> forms.Choices:
    """People who take part here and do more than report, by name."""
    rows = Membership.objects.filter(partnership=here.partnership).exclude(role="reporter")
    return list(rows.order_by(alphabet.by("person__name")).values_list("person_id", "person__name").distinct())


def _text_of(rule: Rule) -> str:
    return rule.commitment.text if rule.commitment else standing.paragraph(rule.statute).text


def _to(here: Here, rule: Rule) -> HttpResponse:
    page, arguments = standing.page_of(rule)
    return back(here, page, **arguments)
