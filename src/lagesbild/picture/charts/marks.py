"""Vega-Lite layers in pixels: charts decide the place of each thing, vl-convert draws it.

Every item is a dict; `key` tells which of several drawings on one sheet it belongs to (see `svg.cut`).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from lagesbild.picture.charts.theme import FONT, INK, PAPER

Item = Mapping[str, Any]
Weight = Literal[400, 600]
Cap = Literal["butt", "round"]
Align = Literal["left", "center", "right"]
Place = Callable[[dt.date], float]
"""From a day to its pixel."""


@dataclass(frozen=True, slots=True)
class Layer:
    """How marks of one kind are drawn, as Vega-Lite, and the items that are drawn so."""

    specs: tuple[dict[str, Any], ...]
    items: tuple[dict[str, Any], ...]

    def to_specs(self) -> list[dict[str, Any]]:
        """Vega-Lite layers, bottom first; none where there is nothing to draw."""
        return [{**spec, "data": {"values": self.items}} for spec in self.specs] if self.items else []


def _layer(items: Iterable[Item], *charts: dict[str, Any], **defaults: Any) -> Layer:
    return Layer(charts, tuple({"key": "", **defaults, **item} for item in items))


def _spec(mark: dict[str, Any], channels: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"mark": mark, "encoding": {"description": {"field": "key", "type": "nominal"}, **channels}, **more}


def _places(*fields: str) -> dict[str, Any]:
    """Channels of pixels, by the field of the same name; x2 and y2 follow x and y."""
    plain = {"type": "quantitative", "scale": None, "axis": None}
    return {field: {"field": field, **({} if field in {"x2", "y2"} else plain)} for field in fields}


def _colours(*fields: str) -> dict[str, Any]:
    """Channels of colours as they are written, by the field of the same name."""
    return {field: {"field": field, "type": "nominal", "scale": None, "legend": None} for field in fields}


def _dashed(dash: tuple[float, ...]) -> dict[str, Any]:
    return {"strokeDash": list(dash)} if dash else {}


def _rects(radius: float, width: float, opacity: float) -> dict[str, Any]:
    mark = {"type": "rect", "cornerRadius": radius, "strokeWidth": width, "opacity": opacity}
    return _spec(mark, _places("x", "x2", "y", "y2") | _colours("fill", "stroke"))


def rects(items: Iterable[Item], *, radius: float = 0, width: float = 0, opacity: float = 1) -> Layer:
    """Rectangles: x, y, x2, y2, fill and, where `width` is given, stroke."""
    return _layer(items, _rects(radius, width, opacity), stroke="none")


def _rules(width: float, dash: tuple[float, ...]) -> dict[str, Any]:
    mark = {"type": "rule", "strokeWidth": width, **_dashed(dash)}
    return _spec(mark, _places("x", "x2", "y", "y2") | _colours("stroke"))


def rules(items: Iterable[Item], *, width: float = 1, dash: tuple[float, ...] = ()) -> Layer:
    """Straight lines: x, y, x2, y2, stroke."""
    return _layer(items, _rules(width, dash), stroke=INK)


def _dots(radius: float, width: float, dash: tuple[float, ...]) -> dict[str, Any]:
    mark = {"type": "point", "size": math.pi * radius**2, "strokeWidth": width, "opacity": 1, **_dashed(dash)}
    return _spec(mark, _places("x", "y") | _colours("fill", "stroke"))


def dots(items: Iterable[Item], *, radius: float, width: float = 1.5, dash: tuple[float, ...] = ()) -> Layer:
    """Circles: x, y, fill, stroke."""
    return _layer(items, _dots(radius, width, dash), fill=PAPER, stroke=INK)


def _texts(size: float, weight: Weight, align: Align, italic: bool, halo: str) -> dict[str, Any]:
    around: dict[str, Any] = {"stroke": halo, "strokeWidth": 3.5, "strokeJoin": "round", "fill": halo} if halo else {}
    mark = {
        "type": "text",
        "fontSize": size,
        "fontWeight": weight,
        "align": align,
        "baseline": "middle",
        "font": FONT,
        "fontStyle": "italic" if italic else "normal",
        **around,
    }
    words = {"text": {"field": "text", "type": "nominal"}}
    return _spec(mark, _places("x", "y") | words | ({} if halo else _colours("fill")))


def texts(
    items: Iterable[Item],
    *,
    size: float = 13,
    weight: Weight = 400,
    align: Align = "left",
    italic: bool = False,
    halo: str = "",
) -> Layer:
    """Words on their middle line: x, y, text, fill. `halo` is a colour laid behind them."""
    behind = [_texts(size, weight, align, italic, halo)] if halo else []
    return _layer(items, *behind, _texts(size, weight, align, italic, ""), fill=INK)


def _shapes(width: float, dash: tuple[float, ...], opacity: float, cap: Cap) -> dict[str, Any]:
    mark = {
        "type": "geoshape",
        "strokeWidth": width,
        "strokeJoin": "round",
        "strokeCap": cap,
        "opacity": opacity,
        **_dashed(dash),
    }
    projection = {"type": "identity", "scale": 1, "translate": [0, 0]}
    return _spec(mark, _colours("fill", "stroke"), projection=projection)


def shapes(
    items: Iterable[Item], *, width: float = 0, dash: tuple[float, ...] = (), opacity: float = 1, cap: Cap = "round"
) -> Layer:
    """GeoJSON geometries in pixels: geometry, fill ("none" for lines), stroke."""
    return _layer(items, _shapes(width, dash, opacity, cap), type="Feature", fill="none", stroke="none")
