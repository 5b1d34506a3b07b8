"""The map of a published picture, drawn once: squares over the ground, without a script or a style. Pure.

Classes carry the colours (`public.css`), so that the same drawing follows the partnership's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

from lagesbild.picture.model import Ground
from lagesbild.publishing.public import Square

WIDTH, HEIGHT = 640.0, 480.0
MARGIN = 0.25
"""Of the width of what is shown, around it."""
LEAST_DEGREES = 0.02
"""Of latitude that are shown at least."""
NEAREST, FARTHER = 0.9, 2.0
"""Share of the squares that lie nearest their middle; how many times farther one may lie and still be shown."""
DRAWN = ("area", "green", "block", "water", "rail", "road", "street")
FILLED = frozenset({"area", "green", "block", "water"})
MOST_LABELS = 12
STEPS = {5: 1, 10: 2, 15: 3, 25: 4}
"""Class of colour by the lowest number of a square's class."""

Ring = Sequence[tuple[float, float]]
At = Callable[[tuple[float, float]], tuple[float, float]]


def draw(squares: Sequence[Square], ground: Sequence[Ground]) -> str:
    """The drawing; "" where there is nothing to draw."""
    box = _box(squares, ground)
    if box is None:
        return ""
    west, south, east, north = box
    scale = min(WIDTH / ((east - west) * _shrunk(box)), HEIGHT / (north - south))
    width, height = (east - west) * _shrunk(box) * scale, (north - south) * scale

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - west) * _shrunk(box) * scale, (north - point[1]) * scale

    parts = [
        f'<svg class="squares" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        'role="img" aria-hidden="true" focusable="false">'
    ]
    for kind in DRAWN:
        path = " ".join(
            _path([at(point) for point in line], closed=kind in FILLED)
            for one in ground
            if one.kind == kind
            for line in one.lines
            if _touches(line, box)
        )
        if path:
            parts.append(f'<path class="g-{kind}" d="{path}"/>')
    parts += [
        f'<path class="sq sq{STEPS[one.low]}" d="{_path([at(p) for p in one.outline], closed=True)}"/>'
        for one in squares
        if _touches(one.outline, box)
    ]
    parts += _labels(ground, box, at)
    return "".join([*parts, "</svg>"])


def _together(squares: Sequence[Square]) -> Sequence[Square]:
    """Those that are shown together: all, but for a few that lie so far away that they would make the rest tiny."""
    if len(squares) < MOST_LABELS:
        return squares
    middle = [sorted(one.outline[0][axis] for one in squares)[len(squares) // 2] for axis in (0, 1)]
    shrunk = math.cos(math.radians(middle[1]))

    def away(one: Square) -> float:
        return math.hypot((one.outline[0][0] - middle[0]) * shrunk, one.outline[0][1] - middle[1])

    near = sorted(squares, key=away)
    reach = away(near[math.ceil(NEAREST * len(near)) - 1])
    return squares if away(near[-1]) <= FARTHER * reach else [one for one in near if away(one) <= FARTHER * reach]


def _box(squares: Sequence[Square], ground: Sequence[Ground]) -> tuple[float, float, float, float] | None:
    """What is shown: the squares that lie together with a margin, else the ground."""
    points = [point for one in _together(squares) for point in one.outline]
    points = points or [point for one in ground if one.kind in DRAWN for line in one.lines for point in line]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    around = MARGIN if squares else 0.0
    tall = max((north - south) * (1 + 2 * around), LEAST_DEGREES)
    shrunk = math.cos(math.radians((south + north) / 2))
    wide = max((east - west) * (1 + 2 * around), LEAST_DEGREES / shrunk)
    # as wide as the sheet is against its height
    wide, tall = max(wide, tall * WIDTH / HEIGHT / shrunk), max(tall, wide * shrunk * HEIGHT / WIDTH)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def _shrunk(box: tuple[float, float, float, float]) -> float:
    """How much shorter a degree of longitude is than one of latitude."""
    return math.cos(math.radians((box[1] + box[3]) / 2))


def _touches(line: Ring, box: tuple[float, float, float, float]) -> bool:
    west, south, east, north = box
    xs, ys = [x for x, _ in line], [y for _, y in line]
    return max(xs) >= west and min(xs) <= east and max(ys) >= south and min(ys) <= north


def _path(points: Ring, *, closed: bool) -> str:
    """A path in tenths of a unit, without points that fall together."""
    said: list[str] = []
    for x, y in points:
        here = f"{x:.1f} {y:.1f}"
        if not said or said[-1] != here:
            said.append(here)
    return "M" + "L".join(said) + ("Z" if closed else "")


def _labels(ground: Sequence[Ground], box: tuple[float, float, float, float], at: At) -> Iterable[str]:
    west, south, east, north = box
    taken: list[tuple[float, float]] = []
    for one in ground:
        if one.kind != "label" or not one.name or not one.lines or not one.lines[0]:
            continue
        point = one.lines[0][0]
        inside = west <= point[0] <= east and south <= point[1] <= north
        x, y = at(point)
        free = all(abs(x - a) > 90 or abs(y - b) > 20 for a, b in taken)
        if inside and free and len(taken) < MOST_LABELS and 30 < x < WIDTH - 30 and 14 < y < HEIGHT - 6:
            taken.append((x, y))
            yield f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle">{escape(one.name)}</text>'
