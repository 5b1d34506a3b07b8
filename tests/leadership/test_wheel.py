"""The ring of a year: each entry once, in order, inside the year, none covering another."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lagesbild.leadership.wheel import MIDDLE, NEAR, OFTEN, RADIUS, Entry, Stand, wheel, year_of

DAYS = st.dates(dt.date(2023, 6, 1), dt.date(2025, 6, 30))
NEW_YEAR, TODAY = dt.date(2024, 1, 1), dt.date(2024, 5, 3)


def entry(day: dt.date, what: str = "Möte", *, key: str = "", until: dt.date | None = None) -> Entry:
    return Entry(day, what, Stand.DONE if day < TODAY else Stand.COMES, key, until)


@given(st.lists(DAYS, max_size=60))
def test_each_entry_of_the_year_stands_once_in_order_on_the_ring(days: list[dt.date]) -> None:
    entries = [entry(day, f"{i}") for i, day in enumerate(days)]
    found = wheel([*entries, *entries], 2024, TODAY)
    shown = [mark.entry for mark in found.marks]
    assert sorted(one.what for one in shown) == sorted(one.what for one in entries if one.day.year == 2024)  # type: ignore[type-var]
    assert [one.day for one in shown] == sorted(one.day for one in shown)
    assert [mark.number for mark in found.marks] == list(range(1, len(shown) + 1))
    for mark in found.marks:
        assert abs(((mark.x - MIDDLE) ** 2 + (mark.y - MIDDLE) ** 2) ** 0.5 - RADIUS) < 0.5


def test_marks_of_one_day_do_not_cover_each_other() -> None:
    found = wheel([entry(NEW_YEAR, f"{i}") for i in range(6)], 2024, TODAY)
    least = 2 * RADIUS * 3.14159 * NEAR / 360 * 0.95
    for one, other in zip(found.marks, found.marks[1:], strict=False):
        assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 > least


@given(st.lists(DAYS, min_size=2, max_size=60))
def test_no_mark_covers_its_neighbour_at_new_year(days: list[dt.date]) -> None:
    found = wheel([entry(day, f"{i}") for i, day in enumerate([NEW_YEAR, dt.date(2024, 12, 31), *days])], 2024, TODAY)
    apart = min(NEAR, 358 / len(found.marks))
    least = 2 * RADIUS * math.sin(math.radians(apart / 2)) - 0.5
    around = [*found.marks, found.marks[0]]
    for one, other in pairwise(around):
        assert ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5 > least


def test_what_comes_every_week_is_told_beneath_the_ring() -> None:
    weekly = [entry(NEW_YEAR + dt.timedelta(weeks=i), key="body 3") for i in range(OFTEN + 1)]
    found = wheel([*weekly, entry(TODAY, "BRÅ", key="body 4")], 2024, TODAY)
    assert [mark.entry.what for mark in found.marks] == ["BRÅ"]
    assert [one.key for one in found.often] == ["body 3"]


def test_a_stretch_that_began_the_year_before_is_an_arc_of_this_one() -> None:
    promise = entry(dt.date(2023, 10, 1), "Löfte", until=dt.date(2024, 3, 31))
    found = wheel([promise], 2024, TODAY)
    assert [arc.entry for arc in found.arcs] == [promise]
    assert found.marks == ()
    assert wheel([promise], 2025, TODAY).arcs == ()


def test_the_next_is_the_first_that_is_to_come_and_today_stands_on_the_ring_of_its_year_alone() -> None:
    found = wheel([entry(NEW_YEAR, "a"), entry(TODAY, "b"), entry(dt.date(2024, 9, 1), "c")], 2024, TODAY)
    assert found.next is not None
    assert found.next.entry.what == "b"
    assert found.counts == {Stand.DONE: 1, Stand.MISSED: 0, Stand.UNKNOWN: 0, Stand.COMES: 2}
    assert found.today is not None
    assert wheel([], 2025, TODAY).today is None
    assert year_of(2024).days == 366
