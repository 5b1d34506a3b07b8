"""From Vega-Lite to clean SVG: accessible, without ids that collide, without anything a strict page policy refuses.

One way for pages, documents and print. vl-convert draws; it is loaded where something is drawn.
"""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any

from lagesbild.core.documents.letters import FONTS

FONT = "Source Sans 3"
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


def tree(spec: dict[str, Any]) -> ET.Element:
    """A Vega-Lite description as a cleaned SVG tree whose marks still carry their `key`, in the font of the house."""
    root = by_vega(spec)
    clean(root)
    left, top, width, height = map(float, root.get("viewBox", "").split())
    return settled(root, (left, top, width, height))


def by_vega(spec: dict[str, Any]) -> ET.Element:
    """A Vega-Lite description as the SVG tree that Vega makes of it."""
    import vl_convert

    _register_fonts()
    config = {"background": None, "font": FONT, "view": {"stroke": None}, **spec.get("config", {})}
    return ET.fromstring(vl_convert.vegalite_to_svg({**spec, "config": config}))  # noqa: S314 - our own drawing


def settled(root: ET.Element, box: tuple[float, float, float, float]) -> ET.Element:
    """The tree with its box (left, top, width, height) and the font of the house."""
    for name in ("version", "class"):
        root.attrib.pop(name, None)
    root.set("viewBox", " ".join(map(short, box)))
    root.set("width", short(box[2]))
    root.set("height", short(box[3]))
    root.set("font-family", FONT)
    return root


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
                child.set(name, _LONG.sub(lambda m: short(float(m[0])), value))
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
        if last is not None and _joins(last, child):
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


def _joins(last: ET.Element, child: ET.Element) -> bool:
    """Whether two marks can be one path: alike, and neither moved from where its strokes say."""
    both = child.tag == last.tag == f"{{{SVG}}}path" and "transform" not in {*child.attrib, *last.attrib}
    return both and _looks(child) == _looks(last)


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


def finish(root: ET.Element, *, title: str = "", desc: str = "", key: str = "") -> str:
    """SVG text with a title and a description; without a title it is decoration, hidden from those who listen.

    `key` must be unique on its page, for it becomes part of ids.
    """
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
            found.append(f"{kind}{short(float(first))}")
            x, y = (x + float(first), y) if kind == "h" else (x, y + float(first))
        elif kind == "l":
            found.append(f"l{short(float(first))},{short(float(second))}")
            x, y = x + float(first), y + float(second)
        else:
            # What is written is rounded, and the next stroke starts where that ends.
            across, down = round(float(first) - x, 1), round(float(second) - y, 1)
            found.append(f"{'m' if kind == 'M' else 'l'}{short(across)},{short(down)}")
            x, y = x + across, y + down
            start = (x, y) if kind == "M" else start
    return "".join(found)


def short(value: float) -> str:
    """A length in pixels, to a tenth."""
    said = f"{value:.1f}".removesuffix(".0")
    return "0" if said == "-0" else said
