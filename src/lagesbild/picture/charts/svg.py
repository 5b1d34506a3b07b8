"""Drawings of layers in pixels, alone or cut from one sheet."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

from lagesbild.core import svg
from lagesbild.core.svg import SVG, clean, finish, settled, short
from lagesbild.picture.charts.marks import Layer

_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
MIDDLE = 0.3
"""How far below their middle line words stand, of their size, as Vega has it; in whole pixels."""


def render(layers: Sequence[Layer], width: float, height: float) -> ET.Element:
    """Layers in pixels as a cleaned SVG tree whose marks still carry their `key`."""
    specs = [spec for layer in layers for spec in layer.to_specs()]
    words = {f"layer_{i}_marks": spec for i, spec in enumerate(specs) if spec["mark"]["type"] == "text"}
    wordless = [{**one, "data": {"values": []}} if one["mark"]["type"] == "text" else one for one in specs]
    root = by_vega(wordless, width, height)
    for group in root.iter(f"{{{SVG}}}g"):
        if (named := group.get("class", "").rpartition(" ")[2]) in words:
            _write(group, words[named])
    clean(root)
    return settled(root, (0, 0, width, height))


def by_vega(specs: Sequence[dict[str, Any]], width: float, height: float) -> ET.Element:
    """Vega-Lite layers as the SVG tree that Vega makes of them."""
    import altair as alt

    return svg.by_vega(
        {
            "$schema": alt.SCHEMA_URL,
            "layer": list(specs),
            "width": width,
            "height": height,
            "padding": 0,
            "autosize": {"type": "none"},
        }
    )


def _write(group: ET.Element, layer: dict[str, Any]) -> None:
    """Put the words of a layer into its group, each as Vega would.

    Vega measures every text for its box, which nothing here asks for: a millisecond each, as long as a hundred marks of
    any other kind.
    """
    mark = layer["mark"]
    looks = {"font-size": str(mark["fontSize"]), "font-weight": str(mark["fontWeight"])}
    if mark["fontStyle"] != "normal":
        looks["font-style"] = mark["fontStyle"]
    around = {"stroke": "stroke", "stroke-width": "strokeWidth", "stroke-linejoin": "strokeJoin"}
    for item in layer["data"]["values"]:
        down = item["y"] + math.floor(MIDDLE * mark["fontSize"] + 0.5)
        text = ET.SubElement(
            group,
            f"{{{SVG}}}text",
            {
                "aria-label": item["key"],
                "text-anchor": _ANCHORS[mark["align"]],
                "transform": f"translate({short(item['x'])},{short(down)})",
                **looks,
                "fill": mark.get("fill", item["fill"]),
                **{name: str(mark[option]) for name, option in around.items() if option in mark},
            },
        )
        text.text = item["text"].strip() or None


def drawing(layers: Sequence[Layer], width: float, height: float, *, title: str, desc: str, key: str) -> str:
    """One chart as SVG text with a title and a description; `key` must be unique on its page."""
    return finish(render(layers, width, height), title=title, desc=desc, key=key)


def cut(
    root: ET.Element, n: int, width: float, height: float, *, titles: Sequence[tuple[str, str, str]] = ()
) -> list[str]:
    """The `n` drawings stacked on one sheet, each `height` high and with its number as key, as SVG texts of their own.

    `titles` gives title, description and page-wide key of each. Without them they are decoration beside the same
    figures in text, hidden from those who listen.
    """
    found = []
    for row in range(n):
        one = ET.Element(f"{{{SVG}}}svg", {k: v for k, v in root.attrib.items() if k != "viewBox"})
        one.set("viewBox", f"0 {short(row * height)} {short(width)} {short(height)}")
        one.set("width", short(width))
        one.set("height", short(height))
        for child in root:
            kept = _only(child, str(row))
            if kept is not None:
                one.append(kept)
        title, desc, key = titles[row] if titles else ("", "", "")
        found.append(finish(one, title=title, desc=desc, key=key))
    return found


def _only(element: ET.Element, key: str) -> ET.Element | None:
    mark = element.get("data-key")
    if mark is not None:
        return element if mark == key else None
    copy = ET.Element(element.tag, element.attrib)
    for child in element:
        kept = _only(child, key)
        if kept is not None:
            copy.append(kept)
    return copy if len(copy) else None
