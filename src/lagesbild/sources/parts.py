"""Days that are spread over columns, and from and to that share one."""

from __future__ import annotations

import polars as pl

from lagesbild.sources import headings
from lagesbild.sources.patterns import MONTHS

ENOUGH = 0.6
"""Share of a column's values that must fit for the column to be taken for a part of a date."""
WORDS = {
    "year": (("år", "year"), r"^(?:19|20)[0-9]{2}$"),
    "month": (("månad", "mån", "month"), rf"(?i)^(?:0?[1-9]|1[0-2]|(?:{'|'.join(MONTHS)})\p{{L}}*)$"),
    "day": (("dag", "day"), r"^(?:0?[1-9]|[12][0-9]|3[01])$"),
    "week": (("vecka", "week", "veckonr", "veckonummer"), r"^(?:0?[1-9]|[1-4][0-9]|5[0-3])$"),
}
_DATE = r"(?:[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ](?:[0-9]{4}|[0-9]{2}))"
CLOCK = r"(?:kl\.? ?)?[0-9]{1,2}[.:][0-9]{2}(?:[.:][0-9]{2})?"
_RANGE = rf"(?i)^({_DATE}[ t,]+{CLOCK})(?: *[–—] *| *- +| till | to |-)((?:{_DATE}[ t,]+)?{CLOCK})$"
_OFFSET = r"[0-9]-[0-9]{2}:[0-9]{2}$"
_NO_OFFSET = r"[0-9]-(?:(?:1[3-9]|2[0-9]):[0-9]{2}|[0-9]{2}:(?:0[1-9]|[125][0-9]|3[1-9]|4[0-46-9]))$"
"""More than twelve hours west, or minutes that no offset has."""


def with_day(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with a column more where the parts of a date stand in columns of their own, else as it is.

    Year, month and day, year and month, or year and week, by heading and by value. The new column is named after
    its parts, such as "År, Månad, Dag"; it is empty where the year or the next part is.
    """
    found = {part: name for part, name in ((part, _column(frame, part)) for part in WORDS) if name is not None}
    year, month, day, week = (found.get(part) for part in WORDS)
    if year is None or (month is None and week is None):
        return frame
    if month is not None:
        rest = pl.concat_str(pl.lit("-"), pl.col(day)).fill_null("") if day else pl.lit("")
        names, text = [year, month, *([day] if day else [])], pl.concat_str(pl.col(year), pl.lit("-"), month) + rest
    else:
        names, text = [year, str(week)], pl.concat_str(pl.col(year), pl.lit("-w"), pl.col(str(week)))
    return frame.with_columns(text.alias(", ".join(names)))


def _column(frame: pl.DataFrame, part: str) -> str | None:
    words, pattern = WORDS[part]
    for name in frame.columns:
        values = frame[name].drop_nulls().head(1000)
        if (
            headings.normal(name) in words
            and len(values)
            and values.str.contains(pattern).sum() >= ENOUGH * len(values)
        ):
            return name
    return None


def split_ranges(values: pl.Series) -> tuple[pl.Series, pl.Series | None]:
    """From and to of a text column: "2024-01-31 22.00–23.30". Other values are left as they are and have no "to".

    A hyphen before hours and minutes with a colon may be an offset from universal time: 10:00-05:00. It is one
    unless some value of the column could not be. The second is None when no value holds both.
    """
    if not values.str.contains(_RANGE).any():
        return values, None
    first, second = values.str.extract_groups(_RANGE).struct.unnest()
    if values.str.contains(_NO_OFFSET).sum() == 0:
        second = second.set(values.str.contains(_OFFSET).fill_null(value=False), None)
    if second.null_count() == len(second):
        return values, None
    return first.zip_with(second.is_not_null(), values).rename(values.name), second
