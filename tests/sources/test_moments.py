"""Dates and times of day in every way that they are written."""

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.core.years import LAST_YEAR
from lagesbild.errors import InputError
from lagesbild.sources.moments import Moments, Status, parse_clocks, parse_moments, window_end
from lagesbild.sources.records import TimePrecision

MONTHS_SV = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
]
MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
ZONE = "Europe/Stockholm"
DAYS = st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)), min_size=1, max_size=30)
FIRST, LAST = dt.datetime.fromisoformat("2001-09-10"), dt.datetime.fromisoformat("2068-12-31")
STAMPS = st.lists(
    st.datetimes(FIRST, LAST).map(lambda t: t.replace(second=0, microsecond=0)),
    min_size=1,
    max_size=30,
)


def parse(values: list[str | None], **options: object) -> Moments:
    return parse_moments(pl.Series(values, dtype=pl.String), timezone=ZONE, **options)  # type: ignore[arg-type]


def one(value: str, **options: object) -> tuple[str, str]:
    found = parse([value], **options)
    status = Status(found.status[0])
    return str(found.start[0])[:16], TimePrecision(found.precision[0]).name if status == Status.OK else status.name


DAY_FORMS = {
    "ISO": lambda d: d.isoformat(),
    "slashes, year first": lambda d: f"{d.year}/{d.month}/{d.day}",
    "compact": lambda d: f"{d:%Y%m%d}",
    "Swedish short": lambda d: f"{d.day}/{d.month}-{d:%y}",
    "points": lambda d: f"{d.day}.{d.month}.{d.year}",
    "Swedish words": lambda d: f"{d.day} {MONTHS_SV[d.month - 1]} {d.year}",
    "Swedish short words": lambda d: f"den {d.day} {MONTHS_SV[d.month - 1][:3]}. {d.year}",
    "English words": lambda d: f"{MONTHS_EN[d.month - 1]} {d.day}, {d.year}",
    "English with weekday": lambda d: f"{d:%a}, {d.day:02} {MONTHS_EN[d.month - 1][:3]} {d.year}",
    "dashed name": lambda d: f"{d.day}-{MONTHS_EN[d.month - 1][:3]}-{d:%y}",
}
CLOCK_FORMS = {
    "colon": lambda t: f" {t:%H:%M}",
    "point": lambda t: f" {t.hour}.{t:%M}",
    "kl.": lambda t: f" kl. {t:%H.%M}",
    "T": lambda t: f"T{t:%H:%M:%S}",
    "milliseconds": lambda t: f" {t:%H:%M:%S}.123",
    "run together": lambda t: f" {t:%H%M}",
    "half days": lambda t: f" {t:%I:%M:%S %p}",
}


@pytest.mark.parametrize("form", DAY_FORMS)
@given(days=DAYS)
def test_a_day_reads_back_in_every_form(form, days):
    found = parse([DAY_FORMS[form](day) for day in days])
    assert found.start.astype("datetime64[D]").tolist() == days
    assert set(found.precision.tolist()) == {TimePrecision.DAY}


@pytest.mark.parametrize("day_form", DAY_FORMS)
@pytest.mark.parametrize("form", CLOCK_FORMS)
@settings(max_examples=12)
@given(stamps=STAMPS)
def test_a_time_reads_back_in_every_form(day_form, form, stamps):
    found = parse([DAY_FORMS[day_form](stamp.date()) + CLOCK_FORMS[form](stamp) for stamp in stamps])
    assert found.start.tolist() == stamps
    midnight = all(stamp.time() == dt.time() for stamp in stamps)
    assert set(found.precision.tolist()) == {TimePrecision.DAY if midnight else TimePrecision.MINUTE}


@given(stamps=STAMPS, zone=st.sampled_from(["Europe/Stockholm", "America/Chicago", "UTC"]), form=st.integers(0, 4))
def test_offsets_and_unix_times_become_the_wall_clock_of_the_zone(stamps, zone, form):
    moments = [stamp.replace(tzinfo=ZoneInfo("Europe/London")) for stamp in stamps]
    write = [
        lambda t: t.isoformat(),
        lambda t: t.strftime("%Y-%m-%dT%H:%M:%S%z"),
        lambda t: t.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M:%SZ"),
        lambda t: str(int(t.timestamp())),
        lambda t: str(int(t.timestamp()) * 1000),
    ][form]
    found = parse_moments(pl.Series([write(moment) for moment in moments]), timezone=zone)
    wanted = [moment.astimezone(dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in moments]
    assert found.start.tolist() == wanted


@given(days=DAYS)
def test_months_are_months_and_run_to_the_next(days):
    forms = [
        lambda d: f"{d:%Y-%m}", lambda d: f"{d:%Y%m}", lambda d: f"{d:%YM%m}", lambda d: f"{d:%m/%Y}",
        lambda d: f"{d.year} {MONTHS_SV[d.month - 1]}", lambda d: f"{MONTHS_SV[d.month - 1][:3]} {d.year}",
        lambda d: f"{MONTHS_EN[d.month - 1][:3]}-{d:%y}",
    ]  # fmt: skip
    for form in forms:
        found = parse([form(day) for day in days])
        assert found.start.astype("datetime64[D]").tolist() == [day.replace(day=1) for day in days]
        assert set(found.precision.tolist()) == {TimePrecision.MONTH}
    ends = window_end(found.start, found.precision)
    assert (ends.astype("datetime64[M]").astype(int) - found.start.astype("datetime64[M]").astype(int) == 1).all()


@pytest.mark.parametrize(
    ("value", "start", "precision"),
    [
        ("2025-03-03 8:12:01 +01:00", "2025-03-03T08:12", "MINUTE"),
        ("2020-01-29T06:51:11+0100", "2020-01-29T06:51", "MINUTE"),
        ("2024-07-01T22:30:00Z", "2024-07-02T00:30", "MINUTE"),
        ("2024-01-31T07", "2024-01-31T07:00", "HOUR"),
        ("2024-01-31 24:00", "2024-02-01T00:00", "DAY"),
        ("202401310723", "2024-01-31T07:23", "MINUTE"),
        ("240131", "2024-01-31T00:00", "DAY"),
        ("24-01-31", "2024-01-31T00:00", "DAY"),
        ("45322,3", "2024-01-31T07:12", "MINUTE"),
        ("45322", "2024-01-31T00:00", "DAY"),
        ("Thu Jan 4 2024", "2024-01-04T00:00", "DAY"),
    ],
)
def test_what_else_is_written(value, start, precision):
    assert one(value) == (start, precision)


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("2024-02-30", "NO_SUCH_DAY"),
        ("31 februari 2024", "NO_SUCH_DAY"),
        ("2023-02-29 10:00", "NO_SUCH_DAY"),
        ("2024-13-01", "NO_SUCH_DAY"),
        ("2024-01-31 25:00", "NO_SUCH_HOUR"),
        ("2024-01-31 10:61", "NO_SUCH_HOUR"),
        ("1899-12-30", "YEAR_OUTSIDE"),
        ("2999-01-01", "YEAR_OUTSIDE"),
        ("datum ej anget", "UNREADABLE"),
        ("2024", "UNREADABLE"),
        ("٢٠٢٤-٠١-٣١", "UNREADABLE"),
    ],
)
def test_what_cannot_be_is_named(value, status):
    assert one(value) == ("NaT", status)


def test_the_last_year_is_that_of_days_that_people_choose():
    assert one(f"{LAST_YEAR}-12-31") == (f"{LAST_YEAR}-12-31T00:00", "DAY")
    assert one(f"{LAST_YEAR + 1}-01-01") == ("NaT", "YEAR_OUTSIDE")


def test_nothing_said_is_empty():
    assert parse([None, " "]).status.tolist() == [Status.EMPTY] * 2


@pytest.mark.parametrize(
    ("values", "first", "order", "ambiguous"),
    [
        (["3/4/2024", "31/1/2024"], "2024-04-03", "dmy", False),
        (["3/4/2010", "1/31/2010"], "2010-03-04", "mdy", False),
        (["3/4/2024", "5/6/2024"], "2024-04-03", "dmy", True),
        (["3.4.2024"], "2024-04-03", "dmy", False),
        (["24-04-03", "24-01-31"], "2024-04-03", "ymd", True),
        (["7/7/2024"], "2024-07-07", "dmy", False),
    ],
)
def test_all_values_decide_the_order_of_day_and_month(values, first, order, ambiguous):
    found = parse(values)
    assert (str(found.start[0])[:10], found.order, found.ambiguous) == (first, order, ambiguous)


def test_the_user_decides_the_order_before_the_values():
    found = parse(["3/4/2024", "31/1/2024"], order="mdy")
    assert str(found.start[0])[:10] == "2024-03-04"
    assert found.status.tolist() == [Status.OK, Status.NO_SUCH_DAY]
    american = parse_moments(pl.Series(["3/4/2024"]), timezone="America/Chicago")
    assert (american.order, american.ambiguous) == ("mdy", True)


def test_an_unknown_order_or_zone_is_said():
    with pytest.raises(InputError, match="no order of dates"):
        parse(["2024-01-01"], order="myd")
    with pytest.raises(InputError, match="no time zone called"):
        parse_moments(pl.Series(["2024-01-01"]), timezone="Mars/Olympus")


def test_midnight_throughout_is_a_day_without_hour():
    assert set(parse(["2024-01-31 00:00:00", "2024-02-01 00:00:00"]).precision) == {TimePrecision.DAY}
    assert set(parse(["2024-01-31 00:00:00", "2024-02-01 00:01:00"]).precision) == {TimePrecision.MINUTE}
    assert set(parse(["2024-01-31T23:00:00Z", "2024-02-01T23:00:00Z"]).precision) == {TimePrecision.DAY}


@given(times=st.lists(st.times(), min_size=1, max_size=30))
def test_times_of_day_read_back(times):
    for form in ("%H:%M", "%H.%M", "kl. %H.%M", "%H%M", "%H:%M:%S", "%I:%M %p", "1899-12-30 %H:%M:%S"):
        seconds, precision, status = parse_clocks(pl.Series([time.strftime(form) for time in times]))
        assert seconds.tolist() == [time.hour * 3600 + time.minute * 60 for time in times]
        assert set(precision.tolist()) == {TimePrecision.MINUTE}
        assert not status.any()


def test_whole_numbers_are_hours_or_hours_and_minutes():
    assert parse_clocks(pl.Series(["0", "7", "23"]))[0].tolist() == [0, 25200, 82800]
    assert set(parse_clocks(pl.Series(["0", "7", "23"]))[1].tolist()) == {TimePrecision.HOUR}
    assert parse_clocks(pl.Series(["1", "15", "130", "2359"]))[0].tolist() == [60, 900, 5400, 86340]


def test_impossible_times_of_day_are_named():
    _, _, status = parse_clocks(pl.Series(["25", "07:61", "sent", None, "24:00"]))
    assert [Status(s).name for s in status] == ["NO_SUCH_HOUR", "NO_SUCH_HOUR", "UNREADABLE", "EMPTY", "OK"]


@given(values=st.lists(st.text(max_size=20), max_size=20))
def test_any_text_at_all_gets_a_status(values):
    found = parse(values)
    assert len(found.start) == len(values)
    assert (np.isnat(found.start) == (found.status != Status.OK)).all()
    assert len(parse_clocks(pl.Series(values, dtype=pl.String))[0]) == len(values)
