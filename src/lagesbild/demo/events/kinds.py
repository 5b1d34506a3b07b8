"""The categories of invented incidents: how often, when in the week and the year, where, and who tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a reporting unit does: the column of `Kind.units` that says how much of a category it tells."""

    CARETAKERS = 0
    PARKS = 1
    SCHOOLS = 2
    YOUTH = 3
    POLICE = 4
    GUARDS = 5
    RESCUE = 6
    CITIZENS = 7
    STREETS = 8
    LIBRARY = 9


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of incidents.

    Parameters
    ----------
    name : str
    share : float
        Of all reports, roughly.
    hour, spread : float
        Peak of the day and how widely hours lie around it.
    weekend : float
        Share that falls on Friday or Saturday whatever the rest does.
    summer : float
        Swing over the year: above 0 more in summer.
    places : tuple of str
        Kinds of named places where a third of it happens.
    units : tuple of float
        Weight of each `Role`.
    """

    name: str
    share: float
    hour: float
    spread: float
    weekend: float
    summer: float
    places: tuple[str, ...]
    units: tuple[float, ...]


KINDS: tuple[Kind, ...] = (
    Kind("Störande körning", 0.075, 21, 3, 0.50, 0.30, ("square", "station"), (2, 1, 1, 1, 3, 2, 0, 3, 1, 0)),
    Kind("Störande samling", 0.095, 20, 3, 0.45, 0.35, ("park", "square", "centre"), (3, 1, 2, 2, 3, 3, 0, 2, 0, 1)),
    Kind("Skadegörelse", 0.115, 23, 5, 0.35, 0.05, ("school", "playground"), (4, 3, 3, 1, 2, 1, 0, 1, 2, 1)),
    Kind("Klotter", 0.075, 2, 4, 0.30, 0.05, ("underpass", "school"), (3, 4, 2, 1, 1, 1, 0, 1, 3, 1)),
    Kind("Nedskräpning", 0.115, 11, 4, 0.20, 0.30, ("park", "quay", "recycling"), (4, 5, 1, 0, 0, 1, 0, 2, 3, 1)),
    Kind("Trasig belysning", 0.055, 19, 3, 0.20, -0.45, (), (3, 3, 1, 0, 0, 1, 0, 3, 4, 0)),
    Kind("Öppen droghandel", 0.060, 18, 4, 0.35, 0.05, ("underpass", "centre"), (2, 1, 1, 2, 4, 3, 0, 0, 0, 1)),
    Kind("Hot och ofredande", 0.060, 17, 5, 0.30, 0.00, ("station", "library"), (1, 0, 3, 1, 4, 2, 0, 1, 0, 3)),
    Kind("Brand", 0.030, 22, 5, 0.35, 0.25, ("recycling", "playground"), (1, 1, 1, 0, 1, 0, 5, 0, 0, 0)),
    Kind("Inbrott i källare eller förråd", 0.045, 3, 5, 0.25, -0.10, ("housing",), (6, 0, 0, 0, 3, 0, 0, 1, 0, 0)),
    Kind("Cykelstöld", 0.075, 15, 5, 0.25, 0.40, ("station", "bath"), (2, 0, 2, 1, 4, 1, 0, 2, 0, 1)),
    Kind("Fylleri", 0.055, 22, 4, 0.50, 0.15, ("station", "shop", "quay"), (1, 1, 0, 1, 5, 4, 0, 1, 0, 1)),
    Kind("Skymd sikt eller växtlighet", 0.025, 12, 3, 0.10, 0.50, (), (2, 5, 1, 0, 0, 0, 0, 2, 4, 0)),
    Kind("Smällare och fyrverkerier", 0.025, 20, 3, 0.40, -0.35, ("school", "centre"), (2, 1, 2, 1, 1, 1, 0, 2, 0, 0)),
    Kind("Trafikfara", 0.060, 8, 4, 0.10, 0.00, ("school",), (1, 1, 4, 0, 3, 0, 1, 4, 4, 0)),
    Kind("Otrygg plats", 0.035, 20, 4, 0.30, -0.20, ("underpass", "park"), (1, 1, 1, 2, 1, 1, 0, 5, 0, 2)),
)  # fmt: skip
KIND_NAMES: tuple[str, ...] = tuple(kind.name for kind in KINDS)


def number(name: str) -> int:
    """Place of the category in `KINDS`."""
    return KIND_NAMES.index(name)
