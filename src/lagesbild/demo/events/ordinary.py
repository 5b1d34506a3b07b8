"""The ordinary life of a town: incidents of every category as season, weekday, hour and place would have them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.demo.events.kinds import KINDS, Kind
from lagesbild.demo.events.units import Unit
from lagesbild.demo.towns.model import FloatArray, Town

FAVOURED = 0.33
"""Share of a category that happens at the named places it is drawn to."""
STEADY = 12.0
"""Shape of the gamma that weeks vary by: they differ more than pure chance would have it, as real ones do."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some incidents, not yet in order: minute, kind, unit, place in metres, name of the place."""

    when: NDArray[np.datetime64]
    kind: NDArray[np.int64]
    unit: NDArray[np.int64]
    xy: FloatArray
    place: tuple[str, ...]


class Where:
    """Draws places: along the streets, denser towards the middle of the town, and at favoured named places."""

    def __init__(self, place: Town) -> None:
        self.town = place
        away = np.hypot(*(place.addresses.xy - place.middle).T)
        weight = np.exp(-away / (0.55 * place.shape.half[0])) + 0.02
        self._chance = weight / weight.sum()

    def draw(self, rng: np.random.Generator, n: int, kinds_of_place: tuple[str, ...]) -> tuple[FloatArray, list[str]]:
        """`n` places, a third of them near named places of the given kinds."""
        at = rng.choice(len(self._chance), n, p=self._chance)
        # told from a phone: close to the address, seldom on its very point
        xy = self.town.addresses.xy[at] + rng.normal(0, 6, (n, 2))
        names = [self.town.address(i) for i in at]
        spots = [spot for spot in self.town.spots if spot.kind in kinds_of_place]
        if spots:
            chosen = np.flatnonzero(rng.random(n) < FAVOURED)
            # the first of its kind (the square of the town before those of villages) draws most
            weight = 1.0 / (1 + np.arange(len(spots)))
            which = rng.choice(len(spots), len(chosen), p=weight / weight.sum())
            for i, k in zip(chosen, which, strict=True):
                xy[i] = rng.normal((spots[k].x, spots[k].y), 45)
                names[i] = spots[k].name
        return xy, names


def ordinary(rng: np.random.Generator, where: Where, units: tuple[Unit, ...], first: dt.date, weeks: int) -> list[Part]:
    """Incidents of every category over `weeks` weeks from the Monday `first`."""
    return [_of_kind(rng, where, units, first=first, weeks=weeks, index=i) for i in range(len(KINDS))]


def chances(kind: Kind, units: tuple[Unit, ...]) -> FloatArray:
    """How likely each unit is to tell of an incident of the category."""
    weight = np.array([kind.units[unit.role] * unit.weight for unit in units])
    return np.asarray(weight / weight.sum(), np.float64)


def _of_kind(
    rng: np.random.Generator, where: Where, units: tuple[Unit, ...], *, first: dt.date, weeks: int, index: int
) -> Part:
    kind = KINDS[index]
    week_of_year = (first.timetuple().tm_yday / 7 + np.arange(weeks)) % 52.18
    season = 1 - kind.summer * np.cos(2 * np.pi * (week_of_year - 3) / 52.18)
    weekly = where.town.shape.weekly * kind.share
    count = rng.poisson(weekly * season * rng.gamma(STEADY, 1 / STEADY, weeks))
    week = np.repeat(np.arange(weeks), count)
    n = len(week)
    weekday = np.where(rng.random(n) < kind.weekend, rng.integers(4, 6, n), rng.integers(0, 7, n))
    minute = (rng.normal(kind.hour, kind.spread, n) % 24 * 60).astype(np.int64)
    when = np.datetime64(first, "m") + ((week * 7 + weekday) * 1440 + minute).astype("timedelta64[m]")
    xy, names = where.draw(rng, n, kind.places)
    unit = rng.choice(len(units), n, p=chances(kind, units))
    return Part(when, np.full(n, index), unit, xy, tuple(names))
