"""What the room of places gives a picture: the areas it counts in, and what is drawn under its map."""

from __future__ import annotations

from lagesbild.picture.model import Ground
from lagesbild.places.areas import Areas


def areas_of(partnership: int, area_set: int | None) -> tuple[int | None, Areas | None]:
    """The set of areas that a picture counts in (the partnership's first where None is asked for), and its areas."""
    return None, None


def ground_of(partnership: int) -> tuple[Ground, ...]:
    """What is drawn under the map, bottom first."""
    return ()
