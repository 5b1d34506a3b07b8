"""What a picture has found that people take a stand on: each with a key that stays the same from week to week. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from lagesbild.i18n import N_
from lagesbild.picture.model import Picture, PlaceRow

RECENT = dt.timedelta(weeks=4)
"""A change in coverage is a finding of the weeks that follow it; after that it is only told of."""


class Kind(StrEnum):
    """What was found."""

    DEVIATION = "deviation"
    PLACE = "place"
    CHAIN = "chain"
    REPEAT = "repeat"
    COVERAGE = "coverage"


KINDS = {
    Kind.DEVIATION: N_("Deviation"),
    Kind.PLACE: N_("Place"),
    Kind.CHAIN: N_("Possible series"),
    Kind.REPEAT: N_("Repeats"),
    Kind.COVERAGE: N_("Change in the source"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One finding.

    Parameters
    ----------
    kind : Kind
    key : str
        The same for the same thing in another week.
    index : int
        Where it stands among those of its kind in the picture.
    count : int
        Incidents behind it; 0 where it is not about certain incidents.
    numbers : tuple of int
        Those of the incidents, as many as the picture keeps.
    """

    kind: Kind
    key: str
    index: int
    count: int = 0
    numbers: tuple[int, ...] = ()


def findings(picture: Picture) -> tuple[Found, ...]:
    """Everything found, in the order of the picture."""
    found = [
        Found(
            Kind.DEVIATION,
            f"{Kind.DEVIATION}:{one.kind}:{one.row.group}:{one.row.code or one.row.name}",
            i,
            one.row.count,
            tuple(ref.line for ref in one.evidence),
        )
        for i, one in enumerate(picture.deviations)
    ]
    found += [
        Found(Kind.PLACE, _place(picture, row), i, row.count, tuple(ref.line for ref in row.evidence))
        for i, row in enumerate(picture.places.rows)
    ]
    found += [
        Found(
            Kind.CHAIN,
            f"{Kind.CHAIN}:{one.category}:{one.evidence[0].line if one.evidence else i}",
            i,
            one.count,
            tuple(ref.line for ref in one.evidence),
        )
        for i, one in enumerate(picture.chains.rows)
    ]
    found += [Found(Kind.REPEAT, f"{Kind.REPEAT}:{name}", i) for i, name in enumerate(picture.repeats.categories)]
    found += [
        Found(Kind.COVERAGE, f"{Kind.COVERAGE}:{one.kind}:{one.role}:{one.source}:{one.at}", i)
        for i, one in enumerate(picture.coverage.breaks)
        if one.at > picture.period.start - RECENT
    ]
    return tuple({one.key: one for one in reversed(found)}.values())[::-1]


def _place(picture: Picture, row: PlaceRow) -> str:
    """By where it lies: names of places are written by people and differ."""
    if picture.places.kind == "areas" or not row.outline:
        return f"{Kind.PLACE}:{row.name}"
    west, south = min(row.outline[0])
    return f"{Kind.PLACE}:{west:.4f},{south:.4f}"
