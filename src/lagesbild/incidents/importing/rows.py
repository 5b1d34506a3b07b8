"""Records of a reader as the columns that are loaded: times in UTC, squares, areas, keys; never row by row."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.core.guard import MASK
from lagesbild.incidents import areas, grid
from lagesbild.places.areas.register import find_municipality, municipalities
from lagesbild.sources.records import Labels, Reading, Records

U64 = NDArray[np.uint64]
Bools = NDArray[np.bool_]
ORDER = (
    "line", "key", "content", "start", "end", "precision", "lon", "lat", "placement", "cell", "category",
    "place", "unit", "summary", "areas",
)  # fmt: skip
"""Columns: where a row stands in its file, and then what is loaded, in that order."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What is to be loaded, and the account of what is not.

    `frame` has the columns `ORDER`, with `category` as a number of `categories` (names of the source, "" for none);
    `sets` are the sets of areas that positions were placed in.
    """

    frame: pl.DataFrame
    categories: tuple[str, ...]
    elsewhere: int
    masked: int
    unplaced: int
    sets: tuple[int, ...]


def prepare(reading: Reading, *, partnership: int, municipality: str, timezone: str, only_here: bool) -> Prepared:
    """Make the columns of a reading; call it inside a scope, where areas may be asked for."""
    records, ids = reading.records, reading.ids
    kept = _here(records, municipality) if only_here else np.ones(len(records), np.bool_)
    elsewhere = int((~kept).sum())
    if elsewhere:
        records, ids = records.take(kept), None if ids is None else ids.filter(pl.Series(kept))
    masked = np.zeros(len(records), np.bool_)
    labels: dict[str, Labels] = {}
    for name in ("category", "place", "reporter"):
        labels[name], hidden = _plainly_masked(getattr(records, name))
        masked |= hidden
    content, other = _digests(records, labels)
    start, end = (_utc(column, timezone) for column in (records.start, records.end))
    placed = ~np.isnan(records.lon)
    cell = np.full(len(records), -1, np.int64)
    cell[placed] = grid.cells(records.lon[placed], records.lat[placed])
    categories = _codes(labels["category"])
    # asked for before they are used: what comes into use in between is then seen as a difference
    sets = areas.in_use(partnership)
    frame = pl.DataFrame(
        {
            "line": records.line,
            "key": _keys(ids, content, other),
            "content": content.view(np.int64),
            "start": start,
            "end": np.maximum(end, start + 60),
            "precision": records.precision,
            "lon": pl.Series(records.lon).fill_nan(None),
            "lat": pl.Series(records.lat).fill_nan(None),
            "placement": records.placement,
            "cell": pl.Series(cell).set(pl.Series(~placed), None),
            "category": categories,
            "place": _text(labels["place"]),
            "unit": _text(labels["reporter"]),
            "summary": records.summary.astype(np.uint8),
            "areas": _areas(records, partnership),
        }
    )
    names = (*labels["category"].names, "")
    return Prepared(frame.select(ORDER), names, elsewhere, int(masked.sum()), int((~placed).sum()), sets)


def _here(records: Records, municipality: str) -> Bools:
    """Rows that no column says are from another Swedish municipality, or only from a county."""
    known = municipalities()
    if municipality not in known.codes or not records.municipality.names:
        return np.ones(len(records), np.bool_)
    here = known.codes.index(municipality)
    rows = [find_municipality(name) for name in records.municipality.names]
    other = np.array([*(row is not None and row != here for row in rows), False])[records.municipality.codes]
    unnamed = (records.municipality.codes < 0) & (records.county.codes >= 0)
    return ~(other | unnamed)


def _plainly_masked(labels: Labels) -> tuple[Labels, Bools]:
    """Labels with the bare mask for those that the reader hid, and which rows they stand in.

    The reader numbers its masks in the order of the file: the number says nothing in another file.
    """
    hidden = [name.startswith(MASK) for name in labels.names]
    if not any(hidden):
        return labels, np.zeros(len(labels.codes), np.bool_)
    names = list(
        dict.fromkeys(MASK if is_hidden else name for name, is_hidden in zip(labels.names, hidden, strict=True))
    )
    index = {name: i for i, name in enumerate(names)}
    to = [index[MASK if is_hidden else name] for name, is_hidden in zip(labels.names, hidden, strict=True)]
    codes = np.array([*to, -1], np.int32)[labels.codes]
    return Labels(codes, tuple(names)), np.array([*hidden, False])[labels.codes]


def _codes(labels: Labels) -> NDArray[np.int32]:
    """Codes with the number after the last name for rows that say nothing."""
    return np.where(labels.codes < 0, len(labels.names), labels.codes).astype(np.int32)


def _text(labels: Labels) -> pl.Series:
    """Labels as texts, "" where a row says nothing; a zero byte cannot be kept and is left out."""
    names = pl.Series([*(name.replace("\x00", "") for name in labels.names), ""], dtype=pl.String)
    return names.gather(pl.Series(_codes(labels)))


def _utc(local: NDArray[np.datetime64], timezone: str) -> NDArray[np.int64]:
    """Seconds since 1970 of wall-clock times; the first of two equal ones in autumn, the later side of a gap."""
    naive = pl.Series(local.astype("datetime64[ms]"))
    aware = naive.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    if aware.null_count():
        later = naive.dt.offset_by("1h").dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
        aware = aware.zip_with(aware.is_not_null(), later)
    return aware.dt.epoch("s").to_numpy()


def _digests(records: Records, labels: Mapping[str, Labels]) -> tuple[U64, U64]:
    """Two independent numbers for each row, equal for rows that say the same, the same on every machine and day."""
    columns: list[U64] = [
        records.start.astype(np.int64).view(np.uint64),
        records.end.astype(np.int64).view(np.uint64),
        records.precision.astype(np.uint64),
        records.summary.astype(np.uint64),
        *(_rounded(column) for column in (records.lon, records.lat)),
        *(_of_names(labels.get(name) or getattr(records, name)) for name in ("category", "place", "reporter")),
        *(_of_names(getattr(records, name)) for name in ("area", "municipality")),
    ]
    return _mixed(columns, 0x9E3779B97F4A7C15), _mixed(columns, 0xC2B2AE3D27D4EB4F)


def _rounded(degrees: NDArray[np.float64]) -> U64:
    """Degrees as whole 10⁻⁷, a centimetre; a number of its own where there is none."""
    whole = np.where(np.isnan(degrees), 2**62, np.round(np.nan_to_num(degrees) * 1e7)).astype(np.int64)
    return whole.view(np.uint64)


def _of_names(labels: Labels) -> U64:
    numbers = [int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") for name in labels.names]
    return np.array([*numbers, 0], np.uint64)[labels.codes]


def _mixed(columns: list[U64], seed: int) -> U64:
    """Columns folded into one number a row (splitmix64)."""
    mixed = np.full(len(columns[0]), seed, np.uint64)
    for column in columns:
        mixed = (mixed ^ column) + np.uint64(seed)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return mixed


def _keys(ids: pl.Series | None, content: U64, other: U64) -> pl.Series:
    """What tells a row apart from all others of the source: its own identity, else what it says; and which of equals.

    Rows may share an identity (several crimes in one case): they are told apart by their order of content, so that a
    file sorted another way changes nothing.
    """
    frame = pl.DataFrame({"content": content, "other": other})
    said = pl.concat_str(pl.lit("c"), pl.col("content"), pl.lit("."), pl.col("other"))
    if ids is None:
        frame = frame.select("content", "other", key=said)
    else:
        frame = frame.with_columns(ids.alias("id")).select(
            "content", "other", key=pl.coalesce(pl.lit("i") + pl.col("id"), said)
        )
    equals = frame["key"].is_duplicated()
    if not equals.any():
        return frame["key"]
    rows = pl.DataFrame({"row": np.flatnonzero(equals.to_numpy())}).with_columns(frame.filter(equals))
    ranked = rows.sort("key", "content", "other", "row").with_columns(
        nth=pl.int_range(pl.len()).over("key"),
    )
    numbered = ranked.select("row", key=pl.when(pl.col("nth") > 0).then(
        pl.concat_str("key", pl.lit("#"), "nth")).otherwise("key")
    )  # fmt: skip
    return frame["key"].scatter(numbered["row"], numbered["key"])


def _areas(records: Records, partnership: int) -> pl.Series:
    """Areas of each row as an array in PostgreSQL's words; each position is asked for once."""
    n = len(records)
    position = pl.DataFrame({"lon": records.lon, "lat": records.lat})
    distinct = position.unique(maintain_order=True)
    found = areas.of_points(partnership, distinct["lon"].to_numpy(), distinct["lat"].to_numpy())
    if not found.shape[1]:
        return pl.Series(["{}"], dtype=pl.String).new_from_index(0, n)
    each = pl.DataFrame({f"a{i}": found[:, i] for i in range(found.shape[1])}).select(
        pl.concat_str(
            pl.lit("{"),
            pl.concat_str(
                [pl.when(pl.col(name) > 0).then(pl.col(name)) for name in (f"a{i}" for i in range(found.shape[1]))],
                separator=",",
                ignore_nulls=True,
            ),
            pl.lit("}"),
        ).alias("areas")
    )
    return position.join(
        distinct.with_columns(each["areas"]), on=["lon", "lat"], how="left", nulls_equal=True, maintain_order="left"
    )["areas"].fill_null("{}")
