"""Seconds of ours and of rivals, and goals as a table."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
QUIET = os.getloadavg()[0] < (os.cpu_count() or 1)
OTHERS = Path(os.environ.get("LAGESBILD_ORACLES", ROOT / ".venv-oracles")) / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the wall and of the processor, and what came out."""

    wall: float
    processor: float
    result: Any

    def judged(self, threads: int = 1) -> float:
        """The wall's clock, or the processor's shared among the threads where others used the machine."""
        return self.wall if QUIET else self.processor / threads


def timed(function: Callable[[], Any], times: int | None = None) -> Took:
    """The fastest of some calls: of so many, or else of three and of all that a second has room for."""
    best, began, made = Took(np.inf, np.inf, None), time.perf_counter(), 0
    while made < (times or 3) or (times is None and time.perf_counter() - began < 1):
        made += 1
        wall, processor = time.perf_counter(), time.process_time()
        result = function()
        took = Took(time.perf_counter() - wall, time.process_time() - processor, result)
        best = Took(min(best.wall, took.wall), min(best.processor, took.processor), result)
    return best


def rival(script: str, folder: Path, *, r: bool = False) -> np.ndarray | None:
    """What a rival's script leaves in out.npy or out.csv: its seconds first, then its figures. None without it."""
    program = shutil.which("Rscript") if r else str(OTHERS) if OTHERS.exists() else None
    if program is None:
        return None
    name = folder / ("run.R" if r else "run.py")
    name.write_text(script)
    done = subprocess.run([program, str(name)], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  (the rival failed: {done.stderr.strip().splitlines()[-1:]})")
        return None
    return np.atleast_1d(np.genfromtxt(folder / "out.csv", delimiter=",")) if r else np.load(folder / "out.npy")


@dataclass(frozen=True, slots=True)
class Goal:
    """One line of the table: whether it is met is None where it was not measured."""

    what: str
    goal: str
    met: bool | None
    ours: str = ""
    rival: str = ""
    ratio: str = ""
    figures: str = ""

    @property
    def verdict(self) -> str:
        """In the word of the table."""
        return "NOT MEASURED" if self.met is None else "met" if self.met else "NOT MET"


GOALS: list[Goal] = []


def goal(what: str, least: str, met: bool | None, took: float | None = None, **beside: str) -> None:
    """One goal, met or not; `took` in seconds as judged, beside it rival, ratio and figures."""
    found = Goal(what, least, met, "" if took is None else f"{took:.3g} s", **beside)
    GOALS.append(found)
    print(f"  {found.verdict:12} {what}: {least}" + (f", {found.ratio}" if found.ratio else ""), flush=True)


def table() -> list[str]:
    """All goals as rows of Markdown."""
    rows = [(g.what, g.ours, g.rival, g.ratio, g.figures, f"{g.goal}: {g.verdict}") for g in GOALS]
    head = ("what", "ours", "rival", "ratio", "figures", "goal")
    return ["| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows)]


def ours(what: str, took: Took) -> None:
    """Our time."""
    print(f"  {what}: {took.wall:.3f} s on the wall, {took.processor:.3f} s of the processor", flush=True)
