"""Each person values a problem for a party, on the criteria that are in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from lagesbild.core import masking
from lagesbild.core.actions import Actor, acting, require
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.texts import free
from lagesbild.problems import policies
from lagesbild.problems.actions.common import going_on, locked, owned, record
from lagesbild.problems.models import LEAST, MOST, Criterion, Problem, Valuation


@dataclass(frozen=True, slots=True)
class Scored:
    """A score on a criterion, None for “does not know”, and why."""

    criterion: int
    score: int | None
    reason: str = ""


def value(*, actor: Actor, problem: int, of_party: int, scores: Sequence[Scored]) -> Problem:
    """Value a problem for a party, or value it anew; criteria that are not among the scores stay as they were.

    Raises
    ------
    Denied
        The actor does not value problems for the party.
    WrongState
        The problem is closed.
    InputError
        A score lies outside 1 to 5, a criterion is not in use, or a reason tells who someone is.
    """
    with acting(actor):
        row = locked(problem)
        require(policies.may_value(actor, of_party))
        going_on(row)
        if not scores:
            raise InputError(Message(N_("Value the problem on at least one criterion.")))
        known = set(Criterion.objects.active().values_list("pk", flat=True))
        for one in scores:
            if one.criterion not in known:
                raise InputError(Message(N_("The criterion is not in use any more. Reload the page.")))
            if one.score is not None and not LEAST <= one.score <= MOST:
                raise InputError(
                    Message(N_("A score is a whole number from {least} to {most}."), {"least": LEAST, "most": MOST})
                )
            said = {"score": one.score, "reason": free(one.reason), "at": timezone.now()}
            Valuation.objects.update_or_create(
                problem=row,
                criterion_id=one.criterion,
                person_id=actor.person,
                of_party_id=of_party,
                defaults=said,
                create_defaults={**said, **owned(row)},
            )
        masking.keep(partnership=actor.partnership, subject="problem", pk=row.pk)
        record(actor, "problem.valued", row, of_party=of_party, n=len(scores))
    return row
