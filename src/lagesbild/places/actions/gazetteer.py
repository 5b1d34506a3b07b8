"""Named places and addresses: a file's reading takes the place of its last one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

import numpy as np
from django.db import connection

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.meanwhile import ChangedMeanwhile
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places import bulk, policies
from lagesbild.places.folding import fold
from lagesbild.places.models import Address, Gazetteer, Spot
from lagesbild.places.names import source as clear
from lagesbild.places.names import why_not

SPOT = {
    "id": "bigint",
    "partnership_id": "bigint",
    "gazetteer_id": "bigint",
    "name": "text",
    "kind": "text",
    "town": "text",
    "aliases": "text[]",
    "lon": "float8",
    "lat": "float8",
}
ADDRESS = {
    "partnership_id": "bigint",
    "street_id": "bigint",
    "number": "integer",
    "letter": "text",
    "lon": "float8",
    "lat": "float8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlace:
    """A place with a name; `aliases` are other names for it. WGS 84 degrees."""

    name: str
    kind: str
    lon: float
    lat: float
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetNumber:
    """An address. WGS 84 degrees."""

    street: str
    number: int
    letter: str = ""
    town: str = ""
    lon: float
    lat: float


Streets = dict[tuple[str, str], list[StreetNumber]]


class ReadMeanwhile(ChangedMeanwhile):
    """Someone else read a file of the same name; `seen` is the number of that reading."""

    def __init__(self, row: Gazetteer) -> None:
        WrongState.__init__(
            self,
            Message(
                N_("Someone else has read {source} meanwhile. Choose the file again if yours is to take its place."),
                {"source": row.source},
            ),
        )
        self.seen, self.now = str(row.pk), {}


def newest() -> int:
    """The number of the latest reading of a file of places; 0 before the first."""
    return Gazetteer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def set_gazetteer(
    *,
    actor: Actor,
    source: str,
    places: Iterable[NamedPlace] = (),
    addresses: Iterable[StreetNumber] = (),
    seen: int | None = None,
) -> Gazetteer:
    """Keep the places and addresses of a source; what was kept of the same source before goes.

    An address that comes twice is kept once. Spellings of a street that differ in case only are one street.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is nothing to keep; a name is empty or tells who someone is; a position is none.
    ReadMeanwhile
        Someone else read the source after the reading `seen`, which was the latest of any when the form was drawn.

    """
    source = clear(source)
    named, streets = list(places), _streets(addresses)
    if not named and not streets:
        raise InputError(Message(N_("The file holds neither places nor addresses.")))
    for name in _texts(named, streets):
        why = why_not(name)
        if why is not None:
            raise InputError(Message(N_("“{name}” cannot be the name of a place: {why}"), {"name": name, "why": why}))
    put: list[NamedPlace | StreetNumber] = [*named, *(one for on_it in streets.values() for one in on_it)]
    for one in put:
        if not (abs(one.lon) <= 180 and abs(one.lat) <= 90):
            raise InputError(Message(N_("The position is missing or cannot be read.")))
    with acting(actor):
        Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        kept = list(Gazetteer.objects.filter(partnership=actor.partnership, source=source))
        for old in kept:
            if seen is not None and old.pk > seen:
                raise ReadMeanwhile(old)
        for old in kept:
            _empty(old)
        row = Gazetteer.objects.create(partnership_id=actor.partnership, source=source)
        ids = bulk.numbers(Spot, len(named) + len(streets))
        own = (actor.partnership, row.pk)
        spots: list[Sequence[object]] = [
            (pk, *own, one.name.strip(), one.kind.strip(), "", list(one.aliases), one.lon, one.lat)
            for pk, one in zip(ids, named, strict=False)
        ]
        numbers: list[Sequence[object]] = []
        for pk, on_it in zip(ids[len(named) :], streets.values(), strict=True):
            middle = _middle(on_it)
            street, town = (Counter(said).most_common(1)[0][0] for said in _spellings(on_it))
            spots.append((pk, *own, street, Spot.STREET, town, [], middle.lon, middle.lat))
            numbers += [
                (actor.partnership, pk, one.number, one.letter.upper().strip(), one.lon, one.lat) for one in on_it
            ]
        bulk.insert(Spot, SPOT, spots)
        bulk.insert(Address, ADDRESS, numbers)
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="gazetteer.read",
            subject=row,
            places=len(named),
            addresses=len(numbers),
        )
    return row


def remove_gazetteer(*, actor: Actor, gazetteer: int) -> None:
    """Take the places and addresses of a source away.

    Raises
    ------
    Denied
        Only coordinators and administrators do.

    """
    with acting(actor):
        row = Gazetteer.objects.select_for_update().get(pk=gazetteer)
        require(policies.may_arrange(actor))
        timeline.record(partnership=actor.partnership, person=actor.person, verb="gazetteer.removed", subject=row)
        _empty(row)


def _empty(row: Gazetteer) -> None:
    """Take a source and all it holds away, a set at a time: there may be hundreds of thousands."""
    with connection.cursor() as cursor:
        # for each row that goes the database looks for what refers to it: here and now, by index, and not at the commit
        # with statistics of before the rows came, by which it would read the whole table each time
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "DELETE FROM places_address WHERE street_id IN (SELECT id FROM places_spot WHERE gazetteer_id = %s)",
            [row.pk],
        )
        cursor.execute("DELETE FROM places_spot WHERE gazetteer_id = %s", [row.pk])
        Gazetteer.objects.filter(pk=row.pk).delete()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


def _streets(addresses: Iterable[StreetNumber]) -> Streets:
    """Addresses by street and town, each once."""
    found: dict[tuple[str, str], dict[tuple[int, str], StreetNumber]] = defaultdict(dict)
    for one in addresses:
        street = found[fold(one.street), fold(one.town)]
        street.setdefault((one.number, one.letter.strip().casefold()), one)
    return {street: list(numbers.values()) for street, numbers in found.items()}


def _spellings(addresses: Sequence[StreetNumber]) -> tuple[list[str], list[str]]:
    return [" ".join(one.street.split()) for one in addresses], [" ".join(one.town.split()) for one in addresses]


def _middle(addresses: Sequence[StreetNumber]) -> StreetNumber:
    """The address nearest to the middle of all: a street that bends has its middle on itself, not beside."""
    lon, lat = (float(np.median([getattr(one, name) for one in addresses])) for name in ("lon", "lat"))
    return min(addresses, key=lambda one: hypot((one.lon - lon) / 2, one.lat - lat))


def _texts(named: Sequence[NamedPlace], streets: Streets) -> set[str]:
    """Every name once."""
    return {
        *(name for one in named for name in (one.name, *one.aliases)),
        *(numbers[0].street for numbers in streets.values()),
    }
