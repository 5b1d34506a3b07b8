"""Saying how a commitment, or a paragraph of the statute, is checked. The text itself is never touched."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, QuerySet
from django.db.models.functions import Now

from lagesbild.accounts.models import Membership
from lagesbild.agreements.models import Commitment
from lagesbild.compliance import policies, standing
from lagesbild.compliance.actions.common import Owned, of_the_municipality, owned, record, there
from lagesbild.compliance.masking import RULE, texts_of
from lagesbild.compliance.models import Attestation, Effort, Policy, Rule, Service
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.kinds import Asks, Kind, WrongParameters
from lagesbild.compliance.rules.record import ARTEFACTS
from lagesbild.core import registry
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.meetings import agenda
from lagesbild.organisation.models import Body, Function
from lagesbild.organisation.texts import free, line

GONE = N_("What was chosen is not there any more. Choose again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How something is checked.

    Parameters
    ----------
    kind : str
        Name of a kind.
    parameters : mapping
        As the kind reads them.
    since, until : date, optional
        Days that stand instead of those of the agreement or the statute.
    function, person : int, optional
        Whose holder answers for it; or who does, where no function does.
    note : str
        How the text has been read.
    """

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    since: dt.date | None = None
    until: dt.date | None = None
    function: int | None = None
    person: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal that is accepted: what it is about, how it is checked, and the key that it is known by."""

    told: Told
    commitment: int | None = None
    statute: str = ""
    proposal: str = ""


class WrongRule(InputError):
    """What is asked for cannot be checked so: what is wrong, by field."""

    def __init__(self, objections: Mapping[str, Message]) -> None:
        super().__init__(next(iter(objections.values())))
        self.objections = objections


def set_rule(*, actor: Actor, told: Told, commitment: int | None = None, statute: str = "") -> Rule:
    """Say how a commitment, or a paragraph (``2023:196:4``), is checked, besides what checks it already.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        There is no such commitment or paragraph, or what is told does not hold (`WrongRule` says where).

    """
    with acting(actor):
        require(policies.may_arrange(actor))
        row = _add(actor, Proposed(told=told, commitment=commitment, statute=statute))
        record(actor, "rule.set", row, (RULE, row.pk), kind=row.kind, of=row.commitment_id, statute=row.statute)
    return row


def accept(*, actor: Actor, proposals: Sequence[Proposed]) -> list[Rule]:
    """Say all at once how commitments are checked; a proposal that was accepted before is left as it is.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        One of them does not hold; none is kept.

    """
    with acting(actor):
        require(policies.may_arrange(actor))
        keys = [one.proposal for one in proposals if one.proposal]
        taken = Rule.objects.standing().filter(proposal__in=keys)
        known = set(taken.values_list("proposal", "commitment_id", "statute"))
        made = [_add(actor, one) for one in proposals if (one.proposal, one.commitment, one.statute) not in known]
        if made:
            record(actor, "rule.accepted", made[0], (RULE, made[0].pk), rules=[one.pk for one in made])
    return made


def change_rule(*, actor: Actor, rule: int, told: Told, seen: str = "") -> Rule:
    """Let something be checked otherwise. Days that had been judged are judged anew, and what was said stays.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        Nothing is checked by it any more.
    InputError
        What is told does not hold.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        row = _locked(actor, rule)
        unchanged(row, seen)
        for name, value in _checked(actor, told).items():
            setattr(row, name, value)
        row.changed = Now()
        row.save()
        record(actor, "rule.changed", row, (RULE, row.pk), kind=row.kind)
        row.refresh_from_db()
    return row


def remove_rule(*, actor: Actor, rule: int) -> Rule:
    """Check nothing by it any more; how it stood until now stays.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        Nothing is checked by it any more.

    """
    with acting(actor):
        row = _locked(actor, rule)
        Rule.objects.filter(pk=row.pk).update(removed=Now())
        record(actor, "rule.removed", row, (RULE, row.pk), kind=row.kind)
        row.refresh_from_db()
    return row


def open_with(agreement: int, readers: int) -> None:
    """Let those who may read a draft from now on read how it is checked, and what was said and tried for it."""
    rules = Rule.objects.filter(commitment__agreement=agreement)
    for rows in _said_of(rules):
        for number in rows.values_list("pk", flat=True):
            registry.opened(rows.model._meta.label_lower, number, readers)
        rows.update(audience_id=readers)
    rules.update(audience_id=readers)


def remove_with(commitments: Collection[int]) -> None:
    """Take away how commitments of a draft, which nobody has judged, were to be checked, and what was said of them."""
    rules = Rule.objects.filter(commitment__in=commitments)
    for rows in _said_of(rules):
        for number in rows.values_list("pk", flat=True):
            registry.forgotten(rows.model._meta.label_lower, number)
        rows.delete()
    rules.delete()


def _said_of(rules: QuerySet[Rule]) -> Iterable[QuerySet[Any]]:
    return Attestation.objects.filter(rule__in=rules), Effort.objects.filter(rule__in=rules)


def _locked(actor: Actor, rule: int) -> Rule:
    row = Rule.objects.select_for_update(of=("self",)).get(pk=rule)
    require(policies.may_arrange(actor))
    if row.removed is not None:
        raise WrongState(Message(N_("Nothing is checked by this any more.")))
    return row


def _add(actor: Actor, one: Proposed) -> Rule:
    of = there(Commitment.objects.all(), one.commitment, N_("The commitment is not there any more."))
    whose: Owned = owned(of) if of is not None else of_the_municipality(actor)
    if of is None:
        _is_paragraph(one.statute)
    among = Rule.objects.filter(commitment=of) if of is not None else Rule.objects.filter(statute=one.statute)
    last: int | None = among.aggregate(last=Max("position"))["last"]
    return Rule.objects.create(
        **whose,
        commitment=of,
        statute="" if of is not None else one.statute,
        position=(last or 0) + 1,
        proposal=one.proposal,
        made_by=actor.person,
        **_checked(actor, one.told),
    )


def _is_paragraph(statute: str) -> None:
    number, _, _ = statute.rpartition(":")
    try:
        known = number in standing.STATUTES and standing.paragraph(statute) is not None
    except StopIteration:
        known = False
    if not known:
        raise InputError(Message(N_("There is no such paragraph.")))


def _checked(actor: Actor, told: Told) -> dict[str, Any]:
    """The columns of a rule that is told so."""
    kind = kinds.kinds().get(told.kind)
    if kind is None:
        raise WrongRule({"kind": Message(N_("Choose how it is checked."))})
    wrong: dict[str, Message] = {}
    parameters = dict(told.parameters)
    for name in texts_of(kind):
        if isinstance(parameters.get(name), str):
            parameters[name] = line(parameters[name])
    try:
        asked = kind.read(parameters)
    except WrongParameters as error:
        raise WrongRule(error.objections) from error
    wrong |= _not_there(kind, asked)
    if told.since and told.until and told.until < told.since:
        wrong["until"] = Message(N_("The last day comes before the first."))
    if told.function is not None and told.person is not None:
        wrong["person"] = Message(N_("Choose a function or a person, not both."))
    if wrong:
        raise WrongRule(wrong)
    there(Function.objects.all(), told.function, GONE)
    if told.person is not None and not Membership.objects.filter(person=told.person).exists():
        raise InputError(Message(GONE))
    return {
        "kind": told.kind,
        "parameters": kinds.plain(asked),
        "since": told.since,
        "until": told.until,
        "function_id": told.function,
        "person_id": told.person,
        "note": free(told.note),
    }


def _not_there(kind: Kind[Any], asked: Any) -> dict[str, Message]:
    """Parameters that name what is not there, or not in this partnership."""
    rows: dict[Asks, QuerySet[Any]] = {
        Asks.BODY: Body.objects.all(),
        Asks.PARTY: Party.objects.all(),
        Asks.FUNCTION: Function.objects.all(),
        Asks.SERVICE: Service.objects.all(),
        Asks.POLICY: Policy.objects.all(),
    }
    named = {Asks.ARTEFACT: ARTEFACTS.__contains__, Asks.ITEM: agenda.exists}
    wrong = {}
    for one in dataclasses.fields(kind.parameters):
        among, value = one.metadata.get("among"), getattr(asked, one.name)
        chosen = set(value if isinstance(value, tuple) else () if value in (None, "") else (value,))
        if among in rows:
            known = not chosen or rows[among].filter(pk__in=chosen).count() == len(chosen)
        else:
            known = among not in named or all(named[among](name) for name in chosen)
        if not known:
            wrong[one.name] = Message(GONE)
    return wrong


__all__ = ["Proposed", "Told", "WrongRule", "accept", "change_rule", "remove_rule", "set_rule"]
