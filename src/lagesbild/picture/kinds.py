"""The ground under maps as shapes: all of a kind as one, made once for every map that is drawn of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import shapely

from lagesbild.picture.model import Ground

FILLED = ("green", "block", "water")
LINES = ("street", "road", "rail")


def shape_of(one: Ground) -> shapely.Geometry:
    """One thing on the ground, WGS 84; a ring inside another is a hole in it."""
    if one.kind in LINES:
        return shapely.multilinestrings([shapely.linestrings(line) for line in one.lines if len(line) > 1])
    return shapely.make_valid(shapely.multipolygons([shapely.polygons(ring) for ring in one.lines if len(ring) >= 4]))


@lru_cache(maxsize=1)
def by_kind(ground: tuple[Ground, ...]) -> Mapping[str, shapely.Geometry]:
    """All that is filled, and all that is a line, of each kind that there is; WGS 84.

    A street between blocks is the gap they leave: of streets only those that cross something filled are to be seen.

    Kept for the next map: the page's, the telephone's, the document's and the live one, in each language, and those of
    the weeks after, have the same ground.
    """
    kinds = {one.kind for one in ground}
    found = {
        kind: shapely.union_all([shape_of(one) for one in ground if one.kind == kind])
        for kind in (*FILLED, *LINES)
        if kind in kinds
    }
    if "street" in found:
        filled = shapely.union_all([found[kind] for kind in FILLED if kind in found])
        found["street"] = shapely.intersection(found["street"], filled)
    return found
