"""What has been told in the last days and mostly waits to be sorted, with two that were told twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from lagesbild.demo.fill.here import Here
from lagesbild.demo.towns.export import degrees
from lagesbild.incidents import actions
from lagesbild.incidents.actions.common import Told
from lagesbild.incidents.models import Category, Incident

UNITS: dict[str, dict[str, str]] = {
    "alvhamra": {
        "caretaker": "Bovärdarna",
        "guard": "Ordningsvakterna",
        "parks": "Parkenheten",
        "gymnasium": "Skolvärdarna",
        "library": "Stadsbiblioteket",
        "area": "Områdespolisen i Älvhamra",
    },
    "ronnmora": {
        "caretaker": "Kvartersvärdarna",
        "area": "Områdespolisen i Rönnmora",
        "school": "Skolorna",
        "energy": "Belysningsjouren",
        "rescue": "Räddningstjänsten",
    },
    "kungsfjarda": {
        "centre": "Områdespolisen centrum",
        "guard": "Ordningsvakterna",
        "caretaker": "Bovärdarna Kungshem",
        "school": "Skolvärdarna",
        "streets": "Gata och trafik",
        "housing2": "Husvärdarna",
    },
    "tranmora": {
        "area": "Områdespolisen i Tranmora",
        "streets": "Tekniska enheten",
        "caretaker": "Fastighetsskötarna",
        "school": "Skolorna",
    },
    "malmfjarda": {
        "guard": "Trygghetsronden",
        "area": "Områdespolisen i Malmfjärda",
        "caretaker": "Områdesvärdarna",
        "parks": "Gata och park",
        "energy": "Driftjouren",
    },
}
"""By municipality, the unit that each reporting character tells for; who is first tells first."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was told: category, kind of named place, hours before midnight, words, and what was ticked."""

    category: str
    spot: str
    hours: float
    text: str
    unsafe: bool = False
    recurring: bool = False


LINES: tuple[Line, ...] = (
    Line("Störande körning", "square", 2.9, "A-traktorer kör varv på varv med hög musik.", unsafe=True, recurring=True),
    Line("Störande körning", "square", 2.7, "Hög musik och däckskrik från flera fordon.", recurring=True),
    Line("Klotter", "underpass", 16.8, "Nytt klotter på båda väggarna i tunneln.", recurring=True),
    Line("Klotter", "underpass", 16.5, "Klotter i gångtunneln, ungefär fyra meter."),
    Line("Trasig belysning", "park", 5.1, "Tre lampor är släckta längs gångvägen.", unsafe=True),
    Line("Nedskräpning", "recycling", 14.2, "Grovsopor står utanför containrarna.", recurring=True),
    Line("Skadegörelse", "school", 41.0, "Två krossade rutor på baksidan mot skogen."),
    Line("Otrygg plats", "station", 28.0, "Flera undviker ingången på norra sidan när det är mörkt.", unsafe=True),
    Line("Trafikfara", "school", 40.2, "Bilar stannar på övergångsstället vid lämning."),
)
TWICE = ((0, 1), (2, 3))
"""Lines that tell of the same thing; by different people."""
FEW = 5
"""Lines in the smallest municipality."""


def told(here: Here) -> bool:
    """Whether anything has been reported by a person."""
    return Incident.objects.filter(partnership_id=here.partnership, source__isnull=True).exists()


def tell(here: Here) -> None:
    """Report in turn, say that there was nothing, and sort some of what was told."""
    categories = dict(Category.objects.filter(partnership_id=here.partnership).values_list("name", "pk"))
    units = list(UNITS[here.slug].items())
    lines = LINES[: FEW if here.shape.weekly < 20 else None]
    made: list[Incident] = []
    for i, line in enumerate(lines):
        key, unit = units[i % len(units)]
        one = _told(here, line, categories[line.category], unit)
        made.append(actions.report(actor=here.actor(key), party=_party(here, key), audience=here.shared, told=one))
    _sort(here, made, categories)
    key, unit = units[-1]
    actions.report_nothing(actor=here.actor(key), party=_party(here, key), unit=unit, week=here.today)


def _sort(here: Here, made: list[Incident], categories: dict[str, int]) -> None:
    """The coordinator has begun with the oldest; what was told twice is left to be compared."""
    coordinator = here.actor("coordinator")
    for line, incident in zip(LINES[6:], made[6:], strict=False):
        if line.spot == "school":
            actions.sort(actor=coordinator, incident=incident.pk, category=categories[line.category])
        else:
            to = actions.Onward(party=here.parties["kommun"], note="Tas upp när belysningen på platsen ses över.")
            actions.forward(actor=coordinator, incident=incident.pk, to=to)


def _party(here: Here, key: str) -> int:
    place = next(place for place in here.cast[key].places if place.slug == here.slug)
    return here.parties[place.party]


def _told(here: Here, line: Line, category: int, unit: str) -> Told:
    spot = here.spot(line.spot)
    rng = np.random.default_rng([here.seed, LINES.index(line)])
    lon, lat = degrees(np.array([[spot.x, spot.y]]) + rng.normal(0, 12, (1, 2)))[0].round(6).tolist()
    start = here.moment(here.today, 0) - dt.timedelta(hours=line.hours)
    return Told(
        category=category,
        start=start,
        end=start + dt.timedelta(minutes=1),
        precision=Incident.Precision.MINUTE,
        lon=lon,
        lat=lat,
        place=spot.name,
        text=line.text,
        unit=unit,
        unsafe=line.unsafe,
        recurring=line.recurring,
    )
