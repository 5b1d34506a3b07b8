"""From Altair to clean SVG: accessible, without ids that collide, without anything a strict page policy refuses."""

from __future__ import annotations

import itertools
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from functools import cache
from typing import Any

from lagesbild.core.documents.letters import FONTS
from lagesbild.picture.charts.marks import Layer
from lagesbild.picture.charts.theme import FONT

SVG = "http://www.w3.org/2000/svg"
_DROPPED = {"class", "role", "pointer-events", "style", "aria-hidden", "aria-roledescription", "aria-label"}
_NEUTRAL = {
    ("opacity", "1"),
    ("fill-opacity", "1"),
    ("stroke-width", "0"),
    ("stroke-miterlimit", "10"),
    ("stroke", "none"),
    ("text-anchor", "start"),
    ("font-style", "normal"),
    ("font-weight", "400"),
    ("font-family", FONT),
}
"""Attributes that say what holds anyway, the font because the drawing as a whole has it."""
_PLACE = frozenset({"d", "cx", "cy", "r", "transform"})
"""Attributes that say where and how large a mark is, and which a group cannot say for it."""
_STROKE = ("stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray")
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
MIDDLE = 0.3
"""How far below their middle line words stand, of their size, as Vega has it; in whole pixels."""
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_STRAIGHT = re.compile(r"(?:[MLl]-?[\d.]+,-?[\d.]+|[hv]-?[\d.]+|Z)*")
_STROKES = re.compile(r"([MLZlhv])(?:(-?[\d.]+)(?:,(-?[\d.]+))?)?")
_MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_LONG = re.compile(r"-?\d+\.\d{2,}")


@cache
def _register_fonts() -> None:
    import vl_convert

    if FONTS.is_dir():
        vl_convert.register_font_directory(str(FONTS))


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
    for name in ("version", "class"):
        root.attrib.pop(name, None)
    root.set("viewBox", f"0 0 {_short(width)} {_short(height)}")
    root.set("width", _short(width))
    root.set("height", _short(height))
    root.set("font-family", FONT)
    return root


def by_vega(specs: Sequence[dict[str, Any]], width: float, height: float) -> ET.Element:
    """Vega-Lite layers as the SVG tree that Vega makes of them."""
    import altair as alt
    import vl_convert

    _register_fonts()
    spec: dict[str, Any] = {
        "$schema": alt.SCHEMA_URL,
        "layer": list(specs),
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": {"type": "none"},
        "config": {"background": None, "font": FONT, "view": {"stroke": None}},
    }
    return ET.fromstring(vl_convert.vegalite_to_svg(spec))  # noqa: S314 - our own drawing


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
                "transform": f"translate({_short(item['x'])},{_short(down)})",
                **looks,
                "fill": mark.get("fill", item["fill"]),
                **{name: str(mark[option]) for name, option in around.items() if option in mark},
            },
        )
        text.text = item["text"].strip() or None


def drawing(layers: Sequence[Layer], width: float, height: float, *, title: str, desc: str, key: str) -> str:
    """One chart as SVG text with a title and a description; `key` must be unique on its page."""
    return _finish(render(layers, width, height), title=title, desc=desc, key=key)


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
        one.set("viewBox", f"0 {_short(row * height)} {_short(width)} {_short(height)}")
        one.set("width", _short(width))
        one.set("height", _short(height))
        for child in root:
            kept = _only(child, str(row))
            if kept is not None:
                one.append(kept)
        title, desc, key = titles[row] if titles else ("", "", "")
        found.append(_finish(one, title=title, desc=desc, key=key))
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


def clean(element: ET.Element) -> None:
    """Drop what Vega writes for its own use; keep each mark's key, shorten numbers, flatten empty groups."""
    for child in list(element):
        label = child.get("aria-label")
        kind = child.get("class", "")
        if kind in {"background", "foreground"} or (not child.tag.endswith("}g") and child.get("d") == ""):
            element.remove(child)
            continue
        mark = child.get("role") == "graphics-symbol" and not kind
        for name in list(child.attrib):
            if name in _DROPPED or (name, child.attrib[name]) in _NEUTRAL:
                del child.attrib[name]
        if mark or child.tag.endswith(("}path", "}text", "}line")):
            child.set("data-key", label or "")
        for name, value in child.attrib.items():
            if name in {"d", "transform"} or value.replace(".", "", 1).lstrip("-").isdigit():
                child.set(name, _LONG.sub(lambda m: _short(float(m[0])), value))
            elif name == "font-size":
                child.set(name, value.removesuffix("px"))
        if child.get("transform") == "translate(0,0)":
            del child.attrib["transform"]
        _plain(child)
        clean(child)
    _flatten(element)


def _plain(mark: ET.Element) -> None:
    """Lines as paths and round paths as circles, in the place they stand; no stroke options without a stroke."""
    if "stroke" not in mark.attrib and not mark.tag.endswith("}g"):
        for name in _STROKE:
            mark.attrib.pop(name, None)
    moved = _MOVED.fullmatch(mark.get("transform", ""))
    if mark.tag.endswith("}line"):
        x, y = moved.groups() if moved else ("0", "0")
        mark.tag = f"{{{SVG}}}path"
        mark.attrib.pop("transform", None)
        mark.set("d", f"M{x},{y}l{mark.attrib.pop('x2', '0')},{mark.attrib.pop('y2', '0')}")
    elif moved and (round_ := _CIRCLE.fullmatch(mark.get("d", ""))):
        mark.tag = f"{{{SVG}}}circle"
        for name in ("transform", "d"):
            del mark.attrib[name]
        for name, value in zip(("cx", "cy", "r"), (*moved.groups(), round_[1]), strict=True):
            mark.set(name, value)


def _merge(element: ET.Element) -> None:
    """Neighbouring paths that look the same as one path; other such neighbours in a group that says how they look."""
    kept: list[ET.Element] = []
    for child in list(element):
        element.remove(child)
        _merge(child)
        last = kept[-1] if kept else None
        if last is not None and child.tag == last.tag == f"{{{SVG}}}path" and _looks(child) == _looks(last):
            last.set("d", last.get("d", "") + child.get("d", ""))
        else:
            kept.append(child)
    for _, alike in itertools.groupby(kept, key=lambda child: (child.tag, sorted(_looks(child).items()))):
        run = list(alike)
        looks = _looks(run[0])
        if len(run) > 2 and looks and run[0].tag.endswith(("}text", "}circle")):
            group = ET.SubElement(element, f"{{{SVG}}}g", looks)
            for child in run:
                for name in looks:
                    del child.attrib[name]
            group.extend(run)
        else:
            element.extend(run)


def _looks(mark: ET.Element) -> dict[str, str]:
    return {name: value for name, value in mark.attrib.items() if name not in _PLACE}


def _flatten(element: ET.Element) -> None:
    found: list[ET.Element] = []
    for child in element:
        if child.tag.endswith("}g") and not child.attrib:
            found.extend(child)
        elif not child.tag.endswith("}g") or len(child):
            found.append(child)
    for child in list(element):
        element.remove(child)
    element.extend(found)


def _finish(root: ET.Element, *, title: str = "", desc: str = "", key: str = "") -> str:
    for element in root.iter():
        element.attrib.pop("data-key", None)
        if "id" in element.attrib:
            element.set("id", f"{key}-{element.get('id')}")
        clip = element.get("clip-path", "")
        if clip.startswith("url(#"):
            element.set("clip-path", f"url(#{key}-{clip[5:]}")
    _merge(root)
    for element in root.iter(f"{{{SVG}}}path"):
        element.set("d", _relative(element.get("d", "")))
    if title:
        root.set("role", "img")
        root.set("aria-labelledby", f"{key}-title {key}-desc" if desc else f"{key}-title")
        for at, (tag, text) in enumerate((("title", title), ("desc", desc))):
            if text:
                child = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{key}-{tag}"})
                child.text = text
                root.insert(at, child)
    else:
        root.set("aria-hidden", "true")
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")


def _relative(d: str) -> str:
    """Straight strokes of a path by how far they go rather than by where, which is shorter."""
    if not _STRAIGHT.fullmatch(d):
        return d
    found: list[str] = []
    x = y = 0.0
    start = (x, y)
    for kind, first, second in _STROKES.findall(d):
        if kind == "Z":
            found.append("z")
            x, y = start
        elif kind in "hv":
            found.append(f"{kind}{_short(float(first))}")
            x, y = (x + float(first), y) if kind == "h" else (x, y + float(first))
        elif kind == "l":
            found.append(f"l{_short(float(first))},{_short(float(second))}")
            x, y = x + float(first), y + float(second)
        else:
            # What is written is rounded, and the next stroke starts where that ends.
            across, down = round(float(first) - x, 1), round(float(second) - y, 1)
            found.append(f"{'m' if kind == 'M' else 'l'}{_short(across)},{_short(down)}")
            x, y = x + across, y + down
            start = (x, y) if kind == "M" else start
    return "".join(found)


def _short(value: float) -> str:
    said = f"{value:.1f}".removesuffix(".0")
    return "0" if said == "-0" else said
