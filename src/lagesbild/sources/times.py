"""When: columns of dates, times of day and months become windows of wall-clock time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.i18n import N_, Message
from lagesbild.sources import headings
from lagesbild.sources.moments import WHY, Moments, Status, parse_clocks, parse_moments, window_end
from lagesbild.sources.parts import CLOCK, split_ranges
from lagesbild.sources.patterns import Bools
from lagesbild.sources.records import Conclusion, TimePrecision

ENOUGH_HOURS = 20
"""Times of day from which full hours only are taken for rounding rather than chance."""

END_FIRST = Message(N_("The end lies before the start."))
DAY = np.timedelta64(86400, "s")
WEEK = 7 * DAY


@dataclass(slots=True, eq=False)
class Times:
    """When n rows happened.

    Parameters
    ----------
    start, end : (n,) datetime64[s]
        Half-open windows; NaT in a refused row.
    precision : (n,) uint8 of TimePrecision
    reasons : list of (mask, column, why)
        Refused rows. A row is in at most one mask.
    """

    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    precision: NDArray[np.uint8]
    reasons: list[tuple[Bools, str, Message]] = field(default_factory=list)
    conclusions: list[Conclusion] = field(default_factory=list)

    def refuse(self, mask: Bools, column: str, why: Message) -> None:
        """Refuse those of some rows that are not refused already."""
        mask = mask & ~self.refused
        if mask.any():
            self.reasons.append((mask, column, why))

    @property
    def refused(self) -> Bools:
        """Rows that have been refused."""
        found = np.zeros(len(self.start), bool)
        for mask, _, _ in self.reasons:
            found |= mask
        return found


def read_times(frame: pl.DataFrame, roles: Mapping[str, str], *, timezone: str, date_order: str | None = None) -> Times:
    """Windows of the rows of `frame`, whose columns are text.

    `roles` names the columns "time", "date" with or without "clock", or "month", and where the source gives from
    and to also "time_to", "date_to", "clock_to". A month runs to the next, a day to the next; a clock that is empty
    leaves the day. A week is its seven days, with the precision of a month, so that nothing takes it for a day.
    A cell may hold from and to: 2024-01-31 22.00–23.30. Impossible values, missing ones and ends before their starts
    refuse the row.
    """
    column = roles.get("time") or roles.get("date") or roles["month"]
    first, until = split_ranges(frame[column])
    starts = frame if until is None else frame.with_columns(first)
    times = _from(starts, column, roles.get("clock"), timezone, date_order)
    if until is not None:
        _add_until(times, until, column, timezone, date_order)
    _add_end(times, frame, roles, timezone, date_order)
    refused = times.refused
    times.start = np.where(refused, np.datetime64("NaT", "s"), times.start)
    times.end = np.where(refused, np.datetime64("NaT", "s"), times.end)
    return times


def _from(frame: pl.DataFrame, column: str, clock: str | None, timezone: str, order: str | None) -> Times:
    utc = headings.is_utc(column)
    moments = parse_moments(frame[column], timezone=timezone, order=order, utc=utc)
    times = Times(moments.start, moments.start, moments.precision)
    for status, why in WHY.items():
        times.refuse(moments.status == status, column, why)
    if moments.order:
        times.conclusions.append(_order_conclusion(column, moments))
    if utc and moments.clock.any():
        what = Message(N_("Times in “{column}” are universal time, turned into"), {"column": column})
        times.conclusions.append(Conclusion(what, timezone, f"--timezone {timezone}"))
    if clock is not None:
        _add_clock(times, frame[clock], clock)
    _round_hours(times)
    times.end = np.where(moments.week, times.start + WEEK, window_end(times.start, times.precision))
    if moments.week.any():
        what = Message(N_("Times in “{column}”"), {"column": column})
        times.conclusions.append(Conclusion(what, Message(N_("whole weeks, none of whose days is known"))))
    return times


def _add_clock(times: Times, values: pl.Series, column: str) -> None:
    seconds, precision, status = parse_clocks(values)
    times.refuse(status == Status.NO_SUCH_HOUR, column, WHY[Status.NO_SUCH_HOUR])
    vague = int(((status == Status.UNREADABLE) & ~times.refused).sum())
    if vague:
        what = Message(N_("Times of day in “{column}” that cannot be read; the day is kept"), {"column": column})
        times.conclusions.append(Conclusion(what, str(vague)))
    said = (seconds >= 0) & (times.precision >= TimePrecision.DAY)
    if not (seconds[said] > 0).any() and said.sum() > 1:
        return
    day = times.start.astype("datetime64[D]").astype("datetime64[s]")
    times.start = np.where(said, day + np.where(said, seconds, 0).astype("timedelta64[s]"), times.start)
    times.precision = np.where(said, precision, times.precision).astype(np.uint8)


def _round_hours(times: Times) -> None:
    """Minutes that are 00 throughout are hours."""
    fine = times.precision == TimePrecision.MINUTE
    hours = times.start[fine & ~np.isnat(times.start)].astype(np.int64)
    if len(hours) >= ENOUGH_HOURS and not (hours % 3600).any():
        times.precision = np.where(fine, TimePrecision.HOUR, times.precision).astype(np.uint8)
        what = Message(N_("Times of day"))
        times.conclusions.append(Conclusion(what, Message(N_("full hours only, so each stands for its whole hour"))))


def _add_end(times: Times, frame: pl.DataFrame, roles: Mapping[str, str], timezone: str, order: str | None) -> None:
    column = roles.get("time_to") or roles.get("date_to")
    clock = roles.get("clock_to")
    if column is None and clock is None:
        return
    if column is not None:
        until = _from(frame, column, clock, timezone, order)
        given = frame[column].is_not_null().to_numpy()
        for mask, name, why in until.reasons:
            times.refuse(mask & given, name, why)
    else:
        assert clock is not None
        until = _same_day(times, frame[clock], clock)
        given = frame[clock].is_not_null().to_numpy()
        column = clock
    _close(times, until, given, column)


def _add_until(times: Times, values: pl.Series, column: str, timezone: str, order: str | None) -> None:
    """End the windows of rows whose cell says from and to, the end a clock or a day and a clock."""
    given = values.is_not_null().to_numpy()
    clock = values.str.contains(rf"(?i)^{CLOCK}$").fill_null(value=False)
    of_day = _same_day(times, values.set(~clock, None), column)
    moments = parse_moments(values.set(clock, None), timezone=timezone, order=order)
    for status, why in WHY.items():
        times.refuse(given & ~clock.to_numpy() & (moments.status == status), column, why)
    until = Times(
        np.where(clock, of_day.start, moments.start),
        np.where(clock, of_day.end, window_end(moments.start, moments.precision)),
        np.where(clock, of_day.precision, moments.precision).astype(np.uint8),
    )
    _close(times, until, given, column)


def _close(times: Times, until: Times, given: Bools, column: str) -> None:
    """Let the windows of the rows `given` run until their ends; an end before its start refuses the row."""
    given = given & ~np.isnat(until.start) & ~np.isnat(times.start)
    exact = (until.precision >= TimePrecision.HOUR) & (times.precision >= TimePrecision.HOUR)
    times.refuse(given & np.where(exact, until.start < times.start, until.end <= times.start), column, END_FIRST)
    last = np.where(exact, until.start, until.end)
    times.end = np.where(given, np.maximum(times.end, last), times.end)
    times.precision = np.where(given, np.minimum(times.precision, until.precision), times.precision).astype(np.uint8)


def _same_day(times: Times, values: pl.Series, column: str) -> Times:
    """Ends given as a time of day only: of the same day, or of the next where the clock has gone round."""
    seconds, precision, status = parse_clocks(values)
    for bad in (Status.UNREADABLE, Status.NO_SUCH_HOUR):
        times.refuse(status == bad, column, WHY[bad])
    day = times.start.astype("datetime64[D]").astype("datetime64[s]")
    until = day + np.maximum(seconds, 0).astype("timedelta64[s]")
    until = np.where((until < times.start) & (times.precision >= TimePrecision.HOUR), until + DAY, until)
    until = np.where(seconds < 0, np.datetime64("NaT", "s"), until)
    return Times(until, window_end(until, precision), precision)


def _order_conclusion(column: str, moments: Moments) -> Conclusion:
    names = {
        "dmy": Message(N_("day, month, year")),
        "mdy": Message(N_("month, day, year")),
        "ymd": Message(N_("year, month, day")),
    }
    text = (
        N_("Order in “{column}” (another one would fit all values too)")
        if moments.ambiguous
        else N_("Order in “{column}”")
    )
    return Conclusion(Message(text, {"column": column}), names[moments.order], f"--date-order {moments.order}")
