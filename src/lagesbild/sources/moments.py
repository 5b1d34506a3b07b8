"""From text to moments: every way that Swedish and English files write a date, a month or a time of day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.sources.patterns import (
    DATES,
    SERIAL,
    SHARE_OF_DAY,
    SIX,
    TIME_OF_DAY,
    UNIX,
    WEEKS,
    Bools,
    Form,
    Groups,
    Ints,
    full_year,
    match,
)
from lagesbild.sources.records import Labels, TimePrecision

ORDERS = ("dmy", "mdy", "ymd")


class Status(IntEnum):
    """What became of a value."""

    OK = 0
    EMPTY = 1
    UNREADABLE = 2
    NO_SUCH_DAY = 3
    NO_SUCH_HOUR = 4
    YEAR_OUTSIDE = 5


WHY = {
    Status.EMPTY: Message(N_("No time is given.")),
    Status.UNREADABLE: Message(N_("This cannot be read as a date or a time.")),
    Status.NO_SUCH_DAY: Message(N_("There is no such day in the calendar.")),
    Status.NO_SUCH_HOUR: Message(N_("There is no such time of day.")),
    Status.YEAR_OUTSIDE: Message(
        N_("The year lies outside {first}–{last}."), {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """n values read as moments of wall-clock time.

    Parameters
    ----------
    start : (n,) datetime64[s]
        First second of the month, day, hour or minute; NaT where `status` is not OK.
    precision : (n,) uint8 of TimePrecision
    status : (n,) uint8 of Status
    form : (n,) uint8 of Form
    clock : (n,) bool
        The value says a time of day other than midnight.
    week : (n,) bool
        The value is a week, from its Monday. The precision is that of a month, the one that claims no day.
    order : str
        Order of day, month and year where the values write three small numbers, else "".
    ambiguous : bool
        The values fit another order as well.
    """

    start: NDArray[np.datetime64]
    precision: NDArray[np.uint8]
    status: NDArray[np.uint8]
    form: NDArray[np.uint8]
    clock: Bools
    week: Bools
    order: str
    ambiguous: bool


class _Parts:
    """Year, month, day, hour, minute, second (-1: not said), offset and form of n values, filled in step by step."""

    def __init__(self, n: int) -> None:
        self.year, self.month, self.day = (np.full(n, -1, np.int64) for _ in range(3))
        self.hour, self.minute, self.second = (np.full(n, -1, np.int64) for _ in range(3))
        self.offset = np.full(n, np.nan)
        self.form = np.zeros(n, np.uint8)
        self.week = np.zeros(n, bool)


def parse_moments(values: pl.Series, *, timezone: str, order: str | None = None, utc: bool = False) -> Moments:
    """Read a text column, null where nothing is said.

    Values with an offset, in Unix seconds or milliseconds, and all of them when `utc`, become wall-clock time of
    `timezone`. `order` decides between day-month and month-day; None lets all the values decide together.
    Raises `InputError` for an unknown `timezone` or `order`.
    """
    if order is not None and order not in ORDERS:
        raise InputError(Message(N_("“{value}” is no order of dates. Say ymd, dmy or mdy."), {"value": order}))
    labels = Labels.of(values)
    texts = pl.Series(labels.names, dtype=pl.String).str.to_lowercase().str.replace_all(r"[\s\u{a0}]+", " ")
    texts = texts.str.replace_all("–", "-", literal=True)
    parts = _Parts(len(texts))
    found_order, ambiguous = _fill_dates(texts, parts, timezone, order)
    start, status = _seconds(parts)
    start = _to_wall_clock(start, parts, status, timezone, utc)
    clock = np.where(status == Status.OK, start % 86400 != 0, (parts.hour > 0) | (parts.minute > 0))
    precision = np.select(
        [(parts.day < 0) | parts.week, parts.hour < 0, parts.minute < 0],
        [TimePrecision.MONTH, TimePrecision.DAY, TimePrecision.HOUR],
        TimePrecision.MINUTE,
    ).astype(np.uint8)
    said = parts.form != Form.NONE
    if not clock.any() or not ((parts.hour > 0) | (parts.minute > 0) | (parts.second > 0)).any():
        precision = np.minimum(precision, TimePrecision.DAY).astype(np.uint8)
    start -= np.where(precision == TimePrecision.MINUTE, start % 60, 0)
    status = np.where(said, status, Status.UNREADABLE).astype(np.uint8)
    taken = Moments(
        np.where(status == Status.OK, start.astype("datetime64[s]"), np.datetime64("NaT", "s")),
        precision, status, parts.form, clock & said, parts.week, found_order, ambiguous,
    )  # fmt: skip
    return _spread(taken, labels.codes)


def parse_clocks(values: pl.Series) -> tuple[Ints, NDArray[np.uint8], NDArray[np.uint8]]:
    """Seconds after midnight (-1 where none), TimePrecision and Status of a column of times of day.

    Whole numbers are hours when none is above 24, else hours and minutes run together (723 is 07:23). Shares of a
    day (0.5 is 12:00) are clocks when all are such, and not all can be hours and minutes.
    """
    labels = Labels.of(values)
    names = pl.Series(labels.names, dtype=pl.String).str.to_lowercase()
    if names.str.contains(SHARE_OF_DAY).all() and names.str.contains(r"[.,](?:[0-9]|[0-9]{3,})$").any():
        return _shares(names, labels.codes)
    hit, groups = match(names, TIME_OF_DAY)
    bare, whole = groups.ints("h2"), groups.ints("n")
    if (whole >= 0).any():
        whole = np.maximum(bare, whole)
    hour = groups.half_day(np.where(whole >= 0, whole // 100, groups.first("h", "h2")))
    minute = np.where(whole >= 0, whole % 100, groups.ints("mi"))
    wrong = _no_such_hour(hour, minute, groups.ints("s"))
    status, seconds = np.full(len(hit), Status.UNREADABLE, np.uint8), np.full(len(hit), -1, np.int64)
    precision = np.full(len(hit), TimePrecision.MINUTE, np.uint8)
    status[hit] = np.where(wrong, Status.NO_SUCH_HOUR, Status.OK)
    seconds[hit] = np.where(wrong, -1, hour * 3600 + np.maximum(minute, 0) * 60)
    precision[hit] = np.where(minute < 0, TimePrecision.HOUR, TimePrecision.MINUTE)
    codes = labels.codes
    return _take(seconds, codes, -1), _take(precision, codes, TimePrecision.DAY), _take(status, codes, Status.EMPTY)


def _shares(names: pl.Series, codes: NDArray[np.int32]) -> tuple[Ints, NDArray[np.uint8], NDArray[np.uint8]]:
    """As `parse_clocks`, for shares of a day, to the nearest minute."""
    minutes = np.rint(names.str.replace(",", ".", literal=True).cast(pl.Float64).to_numpy() * 1440)
    minute = np.full(len(names), TimePrecision.MINUTE, np.uint8)
    good = np.full(len(names), Status.OK, np.uint8)
    return (
        _take(minutes.astype(np.int64) * 60, codes, -1),
        _take(minute, codes, TimePrecision.DAY),
        _take(good, codes, Status.EMPTY),
    )


def window_end(start: NDArray[np.datetime64], precision: NDArray[np.uint8]) -> NDArray[np.datetime64]:
    """End of the month, day, hour or minute that begins at `start`."""
    month = (start.astype("datetime64[M]") + 1).astype("datetime64[s]")
    length = np.array([0, 86400, 3600, 60], "timedelta64[s]")[precision]
    return np.where(precision == TimePrecision.MONTH, month, start + length)


def _fill_dates(texts: pl.Series, parts: _Parts, timezone: str, order: str | None) -> tuple[str, bool]:
    left = np.flatnonzero(texts.str.contains("[0-9]").to_numpy())
    found, ambiguous = "", False
    for pattern, form in DATES:
        if not len(left):
            break
        hit, groups = match(texts[left], pattern)
        if not hit.any():
            continue
        rows = left[hit]
        if groups.has("a"):
            found, ambiguous = _fill_ordered(groups, rows, parts, timezone, order)
        else:
            parts.year[rows], parts.day[rows] = groups.year(), groups.ints("d")
            parts.month[rows] = groups.ints("m") if groups.has("m") else groups.month_name()
        parts.form[rows] = form
        _fill_clock(groups, rows, parts)
        left = left[~hit]
    if len(left):
        left = _fill_weeks(texts, left, parts)
        left = _fill_six(texts, left, parts)
        left = _fill_numbers(texts, left, parts, UNIX)
        _fill_numbers(texts, left, parts, SERIAL)
    return found, ambiguous


def _fill_ordered(groups: Groups, rows: Ints, parts: _Parts, timezone: str, order: str | None) -> tuple[str, bool]:
    """Three small numbers: the order that suits most values, whether another suits them all as well."""
    a, b, c = (groups.ints(name) for name in "abc")
    short = groups.frame["c"].str.len_bytes().to_numpy() == 2
    first, second = groups.frame["sep"], groups.frame["sep2"]
    slash_dash = ((first == "/") & (second == "-")).to_numpy()
    dots = (first == ".").to_numpy()
    year = np.where(short, full_year(c), c)
    early = full_year(a)
    readings = {"dmy": (year, b, a), "mdy": (year, a, b), "ymd": (early, b, c)}
    wrong = {name: ~_valid_day(*reading) for name, reading in readings.items()}
    wrong["ymd"] |= ~short
    mendable = ~slash_dash
    bad = {name: int((mask & mendable).sum()) for name, mask in wrong.items()}
    preferred = ["mdy", "dmy", "ymd"] if timezone.startswith("America/") else ["dmy", "mdy", "ymd"]
    if (short & (first == "-").to_numpy() & mendable).sum() * 2 > len(rows):
        preferred = ["ymd", *preferred[:2]]
    if dots.sum() * 2 > len(rows):
        preferred = ["dmy", "ymd", "mdy"]
    chosen = order or min(preferred, key=lambda name: bad[name])
    rival = any(bad[name] == bad[chosen] for name in ORDERS if name != chosen)
    for name, mask in ((chosen, mendable), ("dmy", slash_dash)):
        for part, reading in zip((parts.year, parts.month, parts.day), readings[name], strict=True):
            part[rows[mask]] = reading[mask]
    unsure = order is None and rival and mendable.any() and not dots.all() and bool((a != b)[mendable].any())
    return (chosen if mendable.any() else ""), bool(unsure)


def _fill_weeks(texts: pl.Series, left: Ints, parts: _Parts) -> Ints:
    """Weeks as ISO 8601 counts them, by their Mondays; a 53rd that the year does not have is no day."""
    for pattern in WEEKS:
        hit, groups = match(texts[left], pattern)
        rows, year, week = left[hit], groups.ints("y"), groups.ints("k")
        fourth = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype(np.int64) + 3
        monday = (fourth - (fourth + 3) % 7 + 7 * (week - 1)).astype("datetime64[D]")
        month = monday.astype("datetime64[M]")
        there = (week >= 1) & ((monday + 3).astype("datetime64[Y]").astype(np.int64) + 1970 == year)
        parts.year[rows] = np.where(there, month.astype("datetime64[Y]").astype(np.int64) + 1970, year)
        parts.month[rows] = np.where(there, month.astype(np.int64) % 12 + 1, 13)
        parts.day[rows] = (monday - month.astype("datetime64[D]")).astype(np.int64) + 1
        parts.form[rows], parts.week[rows] = Form.WRITTEN, True
        left = left[~hit]
    return left


def _fill_six(texts: pl.Series, left: Ints, parts: _Parts) -> Ints:
    """Six digits: months (202208) when all of them can be, else days (240131)."""
    hit, groups = match(texts[left], SIX)
    rows = left[hit]
    p, q, r = (groups.ints(name) for name in "pqr")
    months = bool((((p == 19) | (p == 20)) & (r >= 1) & (r <= 12)).all())
    parts.year[rows] = p * 100 + q if months else full_year(p)
    parts.month[rows] = r if months else q
    parts.day[rows] = -1 if months else r
    parts.form[rows] = Form.DIGITS
    return left[~hit]


def _fill_numbers(texts: pl.Series, left: Ints, parts: _Parts, pattern: str) -> Ints:
    """Unix seconds or milliseconds, or days as spreadsheets count them."""
    hit, groups = match(texts[left], pattern)
    if not hit.any():
        return left
    rows = left[hit]
    if pattern == UNIX:
        seconds = groups.ints("u")
        seconds = np.where(seconds >= 10**11, seconds // 1000, seconds)
        parts.offset[rows] = 0.0
        parts.form[rows] = Form.UNIX
    else:
        share = ("0." + groups.frame["f"].fill_null("0")).cast(pl.Float64).to_numpy()
        seconds = (groups.ints("e") - 25569) * 86400 + np.rint(share * 86400).astype(np.int64)
        parts.form[rows] = Form.SERIAL
    day = seconds.astype("datetime64[s]").astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    parts.year[rows] = day.astype("datetime64[Y]").astype(np.int64) + 1970
    parts.month[rows] = month.astype(np.int64) % 12 + 1
    parts.day[rows] = (day - month.astype("datetime64[D]")).astype(np.int64) + 1
    of_day = seconds % 86400
    parts.hour[rows], parts.minute[rows], parts.second[rows] = of_day // 3600, of_day // 60 % 60, of_day % 60
    return left[~hit]


def _fill_clock(groups: Groups, rows: Ints, parts: _Parts) -> None:
    parts.hour[rows] = groups.half_day(groups.first("h", "h2", "h3"))
    parts.minute[rows] = groups.first("mi", "mi3")
    parts.second[rows] = groups.first("s", "s3")
    if groups.has("z"):
        zone = groups.frame["z"]
        named = zone.replace_strict({"z": 0, "utc": 0, "gmt": 0, "cet": 3600, "cest": 7200}, default=None)
        digits = zone.str.replace(":", "", literal=True).str.pad_end(5, "0")
        sign = pl.when(digits.str.starts_with("-")).then(-1).otherwise(1)
        number = digits.str.slice(1, 2).cast(pl.Int64, strict=False) * 3600
        number = number + digits.str.slice(3, 2).cast(pl.Int64, strict=False) * 60
        signed = pl.select(pl.lit(number) * sign).to_series()
        parts.offset[rows] = named.cast(pl.Float64).fill_null(signed.cast(pl.Float64)).fill_null(np.nan).to_numpy()


def _seconds(parts: _Parts) -> tuple[Ints, NDArray[np.uint8]]:
    """Seconds since 1970 of what the parts say, and their Status."""
    outside = (parts.year < FIRST_YEAR) | (parts.year > LAST_YEAR)
    day = np.where(parts.day < 0, 1, parts.day)
    no_day = ~_valid_day(parts.year, parts.month, day)
    hour, minute, second = parts.hour, parts.minute, parts.second
    no_hour = _no_such_hour(hour, minute, second)
    no_hour |= np.abs(np.nan_to_num(parts.offset)) > 18 * 3600
    status = np.select(
        [outside, no_day, no_hour], [Status.YEAR_OUTSIDE, Status.NO_SUCH_DAY, Status.NO_SUCH_HOUR], Status.OK
    ).astype(np.uint8)
    good = status == Status.OK
    year, month = np.where(good, parts.year, 1970), np.where(good, parts.month, 1)
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + np.where(good, day, 1) - 1
    of_day = np.maximum(hour, 0) * 3600 + np.maximum(minute, 0) * 60 + np.clip(second, 0, 59)
    return days * 86400 + np.where(good, of_day, 0), status


def _to_wall_clock(start: Ints, parts: _Parts, status: NDArray[np.uint8], timezone: str, utc: bool) -> Ints:
    offset = np.where(np.isnan(parts.offset) & utc & (parts.hour >= 0), 0.0, parts.offset)
    told = ~np.isnan(offset) & (status == Status.OK)
    moment = pl.Series(start - np.where(told, offset, 0.0).astype(np.int64)) * 1000
    try:
        local = moment.cast(pl.Datetime("ms")).dt.replace_time_zone("UTC").dt.convert_time_zone(timezone)
    except pl.exceptions.PolarsError as error:
        raise InputError(
            Message(N_("There is no time zone called {name}. Try Europe/Stockholm."), {"name": timezone})
        ) from error
    wall = local.dt.replace_time_zone(None).dt.epoch("s").to_numpy()
    return np.where(told, wall, start)


def _no_such_hour(hour: Ints, minute: Ints, second: Ints) -> Bools:
    """24:00 is the end of the day, and a leap second is one."""
    past: Bools = (hour > 24) | (minute > 59) | (second > 60) | ((hour == 24) & ((minute > 0) | (second > 0)))
    return past


def _valid_day(year: Ints, month: Ints, day: Ints) -> Bools:
    good = (month >= 1) & (month <= 12) & (year >= 0) & (year < 10_000)
    months = (np.where(good, (year - 1970) * 12 + month - 1, 0)).astype("datetime64[M]")
    length = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64)
    valid: Bools = good & (day >= 1) & (day <= length)
    return valid


def _spread(unique: Moments, codes: NDArray[np.int32]) -> Moments:
    return Moments(
        _take(unique.start, codes, np.datetime64("NaT", "s")),
        _take(unique.precision, codes, TimePrecision.DAY),
        _take(unique.status, codes, Status.EMPTY),
        _take(unique.form, codes, Form.NONE),
        _take(unique.clock, codes, False),
        _take(unique.week, codes, False),
        unique.order,
        unique.ambiguous,
    )


def _take(values: NDArray[Any], codes: NDArray[np.int32], missing: object) -> NDArray[Any]:
    """Values by code, `missing` for code -1."""
    return np.append(values, np.array([missing]).astype(values.dtype))[codes]
