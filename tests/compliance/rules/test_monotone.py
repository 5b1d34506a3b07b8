"""What waiting and doing can do to a status: waiting mends nothing, doing what was asked harms nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.compliance import COMMITMENTS, invented
from lagesbild.compliance.rules.calendar import DAY, Every, Period, period_of
from lagesbild.compliance.rules.dues import Rhythm
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.rules.kinds import Context, kinds
from lagesbild.compliance.rules.kinds.cadence import Parameters as Meets
from lagesbild.compliance.rules.kinds.deadline import Parameters as Due
from lagesbild.compliance.rules.kinds.recurring import Parameters as Often
from lagesbild.compliance.rules.record import Meeting, Record
from tests.compliance.rules.making import BRA, made, met, record

FIRST, LAST = dt.date(2023, 3, 8), dt.date(2028, 12, 31)
WITHIN = Period(FIRST, LAST)
OF = Context(1, WITHIN)
DAYS = st.dates(FIRST, LAST)
RANK = [Status.BROKEN, Status.AT_RISK, Status.CANNOT_TELL, Status.ON_TRACK, Status.KEPT]
CADENCE, DEADLINE, RECURRING = kinds()["cadence"], kinds()["deadline"], kinds()["recurring"]
PERIODS = st.sampled_from(list(Every))
PASSES = frozenset({"promise_periods", "provenance", "evaluation", "decided_in", "communication", "coverage", "basis"})
"""Kinds about promises or problems: what a promise owed is no longer asked for once it, or its year, is over."""


@cache
def town(seed: int) -> Record:
    return invented(seed, FIRST, dt.date(2026, 2, 20))


def rank(status: Status) -> int:
    return RANK.index(status)


@given(PERIODS, st.integers(1, 4), st.lists(DAYS, max_size=12, unique=True), DAYS, DAYS)
def test_one_more_meeting_never_makes_a_cadence_worse(
    every: Every, times: int, days: list[dt.date], more: dt.date, on: dt.date
) -> None:
    asked = Meets(BRA, times, every)
    before = record(str(FIRST), meetings=met(BRA, *map(str, days)))
    after = replace(before, meetings=(*before.meetings, Meeting(99, BRA, more, noted=more)))
    assert rank(CADENCE.judge(asked, after, on, OF).status) >= rank(CADENCE.judge(asked, before, on, OF).status)


@given(PERIODS, st.integers(1, 4), st.lists(DAYS, max_size=12), DAYS, DAYS)
def test_one_more_of_what_is_to_come_about_never_makes_it_worse(
    every: Every, times: int, days: list[dt.date], more: dt.date, on: dt.date
) -> None:
    asked = Often("news", times, every)
    before, after = (record(str(FIRST), artefacts=made("news", *map(str, each))) for each in (days, [*days, more]))
    assert rank(RECURRING.judge(asked, after, on, OF).status) >= rank(RECURRING.judge(asked, before, on, OF).status)


@given(st.integers(1, 12), st.integers(1, 31), DAYS, st.integers(0, 400))
def test_a_deadline_that_is_missed_stays_so_until_it_is_done(month: int, day: int, on: dt.date, wait: int) -> None:
    asked = Due("timetable", Rhythm.YEARLY, month, min(day, 28))
    nothing, later = record(str(FIRST)), on + wait * DAY
    assume(later <= LAST)
    if DEADLINE.judge(asked, nothing, on, OF).status is Status.BROKEN:
        assert DEADLINE.judge(asked, nothing, later, OF).status is Status.BROKEN


@given(st.integers(0, 5), st.dates(dt.date(2026, 2, 21), LAST - DAY))
def test_waiting_never_turns_what_is_broken_into_kept(seed: int, on: dt.date) -> None:
    """After its last day nothing happens in the record any more."""
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        of = Context(rule, WITHIN)
        before, after = (kind.judge(asked, town(seed), one, of) for one in (on, on + DAY))
        if before.status is Status.BROKEN and kind.name not in PASSES:
            assert after.status is not Status.KEPT, kind.name


@given(st.integers(0, 5), st.dates(dt.date(2026, 2, 21), LAST - DAY))
def test_waiting_alone_never_keeps_anything_that_is_counted(seed: int, on: dt.date) -> None:
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        if kind.name in ("cadence", "recurring", "service", "attestation"):
            of = Context(rule, WITHIN)
            before, after = (kind.judge(asked, town(seed), one, of).status for one in (on, on + DAY))
            assert not (before is not Status.KEPT and after is Status.KEPT), kind.name


@given(PERIODS, DAYS)
def test_nothing_breaks_on_the_last_day_of_a_period_and_everything_on_the_day_after(every: Every, on: dt.date) -> None:
    """Leap days, the 53rd week and the weeks in which clocks are changed among them."""
    period, nothing = period_of(every, on), record(str(FIRST))
    last = period_of(every, period.first - DAY)
    assume(last.first >= FIRST and period.last < LAST)
    once = record(str(FIRST), meetings=met(BRA, str(last.first)))
    asked = Meets(BRA, 1, every)
    assert CADENCE.judge(asked, once, period.last, OF).status is Status.AT_RISK
    assert CADENCE.judge(asked, once, period.last + DAY, OF).status is Status.BROKEN
    assert CADENCE.judge(asked, nothing, period.first, OF).status is Status.BROKEN


@given(DAYS, st.integers(0, 5))
def test_a_judgement_depends_on_nothing_but_the_record_and_the_day(on: dt.date, seed: int) -> None:
    for rule, (kind, asked) in enumerate(COMMITMENTS, 1):
        of, facts = Context(rule, WITHIN), town(seed)
        turned = replace(
            facts, **{name: tuple(reversed(getattr(facts, name))) for name in ("meetings", "promises", "problems")}
        )
        said = kind.judge(asked, facts, on, of)
        assert said == kind.judge(asked, replace(facts), on, of), kind.name
        assert said.status is kind.judge(asked, turned, on, of).status, kind.name
