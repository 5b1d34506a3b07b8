"""Which area each incident is counted in, and an account of those that are in none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.picture.compose.events import Events, plain_name, same_municipality
from lagesbild.places.areas import Areas
from lagesbild.sources.records import Labels

UNPLACED, OUTSIDE = -1, -2
LARGEST = 0.6
"""Share of incidents that must name an area for the column to serve as areas when no file of areas is given."""


@dataclass(frozen=True, slots=True, eq=False)
class Placing:
    """Incidents placed in k areas.

    Parameters
    ----------
    code : (n,) int32
        Index of the area, `UNPLACED` where nobody can tell, `OUTSIDE` where it is known to be in none of them.
    names, groups : tuple of str
        Length k.
    population : (k,) float64 or None
    areas : Areas or None
        Their outlines, where a file of areas was given.
    source : str
        File or register of the areas, "" when a column of the records names them.
    fields : tuple of str
        Columns that decide in which area an incident is counted.
    """

    code: NDArray[np.int32]
    names: tuple[str, ...]
    groups: tuple[str, ...]
    population: NDArray[np.float64] | None
    areas: Areas | None
    source: str
    fields: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    def mostly_known(self, inside: NDArray[np.bool_]) -> bool:
        """Whether of the incidents `inside` no fewer lie in the areas than nobody can tell the area of."""
        return bool((inside & (self.code >= 0)).sum() >= (inside & (self.code == UNPLACED)).sum())


def place_in_areas(events: Events, areas: Areas | None) -> Placing:
    """Areas by code, else by point, else by name; without a file of areas, the column that names them."""
    return _by_column(events) if areas is None else _by_file(events, areas)


def _by_file(events: Events, areas: Areas) -> Placing:
    records = events.records
    codes = {code.strip().casefold(): i for i, code in enumerate(areas.codes)}
    written = _lookup(records.area, codes)
    speaks = any(found >= 0 for found in written[:-1])
    place = written[records.area.codes] if speaks else np.full(len(events), UNPLACED, np.int32)
    if speaks:
        place[(place == UNPLACED) & (records.area.codes >= 0)] = OUTSIDE
    left = np.flatnonzero((place == UNPLACED) & events.point())
    if left.size:
        located = areas.locate(records.lon[left], records.lat[left])
        place[left] = np.where(located >= 0, located, OUTSIDE)
    _by_name(place, events, areas)
    fields = ("area",) if speaks else () if events.point().any() else ("area", "municipality")
    return Placing(place, areas.names, areas.groups, areas.population, areas, areas.source, fields)


def _by_name(place: NDArray[np.int32], events: Events, areas: Areas) -> None:
    """Place what is left by the name of its area or municipality, and set aside other municipalities' incidents."""
    records = events.records
    unique: dict[str, int] = {}
    for i, name in enumerate(areas.names):
        key = plain_name(name)
        unique[key] = i if key not in unique else UNPLACED
    for labels in (records.area, records.municipality):
        left = np.flatnonzero((place == UNPLACED) & (labels.codes >= 0))
        if left.size:
            place[left] = _lookup(labels, unique, plain=True)[labels.codes[left]]
    groups = {group for group in areas.groups if group}
    if groups and records.municipality.names:
        foreign = np.array(
            [not any(same_municipality(name, group) for group in groups) for name in records.municipality.names]
            + [False]
        )
        if not foreign[:-1].all():
            place[(place == UNPLACED) & foreign[records.municipality.codes]] = OUTSIDE


def _lookup(labels: Labels, index: dict[str, int], *, plain: bool = False) -> NDArray[np.int32]:
    """Area of each name, with `UNPLACED` last so that code -1 finds it."""
    key = plain_name if plain else lambda name: name.strip().casefold()
    return np.array([index.get(key(name), UNPLACED) for name in labels.names] + [UNPLACED], np.int32)


def _by_column(events: Events) -> Placing:
    """The records' own areas, else their municipalities when there are several, else no areas at all."""
    records = events.records
    for field, labels, larger in (
        ("area", records.area, records.municipality),
        ("municipality", records.municipality, records.county),
    ):
        used = np.unique(labels.codes[labels.codes >= 0])
        if used.size > 1 and np.mean(labels.codes >= 0) >= LARGEST:
            order = sorted(used.tolist(), key=lambda code: labels.names[code].casefold())
            new = np.full(len(labels.names) + 1, UNPLACED, np.int32)
            new[order] = np.arange(len(order), dtype=np.int32)
            place = new[labels.codes]
            names = tuple(labels.names[code] for code in order)
            return Placing(place, names, _larger(place, larger, len(names)), None, None, "", (field,))
    return Placing(np.full(len(events), UNPLACED, np.int32), (), (), None, None, "", ())


def _larger(place: NDArray[np.int32], larger: Labels, k: int) -> tuple[str, ...]:
    """The larger area that most incidents of each area name."""
    both = (place >= 0) & (larger.codes >= 0)
    if not both.any():
        return ("",) * k
    size = len(larger.names)
    pairs, counts = np.unique(place[both].astype(np.int64) * size + larger.codes[both], return_counts=True)
    best: dict[int, tuple[int, int]] = {}
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        area, group = divmod(pair, size)
        if count > best.get(area, (0, 0))[0]:
            best[area] = (count, group)
    return tuple(larger.names[best[i][1]] if i in best else "" for i in range(k))
