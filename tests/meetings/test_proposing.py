"""When a body should meet next."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from lagesbild.meetings.proposing import following
from lagesbild.organisation.cadence import DAYS, step

STOCKHOLM = ZoneInfo("Europe/Stockholm")
days = st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1))
hours = st.times(dt.time(4), dt.time(22))
moments = st.builds(lambda day, hour: dt.datetime.combine(day, hour, STOCKHOLM), days, hours)
cadences = st.sampled_from(list(DAYS)).flatmap(lambda per: st.tuples(st.integers(1, 12), st.just(per)))


@given(last=moments, cadence=cadences, later=st.timedeltas(dt.timedelta(0), dt.timedelta(days=400)))
def test_the_next_meeting_is_ahead_at_the_same_hour_and_never_too_seldom(
    last: dt.datetime, cadence: tuple[int, str], later: dt.timedelta
) -> None:
    every = step(*cadence)
    assert every is not None
    now = (last.astimezone(dt.UTC) + later).astimezone(STOCKHOLM)
    found = following(last.astimezone(dt.UTC), every, now, STOCKHOLM)
    assert found > now
    assert found > last
    assert found.timetz().replace(tzinfo=None) == last.timetz().replace(tzinfo=None), "summer time moves no meeting"
    assert (found.date() - last.date()) % every == dt.timedelta()
    assert found - now <= every + dt.timedelta(days=1), "the first that lies ahead, not a later one"


@given(cadence=cadences)
def test_meetings_as_often_as_proposed_are_at_least_as_many_as_were_agreed(cadence: tuple[int, str]) -> None:
    times, per = cadence
    every = step(times, per)
    assert every is not None
    assert every >= dt.timedelta(days=1)
    if times <= DAYS[per]:  # type: ignore[index]
        assert dt.timedelta(days=DAYS[per]) / every >= times  # type: ignore[index]


def test_a_body_that_meets_regularly_without_a_number_proposes_nothing() -> None:
    assert step(None, "regularly") is None


def test_a_weekly_meeting_stays_on_its_weekday() -> None:
    assert step(1, "week") == dt.timedelta(days=7)
    assert step(4, "year") == dt.timedelta(weeks=13)
    assert step(1, "month") == dt.timedelta(weeks=4)
