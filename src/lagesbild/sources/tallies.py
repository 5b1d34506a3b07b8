"""Columns that may count several incidents in one row, which a picture counts as one."""

from __future__ import annotations

import re

import polars as pl

from lagesbild.i18n import N_, Message
from lagesbild.sources import headings

TALLY = re.compile(
    r"antal( (händelser|brott|rapporter|ärenden|anmälningar|fall))?|count|counts|quantity"
    r"|number( of (incidents|offen[cs]es|crimes|events|reports))?|incidents|n"
)


def tallied(frame: pl.DataFrame) -> list[Message]:
    """What to say of columns headed as counts that hold other whole numbers than 1; nothing for a column of ones."""
    notes = []
    for name in frame.columns:
        if not TALLY.fullmatch(headings.normal(name)):
            continue
        counts = frame[name].drop_nulls().cast(pl.Int64, strict=False)
        if not len(counts) or counts.null_count() or (counts == 1).all():
            continue
        notes.append(
            Message(
                N_(
                    "The column “{column}” may count several incidents in one row: {total} over {rows} rows. "
                    "Each row is counted as one."
                ),
                {"column": name, "total": int(counts.sum()), "rows": frame.height},
            )
        )
    return notes
