"""Circles around every place, as the order in which the other places come in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from lagesbild.analysis.result import Bools, Floats, Ints

Metric = Literal["euclidean", "great-circle"]

EARTH = 6371.0088
"""Mean radius of the Earth, kilometres (IUGG)."""

SAME = 1e-9
"""Distances that differ by less than this share are the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Circles:
    """For every centre its nearest places, itself among them, as far as circles may go.

    Parameters
    ----------
    order : (places, most) int32
        Places by distance; -1 after the last one that belongs to a circle.
    ends : (places, most) bool
        Whether a circle ends here: not between places equally far away, and not where it would be too large.
    radius : (places, most) float64
        Distance of each.
    """

    order: Ints
    ends: Bools
    radius: Floats

    def members(self, centre: int, many: int) -> Ints:
        """The places of a circle."""
        return np.sort(self.order[centre, :many])

    def within(self, many: int) -> Circles:
        """Those of so many places at most."""
        ends = self.ends[:, :many]
        inside = np.flip(np.logical_or.accumulate(np.flip(ends, axis=1), axis=1), axis=1)
        return Circles(np.where(inside, self.order[:, :many], np.int32(-1)), ends, self.radius[:, :many])


def distances(points: Floats, of: Floats, metric: Metric) -> Floats:
    """Distances (n, m): in the unit of the coordinates, or kilometres from degrees of longitude and latitude."""
    if metric == "euclidean":
        return np.asarray(np.hypot(of[:, None, 0] - points[None, :, 0], of[:, None, 1] - points[None, :, 1]))
    lon, lat = np.radians(points).T
    own_lon, own_lat = (v[:, None] for v in np.radians(of).T)
    half = np.sin((lat - own_lat) / 2) ** 2 + np.cos(own_lat) * np.cos(lat) * np.sin((lon - own_lon) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.minimum(1, np.sqrt(half))))


def circles(points: Floats, weight: Floats, *, metric: Metric, max_share: float, max_radius: float | None) -> Circles:
    """All circles around each place that hold at most a share of the weight and reach at most a radius."""
    n, bound = len(points), max_share * float(weight.sum()) * (1 + 1e-9)
    rows: list[tuple[Ints, Bools, Floats]] = []
    for first in range(0, n, 256):
        apart = distances(points, points[first : first + 256], metric)
        order = np.argsort(apart, axis=1, kind="stable")
        apart = np.take_along_axis(apart, order, axis=1)
        held = np.cumsum(weight[order], axis=1)
        further = np.ones(apart.shape, dtype=bool)
        further[:, :-1] = apart[:, 1:] > apart[:, :-1] * (1 + SAME)
        allowed = held <= bound
        if max_radius is not None:
            allowed &= apart <= max_radius * (1 + SAME)
        ends = further & allowed
        for k in range(len(order)):
            many = int(np.flatnonzero(ends[k])[-1]) + 1 if ends[k].any() else 0
            rows.append((order[k, :many], ends[k, :many], apart[k, :many]))
    most = max((len(row[0]) for row in rows), default=0)
    found = Circles(np.full((n, most), -1, dtype=np.int32), np.zeros((n, most), dtype=bool), np.full((n, most), np.nan))
    for k, (order, ends, apart) in enumerate(rows):
        found.order[k, : len(order)], found.ends[k, : len(order)], found.radius[k, : len(order)] = order, ends, apart
    return found
