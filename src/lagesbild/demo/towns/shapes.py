"""What the five invented municipalities are like: size, districts, villages, waters and the sea they lie in.

Each is shaped after one of the agreements that the system is built for, by kind of town and way of working, and by
nothing else. Every name is invented. Their codes begin with 99, which is no Swedish county.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

COUNTY = "Havsbandets län"
SEA = "Bottenhavet"
"""The whole county lies on the open water of the Bothnian Sea, some sixty kilometres from either shore."""
MIDDLE = (745_000.0, 6_860_000.0)
"""Middle of the county, SWEREF 99 TM easting and northing."""


class Kind(StrEnum):
    """What a district is built of."""

    CENTRE = "centre"
    FLATS = "flats"
    VILLAS = "villas"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class DistrictShape:
    """One district to be. A name that tells where it lies (Norra, Stations…, …strand) decides its place."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Shape:
    """What a municipality is to be like.

    Parameters
    ----------
    slug, name, official : str
        For addresses, as people say it, and as it signs.
    code : str
        Four digits that no Swedish municipality has.
    people : int
        Inhabitants.
    half : (float, float)
        Half the town's length and breadth in metres.
    turn : float
        Degrees by which the town lies turned.
    districts : tuple of DistrictShape
        The first is the middle of the town.
    countryside : tuple of str
        Areas outside the town.
    villages : tuple of str
    river, lake : str
    police : tuple of str
        Local police areas: one, or that of the middle, of the east and of the west.
    weekly : float
        Reports in an ordinary week.
    earlier : tuple of (str, tuple of int)
        Areas of the edition before: name, and which of today's urban districts were one then. Empty for one edition.
    """

    slug: str
    name: str
    official: str
    code: str
    people: int
    half: tuple[float, float]
    turn: float
    districts: tuple[DistrictShape, ...]
    countryside: tuple[str, ...]
    villages: tuple[str, ...]
    river: str
    lake: str
    police: tuple[str, ...]
    weekly: float
    earlier: tuple[tuple[str, tuple[int, ...]], ...] = ()


def _districts(text: str) -> tuple[DistrictShape, ...]:
    """Districts written as ``Centrum c, Norrmalm f, Åsby v``: name and first letter of the kind."""
    kinds = {kind.value[0]: kind for kind in Kind}
    pairs = (one.strip().rpartition(" ") for one in text.split(","))
    return tuple(DistrictShape(name, kinds[letter]) for name, _, letter in pairs)


ALVHAMRA = Shape(
    slug="alvhamra",
    name="Älvhamra",
    official="Älvhamra kommun",
    code="9901",
    people=24_600,
    half=(2_300, 1_550),
    turn=0,
    districts=_districts(
        "Centrum c, Stationsområdet f, Norrmalm v, Kvarnbacken f, Björkängen f, Åsby v, Hagaryd v, Östra stranden v, "
        "Verkstadsområdet i, Sörängen v"
    ),
    countryside=("Norra landsbygden", "Södra landsbygden", "Västerskogen"),
    villages=("Brukshyttan", "Havsäng", "Norrbyn"),
    river="Älvhamraån",
    lake="Hamrasjön",
    police=("Norra Havsdalen",),
    weekly=72,
    earlier=(("Centrum", (0, 1)), ("Björkängen", (4,)), ("Södra sidan", (6, 9))),
)
"""After the agreement of a middle-sized town: steering group, project group and working groups."""

RONNMORA = Shape(
    slug="ronnmora",
    name="Rönnmora",
    official="Rönnmora kommun",
    code="9902",
    people=14_300,
    half=(1_750, 1_250),
    turn=64,
    districts=_districts(
        "Centrum c, Rönnbacken f, Västervallen v, Kyrkäng v, Hyttområdet i, Solgården f, Tegelhagen v"
    ),
    countryside=("Östra landsbygden", "Västra landsbygden"),
    villages=("Mellanhyttan", "Sjövalla"),
    river="Rönnån",
    lake="Morasjön",
    police=("Norra Havsdalen",),
    weekly=46,
)
"""After a document of promises: focus areas, groups that report four times a year, housing and energy companies."""

KUNGSFJARDA = Shape(
    slug="kungsfjarda",
    name="Kungsfjärda",
    official="Kungsfjärda stad",
    code="9903",
    people=128_400,
    half=(4_300, 3_050),
    turn=-28,
    districts=_districts(
        "Centrum c, Gamla hamnen f, Kungsängen f, Slottsberget f, Norra strand f, Sjöstaden f, Mossby f, "
        "Lundagård v, Tornby v, Hammarhöjden f, Hamnområdet i, Aspnäs v, Vallmoängen v, Kvarnhöjden f, "
        "Björkvallen f, Söderhagen v, Gruvbacken v, Industristaden i, Ekudden v, Ljungheden v, "
        "Solberga park f, Västra udden v"
    ),
    countryside=("Norra bygden", "Södra bygden", "Skärlandet", "Västra bygden"),
    villages=("Storbyn", "Fjärdnäs", "Täljeby", "Hamnskär"),
    river="Kungsån",
    lake="Kungsfjärden",
    police=("Kungsfjärda centrum", "Kungsfjärda öst", "Kungsfjärda väst"),
    weekly=150,
)
"""After the agreement of a large city: weekly EST, half-yearly promises, evaluation of effect and of process."""

TRANMORA = Shape(
    slug="tranmora",
    name="Tranmora",
    official="Tranmora kommun",
    code="9904",
    people=6_900,
    half=(1_150, 800),
    turn=118,
    districts=_districts("Centrum c, Tranäng v, Skolbacken v, Sågområdet i"),
    countryside=("Norra bygden", "Södra bygden"),
    villages=("Lillhyttan", "Granmora", "Sjögrind", "Kvarntorp"),
    river="Tranån",
    lake="Transjön",
    police=("Kungsfjärda väst",),
    weekly=11,
)
"""After the agreement of a small rural municipality, whose police area is that of the city beside it."""

MALMFJARDA = Shape(
    slug="malmfjarda",
    name="Malmfjärda",
    official="Malmfjärda kommun",
    code="9905",
    people=38_700,
    half=(2_600, 1_850),
    turn=200,
    districts=_districts(
        "Centrum c, Bruksområdet i, Muräng f, Norra Malm f, Smedbacken f, Fjällstaden f, Björkmora v, Hällmora v, "
        "Nya hamnen i, Södra Malm v, Ängsvallen v, Hyttäng v"
    ),
    countryside=("Norra landet", "Södra landet", "Skogslandet"),
    villages=("Gästhyttan", "Järnboda", "Tallmora"),
    river="Malmån",
    lake="Storfjärden",
    police=("Södra Havsbandet",),
    weekly=58,
)
"""After the agreement of an industrial town: a steering group with the municipal companies, working groups below."""

SHAPES: tuple[Shape, ...] = (ALVHAMRA, RONNMORA, KUNGSFJARDA, TRANMORA, MALMFJARDA)
NEIGHBOURS: tuple[tuple[str, str], ...] = (
    ("9906", "Hägerfors"),
    ("9907", "Åsfors"),
    ("9908", "Vindhamra"),
    ("9909", "Granbäcka"),
    ("9910", "Järnvika"),
    ("9911", "Tornhamra"),
    ("9912", "Norrfjärda"),
)
"""Invented municipalities of the county that have no partnership here."""


def shape_of(slug: str) -> Shape:
    """The shape by its slug."""
    return next(one for one in SHAPES if one.slug == slug)
