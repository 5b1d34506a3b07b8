"""JSON of any origin: read with numbers as they are written, and turned into columns of text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.errors import UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.sources.encoding import open_bytes, to_utf8
from lagesbild.sources.records import Refusal, RefusalKind

Item = dict[str, Any]

NOT_AN_OBJECT = Message(N_("This item is no object with named values."))
BROKEN_LINE = Message(N_("This line is broken JSON."))


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """The objects of a document, n of them.

    Parameters
    ----------
    items : list of dict
    lines : (n,) int64
        Item numbers, or line numbers where `by_line`, from 1.
    set_aside : tuple of Refusal
        What stands among the objects and is none.
    by_line : bool
        Every line is an object of its own.
    members : mapping
        The other members of the object that holds the list; empty for a bare list.
    encoding : str
    """

    items: list[Item]
    lines: NDArray[np.int64]
    set_aside: tuple[Refusal, ...]
    by_line: bool
    members: Mapping[str, Any]
    encoding: str


def read_items(path: Path) -> Items:
    """The objects in a JSON file: of a list, of the one list in an object, or one per line.

    Numbers are kept as the text they are written with. Raises `UnreadableInput` for broken JSON, with line and
    column, and for JSON without objects.
    """
    data, packed = open_bytes(path)
    decoded = to_utf8(data, path, packed, None)
    with decoded.stream() as stream:
        text = stream.read().decode("utf-8", errors="replace")
    document, lines, broken, by_line = _parse(text, path)
    listed, members = _listed(document, path)
    numbers = lines if by_line else range(1, len(listed) + 1)
    kept, at, aside = [], [], list(broken)
    for number, item in zip(numbers, listed, strict=True):
        if isinstance(item, dict):
            kept.append(item)
            at.append(number)
        else:
            aside.append(Refusal(0, number, "", as_text(item) or "", RefusalKind.UNREADABLE, NOT_AN_OBJECT))
    if not kept:
        raise UnreadableInput(Message(N_("{file} is JSON, but holds no list of objects."), {"file": path.name}))
    return Items(kept, np.array(at, np.int64), tuple(aside), by_line, members, decoded.encoding)


def _decode(text: str) -> Any:
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=lambda _: None)


def _parse(text: str, path: Path) -> tuple[Any, Sequence[int], list[Refusal], bool]:
    try:
        return _decode(text), (), [], False
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("{"):
            items, lines, broken = _by_line(text)
            if sum(isinstance(item, dict) for item in items) > len(broken):
                return items, lines, broken, True
        raise _broken(path, text, error) from error
    except RecursionError as error:
        raise UnreadableInput(
            Message(N_("{file} is JSON nested too deep to be a list of incidents."), {"file": path.name})
        ) from error


def _by_line(text: str) -> tuple[list[Any], list[int], list[Refusal]]:
    items, lines, broken = [], [], []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.strip().lstrip("\x1e")
        if not bare:
            continue
        try:
            items.append(_decode(bare))
            lines.append(number)
        except (json.JSONDecodeError, RecursionError):
            broken.append(Refusal(0, number, "", bare[:200], RefusalKind.UNREADABLE, BROKEN_LINE))
    return items, lines, broken


def _broken(path: Path, text: str, error: json.JSONDecodeError) -> UnreadableInput:
    values = {"file": path.name, "line": str(error.lineno), "column": str(error.colno)}
    cut = error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip()) - 1
    if cut:
        return UnreadableInput(
            Message(
                N_(
                    "{file} is broken JSON at line {line}, column {column}: it ends too early and seems to be cut off. "
                    "Fetch or export it again."
                ),
                values,
            )
        )
    found = text[error.pos : error.pos + 20].split("\n", 1)[0]
    return UnreadableInput(
        Message(
            N_(
                "{file} is broken JSON at line {line}, column {column}, near “{found}”. "
                "Mend it there (often a comma or a quotation mark too many or too few) or export it again."
            ),
            values | {"found": found},
        )
    )


def _listed(document: Any, path: Path) -> tuple[list[Any], Mapping[str, Any]]:
    """The list of a document, and what stands beside it."""
    if isinstance(document, list):
        return document, {}
    if isinstance(document, dict):
        if document.get("type") == "Feature":
            return [document], {}
        features = document.get("features")
        lists = {key: value for key, value in document.items() if isinstance(value, list) and value}
        filled = {key: value for key, value in lists.items() if any(isinstance(item, dict) for item in value)}
        chosen = "features" if isinstance(features, list) else next(iter(filled), None)
        if chosen is not None and (chosen == "features" or len(filled) == 1):
            return document[chosen], {key: value for key, value in document.items() if key != chosen}
    raise UnreadableInput(Message(N_("{file} is JSON, but holds no list of objects."), {"file": path.name}))


def as_text(value: Any) -> str | None:
    """A JSON value as trimmed text; lists and objects as JSON; None for null and for blank text."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value.strip() or None
    return json.dumps(value, ensure_ascii=False)


def flat(item: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Names and texts of an object; what stands in an object inside it is named ``outer.inner``."""
    for name, value in item.items():
        if isinstance(value, dict) and value:
            for inner, content in value.items():
                yield f"{name}.{inner}", as_text(content)
        else:
            yield name, as_text(value)


def to_frame(rows: Iterable[Iterable[tuple[str, str | None]]]) -> pl.DataFrame:
    """Rows of named texts as columns, in the order in which the names first appear; null where a row has none."""
    columns: dict[str, list[str | None]] = {}
    height = 0
    for row in rows:
        for name, value in row:
            column = columns.setdefault(name.strip() or "?", [])
            if len(column) > height:
                # Two names of one row that become one: the first that says something stands.
                column[height] = column[height] or value
                continue
            column.extend([None] * (height - len(column)))
            column.append(value)
        height += 1
    return pl.DataFrame(
        [
            pl.Series(_clean(name), [None if v is None else _clean(v) for v in values], dtype=pl.String).extend(
                pl.Series([None] * (height - len(values)), dtype=pl.String)
            )
            for name, values in columns.items()
        ]
    )


_SURROGATE = re.compile("[\ud800-\udfff]")


def _clean(text: str) -> str:
    """Text without halves of characters, which JSON can write but no text can hold."""
    return text if text.isascii() else _SURROGATE.sub("�", text)
