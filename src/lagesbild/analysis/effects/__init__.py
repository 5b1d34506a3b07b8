"""Whether a measure helped: before and after, here and elsewhere."""

from lagesbild.analysis.effects.displacement import (
    DisplacementQuotient,
    HarmDifference,
    WeightedDifference,
    wdd,
    wdd_harm,
    wdq,
)
from lagesbild.analysis.effects.series import (
    DifferenceInDifferences,
    InterruptedSeries,
    difference_in_differences,
    interrupted_time_series,
)

__all__ = [
    "DifferenceInDifferences",
    "DisplacementQuotient",
    "HarmDifference",
    "InterruptedSeries",
    "WeightedDifference",
    "difference_in_differences",
    "interrupted_time_series",
    "wdd",
    "wdd_harm",
    "wdq",
]
