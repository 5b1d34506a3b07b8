"""The pieces a document is laid out of: plain data that the template turns into tagged paragraphs, tables, figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Block = dict[str, Any]
Cell = str | dict[str, Any]
Align = Literal["left", "right"]


@dataclass(slots=True)
class Drawings:
    """The SVG texts of a document, by the file names the template knows them by."""

    files: dict[str, str] = field(default_factory=dict)

    def add(self, svg: str) -> str:
        """Keep a drawing and name it."""
        name = f"{len(self.files)}.svg"
        self.files[name] = svg
        return name


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head (text or drawing), which side it keeps to, and its width in millimetres or 1fr."""

    head: Cell
    width: float | None = None
    align: Align = "left"

    def to_dict(self) -> dict[str, Any]:
        """As the template reads it; no width shares what is left."""
        return {"head": self.head, "width": self.width, "align": self.align}


def text(said: str, *, note: bool = False, strong: str = "") -> Block:
    """A paragraph; `strong` is the part of it that carries the finding, `note` makes it small."""
    before, part, after = said.partition(strong) if strong else (said, "", "")
    return {"kind": "text", "before": before, "strong": part, "after": after, "note": note}


def sub(heading: str) -> Block:
    """A heading inside a section."""
    return {"kind": "sub", "heading": heading}


def items(said: Sequence[str], *, sign: str = "") -> Block:
    """A list: numbered, or each line behind the same sign."""
    return {"kind": "items", "items": list(said), "sign": sign}


def figure(name: str, *, alt: str, width: float, caption: str = "") -> Block:
    """A drawing `width` millimetres wide, with what it shows in words."""
    return {"kind": "figure", "svg": name, "alt": alt, "width": width, "caption": caption}


def table(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, strong: Sequence[int] = ()) -> Block:
    """A table; the rows numbered in `strong` stand out."""
    marked = set(strong)
    return {
        "kind": "table",
        "columns": [column.to_dict() for column in columns],
        "rows": [{"cells": list(row), "strong": i in marked} for i, row in enumerate(rows)],
    }


def drawn(name: str, alt: str) -> Cell:
    """A cell that holds a drawing."""
    return {"svg": name, "alt": alt}


def section(heading: str, blocks: Sequence[Block], *, wide: bool = False) -> dict[str, Any]:
    """A part of the document: its heading in the margin, or above when `wide`."""
    return {"heading": heading, "wide": wide, "blocks": list(blocks)}
