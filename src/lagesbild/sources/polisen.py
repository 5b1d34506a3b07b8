"""Events of polisen.se: the time and municipality of the event stand in the title, not in the fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.places.areas import find_municipality, municipalities
from lagesbild.sources import json_text
from lagesbild.sources.moments import parse_moments, window_end
from lagesbild.sources.records import Conclusion, TimePrecision
from lagesbild.sources.table import Table

Bools = NDArray[np.bool_]
Moments = NDArray[np.datetime64]

COLUMNS = ("id", "datetime", "name", "summary", "url", "type", "location_name", "location_gps")
NEEDED = frozenset({"datetime", "name", "type", "location_name", "location_gps"})
SWEDEN = "Europe/Stockholm"
"""Time zone of the titles."""
MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
TITLE = r"(?i)^\s*(\d{1,2})\s+(\p{L}+)(?:\s+(\d{1,2})[.:](\d{2}))?\s*(?:,|$)"
SUMMARY = r"(?i)^\s*\w*sammanfattning"
BUNDLE = r"(?i)^\s*sammanfattning(?:(?: och|,)? (?:natt|morgon|förmiddag|dag|eftermiddag|kväll|dygn|helg|vecka))+\s*$"
"""Kinds of the police's summaries, as they also stand in tables that others have made of its events."""
DAYS_AHEAD = 31
"""Days that an event may be announced ahead."""
YEARS_BACK = 9
"""29 February can lie this many years back (1896 to 1904 would be eight)."""


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
    recovered : (n,) bool
        The municipality stands only in the title; `municipality` has it.
    reasons : tuple of (mask, column, why)
        Refused rows: an (n,) bool mask, the column that decided, and the reason. A row is in at most one mask.
    """

    start: Moments
    end: Moments
    precision: NDArray[np.uint8]
    category: pl.Series
    municipality: pl.Series
    county: pl.Series
    summary: Bools
    recovered: Bools
    reasons: tuple[tuple[Bools, str, Message], ...]
    conclusions: tuple[Conclusion, ...]
    notes: tuple[Message, ...]


def matches(columns: Collection[str]) -> bool:
    """Whether a table with these headings is one of polisen.se's events."""
    return set(columns) >= NEEDED


def bundles(category: pl.Series) -> Bools:
    """Which rows of any table are one of the police's summaries of many events, by their category; (n,)."""
    return category.str.contains(BUNDLE).fill_null(value=False).to_numpy().copy()


def read_table(path: Path) -> Table:
    """An answer of polisen.se's interface (JSON, also gzipped) with the columns of its CSV form.

    Columns: id, datetime, name, summary, url, type, location_name, location_gps. `lines` are item numbers from 1.
    Raises `UnreadableInput` for broken JSON or another content.
    """
    found = json_text.read_items(path)
    frame = json_text.to_frame(_cells(item) for item in found.items)
    lacking = [name for name in ("datetime", "name", "type") if frame[name].is_null().all()]
    if lacking:
        raise UnreadableInput(
            Message(
                N_("{file} is no list of events of polisen.se: it lacks {names}."),
                {"file": path.name, "names": ", ".join(lacking)},
            )
        )
    form = Conclusion(Message(N_("Format")), Message(N_("events of polisen.se (JSON)")))
    return Table(path.name, frame, found.lines, found.set_aside, (form,), ".")


def _cells(item: json_text.Item) -> Iterator[tuple[str, str | None]]:
    named: dict[str, Any] = {name.replace(".", "_", 1): value for name, value in json_text.flat(item)}
    for name in COLUMNS:
        yield name, named.pop(name, None)
    named.pop("location", None)
    yield from named.items()


def interpret(frame: pl.DataFrame, timezone: str) -> Interpreted:
    """Time, kind and municipality of each event, by the rules of the titles.

    `frame` has the text columns that `matches` asks for. The position is in ``location_gps`` and is the centre of
    the municipality or county. The title says when, without a year: it is the latest year that does not put the event
    more than a month after its publication (controls and closed roads are announced some days ahead). A title
    without a time of day gives a day, one without a date the day of publication.
    """
    title = frame["name"].fill_null("")
    published = parse_moments(frame["datetime"], timezone=SWEDEN).start
    day, seconds = _said(title)
    event_day = _with_year(day, published)
    from_title = ~np.isnat(event_day)
    timed = from_title & (seconds >= 0)
    start = np.where(from_title, event_day, published.astype("datetime64[D]")).astype("datetime64[s]")
    start = start + np.where(timed, seconds, 0).astype("timedelta64[s]")
    precision = np.where(timed, TimePrecision.MINUTE, TimePrecision.DAY).astype(np.uint8)
    start[timed] = _in_zone(start[timed], timezone)
    refused = np.isnat(start)
    ahead = start.astype("datetime64[D]") > published.astype("datetime64[D]")
    municipality, county, recovered = _where(frame["location_name"], title)
    no_time = Message(N_("Neither the title nor the time of publication says when this happened."))
    return Interpreted(
        start=start,
        end=window_end(start, precision),
        precision=precision,
        category=frame["type"].str.strip_chars(),
        municipality=municipality,
        county=county,
        summary=(frame["type"].fill_null("").str.contains(SUMMARY) | title.str.contains(r"(?i),\s*\w*sammanfattning"))
        .to_numpy()
        .copy(),
        recovered=recovered,
        reasons=((refused, "datetime", no_time),) if refused.any() else (),
        conclusions=(
            Conclusion(Message(N_("Time of the event")), Message(N_("from the title, its year by the publication"))),
            Conclusion(Message(N_("Municipality")), Message(N_("from location_name, else from the title"))),
        ),
        notes=(
            *_notes_of_time(timed, from_title, refused, ahead),
            *_notes_of_place(county, municipality, recovered),
        ),
    )


def _said(title: pl.Series) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Month times 100 plus day (0 where none), and seconds after midnight (-1 where none), of each title."""
    parts = title.str.extract_groups(TITLE).struct.unnest()
    day, word, hour, minute = (parts[name] for name in parts.columns)
    month = word.str.to_lowercase().replace_strict(
        pl.Series(MONTHS), pl.Series(range(1, 13), dtype=pl.Int64), default=0, return_dtype=pl.Int64
    )
    numbers = {
        name: values.cast(pl.Int64).fill_null(-1).to_numpy()
        for name, values in (("day", day), ("month", month), ("hour", hour), ("minute", minute))
    }
    valid = (numbers["day"] >= 1) & (numbers["day"] <= 31) & (numbers["month"] >= 1)
    clock = (numbers["hour"] >= 0) & (numbers["hour"] <= 23) & (numbers["minute"] >= 0) & (numbers["minute"] <= 59)
    seconds = numbers["hour"] * 3600 + numbers["minute"] * 60
    return np.where(valid, numbers["month"] * 100 + numbers["day"], 0), np.where(clock, seconds, -1)


def _with_year(day: NDArray[np.int64], published: Moments) -> Moments:
    """The latest such day (n,) that is at most a month after publication, datetime64[D]; NaT where there is none."""
    found = np.full(len(day), np.datetime64("NaT", "D"))
    known = (day > 0) & ~np.isnat(published)
    last = published.astype("datetime64[D]") + DAYS_AHEAD
    year = published.astype("datetime64[Y]")
    for back in range(-1, YEARS_BACK):
        open_rows = np.flatnonzero(known & np.isnat(found))
        if not open_rows.size:
            break
        month = (year[open_rows] - back).astype("datetime64[M]") + (day[open_rows] // 100 - 1)
        date = month.astype("datetime64[D]") + (day[open_rows] % 100 - 1)
        fits = (date.astype("datetime64[M]") == month) & (date <= last[open_rows])
        found[open_rows[fits]] = date[fits]
    return found


def _in_zone(start: Moments, timezone: str) -> Moments:
    """Swedish wall clock as the wall clock of another zone; an hour that is skipped in spring counts as the next."""
    if timezone == SWEDEN:
        return start
    local = pl.Series(start.astype("datetime64[ms]")).dt
    skipped = local.replace_time_zone(SWEDEN, ambiguous="earliest", non_existent="null").is_null()
    moved = pl.Series(start.astype("datetime64[ms]")) + pl.Series(skipped.to_numpy() * 3_600_000).cast(
        pl.Duration("ms")
    )
    there = moved.dt.replace_time_zone(SWEDEN, ambiguous="earliest").dt.convert_time_zone(timezone)
    return there.dt.replace_time_zone(None).to_numpy().astype("datetime64[s]")


def _where(location: pl.Series, title: pl.Series) -> tuple[pl.Series, pl.Series, Bools]:
    """Municipality and county of each row, and where the municipality is only in the title."""
    name = location.str.strip_chars()
    is_county = name.str.to_lowercase().str.ends_with(" län").fill_null(value=False)
    last = title.str.extract(r"([^,]*)$").str.strip_chars()
    unsaid = is_county | name.is_null() | (name == "").fill_null(value=False)
    by_title = _known_names(last.zip_with(unsaid, pl.Series([None], dtype=pl.String).new_from_index(0, len(last))))
    by_field = name.set(unsaid, None)
    known = _known_names(by_field)
    municipality = known.fill_null(by_field).fill_null(by_title).rename("municipality")
    recovered = (by_title.is_not_null() & unsaid).to_numpy().copy()
    return municipality, name.set(~is_county, None).rename("county"), recovered


def _known_names(texts: pl.Series) -> pl.Series:
    """Names of municipalities as the register writes them; null for texts that name none."""
    unique = texts.drop_nulls().unique()
    names = municipalities().names
    found = [None if (row := find_municipality(text)) is None else names[row] for text in unique]
    return texts.replace_strict(unique, pl.Series(found, dtype=pl.String), default=None, return_dtype=pl.String)


def _notes_of_time(timed: Bools, from_title: Bools, refused: Bools, ahead: Bools) -> tuple[Message, ...]:
    notes = []
    day_only, by_publication = int((from_title & ~timed).sum()), int((~from_title & ~refused).sum())
    if day_only:
        notes.append(
            Message(
                N_("{n} title says the day but no time of day."),
                {"n": day_only},
                N_("{n} titles say the day but no time of day."),
                day_only,
            )
        )
    if by_publication:
        notes.append(
            Message(
                N_("{n} title does not say when; the day of publication stands for it."),
                {"n": by_publication},
                N_("{n} titles do not say when; the day of publication stands for it."),
                by_publication,
            )
        )
    announced = int(ahead.sum())
    if announced:
        notes.append(
            Message(
                N_("{n} title gives a day after its publication: something announced."),
                {"n": announced},
                N_("{n} titles give a day after their publication: something announced."),
                announced,
            )
        )
    return tuple(notes)


def _notes_of_place(county: pl.Series, municipality: pl.Series, recovered: Bools) -> tuple[Message, ...]:
    notes = []
    only_county = int(county.is_not_null().sum())
    if only_county:
        notes.append(
            Message(
                N_("{n} row says only the county where it should say the municipality."),
                {"n": only_county},
                N_("{n} rows say only the county where they should say the municipality."),
                only_county,
            )
        )
    if recovered.any():
        n = int(recovered.sum())
        counts = municipality.filter(pl.Series(recovered)).value_counts(sort=True, name="n")
        most = ", ".join(f"{name} {count}" for name, count in counts.head(5).iter_rows())
        notes.append(
            Message(
                N_("In {n} row the municipality was taken from the title: {most}."),
                {"n": n, "most": most},
                N_("In {n} rows the municipality was taken from the title; most often {most}."),
                n,
            )
        )
    return tuple(notes)
