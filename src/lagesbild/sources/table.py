"""A file as a plain table of text, before anything is concluded about what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.i18n import Message
from lagesbild.sources.records import Conclusion, Refusal


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The data rows of one file (or of one table in it).

    Parameters
    ----------
    name : str
        File name, with the sheet where there are several.
    frame : polars.DataFrame
        Every column as text, trimmed; empty cells are null. Headings are unique.
    lines : (n,) int64
        Line, sheet row or item number of each row, from 1, as the user sees it.
    set_aside : tuple of Refusal
        Titles, totals, sub-headings and malformed rows that are not in `frame`; their `file` is 0 until they are
        put together with those of other files.
    conclusions : tuple of Conclusion
        Format, encoding, separator, heading row, sheet.
    decimal : str
        "," or "." or "" when the file's numbers are typed.
    notes : tuple of Message
        What a reader of the picture should know of how the table was found.
    """

    name: str
    frame: pl.DataFrame
    lines: NDArray[np.int64]
    set_aside: tuple[Refusal, ...]
    conclusions: tuple[Conclusion, ...]
    decimal: str = ""
    notes: tuple[Message, ...] = ()
