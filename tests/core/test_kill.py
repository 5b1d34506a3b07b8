"""`kill -9` at random times: what was acknowledged is there, nothing is half, and the timeline is whole.

A few rounds by default; LAGESBILD_KILL_ROUNDS asks for more, and `benchmarks/kill.py` for many.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from tests.core.killing import Home, a_while, home, missing, nothing_is_half

ROUNDS = int(os.environ.get("LAGESBILD_KILL_ROUNDS", "3"))


@pytest.fixture(scope="module")
def place() -> Iterator[Home]:
    with home() as made:
        yield made


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_processes_killed_while_they_report(place: Home, seed: int) -> None:
    chance = random.Random(seed)
    writers = [place.start("report") for _ in range(2)]
    for writer in writers:
        writer.until_said(1)
    a_while(chance)
    acknowledged = [number for writer in writers for number in writer.kill()]
    assert missing(place, acknowledged) == []
    nothing_is_half(place)


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_the_database_killed_while_they_report(place: Home, seed: int) -> None:
    chance = random.Random(100 + seed)
    writers = [place.start("report") for _ in range(2)]
    for writer in writers:
        writer.until_said(1)
    a_while(chance)
    place.kill_database()
    place.cluster.start()
    told = len(writers[0].said)
    writers[0].until_said(told + 3)  # they go on without being started again
    acknowledged = [number for writer in writers for number in writer.kill()]
    assert missing(place, acknowledged) == []
    nothing_is_half(place)


@pytest.mark.parametrize("victim", ["import", "database"])
def test_imports_killed_are_there_whole_or_not_at_all(place: Home, victim: str) -> None:
    chance = random.Random(victim)
    for _ in range(ROUNDS):
        running = place.start("import", 3000)
        running.until_said(1)
        a_while(chance)
        if victim == "database":
            place.kill_database()
            place.cluster.start()
            running.until_said(len(running.said) + 1)
        acknowledged = running.kill()
        assert missing(place, acknowledged, "incidents_import") == []
        assert nothing_is_half(place)["imports"] >= len(acknowledged)


def test_workers_killed_leave_no_job_undone(place: Home) -> None:
    jobs, chance = 30, random.Random(7)
    assert place.start("defer", jobs).wait() == []
    acknowledged: list[int] = []
    for number in range(ROUNDS):
        worker = place.start("work")
        worker.until_said(1)
        a_while(chance)
        if number % 2:
            # it fails the jobs at hand, and is to try them again when the database is back
            place.kill_database()
            place.cluster.start()
            a_while(chance)
        acknowledged += worker.kill()
    last = place.start("work")
    try:
        for _ in range(600):
            if place.rows("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'") == [(0,)]:
                break
            a_while(chance)
    finally:
        acknowledged += last.kill()
    ours = "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = 'tests.report' GROUP BY 1"
    assert place.rows(ours) == [("succeeded", jobs)]
    assert missing(place, acknowledged) == []
    done = place.rows("SELECT DISTINCT text FROM incidents_incident WHERE text LIKE 'jobb %'")
    assert len(done) == jobs, "each was done"
    nothing_is_half(place)
