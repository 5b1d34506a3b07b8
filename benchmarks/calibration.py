"""How often the analysis is wrong when only chance is at work, and how often right when something is.

Prints a table of type I errors at several densities and dispersions with the bound each has to keep, and of power
under planted effects. `python benchmarks/calibration.py [RUNS] [--write]`; with --write the table is kept in
docs/calibration.md. The tests run the same cases with fewer runs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import stats

from lagesbild import analysis as a
from lagesbild.analysis.result import Ints

PAGE = Path(__file__).resolve().parents[1] / "docs" / "calibration.md"
Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of question under one kind of chance.

    Parameters
    ----------
    what, under : str
        The method, and what it was tried on.
    bound : float or None
        Largest share of runs that may be wrong; None where something is planted and the share is one of finding it.
    once : callable
        One run: wrong and tried, or found and tried.
    cost : float
        How many times dearer than a cheap case one run is.
    least : float
        Where something is planted, the smallest share that has to be found.
    """

    what: str
    under: str
    bound: float | None
    once: Callable[[Rng], tuple[int, int]]
    cost: float = 1.0
    least: float = 0.0


def counts(rng: Rng, mean: object, phi: float, shape: tuple[int, ...]) -> Ints:
    """Counts with variance phi times their mean."""
    mu = np.broadcast_to(np.asarray(mean, dtype=float), shape)
    drawn = rng.poisson(mu) if phi == 1 else rng.negative_binomial(mu / (phi - 1), 1 / phi)
    return drawn.astype(np.int64)


def cases() -> Iterator[Case]:
    """All cases."""
    yield from _maps()
    yield from _changes()
    yield from _alarms()
    yield from _effects()
    yield from _interaction()
    yield from _others()


def _maps() -> Iterator[Case]:
    for density in (0.05, 0.2, 1.0, 5.0):

        def gi(rng: Rng, density: float = density) -> tuple[int, int]:
            grid = rng.poisson(density, (60, 60))
            return int(np.nanmin(a.getis_ord(grid).q) <= 0.05), 1

        yield Case("Gi*, any discovery on a map", f"{density:g} per cell, 60 x 60", 0.05, gi, 3)

        def normal(rng: Rng, density: float = density) -> tuple[int, int]:
            z = a.getis_ord(rng.poisson(density, (60, 60))).z
            q = a.benjamini_hochberg(stats.norm.sf(z))
            return int(np.nanmin(q) <= 0.05), 1

        yield Case("(the usual z-map with FDR)", f"{density:g} per cell, 60 x 60", None, normal, 3)

    def planted(rng: Rng) -> tuple[int, int]:
        mean = np.full((60, 60), 1.0)
        mean[20:23, 30:33] = 5
        return int(a.getis_ord(rng.poisson(mean)).q[21, 31] <= 0.05), 1

    yield Case("Gi*, 9 cells of 5 among cells of 1", "power", None, planted, 3, 0.9)


def _changes() -> Iterator[Case]:
    for density in (0.5, 5.0):

        def changed(rng: Rng, density: float = density) -> tuple[int, int]:
            now, before = rng.poisson(density, 400), rng.poisson(3 * density, 400)
            found = a.changed_places(now, before, 1.0, 3.0)
            return int(np.nanmin(found.q) <= 0.05), 1

        yield Case("changed places, any discovery", f"{density:g} per place, 400 places", 0.05, changed)

    for places in (6, 20):
        for phi in (1.0, 3.0):

            def few(rng: Rng, places: int = places, phi: float = phi) -> tuple[int, int]:
                now, before = counts(rng, 8.0, phi, (places,)), counts(rng, 32.0, phi, (places,))
                found = a.changed_places(now, before, 1.0, 4.0)
                return int(np.nanmin([found.q, found.q_whole]) <= 0.05), 1

            yield Case("changed places, any discovery", f"{places} places of 8, variance {phi:g} x mean", 0.05, few)

    def alone(rng: Rng) -> tuple[int, int]:
        now, before = rng.poisson(10, 12), rng.poisson(40, 12)
        now[2] = 45
        return int(a.changed_places(now, before, 1.0, 4.0).q[2] <= 0.05), 1

    yield Case("changed places, one of 12 grew from 10 to 45", "power", None, alone, 1, 0.9)


def _alarms() -> Iterator[Case]:  # noqa: C901 - a list of cases
    alpha = 0.025
    for mean in (0.5, 2.0, 20.0):
        for phi in (1.0, 3.0):
            under = f"mean {mean:g}, variance {phi:g} x mean"

            def flexible(rng: Rng, mean: float = mean, phi: float = phi) -> tuple[int, int]:
                level = mean * np.exp(0.3 * np.sin(2 * np.pi * np.arange(264) / 52))
                found = a.farrington_flexible(counts(rng, level, phi, (100, 264)), recent=(0, 4))
                return int((found.count > found.high).sum()), 100

            yield Case("Farrington, above the interval", f"{under}, season", 1.5 * alpha, flexible, 4)

            def recent(rng: Rng, mean: float = mean, phi: float = phi) -> tuple[int, int]:
                found = a.recent_baseline(counts(rng, mean, phi, (100, 27)), window=26)
                return int((found.count > found.high).sum()), 100

            yield Case("recent weeks, above the interval", under, 1.5 * alpha, recent)
            for chart in ("C1", "C2", "C3"):

                def ears(rng: Rng, mean: float = mean, phi: float = phi, chart: str = chart) -> tuple[int, int]:
                    found = a.ears(counts(rng, mean, phi, (100, 10)), chart, alpha=alpha)  # type: ignore[arg-type]
                    return int(found.alarm.sum()), 100

                yield Case(f"EARS {chart}, alarm", under, 1.5 * alpha, ears)

            def total(rng: Rng, mean: float = mean, phi: float = phi) -> tuple[int, int]:
                y = counts(rng, mean, phi, (20, 400))
                found = a.cusum(y, np.full(y.shape, mean), dispersion=phi, run_length=100, restart=True)
                return int(found.alarm.sum()), y.size

            yield Case("CUSUM, alarms per step", f"{under}, run length 100", 1.5 / 100, total, 2)
        if mean > 0.5:

            def published(rng: Rng, mean: float = mean) -> tuple[int, int]:
                found = a.ears(rng.poisson(mean, (100, 10)), alpha=alpha, rule="normal")
                return int(found.alarm.sum()), 100

            yield Case("(EARS C1 as published)", f"mean {mean:g}, Poisson", None, published)

    def rise(rng: Rng) -> tuple[int, int]:
        y = rng.poisson(4.0, (100, 264))
        y[:10, -1] = rng.poisson(20.0, 10)
        return int((a.farrington_flexible(y).q[:10] <= 0.05).sum()), 10

    yield Case("Farrington with FDR, 4 becomes 20 in 10 of 100", "power", None, rise, 4, 0.95)


def _effects() -> Iterator[Case]:  # noqa: C901 - a list of cases
    for mean in (4.0, 15.0):
        for phi in (1.0, 3.0):
            under = f"mean {mean:g} a month, variance {phi:g} x mean"

            def difference(rng: Rng, mean: float = mean, phi: float = phi) -> tuple[int, int]:
                months = counts(rng, mean, phi, (4, 36))
                spread = a.count_dispersion(months[:, :24].ravel(), group=np.repeat(np.arange(4), 24))
                pairs = [(int(m[12:24].sum()), int(m[24:].sum())) for m in months]
                found = a.wdd(*pairs, dispersion=spread.value, freedom=spread.freedom)
                return int(found.p < 0.05), 1

            yield Case("WDD with dispersion", under, 0.07, difference)

            def plain(rng: Rng, mean: float = mean, phi: float = phi) -> tuple[int, int]:
                months = counts(rng, mean, phi, (4, 24))
                return int(a.wdd(*((int(m[:12].sum()), int(m[12:].sum())) for m in months)).p < 0.05), 1

            yield Case("(WDD as published)", under, None, plain)

            def exact(rng: Rng, mean: float = mean, phi: float = phi) -> tuple[int, int]:
                months = counts(rng, mean, phi, (30,))
                spread = a.uncertain_dispersion(a.count_dispersion(months[:24]))
                before, after = int(months[:24].sum()), int(months[24:].sum())
                return int(before + after > 0 and a.e_test(after, 6, before, 24, dispersion=spread).p < 0.05), 1

            yield Case("e-test with dispersion", under, 0.07, exact, 2)

            def both(rng: Rng, mean: float = mean, phi: float = phi) -> tuple[int, int]:
                level = np.exp(0.4 * np.sin(2 * np.pi * np.arange(36) / 12))
                y, c = counts(rng, mean * level, phi, (36,)), counts(rng, 3 * mean * level, phi, (36,))
                return int(a.difference_in_differences(y, c, 24).p < 0.05), 1

            yield Case("difference in differences", f"{under}, season", 0.07, both)
            for family in ("quasi", "negative_binomial"):

                def series(rng: Rng, mean: float = mean, phi: float = phi, family: str = family) -> tuple[int, int]:
                    level = mean * np.exp(0.3 * np.sin(2 * np.pi * np.arange(48) / 12))
                    y = counts(rng, level, phi, (48,))
                    return int(a.interrupted_time_series(y, 36, family=family).p < 0.05), 1  # type: ignore[arg-type]

                yield Case(
                    f"interrupted series, {family}", f"{under}, season", 0.07, series, 10 if family == "quasi" else 200
                )

    def halved(rng: Rng) -> tuple[int, int]:
        y = counts(rng, np.where(np.arange(36) < 24, 20.0, 10.0), 2.0, (36,))
        return int(a.difference_in_differences(y, counts(rng, 60.0, 2.0, (36,)), 24).p < 0.05), 1

    yield Case("difference in differences, 20 halved", "power", None, halved, 1, 0.95)

    def fallen(rng: Rng) -> tuple[int, int]:
        places = rng.poisson(rng.gamma(2.0, 4.0, 300))
        found = a.regression_to_the_mean(int(places.max()), places, 1.0)
        shape, rate = 2.0 + places.max(), 1 / 4.0 + 1
        later = rng.poisson(rng.gamma(shape, 1 / rate))
        return int(not found.low <= later <= found.high), 1

    yield Case("regression to the mean, outside the interval", "the fullest of 300 places", 0.07, fallen)


def _interaction() -> Iterator[Case]:
    for n in (60, 300):

        def pairs(rng: Rng, n: int = n) -> tuple[int, int]:
            x, y, t = rng.uniform(0, 2000, n), rng.uniform(0, 2000, n), rng.uniform(0, 200, n)
            found = a.knox(x, y, t, distances=(0, 200), times=(0, 10), permutations=39, seed=int(rng.integers(10**9)))
            return int(found.p[0, 0] <= 0.05), 1

        yield Case("Knox", f"{n} incidents", 0.06, pairs, 3)

        def near(rng: Rng, n: int = n) -> tuple[int, int]:
            x, y, t = rng.uniform(0, 2000, n), rng.uniform(0, 2000, n), rng.uniform(0, 200, n)
            return int(a.near_repeat(x, y, t, permutations=499, seed=int(rng.integers(10**9))).raised.any()), 1

        yield Case("near repeats, any band raised", f"{n} incidents, 24 bands", 0.06, near, 40)

    def late(rng: Rng) -> tuple[int, int]:
        x, y, t = rng.uniform(0, 2000, 100), rng.uniform(0, 2000, 100), rng.uniform(0, 200, 100)
        return int(a.jacquez(x, y, t, permutations=39, seed=int(rng.integers(10**9))).p <= 0.05), 1

    yield Case("Jacquez", "100 incidents", 0.06, late, 5)

    def followed(rng: Rng) -> tuple[int, int]:
        x, y, t = rng.uniform(0, 4000, 300), rng.uniform(0, 4000, 300), rng.uniform(0, 300, 300)
        x, y, t = np.r_[x, x[:40] + 30], np.r_[y, y[:40]], np.r_[t, t[:40] + 3]
        return int(a.near_repeat(x, y, t, permutations=499, same_place=0).raised[0, 0]), 1

    yield Case("near repeats, 40 of 300 followed", "power", None, followed, 40, 0.95)


def _others() -> Iterator[Case]:
    def twice(rng: Rng) -> tuple[int, int]:
        places = np.bincount(rng.integers(2000, size=400), minlength=2000)
        return int(a.repeat_places(places, draws=99, seed=int(rng.integers(10**9))).p <= 0.05), 1

    yield Case("repeat places", "400 incidents, 2,000 places", 0.06, twice, 3)

    def again(rng: Rng) -> tuple[int, int]:
        places = np.bincount(rng.integers(200, size=300), minlength=200)
        return int(a.gathering(places, 200, draws=99, seed=int(rng.integers(10**9))).p <= 0.05), 1

    yield Case("gathering", "300 incidents, 200 cells", 0.06, again, 3)

    def maps(rng: Rng) -> tuple[int, int]:
        found = a.hindsight(rng.random(400), rng.poisson(1.0, 400), rng.poisson(1.0, 400))
        return int(found.better != "alike"), 1

    yield Case("a map against simple counts", "both of chance", 0.07, maps)

    def week(rng: Rng) -> tuple[int, int]:
        clock = rng.poisson(3.0, (7, 24))
        return int(a.busiest_window(clock, permutations=39, seed=int(rng.integers(10**9))).p <= 0.05), 1

    yield Case("busiest stretch of the week", "3 per hour", 0.06, week, 20)

    def covered(rng: Rng) -> tuple[int, int]:
        table = a.HarmTable({"light": 2.0, "grave": 60.0}, "days", "invented", 2026)
        found = a.harm_of({"light": int(rng.poisson(40)), "grave": int(rng.poisson(1.5))}, table)
        return int(not found.low <= 170 <= found.high), 1

    yield Case("harm, outside the interval", "40 light, 1.5 grave", 0.06, covered)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: how many of how many, and whether the bound was kept beyond what chance explains."""

    case: Case
    hits: int
    tried: int

    @property
    def share(self) -> float:
        """Wrong, or found, of those tried."""
        return self.hits / self.tried

    @property
    def kept(self) -> bool:
        """False where so many errors (or so few finds) would hardly come were the bound kept: p below 0.001."""
        if self.case.bound is not None:
            return bool(stats.binom.sf(self.hits - 1, self.tried, self.case.bound) > 0.001)
        return bool(not self.case.least or stats.binom.cdf(self.hits, self.tried, self.case.least) > 0.001)


def run(case: Case, runs: int) -> Outcome:
    """Try a case as often as its cost allows."""
    rng = np.random.default_rng(np.frombuffer(f"{case.what}{case.under}".encode(), dtype=np.uint8))
    hits = tried = 0
    for _ in range(max(20, int(runs / case.cost))):
        more, of = case.once(rng)
        hits, tried = hits + more, tried + of
    return Outcome(case, hits, tried)


def row(found: Outcome) -> str:
    """One row of the table."""
    case = found.case
    bound = f"at most {100 * case.bound:g} %" if case.bound is not None else ""
    if case.least:
        bound = f"at least {100 * case.least:g} %"
    verdict = "" if not bound else "kept" if found.kept else "BROKEN"
    return f"| {case.what} | {case.under} | {100 * found.share:.1f} % | {found.tried} | {bound} | {verdict} |"


HEAD = ["| what | under | share | tried | bound | |", "|---|---|---|---|---|---|"]


def table(chosen: Iterable[Case], runs: int) -> tuple[list[str], int]:
    """Print a row for each case; all rows, and how many bounds are broken."""
    print(*HEAD, sep="\n")
    lines, broken = list(HEAD), 0
    for case in chosen:
        found = run(case, runs)
        broken += not found.kept
        lines.append(row(found))
        print(lines[-1], flush=True)
    return lines, broken


def main() -> None:
    """Print the table, and keep it where asked; a broken bound is a failure."""
    runs = next((int(word) for word in sys.argv[1:] if word.isdigit()), 2000)
    began = time.perf_counter()
    lines, broken = table(cases(), runs)
    print(f"\n{len(lines) - len(HEAD)} cases in {time.perf_counter() - began:.0f} s, {broken} broken")
    if "--write" in sys.argv:
        before = PAGE.read_text(encoding="utf-8").split("<!-- table -->")[0]
        PAGE.write_text("\n".join([before + "<!-- table -->", "", *lines, ""]), encoding="utf-8")
    sys.exit(broken > 0)


if __name__ == "__main__":
    main()
