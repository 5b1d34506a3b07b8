"""Every change to where a partnership is. The order within each is that of `core.actions`."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places import changed, policies
from lagesbild.places.areas import Areas
from lagesbild.places.areas.register import find_municipality, municipalities
from lagesbild.places.models import Address, Area, AreaSet, Gazetteer, GroundMap, Municipality, Spot
from lagesbild.places.surroundings import neighbours_of

BATCH = 5_000
KINDS = ("green", "block", "house", "water", "street", "road", "rail", "area", "label")
"""Kinds of ground, in the order they are drawn."""


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


def choose_municipality(*, actor: Actor, code: str) -> Municipality:
    """Say which Swedish municipality this is; border and neighbours come with it.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is no municipality with the code or name.

    """
    row = find_municipality(code)
    if row is None:
        raise InputError(Message(N_("There is no municipality with the code {code}."), {"code": code}))
    known = municipalities()
    near = [{"code": known.codes[i], "name": known.names[i]} for i in neighbours_of(row)]
    return _set_municipality(actor, known.take(np.array([row])), near)


def invent_municipality(*, actor: Actor, areas: Areas) -> Municipality:
    """Say which invented municipality this is: the first of `areas`; those that touch it are its neighbours.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is no area, or the partnership is not an invented one.

    """
    if not len(areas):
        raise InputError(Message(N_("The file holds no municipality.")))
    near = [{"code": areas.codes[i], "name": areas.names[i]} for i in areas.neighbours()[0]]
    return _set_municipality(actor, areas.take(np.array([0])), near, invented=True)


def _set_municipality(actor: Actor, one: Areas, near: list[dict[str, str]], *, invented: bool = False) -> Municipality:
    with acting(actor):
        partnership = Partnership.objects.select_for_update().get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        if invented and not partnership.invented:
            raise InputError(Message(N_("Only an invented partnership can have an invented municipality.")))
        row, _ = Municipality.objects.update_or_create(
            partnership=partnership,
            defaults={
                "code": one.codes[0],
                "name": one.names[0],
                "county": one.groups[0],
                "border": shapely.to_wkb(one.geometry[0]),
                "neighbours": near,
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
            neighbours=len(near),
        )
    return row


def add_areas(*, actor: Actor, areas: Areas, name: str, edition: str = "", digest: str = "") -> AreaSet:
    """Put areas aside as a draft to look at; nothing is counted in them until they are kept.

    A draft of the same name and edition is replaced.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is no area, no name, or the same edition is kept already.

    """
    name, edition = name.strip(), edition.strip()
    if not name:
        raise InputError(Message(N_("Say what the areas are called: DeSO, districts of the police.")))
    if not len(areas):
        raise InputError(Message(N_("The file holds no areas.")))
    with acting(actor):
        Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        if AreaSet.objects.filter(name=name, edition=edition, state=AreaSet.State.KEPT).exists():
            raise InputError(
                Message(
                    N_("{name} {edition} is there already. Give the new edition another name, or remove the old one."),
                    {"name": name, "edition": edition},
                )
            )
        AreaSet.objects.filter(name=name, edition=edition, state=AreaSet.State.DRAFT).delete()
        row = AreaSet.objects.create(
            partnership_id=actor.partnership,
            name=name,
            edition=edition,
            source=areas.source,
            digest=digest,
            notes=[note.to_dict() for note in areas.notes],
        )
        people = areas.population
        Area.objects.bulk_create(
            (
                Area(
                    partnership_id=actor.partnership,
                    area_set=row,
                    code=areas.codes[i],
                    name=areas.names[i],
                    group=areas.groups[i],
                    population=None if people is None or np.isnan(people[i]) else float(people[i]),
                    shape=shape,
                )
                for i, shape in enumerate(shapely.to_wkb(areas.geometry))
            ),
            batch_size=BATCH,
        )
        timeline.record(
            partnership=actor.partnership, person=actor.person, verb="areas.read", subject=row, areas=len(areas)
        )
    return row


def keep_areas(*, actor: Actor, area_set: int) -> AreaSet:
    """Keep a draft; it becomes the edition in use of its name, and the set to count in if there is none yet.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        It is kept already.

    """
    with acting(actor):
        row = AreaSet.objects.select_for_update().get(pk=area_set)
        require(policies.may_arrange(actor))
        if row.state == AreaSet.State.KEPT:
            raise WrongState(Message(N_("These areas are kept already. Reload the page.")))
        row.state = AreaSet.State.KEPT
        row.save(update_fields=["state"])
        _use(row, counted=not AreaSet.objects.filter(counted=True).exists())
        _areas_changed(actor, "areas.kept", row)
    return row


def use_edition(*, actor: Actor, area_set: int, counted: bool = False) -> AreaSet:
    """Let a kept edition be the one in use of its name; with `counted`, let pictures count in it.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        It is only a draft.

    """
    with acting(actor):
        row = AreaSet.objects.select_for_update().get(pk=area_set)
        require(policies.may_arrange(actor))
        if row.state != AreaSet.State.KEPT:
            raise WrongState(Message(N_("Keep the areas first.")))
        _use(row, counted=counted or row.counted)
        _areas_changed(actor, "areas.used", row)
    return row


def remove_areas(*, actor: Actor, area_set: int) -> None:
    """Take a set away; what was counted in it is counted in the others.

    Raises
    ------
    Denied
        Only coordinators and administrators do.

    """
    with acting(actor):
        row = AreaSet.objects.select_for_update().get(pk=area_set)
        require(policies.may_arrange(actor))
        _areas_changed(actor, "areas.removed", row)
        row.delete()


def _use(row: AreaSet, *, counted: bool) -> None:
    AreaSet.objects.filter(name=row.name, current=True).exclude(pk=row.pk).update(current=False)
    if counted:
        AreaSet.objects.filter(counted=True).exclude(pk=row.pk).update(counted=False)
    row.current, row.counted = True, counted
    row.save(update_fields=["current", "counted"])


def _areas_changed(actor: Actor, verb: str, row: AreaSet) -> None:
    changed.tell(actor.partnership)
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=row)


def set_gazetteer(
    *, actor: Actor, source: str, places: Iterable[NamedPlace] = (), addresses: Iterable[StreetNumber] = ()
) -> Gazetteer:
    """Keep named places and addresses of a source, in the place of what it held before.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is neither a place nor an address.

    """
    streets: dict[tuple[str, str], list[StreetNumber]] = {}
    for one in addresses:
        streets.setdefault((one.street.strip(), one.town.strip()), []).append(one)
    named = [one for one in places if one.name.strip()]
    if not named and not streets:
        raise InputError(Message(N_("The file holds neither places nor addresses.")))
    with acting(actor):
        Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        Gazetteer.objects.filter(source=source).delete()
        row = Gazetteer.objects.create(partnership_id=actor.partnership, source=source)
        kept = [
            Spot(
                partnership_id=actor.partnership,
                gazetteer=row,
                name=one.name.strip(),
                kind=one.kind,
                aliases=list(one.aliases),
                lon=one.lon,
                lat=one.lat,
            )
            for one in named
        ]
        kept += [
            Spot(
                partnership_id=actor.partnership,
                gazetteer=row,
                name=street,
                kind=Spot.STREET,
                town=town,
                lon=float(np.median([one.lon for one in numbers])),
                lat=float(np.median([one.lat for one in numbers])),
            )
            for (street, town), numbers in streets.items()
        ]
        made = Spot.objects.bulk_create(kept, batch_size=BATCH)
        Address.objects.bulk_create(
            (
                Address(
                    partnership_id=actor.partnership,
                    street=spot,
                    number=one.number,
                    letter=one.letter.upper(),
                    lon=one.lon,
                    lat=one.lat,
                )
                for spot in made[len(named) :]
                for one in streets[spot.name, spot.town]
            ),
            batch_size=BATCH,
        )
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="gazetteer.read",
            subject=row,
            places=len(named),
            addresses=sum(map(len, streets.values())),
        )
    return row


def set_ground(*, actor: Actor, features: Mapping[str, Any], source: str) -> GroundMap:
    """Keep what is drawn under the maps: a GeoJSON FeatureCollection in WGS 84, each feature with `kind` and `name`.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        It is no FeatureCollection, or holds a kind that cannot be drawn.

    """
    found = features.get("features")
    if features.get("type") != "FeatureCollection" or not isinstance(found, list) or not found:
        raise InputError(Message(N_("The file is no GeoJSON FeatureCollection with something in it.")))
    unknown = sorted({str((one.get("properties") or {}).get("kind")) for one in found} - set(KINDS))
    if unknown:
        raise InputError(
            Message(
                N_("Ground of the kind {kind} cannot be drawn; the kinds are {kinds}."),
                {"kind": ", ".join(unknown), "kinds": ", ".join(KINDS)},
            )
        )
    text = json.dumps(features, ensure_ascii=False, separators=(",", ":")).encode()
    with acting(actor):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        row, _ = GroundMap.objects.update_or_create(
            partnership=partnership,
            defaults={
                # no time in the header: the same ground has the same bytes
                "features": gzip.compress(text, 6, mtime=0),
                "digest": hashlib.sha256(text).hexdigest(),
                "source": source,
            },
        )
        timeline.record(
            partnership=actor.partnership, person=actor.person, verb="ground.read", subject=row, features=len(found)
        )
    return row
