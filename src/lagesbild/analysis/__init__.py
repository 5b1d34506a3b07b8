"""The science: pure functions on NumPy arrays, with no database, clock or I/O."""

from lagesbild.analysis.clock import (
    Busiest,
    HeapedHour,
    Heaping,
    WeekClockResult,
    busiest_window,
    heaping,
    week_clock,
)
from lagesbild.analysis.concentration import (
    DumpingPoint,
    DumpingPoints,
    Gathering,
    Lorenz,
    dumping_points,
    gathering,
    gini,
    lorenz,
)
from lagesbild.analysis.coverage import CoverageBreak, CoverageBreaks, coverage_breaks
from lagesbild.analysis.detectable import DetectableEffect, minimum_detectable_effect
from lagesbild.analysis.deviations import Deviations, alarms_per_year
from lagesbild.analysis.dispersion import Dispersion, count_dispersion, uncertain_dispersion
from lagesbild.analysis.farrington import farrington_flexible
from lagesbild.analysis.intervals import (
    IntervalResult,
    TwoCounts,
    conditional_binomial,
    e_test,
    poisson_interval,
    predictive_interval,
    rate_interval,
)
from lagesbild.analysis.kernel_density import KernelDensity, kernel_density
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.near_repeat import KnoxResult, LinkedChain, LinkedChains, knox, linked_chains
from lagesbild.analysis.places import (
    ChangedPlaces,
    GridCounts,
    RankCertainty,
    changed_places,
    grid_counts,
    rank_certainty,
)
from lagesbild.analysis.recent import recent_baseline
from lagesbild.analysis.regression import Regression, Shrunk, empirical_bayes, regression_to_the_mean
from lagesbild.analysis.result import Method, Result, TooFew

__all__ = [
    "Busiest",
    "ChangedPlaces",
    "CoverageBreak",
    "CoverageBreaks",
    "DetectableEffect",
    "Deviations",
    "Dispersion",
    "DumpingPoint",
    "DumpingPoints",
    "Gathering",
    "GridCounts",
    "HeapedHour",
    "Heaping",
    "IntervalResult",
    "KernelDensity",
    "KnoxResult",
    "LinkedChain",
    "LinkedChains",
    "Lorenz",
    "Method",
    "RankCertainty",
    "Regression",
    "Result",
    "Shrunk",
    "TooFew",
    "TwoCounts",
    "WeekClockResult",
    "alarms_per_year",
    "benjamini_hochberg",
    "busiest_window",
    "changed_places",
    "conditional_binomial",
    "count_dispersion",
    "coverage_breaks",
    "dumping_points",
    "e_test",
    "empirical_bayes",
    "farrington_flexible",
    "gathering",
    "gini",
    "grid_counts",
    "heaping",
    "kernel_density",
    "knox",
    "linked_chains",
    "lorenz",
    "minimum_detectable_effect",
    "poisson_interval",
    "predictive_interval",
    "rank_certainty",
    "rate_interval",
    "recent_baseline",
    "regression_to_the_mean",
    "uncertain_dispersion",
    "week_clock",
]
