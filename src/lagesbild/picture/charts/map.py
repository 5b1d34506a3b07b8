"""Where it gathers: a figure-ground map without tiles, with squares in one hue and numbered places."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon, box, mapping

from lagesbild.i18n import Translator
from lagesbild.picture.charts import marks, scales, svg
from lagesbild.picture.charts.theme import BLOCK, GREEN, INK, INK_2, LAND, PAPER, RULE_2, WATER, WATER_INK, Theme
from lagesbild.picture.kinds import LINES, by_kind, shape_of
from lagesbild.picture.mapdata import count_steps
from lagesbild.picture.model import Ground, PlaceRow, Places, Ring, Verdict
from lagesbild.picture.wording import counts

METRES = 111_320.0
"""Metres per degree of latitude."""
EDGE = 40.0
"""Pixels between the edge of the map and the outermost of what it must show."""
GATHERED = (0.05, 0.95)
"""The share of incidents, from west to east and from south to north, that the map must show."""
FINEST = 0.7
"""Smallest thing in pixels that is drawn."""


@dataclass(frozen=True, slots=True)
class View:
    """From WGS 84 to the pixels of a map."""

    west: float
    north: float
    scale: float
    squeeze: float
    width: float
    height: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """The pixel of a position."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale

    def geometry(self, shape: Any) -> Any:
        """A geometry, or each of several, in pixels and cut at the map's edge."""
        k = self.squeeze * self.scale
        moved = shapely.transform(
            shape, lambda points: (points - (self.west, self.north)) * (k, -self.scale), interleaved=True
        )
        cut = shapely.intersection(moved, box(0, 0, self.width, self.height))
        return shapely.simplify(cut, FINEST)

    @property
    def metres_per_pixel(self) -> float:
        """Ground metres of one pixel."""
        return METRES / self.scale


def view_of(places: Places, width: float, height: float) -> View:
    """The part of the world that holds the ranked places and most of the counted incidents.

    `height` is the most that the map may have; it is lower where what it holds is wider than high.
    """
    lon = [x for row in places.rows for ring in row.outline for x, _ in ring] or [row.lon for row in places.rows]
    lat = [y for row in places.rows for ring in row.outline for _, y in ring] or [row.lat for row in places.rows]
    if places.cells and places.kind != "areas":
        middles = np.array([np.mean(cell.outline[0], axis=0) for cell in places.cells])
        weights = np.array([cell.count for cell in places.cells], float)
        for axis, values in ((0, lon), (1, lat)):
            order = np.argsort(middles[:, axis])
            at = np.cumsum(weights[order]) / weights.sum()
            values += [float(middles[order[min(int(np.searchsorted(at, s)), len(order) - 1)], axis]) for s in GATHERED]
    if places.kind == "areas":
        for cell in places.cells:
            lon += [x for ring in cell.outline for x, _ in ring]
            lat += [y for ring in cell.outline for _, y in ring]
    if not lon:
        points = [p for one in places.ground for ring in one.lines for p in ring]
        lon, lat = [x for x, _ in points], [y for _, y in points]
    squeeze = math.cos(math.radians((min(lat) + max(lat)) / 2))
    wide = max((max(lon) - min(lon)) * squeeze, 600 / METRES)
    high = max(max(lat) - min(lat), 600 / METRES)
    scale = min((width - 2 * EDGE) / wide, (height - 2 * EDGE) / high)
    height = min(height, max(0.7 * width, high * scale + 2 * EDGE))
    west = (min(lon) + max(lon)) / 2 - width / scale / squeeze / 2
    north = (min(lat) + max(lat)) / 2 + height / scale / 2
    return View(west, north, scale, squeeze, width, height)


def place_map(t: Translator, places: Places, theme: Theme, *, key: str, title: str, phone: bool = False) -> str:
    """The map with its scale and the limits of its classes.

    Solid outline: more than expected. Dashed: many, but as expected. Shade: incidents over `places.over`.
    """
    view = view_of(places, *((358.0, 400.0) if phone else (576.0, 620.0)))
    width, height = view.width, view.height
    limits = count_steps(cell.count for cell in places.cells)
    pins = _pins(places.rows, view, radius=13)
    taken = [box(x - 15, y - 15, x + 15, y + 15) for _, x, y, _, _ in pins]
    taken += [view.geometry(_polygon(row.outline)) for row in places.rows if row.outline and places.kind != "areas"]
    taken.append(box(0, height - 36, width / 2, height))
    legend, last = _legend(t, places, limits, theme, y=height + 20, width=width, phone=phone)
    layers: list[marks.Layer] = [
        marks.rects([{"x": 0, "x2": width, "y": 0, "y2": height, "fill": LAND}]),
        *_ground(places.ground, view),
        _cells(places, view, limits, theme),
        *_area_lines(places.ground, view),
        *_outlines(places, view, theme),
        *_labels(places, view, taken),
        *_pin_layers(pins, theme),
        marks.rects([{"x": 0, "x2": width, "y": 0, "y2": height, "fill": "none", "stroke": RULE_2}], width=1),
        *_scale_bar(t, view),
        *legend,
    ]
    desc = "; ".join(f"{row.rank} {row.name}, {counts.against(t, row)}" for row in places.rows)
    return svg.drawing(layers, width, last + 14, title=title, desc=desc, key=key)


def _polygon(rings: Sequence[Ring]) -> Any:
    found = [Polygon(ring) for ring in rings if len(ring) >= 4]
    merged = found[0] if found else Polygon()
    for hole in found[1:]:
        merged = merged.symmetric_difference(hole)
    return merged


def _feature(view: View, shape: Any, **props: str) -> marks.Item | None:
    drawn = view.geometry(shape)
    return None if drawn.is_empty else {"geometry": mapping(drawn), **props}


@lru_cache(maxsize=4)
def _ground(ground: tuple[Ground, ...], view: View) -> tuple[marks.Layer, ...]:
    """Land use, water, streets with light casing, roads, railways: each kind as one shape, in half pixels.

    Kept for the next language and the document, whose maps have the same ground.
    """
    together = {kind: _together(whole, kind, view) for kind, whole in by_kind(ground).items()}
    fills = {"green": GREEN, "block": BLOCK, "water": WATER}
    drawn = [(together.get(kind), fill) for kind, fill in fills.items()]
    flat = [{"geometry": mapping(shape), "fill": fill} for shape, fill in drawn if shape is not None]

    def lines(
        kind: str, stroke: str, width: float, dash: tuple[float, ...] = (), cap: marks.Cap = "round"
    ) -> marks.Layer:
        shape = together.get(kind)
        found = [{"geometry": mapping(shape), "stroke": stroke}] if shape is not None else []
        return marks.shapes(found, width=width, dash=dash, cap=cap)

    return (
        marks.shapes(flat),
        lines("street", LAND, 3),
        lines("road", RULE_2, 7),
        lines("road", "#fffdf8", 5.5),
        lines("rail", "#8d877a", 1.5),
        lines("rail", "#8d877a", 5, (1, 7), "butt"),
    )


def _together(whole: Any, kind: str, view: View) -> Any:
    """All of one kind as it is drawn, or None when nothing of it is on the map."""
    drawn = view.geometry(whole)
    if kind in LINES:
        drawn = shapely.simplify(shapely.line_merge(drawn), FINEST)
    return _half_pixels(drawn)


def _half_pixels(shape: Any) -> Any:
    """Lines and polygons of a shape to the nearest half pixel; None when nothing that can be seen is left."""
    parts = [one for one in shapely.get_parts(shape) if max(one.length, one.area) > FINEST]
    if not parts:
        return None
    return shapely.transform(shapely.geometrycollections(parts), lambda points: np.round(points * 2) / 2)


def _cells(places: Places, view: View, limits: Sequence[int], theme: Theme) -> marks.Layer:
    found = []
    drawn = view.geometry(np.array([_polygon(cell.outline) for cell in places.cells]))
    for cell, shape in zip(places.cells, drawn, strict=True):
        if not shape.is_empty:
            colour = theme.ramp[min(scales.place(cell.count, limits), 5) - 1]
            found.append({"geometry": mapping(shape), "fill": colour, "stroke": PAPER})
    return marks.shapes(sorted(found, key=itemgetter("fill")), width=0.6, opacity=0.78)


def _area_lines(ground: Sequence[Ground], view: View) -> list[marks.Layer]:
    edges = [_feature(view, shape_of(one).boundary, stroke="#7b7466") for one in ground if one.kind == "area"]
    return [marks.shapes([f for f in edges if f], width=1, dash=(1, 3))]


def _outlines(places: Places, view: View, theme: Theme) -> list[marks.Layer]:
    solid: list[marks.Item | None] = []
    dashed: list[marks.Item | None] = []
    for row in places.rows:
        if row.outline:
            shape = _feature(view, _polygon(row.outline), stroke=theme.deep)
            (solid if row.verdict == Verdict.ABOVE else dashed).append(shape)
    return [
        marks.shapes([f for f in solid if f], width=2.5),
        marks.shapes([f for f in dashed if f], width=2, dash=(4, 3)),
    ]


@lru_cache(maxsize=4)
def _pins(
    rows: tuple[PlaceRow, ...], view: View, radius: float
) -> tuple[tuple[int, float, float, tuple[float, float], Verdict], ...]:
    """Where each number stands: outside its place, clear of the others, inside the map, with the end of its leader.

    Kept for the next language and the document, whose maps have the same places.
    """
    outlines = {row.rank: view.geometry(_polygon(row.outline)) for row in rows if row.outline}
    solid = shapely.union_all(list(outlines.values())) if outlines else Point()
    found: list[tuple[int, float, float, tuple[float, float], Verdict]] = []
    leaders: list[Any] = []
    for row in rows:
        x, y = view.point(row.lon, row.lat)
        shape = outlines.get(row.rank)
        reach = 0.0 if shape is None or shape.is_empty else shape.length / 8
        best, least = (x, y), math.inf
        for away, turn in itertools.product((8, 24, 40, 60, 84), range(16)):
            angle = -math.pi / 4 + turn * math.pi / 8
            px = x + (reach + radius + away) * math.cos(angle)
            py = y + (reach + radius + away) * math.sin(angle)
            cost = 0.02 * turn + away / 20
            cost += sum(100 for _, ox, oy, _, _ in found if math.hypot(px - ox, py - oy) < 2 * radius + 4)
            edge = radius + 4
            cost += 100 * (not (edge < px < view.width - edge and edge < py < view.height - edge))
            if cost >= least:
                # what is left only adds to it, and takes most of the time
                continue
            disc, leader = Point(px, py).buffer(radius + 2), LineString([(x, y), (px, py)])
            cost += disc.intersection(solid).area / 100
            cost += sum(4 for other in leaders if other.intersects(disc) or other.crosses(leader))
            cost += sum(4 for _, ox, oy, _, _ in found if leader.distance(Point(ox, oy)) < radius + 2)
            if cost < least:
                best, least = (px, py), cost
        found.append((row.rank, *best, (x, y), row.verdict))
        leaders.append(LineString([(x, y), best]))
    return tuple(found)


def _pin_layers(
    pins: Sequence[tuple[int, float, float, tuple[float, float], Verdict]], theme: Theme
) -> list[marks.Layer]:
    leaders = [{"x": x, "y": y, "x2": end[0], "y2": end[1], "stroke": theme.deep} for _, x, y, end, _ in pins]
    solid = [{"x": x, "y": y, "fill": theme.accent, "stroke": PAPER} for _, x, y, _, v in pins if v == Verdict.ABOVE]
    open_ = [{"x": x, "y": y, "stroke": theme.accent} for _, x, y, _, v in pins if v != Verdict.ABOVE]
    words = [
        {"x": x, "y": y, "text": str(rank), "fill": "#ffffff" if v == Verdict.ABOVE else theme.deep}
        for rank, x, y, _, v in pins
    ]
    return [
        marks.rules(leaders, width=1.5),
        marks.dots(solid, radius=13, width=1.5),
        marks.dots(open_, radius=12.5, width=1.5, dash=(3, 2)),
        marks.texts(words, align="center", size=15, weight=600),
    ]


def _labels(places: Places, view: View, taken: list[Any]) -> list[marks.Layer]:
    """Names of areas, water and streets that fit without covering a number or each other."""
    plain, water, streets = [], [], []
    wet = shapely.union_all([view.geometry(shape_of(one)) for one in places.ground if one.kind == "water"] or [Point()])
    drawn = [(one.name, view.geometry(shape_of(one))) for one in places.ground if one.kind == "area" and one.name]
    named = [(name, shape.representative_point(), 14.0) for name, shape in drawn if not shape.is_empty]
    spots = [(one.name, view.point(*one.lines[0][0])) for one in places.ground if one.kind == "label" and one.lines]
    named += [(name, Point(spot), 13.0) for name, spot in spots]
    for name, where, size in named:
        x, y = where.x, where.y
        half = 0.27 * size * len(name) + 3
        room = box(x - half, y - size * 0.7, x + half, y + size * 0.7)
        if not box(2, 2, view.width - 2, view.height - 2).contains(room) or any(room.intersects(one) for one in taken):
            continue
        taken.append(room)
        item = {"x": x, "y": y, "text": name}
        if size > 13:
            plain.append(item | {"fill": INK_2})
        elif wet.intersects(Point(x, y)):
            water.append(item | {"fill": WATER_INK})
        else:
            streets.append(item | {"fill": INK_2})
    return [
        marks.texts(plain, align="center", size=14, weight=600, halo=LAND),
        marks.texts(water, align="center", italic=True),
        marks.texts(streets, align="center", halo=LAND),
    ]


def _scale_bar(t: Translator, view: View) -> list[marks.Layer]:
    metres = scales.step(view.width * view.metres_per_pixel, 5)
    length, y = metres / view.metres_per_pixel, view.height - 18
    said = f"{t.value(round(metres / 1000))}\u00a0km" if metres >= 1000 else f"{round(metres)}\u00a0m"
    ends = [{"x": x, "x2": x, "y": y - 5, "y2": y, "stroke": INK} for x in (16, 16 + length)]
    behind = {"x": 8, "x2": 30 + length + 7.5 * len(said), "y": y - 14, "y2": y + 10, "fill": LAND}
    return [
        marks.rects([behind], opacity=0.85),
        marks.rules([{"x": 16, "x2": 16 + length, "y": y, "y2": y, "stroke": INK}, *ends], width=1.5),
        marks.texts([{"x": 24 + length, "y": y - 2, "text": said}]),
    ]


def _legend(
    t: Translator, places: Places, limits: Sequence[int], theme: Theme, *, y: float, width: float, phone: bool
) -> tuple[list[marks.Layer], float]:
    """The classes in a row, or in as many as they need, and where the last of them is."""
    said = scales.limits_said(t, limits)
    each = t.gettext("Incidents in each area:") if places.kind == "areas" else t.gettext("Incidents in each square:")
    title = t.gettext("Incidents") if phone else each
    start = 6.5 * len(title) + 6
    needs = [26 + 7 * len(text) for text in said]
    spare = max(0.0, (width - start - sum(needs)) / max(len(said), 1))
    at, line = [], y
    x = start
    for need in needs:
        if x + need > width and x > start:
            x, line = start, line + 20
        at.append((x, line))
        x += need + spare
    fields = [{"x": x, "x2": x + 18, "y": y - 6, "y2": y + 6, "fill": theme.ramp[i]} for i, (x, y) in enumerate(at)]
    words = [{"x": x + 22, "y": y, "text": text, "fill": INK_2} for (x, y), text in zip(at, said, strict=True)]
    return [
        marks.texts([{"x": 0, "y": y, "text": title, "fill": INK_2}]),
        marks.rects(fields),
        marks.texts(words),
    ], line
