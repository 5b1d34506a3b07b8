"""The science: pure functions on NumPy arrays, with no database, clock or I/O."""

from lagesbild.analysis.acceptability import RankAcceptability, rank_acceptability
from lagesbild.analysis.alike import Groups, clusters, duplicates
from lagesbild.analysis.chance_maps import ChanceMaps, chance_maps
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
from lagesbild.analysis.course import course_baseline
from lagesbild.analysis.coverage import CoverageBreak, CoverageBreaks, coverage_breaks
from lagesbild.analysis.decomposition import SeasonalTrend, stl
from lagesbild.analysis.detectable import DetectableEffect, minimum_detectable_effect
from lagesbild.analysis.deviations import Deviations, alarms_per_year
from lagesbild.analysis.disclosure import Suppressed, donut_mask, suppress
from lagesbild.analysis.dispersion import Dispersion, count_dispersion, uncertain_dispersion
from lagesbild.analysis.effects import (
    DifferenceInDifferences,
    DisplacementQuotient,
    HarmDifference,
    InterruptedSeries,
    WeightedDifference,
    difference_in_differences,
    interrupted_time_series,
    wdd,
    wdd_harm,
    wdq,
)
from lagesbild.analysis.emerging import EmergingHotSpots, Pattern, emerging_hot_spots, mann_kendall
from lagesbild.analysis.farrington import farrington_flexible
from lagesbild.analysis.forecasts import Accuracy, Hindsight, choose, hindsight, pai, pei
from lagesbild.analysis.getis_ord import GetisOrd, getis_ord, local_g
from lagesbild.analysis.harm import Harm, HarmTable, harm_of
from lagesbild.analysis.hexagons import HexCounts, hex_counts
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
from lagesbild.analysis.repeats import RepeatPlaces, repeat_places
from lagesbild.analysis.result import Method, Result, TooFew
from lagesbild.analysis.scanning import Cluster, SpaceTimeScan, space_time_scan
from lagesbild.analysis.seasonality import Seasonality, seasonality
from lagesbild.analysis.texts import Theme, Themes, swedish_stem, themes
from lagesbild.analysis.week import Aoristic, aoristic
from lagesbild.analysis.windows import scan_probability
from lagesbild.analysis.zones import swedish_holidays

__all__ = [
    "Accuracy",
    "Aoristic",
    "Autocorrelation",
    "Busiest",
    "ChanceMaps",
    "ChangedPlaces",
    "Cluster",
    "CoverageBreak",
    "CoverageBreaks",
    "Cusum",
    "DetectableEffect",
    "Deviations",
    "DifferenceInDifferences",
    "Dispersion",
    "DisplacementQuotient",
    "DumpingPoint",
    "DumpingPoints",
    "EmergingHotSpots",
    "Gathering",
    "GetisOrd",
    "GridCounts",
    "Groups",
    "Harm",
    "HarmDifference",
    "HarmTable",
    "HeapedHour",
    "Heaping",
    "HexCounts",
    "Hindsight",
    "InterruptedSeries",
    "IntervalResult",
    "KernelDensity",
    "KnoxResult",
    "LinkedChain",
    "LinkedChains",
    "LocalMoran",
    "Lorenz",
    "Method",
    "NearRepeats",
    "Pattern",
    "RankAcceptability",
    "RankCertainty",
    "Regression",
    "RepeatPlaces",
    "Result",
    "SeasonalTrend",
    "Seasonality",
    "Shrunk",
    "SpaceTimeScan",
    "SpaceTimeTest",
    "Suppressed",
    "Theme",
    "Themes",
    "TooFew",
    "TwoCounts",
    "WeekClockResult",
    "WeightedDifference",
    "alarms_per_year",
    "aoristic",
    "benjamini_hochberg",
    "busiest_window",
    "chance_maps",
    "changed_places",
    "choose",
    "clusters",
    "conditional_binomial",
    "count_dispersion",
    "course_baseline",
    "coverage_breaks",
    "cusum",
    "difference_in_differences",
    "donut_mask",
    "dumping_points",
    "duplicates",
    "e_test",
    "ears",
    "eb_rates",
    "eb_standardised",
    "emerging_hot_spots",
    "empirical_bayes",
    "farrington_flexible",
    "gathering",
    "geary",
    "general_g",
    "getis_ord",
    "gini",
    "grid_counts",
    "grid_weights",
    "harm_of",
    "heaping",
    "hex_counts",
    "hindsight",
    "interrupted_time_series",
    "jacquez",
    "kernel_density",
    "knox",
    "linked_chains",
    "local_g",
    "local_moran",
    "lorenz",
    "mann_kendall",
    "mantel",
    "minimum_detectable_effect",
    "moran",
    "near_repeat",
    "pai",
    "pair_weights",
    "pei",
    "poisson_interval",
    "predictive_interval",
    "rank_acceptability",
    "rank_certainty",
    "rate_interval",
    "recent_baseline",
    "regression_to_the_mean",
    "repeat_places",
    "row_standardised",
    "scan_probability",
    "seasonal_mean",
    "seasonality",
    "space_time_scan",
    "stl",
    "suppress",
    "swedish_holidays",
    "swedish_stem",
    "themes",
    "uncertain_dispersion",
    "wdd",
    "wdd_harm",
    "wdq",
    "week_clock",
]
