"""For how long something that is to be filled has stood empty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from lagesbild.compliance.rules.calendar import DAY, Period
from lagesbild.compliance.rules.record import Stretch


def filled(stretches: Iterable[Stretch], on: dt.date) -> list[Period]:
    """The stretches no later than `on`, those that follow on each other or overlap as one, in order."""
    found: list[Period] = []
    for one in sorted((each for each in stretches if each.since <= on), key=lambda each: each.since):
        until = on if one.until is None else min(one.until, on)
        if found and one.since <= found[-1].last + DAY:
            found[-1] = Period(found[-1].first, max(found[-1].last, until))
        else:
            found.append(Period(one.since, until))
    return found


def vacant(stretches: Iterable[Stretch], first: dt.date, on: dt.date) -> list[Period]:
    """The stretches from `first` to `on` in which nobody held it, in order."""
    gaps: list[Period] = []
    for one in filled(stretches, on):
        if one.first > first:
            gaps.append(Period(first, one.first - DAY))
        first = max(first, one.last + DAY)
    if first <= on:
        gaps.append(Period(first, on))
    return gaps
