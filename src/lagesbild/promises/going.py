"""How a promise goes: a shape and a word, and why; and what has to happen next, by whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lagesbild.i18n import N_, Message
from lagesbild.plans.doses import Mark, Occasion, occasions
from lagesbild.plans.models import Dose, Measure
from lagesbild.promises.models import Milestone, Outcome, Promise


@dataclass(frozen=True, slots=True)
class Going:
    """A state as people read it: a shape of `ui.state_mark`, a word, and the reasons for it."""

    shape: str
    word: Message
    why: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What has to happen before the promise stands, and whose it is to do; the first undone one comes next."""

    what: Message
    done: bool
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Promising:
    """A party that promises: its number, name and kind."""

    party: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Way:
    """Who promise, and the numbers of the parties that have decided and of those that have signed."""

    promising: tuple[Promising, ...]
    decided: frozenset[int]
    signed: frozenset[int]

    @classmethod
    def of(cls, promise: Promise) -> Way:
        """From the rows that `queries.way` brings."""
        parties = [one.of_party for one in promise.promisers.all()]
        return cls(
            tuple(Promising(one.pk, one.name, one.kind) for one in parties),
            frozenset(one.of_party_id for one in promise.party_decisions.all()),
            frozenset(one.of_party_id for one in promise.signatures.all()),
        )

    @classmethod
    def asked(cls, promise: Any) -> Way:
        """From what `PromiseQuerySet.on_their_way` asked for with the promise."""
        promising = tuple(Promising(**one) for one in promise.promising)
        return cls(promising, frozenset(promise.decided), frozenset(promise.signed))


MISSED = 0.2
"""Share of the occasions until now that may be missed before the promise is at risk."""
WAIT = dt.timedelta(days=7)
"""How long one may wait for word of an occasion before it counts as missed."""
HOW = {
    Outcome.Kept.KEPT: ("full", N_("Kept as promised")),
    Outcome.Kept.PARTLY: ("half", N_("Partly kept")),
    Outcome.Kept.NOT: ("broken", N_("Not kept")),
}
SHAPES = {
    Promise.State.DRAFT: ("dashed", N_("Draft")),
    Promise.State.JOINT: ("ring", N_("To be decided by each party")),
    Promise.State.BOUND: ("ring", N_("To be signed")),
    Promise.State.WITHDRAWN: ("cross", N_("Withdrawn")),
}


def occasions_of(rows: Iterable[Dose], promise: Promise, day: dt.date) -> list[Occasion]:
    """Occasions of the promised measures that lie in the period of the promise, in order of time."""
    return [one for one in occasions(rows, day) if promise.starts <= one.row.day <= promise.ends]


def going(
    promise: Promise,
    day: dt.date,
    *,
    doses: Sequence[Occasion] | None = None,
    measures: Sequence[Measure] | None = None,
) -> Going:
    """How it goes on the day, by all measures that are open to whoever looks, or by some of them.

    Expects measures, milestones and outcome to be at hand (`for_list`).
    """
    outcome = outcome_of(promise)
    if outcome is not None:
        shape, word = HOW[Outcome.Kept(outcome.kept)]
        return Going(shape, Message(word))
    if promise.state in SHAPES:
        shape, word = SHAPES[Promise.State(promise.state)]
        return Going(shape, Message(word))
    if promise.ends < day:
        return Going("dashed", Message(N_("To be reported")), (Message(N_("The period is over.")),))
    if promise.starts > day:
        return Going("ring", Message(N_("Planned")), (Message(N_("Begins {day}."), {"day": promise.starts}),))
    if measures is None:
        measures = [one.measure for one in promise.promised.all()]
    return _running(promise, day, doses, measures)


def _running(promise: Promise, day: dt.date, doses: Sequence[Occasion] | None, measures: Sequence[Measure]) -> Going:
    milestones = list(promise.milestones.all())
    late = [one for one in measures if one.late(day)]
    stopped = [one for one in measures if one.state == Measure.State.STOPPED]
    missed = [one for one in milestones if one.state == Milestone.State.NOT_DONE]
    overdue = [one for one in milestones if one.state == Milestone.State.PLANNED and one.due < day]
    n, stops, misses, lags = len(late), len(stopped), len(missed), len(overdue)
    told = (
        (n, Message(N_("{n} measure is late."), {"n": n}, plural=N_("{n} measures are late."), n=n)),
        (
            stops,
            Message(N_("{n} measure was stopped."), {"n": stops}, plural=N_("{n} measures were stopped."), n=stops),
        ),
        (
            misses,
            Message(
                N_("{n} milestone was not reached."),
                {"n": misses},
                plural=N_("{n} milestones were not reached."),
                n=misses,
            ),
        ),
        (lags, Message(N_("{n} milestone is late."), {"n": lags}, plural=N_("{n} milestones are late."), n=lags)),
    )
    why = [message for number, message in told if number]
    due = [one for one in doses or () if one.planned is not None and one.mark is not Mark.AHEAD]
    held = [one for one in due if one.mark is Mark.HELD]
    unsaid = [one for one in due if one.mark is Mark.UNSAID]
    awaited = [one for one in unsaid if day - one.row.day <= WAIT]
    if len(due) - len(held) - len(awaited) > MISSED * len(due):
        values = {"held": len(held), "all": len(due), "n": len(unsaid)}
        if unsaid:
            why.append(Message(N_("{held} of {all} occasions were held; {n} are not told of."), values))
        else:
            why.append(Message(N_("{held} of {all} occasions were held."), values))
    if why:
        return Going("risk", Message(N_("At risk")), tuple(why))
    if not milestones and not any(one.due or one.done_on for one in measures) and not due:
        lacks = Message(N_("Nothing has a day to go by: no milestone and no measure with a last day."))
        return Going("dashed", Message(N_("Cannot be judged")), (lacks,))
    return Going("half", Message(N_("As planned")))


def outcome_of(promise: Promise) -> Outcome | None:
    """How it ended; None while it has not."""
    found: Outcome | None = getattr(promise, "outcome", None)
    return found


def steps(promise: Promise, way: Way) -> list[Step]:
    """From a draft to a promise that citizens read."""
    State = Promise.State  # noqa: N806 - a type
    joint = promise.state not in (State.DRAFT, State.WITHDRAWN) or promise.decision_id is not None
    bound = [
        Step(
            Message(
                N_("The municipality's own decision (law 2023:196 § 5)")
                if one.kind == "municipality"
                else N_("Own decision")
            ),
            one.party in way.decided,
            (one.name,),
        )
        for one in way.promising
    ]
    return [
        Step(Message(N_("Joint position in a body")), joint),
        *bound,
        *(Step(Message(N_("Signature")), one.party in way.signed, (one.name,)) for one in way.promising),
        Step(Message(N_("Published")), promise.state in (State.PUBLISHED, State.ENDED)),
    ]
