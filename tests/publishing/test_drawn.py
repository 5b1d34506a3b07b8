"""The map of a published picture: squares that lie together are seen, and those far away do not make them tiny."""

from __future__ import annotations

import re

from lagesbild.publishing.drawn import WIDTH, draw
from lagesbild.publishing.public import Square, Words

SIDE = 0.004
"""Degrees, about 250 metres."""


def square(column: int, row: int) -> Square:
    west, south = 16.0 + column * SIDE, 59.5 + row * SIDE / 2
    east, north = west + SIDE, south + SIDE / 2
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Square(5, 9, Words("Nära torget", "Near the square"), ring)


TOWN = [square(column, row) for column in range(5) for row in range(5)]


def widest(svg: str) -> float:
    """Width of the widest square that is drawn."""
    found = re.findall(r'class="sq [^"]*" d="M([^Z]+)Z"', svg)
    xs = [[float(point.split()[0]) for point in one.split("L")] for one in found]
    return max(max(one) - min(one) for one in xs)


def test_squares_that_lie_together_are_all_drawn() -> None:
    assert draw(TOWN, []).count('class="sq ') == len(TOWN)


def test_a_square_far_away_is_left_out_and_the_town_is_as_large_as_without_it() -> None:
    svg = draw([*TOWN, square(120, 40)], [])
    assert svg.count('class="sq ') == len(TOWN)
    assert widest(svg) > WIDTH / 20


def test_where_there_are_few_squares_none_is_left_out() -> None:
    assert draw([square(0, 0), square(1, 0), square(120, 40)], []).count('class="sq ') == 3


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw([], []) == ""
