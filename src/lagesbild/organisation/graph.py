"""The organisation as a picture: a box for each body, a line from whoever reports to whom it reports. Pure geometry.

    across(tree, say)     columns from left to right, for a page that is wide
    down(tree, say)       boxes below each other, for a phone

Everything in the picture stands in the tree of the page too; a vacancy has a shape and a word, never a colour alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lagesbild.i18n import N_, Message, capital
from lagesbild.organisation.structure import Filled, Node

WIDE, GAP = 236, 56
"""Of a box, and between columns, in units of the picture: CSS pixels where nothing is scaled."""
NARROW, INDENT, DEEPEST = 344, 22, 4
"""Of the picture for a phone, what each level is moved in, and the last level that is moved."""
ROW, PAD, BETWEEN, DOT = 18, 12, 14, 16
LETTER = 7.0
"""Units that a letter takes, on the safe side."""
MOST = 12
"""Seats that are drawn one by one."""
LINES = 3

Say = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box: its words, what sort of line it is, and how far down."""

    text: str
    kind: str
    y: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A seat: `full`, `half` where a deputy stands in, or `ring` where nobody does."""

    shape: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """A body where it is drawn; lines and dots lie within it."""

    x: int
    y: int
    wide: int
    high: int
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The picture; `lines` and `heads` are paths of who reports to whom and of the tips of the arrows."""

    wide: int
    high: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(slots=True)
class _Drawing:
    boxes: list[Box] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)

    def whole(self) -> Graph:
        wide = max((box.x + box.wide for box in self.boxes), default=0)
        high = max((box.y + box.high for box in self.boxes), default=0)
        # a unit around for the strokes
        return Graph(wide + 1, high + 1, tuple(self.boxes), tuple(self.lines), tuple(self.heads))


def depth(tree: Sequence[Node]) -> int:
    """How many levels there are."""
    return 1 + max((depth(node.below) for node in tree), default=0) if tree else 0


def across(tree: Sequence[Node], say: Say) -> Graph:
    """Bodies in a column for each level; each stands in the middle of those that report to it."""
    drawing = _Drawing()
    y = 1
    for node in tree:
        y += _place(drawing, node, say, 1, y)[1] + BETWEEN
    return drawing.whole()


def down(tree: Sequence[Node], say: Say) -> Graph:
    """Bodies below each other, each moved in below the one it reports to."""
    drawing = _Drawing()
    y = 1
    for node in tree:
        y = _stack(drawing, node, say, 0, y)
    return drawing.whole()


def _place(drawing: _Drawing, node: Node, say: Say, x: int, y: int) -> tuple[Box, int]:
    """Draw a body and those below it from `y` on; its box, and the height of all."""
    high = _height(node, say, WIDE)
    inner = sum(_tall(one, say) + BETWEEN for one in node.below) - BETWEEN if node.below else 0
    whole = max(high, inner)
    box = _box(node, say, x, y + (whole - high) // 2, WIDE)
    drawing.boxes.append(box)
    at = y + (whole - inner) // 2
    for one in node.below:
        child, tall = _place(drawing, one, say, x + WIDE + GAP, at)
        _arrow(drawing, child, box)
        at += tall + BETWEEN
    return box, whole


def _tall(node: Node, say: Say) -> int:
    inner = sum(_tall(one, say) + BETWEEN for one in node.below) - BETWEEN if node.below else 0
    return max(_height(node, say, WIDE), inner)


def _arrow(drawing: _Drawing, child: Box, above: Box) -> None:
    """From the left of whoever reports to the right of whom it reports to."""
    start, end = child.y + child.high // 2, above.y + above.high // 2
    right, middle = above.x + above.wide, child.x - GAP // 3
    drawing.lines.append(f"M{child.x} {start}H{middle}V{end}H{right + 6}")
    drawing.heads.append(f"M{right + 1} {end}l9 -5v10z")


def _stack(drawing: _Drawing, node: Node, say: Say, level: int, y: int) -> int:
    """Draw a body and those below it from `y` on; where the next begins."""
    x = 1 + INDENT * min(level, DEEPEST)
    box = _box(node, say, x, y, NARROW - x)
    drawing.boxes.append(box)
    at = box.y + box.high + BETWEEN
    inward = x + (INDENT if level < DEEPEST else 0)
    for one in node.below:
        first = len(drawing.boxes)
        following = _stack(drawing, one, say, level + 1, at)
        child = drawing.boxes[first]
        if inward > x:
            drawing.lines.append(f"M{child.x} {child.y + child.high // 2}H{x + INDENT // 2}V{box.y + box.high + 6}")
            drawing.heads.append(f"M{x + INDENT // 2} {box.y + box.high + 1}l-5 9h10z")
        at = following
    return at


def _box(node: Node, say: Say, x: int, y: int, wide: int) -> Box:
    lines = [Line(text, kind, y + PAD + ROW * i + ROW - 5) for i, (kind, text) in enumerate(_said(node, say, wide))]
    dots = tuple(
        Dot(_shape(seat), x + PAD + 6 + DOT * i, y + PAD + ROW * len(lines) + 8)
        for i, seat in enumerate(node.seats if len(node.seats) <= MOST else ())
    )
    return Box(x, y, wide, _height(node, say, wide), tuple(lines), dots)


def _height(node: Node, say: Say, wide: int) -> int:
    return 2 * PAD + ROW * len(list(_said(node, say, wide))) + (DOT if 0 < len(node.seats) <= MOST else 0)


def _said(node: Node, say: Say, wide: int) -> Iterator[tuple[str, str]]:
    """The lines of a box by kind: its name, who convenes it and how often it meets, and its seats."""
    letters = int((wide - 2 * PAD) / LETTER)
    for kind, text in (
        ("name", node.body.name),
        ("more", say(Message(N_("Convened by {party}"), {"party": node.body.convener.name}))),
        ("more", capital(say(node.meets))),
        ("vacant" if node.vacant else "more", say(seats(node))),
    ):
        for line in textwrap.wrap(text, letters, max_lines=LINES, placeholder="…") or ["–"]:
            yield kind, line


def seats(node: Node) -> Message:
    """How many of its seats are vacant, in words."""
    n, vacant = len(node.seats), node.vacant
    if not n:
        return Message(N_("No seats yet"))
    if not vacant:
        return Message(N_("The seat is filled"), {"n": n}, N_("All {n} seats filled"), n)
    return Message(N_("{vacant} of {n} seat vacant"), {"vacant": vacant, "n": n}, N_("{vacant} of {n} seats vacant"), n)


def _shape(seat: Filled) -> str:
    return "full" if seat.holder else "half" if seat.deputies else "ring"
