"""`kill -9` while rows are disposed of: what was told is gone, none is counted twice, and it ends as if undisturbed."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.core.killing import Home, a_while, home

ROWS = 1500


@pytest.fixture
def place() -> Iterator[Home]:
    with home() as made:
        yield made


def test_killed_at_any_moment_it_goes_on_where_it_was(place: Home) -> None:
    chance = random.Random(11)
    (disposal,) = place.start("order", ROWS).wait()
    for round_ in range(4):
        running = place.start("dispose", disposal)
        running.until_said(1)
        a_while(chance)
        if round_ % 2:
            place.kill_database()
            place.cluster.start()
        told = running.kill()
        ((left, kept, noted, done),) = place.rows(
            """SELECT (SELECT count(*) FROM incidents_incident), (SELECT coalesce(sum(n), 0) FROM incidents_keptcount),
                      (SELECT coalesce(sum(n), 0) FROM registry_disposed), (SELECT done FROM registry_disposal)"""
        )
        assert left + kept == ROWS, "each is there or counted, none both"
        assert kept == noted == done >= max(told, default=0)
    place.start("dispose", disposal).wait()
    ((left, kept, state, entries, gone),) = place.rows(
        """SELECT (SELECT count(*) FROM incidents_incident), (SELECT sum(n) FROM incidents_keptcount),
                  (SELECT state FROM registry_disposal),
                  (SELECT count(*) FROM core_timelineentry WHERE verb = 'retention.done'),
                  (SELECT detail->>'n' FROM core_timelineentry WHERE verb = 'retention.done')"""
    )
    assert (left, kept, state, entries, gone) == (0, ROWS, "done", 1, str(ROWS))
    faults = place.start("faults")
    assert faults.wait() == [], "the timeline is whole"
