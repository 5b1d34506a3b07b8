"""Tables beside charts: the same rows, as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.charts.drawing import Sketch
from lagesbild.analysis.charts.marks import Row, bars, counted, estimated
from lagesbild.analysis.charts.texts import say
from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language
from lagesbild.analysis.report.saying import ALPHA, named
from lagesbild.analysis.result import Floats, Ints

CLEAREST = 10
"""Rows that are drawn of many, at most."""
_READING = {
    (True, True): "read_beside",
    (True, False): "read_judged",
    (False, True): "read_held",
    (False, False): "read_bars",
}
"""How bars are read, by whether they are judged and whether something stands beside them."""


def against(
    rows: Sequence[Row],
    language: Language,
    title: str,
    axis: str,
    *,
    first: str = "row",
    decimals: int | None = None,
) -> Sketch | None:
    """Counts with the span that was expected of each; None where there are no rows."""
    if not rows:
        return None
    columns = tuple(
        say(key, language) for key in (first, "count" if decimals is None else "value", "expected_range", "verdict")
    )
    cells = tuple(
        (row.name, _number(row, language, decimals), _span(row, language, decimals),
         _verdict(row, language))
        for row in rows
    )  # fmt: skip
    spec = counted(rows, language, say(axis, language), whole=decimals is None)
    return Sketch(say(title, language), say("read_against", language), spec, columns, cells)


def estimates(
    rows: Sequence[Row], language: Language, title: str, axis: str, *, at: float | None, ratio: bool = False
) -> Sketch:
    """Estimates with their intervals, against a figure that means no difference."""
    decimals = 2 if ratio else None
    columns = tuple(say(key, language) for key in ("row", "value", "interval", "verdict"))
    cells = tuple(
        (row.name, _number(row, language, decimals), _span(row, language, decimals),
         _verdict(row, language))
        for row in rows
    )  # fmt: skip
    spec = estimated(rows, language, axis, at=at, ratio=ratio)
    return Sketch(title, say("read_estimate", language), spec, columns, cells)


def barred(
    rows: Sequence[Row],
    language: Language,
    title: str,
    axis: str,
    *,
    first: str = "row",
    beside: str = "",
    judged: bool = False,
    decimals: int | None = None,
) -> Sketch | None:
    """Bars, perhaps with a tick at what each is held against, which `beside` names; None where there are no rows.

    `judged` says that a filled bar is more than chance gives; other bars are all filled.
    """
    if not rows:
        return None
    columns = [say(first, language), axis]
    cells = [[row.name, _number(row, language, decimals)] for row in rows]
    if beside:
        columns.append(beside[:1].upper() + beside[1:])
        for row, cell in zip(rows, cells, strict=True):
            cell.append("" if row.beside is None else figures.number(row.beside, language, decimals))
    if judged:
        columns.append(say("verdict", language))
        for row, cell in zip(rows, cells, strict=True):
            cell.append(_verdict(row, language))
    key = _READING[judged, bool(beside)]
    spec = bars(rows, language, axis, decimals=decimals)
    return Sketch(title, say(key, language, beside=beside), spec, tuple(columns), tuple(map(tuple, cells)))


def clearest(
    p: Floats, among: Ints, names: Sequence[str], *, counts: NDArray[Any], expected: Floats, q: Floats
) -> list[Row]:
    """The rows of `among` that are least likely by chance, `CLEAREST` at most, each with what was expected of it."""
    kept = among[np.argsort(p[among], kind="stable")][:CLEAREST].tolist()
    called = alone([named(names, row) for row in kept])
    return [
        Row(name, float(counts[row]), beside=float(expected[row]), out=bool(q[row] <= ALPHA))
        for name, row in zip(called, kept, strict=True)
    ]


def alone(names: Sequence[str]) -> list[str]:
    """Names that are told apart: the second of two alike has its number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _number(row: Row, language: Language, decimals: int | None) -> str:
    return "" if row.value is None else figures.number(row.value, language, decimals)


def _span(row: Row, language: Language, decimals: int | None) -> str:
    if row.low is None or row.high is None:
        return ""
    return figures.interval(row.low, row.high, language, decimals)


def _verdict(row: Row, language: Language) -> str:
    if row.out and row.value is not None and row.low is not None and row.value < row.low:
        return say("cold", language)
    return say("out" if row.out else "may_be", language)
