"""Where the partnership is: its municipality, areas in their editions, named places, addresses and the ground."""

from __future__ import annotations

import numpy as np

from lagesbild.demo.fill.here import Here
from lagesbild.demo.towns import export
from lagesbild.demo.towns.model import District, Town
from lagesbild.demo.towns.shapes import COUNTY
from lagesbild.places import actions
from lagesbild.places.areas import Areas
from lagesbild.places.models import Municipality

SOURCE = "Påhittade exempeldata"
DISTRICTS = "Stadsdelar"
KINDS = {
    "square": "torg",
    "townhall": "kommunhus",
    "police": "polisstation",
    "library": "bibliotek",
    "shop": "butik",
    "station": "station",
    "underpass": "gångtunnel",
    "quay": "kaj",
    "school": "skola",
    "centre": "centrum",
    "housing": "kvarter",
    "playground": "lekplats",
    "recycling": "återvinning",
    "sports": "idrottsplats",
    "bath": "badhus",
    "park": "park",
    "village": "by",
    "district": "område",
    "water": "vatten",
}
"""Kinds of named place as a gazetteer's own file would have them."""


def known(here: Here) -> bool:
    """Whether the municipality has been chosen."""
    return Municipality.objects.filter(partnership_id=here.partnership).exists()


def survey(here: Here) -> None:
    """Everything of the town, put there by the administrator; the edition before first, so that today's is in use."""
    town, year = here.town, here.today.year
    administrator = here.actor("administrator")
    actions.invent_municipality(actor=administrator, areas=_municipalities(town))
    for edition, districts in ((f"{year - 1}", town.earlier), (f"{year}", town.districts)):
        if districts:
            draft = actions.add_areas(
                actor=administrator, areas=_areas(town, districts), name=DISTRICTS, edition=edition
            )
            actions.keep_areas(actor=administrator, area_set=draft.pk)
            actions.use_edition(actor=administrator, area_set=draft.pk, counted=True)
    actions.set_gazetteer(
        actor=administrator,
        source=SOURCE,
        places=[
            actions.NamedPlace(name=name, kind=KINDS[kind], lon=lon, lat=lat)
            for name, kind, lon, lat in export.gazetteer(town)
        ],
        addresses=[
            actions.StreetNumber(street=street, number=int(number), town=town.shape.name, lon=lon, lat=lat)
            for street, number, lon, lat in export.addresses(town)
        ],
    )
    actions.set_ground(actor=administrator, features=export.ground_geojson(town, houses=True), source=SOURCE)


def _municipalities(town: Town) -> Areas:
    """The municipality, then its neighbours."""
    rows = [(town.shape.code, town.shape.name, town.outline), *town.neighbours]
    geometry = np.empty(len(rows), object)
    geometry[:] = [export.to_wgs84(border) for _, _, border in rows]
    return Areas(
        codes=tuple(code for code, _, _ in rows),
        names=tuple(name for _, name, _ in rows),
        groups=(COUNTY,) * len(rows),
        population=None,
        population_source="",
        geometry=geometry,
        source=SOURCE,
    )


def _areas(town: Town, districts: tuple[District, ...]) -> Areas:
    """Districts, in the city with the local police area that each belongs to."""
    shape = town.shape
    police = shape.police if len(shape.police) > 1 else (shape.name,)
    geometry = np.empty(len(districts), object)
    geometry[:] = [export.to_wgs84(one.shape) for one in districts]
    return Areas(
        codes=tuple(one.code for one in districts),
        names=tuple(one.name for one in districts),
        groups=tuple(police[one.police] for one in districts),
        population=np.array([float(one.people) for one in districts]),
        population_source=SOURCE,
        geometry=geometry,
        source=SOURCE,
    )
