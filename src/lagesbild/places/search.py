"""Finding a place by what someone writes: addresses, streets and named places, without asking anyone outside.

Names of a partnership are few (a town has some thousands of streets and places, whatever the number of its addresses):
they are kept in the process, sorted by each of their words, and looked up by bisection. Numbers stay in the database.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from threading import Lock

from django.db.models import Count, Max, Q
from rapidfuzz import fuzz, process

from lagesbild.places.folding import fold, plain
from lagesbild.places.models import Address, Gazetteer, Spot

__all__ = ["Hit", "find_places", "fold", "is_place"]

NUMBER = re.compile(r"(?P<number>\d{1,5})(?P<letter>[^\W\d]{0,4})")
ALIKE = 76.0
"""Of 100: below this a typing error is another word."""
SHORTEST_MISSPELT = 4
"""Letters below which nothing is taken for a typing error."""
MOST_STREETS = 40
"""Streets whose numbers are looked up: equal names in many towns, and what a half-written name may become."""
MOST_RANKED = 2_000
"""Places that begin as two letters do may be all of them; more than these are not told apart."""
KEPT = 32
"""Partnerships whose names are kept in a process."""
METRES = 111_320.0
LAST = "\U0010ffff"
"""Sorts after every letter."""

EXACT, ALIAS, BEGINS, WORD, WORDS, MARKS, SPELT = 0, 1, 2, 3, 4, 10, 20
"""How well a name fits: it is what was asked, another name is, it begins so, a word of it does, several words do, it
does without the marks over its letters, it is spelt almost so."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that fits what was written. WGS 84 degrees."""

    label: str
    kind: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class _Place:
    """A named place or a street, with its names folded; the first is its own."""

    pk: int
    name: str
    kind: str
    town: str
    lon: float
    lat: float
    folded: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Names:
    """Names of a partnership: each from each of its words on, sorted, and the place it belongs to."""

    version: tuple[int, int]
    places: tuple[_Place, ...]
    keys: tuple[str, ...]
    owners: tuple[int, ...]
    bare: tuple[str, ...]
    """Keys without the marks over their letters, sorted."""
    bare_owners: tuple[int, ...]


Ranked = dict[int, float]
"""How well each place fits, by its place in `_Names.places`; less is better."""
_kept: OrderedDict[int, _Names] = OrderedDict()
_lock = Lock()


def find_places(partnership: int, text: str, *, near: tuple[float, float] | None = None, limit: int = 8) -> list[Hit]:
    """Places that are called or begin as `text`, or have a word that does; else those spelt almost like it.

    A street with a number is an address; a street alone is its middle. Ordered by how well they fit, then by distance
    from `near` (longitude, latitude). Called inside the walls.
    """
    asked = fold(text)
    names = _names(partnership) if asked else None
    if names is None:
        return []
    ranked = _ranked(names, asked)
    whole = [i for i, rank in ranked.items() if rank <= ALIAS]
    numbers = _addresses(names, asked, near, limit)
    if not ranked and not numbers:
        ranked = _without_number(names, asked) or _misspelt(names, asked)
    order = sorted(ranked, key=lambda i: _order(names.places[i], ranked[i], near))
    first = [_hit(names.places[i]) for i in order if i in whole]
    rest = [_hit(names.places[i]) for i in order if i not in whole]
    return _once([*first, *numbers, *rest])[:limit]


def is_place(partnership: int, name: str) -> bool:
    """Whether a place of the partnership is called or begins so."""
    asked = fold(name)
    return any(fold(hit.label).startswith(asked) for hit in find_places(partnership, name))


def _names(partnership: int) -> _Names | None:
    """Names of the partnership, read again when what they came from has changed; None where there are none."""
    seen = Gazetteer.objects.filter(partnership=partnership).aggregate(last=Max("pk"), n=Count("pk"))
    if not seen["n"]:
        return None
    version = (seen["last"], seen["n"])
    with _lock:
        kept = _kept.get(partnership)
        if kept is not None and kept.version == version:
            _kept.move_to_end(partnership)
            return kept
    made = _read(partnership, version)
    with _lock:
        _kept[partnership] = made
        _kept.move_to_end(partnership)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _read(partnership: int, version: tuple[int, int]) -> _Names:
    rows = Spot.objects.filter(partnership=partnership).order_by("pk")
    places = tuple(
        _Place(pk, name, kind, town, lon, lat, tuple(fold(one) for one in (name, *aliases)))
        for pk, name, kind, town, lon, lat, aliases in rows.values_list(
            *("pk", "name", "kind", "town", "lon", "lat", "aliases")
        ).iterator(chunk_size=5_000)
    )
    keys = sorted(
        {(key, i) for i, place in enumerate(places) for name in place.folded for key in _from_each_word(name)}
    )
    bare = sorted({(plain(key), i) for key, i in keys})
    return _Names(
        version,
        places,
        tuple(key for key, _ in keys),
        tuple(i for _, i in keys),
        tuple(key for key, _ in bare),
        tuple(i for _, i in bare),
    )


def _from_each_word(name: str) -> Iterator[str]:
    words = name.split()
    return (" ".join(words[start:]) for start in range(len(words)))


def _begin(keys: Sequence[str], owners: Sequence[int], start: str) -> Iterator[int]:
    """Places with a key that begins with `start`; those where it goes no further come first."""
    at = bisect_left(keys, start)
    for i in range(at, min(bisect_left(keys, start + LAST), at + MOST_RANKED)):
        yield owners[i]


def _ranked(names: _Names, asked: str) -> Ranked:
    """Places that are called, or begin, or have a word that begins as what is asked; failing those, several words."""
    if len(asked) < 2:
        return {i: EXACT for i in _begin(names.keys, names.owners, asked) if asked in names.places[i].folded}
    found: Ranked = {i: _fit(names.places[i], asked) for i in _begin(names.keys, names.owners, asked)}
    found = found or _by_words(names, asked)
    # whoever writes å means å; whoever writes a may have no å to write
    if asked == plain(asked):
        for i in _begin(names.bare, names.bare_owners, asked):
            found.setdefault(i, MARKS)
    return found


def _fit(place: _Place, asked: str) -> int:
    own, *others = place.folded
    if own == asked:
        return EXACT
    if asked in others:
        return ALIAS
    return BEGINS if own.startswith(asked) else WORD


def _by_words(names: _Names, asked: str) -> Ranked:
    """Places in which each word of what is asked begins a word, in any order, of the name or of the town."""
    words = sorted(asked.split(), key=len, reverse=True)
    if len(words) < 2:
        return {}
    return {
        i: float(WORDS)
        for i in _begin(names.keys, names.owners, words[0])
        if all(_has_word(names.places[i], word) for word in words[1:])
    }


def _has_word(place: _Place, start: str) -> bool:
    return any(word.startswith(start) for text in (*place.folded, fold(place.town)) for word in text.split())


def _misspelt(names: _Names, asked: str) -> Ranked:
    """Places spelt almost as what is asked, marks over letters or not."""
    if len(asked) < SHORTEST_MISSPELT:
        return {}
    found: Ranked = {}
    for _, score, at in process.extract(plain(asked), names.bare, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=24):
        found.setdefault(names.bare_owners[at], SPELT + 100 - score)
    return found


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked, taken as an address."""

    street: str
    number: int
    letter: str
    town: str


def _readings(asked: str) -> list[_Asked]:
    """Each way to take what is asked as an address, the last number as that of the house first."""
    words = asked.split()
    found = []
    for at in range(len(words) - 1, 0, -1):
        match = NUMBER.fullmatch(words[at])
        if match is None:
            continue
        street, number, rest = " ".join(words[:at]), int(match["number"]), words[at + 1 :]
        if not match["letter"] and rest and len(rest[0]) == 1 and rest[0].isalpha():
            found.append(_Asked(street, number, rest[0], " ".join(rest[1:])))
        found.append(_Asked(street, number, match["letter"], " ".join(rest)))
    return found


def _called(names: _Names, street: str) -> Ranked:
    return {i: EXACT for i in _begin(names.keys, names.owners, street) if names.places[i].folded[0] == street}


FITS = (_called, _ranked, _misspelt)


def _addresses(names: _Names, asked: str, near: tuple[float, float] | None, limit: int) -> list[Hit]:
    """Addresses by the first reading whose street is there: by its name, else its beginning, else spelt almost so.

    A letter or a town that is not there is forgotten only when nothing fits with it.
    """
    readings = _readings(asked)
    for fits in FITS:
        streets = [_streets(names, fits(names, reading.street)) for reading in readings]
        for strict in (True, False):
            for reading, found in zip(readings, streets, strict=True):
                hits = _numbers(found, reading, near, limit, strict=strict)
                if hits:
                    return hits
    return []


def _streets(names: _Names, ranked: Ranked) -> list[tuple[float, _Place]]:
    return [(rank, names.places[i]) for i, rank in ranked.items() if names.places[i].kind == Spot.STREET]


def _without_number(names: _Names, asked: str) -> Ranked:
    """The street itself, where the number is not in the register."""
    for fits in FITS:
        for reading in _readings(asked):
            found = fits(names, reading.street)
            if found:
                return found
    return {}


def _numbers(
    streets: Sequence[tuple[float, _Place]],
    asked: _Asked,
    near: tuple[float, float] | None,
    limit: int,
    *,
    strict: bool,
) -> list[Hit]:
    """The number on each street with all its letters, then numbers that begin with the same digits."""
    if strict and asked.town:
        streets = [one for one in streets if fold(one[1].town).startswith(asked.town)]
    by_fit = sorted(streets, key=lambda one: _order(one[1], one[0], near))[:MOST_STREETS]
    if not by_fit:
        return []
    by_pk = {street.pk: (rank, street) for rank, street in by_fit}
    wanted = Q(number=asked.number)
    if asked.number and not asked.letter:
        for power in (10, 100, 1000):
            wanted |= Q(number__range=(asked.number * power, asked.number * power + power - 1))
    rows = Address.objects.filter(wanted, street_id__in=by_pk).values_list(
        *("street_id", "number", "letter", "lon", "lat")
    )

    def fits(row: tuple[int, int, str, float, float]) -> int:
        if row[1] != asked.number:
            return 2
        return 0 if row[2].casefold() == asked.letter else 1

    def order(row: tuple[int, int, str, float, float]) -> tuple[object, ...]:
        rank, street = by_pk[row[0]]
        away = _metres(row[3], row[4], near) if fits(row) < 2 else 0.0
        return rank, fits(row), away, row[1], row[2], street.town, row[0]

    chosen = [row for row in rows if not (strict and asked.letter and fits(row))]
    return [
        Hit(_label(by_pk[row[0]][1], f" {row[1]}{row[2]}"), "address", row[3], row[4])
        for row in sorted(chosen, key=order)[:limit]
    ]


def _hit(place: _Place) -> Hit:
    return Hit(_label(place), place.kind, place.lon, place.lat)


def _once(hits: Iterable[Hit]) -> list[Hit]:
    return list({(hit.label, round(hit.lon, 5), round(hit.lat, 5)): hit for hit in hits}.values())


def _label(place: _Place, number: str = "") -> str:
    return f"{place.name}{number}, {place.town}" if place.town else f"{place.name}{number}"


def _order(place: _Place, rank: float, near: tuple[float, float] | None) -> tuple[object, ...]:
    return rank, _metres(place.lon, place.lat, near), len(place.name), place.folded[0], place.town, place.pk


def _metres(lon: float, lat: float, near: tuple[float, float] | None) -> float:
    if near is None:
        return 0.0
    return hypot((lon - near[0]) * cos(radians(lat)), lat - near[1]) * METRES
