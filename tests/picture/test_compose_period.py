"""Which period a picture is of."""

from __future__ import annotations

import contextlib
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import InputError, NothingLeft
from lagesbild.picture.compose.events import scope
from lagesbild.picture.compose.period import AUTO, PeriodChoice, choose
from lagesbild.picture.compose.steps import by_months, earlier, number, steps_back, unit_of, years_earlier
from lagesbild.picture.model import Period, Unit
from tests.picture import records as invented

D = dt.date


def chosen(frame, choice=AUTO):
    found = scope(invented.reading(frame), None, invented.MADE)
    return choose(choice, found.events, found.extract_end)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026-W12", Period(D(2026, 3, 16), D(2026, 3, 23), Unit.WEEK)),
        ("2026w1", Period(D(2025, 12, 29), D(2026, 1, 5), Unit.WEEK)),
        ("2020-W53", Period(D(2020, 12, 28), D(2021, 1, 4), Unit.WEEK)),
        ("2026-03", Period(D(2026, 3, 1), D(2026, 4, 1), Unit.MONTH)),
        ("2026-Q1", Period(D(2026, 1, 1), D(2026, 4, 1), Unit.QUARTER)),
        ("2026", Period(D(2026, 1, 1), D(2027, 1, 1), Unit.YEAR)),
        ("2020-01-01..2023-12-31", Period(D(2020, 1, 1), D(2024, 1, 1), Unit.SPAN)),
        ("2024-02-01 .. 2024-02-29", Period(D(2024, 2, 1), D(2024, 3, 1), Unit.MONTH)),
    ],
)
def test_a_period_can_be_written_in_every_usual_way(text, period):
    assert PeriodChoice.parse(text).period == period


def test_a_unit_or_nothing_asks_for_the_last_complete_one():
    assert PeriodChoice.parse("week") == PeriodChoice(unit=Unit.WEEK)
    assert PeriodChoice.parse(" Quarter ") == PeriodChoice(unit=Unit.QUARTER)
    assert PeriodChoice.parse("auto") == PeriodChoice.parse("") == AUTO


@pytest.mark.parametrize("text", ["2026-13", "2026-W54", "i våras", "2026-02-30..2026-03-01", "span", "20", "0000"])
def test_what_is_no_period_is_refused_with_how_to_write_it(text):
    with pytest.raises(InputError) as caught:
        PeriodChoice.parse(text)
    assert "2026-W12" in str(caught.value)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(InputError, match="ends before it begins"):
        PeriodChoice.parse("2026-03-01..2026-02-01")


@given(st.text(max_size=24))
def test_any_text_gives_a_choice_or_a_sentence(text):
    with contextlib.suppress(InputError):
        assert PeriodChoice.parse(text) is not None


def test_without_a_wish_it_is_the_last_complete_week_when_weeks_hold_enough():
    period = chosen(invented.rows(260 * 15, last=D(2025, 12, 30)))
    assert period == Period(D(2025, 12, 22), D(2025, 12, 29), Unit.WEEK)


@pytest.mark.parametrize(("per_week", "unit"), [(4, Unit.MONTH), (1.2, Unit.QUARTER), (0.4, Unit.YEAR)])
def test_sparse_records_get_a_longer_period(per_week, unit):
    assert chosen(invented.rows(int(260 * per_week), last=D(2025, 12, 31))).unit is unit


def test_months_only_never_gives_weeks():
    frame = invented.months_only(invented.rows(260 * 50, last=D(2025, 12, 31)))
    assert chosen(frame) == Period(D(2025, 12, 1), D(2026, 1, 1), Unit.MONTH)
    for choice in ("week", "2025-W10", "2025-03-02..2025-03-20"):
        with pytest.raises(InputError, match="only the month"):
            chosen(frame, PeriodChoice.parse(choice))


def test_a_last_week_that_is_still_arriving_is_passed_over():
    frame = invented.rows(260 * 40, last=D(2025, 12, 21))
    frame = invented.extra(frame, [invented.at(D(2025, 12, 28))] * 3)
    assert chosen(frame).start == D(2025, 12, 15)


def test_one_stray_record_long_after_the_others_does_not_move_the_period():
    frame = invented.extra(invented.rows(260 * 40, last=D(2024, 12, 29)), [invented.at(D(2025, 11, 20))])
    assert chosen(frame).start == D(2024, 12, 23)


def test_a_period_outside_the_records_says_what_there_is():
    with pytest.raises(NothingLeft, match="2021-01-0"):
        chosen(invented.rows(3000), PeriodChoice.parse("2019"))


def test_a_few_days_are_shown_whole():
    period = chosen(invented.rows(8, first=D(2025, 11, 4), last=D(2025, 11, 12)))
    assert D(2025, 11, 4) <= period.start < period.end <= D(2025, 11, 13)
    assert period.unit is Unit.SPAN


@given(st.sampled_from([Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR]), st.dates(D(1990, 1, 1), D(2050, 1, 1)))
def test_steps_adjoin_and_end_with_the_period(unit, day):
    period = unit_of(unit, day)
    assert period.start <= day < period.end
    steps = steps_back(period, day - dt.timedelta(days=900))
    assert steps.starts[-1] == period.start
    assert steps.starts[-2] == earlier(period, 1).start
    assert earlier(period, 1).end == period.start
    assert steps.starts[0] <= day - dt.timedelta(days=900) < steps.starts[1]
    assert all(unit_of(unit, start).start == start for start in steps.starts)


def test_the_same_week_of_earlier_years_is_the_same_iso_week():
    week = unit_of(Unit.WEEK, D(2026, 3, 18))
    assert [years_earlier(week, k).start.isocalendar()[:2] for k in (1, 2, 3)] == [(2025, 12), (2024, 12), (2023, 12)]
    last = unit_of(Unit.WEEK, D(2020, 12, 31))
    assert years_earlier(last, 1).start.isocalendar()[:2] == (2019, 52)


def test_a_leap_day_has_a_place_in_ordinary_years():
    span = Period(D(2024, 2, 29), D(2024, 3, 10), Unit.SPAN)
    assert years_earlier(span, 1) == Period(D(2023, 2, 28), D(2023, 3, 10), Unit.SPAN)


def test_dates_of_an_earlier_year_are_as_many_days_whatever_the_leap_day():
    for start, end in (
        (D(2024, 2, 29), D(2024, 3, 1)),
        (D(2024, 2, 10), D(2024, 3, 5)),
        (D(2025, 2, 20), D(2025, 3, 9)),
    ):
        period = Period(start, end, Unit.SPAN)
        for years in (1, 2, 3, 4):
            before = years_earlier(period, years)
            assert before.end - before.start == end - start


@given(st.dates(D(2000, 1, 1), D(2040, 1, 1)), st.integers(1, 70))
def test_spans_of_days_are_compared_with_the_same_weekdays_where_the_weekday_matters(day: dt.date, length: int):
    period = Period(day, day + dt.timedelta(days=length), Unit.SPAN)
    if by_months(period):
        return
    steps = steps_back(period, day - dt.timedelta(days=300))
    before = earlier(period, 1)
    assert (before.end - before.start).days == length
    assert before.end <= period.start
    assert before.start == steps.starts[-2]
    assert steps.end(len(steps) - 1) == period.end
    assert steps.end(len(steps) - 2) == before.end
    if length < 28:
        assert {start.weekday() for start in steps.starts} == {day.weekday()}
    else:
        assert before.end == period.start
    days = np.arange(number(steps.starts[0]), number(period.end) + 40, dtype=np.int32)
    assert np.bincount(steps.place(days) + 1)[1:].tolist() == [length] * len(steps)
