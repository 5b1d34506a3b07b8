"""Which points lie so far from all others that they are failed geocodes.

The rule: a point is far when it lies more than twice as far from the middle as 95 % of the points do, and more than
50 km. The middle is the median of longitudes and of latitudes. Doubling leaves room for the thin edge of real data
(with the whole of Sweden, the radius becomes more than the country is long), and the share of 95 % means that more
than one point in twenty, wherever they lie, are never called failures. Never far are points in the Swedish county that
holds the middle (some are 500 km long, with nearly all incidents in one town), nor points in the Swedish municipality
that their own row names. With fewer than 20 points nothing is called far.

A point is nonsense, and may be mended by turning it round, when it lies more than 1,000 km from the middle: nearer, a
point that would fit better with another sign may as well be right.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.places.areas import municipalities
from lagesbild.places.coordinates import distance_metres
from lagesbild.sources.records import Labels

SHARE = 0.95
TIMES = 2.0
LEAST_METRES = 50_000.0
ENOUGH = 20
MOST_METRES_PER_DEGREE = 111_700.0
"""No degree of latitude is longer, nor one of longitude on the equator."""
NONSENSE_METRES = 1_000_000.0
SAMPLE = 100_000
"""Points, evenly spread over the rows, that the middle and the radius are taken from where there are more."""

Degrees = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Bulks:
    """Where the points of each group are, g groups; the last stands for all points.

    Parameters
    ----------
    lon, lat : (g,) float64
        Middles; NaN where there is no point.
    radius : (g,) float64
        Metres from the middle beyond which a point is far.
    group : (n,) intp
        The group by which each row is judged.
    names : tuple of str
        Length g, "" for all points.
    judged : bool
        Whether there are points enough to call any far.
    """

    lon: Degrees
    lat: Degrees
    radius: Degrees
    group: NDArray[np.intp]
    names: tuple[str, ...]
    judged: bool

    @property
    def shrink(self) -> Degrees:
        """Length of a degree of longitude at each middle, as a share of one on the equator."""
        return np.cos(np.radians(self.lat))

    def distance(self, lon: Degrees, lat: Degrees, rows: NDArray[np.intp]) -> Degrees:
        """Metres to points (length m), given for `rows` (m,), from the middles of the rows' groups; NaN for NaN."""
        group = self.group[rows]
        return distance_metres(lon, lat, self.lon[group], self.lat[group])

    def inside(self, lon: Degrees, lat: Degrees, rows: NDArray[np.intp]) -> Bools:
        """Whether points (length m), given for `rows` (m,), are among the others of their groups; not for NaN."""
        return self.distance(lon, lat, rows) <= self.radius[self.group[rows]]

    def outside(self, lon: Degrees, lat: Degrees) -> tuple[NDArray[np.intp], Bools]:
        """Rows (m,) of all n whose points are beyond the radius, and which of them (m,) are nonsense."""
        # Going along the middle's parallel and then along a meridian is never the shorter way, and quickly summed.
        detour = np.abs(lat - self.lat[self.group]) + np.abs(lon - self.lon[self.group]) * self.shrink[self.group]
        rows = np.flatnonzero(detour * MOST_METRES_PER_DEGREE > self.radius[self.group])
        away = self.distance(lon[rows], lat[rows], rows)
        beyond = away > self.radius[self.group[rows]]
        return rows[beyond], away[beyond] > NONSENSE_METRES

    def far(
        self, lon: Degrees, lat: Degrees, rows: NDArray[np.intp], named: NDArray[np.intp] | None = None
    ) -> NDArray[np.intp]:
        """Those of the rows beyond the radius that are far: enough points to judge by, and not where they belong.

        `named` (n,) has the row in the register of the municipality that each row names, -1 for none.
        """
        if not self.judged or not rows.size:
            return rows[:0]
        known = municipalities()
        at = known.locate(lon[rows], lat[rows])
        county = np.unique(np.array([*known.groups, ""]), return_inverse=True)[1]
        middle = known.locate(self.lon, self.lat)[self.group[rows]]
        belongs: Bools = (at >= 0) & (county[at] == county[middle])
        if named is not None:
            belongs |= (at >= 0) & (at == named[rows])
        distant: NDArray[np.intp] = rows[~belongs]
        return distant


def bulks(lon: Degrees, lat: Degrees, groups: Labels | None) -> Bulks:
    """Middle and radius of the points of each group; groups with fewer than 20 points are judged by all points."""
    given = np.isfinite(lon) & np.isfinite(lat)
    codes = np.full(len(lon), -1, np.int32) if groups is None else groups.codes
    names = () if groups is None else groups.names
    sizes = np.bincount(codes[given & (codes >= 0)], minlength=len(names))
    own = np.flatnonzero(sizes >= ENOUGH)
    # A register of reporters as long as the town's streets says nothing of where each should be.
    own = own if len(own) <= 100 else own[:0]
    place_of = np.full(len(names) + 1, len(own), np.intp)
    place_of[own] = np.arange(len(own))
    group = place_of[codes]
    middles = [_bulk(lon, lat, given & (codes == code)) for code in own]
    middles.append(_bulk(lon, lat, given))
    middle_lon, middle_lat, radius = np.array(middles).T
    return Bulks(
        middle_lon, middle_lat, radius, group, (*(names[code] for code in own), ""), int(given.sum()) >= ENOUGH
    )


def _bulk(lon: Degrees, lat: Degrees, rows: Bools) -> tuple[float, float, float]:
    index = np.flatnonzero(rows)
    if not index.size:
        return float("nan"), float("nan"), LEAST_METRES
    index = index[:: -(-len(index) // SAMPLE)]
    x, y = lon[index], lat[index]
    middle = float(np.median(x)), float(np.median(y))
    reach = float(np.quantile(distance_metres(x, y, *middle), SHARE, method="lower"))
    return *middle, max(TIMES * reach, LEAST_METRES)
