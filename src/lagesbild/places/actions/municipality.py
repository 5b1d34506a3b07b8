"""Saying which municipality a partnership is in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, Translator
from lagesbild.places import policies
from lagesbild.places.areas import Areas
from lagesbild.places.areas.neighbours import Neighbour, in_metres, neighbours
from lagesbild.places.areas.register import find_municipality, municipalities
from lagesbild.places.models import Municipality
from lagesbild.places.surroundings import neighbours_of


def choose_municipality(*, actor: Actor, code: str) -> Municipality:
    """Say which Swedish municipality this is, by code or name; border and neighbours come with it.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is no such municipality, or the partnership is an invented one: nothing invented happens in a real place.

    """
    row = find_municipality(code)
    if row is None:
        raise InputError(Message(N_("There is no municipality with the code {code}."), {"code": code}))
    return _set(actor, municipalities(), row, neighbours_of(row), invented=False)


def furnish(actor: Actor, _words: Translator) -> None:
    """Give a new partnership the border and the neighbours of the municipality that it is said to be in."""
    partnership = Partnership.objects.get(pk=actor.partnership)
    if partnership.municipality_code and not partnership.invented:
        choose_municipality(actor=actor, code=partnership.municipality_code)


def invent_municipality(*, actor: Actor, areas: Areas) -> Municipality:
    """Say which invented municipality this is: the first of `areas`; those of the others that border on it are beside.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is no area, or the partnership is not an invented one.

    """
    if not len(areas):
        raise InputError(Message(N_("The file holds no municipality.")))
    return _set(actor, areas, 0, neighbours(in_metres(areas.geometry), 0), invented=True)


def _set(actor: Actor, known: Areas, at: int, beside: Sequence[Neighbour], *, invented: bool) -> Municipality:
    one = known.take(np.array([at]))
    with acting(actor):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        if invented and not partnership.invented:
            raise InputError(Message(N_("Only an invented partnership can have an invented municipality.")))
        if partnership.invented and not invented:
            raise InputError(
                Message(
                    N_("This partnership is invented, and what happens in it must not seem to happen in a real place.")
                )
            )
        row, _ = Municipality.objects.update_or_create(
            partnership=partnership,
            defaults={
                "code": one.codes[0],
                "name": one.names[0],
                "county": one.groups[0],
                "border": shapely.to_wkb(one.geometry[0]),
                "neighbours": [
                    {"code": known.codes[each.row], "name": known.names[each.row], "water": each.water}
                    for each in beside
                ],
                "source": one.source,
            },
        )
        if not invented:
            partnership.municipality_code = one.codes[0]
            partnership.save(update_fields=["municipality_code"])
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="municipality.chosen",
            subject=row,
            neighbours=len(beside),
        )
    return row
