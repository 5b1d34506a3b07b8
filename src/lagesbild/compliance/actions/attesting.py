"""What people say of a commitment themselves: an attestation by who answers for it, an effort towards it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models.functions import Now

from lagesbild.compliance import policies, standing
from lagesbild.compliance.actions.common import not_ahead, owned, record
from lagesbild.compliance.masking import RULE
from lagesbild.compliance.models import Attestation, Effort, Rule
from lagesbild.compliance.rules.calendar import Every, Period, period_of
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Holder
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import free, line

NOBODY = Message(N_("Nobody answers for this commitment yet. Choose a function or a person for it first."))
NOT_YOU = Message(N_("Only who answers for the commitment attests it. That is not you today."))

NO_TERM = Message(N_("The agreement does not say from when it applies. Give it a term first; then it can be attested."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What is attested: of which period, whether it was kept, and why one knows."""

    kept: bool
    first: dt.date
    last: dt.date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An effort: when, what, with whom, what was answered."""

    day: dt.date
    text: str
    counterpart: str = ""
    answer: str = ""
    dnr: str = ""


def answering(rule: Rule, day: dt.date) -> frozenset[int]:
    """People who answer for a commitment on a day: who holds its function, deputies apart, or the person named."""
    if rule.person_id is not None:
        return frozenset({rule.person_id})
    if rule.function_id is None:
        return frozenset()
    holders = Holder.objects.on(day).filter(function_id=rule.function_id, deputy=False, person__isnull=False)
    return frozenset(holders.values_list("person_id", flat=True))


def attest(*, actor: Actor, rule: int, word: Word) -> Attestation:
    """Attest a commitment for a period.

    Raises
    ------
    Denied
        The actor does not answer for it today.
    WrongState
        Nothing is checked by it any more, or by nobody's word.
    InputError
        The period has not begun, goes on after this year, or lies where the commitment does not apply; or the reason is
        missing.

    """
    with acting(actor):
        row = _locked(rule)
        day = today_in(actor.partnership)
        holders = answering(row, day)
        require(bool(row.function_id or row.person_id), NOBODY)
        require(policies.may_attest(actor, holders), NOT_YOU)
        if word.last < word.first:
            raise InputError(Message(N_("The last day comes before the first.")))
        not_ahead(actor, word.first)
        _of_days_that_count(row, word, day)
        found = Attestation.objects.create(
            **owned(row),
            rule=row,
            day=day,
            kept=word.kept,
            first=word.first,
            last=word.last,
            reason=free(word.reason, required=Message(N_("Say how you know."))),
            function_id=row.function_id,
            person_id=actor.person,
        )
        record(actor, "attestation.made", row, (RULE, row.pk), attestation=found.pk, kept=word.kept)
    return found


def _of_days_that_count(rule: Rule, word: Word, day: dt.date) -> None:
    """Go on only if the word is of days on which the commitment applies, and of none after the year that it is."""
    applies = standing.within(rule)
    if applies.first == dt.date.max:
        raise InputError(NO_TERM)
    if Period(word.first, word.last).within(applies) is None:
        values = {"first": applies.first, "last": applies.last}
        raise InputError(Message(N_("It applies from {first} to {last}. Choose days within."), values))
    ends = period_of(Every.YEAR, day).last
    if word.last > ends:
        raise InputError(Message(N_("Nobody knows yet. Attest no further than {last}."), {"last": ends}))


def take_back_attestation(*, actor: Actor, attestation: int) -> Attestation:
    """Take back what one attested: it counts no more, and stays to be read.

    Raises
    ------
    Denied
        Someone else attested it.
    WrongState
        It is taken back already.

    """
    with acting(actor):
        found = Attestation.objects.select_for_update(of=("self",)).get(pk=attestation)
        require(found.person_id == actor.person)
        _still_there(found.withdrawn)
        found.withdrawn = Now()
        found.save(update_fields=["withdrawn"])
        record(actor, "attestation.taken_back", found.rule, (RULE, found.rule_id), attestation=found.pk)
    return found


def note_effort(*, actor: Actor, rule: int, tried: Tried) -> Effort:
    """Note an effort towards what a commitment asks one to work for.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        Nothing is checked by it any more.
    InputError
        The day has not come, or nothing says what was done.

    """
    with acting(actor):
        row = _locked(rule)
        require(policies.may_note(actor))
        found = Effort.objects.create(
            **owned(row),
            rule=row,
            day=not_ahead(actor, tried.day),
            text=free(tried.text, required=Message(N_("Say what was done."))),
            counterpart=line(tried.counterpart),
            answer=free(tried.answer),
            dnr=line(tried.dnr),
            person_id=actor.person,
        )
        record(actor, "effort.noted", row, (RULE, row.pk), effort=found.pk)
    return found


def take_back_effort(*, actor: Actor, effort: int) -> Effort:
    """Take back an effort that was noted: it counts no more.

    Raises
    ------
    Denied
        The actor neither noted it nor says how commitments are checked.
    WrongState
        It is taken back already.

    """
    with acting(actor):
        found = Effort.objects.select_for_update(of=("self",)).get(pk=effort)
        require(found.person_id == actor.person or policies.may_arrange(actor))
        _still_there(found.withdrawn)
        found.withdrawn = Now()
        found.save(update_fields=["withdrawn"])
        record(actor, "effort.taken_back", found.rule, (RULE, found.rule_id), effort=found.pk)
    return found


def _locked(rule: int) -> Rule:
    row = Rule.objects.select_for_update(of=("self",)).get(pk=rule)
    if row.removed is not None:
        raise WrongState(Message(N_("Nothing is checked by this any more.")))
    return row


def _still_there(withdrawn: dt.datetime | None) -> None:
    if withdrawn is not None:
        raise WrongState(Message(N_("It is taken back already.")))
