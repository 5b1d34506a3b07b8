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
from lagesbild.analysis.control import Cusum, cusum, ears, seasonal_mean
from lagesbild.analysis.coverage import CoverageBreak, CoverageBreaks, coverage_breaks
from lagesbild.analysis.detectable import DetectableEffect, minimum_detectable_effect
from lagesbild.analysis.deviations import Deviations, alarms_per_year
from lagesbild.analysis.dispersion import Dispersion, count_dispersion, uncertain_dispersion
from lagesbild.analysis.farrington import farrington_flexible
from lagesbild.analysis.getis_ord import GetisOrd, getis_ord, local_g
from lagesbild.analysis.interaction import (
    KnoxResult,
    LinkedChain,
    LinkedChains,
    NearRepeats,
    SpaceTimeTest,
    jacquez,
    knox,
    linked_chains,
    mantel,
    near_repeat,
)
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
from lagesbild.analysis.moran import (
    Autocorrelation,
    LocalMoran,
    eb_rates,
    eb_standardised,
    geary,
    general_g,
    local_moran,
    moran,
)
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.neighbourhoods import grid_weights, pair_weights, row_standardised
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
from lagesbild.analysis.week import Aoristic, aoristic
from lagesbild.analysis.zones import swedish_holidays

__all__ = [
    "Aoristic",
    "Autocorrelation",
    "Busiest",
    "ChangedPlaces",
    "CoverageBreak",
    "CoverageBreaks",
    "Cusum",
    "DetectableEffect",
    "Deviations",
    "Dispersion",
    "DumpingPoint",
    "DumpingPoints",
    "Gathering",
    "GetisOrd",
    "GridCounts",
    "HeapedHour",
    "Heaping",
    "IntervalResult",
    "KernelDensity",
    "KnoxResult",
    "LinkedChain",
    "LinkedChains",
    "LocalMoran",
    "Lorenz",
    "Method",
    "NearRepeats",
    "RankCertainty",
    "Regression",
    "Result",
    "Shrunk",
    "SpaceTimeTest",
    "TooFew",
    "TwoCounts",
    "WeekClockResult",
    "alarms_per_year",
    "aoristic",
    "benjamini_hochberg",
    "busiest_window",
    "changed_places",
    "conditional_binomial",
    "count_dispersion",
    "coverage_breaks",
    "cusum",
    "dumping_points",
    "e_test",
    "ears",
    "eb_rates",
    "eb_standardised",
    "empirical_bayes",
    "farrington_flexible",
    "gathering",
    "geary",
    "general_g",
    "getis_ord",
    "gini",
    "grid_counts",
    "grid_weights",
    "heaping",
    "jacquez",
    "kernel_density",
    "knox",
    "linked_chains",
    "local_g",
    "local_moran",
    "lorenz",
    "mantel",
    "minimum_detectable_effect",
    "moran",
    "near_repeat",
    "pair_weights",
    "poisson_interval",
    "predictive_interval",
    "rank_certainty",
    "rate_interval",
    "recent_baseline",
    "regression_to_the_mean",
    "row_standardised",
    "seasonal_mean",
    "swedish_holidays",
    "uncertain_dispersion",
    "week_clock",
]
