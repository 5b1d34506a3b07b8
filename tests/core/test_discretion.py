"""The log: when in universal time, one line for each record, nobody's numbers, no rows of the database."""

from __future__ import annotations

import logging
import sys

from lagesbild.core.discretion import Discreet


def written(said: str, *values: object) -> str:
    record = logging.LogRecord("lagesbild.web", logging.WARNING, __file__, 1, said, values, None)
    record.created = 1795889000.25
    return Discreet().format(record)


def test_a_record_says_when_in_universal_time_how_grave_and_from_where() -> None:
    assert written("shut %s", "door") == "2026-11-28T18:03:20.250+00:00 WARNING lagesbild.web: shut door"


def test_what_somebody_sends_is_no_line_of_its_own() -> None:
    lines = written(
        "no such name %r %s", "a\nb", "x\r\n2026-11-28T18:03:20+00:00 INFO lagesbild.signin: signed in"
    ).splitlines()
    assert len(lines) > 1
    assert all(line.startswith("  ") for line in lines[1:])
    assert "\x1b" not in written("%s", "\x1b[2Kgone\x00")


def test_numbers_of_people_and_rows_of_the_database_are_left_out() -> None:
    assert "811218-9876" not in written("seen 811218-9876 and %s", "nils@exempel.se")
    assert "exempel.se" not in written("seen %s", "nils@exempel.se")
    assert "(7, Nils)" not in written("it failed\nDETAIL: Failing row contains (7, Nils).\nnothing more")


def test_a_traceback_stands_with_its_record() -> None:
    try:
        raise ValueError("nothing\nmore")
    except ValueError:
        record = logging.LogRecord("lagesbild", logging.ERROR, __file__, 1, "a fault", (), sys.exc_info())
    first, *rest = Discreet().format(record).splitlines()
    assert first.endswith("a fault")
    assert any("ValueError" in line for line in rest)
    assert all(line.startswith("  ") for line in rest)
