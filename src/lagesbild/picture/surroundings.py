"""What the room of places gives a picture: the areas it counts in, and what is drawn under its map."""

from __future__ import annotations

from functools import lru_cache

from lagesbild.picture.ground import of_features
from lagesbild.picture.model import Ground
from lagesbild.places import surroundings
from lagesbild.places.areas import Areas
from lagesbild.places.models import AreaSet


def area_set_of(wanted: int | None) -> int | None:
    """The set of areas to count in: the one wanted while it is there, else the one that pictures count in."""
    if wanted is not None and AreaSet.objects.filter(pk=wanted, state=AreaSet.State.KEPT).exists():
        return wanted
    counted = surroundings.counted_in()
    return None if counted is None else int(counted.pk)


def areas_of(area_set: int | None) -> Areas | None:
    """The areas of a set, which never changes; None where it has been removed."""
    row = None if area_set is None else AreaSet.objects.filter(pk=area_set).first()
    return None if row is None else surroundings.areas_of(row)


def ground() -> tuple[Ground, ...]:
    """What is drawn under the map of the partnership, bottom first."""
    return _ground(surroundings.kept_ground())


@lru_cache(maxsize=1)
def _ground(kept: tuple[bytes, ...]) -> tuple[Ground, ...]:
    """Kept for the next picture of the same partnership: to read a town takes as long as to draw it."""
    return of_features(surroundings.unpacked_ground(kept)) if kept else ()
