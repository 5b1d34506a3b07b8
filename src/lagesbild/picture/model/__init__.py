"""A shared situational picture (lägesbild) as pure data: what `compose` makes and what pages, documents and JSON show.

Everything here is frozen, JSON-able by `to_dict`, free of wording in any language (see `wording`) and free of the
clock: the same records, areas, period and seed give an equal picture.
"""

from lagesbild.picture.model.basis import ARRIVING, Earlier, Interval, Period, RecordRef, Ring, Series, Unit, Verdict
from lagesbild.picture.model.counts import CountRow, Deviation, Tests
from lagesbild.picture.model.coverage import Break, BreakKind, Coverage, SourceCoverage
from lagesbild.picture.model.patterns import (
    Cell,
    Chain,
    Chains,
    ChanceMap,
    Chances,
    Emerging,
    EmergingPlace,
    Ground,
    KnoxCell,
    PlaceRow,
    Places,
    Repeats,
    WeekClock,
)
from lagesbild.picture.model.picture import Picture, Refused, plain

__all__ = [
    "ARRIVING",
    "Break",
    "BreakKind",
    "Cell",
    "Chain",
    "Chains",
    "ChanceMap",
    "Chances",
    "CountRow",
    "Coverage",
    "Deviation",
    "Earlier",
    "Emerging",
    "EmergingPlace",
    "Ground",
    "Interval",
    "KnoxCell",
    "Period",
    "Picture",
    "PlaceRow",
    "Places",
    "RecordRef",
    "Refused",
    "Repeats",
    "Ring",
    "Series",
    "SourceCoverage",
    "Tests",
    "Unit",
    "Verdict",
    "WeekClock",
    "plain",
]
