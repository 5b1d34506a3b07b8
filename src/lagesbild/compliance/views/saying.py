"""What people say of a commitment themselves: attestations and efforts."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from lagesbild.accounts.web import member
from lagesbild.compliance import actions, policies, standing
from lagesbild.compliance.actions.attesting import NOT_YOU
from lagesbild.compliance.forms import AttestForm, EffortForm
from lagesbild.compliance.models import Rule
from lagesbild.compliance.rules.judging import Judgement
from lagesbild.core.actions import require
from lagesbild.core.web import Here, back, flash, render
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today


@member(policy=policies.may_see)
def attest(here: Here, pk: int) -> HttpResponse:
    """Say whether a commitment was kept; only for whoever answers for it."""
    rule = _rule(pk)
    now = today(here.partnership)
    require(policies.may_attest(here.actor, actions.answering(rule, now)), NOT_YOU)
    judged = standing.read(rule).judge(standing.here_record(here), now)
    first, last = _period(judged, now)
    form = AttestForm(here.request.POST or None, initial={"first": first, "last": last})
    if form.is_valid() and form.attempt(lambda: actions.attest(actor=here.actor, rule=pk, word=form.word())):
        flash(here, Message(N_("Attested. Your words stand beside the status.")))
        return _to(here, rule)
    return _form(here, rule, form, N_("Attest"), why=judged.reason)


@require_POST
@member(policy=policies.may_see)
def take_back_attestation(here: Here, pk: int) -> HttpResponse:
    """Take back what one attested."""
    found = actions.take_back_attestation(actor=here.actor, attestation=pk)
    flash(here, Message(N_("The attestation is taken back.")))
    return _to(here, found.rule)


@member(policy=policies.may_note)
def effort(here: Here, pk: int) -> HttpResponse:
    """Note an effort."""
    rule = _rule(pk)
    form = EffortForm(here.request.POST or None, initial={"day": today(here.partnership)})
    if form.is_valid() and form.attempt(lambda: actions.note_effort(actor=here.actor, rule=pk, tried=form.tried())):
        flash(here, Message(N_("The effort is noted.")))
        return _to(here, rule)
    return _form(here, rule, form, N_("Note an effort"))


@require_POST
@member(policy=policies.may_note)
def take_back_effort(here: Here, pk: int) -> HttpResponse:
    """Take back an effort."""
    found = actions.take_back_effort(actor=here.actor, effort=pk)
    flash(here, Message(N_("The effort is taken back.")))
    return _to(here, found.rule)


def _rule(pk: int) -> Rule:
    return Rule.objects.standing().with_what().get(pk=pk)


def _period(judged: Judgement, now: dt.date) -> tuple[dt.date, dt.date]:
    """The period that the form begins with: the one that is judged."""
    period = judged.period
    return (period.first, period.last) if period is not None else (now.replace(month=1, day=1), now)


def _form(here: Here, rule: Rule, form: object, title: str, why: Message | None = None) -> HttpResponse:
    page, arguments = standing.page_of(rule)
    text = rule.commitment.text if rule.commitment else standing.paragraph(rule.statute).text
    return render(
        here,
        "compliance/form.html",
        form=form,
        title=title,
        text=text,
        why=why,
        page=page,
        arguments=arguments,
        crumb=N_("The commitment"),
    )


def _to(here: Here, rule: Rule) -> HttpResponse:
    page, arguments = standing.page_of(rule)
    return back(here, page, **arguments)
