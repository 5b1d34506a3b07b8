"""How often the analysis is wrong when only chance is at work, and how often right when something is.

`python -m benchmarks.calibration [--most SHARE] [--workers N] [--write]` prints a table of type I errors at several
densities and dispersions with the bound each has to keep, and of power under planted effects; it fails when a bound is
broken. With --write the table is kept in docs/calibration.md. The tests run the same cases with fewer runs.

A case is run until its interval decides: 500 runs, then twice as many, and so on, until the whole interval lies on one
side of the bound or the case has had its time. As the interval is looked at several times, each look has its part of
the error that is allowed, so that all of them together hold the true share in 99 cases of 100. The numbers drawn are
those of the name of the case and the number of the run: the table is the same with one worker or many.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np
from scipy import stats

from benchmarks.calibration_cases import Case, cases

PAGE = Path(__file__).resolve().parents[1] / "docs" / "calibration.md"
MARKS = "<!-- table -->", "<!-- table ends -->"
FIRST, TRIES = 500, 5000
"""Runs before the first look, and tries (of cases that try many at once) that are enough for it."""
LONGEST, SLOWEST = 20_000, 40_000
"""Runs at most, and milliseconds that the runs of a case may take together where the first look needs no more."""
SURE, LOOKS = 0.01, 7
"""Error that all looks at an interval share, and how many there can be."""
Verdict = Literal["", "kept", "not told", "BROKEN"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: how many of how many, and what that says of its bound."""

    case: Case
    hits: int
    tried: int

    @property
    def share(self) -> float:
        """Wrong, or found, of those tried."""
        return self.hits / self.tried

    @property
    def interval(self) -> tuple[float, float]:
        """Clopper and Pearson's interval of the share, at the level that each look has."""
        each = SURE / LOOKS / 2
        low = stats.beta.ppf(each, self.hits, self.tried - self.hits + 1) if self.hits else 0.0
        high = stats.beta.isf(each, self.hits + 1, self.tried - self.hits) if self.hits < self.tried else 1.0
        return float(low), float(high)

    @property
    def verdict(self) -> Verdict:
        """Whether the bound is kept, broken, or within the interval; nothing where there is no bound."""
        low, high = self.interval
        bound = self.case.bound if self.case.bound is not None else self.case.least
        if not bound:
            return ""
        under, over = ("kept", "BROKEN") if self.case.bound is not None else ("BROKEN", "kept")
        return under if high <= bound else over if low > bound else "not told"  # type: ignore[return-value]


def run(case: Case, most: float = 1.0) -> Outcome:
    """Run a case until its interval decides, or for `most` of the runs that its cost allows."""
    name = np.frombuffer(f"{case.what}, {case.under}".encode(), dtype=np.uint8)
    longest = max(FIRST if case.tries == 1 else TRIES // case.tries, min(LONGEST, int(SLOWEST / case.cost)))
    stop = max(20, int(most * longest))
    look = min(stop, max(20, FIRST if case.tries == 1 else TRIES // case.tries, stop // 2 ** (LOOKS - 2)))
    hits = done = 0
    while True:
        for number in range(done, look):
            hits += case.once(np.random.default_rng([*name, number]))
        done = look
        found = Outcome(case, hits, done * case.tries)
        if done >= stop or found.verdict != "not told":
            return found
        # What is left of the last doubling is given to the look before, so that there are no more looks than counted.
        look = stop if 3 * done > stop else 2 * done


def _numbered(number: int, most: float) -> tuple[int, int]:
    # what a case runs is a function inside a function, which does not travel between processes
    found = run(cases()[number], most)
    return found.hits, found.tried


def outcomes(chosen: Sequence[int], most: float, workers: int) -> Iterator[Outcome]:
    """Outcomes of the cases with these numbers, in their order; the dearest are begun first."""
    every = cases()
    task = partial(_numbered, most=most)
    if workers == 1:
        yield from (Outcome(every[k], *task(k)) for k in chosen)
        return
    with ProcessPoolExecutor(workers) as pool:
        begun = {k: pool.submit(task, k) for k in sorted(chosen, key=lambda k: -every[k].cost)}
        for k in chosen:
            yield Outcome(every[k], *begun[k].result())


def row(found: Outcome) -> str:
    """One row of the table."""
    case = found.case
    bound = f"at most {100 * case.bound:g} %" if case.bound is not None else ""
    if case.least:
        bound = f"at least {100 * case.least:g} %"
    low, high = (f"{100 * limit:.1f}" for limit in found.interval)
    cells = (case.what, case.under, f"{100 * found.share:.1f} %", f"{low}–{high}", f"{found.tried:,}", bound)
    return f"| {' | '.join(cells)} | {found.verdict} |"


HEAD = ["| what | under | share | 99 % | tried | bound | |", "|---|---|---|---|---|---|---|"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and keep it where asked; a broken bound is a failure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--most", type=float, default=1.0, help="share of the runs a case may have (1)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (as many as cores)")
    parser.add_argument("--only", default="", help="cases whose row holds this")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/calibration.md")
    asked = parser.parse_args(arguments)
    every = cases()
    chosen = [k for k, case in enumerate(every) if asked.only in f"{case.what}, {case.under}"]
    began = time.perf_counter()
    print(*HEAD, sep="\n")
    lines, found = list(HEAD), []
    for outcome in outcomes(chosen, asked.most, asked.workers):
        found.append(outcome.verdict)
        lines.append(row(outcome))
        print(lines[-1], flush=True)
    said = f"{len(found)} cases: " + ", ".join(
        f"{found.count(verdict)} {word}"
        for verdict, word in (
            ("kept", "bounds kept"),
            ("not told", "not told apart from their bound"),
            ("BROKEN", "broken"),
            ("", "without a bound"),
        )
    )
    print(f"\n{said}. {time.perf_counter() - began:.0f} s, {asked.workers} processes.")
    if asked.write:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
        PAGE.write_text("\n".join([before + MARKS[0], "", f"{said}.", "", *lines, "", MARKS[1] + after]), "utf-8")
    sys.exit("BROKEN" in found)


if __name__ == "__main__":
    main()
