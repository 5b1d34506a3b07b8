"""Altair layers in pixels: charts decide the place of each thing, Altair and vl-convert draw it.

Every item is a dict; `key` tells which of several drawings on one sheet it belongs to (see `svg.cut`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypeAlias

import altair as alt

from lagesbild.picture.charts.theme import FONT, INK, PAPER

Item = Mapping[str, Any]
Layer: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart
Weight = Literal[400, 600]
Cap = Literal["butt", "round"]
Align = Literal["left", "center", "right"]
Place = Callable[[dt.date], float]
"""From a day to its pixel."""


def _chart(items: Iterable[Item], **defaults: Any) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=[{"key": "", **defaults, **item} for item in items]))


def _raw(channel: Any, field: str, kind: str = "Q") -> Any:
    return channel(f"{field}:{kind}", scale=None, axis=None)


def _colour(channel: Any, field: str) -> Any:
    return channel(f"{field}:N", scale=None, legend=None)


def _encode(chart: alt.Chart, **channels: Any) -> alt.Chart:
    return chart.encode(description=alt.Description("key:N"), **channels)


def rects(items: Iterable[Item], *, radius: float = 0, width: float = 0, opacity: float = 1) -> alt.Chart:
    """Rectangles: x, y, x2, y2, fill and, where `width` is given, stroke."""
    chart = _chart(items, stroke="none").mark_rect(cornerRadius=radius, strokeWidth=width, opacity=opacity)
    return _encode(
        chart,
        x=_raw(alt.X, "x"),
        x2=alt.X2("x2:Q"),
        y=_raw(alt.Y, "y"),
        y2=alt.Y2("y2:Q"),
        fill=_colour(alt.Fill, "fill"),
        stroke=_colour(alt.Stroke, "stroke"),
    )


def rules(items: Iterable[Item], *, width: float = 1, dash: tuple[float, ...] = ()) -> alt.Chart:
    """Straight lines: x, y, x2, y2, stroke."""
    options: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
    chart = _chart(items, stroke=INK).mark_rule(strokeWidth=width, **options)
    return _encode(
        chart,
        x=_raw(alt.X, "x"),
        x2=alt.X2("x2:Q"),
        y=_raw(alt.Y, "y"),
        y2=alt.Y2("y2:Q"),
        stroke=_colour(alt.Stroke, "stroke"),
    )


def dots(items: Iterable[Item], *, radius: float, width: float = 1.5, dash: tuple[float, ...] = ()) -> alt.Chart:
    """Circles: x, y, fill, stroke."""
    options: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
    chart = _chart(items, fill=PAPER, stroke=INK).mark_point(
        size=3.141592653589793 * radius**2, strokeWidth=width, opacity=1, **options
    )
    return _encode(
        chart,
        x=_raw(alt.X, "x"),
        y=_raw(alt.Y, "y"),
        fill=_colour(alt.Fill, "fill"),
        stroke=_colour(alt.Stroke, "stroke"),
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
    items = list(items)

    def layer(**extra: Any) -> alt.Chart:
        chart = _chart(items, fill=INK).mark_text(
            fontSize=size,
            fontWeight=weight,
            align=align,
            baseline="middle",
            font=FONT,
            fontStyle="italic" if italic else "normal",
            **extra,
        )
        return _encode(chart, x=_raw(alt.X, "x"), y=_raw(alt.Y, "y"), text=alt.Text("text:N"))

    face = layer().encode(fill=_colour(alt.Fill, "fill"))
    if not halo:
        return alt.layer(face)
    return alt.layer(layer(stroke=halo, strokeWidth=3.5, strokeJoin="round", fill=halo), face)


def shapes(
    items: Iterable[Item], *, width: float = 0, dash: tuple[float, ...] = (), opacity: float = 1, cap: Cap = "round"
) -> alt.Chart:
    """GeoJSON geometries in pixels: geometry, fill ("none" for lines), stroke."""
    values = [{"type": "Feature", "key": "", "fill": "none", "stroke": "none", **item} for item in items]
    options: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
    chart = alt.Chart(alt.InlineData(values=values)).mark_geoshape(
        strokeWidth=width, strokeJoin="round", strokeCap=cap, opacity=opacity, **options
    )
    chart = chart.project(type="identity", scale=1, translate=[0, 0])
    return _encode(chart, fill=_colour(alt.Fill, "fill"), stroke=_colour(alt.Stroke, "stroke"))
