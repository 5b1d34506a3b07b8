"""The pieces a document is laid out of: plain data that the template turns into tagged paragraphs, tables, figures."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Block = dict[str, Any]
Cell = str | dict[str, Any]
Align = Literal["left", "right"]

MILLIMETRES = 25.4 / 96
"""Millimetres of a pixel of a drawing."""
FULL = 170.0
"""Millimetres between the margins."""
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(slots=True)
class Drawings:
    """The SVG texts of a document, by the file names the template knows them by."""

    files: dict[str, str] = field(default_factory=dict)

    def add(self, svg: str, *, height: float | None = None) -> str:
        """Keep a drawing, or the middle `height` millimetres of it, and name it."""
        if height is not None:
            svg = _middle(svg, height / MILLIMETRES)
        name = f"{len(self.files)}.svg"
        self.files[name] = svg
        return name


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its head, the side it keeps to, and its width in millimetres; None shares what is left."""

    head: Cell
    width: float | None = None
    align: Align = "left"

    def to_dict(self) -> dict[str, Any]:
        """As the template reads it."""
        return {"head": self.head, "width": self.width, "align": self.align}


def _middle(svg: str, height: float) -> str:
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    left, top, width, whole = map(float, root.get("viewBox", "").split())
    root.set("viewBox", f"{left:g} {top + (whole - height) / 2:.2f} {width:g} {height:.2f}")
    root.set("height", f"{height:.2f}")
    return ET.tostring(root, encoding="unicode")


def described(svg: str) -> str:
    """What a drawing says of itself: its title and its description."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    parts = (root.findtext(f"{_SVG}{tag}", "") for tag in ("title", "desc"))
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def text(said: str, *, note: bool = False, strong: str = "") -> Block:
    """A paragraph; `strong` is the part of it that carries the finding, `note` makes it small."""
    return {"kind": "text", "text": said, "strong": strong, "note": note}


def sub(heading: str) -> Block:
    """A heading inside a section."""
    return {"kind": "sub", "heading": heading}


def items(entries: Sequence[tuple[str, str]], *, sign: str = "") -> Block:
    """A list of findings, each with what is said of it: numbered, or each behind the same sign."""
    return {"kind": "items", "items": [{"strong": strong, "text": said} for strong, said in entries], "sign": sign}


def figure(name: str, *, alt: str, width: float, heading: str = "", caption: str = "", beside: bool = False) -> Block:
    """A drawing `width` millimetres wide, with what it shows in words, below it or `beside` it."""
    return {
        "kind": "figure",
        "svg": name,
        "alt": alt,
        "width": width,
        "heading": heading,
        "caption": caption,
        "beside": beside,
    }


def gallery(figures: Sequence[Block]) -> Block:
    """Figures two by two."""
    return {"kind": "gallery", "figures": list(figures)}


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, strong: Sequence[int] = (), ruled: bool = True
) -> Block:
    """A table; the rows numbered in `strong` stand out. Without rules, drawings in its rows meet."""
    marked = set(strong)
    return {
        "kind": "table",
        "ruled": ruled,
        "columns": [column.to_dict() for column in columns],
        "rows": [{"cells": list(row), "strong": i in marked} for i, row in enumerate(rows)],
    }


def drawn(name: str, alt: str) -> Cell:
    """A cell that holds a drawing."""
    return {"svg": name, "alt": alt}


def section(heading: str, blocks: Sequence[Block], *, wide: bool = False) -> dict[str, Any]:
    """A part of the document: its heading in the margin, or above when `wide`."""
    return {"heading": heading, "wide": wide, "blocks": list(blocks)}
