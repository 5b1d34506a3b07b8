"""The incidents that an edition was made from, as columns in a few bytes each, so that it can be made again. Pure.

No text that anyone wrote is in it: marks stand for places and units (`names`). What is disposed of is taken out of it
(`without`).
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from lagesbild.picture.names import MARK, PLACE, mark
from lagesbild.sources.records import FileSummary, Labels, Reading, Records, RefusalTable

LABELS = ("category", "municipality", "county", "area", "place", "reporter")
PLAIN = ("start", "end", "precision", "lon", "lat", "placement", "summary", "file", "line", "shared")
KEPT = tuple(name for name in LABELS if name != "place")
"""Label columns whose names are kept one by one: from lists, or marks. Of places, which may be many, the marks follow
from their order."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has happened to the incidents of an edition since it was made, by number."""

    gone: int
    added: int
    changed: int

    @property
    def any(self) -> bool:
        """Whether anything has."""
        return bool(self.gone or self.added or self.changed)


def packed(reading: Reading) -> tuple[bytes, dict[str, Any]]:
    """Columns as Parquet, and the names that the codes in them stand for."""
    records = reading.records
    frame = pl.DataFrame(
        {name: _column(getattr(records, name)) for name in PLAIN}
        | {name: getattr(records, name).codes for name in LABELS}
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=6)
    names: dict[str, Any] = {name: list(getattr(records, name).names) for name in KEPT}
    places = records.place.names
    names["places"] = {"n": len(places), "listed": {i: name for i, name in enumerate(places) if not MARK.match(name)}}
    names["files"] = [[file.name, file.rows, file.read, file.refused] for file in reading.files]
    return buffer.getvalue(), names


def unpacked(content: bytes, names: Mapping[str, Any]) -> Reading:
    """The reading as it was, with marks in the place of names."""
    frame = pl.read_parquet(io.BytesIO(content))
    columns: dict[str, Any] = {name: _back(name, frame[name]) for name in PLAIN}
    for name in KEPT:
        columns[name] = Labels(frame[name].to_numpy(), tuple(names[name]))
    places = names["places"]
    marks = (places["listed"].get(str(i)) or mark(PLACE, i) for i in range(places["n"]))
    columns["place"] = Labels(frame["place"].to_numpy(), tuple(marks))
    refusals = RefusalTable(pl.DataFrame(schema=dict(RefusalTable.SCHEMA)), ())
    return Reading(Records(**columns), refusals, tuple(FileSummary(*one) for one in names["files"]))


def without(content: bytes, stretches: Sequence[Sequence[int]]) -> tuple[bytes, int]:
    """The columns without the incidents whose numbers lie in some stretches, and how many were taken out.

    `stretches` are first and last of each, in order, none touching another.
    """
    told = np.array(stretches, np.int64).reshape(-1, 2)
    frame = pl.read_parquet(io.BytesIO(content))
    lines = frame["line"].to_numpy()
    at = np.searchsorted(told[:, 0], lines, side="right") - 1
    gone = (at >= 0) & (lines <= told[at, 1]) if len(told) else np.zeros(len(lines), np.bool_)
    if not gone.any():
        return content, 0
    buffer = io.BytesIO()
    frame.filter(pl.Series(~gone)).write_parquet(buffer, compression="zstd", compression_level=6)
    return buffer.getvalue(), int(gone.sum())


def changes(then: Reading, now: Reading) -> Changes:
    """Incidents that no longer count, that have come, and that stand otherwise, category, time or place."""
    # what is left of incidents that are gone is counts, which have no numbers of their own
    a, b = (_compared(one.records).filter(pl.col("line") > 0) for one in (then, now))
    both = a.join(b, on="line", how="inner", suffix="_now", maintain_order="left")
    named = [name for name in a.columns if name != "line"]
    # one set aside and another put in its place are two changes; one that was edited is one
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_now")) for name in named)
    return Changes(a.height - both.height, b.height - both.height, both.filter(differs).height)


def _compared(records: Records) -> pl.DataFrame:
    plain = {name: _column(getattr(records, name)) for name in PLAIN if name != "file"}
    labels = {name: _names(getattr(records, name)) for name in ("category", "reporter")}
    return pl.DataFrame(plain | labels).with_columns(pl.col("lon", "lat").fill_nan(None))


def _names(labels: Labels) -> pl.Series:
    names = pl.Series([*labels.names, None], dtype=pl.String)
    return names.gather(pl.Series(np.where(labels.codes < 0, len(labels.names), labels.codes)))


def _column(column: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return column.astype("datetime64[s]").astype(np.int64) if column.dtype.kind == "M" else column


def _back(name: str, column: pl.Series) -> np.ndarray[Any, Any]:
    values = column.to_numpy()
    return values.astype("datetime64[s]") if name in ("start", "end") else values
