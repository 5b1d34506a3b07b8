"""Invented records for tests of composing: a flat, seasonless town by default, with patterns planted on demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import polars as pl
import shapely

from lagesbild.picture.compose.steps import number
from lagesbild.places.areas import Areas
from lagesbild.sources.records import (
    FileSummary,
    Labels,
    Placement,
    Reading,
    Records,
    RefusalTable,
    TimePrecision,
)

CATEGORIES = ("Skadegörelse", "Störning", "Nedskräpning", "Cykelstöld", "Klotter")
WEST, SOUTH = 19.40, 61.80
"""A corner of the town, in open sea."""
MADE = dt.date(2026, 1, 1)
SIDE = 0.06, 0.03
"""Degrees of longitude and latitude: about 3.2 × 3.3 km."""


def rows(
    n: int,
    *,
    seed: int = 1,
    first: dt.date = dt.date(2021, 1, 4),
    last: dt.date = dt.date(2025, 12, 28),
    categories: Sequence[str] = CATEGORIES,
    reporter: str | None = "Fastighetsbolaget",
    places: int | None = None,
) -> pl.DataFrame:
    """`n` incidents evenly spread over days, hours, categories and the town.

    With `places`, positions repeat among so many points (as geocoded addresses do).
    """
    rng = np.random.default_rng(seed)
    days = rng.integers(number(first), number(last) + 1, n)
    if places is None:
        east, north = rng.random(n), rng.random(n)
    else:
        spot = rng.integers(0, places, n)
        east, north = rng.random(places)[spot], rng.random(places)[spot]
    return pl.DataFrame(
        {
            "start": days * 86400 + rng.integers(0, 24 * 60, n) * 60,
            "precision": np.full(n, int(TimePrecision.MINUTE)),
            "lon": WEST + east * SIDE[0],
            "lat": SOUTH + north * SIDE[1],
            "placement": np.full(n, int(Placement.POINT)),
            "category": rng.choice(np.array(categories), n),
            "municipality": pl.Series([None] * n, dtype=pl.String),
            "area": pl.Series([None] * n, dtype=pl.String),
            "place": pl.Series([None] * n, dtype=pl.String),
            "reporter": pl.Series([reporter] * n, dtype=pl.String),
            "summary": np.zeros(n, np.bool_),
        }
    )


def months_only(frame: pl.DataFrame) -> pl.DataFrame:
    """The same incidents when only the month is told."""
    month = pl.from_epoch("start").dt.truncate("1mo").dt.epoch("s")
    return frame.with_columns(start=month, precision=pl.lit(int(TimePrecision.MONTH)))


def reading(frame: pl.DataFrame, *, name: str = "påhittat.csv") -> Reading:
    """The rows as what a reader of one file gives."""
    start = frame["start"].to_numpy().astype("datetime64[s]")
    precision = frame["precision"].to_numpy().astype(np.uint8)
    month = (start.astype("datetime64[M]") + 1).astype("datetime64[s]")
    width = np.array([0, 86400, 3600, 60])[precision]
    end = np.where(precision == TimePrecision.MONTH, month, start + width)
    n = frame.height
    placed = np.isin(frame["placement"].to_numpy(), (Placement.POINT, Placement.AREA_CENTRE))
    records = Records(
        start=start,
        end=end,
        precision=precision,
        lon=np.where(placed, frame["lon"].to_numpy(), np.nan),
        lat=np.where(placed, frame["lat"].to_numpy(), np.nan),
        placement=frame["placement"].to_numpy().astype(np.uint8),
        category=Labels.of(frame["category"]),
        municipality=Labels.of(frame["municipality"]),
        county=Labels.empty(n),
        area=Labels.of(frame["area"]),
        place=Labels.of(frame["place"]),
        reporter=Labels.of(frame["reporter"]),
        summary=frame["summary"].to_numpy(),
        file=np.zeros(n, np.uint16),
        line=np.arange(2, n + 2),
        shared=np.ones(n, np.bool_),
    )
    refusals = RefusalTable(pl.DataFrame(schema=dict(RefusalTable.SCHEMA)), ())
    return Reading(records, refusals, (FileSummary(name, n, n, 0),))


def at(day: dt.date, hour: int = 12) -> int:
    """Seconds since 1970 of an hour of a day."""
    return number(day) * 86400 + hour * 3600


def extra(frame: pl.DataFrame, starts: Sequence[int], **columns: object) -> pl.DataFrame:
    """`frame` with more incidents at `starts`, like its first row except for `columns`."""
    more = pl.concat([frame.head(1)] * len(starts)).with_columns(
        start=pl.Series(list(starts), dtype=pl.Int64), **{name: pl.lit(value) for name, value in columns.items()}
    )
    return pl.concat([frame, more], how="vertical_relaxed")


def four_areas(*, population: bool = True) -> Areas:
    """The town cut in four equal boxes, two in each of two municipalities."""
    width, height = SIDE[0] / 2, SIDE[1] / 2
    boxes = [
        shapely.box(WEST + i * width, SOUTH + j * height, WEST + (i + 1) * width, SOUTH + (j + 1) * height)
        for j in range(2)
        for i in range(2)
    ]
    return Areas(
        codes=("A1", "A2", "B1", "B2"),
        names=("Sydväst", "Sydost", "Nordväst", "Nordost"),
        groups=("Åsfors", "Åsfors", "Bruksta", "Bruksta"),
        population=np.array([1000.0, 2000.0, 3000.0, np.nan]) if population else None,
        population_source="påhittad",
        geometry=np.array(boxes, object),
        source="påhittade.geojson",
    )
