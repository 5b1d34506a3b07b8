"""`kill -9` many times: web, worker and database, at random, while actions are taken; prints what was lost.

    python benchmarks/kill.py --rounds 100

Each round starts two processes that report without end and a worker with jobs, kills one of them or the database after
up to a second, and counts: acknowledged incidents that are gone, actions that are half, breaks in the timeline.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.core.killing import Home, a_while, home, missing, nothing_is_half

VICTIMS = ("web", "worker", "database", "all")


def one_round(place: Home, victim: str, chance: random.Random) -> int:
    """Kill one victim; how many actions were acknowledged."""
    if place.start("defer", 20).wait():
        raise AssertionError("the queue took no jobs")
    web, worker = [place.start("report") for _ in range(2)], place.start("work")
    for child in (*web, worker):
        child.until_said(1)
    a_while(chance)
    if victim in ("database", "all"):
        place.kill_database()
    if victim in ("web", "all"):
        web[0].process.kill()
    if victim in ("worker", "all"):
        worker.process.kill()
    place.cluster.start()
    time.sleep(0.2)
    acknowledged = [number for child in (*web, worker) for number in child.kill()]
    gone = missing(place, acknowledged)
    if gone:
        raise AssertionError(f"acknowledged and gone: {gone[:10]}")
    nothing_is_half(place)
    return len(acknowledged)


def main() -> None:
    """Run the rounds and print what happened."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    killed: Counter[str] = Counter()
    acknowledged = 0
    began = time.monotonic()
    with home() as place:
        for number in range(asked.rounds):
            victim = VICTIMS[number % len(VICTIMS)]
            acknowledged += one_round(place, victim, chance)
            killed[victim] += 1
        # what the killed workers had begun is taken over
        worker = place.start("work")
        until = time.monotonic() + 120
        while place.rows("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'") != [(0,)]:
            if time.monotonic() > until:
                states = place.rows("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
                raise AssertionError(f"jobs were left undone: {states}")
            time.sleep(0.2)
        acknowledged += len(worker.kill())
        totals = nothing_is_half(place)
        jobs = place.rows("SELECT count(*) FROM procrastinate_jobs")[0][0]
    kills = ", ".join(f"{victim} {n}" for victim, n in killed.items())
    print(f"{asked.rounds} rounds in {time.monotonic() - began:.0f} s, killed: {kills}")
    print(f"{acknowledged} acknowledged, 0 of them gone; {totals['incidents']} incidents, 0 half; timeline whole")
    print(f"{jobs} jobs, 0 left undone")


if __name__ == "__main__":
    main()
