"""What a rule says of a commitment on a day: its status, why, on what evidence, and what must happen next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

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
    """What must happen, by when, and by whom: a body, a party, or one named in words."""

    what: Message
    by: dt.date | None
    body: int | None = None
    party: int | None = None


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
        How the period before ended, where there is one.
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
