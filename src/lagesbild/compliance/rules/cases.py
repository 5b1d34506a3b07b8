"""Each of many: every promise evaluated, every problem with a plan, every report passed on, within so many days.

What is open past its last day breaks the commitment until it is done. What was done late in the year that holds the day
is remembered: the commitment was broken before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lagesbild.compliance.rules import words
from lagesbild.compliance.rules.calendar import Every, Period, days_between, period_of
from lagesbild.compliance.rules.dues import warning
from lagesbild.compliance.rules.judging import Judgement, Next, Status, latest_first
from lagesbild.compliance.rules.record import Source
from lagesbild.i18n import N_, Message


@dataclass(frozen=True, slots=True)
class Case:
    """One of them.

    Parameters
    ----------
    since, due : date
        From when on, and until which day, it is to be done.
    done : date or None
        When it was, as far as is known on the day that is judged.
    """

    name: Message | str
    source: Source
    since: dt.date
    due: dt.date
    done: dt.date | None = None
    party: int | None = None
    body: int | None = None

    @property
    def late(self) -> int:
        """How many days late it was done."""
        return max(0, days_between(self.due, self.done)) if self.done else 0


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of them, for one and for several.

    Parameters
    ----------
    late, near, waiting : pair of str
        Of what is open: past its day, close to it, with time left. ``{names}``, ``{n}``, ``{due}`` of the first,
        ``{days}`` since or until.
    done : pair of str
        All have been done: ``{n}``.
    nothing : str
        There is none.
    todo : str
        What is to be done: ``{name}``.
    """

    late: Pair
    near: Pair
    waiting: Pair
    done: Pair
    nothing: str
    todo: str


def year_of(on: dt.date, within: Period) -> Period:
    """The days of the calendar year that holds the day, as far as the commitment applies in it."""
    return period_of(Every.YEAR, on).within(within) or within


def judge(cases: Iterable[Case], said: Said, on: dt.date, within: Period, *, standing: bool = False) -> Judgement:
    """The status of all cases that had begun by the day, and why.

    What has been done counts in the year in which it was due or done; all of it counts where the cases are what stands
    on the day (`standing`).
    """
    year = year_of(on, within)
    begun = sorted((one for one in cases if one.since <= on), key=lambda one: (one.due, one.source.number))
    open_ = [one for one in begun if one.done is None or one.done > on]
    done = [one for one in begun if one.done and one.done <= on and (standing or one.done in year or one.due in year)]
    too_late = [one for one in done if one.late and one.done and one.done in year]
    late = [one for one in open_ if one.due < on]
    near = [
        one for one in open_ if on <= one.due and days_between(on, one.due) <= warning(days_between(one.since, one.due))
    ]
    before = Status.BROKEN if too_late or any(one.due in year for one in late) else None
    if late:
        status, rows, reason = Status.BROKEN, late, _open(said.late, late, on)
    elif near:
        status, rows, reason = Status.AT_RISK, near, _open(said.near, near, on)
    elif open_:
        status, rows = Status.ON_TRACK, open_
        reason = words.then(_open(said.waiting, open_, on), _lateness(too_late))
    elif done:
        text, many = said.done
        status, rows = Status.KEPT, done
        reason = words.then(Message(text, {"n": len(done)}, many, len(done)), _lateness(too_late))
    else:
        return Judgement(Status.ON_TRACK, Message(said.nothing), period=year)
    evidence = latest_first((one.done or one.since, one.source) for one in rows)
    return Judgement(status, reason, evidence, _next(said, rows[0]) if open_ else None, year, before)


def _next(said: Said, one: Case) -> Next:
    return Next(Message(said.todo, {"name": one.name}), one.due, one.body, one.party, one.source)


def _open(pair: Pair, rows: Sequence[Case], on: dt.date) -> Message:
    first = rows[0]
    values: dict[str, object] = {
        "n": len(rows),
        "names": words.listed([one.name for one in rows]),
        "due": first.due,
        "days": words.days(abs(days_between(on, first.due))),
        "left": words.left(max(0, days_between(on, first.due))),
    }
    return Message(pair[0], values, pair[1], len(rows))


def _lateness(rows: Sequence[Case]) -> Message | None:
    if not rows:
        return None
    last = rows[-1]
    return Message(
        N_("{n} was late: {name}, by {days}."),
        {"n": len(rows), "name": last.name, "days": words.days(last.late)},
        N_("{n} were late, most recently {name}, by {days}."),
        len(rows),
    )
