"""Events of polisen.se: the time and municipality of the event stand in the title, not in the fields."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.i18n import Message
from lagesbild.sources.records import Conclusion
from lagesbild.sources.table import Table


@dataclass(frozen=True, slots=True, eq=False)
class Interpreted:
    """What the rows say, n of them.

    Parameters
    ----------
    start, end : (n,) datetime64[s]
        Half-open window of the event in the wall clock of the time zone; NaT in a refused row.
    precision : (n,) uint8 of TimePrecision
    category, municipality, county : (n,) polars.Series of text
        Null where the source says nothing.
    summary : (n,) bool
        A row that bundles many events.
    reasons : tuple of (mask, column, why)
        Refused rows: an (n,) bool mask, the column that decided, and the reason. A row is in at most one mask.
    """

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    precision: NDArray[np.uint8]
    category: pl.Series
    municipality: pl.Series
    county: pl.Series
    summary: NDArray[np.bool_]
    reasons: tuple[tuple[NDArray[np.bool_], str, Message], ...]
    conclusions: tuple[Conclusion, ...]
    notes: tuple[Message, ...]


def matches(columns: Collection[str]) -> bool:
    """Whether a table with these headings is one of polisen.se's events."""
    raise NotImplementedError


def read_table(path: Path) -> Table:
    """An answer of polisen.se's interface (JSON, also gzipped) with the columns of its CSV form.

    Columns: id, datetime, name, summary, url, type, location_name, location_gps. `lines` are item numbers from 1.
    Raises `UnreadableInput` for broken JSON or another content.
    """
    raise NotImplementedError


def interpret(frame: pl.DataFrame, timezone: str) -> Interpreted:
    """Time, kind and municipality of each event, by the rules of the titles.

    `frame` has the text columns that `matches` asks for. The position is in ``location_gps`` and is the centre of
    the municipality or county.
    """
    raise NotImplementedError
