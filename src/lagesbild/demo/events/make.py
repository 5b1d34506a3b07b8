"""Two years of one municipality: the ordinary life, what is planted in it, and what sources do to both."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from lagesbild.demo.events.kinds import KIND_NAMES
from lagesbild.demo.events.model import WEEKS, Events, Past, Pattern, Planted, last_monday
from lagesbild.demo.events.ordinary import Where, ordinary
from lagesbild.demo.events.plant import PLANS, Setting, sow
from lagesbild.demo.events.units import Unit, units_of
from lagesbild.demo.towns.model import Town

UNPLACED, NO_HOUR = 0.045, 0.06
"""Shares of reports without a place, and without an hour."""
DUMPED = (0.030, 0.020)
"""Shares of reports put on the town hall, and on the middle of the first district, because their place is unknown."""


def past(place: Town, today: dt.date, seed: int = 1, *, planted: bool = True) -> Past:
    """The incidents of a town up to the day before `today`; the same town, day and seed give the same.

    `planted=False` leaves out what is planted in the last weeks and keeps the ordinary life.
    """
    slug = place.shape.slug
    rng = np.random.default_rng([seed, 2, zlib.crc32(slug.encode())])
    monday = last_monday(today)
    first = monday - dt.timedelta(weeks=WEEKS - 1)
    keyed = units_of(slug)
    units = tuple(unit for _, unit in keyed)
    where = Where(place)
    parts = ordinary(rng, where, units, first, WEEKS + 1)
    said: list[Planted] = []
    setting = Setting(where, units, monday)
    for plant in PLANS[slug] if planted else ():
        found, told = sow(plant, setting, rng)
        parts += found
        if told is not None:
            said.append(told)
    when = np.concatenate([part.when for part in parts])
    kind, unit = (np.concatenate([getattr(part, name) for part in parts]) for name in ("kind", "unit"))
    xy = np.concatenate([part.xy for part in parts])
    names = [name for part in parts for name in part.place]
    lost = rng.random(len(when)) < UNPLACED
    xy[lost] = np.nan
    names = ["" if gone else name for gone, name in zip(lost, names, strict=True)]
    said += _dump(place, rng.random(len(when)), lost, xy=xy, names=names, monday=monday)
    kept = _heard(said, units, unit, when) & (when < np.datetime64(today, "m"))
    order = np.flatnonzero(kept)
    order = order[np.argsort(when[order], kind="stable")]
    events = Events(when, kind, unit, xy, tuple(names), rng.random(len(when)) >= NO_HOUR).take(order)
    said = [replace(one, count=events.place.count(one.place)) if one.pattern is Pattern.DUMP else one for one in said]
    touched = {one.category for one in said}
    return Past(slug, seed, today, events, tuple(said), tuple(name for name in KIND_NAMES if name not in touched))


def _dump(
    place: Town,
    draw: NDArray[np.float64],
    lost: NDArray[np.bool_],
    *,
    xy: NDArray[np.float64],
    names: list[str],
    monday: dt.date,
) -> list[Planted]:
    """Move some reports to the exact points where what has no place is put; changes `xy` and `names`."""
    hall = next(one for one in place.spots if one.kind == "townhall")
    centre = place.districts[0]
    middle = centre.shape.representative_point()
    points = ((hall.name, hall.x, hall.y), (centre.name, round(middle.x, 1), round(middle.y, 1)))
    said, passed = [], 0.0
    for (name, x, y), share in zip(points, DUMPED, strict=True):
        rows = np.flatnonzero(~lost & (draw >= passed) & (draw < passed + share))
        passed += share
        xy[rows] = (x, y)
        for row in rows:
            names[row] = name
        said.append(Planted(Pattern.DUMP, monday - dt.timedelta(weeks=WEEKS - 1), monday, len(rows), place=name))
    return said


def _heard(
    said: list[Planted], units: tuple[Unit, ...], unit: NDArray[np.int64], when: NDArray[np.datetime64]
) -> NDArray[np.bool_]:
    """What the units had begun to tell, or have not fallen silent about."""
    heard = np.ones(len(when), np.bool_)
    for one in said:
        if one.unit and one.pattern in (Pattern.BEGAN, Pattern.SILENT):
            theirs = unit == next(i for i, each in enumerate(units) if each.name == one.unit)
            first = np.datetime64(one.first, "m")
            heard &= ~theirs | ((when >= first) if one.pattern is Pattern.BEGAN else (when < first))
    return heard
