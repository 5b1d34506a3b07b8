"""Weeks, days in several columns, clocks as fractions of a day, and from and to in one cell."""

from __future__ import annotations

import polars as pl
import pytest

from lagesbild.i18n import translator
from lagesbild.sources import read
from lagesbild.sources.moments import Status, parse_clocks, parse_moments
from lagesbild.sources.records import ReadOptions, RefusalKind, TimePrecision

STOCKHOLM = "Europe/Stockholm"


def reading(folder, text):
    path = folder / "t.csv"
    path.write_text(text, "utf-8")
    return read([path])


def windows(found) -> list[tuple[str, str]]:
    return [
        (str(start.astype("datetime64[m]")), str(end.astype("datetime64[m]")))
        for start, end in zip(found.records.start, found.records.end, strict=True)
    ]


def concluded(found) -> str:
    say = translator("en").say
    return "\n".join(
        f"{say(c.what)}: {c.value if isinstance(c.value, str) else say(c.value)}" for c in found.files[0].conclusions
    )


@pytest.mark.parametrize(
    "text", ["2026-W12", "2026W12", "2026-w12", "v. 12 2026", "v 12 2026", "v.12, 2026", "vecka 12 2026", "2026 v 12",
             "2026 vecka 12", "Vecka 12, 2026", "2026-v12", "week 12 2026", "v12 -2026"],
)  # fmt: skip
def test_a_week_is_its_seven_days_and_claims_none_of_them(tmp_path, text):
    found = reading(tmp_path, f"Vecka;Typ\n{text};Rån\n")
    assert windows(found) == [("2026-03-16T00:00", "2026-03-23T00:00")]
    assert found.records.precision.tolist() == [TimePrecision.MONTH]
    assert "whole weeks" in concluded(found)


def test_weeks_follow_the_calendar_of_iso():
    found = parse_moments(pl.Series(["2020-W53", "2021-W01", "2021-W53", "2024-W01", "2024-W00"]), timezone=STOCKHOLM)
    assert found.start.astype("datetime64[D]").astype(str).tolist() == [
        "2020-12-28", "2021-01-04", "NaT", "2024-01-01", "NaT"
    ]  # fmt: skip
    assert found.status[[2, 4]].tolist() == [Status.NO_SUCH_DAY] * 2


def test_a_day_is_preferred_to_its_week(tmp_path):
    found = reading(tmp_path, "Vecka;Datum;Typ\n2026-W12;2026-03-18;Rån\n2026-W12;2026-03-19;Rån\n")
    assert windows(found)[0] == ("2026-03-18T00:00", "2026-03-19T00:00")


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ("År;Månad;Dag", ("2024;1;31", "2024;02;1")),
        ("Year;Month;Day", ("2024;1;31", "2024;2;1")),
        ("Dag;Månad;År", ("31;januari;2024", "1;feb;2024")),
    ],
)
def test_a_day_in_three_columns_is_put_together(tmp_path, heads, cells):
    found = reading(tmp_path, f"{heads};Typ\n{cells[0]};Rån\n{cells[1]};Rån\n31;31;31;Rån\n")
    assert windows(found) == [("2024-01-31T00:00", "2024-02-01T00:00"), ("2024-02-01T00:00", "2024-02-02T00:00")]
    assert set(found.records.precision.tolist()) == {TimePrecision.DAY}
    assert found.refusals[0].column in ("År, Månad, Dag", "Year, Month, Day")
    assert found.refusals[0].kind == RefusalKind.UNREADABLE


def test_a_month_in_two_columns_is_put_together_and_a_clock_goes_with_the_day(tmp_path):
    found = reading(tmp_path, "År;Månad;Typ\n2024;1;Rån\n2024;12;Rån\n")
    assert windows(found) == [("2024-01-01T00:00", "2024-02-01T00:00"), ("2024-12-01T00:00", "2025-01-01T00:00")]
    found = reading(tmp_path, "År;Månad;Dag;Klockslag\n2024;1;31;07:23\n2024;12;1;\n")
    assert windows(found)[0] == ("2024-01-31T07:23", "2024-01-31T07:24")


def test_the_option_that_is_stated_for_a_date_put_together_can_be_given(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("År;Månad;Dag;Datum\n2024;1;31;2024-05-06\n", "utf-8")
    assert windows(read([path], ReadOptions(columns={"date": "År, Månad, Dag"})))[0][0] == "2024-01-31T00:00"


def test_a_date_of_its_own_goes_before_its_parts(tmp_path):
    found = reading(tmp_path, "År;Månad;Dag;Datum;Typ\n2024;1;31;2024-05-06;Rån\n2024;1;30;2024-05-07;Rån\n")
    assert windows(found)[0] == ("2024-05-06T00:00", "2024-05-07T00:00")


def test_fractions_of_a_day_are_clocks_when_all_are():
    seconds, precision, status = parse_clocks(pl.Series(["0.5", "0,75", "0.30763888888", "0", "0.25", None]))
    assert seconds.tolist() == [43200, 64800, 26580, 0, 21600, -1]
    assert set(precision[:5].tolist()) == {TimePrecision.MINUTE}
    assert status.tolist() == [Status.OK] * 5 + [Status.EMPTY]


def test_hours_and_minutes_are_no_fractions():
    assert parse_clocks(pl.Series(["0.25", "0.45"]))[0].tolist() == [25 * 60, 45 * 60]
    seconds, _, status = parse_clocks(pl.Series(["0.25", "7.23", "0.5"]))
    assert seconds.tolist() == [25 * 60, 7 * 3600 + 23 * 60, -1]
    assert status[2] == Status.UNREADABLE


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2024-01-31 22.00–23.30", "2024-01-31T23:30"),
        ("2024-01-31 22:00 - 23:30", "2024-01-31T23:30"),
        ("2024-01-31 22:00–02:00", "2024-02-01T02:00"),
        ("2024-01-31 kl. 22.00-23.30", "2024-01-31T23:30"),
        ("31/1 2024 22.00 till 1/2 2024 02.00", "2024-02-01T02:00"),
        ("2024-01-31 22:00 – 2024-02-01 02:00", "2024-02-01T02:00"),
    ],
)
def test_from_and_to_in_one_cell_are_a_window(tmp_path, text, end):
    found = reading(tmp_path, f"Tid;Typ\n{text};Rån\n2024-02-03 10.10;Rån\n{text};Stöld\n")
    assert windows(found)[0] == ("2024-01-31T22:00", end)
    assert windows(found)[1] == ("2024-02-03T10:10", "2024-02-03T10:11")


def test_an_offset_is_no_end(tmp_path):
    found = reading(tmp_path, "Tid;Typ\n2024-01-25 12:00-05:00;Rån\n2024-01-25T22:10:00-05:00;Rån\n")
    assert windows(found)[0] == ("2024-01-25T18:00", "2024-01-25T18:01")


@pytest.mark.parametrize("other", ["2024-01-25 09:00-21:30", "2024-01-25 09:00-09:20"])
def test_ends_that_could_be_offsets_are_ends_beside_one_that_could_not(tmp_path, other):
    found = reading(tmp_path, f"Tid;Typ\n2024-01-15 03:00-05:00;Rån\n{other};Rån\n")
    assert windows(found)[0] == ("2024-01-15T03:00", "2024-01-15T05:00")


def test_a_range_without_a_year_is_refused(tmp_path):
    found = reading(tmp_path, "Tid;Typ\n31/1 22:00 - 1/2 02:00;Rån\n2024-01-31 22:00;Rån\n2024-01-31 22:10;Rån\n")
    assert found.refusals.counts()[RefusalKind.UNREADABLE] == 1
