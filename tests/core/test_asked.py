"""Numbers and days in addresses, as far as they can be read."""

from __future__ import annotations

import datetime as dt

import pytest

from lagesbild.core.web.asked import asked_day, asked_number


@pytest.mark.parametrize("text", ["", "-1", "1.0", " 1", "²", "٣", "1e3", "9" * 19, "9" * 5000, "a\x00"])
def test_what_is_no_number_of_a_row_is_none(text: str) -> None:
    assert asked_number(text) is None


def test_the_largest_number_that_is_read_is_one_that_the_database_keeps() -> None:
    assert asked_number("9" * 18) == 10**18 - 1 < 2**63
    assert asked_number("007") == 7


def test_a_day_is_read_and_what_is_none_is_not() -> None:
    assert asked_day("2028-02-29") == dt.date(2028, 2, 29)
    assert asked_day("2027-02-29") is None
    assert asked_day("0001-01-01") is None
    assert asked_day("9999-12-31") is None
    assert asked_day("2026-W53-7") == dt.date(2027, 1, 3)
