"""Every promise rests on a prioritised problem, with a cause, in a decided picture, and on a dialogue if so agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild.compliance.rules import kinds, words
from lagesbild.compliance.rules.calendar import days_between
from lagesbild.compliance.rules.cases import year_of
from lagesbild.compliance.rules.judging import Judgement, Next, Status, latest_first
from lagesbild.compliance.rules.kinds import Context, asked
from lagesbild.compliance.rules.record import Problem, Promise, Record
from lagesbild.i18n import N_, Message

GROUNDS = {
    "problem": N_("a prioritised problem"),
    "cause": N_("a cause analysis of the problem"),
    "picture": N_("a decided picture that shows the problem"),
    "dialogue": N_("a dialogue in which the problem was heard"),
}


@dataclass(frozen=True, slots=True)
class Parameters(kinds.Parameters):
    """What every promise has to rest on."""

    problem: bool = asked(N_("A prioritised problem"), default=True)
    cause: bool = asked(N_("A cause analysis"), default=True)
    picture: bool = asked(N_("A decided picture"), default=True)
    dialogue: bool = asked(N_("A dialogue"), default=False)


@dataclass(frozen=True, slots=True)
class _Grounds:
    """A promise, what it lacks on the day, and since when it lacks nothing."""

    promise: Promise
    decided: dt.date
    binding: dt.date | None
    lacks: tuple[str, ...]
    complete: dt.date | None

    @property
    def late(self) -> int:
        """How many days after it was binding it had all its grounds."""
        if self.complete is None or self.binding is None:
            return 0
        return max(0, days_between(self.binding, self.complete))


class Provenance(kinds.Kind[Parameters]):
    """Looks at the promises that run or are to run; a joint position without grounds is a risk, a decision a breach."""

    name = "provenance"
    label = N_("Promises have grounds")
    about = N_("Follows every promise back to the problem, its cause, the picture and the dialogue that it rests on.")
    parameters = Parameters

    def objections(self, asked: Parameters) -> Mapping[str, Message]:
        """At least one of them."""
        return {} if _asked(asked) else {"problem": Message(N_("Choose at least one."))}

    def says(self, asked: Parameters, record: Record) -> Message:
        """What promises rest on."""
        grounds = [Message(GROUNDS[one]) for one in _asked(asked)]
        return Message(N_("Every promise rests on {grounds}."), {"grounds": words.listed(grounds, len(GROUNDS))})

    def status(self, asked: Parameters, record: Record, on: dt.date, of: Context) -> Judgement:
        """By the promises that stand and have not ended."""
        year = year_of(on, of.within)
        found = [
            _grounds(asked, one, record, on)
            for one in record.promises
            if one.stands(on) and one.period.last >= on and one.decided and one.decided in of.within
        ]
        broken = [one for one in found if one.lacks and one.binding is not None and one.binding < on]
        at_risk = [one for one in found if one.lacks and one not in broken]
        late = [one for one in found if one.late]
        before = Status.BROKEN if broken or late else None
        if broken or at_risk:
            rows = broken or at_risk
            return Judgement(
                Status.BROKEN if broken else Status.AT_RISK,
                _lacking(rows, bool(broken)),
                latest_first((one.decided, one.promise.source) for one in rows),
                _next(rows[0]),
                year,
                before,
            )
        if not found:
            return Judgement(
                Status.ON_TRACK, Message(N_("No promise runs, so there is nothing that needs grounds.")), period=year
            )
        reason = Message(
            N_("The {n} promise that runs has all its grounds."),
            {"n": len(found)},
            N_("All {n} promises that run have their grounds."),
            len(found),
        )
        if late:
            reason = words.then(
                reason,
                Message(
                    N_("{name} had them only {days} after it was decided."),
                    {"name": words.quoted(late[-1].promise.name), "days": words.days(late[-1].late)},
                ),
            )
        evidence = latest_first((one.decided, one.promise.source) for one in found)
        return Judgement(Status.KEPT, reason, evidence, None, year, before)


def _asked(asked: Parameters) -> list[str]:
    return [name for name in GROUNDS if getattr(asked, name)]


def _grounds(asked: Parameters, promise: Promise, record: Record, on: dt.date) -> _Grounds:
    decided = promise.decided or promise.period.first
    binding = min(
        (day for day in (promise.bound, promise.signed, promise.published) if day and day <= on), default=None
    )
    names = _asked(asked)
    best: tuple[str, ...] = tuple(names)
    complete: dt.date | None = None
    for number in promise.problems:
        problem = record.problem.get(number)
        if problem is None:
            continue
        days = {name: _since(name, problem, decided) for name in names}
        lacks = tuple(name for name, day in days.items() if day is None or day > on)
        if len(lacks) < len(best):
            best = lacks
        if not lacks:
            whole = max((day for day in days.values() if day), default=decided)
            complete = whole if complete is None else min(complete, whole)
    return _Grounds(promise, decided, binding, best, complete)


def _since(name: str, problem: Problem, decided: dt.date) -> dt.date | None:
    """Since when a problem gives the ground."""
    if name == "problem":
        stretch = problem.prioritised
        return stretch.since if stretch and (stretch.until is None or stretch.until >= decided) else None
    return {"cause": problem.caused, "picture": problem.pictured, "dialogue": problem.heard}[name]


def _lacking(rows: list[_Grounds], decided: bool) -> Message:
    first = rows[0]
    values: dict[str, object] = {
        "name": words.quoted(first.promise.name),
        "n": len(rows) - 1,
        "grounds": words.listed([Message(GROUNDS[one]) for one in first.lacks], len(GROUNDS)),
    }
    said = (
        Message(N_("The promise {name} is decided but does not rest on {grounds}."), values)
        if decided
        else Message(N_("The promise {name} is about to be decided but does not rest on {grounds}."), values)
    )
    if len(rows) == 1:
        return said
    more = Message(N_("{n} more promise lacks grounds."), values, N_("{n} more promises lack grounds."), len(rows) - 1)
    return words.then(said, more)


def _next(one: _Grounds) -> Next:
    values = {
        "name": words.quoted(one.promise.name),
        "grounds": words.listed([Message(GROUNDS[name]) for name in one.lacks], len(GROUNDS)),
    }
    by = one.promise.period.first if one.binding is None else None
    return Next(Message(N_("Tie the promise {name} to {grounds}"), values), by, at=one.promise.source)
