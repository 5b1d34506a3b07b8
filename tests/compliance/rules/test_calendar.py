"""Periods as agreements count them: every day in exactly one, also around leap days and in years of 53 weeks."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.agreements.terms import months_after
from lagesbild.compliance.rules.calendar import DAY, Every, Period, month_day, period_of, periods
from tests.compliance.rules.making import day

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31))


@pytest.mark.parametrize(
    ("every", "on", "first", "last"),
    [
        (Every.WEEK, "2027-01-03", "2026-12-28", "2027-01-03"),
        (Every.WEEK, "2027-01-04", "2027-01-04", "2027-01-10"),
        (Every.WEEK, "2025-12-29", "2025-12-29", "2026-01-04"),
        (Every.WEEK, "2026-03-29", "2026-03-23", "2026-03-29"),
        (Every.MONTH, "2028-02-29", "2028-02-01", "2028-02-29"),
        (Every.MONTH, "2027-02-28", "2027-02-01", "2027-02-28"),
        (Every.MONTH, "2026-12-31", "2026-12-01", "2026-12-31"),
        (Every.QUARTER, "2026-03-31", "2026-01-01", "2026-03-31"),
        (Every.QUARTER, "2026-10-01", "2026-10-01", "2026-12-31"),
        (Every.HALF, "2026-03-31", "2025-10-01", "2026-03-31"),
        (Every.HALF, "2026-04-01", "2026-04-01", "2026-09-30"),
        (Every.HALF, "2026-09-30", "2026-04-01", "2026-09-30"),
        (Every.HALF, "2026-12-31", "2026-10-01", "2027-03-31"),
        (Every.YEAR, "2026-01-01", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_period_that_holds_a_day(every: Every, on: str, first: str, last: str) -> None:
    assert period_of(every, day(on)) == Period(day(first), day(last))


@given(st.sampled_from(list(Every)), DAYS)
def test_every_day_is_in_one_period_and_the_next_begins_on_the_day_after(every: Every, on: dt.date) -> None:
    one = period_of(every, on)
    assert on in one
    assert period_of(every, one.first) == period_of(every, one.last) == one
    assert period_of(every, one.last + DAY).first == one.last + DAY


@given(st.sampled_from(list(Every)), DAYS, st.integers(0, 1500))
def test_periods_over_a_stretch_leave_no_day_out(every: Every, first: dt.date, days: int) -> None:
    over = Period(first, first + days * DAY)
    found = list(periods(every, over))
    assert over.first in found[0]
    assert over.last in found[-1]
    assert all(a.last + DAY == b.first for a, b in pairwise(found))


@given(DAYS, st.integers(-60, 60))
def test_months_later_is_the_same_day_of_the_month_or_its_last(on: dt.date, count: int) -> None:
    found = months_after(on, count)
    assert (found.year * 12 + found.month) - (on.year * 12 + on.month) == count
    assert found.day == on.day or (found.day < on.day and (found + DAY).day == 1)


def test_a_leap_day_is_the_28th_in_other_years() -> None:
    assert month_day(2028, 2, 29) == day("2028-02-29")
    assert month_day(2027, 2, 29) == day("2027-02-28")
    assert months_after(day("2024-02-29"), 24) == day("2026-02-28")


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_what_two_stretches_share_is_in_both(a: dt.date, n: int, b: dt.date, m: int) -> None:
    one, other = Period(a, a + n * DAY), Period(b, b + m * DAY)
    shared = one.within(other)
    assert shared == other.within(one)
    assert (shared is None) == (one.last < other.first or other.last < one.first)
    if shared is not None:
        assert shared.first in one
        assert shared.last in other
