"""A partnership with two invented years of incidents, and one pattern planted in its last week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np
from allauth.mfa.models import Authenticator

from lagesbild.accounts.models import Membership, Person
from lagesbild.core.actions import Actor, acting
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker
from lagesbild.incidents import grid
from lagesbild.incidents.models import Category, Incident, Silence
from lagesbild.organisation import mandates
from lagesbild.organisation.models import Body
from lagesbild.picture.actions import make_edition
from tests.database import partnerships
from tests.keeping import kept

ZONE = ZoneInfo("Europe/Stockholm")
MONDAY = dt.date(2026, 3, 16)
"""The week of the picture: week 12."""
WEEKS = 110
A_WEEK = 12
PLANTED = 16
PLACE = (19.4321, 61.8123)
WEST, SOUTH, WIDE, HIGH = 19.40, 61.80, 0.06, 0.03


@dataclass(frozen=True)
class Town:
    partnership: int
    slug: str
    municipality: int
    guards: int
    own: int
    shared: int
    categories: tuple[int, ...]
    neighbour: int = 0
    """Another partnership, with nothing in it."""

    @property
    def system(self) -> Actor:
        return worker(self.partnership)

    def actor(self, role: str, party: int | None = None, person: int = 5) -> Actor:
        return Actor(person, self.partnership, frozenset({(party or self.municipality, role)}), (self.shared,))

    def body(self) -> int:
        """A working group that all belong to."""
        with scope(Scope(read=(self.partnership,), write=self.partnership, audiences=(self.shared,))):
            body = Body.objects.create(
                partnership_id=self.partnership,
                name="EST",
                kind=Body.Kind.EST,
                convener_id=self.municipality,
                circle_id=self.shared,
                since=MONDAY,
            )
            for what, limit in mandates.usual(body.kind).items():
                body.mandates.create(partnership_id=self.partnership, what=what, limit=limit, since=MONDAY)
            return body.pk

    def member(self, role: str, email: str = "anna@exempel.se", party: int | None = None) -> Person:
        """Someone who can sign in, with a second factor."""
        person = Person.objects.create_user(email, f"{role.title()} Exempel")
        with scope(Scope(read=(self.partnership,), write=self.partnership)):
            Membership.objects.create(
                partnership_id=self.partnership, party_id=party or self.municipality, person=person, role=role
            )
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
        return person


def town(partnership: int, slug: str) -> Town:
    """Two parties and five categories."""
    with scope(Scope(read=(partnership,), write=partnership)):
        parties = [
            Party.objects.create(partnership_id=partnership, name=name, kind=kind).pk
            for name, kind in (("Kommunen", "municipality"), ("Vaktbolaget", "other"))
        ]
        audiences = [
            Audience.objects.create(partnership_id=partnership, kind=kind, name=kind).pk
            for kind in (Audience.OWN, Audience.PARTNERSHIP)
        ]
        categories = tuple(
            Category.objects.create(partnership_id=partnership, name=name).pk
            for name in ("Störning", "Klotter", "Skadegörelse", "Nedskräpning", "Störande körning")
        )
    return Town(partnership, slug, *parties, *audiences, categories)


def ready(owner_url: str, *, silent: Sequence[str] = (), drawn: bool = False) -> Town:
    """Such a partnership, made once by each worker; `drawn` with the picture of its week."""
    return kept(("week", tuple(silent), drawn), lambda: _ready(owner_url, silent, drawn=drawn))


def _ready(owner_url: str, silent: Sequence[str], *, drawn: bool) -> Town:
    partnership, neighbour = partnerships(owner_url)
    found = replace(town(partnership, "alfa"), neighbour=neighbour)
    fill(found, silent=silent)
    if drawn:
        make_edition(actor=found.system, start=MONDAY)
    return found


def fill(place: Town, *, seed: int = 1, planted: int = PLANTED, silent: Sequence[str] = (), weeks: int = WEEKS) -> None:
    """Two years of incidents, evenly; `planted` more of the last category in the last week; some units silent in it."""
    rng = np.random.default_rng(seed)
    units = ("Fältgruppen", "Parkenheten", "Ordningsvakterna", "")
    first = MONDAY - dt.timedelta(weeks=weeks - 1)
    rows = []
    for i in range(weeks * A_WEEK):
        week = first + dt.timedelta(weeks=i // A_WEEK)
        unit = units[int(rng.integers(len(units)))]
        if week == MONDAY and unit in silent:
            unit = ""
        rows.append(
            _row(
                place,
                week,
                minute=int(rng.integers(7 * 24 * 60)),
                category=int(rng.integers(len(place.categories) - 1)) if rng.random() < 0.9 else 4,
                unit=unit,
                lon=WEST + WIDE * float(rng.random()),
                lat=SOUTH + HIGH * float(rng.random()),
            )
        )
    rows += [
        _row(place, MONDAY, minute=(4 * 24 + 21) * 60 + 5 * i, category=4, unit="", lon=PLACE[0], lat=PLACE[1])
        for i in range(planted)
    ]
    # some that the guards show to nobody else
    rows += [
        _row(place, MONDAY, minute=60 * (9 + i), category=0, unit="", lon=WEST + 0.01 * i, lat=SOUTH) for i in range(3)
    ]
    with acting(place.system):
        Incident.objects.bulk_create(rows)
        Silence.objects.create(
            partnership_id=place.partnership,
            party_id=place.municipality,
            audience_id=place.shared,
            unit="Biblioteket",
            week=MONDAY,
        )


def _row(place: Town, week: dt.date, *, minute: int, category: int, unit: str, lon: float, lat: float) -> Incident:
    start = dt.datetime.combine(week, dt.time(), ZONE) + dt.timedelta(minutes=minute)
    hidden = category == 0 and unit == ""
    return Incident(
        partnership_id=place.partnership,
        party_id=place.guards if unit in ("Ordningsvakterna", "") else place.municipality,
        audience_id=place.own if hidden else place.shared,
        category_id=place.categories[category],
        state=Incident.State.SORTED,
        start=start,
        end=start + dt.timedelta(minutes=1),
        precision=Incident.Precision.MINUTE,
        placement=Incident.Placement.POINT,
        lon=lon,
        lat=lat,
        cell=grid.cell(lon, lat),
        place="Brukstorget" if (lon, lat) == PLACE else "",
        unit=unit,
    )
