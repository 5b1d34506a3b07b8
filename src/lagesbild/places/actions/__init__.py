"""Every change to where a partnership is. The order within each is that of `core.actions`."""

from lagesbild.places.actions.areas import add_areas, keep_areas, remove_areas, use_edition
from lagesbild.places.actions.gazetteer import NamedPlace, StreetNumber, remove_gazetteer, set_gazetteer
from lagesbild.places.actions.ground import remove_ground, set_ground
from lagesbild.places.actions.municipality import choose_municipality, invent_municipality

__all__ = [
    "NamedPlace",
    "StreetNumber",
    "add_areas",
    "choose_municipality",
    "invent_municipality",
    "keep_areas",
    "remove_areas",
    "remove_gazetteer",
    "remove_ground",
    "set_gazetteer",
    "set_ground",
    "use_edition",
]
