"""Edges of calendars: leap days, weeks 53 and 1, named holiday weeks, first and last days of periods."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, example, given
from hypothesis import strategies as st

from lagesbild.compliance.rules.calendar import DAY, Every, Period, month_day, period_of
from lagesbild.compliance.rules.dues import Rhythm
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import Context, kinds
from lagesbild.compliance.rules.kinds.attestation import Parameters as Said
from lagesbild.compliance.rules.kinds.cadence import Parameters as Meets
from lagesbild.compliance.rules.kinds.deadline import Parameters as Due
from lagesbild.compliance.rules.kinds.service import Parameters as Open
from lagesbild.compliance.rules.record import Attestation, Meeting, Service, Stretch
from tests.compliance.rules.anything import DAYS, FIRST, LAST
from tests.compliance.rules.making import EST, made, met, record

OF = Context(1, Period(FIRST, LAST))
CADENCE, DEADLINE, SERVICE, ATTESTATION = (kinds()[name] for name in ("cadence", "deadline", "service", "attestation"))
WEEKS_OFF = st.sets(st.integers(1, 53), max_size=12).map(lambda found: tuple(sorted(found)))
SUMMER_AND_CHRISTMAS = (1, *range(27, 33), 52, 53)


def mondays(last: dt.date, off: tuple[int, ...]) -> list[dt.date]:
    """Of the weeks that are not off, in the year before the day and the fortnight after it."""
    monday = period_of(Every.WEEK, last).first
    weeks = [monday + 7 * n * DAY for n in range(-53, 3)]
    return [one for one in weeks if one.isocalendar().week not in off]


@given(WEEKS_OFF, st.integers(0, 6), DAYS)
@example(SUMMER_AND_CHRISTMAS, 4, dt.date(2026, 12, 31))
@example(SUMMER_AND_CHRISTMAS, 0, dt.date(2027, 1, 11))
def test_who_meets_in_every_week_that_is_not_named_is_never_at_risk(
    off: tuple[int, ...], weekday: int, on: dt.date
) -> None:
    days = [one + weekday * DAY for one in mondays(on, off)]
    rows = tuple(Meeting(n, EST, day, day if day <= on else None) for n, day in enumerate(days))
    asked = Meets(EST, 1, Every.WEEK, off)
    found = CADENCE.judge(
        asked, record(str(FIRST), meetings=rows), on, Context(1, Period(days[0] - weekday * DAY, LAST))
    )
    assert found.status in {Status.KEPT, Status.ON_TRACK}
    assert (found.next is None) or on.isocalendar().week not in off


@given(WEEKS_OFF, DAYS)
def test_a_service_is_not_asked_to_be_open_in_named_weeks_and_in_every_other(off: tuple[int, ...], on: dt.date) -> None:
    hours = {one: 2.0 for one in mondays(on, off) if one <= on}
    reception = Service(1, "Receptionen", Stretch(FIRST), hours)
    of = Context(1, Period(period_of(Every.WEEK, on).first - 371 * DAY, LAST))
    asked = Open(1, 2.0, off)
    expected = Status.ON_TRACK if on.isocalendar().week in off else Status.KEPT
    assert SERVICE.judge(asked, record(str(FIRST), services=(reception,)), on, of).status is expected


@given(DAYS, st.integers(2024, 2028), st.sampled_from((Rhythm.YEARLY, Rhythm.ONCE)))
@example(dt.date(2024, 2, 29), 2025, Rhythm.YEARLY)
@example(dt.date(2024, 2, 29), 2028, Rhythm.YEARLY)
@example(dt.date(2026, 12, 31), 2026, Rhythm.ONCE)
def test_a_deadline_can_be_met_on_its_day_and_is_missed_from_the_day_after(
    day: dt.date, year: int, rhythm: Rhythm
) -> None:
    due = month_day(year, day.month, day.day)
    assume(FIRST < due < LAST)
    asked = Due("timetable", rhythm, day.month, day.day, by=due)
    earlier = [month_day(one, day.month, day.day) for one in range(2024, year)] if rhythm is Rhythm.YEARLY else []
    before, then = (
        record(str(FIRST), artefacts=made("timetable", *map(str, days))) for days in (earlier, [*earlier, due])
    )
    assert DEADLINE.judge(asked, before, due, OF).status is Status.AT_RISK
    assert DEADLINE.judge(asked, before, due + DAY, OF).status is Status.BROKEN
    assert DEADLINE.judge(asked, then, due, OF).status is Status.KEPT
    assert DEADLINE.judge(asked, then, due + DAY, OF).status is Status.KEPT


@given(st.sampled_from(list(Every)), DAYS)
def test_a_word_given_on_the_last_day_of_a_period_is_of_that_period_and_not_of_the_next(
    every: Every, day: dt.date
) -> None:
    period = period_of(every, day)
    word = Attestation(1, 1, period.last, True, period, "Chefen", "Sett.")
    facts, asked = record(str(FIRST - 366 * DAY), attestations=(word,)), Said(every)
    of = Context(1, Period(FIRST - 366 * DAY, dt.date.max))
    assert ATTESTATION.judge(asked, facts, period.last, of).status is Status.KEPT
    assert ATTESTATION.judge(asked, facts, period.last + DAY, of).status is Status.ON_TRACK
    assert ATTESTATION.judge(asked, facts, period.first, of).status is Status.CANNOT_TELL


@given(st.integers(1, 12), st.integers(1, 31), DAYS, st.integers(0, 400))
def test_a_deadline_that_is_missed_stays_so_until_it_is_done(month: int, day: int, on: dt.date, wait: int) -> None:
    asked = Due("timetable", Rhythm.YEARLY, month, min(day, 28))
    nothing, later = record(str(FIRST)), on + wait * DAY
    assume(later <= LAST)
    if DEADLINE.judge(asked, nothing, on, OF).status is Status.BROKEN:
        assert DEADLINE.judge(asked, nothing, later, OF).status is Status.BROKEN


@given(st.sampled_from(list(Every)), DAYS)
def test_nothing_breaks_on_the_last_day_of_a_period_and_everything_on_the_day_after(every: Every, on: dt.date) -> None:
    """Leap days, the 53rd week and the weeks in which clocks are changed among them."""
    period, nothing = period_of(every, on), record(str(FIRST))
    last = period_of(every, period.first - DAY)
    assume(last.first >= FIRST and period.last < LAST)
    once = record(str(FIRST), meetings=met(EST, str(last.first)))
    asked = Meets(EST, 1, every)
    assert CADENCE.judge(asked, once, period.last, OF).status is Status.AT_RISK
    assert CADENCE.judge(asked, once, period.last + DAY, OF).status is Status.BROKEN
    assert CADENCE.judge(asked, nothing, period.first, OF).status is Status.BROKEN
