"""How fast the analysis is, beside what others take, how near its figures are to theirs, and how it grows.

`python -m benchmarks.analysis [NAME …] [--quick]` prints, for each goal, our time (the fastest of as many calls as a second has room for, and the processor's, which other work on the
machine leaves alone), the rival's in the same run, the ratio, the largest difference of the figures, and whether the goal is met; then the same as a table, which
`--write` keeps in benchmarks/README.md. Rivals are run from `.venv-oracles` and R where `make oracles` has installed them; without them their goals are printed as not measured. NAME chooses among
farrington, density, gi, scan, knox, aoristic, emerging, memory, growth; --quick leaves out the growth.
"""

# ruff: noqa: E501 - scripts of rivals and lines of the table are as long as they are
from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.measuring import GOALS, QUIET, ROOT, goal, ours, rival, table, timed
from lagesbild import analysis as a
from lagesbild.analysis.compiled import has_numba

PAGE = ROOT / "benchmarks" / "README.md"


def farrington(folder: Path) -> None:
    """5,000 series of five years."""
    rng = np.random.default_rng(1)
    level = np.exp(rng.normal(0.7, 1, 5000))[:, None] * np.exp(0.3 * np.sin(np.arange(264) / 52 * 2 * np.pi))
    y = rng.poisson(level)
    a.farrington_flexible(y[:5])
    took = timed(lambda: a.farrington_flexible(y, years_back=4, error_dispersion="working", minimum=0))
    ours("5,000 series", took)
    goal("Farrington, 5,000 series of five years", "< 0.5 s", took.judged() < 0.5, took.judged())
    np.savetxt(folder / "y.csv", y[:40], fmt="%d", delimiter=",")
    found = rival(
        """suppressMessages(library(surveillance)); y <- as.matrix(read.csv("y.csv", header=FALSE)); n <- ncol(y)
s <- sts(t(y), start=c(2010,1), frequency=52)
control <- list(range=n, b=4, w=3, noPeriods=10, pastWeeksNotIncluded=26, pThresholdTrend=1, thresholdMethod="nbPlugin", alpha=0.025)
took <- system.time(f <- suppressWarnings(farringtonFlexible(s, control)))[["user.self"]]
write.table(t(c(took, f@upperbound)), "out.csv", sep=",", row.names=FALSE, col.names=FALSE)""",
        folder,
        r=True,
    )
    if found is None:
        goal("Farrington, beside R", ">= 100 x R surveillance", None)
        return
    ratio = found[0] / 40 / (took.judged() / 5000)
    many = took.result.expected[:40] > 1
    off = np.nanmax(np.abs(found[1:] - took.result.upper[:40])[many])
    print(
        f"  R surveillance: {found[0]:.2f} s for 40 series; largest difference of a threshold where the mean is above 1: {off:g}"
    )
    goal(
        "Farrington, beside R",
        ">= 100 x R surveillance",
        ratio >= 100,
        took.judged(),
        rival=f"{found[0]:.2f} s for 40",
        ratio=f"{ratio:.0f} x",
        figures=f"thresholds differ by {off:.0e}",
    )


def density(folder: Path) -> None:
    """A million points on 512 x 512 cells."""
    rng = np.random.default_rng(2)
    drawn = rng.normal(12_800, 4_000, (2, 10**6))
    x, y = np.where(np.abs(drawn - 12_800) < 12_700, drawn, rng.uniform(200, 25_400, drawn.shape))
    box = (0.0, 0.0, 25_600.0, 25_600.0)

    def run(engine: str) -> Any:
        return a.kernel_density(
            x, y, cell=50, bounds=box, bandwidth=500, kernel="gaussian", correct_edges=False, engine=engine  # type: ignore[arg-type]
        )  # fmt: skip

    took = {}
    for engine in ("numba", "numpy") if has_numba() else ("numpy",):
        run(engine)
        took[engine] = timed(lambda engine=engine: run(engine))  # type: ignore[misc]
        ours(f"with {engine}", took[engine])
    np.save(folder / "points.npy", np.column_stack([x, y]))
    found = rival(
        """import numpy as np, time
from KDEpy import FFTKDE
p = np.load("points.npy"); c = np.arange(25, 25600, 50.0)
grid = np.stack(np.meshgrid(np.r_[-25.0, c, 25625.0], np.r_[-25.0, c, 25625.0], indexing="ij"), -1).reshape(-1, 2)
best = 9e9
for _ in range(9):
    t = time.process_time(); v = FFTKDE(kernel="gaussian", bw=500).fit(p).evaluate(grid); best = min(best, time.process_time() - t)
np.save("out.npy", np.r_[best, v.reshape(514, 514)[1:-1, 1:-1].T.ravel() * len(p)])""",
        folder,
    )
    for engine, least in (("numba", 10), ("numpy", 3)):
        if found is None or engine not in took:
            goal(f"density, a million points, {engine}", f">= {least} x KDEpy", None)
            continue
        density = took[engine].result.density
        row, column = np.unravel_index(np.argmax(density), density.shape)
        apart = (x - took[engine].result.x[column]) ** 2 + (y - took[engine].result.y[row]) ** 2
        exact = np.exp(-apart / (2 * 500**2)).sum() / (2 * np.pi * 500**2)
        off, theirs = (abs(v / exact - 1) for v in (density[row, column], found[1:].reshape(512, 512)[row, column]))
        ratio = found[0] / took[engine].judged()
        goal(
            f"density, a million points on 512 x 512, {engine}",
            f">= {least} x KDEpy",
            ratio >= least,
            took[engine].judged(),
            rival=f"{found[0]:.2f} s",
            ratio=f"{ratio:.1f} x",
            figures=f"off the exact sum by {off:.0e}, KDEpy by {theirs:.0e}",
        )


def gi(folder: Path) -> None:
    """250,000 cells."""
    grid = np.random.default_rng(3).poisson(0.5, (500, 500))
    a.getis_ord(grid[:20, :20])
    took = timed(lambda: a.getis_ord(grid))
    ours("500 x 500 cells, exact tails", took)
    np.save(folder / "grid.npy", grid[:100, :100])
    found = rival(
        """import numpy as np, time, warnings; warnings.simplefilter("ignore")
import esda
from libpysal.weights import lat2W
g = np.load("grid.npy"); w = lat2W(100, 100, rook=False); w.transform = "B"
esda.G_Local(g[:100].ravel().astype(float), w, transform="B", star=True, permutations=9)
t = time.process_time(); f = esda.G_Local(g.ravel().astype(float), w, transform="B", star=True, permutations=999); t = time.process_time() - t
np.save("out.npy", np.r_[t, f.Zs])""",
        folder,
    )
    if found is None:
        goal("Gi*, 250,000 cells", ">= 300 x esda, z equal to 1e-9", None)
        return
    off = np.abs(a.getis_ord(grid[:100, :100]).z.ravel() - found[1:]).max()
    ratio = found[0] * 25 / took.judged()
    print(
        f"  esda: {found[0]:.1f} s for 100 x 100 cells and 999 permutations; for 25 times as many it is taken to take 25 times as long"
    )
    goal(
        "Gi*, 250,000 cells",
        ">= 300 x esda, z equal to 1e-9",
        ratio >= 300 and off <= 1e-9,
        took.judged(),
        rival=f"{found[0]:.1f} s for 10,000",
        ratio=f"{ratio:,.0f} x",
        figures=f"z differs by {off:.0e}",
    )


def scan(folder: Path) -> None:
    """1,024 places, 104 weeks, 100,000 cases, 20 x 20 km."""
    rng = np.random.default_rng(4)
    x, y = rng.uniform(0, 20_000, (2, 1024))
    cases = rng.multinomial(100_000, np.full(1024 * 104, 1 / (1024 * 104))).reshape(1024, 104)
    for kind, most in (("prospective", 2.5), ("retrospective", 12.0)):
        a.space_time_scan(cases, x, y, kind=kind, replications=1)  # type: ignore[arg-type]  # what is compiled is kept
        with ThreadPoolExecutor(2) as threads:
            took = timed(lambda: a.space_time_scan(cases, x, y, kind=kind, executor=threads), 1)  # type: ignore[arg-type]  # noqa: B023
        ours(f"{kind}, 999 replicas, two threads", took)
        satscan = "4.8 s elsewhere" if kind == "prospective" else "35 s elsewhere"
        goal(
            f"scan, {kind}, 999 replicas",
            f"<= {most:g} s",
            took.judged(2) <= most,
            took.judged(2),
            rival=f"SaTScan {satscan}",
        )


def town(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Incidents of three years on 20 x 20 km."""
    rng = np.random.default_rng(5)
    return rng.uniform(0, 20_000, n), rng.uniform(0, 20_000, n), np.floor(rng.uniform(0, 1096, n))


BANDS: dict[str, Any] = {"distances": (0, 100, 200, 400), "times": (0, 7, 14, 28)}


def knox(folder: Path) -> None:
    """100,000 points, 999 permutations."""
    points = town(100_000)
    a.knox(*town(500), **BANDS, permutations=9)
    with ThreadPoolExecutor(2) as threads:
        took = timed(lambda: a.knox(*points, **BANDS, permutations=999, executor=threads), 1)
    ours("100,000 points, 999 permutations, two threads", took)
    goal("Knox, 100,000 points, 999 permutations", "< 20 s", took.judged(2) < 20, took.judged(2))
    few = town(1500)
    small = timed(lambda: a.knox(*few, distances=(0, 400), times=(0, 14), closed="right", permutations=999))
    ours("1,500 points, 999 permutations", small)
    np.savetxt(folder / "p.csv", np.column_stack(few), delimiter=",")
    found = rival(
        """suppressMessages(library(surveillance)); p <- read.csv("p.csv", header=FALSE)
ds <- dist(p[, 1:2]); dt <- dist(p[, 3])
took <- system.time(f <- knox(dt=dt, ds=ds, eps.t=14, eps.s=400, B=99))[["user.self"]]
write.table(t(c(took, f$statistic)), "out.csv", sep=",", row.names=FALSE, col.names=FALSE)""",
        folder,
        r=True,
    )
    if found is None:
        goal("Knox, 1,500 points, 999 permutations", ">= 1,000 x R surveillance", None)
    else:
        ratio = found[0] / 99 * 999 / small.judged()
        same = int(found[1]) == int(small.result.pairs[0, 0])
        print(f"  R surveillance: {found[0]:.1f} s for 99 permutations of 1,500 points; pairs equal: {same}")
        goal(
            "Knox, 1,500 points, 999 permutations",
            ">= 1,000 x R surveillance",
            ratio >= 1000 and same,
            small.judged(),
            rival=f"{found[0]:.1f} s for 99",
            ratio=f"{ratio:,.0f} x",
            figures=f"pairs equal: {'yes' if same else 'no'}",
        )
    pool()


def pool() -> None:
    """Two processes beside one: on the wall, and as the parts that each had to compute where others use the machine."""
    middle = town(60_000)

    def run(executor: Executor | None) -> Any:
        return a.knox(*middle, **BANDS, permutations=800, engine="numpy", executor=executor)

    alone = timed(lambda: run(None), 2)
    with ProcessPoolExecutor(2) as processes:
        list(processes.map(abs, range(4)))
        before = os.times()
        two = timed(lambda: run(processes), 2)
    after = os.times()
    children = (after.children_user - before.children_user + after.children_system - before.children_system) / 2
    same = bool(np.array_equal(alone.result.p, two.result.p))
    # what is left in this process waits for nobody; the rest is shared by two
    faster = alone.wall / two.wall if QUIET else alone.processor / (two.processor + children / 2)
    goal(
        "Knox, 60,000 points, two processes beside one",
        ">= 1.7 x, same answer",
        same and faster >= 1.7,
        two.wall if QUIET else two.processor + children / 2,
        rival=f"one: {alone.judged():.2f} s",
        ratio=f"{faster:.2f} x ({alone.wall / two.wall:.2f} x on the wall)",
        figures=f"same answer: {'yes' if same else 'no'}",
    )


def windows(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Windows of six years, a third without length."""
    rng = np.random.default_rng(6)
    start = np.datetime64("2020-01-01", "s") + np.sort(rng.integers(0, 6 * 365 * 86_400, n)).astype("m8[s]")
    length = np.where(rng.random(n) < 1 / 3, 0, rng.exponential(8 * 3600, n)).astype("m8[s]")
    return start, start + length


def aoristic(folder: Path) -> None:
    """A million windows on the clock of Stockholm."""
    start, end = windows(10**6)
    for engine in ("numba", "numpy") if has_numba() else ("numpy",):
        a.aoristic(start[:9], end[:9], engine=engine)  # type: ignore[arg-type]
        took = timed(lambda engine=engine: a.aoristic(start, end, engine=engine))  # type: ignore[misc]
        ours(f"with {engine}", took)
        goal(f"aoristic weights, a million windows, {engine}", "< 0.03 s", took.judged() < 0.03, took.judged())


def emerging(folder: Path) -> None:
    """40,000 cells, 104 weeks, a million events."""
    cube = np.random.default_rng(7).multinomial(10**6, np.full(104 * 40_000, 1 / (104 * 40_000))).reshape(104, 200, 200)
    took = timed(lambda: a.emerging_hot_spots(cube))
    ours("40,000 cells x 104 weeks", took)
    goal(
        "emerging hot spots, 40,000 cells x 104 weeks, a million events", "< 0.5 s", took.judged() < 0.5, took.judged()
    )


HEAVY = {
    "density, a million points": "a.kernel_density(*town(10**6)[:2], cell=50, bandwidth=500)",
    "aoristic weights, a million windows": "a.aoristic(*windows(10**6))",
    "Gi*, a million cells": "a.getis_ord(np.random.default_rng(1).poisson(0.5, (1000, 1000)))",
    "Knox, a million points, 19 permutations": "a.knox(*town(10**6), distances=(0, 50), times=(0, 3), permutations=19)",
    "near repeats, 100,000 points, 99 permutations": "a.near_repeat(*town(10**5), permutations=99)",
    "scan, 1,024 places x 104 weeks, 99 replicas": "a.space_time_scan(np.random.default_rng(1).poisson(1, (1024, 104)), *np.random.default_rng(2).uniform(0, 2e4, (2, 1024)), replications=99)",
}
"""Calls whose memory is measured, each in a process of its own."""


def memory(folder: Path) -> None:
    """The most memory each heavy call held, numba, NumPy and the data among it."""
    # (what getrusage says of a child is at least what its parent held)
    for what, call in HEAVY.items():
        script = (
            "import numpy as np; from lagesbild import analysis as a; from benchmarks.analysis import town, windows\n"
            f"{call}\nprint(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
        )
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=True,
        )
        held = int(done.stdout) / 1024
        goal(f"memory of {what}", "<= 1,000 MB", held <= 1000, figures=f"{held:,.0f} MB")


GROWING: dict[str, tuple[int, Callable[[int], Any]]] = {
    "aoristic": (10**7, lambda n: partial(a.aoristic, *windows(n))),
    "density": (10**7, lambda n: partial(a.kernel_density, *town(n)[:2], cell=50, bandwidth=500)),
    "Gi*": (10**7, lambda n: partial(a.getis_ord, np.random.default_rng(1).poisson(0.5, (n // 1000 or 1, 1000)))),
    "knox": (10**6, lambda n: partial(a.knox, *town(n), distances=(0, 50, 100), times=(0, 7), permutations=19)),
    "concentration": (10**7, lambda n: partial(a.gini, np.random.default_rng(1).poisson(1, n))),
}
"""Up to how many incidents (cells for Gi*), and what makes the call."""


def growth(folder: Path) -> None:
    """How the processor's seconds grow with the number of incidents, from 10,000 to 10 million."""
    rows = []
    for n in (10**4, 10**5, 10**6, 10**7):
        took = [f"{timed(make(n), 1).processor:.3f}" if n <= most else "" for most, make in GROWING.values()]
        rows.append((f"{n:,}", *took))
        print("  " + "  ".join(f"{cell:>11}" for cell in rows[-1]), flush=True)
    head = ("n", *GROWING)
    GROWTH.extend("| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows))


GROWTH: list[str] = []
PARTS = (farrington, density, gi, scan, knox, aoristic, emerging, memory, growth)
MARKS = "<!-- analysis -->", "<!-- analysis ends -->"


def main() -> None:
    """Run what is asked for."""
    print(
        "Rivals are given in the processor's time; ours on the wall, or in the processor's too where others use the machine."
    )
    chosen = {word for word in sys.argv[1:] if not word.startswith("-")}
    load, cores = os.getloadavg()[0], os.cpu_count()
    print(f"{cores} cores, load {load:.1f} when it began; numba {'yes' if has_numba() else 'no'}")
    for part in PARTS:
        if (chosen and part.__name__ not in chosen) or (part is growth and "--quick" in sys.argv):
            continue
        print(f"\n{part.__name__}: {part.__doc__}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            part(Path(folder))
    clock = "on the wall" if QUIET else "of the processor, for work of two threads half of it, as others used it too"
    under = f"Seconds {clock}; {cores} cores, load {load:.1f} when it began and {os.getloadavg()[0]:.1f} when it ended."
    print("", under, "", *table(), "", *GROWTH, sep="\n")
    if "--write" in sys.argv:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
        old = text.split(MARKS[0])[1].split(MARKS[1])[0] if chosen else ""
        PAGE.write_text("\n".join([before + MARKS[0], *kept(old, under), MARKS[1] + after]), encoding="utf-8")


def kept(old: str, under: str) -> list[str]:
    """The page's lines: those of this run, and of an older one what was not measured anew."""
    lines = old.strip().splitlines()
    new = {_name(row): row for row in table()}
    goals = [
        row for row in lines if row.startswith("|") and row.endswith((": met |", ": NOT MET |", ": NOT MEASURED |"))
    ]
    said = [line for line in lines if line.startswith("Seconds ") and "load" in line]
    if not goals:
        said, rows = [under], table()
    else:
        said = [*said, f"{under[:-1]} ({', '.join(dict.fromkeys(g.what.split(',')[0] for g in GOALS))})."]
        rows = [*table()[:2], *(new.get(_name(row), row) for row in goals)]
    grown = GROWTH or [row for row in lines if row.startswith("|") and row not in goals][2:]
    return ["", *said, "", *rows, "", "Seconds of the processor by number of incidents:", "", *grown, ""]


def _name(row: str) -> tuple[str, str]:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    return cells[0], cells[-1].rsplit(":", 1)[0]


if __name__ == "__main__":
    main()
