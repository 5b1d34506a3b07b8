"""A plan as a board: problem, cause, measure, with the gaps drawn where something is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from lagesbild.plans.models import Measure, Plan
from lagesbild.problems.models import Cause, Problem
from lagesbild.problems.queries import ProblemQuerySet


@dataclass(frozen=True, slots=True)
class Reason:
    """A cause with the measures against it; `covered` also where one lies behind it that has any."""

    cause: Cause
    depth: int
    measures: tuple[Measure, ...]
    covered: bool


@dataclass(frozen=True, slots=True)
class Side:
    """The causes of a problem on one side of the triangle."""

    label: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Worked:
    """A problem with its causes, and the measures against it that no cause is named for."""

    problem: Problem
    sides: tuple[Side, ...]
    loose: tuple[Measure, ...]

    @property
    def gaps(self) -> int:
        """How many causes nothing is done about."""
        return sum(not reason.covered for side in self.sides for reason in side.reasons)


@dataclass(frozen=True, slots=True)
class Board:
    """A plan's measures by problem and cause; `others` are against no problem that the reader may see.

    `measures` are all of the plan's own, `causes` those of its problems. `waiting` are prioritised problems that no
    measure is against, in this plan or elsewhere.
    """

    measures: tuple[Measure, ...]
    causes: tuple[Cause, ...]
    worked: tuple[Worked, ...]
    others: tuple[Measure, ...]
    waiting: tuple[Problem, ...]

    @property
    def gaps(self) -> int:
        """Causes without a measure, and prioritised problems without one."""
        return sum(one.gaps for one in self.worked) + len(self.waiting)


def of_plan(plan: Plan) -> Board:
    """The board of a plan; measures of other plans against the same problems stand on it too, with their plan."""
    return of_plans([plan])[plan.pk]


def of_plans(plans: Sequence[Plan], *, waiting: bool = True) -> dict[int, Board]:
    """The boards of some plans by their numbers (`of_plan`), asked for together; without what is `waiting` at will."""
    if not plans:
        return {}
    against = Measure.objects.filter(plan__in=plans, problem__isnull=False).values("problem")
    found = Measure.objects.filter(Q(plan__in=plans) | Q(problem__in=against)).with_latest_word().for_list()
    rows = list(found.select_related("problem__audience"))
    numbers = {plan.pk for plan in plans}
    problems = {row.problem_id for row in rows if row.plan_id in numbers and row.problem_id is not None}
    causes = list(Cause.objects.filter(problem__in=problems).for_list()) if problems else []
    live = [plan.pk for plan in plans if plan.live] if waiting else []
    left = tuple(without_measure().order_by("number")) if live else ()
    return {plan.pk: _board(plan, rows, causes, left if plan.pk in live else ()) for plan in plans}


def _board(plan: Plan, every: Sequence[Measure], among: Sequence[Cause], waiting: tuple[Problem, ...]) -> Board:
    """The board of a plan, of measures and causes that may be of others too."""
    own = tuple(row for row in every if row.plan_id == plan.pk)
    problems = {row.problem.pk: row.problem for row in own if row.problem is not None}
    rows = [row for row in every if row.plan_id == plan.pk or row.state != Measure.State.STOPPED]
    causes = tuple(one for one in among if one.problem_id in problems)
    return Board(
        own,
        causes,
        tuple(
            worked(
                problem,
                [one for one in causes if one.problem_id == problem.pk],
                [row for row in rows if row.problem_id == problem.pk],
            )
            for problem in sorted(problems.values(), key=lambda one: one.number)
        ),
        tuple(row for row in own if row.problem is None),
        waiting,
    )


def worked(problem: Problem, causes: Sequence[Cause], measures: Sequence[Measure]) -> Worked:
    """A problem with its causes in the order of the tree."""
    against: dict[int | None, list[Measure]] = {}
    known = {one.pk for one in causes}
    for row in measures:
        against.setdefault(row.cause_id if row.cause_id in known else None, []).append(row)
    sides = []
    for side in Cause.Side:
        roots = [one for one in causes if one.side == side and (one.parent_id is None or one.parent_id not in known)]
        reasons = tuple(reason for root in roots for reason in _branch(root, causes, against, 0))
        if reasons:
            sides.append(Side(side.label, reasons))
    return Worked(problem, tuple(sides), tuple(against.get(None, ())))


def without_measure() -> ProblemQuerySet:
    """Prioritised problems that nothing is done about, nor was."""
    return Problem.objects.in_state("prioritised").exclude(
        pk__in=Measure.objects.exclude(state=Measure.State.STOPPED).filter(problem__isnull=False).values("problem")
    )


def _branch(
    cause: Cause, causes: Sequence[Cause], against: dict[int | None, list[Measure]], depth: int
) -> Iterator[Reason]:
    """A cause, then those behind it. What lies behind it on another side stands below it all the same."""
    behind = [
        list(_branch(one, causes, against, depth + 1)) for one in causes if one.parent_id == cause.pk and depth < 8
    ]
    own = tuple(against.get(cause.pk, ()))
    live = any(row.state != Measure.State.STOPPED for row in own)
    yield Reason(cause, depth, own, live or any(reason.covered for branch in behind for reason in branch))
    for branch in behind:
        yield from branch
