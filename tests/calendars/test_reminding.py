"""Of which days a mail speaks, whatever day it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.calendars.reminding import day_to_send, days_told, speaks_for, works

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


def working(first: dt.date, n: int) -> list[dt.date]:
    """The working days of a stretch."""
    return [day for day in (first + i * DAY for i in range(n)) if works(day)]


@given(DAYS, st.integers(1, 14))
def test_every_day_is_spoken_of_once_on_the_day_and_once_so_many_days_ahead(due: dt.date, ahead: int) -> None:
    told: Counter[str] = Counter()
    before = None
    for day in working(due - 40 * DAY, 60):
        spoken = speaks_for(day)
        told["on the day"] += due in spoken
        told["ahead"] += due - ahead * DAY in spoken
        assert (due in days_told(day, ahead, before)) == (due in spoken or due - ahead * DAY in spoken)
        before = spoken.last
    assert told == {"on the day": 1, "ahead": 1}


@given(DAYS, st.integers(0, 14))
def test_a_mail_is_never_late_for_what_it_tells(day: dt.date, ahead: int) -> None:
    assert all(day <= one for one in days_told(day, ahead, day - 3 * DAY))


def test_a_friday_speaks_for_the_weekend_and_a_monday_does_not() -> None:
    friday = dt.date(2026, 11, 27)
    assert days_told(friday, 0) == {friday, friday + DAY, friday + 2 * DAY}
    assert days_told(friday + 3 * DAY, 0, friday + 2 * DAY) == {friday + 3 * DAY}


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        ("2026-04-02", "2026-04-06"),  # Thursday before Easter, to Easter Monday
        ("2026-04-30", "2026-05-03"),  # 1 May is a Friday
        ("2026-05-13", "2026-05-14"),  # Ascension Day; the Friday after it is a working day
        ("2026-06-05", "2026-06-07"),
        ("2026-06-18", "2026-06-21"),  # midsummer's eve
        ("2026-12-23", "2026-12-27"),  # Christmas
        ("2026-12-30", "2027-01-03"),  # New Year, into another year
        ("2027-01-05", "2027-01-06"),  # Epiphany
    ],
)
def test_the_mail_before_holidays_speaks_for_them_and_none_goes_on_them(sent: str, last: str) -> None:
    first, until = dt.date.fromisoformat(sent), dt.date.fromisoformat(last)
    assert (speaks_for(first).first, speaks_for(first).last) == (first, until)
    assert works(first)
    assert works(until + DAY)
    for n in range(1, (until - first).days + 1):
        noon = dt.datetime.combine(first + n * DAY, dt.time(12), STOCKHOLM)
        assert day_to_send(noon, STOCKHOLM) is None


@given(DAYS, st.integers(0, 14))
def test_what_is_due_on_a_red_day_is_told_of_on_the_last_working_day_before_it(due: dt.date, ahead: int) -> None:
    before = due
    while not works(before):
        before -= DAY
    assert due in days_told(before, ahead)
    assert not any(due in speaks_for(day) for day in working(before + DAY, 10))


def test_what_was_missed_is_told_of_as_far_as_it_is_still_to_come() -> None:
    monday = dt.date(2026, 11, 23)
    told = days_told(monday + 2 * DAY, 3, monday - DAY)
    assert told == {monday + n * DAY for n in (2, 3, 4, 5)}, "Wednesday itself, and what Monday to Wednesday had ahead"


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-03-27 05:59", None),
        ("2026-03-27 06:00", "2026-03-27"),
        ("2026-03-29 12:00", None),  # a Sunday, on which clocks go forward
        ("2026-03-30 06:00", "2026-03-30"),
        ("2026-10-26 05:59", None),
        ("2026-10-26 06:00", "2026-10-26"),
        ("2026-11-28 09:00", None),
        ("2026-11-30 23:59", "2026-11-30"),
        ("2026-12-24 12:00", None),
        ("2027-01-06 12:00", None),
    ],
)
def test_mails_go_on_working_days_from_six_on_the_wall_also_when_clocks_have_changed(at: str, day: str | None) -> None:
    now = dt.datetime.fromisoformat(at).replace(tzinfo=STOCKHOLM).astimezone(dt.UTC)
    found = day_to_send(now, STOCKHOLM)
    assert (found.isoformat() if found else None) == day
