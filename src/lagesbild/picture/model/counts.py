"""Counts per category and area, what deviates, and the family of tests behind it."""

from __future__ import annotations

import dataclasses

from lagesbild.i18n import Message
from lagesbild.picture.model.basis import Earlier, Interval, Period, RecordRef, Series, Verdict


@dataclasses.dataclass(frozen=True, slots=True)
class CountRow:
    """One category, area or total in the period.

    `interval` is the 95 % Poisson interval of the count itself, `expected` the interval in which 95 % of new counts
    would fall if all went on as in history (None where history is too short or not comparable), `p` the two-sided
    probability of something as unusual by chance, `q` the same corrected for the number of series tested (None where
    not tested). `name` is "" for the total, and for incidents without a category.
    """

    name: str
    group: str
    count: int
    interval: Interval
    expected: Interval | None
    verdict: Verdict
    before: Earlier | None
    earlier: tuple[Earlier, ...]
    series: Series
    p: float | None
    q: float | None
    rate: Interval | None = None
    """Per 1,000 inhabitants and period, for areas with a population."""
    code: str = ""
    """Code of an area, where it has one beside its name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Deviation:
    """A series outside the expected after correction for the number of series tested."""

    row: CountRow
    kind: str
    """"category", "area" or "category in area"."""
    one_in: float
    """Chance gives something as unusual in one of this many periods, for a single series."""
    gathered: tuple[Message, ...]
    """Where and when its incidents gather, if they do, and whether they mostly come to light through checks."""
    doubt: Message | None
    """Why this is more likely a change in reporting than in what happens, or None."""
    evidence: tuple[RecordRef, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Tests:
    """The family of tests behind the deviations."""

    tested: int
    """Series tested."""
    untested: int
    """Series with too little history or too few incidents to test; shown as counts only."""
    method: str
    """What is expected: from the same weeks of at least three years, "farrington"; from trend and season of a year or
    more, "season"; from the trend of a few weeks, "course"; from the periods before, "recent"; nothing tested, ""."""
    alpha: float
    """Largest expected share of false alarms among the deviations."""
    baseline: Period | None
    """The stretch of history that the expectation rests on."""
