"""The real map among those of chance, in the units of a small drawing: one square of the ground is one unit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lagesbild.i18n import Language
from lagesbild.picture.mapdata import count_steps
from lagesbild.picture.models import Edition
from lagesbild.picture.names import in_json
from lagesbild.picture.page import called_in

CUT = 0.05
"""Share of the incidents that may lie beyond each edge of what is drawn."""


@dataclass(frozen=True, slots=True)
class SmallMap:
    """One map: a path for each class of counts, and its figures."""

    paths: tuple[tuple[int, str], ...]
    fullest: int
    squares: int
    rest: int


@dataclass(frozen=True, slots=True)
class Lineup:
    """All that the page shows.

    `limits` are the lowest counts of the classes; the first of `maps` is the real one; `apart` squares lie outside
    what is drawn and are in the figures; `said` is in the reader's language.
    """

    width: int
    height: int
    limits: tuple[int, ...]
    maps: tuple[SmallMap, ...]
    shown_from: int
    apart: int
    said: tuple[str, ...]


def lineup_of(edition: Edition, language: Language) -> Lineup | None:
    """The maps of an edition with its figures; None where no squares were ranked."""
    kept = edition.figures["places"].get("chances")
    if kept is None:
        return None
    text = json.dumps(kept["said"][language], ensure_ascii=False)
    said = tuple(json.loads(in_json(text, called_in(edition.pk, text))))
    limits = tuple(count_steps(n for one in kept["maps"] for _, n in one["drawn"]))
    columns, rows = (_middle(kept, axis) for axis in (0, 1))
    maps = tuple(_small(one, kept["squares"], (columns, rows), limits) for one in kept["maps"])
    apart = sum(column not in columns or row not in rows for column, row in kept["squares"])
    return Lineup(len(columns), len(rows), limits, maps, kept["shown_from"], apart, said)


def _middle(kept: Mapping[str, Any], axis: int) -> range:
    """Columns or rows with most of the real incidents, so that a far village does not shrink the town."""
    at: Counter[int] = Counter()
    for index, n in kept["maps"][0]["drawn"]:
        at[kept["squares"][index][axis]] += n
    if not at:
        return range(1)
    edge, total, passed = CUT * at.total(), at.total(), 0
    inside = []
    for place in sorted(at):
        if passed + at[place] > edge and passed < total - edge:
            inside.append(place)
        passed += at[place]
    return range(inside[0] - 1, inside[-1] + 2)


def _small(
    one: Mapping[str, Any], squares: list[list[int]], window: tuple[range, range], limits: tuple[int, ...]
) -> SmallMap:
    drawn: dict[int, list[str]] = {}
    columns, rows = window
    for index, n in one["drawn"]:
        column, row = squares[index]
        if column not in columns or row not in rows:
            continue
        step = sum(n >= limit for limit in limits)
        drawn.setdefault(step, []).append(f"M{column - columns.start} {rows.stop - 1 - row}h1v1h-1z")
    paths = tuple((step, "".join(parts)) for step, parts in sorted(drawn.items()))
    return SmallMap(paths, one["fullest"], len(one["drawn"]), one["rest"])
