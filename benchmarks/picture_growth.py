"""How time and memory of `lagesbild picture` grow from ten thousand rows to a million, from CSV to HTML.

The rows are the invented town's ordinary life, drawn again until there are enough, so that every part of the picture
has work to do. Budget: a million rows in at most 60 s and 1.5 GB on two cores.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

from lagesbild.demo.events.kinds import KINDS
from lagesbild.demo.events.units import units_of
from lagesbild.demo.towns import shape_of, town
from lagesbild.demo.towns.export import areas_geojson

FIRST, LAST = dt.date(2023, 1, 2), dt.date(2026, 11, 15)
PLACE = town(shape_of("alvhamra"))
SIZES = (10_000, 100_000, 1_000_000)
SECONDS, BYTES = 60.0, 1.5e9


def write_rows(path: Path, rows: int, seed: int = 7) -> None:
    """A CSV of `rows` invented reports with the minute, a kind, a reporter and a position each."""
    rng = np.random.default_rng(seed)
    weight = rng.gamma(0.6, size=len(PLACE.addresses))
    at = rng.choice(len(PLACE.addresses), rows, p=weight / weight.sum())
    xy = PLACE.addresses.xy[at] + rng.normal(0, 20, (rows, 2))
    reporters = [unit.name for _, unit in units_of(PLACE.shape.slug)]
    minutes = np.sort(rng.integers(0, ((LAST - FIRST).days + 1) * 1440, rows))
    kinds = np.array([kind.share for kind in KINDS])
    pl.DataFrame(
        {
            "id": np.arange(rows),
            "time": (np.datetime64(FIRST, "m") + minutes).astype("datetime64[ms]"),
            "category": pl.Series([kind.name for kind in KINDS]).gather(
                rng.choice(len(KINDS), rows, p=kinds / kinds.sum())
            ),
            "reporter": pl.Series(reporters).gather(rng.integers(0, len(reporters), rows)),
            "north": xy[:, 1].round(1),
            "east": xy[:, 0].round(1),
        }
    ).write_csv(path, datetime_format="%Y-%m-%d %H:%M")


def measure(command: list[str]) -> tuple[float, int]:
    """Seconds and peak resident bytes of one command; stops when it fails."""
    began = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed with status {status}")
    return time.perf_counter() - began, usage.ru_maxrss * 1024


def main() -> None:
    """Measure every size and print the table."""
    program = str(Path(sys.executable).with_name("lagesbild"))
    print(f"{'rows':>10} {'seconds':>9} {'rows/s':>9} {'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        areas = home / "areas.geojson"
        areas.write_text(json.dumps(areas_geojson(PLACE)), encoding="utf-8")
        seconds, peak = 0.0, 0
        for rows in SIZES:
            source = home / f"{rows}.csv"
            write_rows(source, rows)
            options = ["--areas", str(areas), "--out", str(home / f"picture-{rows}"), "--no-pdf", "--quiet"]
            seconds, peak = measure([program, "picture", str(source), *options])
            print(f"{rows:>10,} {seconds:>9.1f} {rows / seconds:>9,.0f} {peak / 1e6:>9,.0f}")
    for what, found, budget, unit in (("time", seconds, SECONDS, "s"), ("memory", peak / 1e9, BYTES / 1e9, "GB")):
        verdict = "met" if found <= budget else "NOT MET"
        print(f"{what}: {found:.1f} {unit} of {budget:g} {unit} for {SIZES[-1]:,} rows: {verdict}")


if __name__ == "__main__":
    main()
