"""How fast a file of incidents becomes rows in the database, and how much memory it takes.

    .venv/bin/python benchmarks/import_speed.py [10000 100000 1000000]

Each size is a new process and a new embedded database: a CSV of eight columns as a Swedish system writes it, 20,000
addresses, two sets of areas (64 and 9), read, checked, placed in areas, looked up for repeats, loaded through the walls
as the application's login, counted for the map, committed. Then the same file again: every row is looked up and found.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

SIZES = (10_000, 100_000, 1_000_000)
BUDGET, MOST_MEMORY = 50_000, 1_000
"""Rows a second and MB, for the largest size on two cores that do nothing else."""
ADDRESSES = 20_000
WEST, SOUTH, SIDE = 15.9, 59.45, 0.2


def write(path: Path, n: int) -> None:
    """A file of invented incidents."""
    chance = np.random.default_rng(7)
    minutes = chance.integers(0, 3 * 365 * 24 * 60, n).astype("timedelta64[m]")
    at = chance.integers(0, ADDRESSES, n)
    lon, lat = (start + SIDE * chance.random(ADDRESSES) for start in (WEST, SOUTH))
    kinds = np.array(["Skadegörelse", "Stöld", "Brand", "Oväsen", "Narkotika", "Otrygg plats", "Trafik", "Våld"])
    columns = {
        "Ärendenr": pl.lit("INC-") + pl.Series(np.arange(n)).cast(pl.String),
        "Händelsedatum": pl.Series(np.datetime64("2023-01-01T00:00", "ms") + minutes).dt.strftime("%Y-%m-%d %H:%M"),
        "Kategori": kinds[chance.integers(0, len(kinds), n)],
        "Plats": pl.lit("Gatan ") + pl.Series(at // 60 + 1).cast(pl.String),
        "Latitud": lat[at].round(6),
        "Longitud": lon[at].round(6),
        "Enhet": np.array(["Bostad", "Skola", "Väktare"])[chance.integers(0, 3, n)],
        "Anmärkning": np.array(["", "uppföljt", "ingen åtgärd"])[chance.integers(0, 3, n)],
    }
    pl.select(**columns).write_csv(path, separator=";")


def squares(parts: int, first: int) -> object:
    """A function from positions to numbers of the areas of a set: squares in rows and columns, with shapely."""
    import shapely

    step = SIDE / parts
    boxes = [
        shapely.box(WEST + x * step, SOUTH + y * step, WEST + (x + 1) * step, SOUTH + (y + 1) * step)
        for y in range(parts)
        for x in range(parts)
    ]
    tree = shapely.STRtree(boxes)

    def place(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        found = np.zeros(len(lon), np.int64)
        points, area = tree.query(shapely.points(lon, lat), predicate="within")
        found[points] = area + first
        return found

    return place


def measure(n: int) -> None:
    """Import one file twice and print a line for each time."""
    folder = Path(tempfile.mkdtemp(prefix="lagesbild-bench-"))
    folder.chmod(0o711)  # the server may run as another account
    from lagesbild.core.addresses import embedded
    from lagesbild.core.postgres import Cluster

    cluster = Cluster(folder / "postgres")
    cluster.folder.mkdir()
    try:
        found = embedded(cluster)
        os.environ.update(
            DATABASE_URL=found.application,
            DJANGO_SETTINGS_MODULE="lagesbild.site.settings",
            LAGESBILD_SECRET_KEY="only for measuring, and long enough for a key that signs sessions",
        )
        import django

        django.setup()
        from django.db import connection

        from lagesbild.core.actions import Actor
        from lagesbild.core.database import initialise
        from lagesbild.core.models import Audience, Party
        from lagesbild.core.partnerships import create
        from lagesbild.core.scope import Scope, scope
        from lagesbild.incidents import areas
        from lagesbild.incidents.importing.actions import Whose, import_files
        from lagesbild.incidents.importing.plan import Plan

        initialise(found.owner, found.application)
        here = create(
            owner_url=found.owner, slug="matt", name="Mätt", invented=True, parties=[("Kommunen", "municipality")]
        )
        sets = [squares(8, 1_000), squares(3, 2_000)]
        areas.placed_by(lambda partnership, lon, lat: [one(lon, lat) for one in sets])  # type: ignore[operator]
        with scope(Scope(read=(here,))):
            party = Party.objects.get().pk
            audience = Audience.objects.get(kind=Audience.PARTNERSHIP).pk
        actor = Actor(1, here, frozenset({(party, "administrator")}), (audience,))
        path = folder / "incidents.csv"
        write(path, n)
        before = _memory()
        for what in ("new", "again"):
            began = time.perf_counter()
            done = import_files(
                actor=actor, whose=Whose(party=party, audience=audience, source="Bänk"), paths=[path], plan=Plan()
            )
            took = time.perf_counter() - began
            print(
                f"{n:>9,} rows  {what:<5}  {took:7.2f} s  {n / took:>9,.0f} rows/s  added {done.counts['added']:,}"
                f"  unchanged {done.counts['unchanged']:,}  memory {_memory()} MB (before {before})"
                f"  {_judged(n / took if what == 'new' else None, _memory()) if n == SIZES[-1] else ''}",
                flush=True,
            )
        connection.close()
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _judged(speed: float | None, memory: int) -> str:
    """What is said of the budgets; speed is judged of new rows alone, memory of both times."""
    of_speed = "" if speed is None else f"budget {BUDGET:,} rows/s {_met(speed >= BUDGET)}, "
    return f"{of_speed}{MOST_MEMORY} MB {_met(memory <= MOST_MEMORY)}"


def _met(holds: bool) -> str:
    return "met" if holds else "NOT MET"


def _memory() -> int:
    """Most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    if os.environ.get("LAGESBILD_BENCH_ONE"):
        measure(int(sys.argv[1]))
    else:
        for size in map(int, sys.argv[1:] or map(str, SIZES)):
            ours = {**os.environ, "LAGESBILD_BENCH_ONE": "1"}
            subprocess.run([sys.executable, __file__, str(size)], check=True, env=ours)
