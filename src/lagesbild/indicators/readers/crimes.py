"""Reported crimes one by one, with crime code, days and DeSO area, as counts per area, municipality and period.

A file of the whole country says when its source begins to count in earnest, so breaks are looked for in all of it;
only places of ours become series. A period without a crime is a zero once the source has begun.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from lagesbild.analysis.coverage import coverage_breaks
from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.indicators.readers import said
from lagesbild.indicators.readers.rows import (
    COUNT,
    MONTH,
    PARTIAL,
    PRELIMINARY,
    QUARTER,
    YEAR,
    About,
    Read,
    Refused,
    Row,
    Turned,
)
from lagesbild.sources.table import Table

CODE, NAME, DAY, NOTED = "Brottskod", "Brottskod.klartext", "Brottsdatum", "Inskrivningsdatum"
TOWN, AREA, COUNT_OF = "Kommun", "DeSO.område", "Antal"
NEEDED = (CODE, DAY, TOWN, AREA)
DESO = re.compile(r"\d{4}[ABC]\d{4}")
DELAY = 0.95
"""Share of crimes that have been reported when a period is no longer preliminary."""
SPAN = {MONTH: "1mo", QUARTER: "1q", YEAR: "1y"}


@dataclass(frozen=True, slots=True)
class Ours:
    """Which places become series.

    Parameters
    ----------
    areas : frozenset of str
        Codes of areas of ours, as far as they are DeSO.
    towns : mapping of str to str
        Code of each municipality that is counted, by its name in small letters.
    own : frozenset of str
        Codes of the municipalities whose areas `areas` are.
    """

    areas: frozenset[str] = frozenset()
    towns: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()


def matches(columns: Sequence[str]) -> bool:
    """Whether a table has the columns of such a file."""
    return set(NEEDED) <= set(columns)


def read(table: Table, ours: Ours, steps: str = QUARTER) -> Read:
    """Counts per period of a table of crimes.

    Raises
    ------
    UnreadableInput
        None of its rows can be used.
    """
    frame = table.frame.with_columns(pl.Series("line", table.lines))
    columns = frame.columns
    frame = frame.with_columns(
        pl.col(DAY).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False).alias("day"),
        (
            pl.col(NOTED).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
            if NOTED in columns
            else pl.lit(None, pl.Date)
        ).alias("noted"),
        (pl.col(COUNT_OF).cast(pl.Int64, strict=False) if COUNT_OF in columns else pl.lit(1)).alias("k"),
        pl.col(TOWN)
        .str.to_lowercase()
        .replace_strict(dict(ours.towns), default=None, return_dtype=pl.String)
        .alias("at"),
    )
    refused, good = _refused(frame, table)
    if not len(good):
        raise UnreadableInput(
            Message(N_("None of the rows of {file} has a day, a code and a count."), {"file": table.name})
        )
    found: list[Row] = []
    indicators: list[About] = []
    turned: list[Turned] = []
    notes: list[Message] = []
    own = good.filter(pl.col("at").is_in(list(ours.own)) & ~pl.col(AREA).fill_null("").is_in(list(ours.areas)))
    unknown = Counter[str](own[AREA].fill_null("").to_list())
    complete = not any(unknown)
    used = 0
    for code in good[CODE].unique().sort():
        part = good.filter(pl.col(CODE) == code)
        begins, ends, firm = _reach(part, steps)
        name = part[NAME].drop_nulls().mode().sort() if NAME in columns else pl.Series([""])
        about = f"brott:{code}"
        indicators.append(
            About(about, name[0] if len(name) and name[0] else f"Brottskod {code}", COUNT, steps, "anmälda brott")
        )
        if begins is not None:
            turned.append(_turn(about, steps, begins))
        here = part.filter(pl.col("at").is_not_null())
        used += len(here)
        inside = here.filter(pl.col(AREA).is_in(list(ours.areas)))
        first = _period_of(begins or min(part["day"]), steps)
        areas = _areas(ours, set(inside[AREA].to_list()), complete=complete)
        places = [*sorted(set(ours.towns.values())), *areas]
        counted = Counter[tuple[str, dt.date]]()
        for key in ("at", AREA):
            rows = here if key == "at" else inside
            grouped = rows.group_by(key, pl.col("day").dt.truncate(SPAN[steps])).agg(pl.col("k").sum())
            counted.update({(str(place), day): int(k) for place, day, k in grouped.iter_rows()})
        lines = dict(here.group_by("at").agg(pl.col("line").min()).iter_rows())
        for place in places:
            early = sorted(day for who, day in counted if who == place and day < first)
            for day in [*early, *said.between(steps, first, _period_of(ends, steps))]:
                whole = day >= (begins or day) and said.after(steps, day) <= ends + dt.timedelta(days=1)
                flag = PARTIAL if not whole else PRELIMINARY if said.after(steps, day) > firm else ""
                found.append(Row(about, steps, place, day, float(counted[place, day]), lines.get(place, 0), flag=flag))
    elsewhere = len(good) - used
    if elsewhere:
        notes.append(Message(N_("{n} crimes of other municipalities were left out."), {"n": elsewhere}))
    if unknown[""]:
        notes.append(
            Message(
                N_("{n} crimes have no area: they are in the figures of the municipality and of no area."),
                {"n": unknown[""]},
            )
        )
    strange = sum(n for text, n in unknown.items() if text)
    if strange and ours.areas:
        notes.append(
            Message(
                N_(
                    "{n} crimes lie in areas that are not among yours, perhaps those of another edition: "
                    "they are in the figures of the municipality and of no area."
                ),
                {"n": strange},
            )
        )
    return Read("crimes", len(frame) + len(table.set_aside), used, found, indicators, refused, turned, notes, elsewhere)


def _refused(frame: pl.DataFrame, table: Table) -> tuple[list[Refused], pl.DataFrame]:
    refused = [Refused(one.line, one.column, one.value, one.reason) for one in table.set_aside]
    tests = (
        (DAY, pl.col("day").is_null(), Message(N_("This is no day. Write it as 2024-03-31."))),
        (CODE, pl.col(CODE).is_null(), Message(N_("There is no crime code."))),
        (COUNT_OF, pl.col("k").is_null() | (pl.col("k") < 0), Message(N_("This is no count."))),
        (NOTED, pl.col("day") > pl.col("noted"), Message(N_("The crime was reported before it happened."))),
        (
            DAY,
            (pl.col("day").dt.year() < FIRST_YEAR) | (pl.col("day").dt.year() > LAST_YEAR),
            Message(N_("This is no day. Write it as 2024-03-31.")),
        ),
    )
    good = frame
    for column, wrong, why in tests:
        bad = good.filter(wrong.fill_null(value=False))
        texts = bad[column] if column in bad.columns else pl.Series([""] * len(bad), dtype=pl.String)
        refused += [
            Refused(line, column, (text or "")[:40], why)
            for line, text in zip(bad["line"].to_list(), texts.to_list(), strict=True)
        ]
        good = good.filter(~wrong.fill_null(value=False))
    return sorted(refused, key=lambda one: one.line), good


def _reach(part: pl.DataFrame, steps: str) -> tuple[dt.date | None, dt.date, dt.date]:
    """When the source begins to count in earnest (None: with its first crime), its last day, the last firm day.

    A period that ends after the firm day is preliminary: many of its crimes are not reported yet.
    """
    days, noted = part["day"], part["noted"]
    ends = noted.max() if noted.null_count() < len(noted) else days.max()
    assert isinstance(ends, dt.date)
    lag = (noted - days).dt.total_days().drop_nulls()
    waits = lag.quantile(DELAY, "higher") if len(lag) else 0
    firm = ends - dt.timedelta(days=int(waits or 0)) + dt.timedelta(days=1)
    counts = part.group_by(pl.col("day").dt.truncate("1mo")).agg(pl.col("k").sum()).sort("day")
    months = said.between(MONTH, counts["day"][0], counts["day"][-1])
    by_month = dict(counts.iter_rows())
    series = np.array([[by_month.get(month, 0) for month in months]], np.int64)
    starts = [one.at for one in coverage_breaks(series, period=12).breaks if one.kind == "start"]
    return (months[starts[-1]] if starts else None), ends, firm


def _turn(code: str, steps: str, begins: dt.date) -> Turned:
    return Turned(
        code,
        steps,
        begins,
        Message(
            N_("The source begins to count in earnest here; what it has from before is a small part of what happened.")
        ),
    )


def _period_of(day: dt.date, steps: str) -> dt.date:
    months = {YEAR: 12, QUARTER: 3, MONTH: 1}[steps]
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def _areas(ours: Ours, seen: set[str], *, complete: bool) -> list[str]:
    """Areas that become series: all where the file names none that is not ours, else those that it names."""
    return sorted(code for code in ours.areas if DESO.fullmatch(code) and (complete or code in seen))
