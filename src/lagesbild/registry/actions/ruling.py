"""How long rows are kept, and the decision that says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404

from lagesbild.core import masking, retention, timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import free, line
from lagesbild.registry import policies
from lagesbild.registry.models import MOST_MONTHS, Disposal, RetentionRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long rows are kept: `months` after `event`, or for ever; and who decided it, when, under which number."""

    months: int | None
    event: str = ""
    body: str = ""
    decided_on: dt.date | None = None
    dnr: str = ""
    note: str = ""


def set_rule(*, actor: Actor, kind: str, term: Term, seen: str = "") -> RetentionRule:
    """Note how long rows of a kind are kept. It applies once the decision is whole: who, when and diary number.

    Raises
    ------
    Denied
        The actor is no registrator.
    ChangedMeanwhile
        Someone else changed it.
    InputError
        The term or a text does not hold, the decision has not been taken yet, or the rule is being carried out.

    """
    said = retention.named(kind)
    if said is None or not said.disposable:
        raise Http404
    with acting(actor):
        require(policies.may_dispose(actor))
        row = RetentionRule.objects.select_for_update().filter(kind=kind).first()
        if row is None:
            row = RetentionRule(partnership_id=actor.partnership, party_id=actor.parties[0], kind=kind)
        else:
            unchanged(row, seen)
        if Disposal.objects.running().of_kind(kind).exists():
            raise InputError(
                Message(N_("Rows are being disposed of by this rule. Wait until that is done, or stop it."))
            )
        row.months = term.months
        row.event = _event(said, term)
        row.body, row.dnr, row.note = line(term.body), line(term.dnr), free(term.note)
        row.decided_on = term.decided_on
        _check(term, row, today_in(actor.partnership))
        row.person_id = actor.person
        row.save()
        masking.keep(partnership=actor.partnership, subject="retention_rule", pk=row.pk)
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="retention.rule_set",
            subject=row,
            kind=kind,
            months=row.months,
            applies=row.applies,
        )
    return row


def _event(said: retention.Kind, term: Term) -> str:
    if term.months is None:
        return ""
    if term.event not in said.events:
        raise InputError(Message(N_("Choose from what the time is counted.")))
    return term.event


def _check(term: Term, row: RetentionRule, today: dt.date) -> None:
    if term.months is not None and not 1 <= term.months <= MOST_MONTHS:
        raise InputError(Message(N_("Give a time from one month to {n} years."), {"n": MOST_MONTHS // 12}))
    if row.decided_on is not None and row.decided_on > today:
        raise InputError(Message(N_("The decision cannot be of a day that has not come.")))
    if any((row.body, row.decided_on, row.dnr)) and not row.decided:
        raise InputError(
            Message(N_("A decision is who decided, the day and the diary number. Fill in all three, or none of them."))
        )
