"""What a promise can show with these numbers, told before it is made.

Of the same season of earlier years at its place: what to expect if nothing is done, with regression to the mean; the
largest count that would tell a difference; and how large an effect would give such a count four times of five.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any

import numpy as np

from lagesbild.analysis import count_dispersion, minimum_detectable_effect, regression_to_the_mean
from lagesbild.organisation.queries import today_in
from lagesbild.promises import counting
from lagesbild.promises.models import Promise
from lagesbild.promises.periods import Period

POWER, LEVEL = 0.8, 0.05


class Why(StrEnum):
    """Why nothing can be foreseen."""

    NO_PLACE = "no_place"
    NO_CATEGORIES = "no_categories"
    NO_HISTORY = "no_history"
    """No earlier season of the same length has been counted whole."""
    BROKEN = "broken"
    """Coverage has changed since every earlier season."""
    NOTHING = "nothing"
    """No incident in any of them."""


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier season: its days and count, and whether it is compared."""

    starts: dt.date
    ends: dt.date
    count: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What can be shown; `why` says why nothing can, and the rest is empty then.

    Parameters
    ----------
    why : Why or None
    before : tuple of Before
    unadjusted : float
        What the earlier seasons alone lead to expect of one as long as the promise.
    expected, low, high : float
        With regression to the mean, and the interval of 95 % of counts if nothing is done.
    weight : float
        Of comparable places in it, 0 to 1.
    places : int
        Comparable places; too few of them tell nothing, and `expected` is `unadjusted` then.
    dispersion : float
        Variance over mean, from the weeks of the earlier seasons.
    critical : int or None
        The largest count that tells a fall; None where not even nought does.
    mean : float or None
        The largest mean that gives such a count four times of five.
    unplaced : int
        Incidents of the same categories in the earlier seasons that could not be placed.
    days : int
        Of the promise.
    """

    why: Why | None
    before: tuple[Before, ...] = ()
    unadjusted: float = 0.0
    expected: float = 0.0
    low: float = 0.0
    high: float = 0.0
    weight: float = 0.0
    places: int = 0
    dispersion: float = 1.0
    critical: int | None = None
    mean: float | None = None
    unplaced: int = 0
    days: int = 0

    def to_dict(self) -> dict[str, Any]:
        """As it is kept."""
        kept = dataclasses.asdict(self)
        kept["before"] = [
            {**one, "starts": one["starts"].isoformat(), "ends": one["ends"].isoformat()} for one in kept["before"]
        ]
        return kept

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Foreseen:
        """From what is kept."""
        before = tuple(
            Before(
                dt.date.fromisoformat(one["starts"]), dt.date.fromisoformat(one["ends"]), one["count"], one["broken"]
            )
            for one in kept["before"]
        )
        return cls(**{**kept, "why": Why(kept["why"]) if kept["why"] else None, "before": before})


def placed(promise: Promise) -> Why | None:
    """Why nothing can be counted for a promise; None if it can."""
    if promise.lon is None and promise.area_id is None:
        return Why.NO_PLACE
    return None if promise.categories else Why.NO_CATEGORIES


def foresee(promise: Promise) -> Foreseen:
    """What the promise can show, from the incidents as they are now."""
    why = placed(promise)
    if why is not None:
        return Foreseen(why)
    counted = counting.count(promise, on=today_in(promise.partnership_id), now=False)
    before = tuple(Before(one.period.starts, one.period.ends, one.count, one.broken) for one in counted.before)
    seasons = counted.comparable
    if not seasons:
        return Foreseen(Why.BROKEN if before else Why.NO_HISTORY, before)
    total, days = sum(one.count for one in seasons), sum(one.period.days for one in seasons)
    ahead = Period(promise.starts, promise.ends).days
    if total == 0:
        return Foreseen(Why.NOTHING, before, days=ahead)
    phi = dispersion_of(seasons)
    pulled = regression_to_the_mean(total, counted.others, ahead / days, dispersion=phi, level=1 - LEVEL)
    shown = minimum_detectable_effect(
        total, days, ahead, power=POWER, level=LEVEL, dispersion=phi, at_most=int(np.ceil(pulled.low)) - 1
    )
    return Foreseen(
        why=None,
        before=before,
        unadjusted=pulled.unadjusted,
        expected=pulled.expected,
        low=pulled.low,
        high=pulled.high,
        weight=pulled.weight,
        places=pulled.places if pulled.enough else 0,
        dispersion=phi,
        critical=shown.critical,
        mean=shown.mean,
        unplaced=sum(one.unplaced for one in seasons),
        days=ahead,
    )


def dispersion_of(seasons: tuple[counting.Season, ...]) -> float:
    """Variance over mean of the weeks of some seasons."""
    weeks = list(chain.from_iterable(one.weeks for one in seasons))
    group = list(chain.from_iterable([i] * len(one.weeks) for i, one in enumerate(seasons)))
    return count_dispersion(weeks, group=group).value if weeks else 1.0
