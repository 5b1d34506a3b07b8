"""What a careful eye would want to know about areas before they are used. Pure."""

from __future__ import annotations

from collections import Counter

import numpy as np
import shapely
from numpy.typing import NDArray

from lagesbild.i18n import N_, Message
from lagesbild.places.areas import Areas
from lagesbild.places.areas.neighbours import in_metres

SLIVER = 10_000.0
"""Square metres below which a hole or an overlap is only two borders drawn by different hands."""
COVERED = 0.97
"""Share of the municipality that areas drawn for it cover, coasts being drawn as they are."""
NAMED = 3
"""Names that are said of many."""


def doubts(areas: Areas, border: shapely.Geometry | None) -> list[Message]:
    """Overlaps, holes, what lies outside the municipality or is left out of it, and names that come twice."""
    shapes = in_metres(areas.geometry)
    found = [*_overlaps(areas, shapes), *_holes(shapes), *_same_names(areas)]
    if border is not None:
        found += _against_border(shapes, in_metres(np.array([border], object))[0])
    return found


def _overlaps(areas: Areas, shapes: NDArray[np.object_]) -> list[Message]:
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first = one < other
    one, other = one[first], other[first]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    big = np.flatnonzero(shared > SLIVER)
    if not len(big):
        return []
    worst = big[np.argmax(shared[big])]
    n = len(big)
    return [
        Message(
            N_("{n} pair of areas overlaps, most {one} and {other}; an incident there counts in the first of them."),
            {"n": n, "one": areas.names[one[worst]], "other": areas.names[other[worst]]},
            N_("{n} pairs of areas overlap, most {one} and {other}; an incident there counts in the first of them."),
            n,
        )
    ]


def _holes(shapes: NDArray[np.object_]) -> list[Message]:
    """Places that areas surround and none of them holds."""
    whole = shapely.get_parts(shapely.union_all(shapes))
    rings = [shapely.get_rings(part)[1:] for part in whole]
    sizes = shapely.area(shapely.polygons(np.concatenate(rings))) if any(map(len, rings)) else np.zeros(0)
    sizes = sizes[sizes > SLIVER]
    n = len(sizes)
    if not n:
        return []
    return [
        Message(
            N_("There is {n} hole between the areas, {size} km²; what happens there is in no area."),
            {"n": n, "size": round(float(sizes.sum()) / 1e6, 2)},
            N_("There are {n} holes between the areas, {size} km² in all; what happens there is in no area."),
            n,
        )
    ]


def _same_names(areas: Areas) -> list[Message]:
    twice = sorted(name for name, n in Counter(areas.names).items() if n > 1)
    if not twice:
        return []
    return [
        Message(
            N_("{n} name stands for several areas: {names}."),
            {"n": len(twice), "names": _some(twice)},
            N_("{n} names stand for several areas each: {names}."),
            len(twice),
        )
    ]


def _against_border(shapes: NDArray[np.object_], border: shapely.Geometry) -> list[Message]:
    found = []
    covered = shapely.intersection(shapely.union_all(shapes), border)
    share = float(shapely.area(covered) / shapely.area(border))
    if share < COVERED:
        found.append(Message(N_("The areas cover {share} % of the municipality."), {"share": round(100 * share)}))
    outside = int((shapely.area(shapely.intersection(shapes, border)) < 0.01 * shapely.area(shapes)).sum())
    if outside:
        found.append(
            Message(
                N_("{n} area lies outside the municipality."),
                {"n": outside},
                N_("{n} areas lie outside the municipality."),
                outside,
            )
        )
    return found


def compared(areas: Areas, earlier: Areas, name: str) -> Message:
    """What has come, gone and stayed since another edition, by the codes."""
    now, then = set(areas.codes), set(earlier.codes)
    return Message(
        N_("Compared with {name}: {same} areas with the same code, {new} new, {gone} gone."),
        {"name": name, "same": len(now & then), "new": len(now - then), "gone": len(then - now)},
    )


ROLES = {
    "code": N_("Code"),
    "name": N_("Name"),
    "group": N_("Larger area"),
    "population": N_("Inhabitants"),
}
"""What a column can be taken for."""


def _some(names: list[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
