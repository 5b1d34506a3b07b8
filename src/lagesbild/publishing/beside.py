"""What has been told of promises that count some of the same reports: two counts that differ by a few tell the few.

Whoever reads that twelve reports came in at a square, and fourteen within the quarter around it, knows that two came in
beside the square. So a count is seen beside all that was told of other promises for a time, kinds of incidents and a
place that may overlap, and beside what was told of the promise itself, also in what was taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from lagesbild.places.coordinates import distance_metres
from lagesbild.promises.models import Promise
from lagesbild.publishing.models import Publication


@dataclass(frozen=True, slots=True)
class Told:
    """Counts that have been told."""

    own: tuple[int, ...] = ()
    """Of the promise itself."""
    beside: tuple[int, ...] = ()
    """Of others that count some of the same reports."""


class Telling:
    """What has been told of the effect of promises, in public and so far in what is being written."""

    def __init__(self, promises: Collection[int]) -> None:
        """Ask for what has been told that the counts of some promises can be compared with."""
        self._counts: dict[int, list[int]] = {}
        published = Publication.objects.of_kind("promise")
        for promise, count in published.values_list("subject_id", "content__effect__count__value"):
            self.say(promise, count)
        rows = Promise.objects.with_area_set().filter(pk__in={*promises, *self._counts})
        self._rows = {row.pk: row for row in rows}

    def say(self, promise: int, count: int | None) -> None:
        """The count is told of the promise; None: it is not."""
        if count is not None:
            self._counts.setdefault(promise, []).append(count)

    def before(self, promise: int) -> Told:
        """What has been told that a count of the promise can be compared with."""
        return Told(tuple(self._counts.get(promise, ())), tuple(self._beside(promise)))

    def _beside(self, promise: int) -> Iterator[int]:
        for other, said in self._counts.items():
            if other != promise and (other not in self._rows or overlap(self._rows[promise], self._rows[other])):
                yield from said


def overlap(one: Promise, other: Promise) -> bool:
    """Whether both may count one and the same report; yes where it cannot be known. Of rows `with_area_set`."""
    if one.starts > other.ends or other.starts > one.ends or not {*one.categories} & {*other.categories}:
        return False
    if one.lon is not None and other.lon is not None:
        apart = distance_metres(np.array([one.lon]), np.array([one.lat]), other.lon, other.lat or 0.0)
        return bool(apart[0] < (one.radius or 0) + (other.radius or 0))
    # areas of one set lie beside each other; those of two may overlap, and so may an area and what is near a point
    same_set = one.area_set is not None and one.area_set == other.area_set
    return not same_set or one.area_id == other.area_id
