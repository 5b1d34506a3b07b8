"""How long an agreement applies, for any term and any day; and on the terms of four agreements that exist."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.agreements import terms
from lagesbild.agreements.terms import DAY, FIXED, FIXED_FOLLOW_UP, FIXED_NOTICE, ROLLING, Next, Term, What

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31))
KINDS = st.sampled_from([FIXED, FIXED_NOTICE, FIXED_FOLLOW_UP, ROLLING])


@st.composite
def any_term(draw: st.DrawFn, kinds: st.SearchStrategy[str] = KINDS, ended: bool | None = None) -> Term:
    """A term that the actions would let come into force."""
    kind = draw(kinds)
    starts, ends = sorted((draw(DAYS), draw(DAYS)))
    months = draw(st.none() | st.integers(0, 24)) if kind in terms.TERMINABLE else None
    follow_up = draw(st.dates(starts, ends)) if kind == FIXED_FOLLOW_UP else None
    until = draw(DAYS) if (draw(st.booleans()) if ended is None else ended) else None
    return Term(kind, starts, ends, months, follow_up, until)


@given(any_term(), DAYS)
def test_it_is_in_force_from_its_first_to_its_last_day_and_on_no_other(term: Term, day: dt.date) -> None:
    assert terms.in_force(term, day) == (term.starts <= day <= terms.last_day(term, day))


@given(any_term(), DAYS, DAYS)
def test_it_is_in_force_on_a_stretch_without_gaps(term: Term, one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    between = first + (last - first) / 2
    if terms.in_force(term, first) and terms.in_force(term, last):
        assert terms.in_force(term, between)


@given(any_term(st.sampled_from([FIXED, FIXED_NOTICE, FIXED_FOLLOW_UP])), DAYS)
def test_one_with_a_last_day_never_outlives_it(term: Term, day: dt.date) -> None:
    assert terms.last_day(term, day) <= term.ends
    if day > term.ends:
        assert not terms.in_force(term, day)


@given(any_term(st.just(ROLLING), ended=False), DAYS)
def test_one_that_rolls_never_ends_by_itself_and_its_stretches_end_with_years(term: Term, day: dt.date) -> None:
    assert terms.in_force(term, day) == (day >= term.starts)
    end = terms.stretch_ends(term, day)
    assert end >= day
    assert end == term.ends or (end.month, end.day) == (12, 31)
    following = terms.stretch_ends(term, end + DAY)
    assert following > end, "stretches follow each other"
    assert following <= dt.date((end + DAY).year, 12, 31)


@given(any_term(st.just(ROLLING), ended=False), DAYS)
def test_notice_in_time_ends_the_stretch_and_a_day_late_the_next(term: Term, day: dt.date) -> None:
    by = terms.latest_notice(term, day)
    assert by is not None
    end = terms.stretch_ends(term, day)
    assert by <= end
    if terms.stretch_ends(term, by) == end:
        assert terms.ends_by_notice(term, by) == end
    late = terms.ends_by_notice(term, by + DAY)
    assert late is not None
    assert late > end


@given(any_term(st.just(ROLLING), ended=False), DAYS)
def test_notice_leaves_its_time_and_lets_it_end_as_soon_as_it_may(term: Term, day: dt.date) -> None:
    end = terms.ends_by_notice(term, day)
    assert end is not None
    assert end >= day
    assert terms.months_after(day, term.notice_months or 0) <= end + dt.timedelta(days=3), "but for months' lengths"


@given(any_term(st.just(FIXED_NOTICE), ended=False), DAYS)
def test_notice_before_the_last_day_only_brings_the_end_forward(term: Term, day: dt.date) -> None:
    end = terms.ends_by_notice(term, day)
    assert end is not None
    assert term.starts <= end <= term.ends
    if term.notice_months is None and term.starts <= day <= term.ends:
        assert end == day


@given(any_term(), DAYS)
def test_where_nobody_may_give_notice_there_is_no_day_for_it(term: Term, day: dt.date) -> None:
    if term.kind in (FIXED, FIXED_FOLLOW_UP):
        assert terms.latest_notice(term, day) is None
        assert terms.ends_by_notice(term, day) is None


@given(any_term(), DAYS)
def test_something_happens_next_and_not_after_it_is_over(term: Term, day: dt.date) -> None:
    found = terms.following(term, day)
    end = terms.last_day(term, day)
    never = end < term.starts
    assert (found.what == What.OVER) == (day > end or never)
    assert (found.what == What.BEGINS) == (day < term.starts <= end)
    if found.what in (What.ENDS, What.BEGINS, What.REVISION):
        assert found.by >= day
    if found.what == What.REVISION:
        assert terms.goes_on(term)
    assert found.by <= end or found.what == What.BEGINS


@given(any_term(st.just(ROLLING), ended=False), DAYS)
def test_what_is_revised_is_revised_again_before_the_year_after(term: Term, day: dt.date) -> None:
    day = max(day, term.starts)
    end = terms.stretch_ends(term, day)
    assert terms.following(term, day) == Next(What.REVISION, end)
    again = terms.following(term, day, reviewed=day)
    assert again.what == What.REVISION
    assert again.by == terms.stretch_ends(term, end + DAY)


@given(any_term(), any_term())
def test_terms_overlap_for_both_or_for_neither(one: Term, other: Term) -> None:
    assert terms.overlap(one, other) == terms.overlap(other, one)


@given(any_term(), any_term(), DAYS)
def test_terms_that_apply_on_the_same_day_overlap(one: Term, other: Term, day: dt.date) -> None:
    if terms.in_force(one, day) and terms.in_force(other, day):
        assert terms.overlap(one, other)


@given(DAYS, st.integers(0, 40))
def test_months_before_and_after_keep_the_day_where_the_month_has_it(day: dt.date, months: int) -> None:
    later = terms.months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + DAY).day == 1
    earlier = terms.months_before(day, months)
    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months


KOPING = Term(FIXED, dt.date(2023, 12, 14), dt.date(2024, 12, 31))
VASTERAS = Term(FIXED_NOTICE, dt.date(2019, 11, 6), dt.date(2023, 3, 1))
LEKEBERG = Term(FIXED_FOLLOW_UP, dt.date(2020, 1, 1), dt.date(2021, 12, 31), follow_up=dt.date(2021, 10, 31))
SANDVIKEN = Term(ROLLING, dt.date(2015, 1, 15), dt.date(2015, 12, 31))


@pytest.mark.parametrize(
    ("term", "day", "applies", "following"),
    [
        (KOPING, dt.date(2024, 6, 1), True, Next(What.ENDS, dt.date(2024, 12, 31))),
        (KOPING, dt.date(2025, 1, 1), False, Next(What.OVER, dt.date(2024, 12, 31))),
        (VASTERAS, dt.date(2019, 11, 5), False, Next(What.BEGINS, dt.date(2019, 11, 6))),
        (VASTERAS, dt.date(2023, 3, 1), True, Next(What.ENDS, dt.date(2023, 3, 1))),
        (LEKEBERG, dt.date(2021, 6, 1), True, Next(What.FOLLOW_UP, dt.date(2021, 10, 31))),
        (LEKEBERG, dt.date(2021, 12, 1), True, Next(What.FOLLOW_UP, dt.date(2021, 10, 31))),
        (SANDVIKEN, dt.date(2015, 6, 1), True, Next(What.REVISION, dt.date(2015, 12, 31))),
        (SANDVIKEN, dt.date(2026, 6, 1), True, Next(What.REVISION, dt.date(2026, 12, 31))),
    ],
)
def test_the_four_agreements(term: Term, day: dt.date, applies: bool, following: Next) -> None:
    assert terms.in_force(term, day) == applies
    assert terms.following(term, day) == following


def test_lekeberg_is_followed_up_once_and_then_ends() -> None:
    day = dt.date(2021, 11, 1)
    assert terms.following(LEKEBERG, day, reviewed=dt.date(2021, 10, 12)) == Next(What.ENDS, dt.date(2021, 12, 31))


def test_sandviken_ends_with_the_year_in_which_a_party_gives_notice() -> None:
    assert terms.ends_by_notice(SANDVIKEN, dt.date(2018, 12, 31)) == dt.date(2018, 12, 31)
    ended = Term(ROLLING, SANDVIKEN.starts, SANDVIKEN.ends, until=dt.date(2018, 12, 31))
    assert terms.in_force(ended, dt.date(2018, 12, 31))
    assert not terms.in_force(ended, dt.date(2019, 1, 1))
    assert terms.following(ended, dt.date(2018, 6, 1)) == Next(What.ENDS, dt.date(2018, 12, 31))


def test_with_three_months_of_notice_a_year_ends_for_notice_in_september() -> None:
    term = Term(ROLLING, SANDVIKEN.starts, SANDVIKEN.ends, notice_months=3)
    assert terms.latest_notice(term, dt.date(2018, 5, 1)) == dt.date(2018, 9, 30)
    assert terms.ends_by_notice(term, dt.date(2018, 9, 30)) == dt.date(2018, 12, 31)
    assert terms.ends_by_notice(term, dt.date(2018, 10, 1)) == dt.date(2019, 12, 31)
