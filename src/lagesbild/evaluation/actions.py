"""Evaluating a promise: a draft that can be made anew, and deciding it. The order is that of `core.actions`."""

from __future__ import annotations

import hashlib
import json

from django.utils import timezone

from lagesbild.core import masking, timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.evaluation import policies
from lagesbild.evaluation.effect import effect_of
from lagesbild.evaluation.models import Evaluation
from lagesbild.evaluation.process import process_of
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import free
from lagesbild.promises import actions as promises
from lagesbild.promises.models import Promise

FROZEN = Message(N_("The evaluation is decided and frozen. Evaluate anew to change anything."))
EVALUATED = (Promise.State.SIGNED, Promise.State.PUBLISHED, Promise.State.ENDED)


def evaluate(*, actor: Actor, promise: int) -> Evaluation:
    """Evaluate a promise whose period is over: a draft from the numbers of today, in the place of an earlier draft.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        The promise was never signed, is withdrawn, or its period is not over.
    """
    with acting(actor):
        row = Promise.objects.select_for_update(of=("self",)).get(pk=promise)
        require(policies.may_evaluate(actor))
        if row.state not in EVALUATED:
            raise WrongState(Message(N_("Only a promise that was signed by all who promise is evaluated.")))
        day = today_in(actor.partnership)
        if row.ends >= day:
            raise WrongState(
                Message(N_("The promise runs until {day}. It is evaluated after that."), {"day": row.ends})
            )
        effect = effect_of(row, day)
        fields = {
            "process": process_of(row, day),
            "effect": effect,
            "verdict": effect["verdict"],
            "person_id": actor.person,
            "at": timezone.now(),
        }
        found = Evaluation.objects.select_for_update(of=("self",)).of_promise(promise).first()
        if found is not None and found.state == Evaluation.State.DRAFT:
            for name, value in fields.items():
                setattr(found, name, value)
            found.save(update_fields=list(fields))
        else:
            found = Evaluation.objects.create(
                partnership_id=row.partnership_id,
                party_id=row.party_id,
                audience_id=row.audience_id,
                promise=row,
                number=found.number + 1 if found else 1,
                **fields,
            )
        _record(actor, "evaluation.made", found, verdict=found.verdict)
    return found


def write(*, actor: Actor, evaluation: int, text: str, seen: str = "") -> Evaluation:
    """Say something besides in a draft.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is decided.
    InputError
        The text tells who someone is.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        row = _draft(evaluation)
        require(policies.may_evaluate(actor))
        unchanged(row, seen)
        row.text = free(text)
        row.save(update_fields=["text"])
        _record(actor, "evaluation.written", row)
    return row


def decide(*, actor: Actor, evaluation: int, seen: str = "") -> Evaluation:
    """Decide a draft: from here on the database refuses every change of it. An ended promise says what it found.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        It is decided.
    ChangedMeanwhile
        Someone else made it anew or wrote to it since it had the mark `seen`.
    """
    with acting(actor):
        row = _draft(evaluation)
        require(policies.may_decide(actor))
        unchanged(row, seen)
        row.state, row.decided, row.decided_by = Evaluation.State.DECIDED, timezone.now(), actor.person
        row.digest = digest_of(row)
        row.save(update_fields=["state", "decided", "decided_by", "digest"])
        assert row.promise_id is not None
        promises.effect_found(actor=actor, promise=row.promise_id, effect=row.verdict, evaluation=row.pk)
        _record(actor, "evaluation.decided", row, digest=row.digest, verdict=row.verdict, promise=row.promise_id)
    return row


def digest_of(row: Evaluation) -> str:
    """SHA-256 over the figures of an evaluation; people's words are not in it, so that they can be masked."""
    said = json.dumps([row.number, row.process, row.effect, row.verdict], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _draft(evaluation: int) -> Evaluation:
    row = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation)
    if row.state != Evaluation.State.DRAFT:
        raise WrongState(FROZEN)
    return row


def _record(actor: Actor, verb: str, row: Evaluation, **detail: timeline.Plain) -> None:
    # the form may have been drawn before words were masked
    masking.keep(partnership=row.partnership_id, subject="evaluation", pk=row.pk)
    timeline.record(
        partnership=actor.partnership, person=actor.person, verb=verb, subject=row, number=row.number, **detail
    )
