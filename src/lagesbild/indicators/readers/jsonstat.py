"""JSON-stat 2.0, as PxWeb gives it (https://json-stat.org/full/)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.indicators.readers import said
from lagesbild.indicators.readers.cube import LARGEST, Cube, Dimension, rows
from lagesbild.indicators.readers.rows import MISSING, PRELIMINARY, Read

PROVISIONAL = frozenset({"p", "preliminary", "prel", "e"})


def matches(content: object) -> bool:
    """Whether parsed JSON is a dataset of JSON-stat 2."""
    return isinstance(content, dict) and {"id", "size", "dimension", "value"} <= content.keys()


def read(content: Mapping[str, Any], file: str) -> Read:
    """The rows of a dataset.

    Raises
    ------
    UnreadableInput
        It is not as the format asks.
    """
    try:
        cube = _cube(content)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise UnreadableInput(
            Message(N_("{file} is not JSON-stat 2 as it should be ({why}). Fetch the table again."),
                    {"file": file, "why": f"{type(error).__name__} {error}"[:80]})
        ) from error  # fmt: skip
    return rows("jsonstat", cube, file)


def _cube(content: Mapping[str, Any]) -> Cube:
    roles = {name: role for role, names in (content.get("role") or {}).items() for name in names}
    names = [str(name) for name in content["id"]]
    dimensions = [_dimension(name, content["dimension"][name], roles.get(name, "")) for name in names]
    sizes = [int(size) for size in content["size"]]
    if sizes != [len(one.codes) for one in dimensions]:
        raise ValueError("size")
    n = math.prod(sizes)
    if n > LARGEST:
        raise ValueError("too large")
    values, marks = _spread(content["value"], n), _marks(content.get("status"), n)
    cells = [_cell(value, mark) for value, mark in zip(values, marks, strict=True)]
    table = str((content.get("extension") or {}).get("px", {}).get("tableid", "")) or _named(content)
    links = [str(each.get("href", "")) for each in (content.get("link") or {}).get("self", ())]
    return Cube(
        dimensions,
        cells,
        table,
        str(content.get("label") or table),
        str(content.get("source") or ""),
        str(content.get("href") or (links[0] if links else "")),
        updated=_day(content.get("updated")),
        raw=["" if value is None else str(value)[:40] for value in values],
    )


def _named(content: Mapping[str, Any]) -> str:
    return str(content.get("label") or "")[:80]


def _dimension(name: str, said_of: Mapping[str, Any], role: str) -> Dimension:
    category = said_of["category"]
    index, labels = category.get("index"), category.get("label") or {}
    if index is None:
        codes = list(labels)
    elif isinstance(index, Mapping):
        codes = sorted(index, key=lambda code: index[code])
    else:
        codes = [str(code) for code in index]
    units = {code: str(unit.get("base") or "") for code, unit in (category.get("unit") or {}).items()}
    return Dimension(
        name, str(said_of.get("label") or name), codes, [str(labels.get(code, code)) for code in codes], role, units
    )


def _spread(values: Any, n: int) -> Sequence[Any]:
    """Values in order; an object names only those that are there."""
    if isinstance(values, Mapping):
        found: list[Any] = [None] * n
        for at, value in values.items():
            found[int(at)] = value
        return found
    return list(values)


def _marks(status: Any, n: int) -> Sequence[str]:
    if isinstance(status, str):
        return [status] * n
    return ["" if mark is None else str(mark) for mark in _spread(status or {}, n)]


def _cell(value: Any, mark: str) -> tuple[float | None, str, str] | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        if not abs(value) < said.LARGEST:
            return None
        return (float(value), PRELIMINARY if mark.casefold() in PROVISIONAL else "", mark[:40])
    if value is None:
        known = said.figure(mark, nil=True)
        if known is None:
            return None, MISSING, mark[:40]
        return known if known[0] is None or known[0] == 0 else (None, MISSING, mark[:40])
    return said.figure(str(value), nil=True)


def _day(text: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
