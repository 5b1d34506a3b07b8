"""What the timeline costs when many write at once: no chain, the chain's head locked last (ours), and locked first.

    python benchmarks/timeline_writers.py --writers 20 --seconds 5

The action is a real report of an incident, policies and row-level security on. The three are measured in turn, several
times over on one server, so that what else the machine does falls on all of them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.core.killing import Home, home, settings_of

LEAST_SHARE, MOST_TIMES = 0.5, 3.0
"""At least this share of the actions without a chain, and at most this many times their 95th percentile."""
VARIANTS = ("no chain", "head last (ours)", "head first")


def report_once(place: dict[str, int], variant: str, number: int) -> None:
    """One action."""
    from lagesbild.core.models import ChainHead
    from lagesbild.core.scope import Scope, scope
    from tests.core.killing import report_one

    if variant == "head first":
        with scope(Scope(read=(place["partnership"],), write=place["partnership"])):
            ChainHead.objects.select_for_update().get()
            report_one(place, f"rapport {number}")
    else:
        report_one(place, f"rapport {number}")


def writer(place: dict[str, int], variant: str, seconds: float, begin: Any, results: Any) -> None:
    """Report for a while; the time of each action in milliseconds."""
    from lagesbild.core import timeline
    from lagesbild.incidents.actions import common

    if variant == "no chain":
        # neither the entry nor the count of changes, which is one row for all too
        timeline.record = lambda **_: None  # type: ignore[assignment]
        common.revise = lambda *_: None  # type: ignore[assignment]
    report_once(place, variant, 0)
    begin.wait()
    times, until, number = [], time.perf_counter() + seconds, 0
    while time.perf_counter() < until:
        number += 1
        before = time.perf_counter()
        report_once(place, variant, number)
        times.append(1000 * (time.perf_counter() - before))
    results.put(times)


def measure(place: dict[str, int], variant: str, writers: int, seconds: float) -> tuple[float, float]:
    """Actions a second and the 95th percentile in milliseconds."""
    context = multiprocessing.get_context("fork")
    begin, results = context.Barrier(writers), context.Queue()
    running = [context.Process(target=writer, args=(place, variant, seconds, begin, results)) for _ in range(writers)]
    for each in running:
        each.start()
    times = [took for _ in running for took in results.get()]
    for each in running:
        each.join()
    return len(times) / seconds, statistics.quantiles(times, n=20)[-1]


def run(place: Home, writers: int, seconds: float, rounds: int) -> dict[str, dict[str, float]]:
    """All variants, in turn."""
    found: dict[str, list[tuple[float, float]]] = {variant: [] for variant in VARIANTS}
    for _ in range(rounds):
        for variant in VARIANTS:
            found[variant].append(measure(place.place, variant, writers, seconds))
    middle: Callable[[list[float]], float] = statistics.median
    return {
        variant: {"per_second": middle([rate for rate, _ in each]), "p95_ms": middle([late for _, late in each])}
        for variant, each in found.items()
    }


def main() -> None:
    """Measure, print, and fail when the budget is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with home() as place:
        os.environ.update(settings_of(place.found))
        import django

        django.setup()
        found = run(place, asked.writers, asked.seconds, asked.rounds)
    if asked.json:
        print(json.dumps(found))
        return
    plain = found["no chain"]
    print(f"{asked.writers} writers, {os.cpu_count()} cores, median of {asked.rounds} rounds of {asked.seconds:g} s")
    print(f"{'':<18}{'actions/s':>10}{'share':>8}{'p95 ms':>9}{'times':>8}")
    for variant, each in found.items():
        share, times = each["per_second"] / plain["per_second"], each["p95_ms"] / plain["p95_ms"]
        print(f"{variant:<18}{each['per_second']:>10.0f}{share:>8.2f}{each['p95_ms']:>9.0f}{times:>8.2f}")
    ours = found["head last (ours)"]
    kept = ours["per_second"] >= LEAST_SHARE * plain["per_second"] and ours["p95_ms"] <= MOST_TIMES * plain["p95_ms"]
    print(f"Budget: share at least {LEAST_SHARE}, p95 at most {MOST_TIMES:g} times: {'kept' if kept else 'NOT KEPT'}")
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
