"""What a rule says of a commitment on a day: its status, why, on what evidence, and what must happen next.

How every kind decides between the five:

- What is judged is the period that holds the day, as far as the commitment applies in it; where that is a part of the
  period, a number is asked for in proportion to the days, rounded down. Days outside of `Context.within` are no such
  days.
- *Kept* says that what was asked for in the period has been done. It is never said where nothing was asked: no promise
  has ended, the body has not met. Then the commitment is *on track*, and the reason says that nothing was to be done.
- *At risk* is computed from what is left: what remains to be done, less what is planned, no longer fits into it.
- *Broken* begins on the day after a period or a deadline ends unmet, never on the last day itself. A period that ended
  unmet stays broken until something is done in a later one; a missed deadline until it is done. From then on the status
  is that of the period that holds the day, `before` is *broken*, and the reason says what had been missed.
- *Cannot be judged*: the record begins too late, or nothing is known yet; the reason says what would make it judgeable.

Facts of later days are not looked at, with one exception that is no later fact: a meeting that was planned on the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lagesbild.compliance.rules import words
from lagesbild.compliance.rules.calendar import Period
from lagesbild.compliance.rules.record import Source
from lagesbild.i18n import N_, Message


class Status(StrEnum):
    """Whether a commitment is kept."""

    KEPT = "kept"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    BROKEN = "broken"
    CANNOT_TELL = "cannot_tell"


WORDS = {
    Status.KEPT: N_("kept"),
    Status.ON_TRACK: N_("on track"),
    Status.AT_RISK: N_("at risk"),
    Status.BROKEN: N_("broken"),
    Status.CANNOT_TELL: N_("cannot be judged"),
}
WORST_FIRST = (Status.BROKEN, Status.AT_RISK, Status.CANNOT_TELL, Status.ON_TRACK, Status.KEPT)


@dataclass(frozen=True, slots=True)
class Next:
    """What must happen, by whom (a body or a party), and by when; no day: at once, or whenever its time comes.

    The day is never one that has passed: how late something is stands in the reason.

    Parameters
    ----------
    at : Source or None
        The row where it is done: the meeting that is planned, the seat that is vacant, the promise.
    makes : str
        The kind of artefact (`record.ARTEFACTS`) that is to come about; empty where no new one is asked for.
    """

    what: Message
    by: dt.date | None
    body: int | None = None
    party: int | None = None
    at: Source | None = None
    makes: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The status of a commitment as of a day.

    Parameters
    ----------
    reason : Message
        Why, in words that a municipal director understands: what was counted, against what, in which period.
    evidence : tuple of Source
        The rows that it rests on, the latest first.
    next : Next or None
        The next thing that must happen; None where nothing more is asked.
    period : Period or None
        The period that was judged.
    before : Status or None
        How the period before ended, where there is one; broken too where what is done by now was done late.
    """

    status: Status
    reason: Message
    evidence: tuple[Source, ...] = ()
    next: Next | None = None
    period: Period | None = None
    before: Status | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day or a stretch of the wheel of the year at which a commitment asks for something."""

    day: dt.date
    what: Message
    until: dt.date | None = None
    body: int | None = None
    party: int | None = None


EVIDENCE = 20
"""How many rows a judgement names at most."""


def latest_first(rows: Iterable[tuple[dt.date, Source]]) -> tuple[Source, ...]:
    """The rows as evidence: the latest first, each once, no more than `EVIDENCE`."""
    ordered = sorted(rows, key=lambda row: (row[0], row[1].number), reverse=True)
    return tuple(dict.fromkeys(source for _, source in ordered))[:EVIDENCE]


def worst(judgements: Sequence[Judgement]) -> Judgement:
    """The worst of several, on the evidence of all, with the reasons of all that are as bad, each said once.

    Raises
    ------
    ValueError
        If there is none.
    """
    ordered = sorted(judgements, key=lambda one: WORST_FIRST.index(one.status))
    if not ordered:
        raise ValueError("nothing was judged")
    alike = [one for one in ordered if one.status is ordered[0].status]
    reasons: list[Message] = []
    for one in alike:
        if one.reason not in reasons:
            reasons.append(one.reason)
    reason = words.then(*reasons)
    evidence = tuple(dict.fromkeys(source for one in ordered for source in one.evidence))[:EVIDENCE]
    before = min((one.before for one in judgements if one.before), key=WORST_FIRST.index, default=None)
    then = next((one.next for one in ordered if one.next), None)
    return replace(ordered[0], reason=reason, evidence=evidence, before=before, next=then)
