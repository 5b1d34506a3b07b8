"""Altair layers in pixels: charts decide the place of each thing, Altair and vl-convert draw it.

Every item is a dict; `key` tells which of several drawings on one sheet it belongs to (see `svg.cut`). Altair takes
half a second to load and is asked for where something is drawn: those who only show pictures never load it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from lagesbild.picture.charts.theme import FONT, INK, PAPER

if TYPE_CHECKING:
    import altair as alt

Item = Mapping[str, Any]
Weight = Literal[400, 600]
Cap = Literal["butt", "round"]
Align = Literal["left", "center", "right"]
Place = Callable[[dt.date], float]
"""From a day to its pixel."""


@dataclass(frozen=True, slots=True)
class Layer:
    """How marks of one kind are drawn, as Vega-Lite, and the items that are drawn so.

    The items are kept out of Altair, which would check and copy each of them many times over.
    """

    specs: tuple[dict[str, Any], ...]
    items: tuple[dict[str, Any], ...]

    def to_specs(self) -> list[dict[str, Any]]:
        """Vega-Lite layers, bottom first; none where there is nothing to draw."""
        return [{**spec, "data": {"values": self.items}} for spec in self.specs] if self.items else []


def _layer(items: Iterable[Item], *charts: dict[str, Any], **defaults: Any) -> Layer:
    return Layer(charts, tuple({"key": "", **defaults, **item} for item in items))


def _raw(channel: Any, field: str, kind: str = "Q") -> Any:
    return channel(f"{field}:{kind}", scale=None, axis=None)


def _colour(channel: Any, field: str) -> Any:
    return channel(f"{field}:N", scale=None, legend=None)


def _spec(chart: alt.Chart, **channels: Any) -> dict[str, Any]:
    encoded = chart.encode(description="key:N", **channels)
    found: dict[str, Any] = encoded.to_dict(validate=False, context={"top_level": False})
    return found


@cache
def _rects(radius: float, width: float, opacity: float) -> dict[str, Any]:
    import altair as alt

    return _spec(
        alt.Chart().mark_rect(cornerRadius=radius, strokeWidth=width, opacity=opacity),
        x=_raw(alt.X, "x"),
        x2=alt.X2("x2:Q"),
        y=_raw(alt.Y, "y"),
        y2=alt.Y2("y2:Q"),
        fill=_colour(alt.Fill, "fill"),
        stroke=_colour(alt.Stroke, "stroke"),
    )


def rects(items: Iterable[Item], *, radius: float = 0, width: float = 0, opacity: float = 1) -> Layer:
    """Rectangles: x, y, x2, y2, fill and, where `width` is given, stroke."""
    return _layer(items, _rects(radius, width, opacity), stroke="none")


@cache
def _rules(width: float, dash: tuple[float, ...]) -> dict[str, Any]:
    import altair as alt

    options: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
    return _spec(
        alt.Chart().mark_rule(strokeWidth=width, **options),
        x=_raw(alt.X, "x"),
        x2=alt.X2("x2:Q"),
        y=_raw(alt.Y, "y"),
        y2=alt.Y2("y2:Q"),
        stroke=_colour(alt.Stroke, "stroke"),
    )


def rules(items: Iterable[Item], *, width: float = 1, dash: tuple[float, ...] = ()) -> Layer:
    """Straight lines: x, y, x2, y2, stroke."""
    return _layer(items, _rules(width, dash), stroke=INK)


@cache
def _dots(radius: float, width: float, dash: tuple[float, ...]) -> dict[str, Any]:
    import altair as alt

    options: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
    return _spec(
        alt.Chart().mark_point(size=3.141592653589793 * radius**2, strokeWidth=width, opacity=1, **options),
        x=_raw(alt.X, "x"),
        y=_raw(alt.Y, "y"),
        fill=_colour(alt.Fill, "fill"),
        stroke=_colour(alt.Stroke, "stroke"),
    )


def dots(items: Iterable[Item], *, radius: float, width: float = 1.5, dash: tuple[float, ...] = ()) -> Layer:
    """Circles: x, y, fill, stroke."""
    return _layer(items, _dots(radius, width, dash), fill=PAPER, stroke=INK)


@cache
def _texts(size: float, weight: Weight, align: Align, italic: bool, halo: str) -> dict[str, Any]:
    import altair as alt

    around: dict[str, Any] = {"stroke": halo, "strokeWidth": 3.5, "strokeJoin": "round", "fill": halo} if halo else {}
    colour = {} if halo else {"fill": _colour(alt.Fill, "fill")}
    return _spec(
        alt.Chart().mark_text(
            fontSize=size,
            fontWeight=weight,
            align=align,
            baseline="middle",
            font=FONT,
            fontStyle="italic" if italic else "normal",
            **around,
        ),
        x=_raw(alt.X, "x"),
        y=_raw(alt.Y, "y"),
        text=alt.Text("text:N"),
        **colour,
    )


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


@cache
def _shapes(width: float, dash: tuple[float, ...], opacity: float, cap: Cap) -> dict[str, Any]:
    import altair as alt

    options: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
    chart = alt.Chart().mark_geoshape(strokeWidth=width, strokeJoin="round", strokeCap=cap, opacity=opacity, **options)
    chart = chart.project(type="identity", scale=1, translate=[0, 0])
    return _spec(chart, fill=_colour(alt.Fill, "fill"), stroke=_colour(alt.Stroke, "stroke"))


def shapes(
    items: Iterable[Item], *, width: float = 0, dash: tuple[float, ...] = (), opacity: float = 1, cap: Cap = "round"
) -> Layer:
    """GeoJSON geometries in pixels: geometry, fill ("none" for lines), stroke."""
    return _layer(items, _shapes(width, dash, opacity, cap), type="Feature", fill="none", stroke="none")
