"""Rows that were read before: what tells two rows apart, and which of two to keep."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.sources import headings

COUNTERS = frozenset({"nr", "no", "rad", "radnr", "rad nr", "radnummer", "row", "row number", "rownum", "index", "fid"})
COUNTERS_TOO = frozenset({"objectid", "object id", "ogc fid", "löpnr", "löpnummer", "#", "unnamed 0"})

Bools = NDArray[np.bool_]


def counters(frame: pl.DataFrame) -> list[str]:
    """Columns that only number the rows: unnamed or named so, with whole numbers each one above the last."""
    found = []
    for name in frame.columns:
        words = headings.normal(name)
        if not (name.startswith("#") or words in COUNTERS or words in COUNTERS_TOO):
            continue
        numbers = frame[name].cast(pl.Int64, strict=False)
        if numbers.null_count() == 0 and (numbers.diff().drop_nulls() > 0).all():
            found.append(name)
    return found


def fingerprints(frame: pl.DataFrame, but: Sequence[str] = ()) -> NDArray[np.uint64]:
    """A number for each row that is equal for rows whose cells are all equal, columns `but` left out."""
    rest = frame.drop(but)
    return (rest if rest.width else frame).hash_rows(seed=0).to_numpy()


def repeated(prints: NDArray[np.uint64]) -> Bools:
    """Rows equal to an earlier one."""
    return ~pl.Series(prints).is_first_distinct().to_numpy()


def superseded(ids: pl.Series, newness: NDArray[np.int64]) -> Bools:
    """Rows whose identity stands in a newer row too, or in an earlier one that is as new."""
    order = pl.DataFrame({"id": ids, "new": newness, "row": np.arange(len(ids))})
    kept = order.sort(["new", "row"], descending=[True, False]).unique("id", keep="first", maintain_order=True)
    found = np.ones(len(ids), bool)
    found[kept["row"].to_numpy()] = False
    older: Bools = found & ids.is_not_null().to_numpy()
    return older
