"""What calendars read, read back by the library that real ones are tested with."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from lagesbild.core.calendars import Event, calendar, plain

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CHANGED = dt.datetime(2026, 3, 1, 8, 30, tzinfo=dt.UTC)


def event(**said: object) -> Event:
    known: dict[str, object] = {
        "uid": "1@lagesbild",
        "summary": "EST Nygård",
        "starts": dt.date(2026, 6, 1),
        "ends": dt.date(2026, 6, 1),
        "changed": CHANGED,
    }
    return Event(**known | said)  # type: ignore[arg-type]


def read(*events: Event, name: str = "") -> Calendar:
    return Calendar.from_ical(calendar(events, name=name))


@given(st.text(), st.text(min_size=1))
def test_every_text_comes_back_as_it_was_whatever_it_holds(summary: str, place: str) -> None:
    (found,) = read(event(summary=summary, place=place)).walk("VEVENT")
    assert str(found["SUMMARY"]) == plain(summary)
    assert str(found.get("LOCATION", "")) == plain(place)


@given(st.text(min_size=60, max_size=400))
def test_no_line_is_longer_than_calendars_take(summary: str) -> None:
    assert all(len(line) <= 75 for line in calendar([event(summary=summary)]).split(b"\r\n"))


@pytest.mark.parametrize(
    "day", [dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 7, 1)]
)
def test_an_hour_is_the_same_on_the_wall_on_both_sides_of_a_change_of_clocks(day: dt.date) -> None:
    starts = dt.datetime.combine(day, dt.time(9), STOCKHOLM)
    (found,) = read(event(starts=starts, ends=starts + dt.timedelta(hours=1))).events
    assert found.decoded("DTSTART").astimezone(STOCKHOLM).replace(tzinfo=None) == dt.datetime.combine(day, dt.time(9))
    assert found.decoded("DTEND") - found.decoded("DTSTART") == dt.timedelta(hours=1)


def test_whole_days_are_dates_that_end_the_day_after_and_keep_nobody_busy() -> None:
    (found,) = read(event(starts=dt.date(2026, 12, 30), ends=dt.date(2026, 12, 31))).events
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found.decoded("DTSTART") == dt.date(2026, 12, 30)
    assert found.decoded("DTEND") == dt.date(2027, 1, 1)
    assert found["TRANSP"] == "TRANSPARENT"


def test_what_is_cancelled_stays_and_says_so() -> None:
    (found,) = read(event(cancelled=True, sequence=3)).events
    assert (found["STATUS"], found["SEQUENCE"]) == ("CANCELLED", 3)
    assert found.decoded("LAST-MODIFIED") == CHANGED


def test_a_feed_says_its_name_and_how_often_it_is_fetched_and_a_file_does_not() -> None:
    feed = read(event(), name="Årshjulet i Lekeberg")
    assert str(feed["NAME"]) == str(feed["X-WR-CALNAME"]) == "Årshjulet i Lekeberg"
    assert feed["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert feed.decoded("REFRESH-INTERVAL") == dt.timedelta(hours=6)
    assert "REFRESH-INTERVAL" not in read(event())


def test_the_same_events_give_the_same_bytes() -> None:
    assert calendar([event()], name="A") == calendar([event()], name="A")
