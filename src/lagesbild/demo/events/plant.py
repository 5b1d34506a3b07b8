"""What is planted among the ordinary incidents of each municipality, so that it is known what a picture should find."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from lagesbild.demo.events.kinds import KINDS, number
from lagesbild.demo.events.model import Pattern, Planted
from lagesbild.demo.events.ordinary import Part, Where, chances
from lagesbild.demo.events.units import Unit
from lagesbild.demo.towns.model import FloatArray, Spot

FRIDAY, SATURDAY = 4, 5
DAY = 1440


@dataclass(frozen=True, slots=True)
class Plant:
    """One thing to plant: the pattern, and as far as it matters the category, the kind of named place, the unit.

    `size` is how many a week for what goes on, and how many in all for the rest; `weeks` how long it has gone on.
    """

    pattern: Pattern
    category: str = ""
    spot: str = ""
    unit: str = ""
    size: int = 0
    weeks: int = 1


PLANS: dict[str, tuple[Plant, ...]] = {
    "alvhamra": (
        Plant(Pattern.DEVIATION, "Störande körning", "square", size=18),
        Plant(Pattern.SERIES, "Inbrott i källare eller förråd", "centre", size=12),
        Plant(Pattern.REPEATS, "Skadegörelse", size=70),
        Plant(Pattern.INVENTORY, "Trasig belysning", "centre", unit="Gatuenheten", size=28),
        Plant(Pattern.BEGAN, unit="Ordningsvakterna", weeks=62),
        Plant(Pattern.SILENT, unit="Fritidsgården Navet"),
    ),
    "ronnmora": (
        Plant(Pattern.DEVIATION, "Klotter", "school", size=16),
        Plant(Pattern.GATHERING, "Öppen droghandel", "playground", size=6, weeks=12),
        Plant(Pattern.REPEATS, "Nedskräpning", size=70),
    ),
    "kungsfjarda": (
        Plant(Pattern.AREA, "Skadegörelse", size=24),
        Plant(Pattern.DEVIATION, "Brand", "recycling", size=18),
        Plant(Pattern.GATHERING, "Störande samling", "centre", size=8, weeks=12),
        Plant(Pattern.SERIES, "Inbrott i källare eller förråd", "centre", size=14),
        Plant(Pattern.SILENT, unit="Biblioteken"),
    ),
    "tranmora": (),
    "malmfjarda": (
        Plant(Pattern.BEGAN, unit="Trygghetsronden", weeks=16),
        Plant(Pattern.SILENT, unit="Medborgarservice"),
    ),
}
"""By the municipality's slug. In Tranmora nothing is planted: most weeks hold nothing but chance."""


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """What planting needs: where, by which units, and the Monday of the last complete week."""

    where: Where
    units: tuple[Unit, ...]
    monday: dt.date

    def spot(self, kind: str, rng: np.random.Generator) -> Spot:
        """A named place of a kind: the town's own square, or one of those where less happens in ordinary life."""
        spots = [spot for spot in self.where.town.spots if spot.kind == kind]
        return spots[0] if kind == "square" else spots[int(rng.integers(len(spots) // 2, len(spots)))]

    def unit(self, name: str) -> int:
        """Number of the unit."""
        return next(i for i, unit in enumerate(self.units) if unit.name == name)

    def part(self, rng: np.random.Generator, plant: Plant, minutes: FloatArray, xy: FloatArray, place: str) -> Part:
        """Incidents of the plant's category, minutes counted from the Monday, told by those who tell of such things."""
        n = len(minutes)
        kind = number(plant.category)
        unit = (
            np.full(n, self.unit(plant.unit))
            if plant.unit
            else rng.choice(len(self.units), n, p=self._talking(chances(KINDS[kind], self.units)))
        )
        when = np.datetime64(self.monday, "m") + minutes.astype(np.int64).astype("timedelta64[m]")
        names = (place,) * n if place else tuple(self._names(xy))
        return Part(when, np.full(n, kind), unit, xy, names)

    def _names(self, xy: FloatArray) -> list[str]:
        return [self.where.town.address(int(i)) for i in self.where.town.nearest_address(xy)]

    def _talking(self, weight: FloatArray) -> FloatArray:
        """Weights without the units that have only begun or are silent, so that what is planted stays."""
        plans = PLANS[self.where.town.shape.slug]
        quiet = {plant.unit for plant in plans if plant.pattern in (Pattern.BEGAN, Pattern.SILENT)}
        kept = weight * np.array([unit.name not in quiet for unit in self.units])
        return np.asarray(kept / kept.sum(), np.float64)


def sow(plant: Plant, setting: Setting, rng: np.random.Generator) -> tuple[list[Part], Planted | None]:
    """The incidents of one plant, and what tests are told of it. Units that begin or fall silent add none."""
    monday, sunday = setting.monday, setting.monday + dt.timedelta(days=6)
    match plant.pattern:
        case Pattern.DEVIATION:
            spot = setting.spot(plant.spot, rng)
            evening = np.where(rng.random(plant.size) < 0.5, FRIDAY, SATURDAY) * DAY
            minutes = evening + rng.uniform(19.6 * 60, 23.6 * 60, plant.size)
            xy = rng.normal((spot.x, spot.y), 38, (plant.size, 2))
            part = setting.part(rng, plant, minutes, xy, spot.name)
            return [part], Planted(plant.pattern, monday, sunday, plant.size, plant.category, spot.name)
        case Pattern.AREA:
            return _area(plant, setting, rng)
        case Pattern.SERIES:
            return _series(plant, setting, rng)
        case Pattern.REPEATS:
            return _repeats(plant, setting, rng)
        case Pattern.INVENTORY:
            spot = setting.spot(plant.spot, rng)
            minutes = np.asarray(DAY + 9 * 60 + np.arange(plant.size) * 8.0, np.float64)
            xy = rng.normal((spot.x, spot.y), 230, (plant.size, 2))
            part = setting.part(rng, plant, minutes, xy, "")
            said = Planted(plant.pattern, monday, sunday, plant.size, plant.category, spot.name, plant.unit)
            return [part], said
        case Pattern.BEGAN:
            first = monday - dt.timedelta(weeks=plant.weeks - 1)
            return [], Planted(plant.pattern, first, sunday, 0, unit=plant.unit)
        case Pattern.SILENT:
            return [], Planted(plant.pattern, monday, sunday, 0, unit=plant.unit)
        case Pattern.GATHERING:
            return _gathering(plant, setting, rng)
        case _:
            return [], None


def _area(plant: Plant, setting: Setting, rng: np.random.Generator) -> tuple[list[Part], Planted]:
    """Over a whole district, at any hour: no single place of it gathers them."""
    town = setting.where.town
    districts = [i for i, one in enumerate(town.districts) if one.kind is not None and one.people > 2_000]
    chosen = int(rng.choice(districts))
    inside = np.flatnonzero(town.district_of(town.addresses.xy) == chosen)
    xy = town.addresses.xy[rng.choice(inside, plant.size, replace=False)]
    part = setting.part(rng, plant, rng.uniform(0, 7 * DAY, plant.size), xy, "")
    sunday = setting.monday + dt.timedelta(days=6)
    name = town.districts[chosen].name
    return [part], Planted(plant.pattern, setting.monday, sunday, plant.size, plant.category, name)


def _gathering(plant: Plant, setting: Setting, rng: np.random.Generator) -> tuple[list[Part], Planted]:
    """Week after week at one place that was as any other before."""
    spot = setting.spot(plant.spot, rng)
    n = plant.size * plant.weeks
    minutes = rng.uniform((1 - plant.weeks) * 7, 7, n) * DAY
    minutes = minutes - minutes % DAY + rng.normal(19 * 60, 90, n)
    part = setting.part(rng, plant, minutes, rng.normal((spot.x, spot.y), 40, (n, 2)), spot.name)
    first, last = setting.monday - dt.timedelta(weeks=plant.weeks - 1), setting.monday + dt.timedelta(days=6)
    return [part], Planted(plant.pattern, first, last, n, plant.category, spot.name)


def _series(plant: Plant, setting: Setting, rng: np.random.Generator) -> tuple[list[Part], Planted]:
    """One after the other over ten nights, a stone's throw apart."""
    spot = setting.spot(plant.spot, rng)
    days = np.sort(rng.integers(-3, 7, plant.size))
    minutes = days * DAY + rng.uniform(60, 5 * 60, plant.size)
    xy = rng.normal((spot.x, spot.y), 48, (plant.size, 2))
    part = setting.part(rng, plant, minutes, xy, spot.name)
    first = setting.monday + dt.timedelta(days=int(days[0]))
    last = setting.monday + dt.timedelta(days=int(days[-1]))
    return [part], Planted(plant.pattern, first, last, plant.size, plant.category, spot.name)


def _repeats(plant: Plant, setting: Setting, rng: np.random.Generator) -> tuple[list[Part], Planted]:
    """Over two years, one incident often followed by two more nearby within nine days."""
    town = setting.where.town
    start = -rng.integers(12, 700, plant.size).astype(float)
    times = np.column_stack([start, start + rng.uniform(1, 9, plant.size), start + rng.uniform(1, 9, plant.size)])
    homes = town.addresses.xy[rng.integers(len(town.addresses), size=plant.size)]
    xy = np.repeat(homes, 3, axis=0) + rng.normal(0, 50, (3 * plant.size, 2))
    part = setting.part(rng, plant, times.ravel() * DAY, xy, "")
    first = setting.monday + dt.timedelta(days=int(start.min()))
    return [part], Planted(plant.pattern, first, setting.monday, 3 * plant.size, plant.category)
