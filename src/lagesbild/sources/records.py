"""What a reader gives: typed records in columns, and an account of every row that did not become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.i18n import Message

Progress = Callable[[Message, float], None]
"""Called with what is being done and how far it is, 0 to 1. To cancel, raise from it."""


class TimePrecision(IntEnum):
    """How finely the source says when."""

    MONTH = 0
    DAY = 1
    HOUR = 2
    MINUTE = 3


class Placement(IntEnum):
    """What is known of where."""

    POINT = 0
    """A position of the incident itself, however coarse its geocoding."""
    AREA_CENTRE = 1
    """The source puts every incident of an area on the area's centre: good for the area, never for a place."""
    MISSING = 2
    """No position given."""
    ZERO = 3
    """0/0 or another null position."""
    FAR = 4
    """So far from all others that it is a failed geocode."""
    UNREADABLE = 5
    """A position is given but cannot be understood."""


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """A text column as codes into its distinct names.

    Parameters
    ----------
    codes : (n,) int32
        Index into `names`, or -1 where the source says nothing.
    names : tuple of str
    """

    codes: NDArray[np.int32]
    names: tuple[str, ...]

    @classmethod
    def empty(cls, n: int) -> Labels:
        """`n` rows that say nothing."""
        return cls(np.full(n, -1, np.int32), ())

    @classmethod
    def of(cls, values: pl.Series) -> Labels:
        """Labels of a text column; null and blank say nothing. Names come in order of first appearance."""
        text = values.cast(pl.String).str.strip_chars()
        text = text.set(text == "", None)
        names = text.drop_nulls().unique(maintain_order=True)
        codes = text.replace_strict(
            names, pl.Series(np.arange(len(names), dtype=np.int32)), default=-1, return_dtype=pl.Int32
        )
        return cls(codes.fill_null(-1).to_numpy(), tuple(names.to_list()))

    def take(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Labels:
        """The labels of some rows."""
        return Labels(self.codes[rows], self.names)

    def counts(self) -> NDArray[np.int64]:
        """How many rows carry each name; shape (len(names),)."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.names))


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """Incidents in columns of equal length n; row i of each column is the same incident.

    Parameters
    ----------
    start, end : (n,) datetime64[s]
        The half-open window of local wall-clock time in which the incident happened. A month, a day, an hour
        or a minute wide by `precision`, or wider where the source gives from and to.
    precision : (n,) uint8 of TimePrecision
    lon, lat : (n,) float64
        WGS 84 degrees; NaN unless `placement` is POINT or AREA_CENTRE.
    placement : (n,) uint8 of Placement
    category, municipality, county, area, place, reporter : Labels
        As the source writes them. `area` is a code or name of a small area (DeSO, LSOA, beat), `place` a street
        or named place, `reporter` who delivered the row (unit, force), where a column says so.
    summary : (n,) bool
        True for a row that bundles many events (a night summary): counted apart, never as one event.
    file : (n,) uint16
        Index of the file in the reading.
    line : (n,) int64
        Line (text), row (sheet) or item number (JSON), from 1, as the user sees it in that file.
    shared : (n,) bool
        Whether everyone who sees the counts may also see where and by whom: always so in files, while a party of a
        partnership may keep rows to itself.
    """

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    precision: NDArray[np.uint8]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    placement: NDArray[np.uint8]
    category: Labels
    municipality: Labels
    county: Labels
    area: Labels
    place: Labels
    reporter: Labels
    summary: NDArray[np.bool_]
    file: NDArray[np.uint16]
    line: NDArray[np.int64]
    shared: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.start)

    def take(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Records:
        """The records of some rows."""
        columns: dict[str, Any] = {}
        for name in self.__dataclass_fields__:
            column = getattr(self, name)
            columns[name] = column.take(rows) if isinstance(column, Labels) else column[rows]
        return Records(**columns)


class RefusalKind(StrEnum):
    """Why a row of a file did not become a record."""

    UNREADABLE = "unreadable"
    """A value that is needed is missing or cannot be understood."""
    REPEATED = "repeated"
    """The same row has been read before."""
    TITLE = "title"
    """A title, sub-heading or note among the rows."""
    TOTAL = "total"
    """A sum of other rows."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row that did not become a record."""

    file: int
    line: int
    column: str
    """Heading of the column that decided, or "" when the row as a whole did."""
    value: str
    kind: RefusalKind
    reason: Message


class RefusalTable:
    """Refused rows, kept in columns so that a million of them fit.

    `frame` has the columns file (u16), line (i64), column, value, kind (str) and reason (u16 into `reasons`).
    """

    def __init__(self, frame: pl.DataFrame, reasons: tuple[Message, ...]) -> None:
        self.frame = frame
        self.reasons = reasons

    SCHEMA: Mapping[str, pl.DataType] = {
        "file": pl.UInt16(),
        "line": pl.Int64(),
        "column": pl.String(),
        "value": pl.String(),
        "kind": pl.String(),
        "reason": pl.UInt16(),
    }

    def __len__(self) -> int:
        return self.frame.height

    def __getitem__(self, i: int) -> Refusal:
        file, line, column, value, kind, reason = self.frame.row(i)
        return Refusal(file, line, column, value, RefusalKind(kind), self.reasons[reason])

    def counts(self) -> dict[RefusalKind, int]:
        """Number of refused rows of each kind."""
        found = dict(self.frame.group_by("kind").len().iter_rows())
        return {kind: found.get(kind.value, 0) for kind in RefusalKind}


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One thing the reader concluded about a file, and how to say otherwise.

    `option` is the command-line option (with its present value) that overrides it, or "".
    """

    what: Message
    value: str | Message
    option: str = ""


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file as it was understood."""

    name: str
    rows: int
    """Data rows met: everything below the heading that is not blank. Equals read + refused."""
    read: int
    refused: int
    conclusions: tuple[Conclusion, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """All that came out of some files. `len(records) + len(refusals) == rows`."""

    records: Records
    refusals: RefusalTable
    files: tuple[FileSummary, ...]
    notes: tuple[Message, ...] = ()
    """What the reader mended or doubts without refusing a row: swapped points, other columns' gaps, kept repeats."""
    ids: pl.Series | None = field(default=None)
    """The source's own identity of each record, where it has one; length n, text."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """The files' own heading of each role that a column has; several, where files differ, with " / " between."""

    @property
    def rows(self) -> int:
        """Data rows met in all files."""
        return sum(file.rows for file in self.files)

    def account(self) -> Reading:
        """The same without records and their identities: what was refused, concluded and doubted of the files."""
        return replace(self, records=self.records.take(np.zeros(0, np.intp)), ids=None)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user overrides; None or empty lets the reader conclude.

    `columns` maps a role to a column heading. Roles: id, time, date, clock, time_to, date_to, clock_to, month,
    category, position, lat, lon, north, east, municipality, county, area, place, reporter, title.
    `crs` is an EPSG code such as ``"EPSG:3006"``. `timezone` is that of the picture; times with an offset or in
    Unix seconds are turned into its wall clock, times without one are taken to be in it.
    `repeats`: "auto" (drop rows that are equal in all columns, when an identity column tells rows apart),
    "keep" or "drop" (drop equal rows with or without an identity).
    `date_order`: "ymd", "dmy" or "mdy". `area_centres`: positions are centres of areas.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    header: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    date_order: str | None = None
    timezone: str = "Europe/Stockholm"
    crs: str | None = None
    repeats: str = "auto"
    area_centres: bool | None = None
