"""Finding a place by what someone writes: addresses, streets and named places, without asking anyone outside."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

from django.db.models import Max
from rapidfuzz import fuzz, process

from lagesbild.places.models import Address, Gazetteer, Spot

NUMBER = re.compile(r"^(?P<street>.+?)[\s,]+(?P<number>\d{1,4})\s?(?P<letter>[a-zåäö]?)(?:[\s,]+(?P<town>[^\d].*))?$")
LEAST_ALIKE = 78.0
"""Of 100: below this a typing error is another word."""
KEPT = 64
"""Partnerships whose names are kept in a process."""
METRES = 111_320.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that fits what was written. WGS 84 degrees."""

    label: str
    kind: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    """The names of a partnership's places, each also by its later words, and which place each belongs to."""

    version: object
    spots: tuple[Spot, ...]
    folded: tuple[str, ...]
    owner: tuple[int, ...]


_kept: OrderedDict[int, _Names] = OrderedDict()


def fold(text: str) -> str:
    """Text as it is compared: small letters, one space between words; å, ä and ö are letters of their own."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.casefold()).split())


def find_places(partnership: int, text: str, *, near: tuple[float, float] | None = None, limit: int = 8) -> list[Hit]:
    """Places that begin as `text` does, or have a word that does; where there are none, those spelt almost like it.

    Ordered by how well they fit, then by distance from `near` (longitude, latitude). Called inside the walls.
    """
    asked = fold(text)
    if len(asked) < 2:
        return []
    names = _names(partnership)
    match = NUMBER.match(asked)
    found = _streets(names, match["street"], match["town"] or "") if match else []
    if match and found:
        hits = _numbers(found, int(match["number"]), match["letter"] or "", near)
        if hits:
            return hits[:limit]
    ranked = _ranked(names, asked) or (found and [(0, spot) for spot in found]) or _alike(names, asked)
    ranked.sort(key=lambda one: (one[0], _metres(one[1].lon, one[1].lat, near), len(one[1].name), one[1].name))
    return [Hit(_label(spot), spot.kind, spot.lon, spot.lat) for _, spot in ranked[:limit]]


def _names(partnership: int) -> _Names:
    version = Gazetteer.objects.aggregate(last=Max("pk"))["last"]
    kept = _kept.get(partnership)
    if kept is not None and kept.version == version:
        _kept.move_to_end(partnership)
        return kept
    spots = tuple(Spot.objects.order_by("pk"))
    folded, owner = [], []
    for i, spot in enumerate(spots):
        for name in (spot.name, *spot.aliases):
            words = fold(name).split()
            for start in range(len(words)):
                folded.append(" ".join(words[start:]))
                owner.append(i)
    _kept[partnership] = made = _Names(version, spots, tuple(folded), tuple(owner))
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return made


def _ranked(names: _Names, asked: str) -> list[tuple[int, Spot]]:
    """Places whose name is, begins with, or has a word that begins with what is asked: 0, 1, 2."""
    best: dict[int, int] = {}
    for name, i in zip(names.folded, names.owner, strict=True):
        if name.startswith(asked):
            whole = fold(names.spots[i].name)
            rank = 0 if whole == asked else 1 if whole.startswith(asked) else 2
            best[i] = min(rank, best.get(i, 9))
    return [(rank, names.spots[i]) for i, rank in best.items()]


def _streets(names: _Names, street: str, town: str) -> list[Spot]:
    """Streets of that name; spelt almost so, where there is none."""
    exact = [one for one in names.spots if one.kind == Spot.STREET and fold(one.name) == street]
    found = exact or [spot for _, spot in _ranked(names, street) if spot.kind == Spot.STREET]
    found = found or [spot for _, spot in _alike(names, street) if spot.kind == Spot.STREET]
    there = [one for one in found if town and fold(one.town).startswith(town)]
    return there or found


def _numbers(streets: Sequence[Spot], number: int, letter: str, near: tuple[float, float] | None) -> list[Hit]:
    """The number on each street; the nearest number that is there, where it is not."""
    by_street = {spot.pk: (order, spot) for order, spot in enumerate(streets[:6])}
    rows = list(Address.objects.filter(street_id__in=by_street, number=number))
    if not rows:
        return []
    lettered = [row for row in rows if row.letter.casefold() == letter]
    rows = lettered if lettered or letter else rows
    rows.sort(key=lambda row: (by_street[row.street_id][0], _metres(row.lon, row.lat, near), row.letter))
    hits = []
    for row in rows:
        street = by_street[row.street_id][1]
        hits.append(Hit(_label(street, f" {row.number}{row.letter}"), "address", row.lon, row.lat))
    return hits


def _alike(names: _Names, asked: str) -> list[tuple[int, Spot]]:
    """Places spelt almost as what is asked."""
    if len(asked) < 4:
        return []
    found = process.extract(asked, names.folded, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=24)
    best: dict[int, int] = {}
    for _, score, at in found:
        best.setdefault(names.owner[at], 100 - int(score))
    return [(rank, names.spots[i]) for i, rank in best.items()]


def _label(spot: Spot, number: str = "") -> str:
    return f"{spot.name}{number}, {spot.town}" if spot.town else f"{spot.name}{number}"


def _metres(lon: float, lat: float, near: tuple[float, float] | None) -> float:
    if near is None:
        return 0.0
    return hypot((lon - near[0]) * cos(radians(lat)), lat - near[1]) * METRES
