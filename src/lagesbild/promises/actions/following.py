"""What is told while a promise runs, and how it ended."""

from __future__ import annotations

import datetime as dt

from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import free
from lagesbild.promises import parts, policies
from lagesbild.promises.actions.common import TRANSITIONS, State, locked, not_over, owned, record, within_a_year
from lagesbild.promises.models import FollowUp, Outcome


def follow_up(*, actor: Actor, promise: int, day: dt.date, text: str) -> FollowUp:
    """Tell what was done on a day.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        The promise is not signed, or is ended or withdrawn.
    InputError
        Nothing is told, it tells who someone is, or the day lies ahead or far from the period.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_write(actor, row))
        not_over(row)
        if not row.standing:
            raise WrongState(Message(N_("A promise is followed up once all who promise have signed it.")))
        said = free(text, required=Message(N_("Say what was done.")))
        if day > today_in(actor.partnership):
            raise InputError(Message(N_("The day lies ahead. Write it down when it has happened.")))
        within_a_year(row, day)
        told = FollowUp.objects.create(promise=row, day=day, text=said, person_id=actor.person, **owned(row))
        record(actor, "promise.followed_up", row, follow_up=told.pk)
    return told


def conclude(
    *,
    actor: Actor,
    promise: int,
    kept: str,
    reason: str,
    effect: str = Outcome.Effect.CANNOT_TELL,
    effect_reason: str = "",
) -> Outcome:
    """Say how it went in the end: kept or not, and whether it helped. The promise has ended from then on.

    Whether it helped is said by a decided evaluation (`parts.verdict`); without one nobody can tell.

    Raises
    ------
    Denied
        The actor may not.
    WrongState
        The promise is not signed, or is ended or withdrawn; or its period is not over.
    InputError
        A reason is missing, a text tells who someone is, or the effect is not what was evaluated.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_conclude(actor, row))
        if not row.standing:
            raise WrongState(Message(N_("Only a promise that all who promise have signed can end.")))
        if row.ends >= today_in(actor.partnership):
            values = {"day": row.ends}
            raise WrongState(Message(N_("The promise runs until {day}. Say how it went after that."), values))
        if kept not in Outcome.Kept.values:
            raise InputError(Message(N_("Say whether the promise was kept, partly kept or not kept.")))
        why = free(reason, required=Message(N_("Say why it is called so.")))
        evaluated = parts.verdict(row.pk)
        if effect != (evaluated or Outcome.Effect.CANNOT_TELL):
            raise InputError(
                Message(N_("Whether it helped is said by a decided evaluation. Without one it cannot be told."))
                if evaluated is None
                else Message(N_("The decided evaluation says otherwise. Evaluate anew if it is wrong."))
            )
        move(row, TRANSITIONS, State.ENDED)
        row.save(update_fields=["state"])
        found = Outcome.objects.create(
            promise=row,
            kept=kept,
            reason=why,
            effect=effect,
            effect_reason=free(effect_reason),
            person_id=actor.person,
            **owned(row),
        )
        record(actor, "promise.ended", row, kept=kept, effect=effect)
    return found


def change_outcome(
    *, actor: Actor, promise: int, kept: str, reason: str, effect_reason: str = "", seen: str = ""
) -> Outcome:
    """Say otherwise how it went in the end; whether it helped is for an evaluation to say.

    Raises
    ------
    Denied
        The actor may not.
    InputError
        A reason is missing, or a text tells who someone is.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        row = locked(promise)
        require(policies.may_conclude(actor, row))
        found = Outcome.objects.select_for_update(of=("self",)).get(promise=row)
        unchanged(found, seen)
        if kept not in Outcome.Kept.values:
            raise InputError(Message(N_("Say whether the promise was kept, partly kept or not kept.")))
        found.kept, found.reason = kept, free(reason, required=Message(N_("Say why it is called so.")))
        found.effect_reason = free(effect_reason)
        found.save(update_fields=["kept", "reason", "effect_reason"])
        record(actor, "promise.outcome_changed", row, kept=kept)
    return found


def effect_found(*, actor: Actor, promise: int, effect: str, evaluation: int) -> None:
    """Let an ended promise say what a decided evaluation found; the room that evaluates has checked who may.

    Before the promise has ended nothing is done: `conclude` asks for the verdict.
    """
    with acting(actor):
        row = locked(promise)
        found = Outcome.objects.select_for_update(of=("self",)).filter(promise=row).first()
        if found is None or found.effect == effect:
            return
        before, found.effect = found.effect, effect
        found.save(update_fields=["effect"])
        record(actor, "promise.effect_found", row, before=before, effect=effect, evaluation=evaluation)
