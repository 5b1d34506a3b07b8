"""Windows of time out of one, two and four columns."""

import datetime as dt

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.sources.records import TimePrecision
from lagesbild.sources.times import Times, read_times


def times(roles: dict[str, str], **columns: list[str | None]) -> Times:
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String()))
    return read_times(frame, roles, timezone="Europe/Stockholm")


def windows(found: Times) -> list[tuple[str, str]]:
    return [(str(a)[:16], str(b)[:16]) for a, b in zip(found.start, found.end, strict=True)]


def why(found: Times) -> dict[int, tuple[str, str]]:
    return {int(i): (column, message.text) for mask, column, message in found.reasons for i in np.flatnonzero(mask)}


def test_a_month_runs_to_the_next_and_a_day_to_the_next():
    assert windows(times({"month": "m"}, m=["2024-02", "2023-12"])) == [
        ("2024-02-01T00:00", "2024-03-01T00:00"),
        ("2023-12-01T00:00", "2024-01-01T00:00"),
    ]
    assert windows(times({"date": "d"}, d=["2024-02-29"])) == [("2024-02-29T00:00", "2024-03-01T00:00")]


def test_a_date_and_an_hour_make_an_hour_and_an_empty_one_leaves_the_day():
    found = times({"date": "d", "clock": "h"}, d=["1/1/2010", "1/31/2010", "1/31/2010"], h=["0", "23", None])
    assert windows(found) == [
        ("2010-01-01T00:00", "2010-01-01T01:00"),
        ("2010-01-31T23:00", "2010-02-01T00:00"),
        ("2010-01-31T00:00", "2010-02-01T00:00"),
    ]
    assert found.precision.tolist() == [TimePrecision.HOUR, TimePrecision.HOUR, TimePrecision.DAY]


def test_a_date_and_a_clock_make_a_minute():
    found = times({"date": "d", "clock": "k"}, d=["31/1-24", "1/2-24"], k=["07.23", "24:00"])
    assert windows(found) == [("2024-01-31T07:23", "2024-01-31T07:24"), ("2024-02-02T00:00", "2024-02-02T00:01")]


def test_an_impossible_clock_refuses_its_row_and_a_vague_one_leaves_the_day():
    found = times({"date": "d", "clock": "k"}, d=["2024-01-31"] * 3, k=["25:00", "sent", "10:00"])
    assert why(found) == {0: ("k", "There is no such time of day.")}
    assert np.isnat(found.start).tolist() == [True, False, False]
    assert found.precision[1] == TimePrecision.DAY


def test_full_hours_throughout_are_hours():
    found = times({"time": "t"}, t=[f"2024-01-{day:02} {day % 24:02}:00" for day in range(1, 26)])
    assert set(found.precision.tolist()) == {TimePrecision.HOUR}
    found = times({"time": "t"}, t=[f"2024-01-{day:02} {day % 24:02}:{day:02}" for day in range(1, 26)])
    assert set(found.precision.tolist()) == {TimePrecision.MINUTE}


def test_from_and_to_make_the_window_and_an_end_before_its_start_is_refused():
    found = times(
        {"time": "a", "time_to": "b"},
        a=["2024-01-31 22:00", "2024-01-31 22:00", "2024-01-31 22:00", "2024-01-31 22:00", "2024-01-31 22:00"],
        b=["2024-02-01 06:30", None, "2024-01-31 21:00", "2024-01-31 22:00", "någon gång"],
    )
    assert windows(found)[:2] == [("2024-01-31T22:00", "2024-02-01T06:30"), ("2024-01-31T22:00", "2024-01-31T22:01")]
    assert windows(found)[3] == ("2024-01-31T22:00", "2024-01-31T22:01")
    assert why(found) == {
        2: ("b", "The end lies before the start."),
        4: ("b", "This cannot be read as a date or a time."),
    }


def test_days_from_and_to_include_the_last_day():
    found = times({"date": "a", "date_to": "b"}, a=["2024-01-31", "2024-02-02"], b=["2024-02-02", "2024-02-01"])
    assert windows(found)[0] == ("2024-01-31T00:00", "2024-02-03T00:00")
    assert list(why(found)) == [1]


def test_a_clock_to_past_midnight_ends_the_next_day():
    found = times(
        {"date": "d", "clock": "a", "clock_to": "b"}, d=["2024-01-31"] * 2, a=["22:00", "07:00"], b=["01:30", "08:00"]
    )
    assert windows(found) == [("2024-01-31T22:00", "2024-02-01T01:30"), ("2024-01-31T07:00", "2024-01-31T08:00")]


def test_a_column_in_universal_time_is_turned_into_wall_clock():
    found = times({"time": "time_utc"}, time_utc=["2024-07-01 22:30:00", "2024-01-01 12:15:00"])
    assert windows(found)[0][0] == "2024-07-02T00:30"
    assert windows(found)[1][0] == "2024-01-01T13:15"


@given(
    starts=st.lists(
        st.datetimes(dt.datetime.fromisoformat("2000-01-01"), dt.datetime.fromisoformat("2050-01-01")), min_size=1
    ),
    hours=st.integers(0, 100),
)
def test_a_window_is_never_empty_and_holds_its_start(starts, hours):
    write = [start.strftime("%Y-%m-%d %H:%M") for start in starts]
    ends = [(start + dt.timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M") for start in starts]
    found = times({"time": "a", "time_to": "b"}, a=write, b=ends)
    assert not found.reasons
    assert (found.end > found.start).all()
    wanted = np.array([start.strftime("%Y-%m-%dT%H:%M") for start in starts], "datetime64[s]")
    if set(found.precision.tolist()) == {TimePrecision.MINUTE}:
        assert (found.start == wanted).all()
