"""What every part of a picture is given: the incidents, their areas, the period and how far back one may compare."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from lagesbild.picture.compose.events import Events
from lagesbild.picture.compose.placing import Placing
from lagesbild.picture.model import Break, Ground, Period
from lagesbild.places.areas import Areas


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back the period may be compared.

    Parameters
    ----------
    since : date or None
        First comparable day; None when the period itself is broken.
    broken : bool
        A break decides, and not only that the records begin there.
    """

    since: dt.date | None
    broken: bool


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """The ground of one picture.

    Parameters
    ----------
    events : Events
    placing : Placing
    municipality : Areas or None
        The municipality asked for.
    period : Period
    reach, area_reach : Reach
        How far back counts may be compared, and counts by area.
    breaks : tuple of Break
    silent : tuple of str
        Sources that usually deliver and were silent in the period.
    ground : tuple of Ground
    seed : int
    found_by_checks : frozenset of str
        Kinds that mostly come to light through checks.
    begins, ends : date or None
        First and last day of what was read, where the period begins before the one or goes on after the other.
    """

    events: Events
    placing: Placing
    municipality: Areas | None
    period: Period
    reach: Reach
    area_reach: Reach
    breaks: tuple[Break, ...]
    silent: tuple[str, ...]
    ground: tuple[Ground, ...]
    seed: int
    found_by_checks: frozenset[str] = frozenset()
    begins: dt.date | None = None
    ends: dt.date | None = None
