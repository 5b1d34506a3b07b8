"""What a reader gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.i18n import Message

YEAR, QUARTER, MONTH = "year", "quarter", "month"
PRELIMINARY, PARTIAL, MISSING, SUPPRESSED = "preliminary", "partial", "missing", "suppressed"
COUNT, SHARE, RATE, INDEX = "count", "share", "rate", "index"
OF_NAME = "sha256:"
"""Before the code of an indicator that its source gives none, made of its name."""


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of an indicator; empty where it says nothing.

    Parameters
    ----------
    code : str
        The same each time the source is read.
    name, unit, per, source, address, licence : str
    kind : str
        COUNT, SHARE, RATE or INDEX.
    steps : str
        YEAR, QUARTER or MONTH.
    fetched : date or None
        When the source says that the figures were updated.
    """

    code: str
    name: str
    kind: str
    steps: str
    unit: str = ""
    per: str = ""
    source: str = ""
    address: str = ""
    licence: str = ""
    fetched: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Parameters
    ----------
    code, steps : str
        Of its indicator.
    place : str
        Code of an area, municipality (1983), county (19) or the country (00), or a name.
    start : date
        First day of the period.
    value, lower, upper, denominator : float or None
    flag : str
        PRELIMINARY, PARTIAL, MISSING, SUPPRESSED or "".
    mark : str
        As the source marks it.
    line : int
        Line of the file, or number of the value, from 1.
    """

    code: str
    steps: str
    place: str
    start: dt.date
    value: float | None
    line: int
    lower: float | None = None
    upper: float | None = None
    denominator: float | None = None
    flag: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row of a file that became nothing: what stands where, and why."""

    line: int
    column: str
    value: str
    why: Message


@dataclass(frozen=True, slots=True)
class Turned:
    """From a day on the source counts otherwise."""

    code: str
    steps: str
    day: dt.date
    what: Message


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read: ``used + elsewhere + len(refused) = n``.

    Parameters
    ----------
    kind : str
        Which reader read it.
    n, used : int
        Rows of the file (values of a table), and how many of them stand behind `rows`.
    rows : sequence of Row
    indicators : sequence of About
    refused : sequence of Refused
    turned : sequence of Turned
    notes : sequence of Message
        What a reader of the figures should know.
    elsewhere : int
        Rows about places that are not ours.
    """

    kind: str
    n: int
    used: int
    rows: Sequence[Row]
    indicators: Sequence[About]
    refused: Sequence[Refused] = ()
    turned: Sequence[Turned] = ()
    notes: Sequence[Message] = ()
    elsewhere: int = 0
