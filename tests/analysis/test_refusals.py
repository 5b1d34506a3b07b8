"""What a method cannot be asked is refused in words that name the argument."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from lagesbild import analysis as a
from lagesbild.analysis.clock import seconds_of

TIMES = np.array(["2026-01-01T10", "2026-01-02T11"], dtype="datetime64[s]")
MISSING = np.array(["2026-01-01T10", "NaT"], dtype="datetime64[s]")
BANDS = {"distances": (0, 1), "times": (0, 1)}
SERIES = np.full((1, 12), 3)
YEARS = np.full((1, 312), 3)
SQUARE = a.grid_weights((3, 3), "rook")

REFUSED: list[tuple[str, Callable[[], object]]] = [
    ("smallest at least 2", lambda: a.clusters([0.0], [0.0], smallest=1)),
    ("counts must hold an incident and replicas", lambda: a.chance_maps([3], replicas=0)),
    ("start must have 1 dimension", lambda: seconds_of(TIMES[None], "start")),
    ("start and precision must be equally long", lambda: a.heaping(TIMES, [3])),
    ("a start is missing", lambda: a.heaping(MISSING, [3, 3])),
    ("clock must be 7 by 24", lambda: a.busiest_window(np.ones((6, 24)))),
    ("max_days must be 1 to 7", lambda: a.busiest_window(np.ones((7, 24)), max_days=0)),
    ("n_cells must be at least 1", lambda: a.gini([1, 1, 1], 2)),
    ("draws must be at least 1", lambda: a.gathering([1, 2], 4, draws=0)),
    ("x and y must be equally long", lambda: a.dumping_points([0.0], [0.0, 1.0])),
    ("baseline at least 4", lambda: a.ears(SERIES, baseline=3)),
    ("reference must be at least 0.001", lambda: a.cusum(SERIES, SERIES, reference=0)),
    ("tested must be at least 0", lambda: a.alarms_per_year(-1, 0.05, 52)),
    ("minimum must be at least 2", lambda: a.suppress([3, 9], minimum=1)),
    ("x and y must be equally long", lambda: a.donut_mask([0], [0, 1], inner=1, outer=2, key=b"0123456789abcdef")),
    ("control must not be negative", lambda: a.wdd((1, 2), (1, -2))),
    ("treated must be at most", lambda: a.wdq((1, 2**50), (1, 2), (1, 2))),
    ("freedom must be at least 0", lambda: a.wdd_harm([-14.0], [20.0], [3.0], freedom=-1)),
    ("dispersion and freedom must be at least 0", lambda: a.wdd((1, 2), (1, 2), (1, 2), (1, 2), freedom=-1)),
    ("time and area must be above 0", lambda: a.wdd((1, 2), (1, 2), time=(1.0, 0.0))),
    ("exposure must be above 0", lambda: a.interrupted_time_series([3] * 40, 30, exposure=[0] * 40)),
    ("start must leave steps", lambda: a.difference_in_differences([3] * 9, [3] * 9, 9)),
    ("there must be places", lambda: a.choose([], 0.1)),
    ("inside must be true and false", lambda: a.getis_ord(np.ones((3, 3), int), inside=np.ones((3, 3)))),
    ("exposure must have the shape", lambda: a.getis_ord(np.ones((3, 3), int), exposure=np.ones(3))),
    ("cell must be above 0", lambda: a.kernel_density([0.0], [0.0], cell=0)),
    ("window must be a geometry", lambda: a.kernel_density([5.0], [5.0], cell=10, window=np.ones((9, 9), bool))),
    ("no cell of the grid", lambda: a.kernel_density([5.0], [5.0], cell=10, window=np.zeros((1, 1), bool))),
    ("equally long, and not empty", lambda: a.eb_rates([], [])),
    ("the distance of a neighbourhood", lambda: a.grid_weights((3, 3), -1.0)),
    ("i and j must be equally long", lambda: a.pair_weights([0], [0, 1], 2)),
    ("x and y must be equally long", lambda: a.grid_counts([0.0], [0.0, 1.0], 10)),
    ("cell must be above 0", lambda: a.grid_counts([0.0], [0.0], 0)),
    ("k and draws must be at least 1", lambda: a.rank_certainty([3], 0, 1)),
    ("n_cells must be at least the number", lambda: a.rank_certainty([3, 4], 1, 1, n_cells=1)),
    ("now and before must be equally long", lambda: a.changed_places([3], [3, 4], 1, 1)),
    ("exposure must be above 0", lambda: a.regression_to_the_mean(9, [3, 4, 9], 0.0)),
    ("draws must be at least 1", lambda: a.repeat_places([3, 4], draws=0)),
    ("most, words, examples and rare", lambda: a.themes(["buller på torget"], most=0)),
    ("permutations must be at least 1", lambda: a.knox([0.0], [0.0], [0.0], **BANDS, permutations=0)),
    ("inside must be true and false", lambda: a.emerging_hot_spots(np.ones((12, 3, 3), int), inside=np.ones((3, 3)))),
    ("holidays must be a row of days", lambda: a.aoristic(TIMES, TIMES, holidays=[["2026-01-01"]])),
    ("holidays must be a row of days", lambda: a.aoristic(TIMES, TIMES, holidays=["NaT"])),
    ('metric must be "euclidean" or "manhattan"', lambda: a.knox([0.0], [0.0], [0.0], **BANDS, metric="cityblock")),  # type: ignore[arg-type]
    ('closed must be "left" or "right"', lambda: a.knox([0.0], [0.0], [0.0], **BANDS, closed="both")),  # type: ignore[arg-type]
    ("error_dispersion 'deviance'", lambda: a.farrington_flexible(YEARS, error_dispersion="deviance")),  # type: ignore[arg-type]
    ("recent must be how many", lambda: a.farrington_flexible(YEARS, recent=(5, 0))),
    ("past_weeks_excluded leaves none", lambda: a.farrington_flexible(YEARS, past_weeks_excluded=300)),
    ("weights_threshold must be above 0", lambda: a.farrington_flexible(YEARS, trend_p=0)),
    (
        "permutations must be at least 0",
        lambda: a.moran(np.arange(9), SQUARE, permutations=-1),
    ),
    ("permutations must be at least 0", lambda: a.local_moran(np.arange(9), SQUARE, permutations=-1)),
    ("i must be whole numbers", lambda: a.pair_weights([0.5], [1], 2)),
    ("cell must be above 0", lambda: a.getis_ord(np.ones((3, 3), int), cell=-1.0)),
    ("not None", lambda: a.grid_weights((3, 3), None)),  # type: ignore[arg-type]
    # a mean that no count of float64 can have ended the process in SciPy
    ("mean must be at most", lambda: a.predictive_interval([1e300], 1.5)),
    ("counts must be at most", lambda: a.poisson_interval([1e300])),
    ("values must be numbers, not complex", lambda: a.local_g([1j, 2.0], np.ones((2, 2)))),
    ("x must be numbers, not <U1", lambda: a.grid_counts(["1", "2"], [1.0, 2.0], 10)),
    ("counts must be in rows of one length", lambda: a.ears([[1, 2], [1]])),
    ("p must be numbers", lambda: a.benjamini_hochberg(["a"])),
    ("exposure must be one, or one for each count", lambda: a.count_dispersion([1, 2, 3], exposure=[1.0, 2.0])),
    ("dispersion must be one, or one for each", lambda: a.cusum(SERIES, SERIES, dispersion=[1.0, 2.0])),
    ("table a HarmTable", lambda: a.harm_of({"klotter": 3}, {"klotter": 1.0})),  # type: ignore[arg-type]
    ("at least 16 bytes", lambda: a.donut_mask([0], [0], inner=1, outer=2, key="0123456789abcdef")),  # type: ignore[arg-type]
    ("x must have 1 dimension", lambda: a.grid_counts([[0.0]], [0.0], 10)),
    ("seed must be at least 0", lambda: a.gathering([1, 2], 4, seed=-1)),
    ("permutations must be at most 10,000,000", lambda: a.moran(np.arange(9), SQUARE, permutations=10**9)),
    ("within 1,073,741,824 squares", lambda: a.grid_counts([1e12], [0.0], 1)),
    ("use a larger width", lambda: a.hex_counts([1e12], [0.0], 1)),
    ("shape must be rows and columns", lambda: a.grid_weights((-1, 3), "rook")),
    ("group must be names or numbers", lambda: a.count_dispersion([1, 2], group=["a", None])),
    ("kind must be names or numbers", lambda: a.duplicates([0], [0], [0], metres=1, days=1, kind=[{}, 1])),
    ("found must be a Dispersion", lambda: a.uncertain_dispersion(1.5)),  # type: ignore[arg-type]
    ("years must be from 2005", lambda: a.swedish_holidays((10_000,))),
    ("years must be from 2005", lambda: a.swedish_holidays((2004,))),
    ("too large to sum over", lambda: a.e_test(3, 1, 10**9, 1)),
    # ended the process in SciPy
    ("too large to sum over", lambda: a.e_test(3, 1, 10**12, 1, dispersion=1.2)),
    ("counts and exposure must be one, or one for each", lambda: a.rate_interval([1, 2], [1.0, 2.0, 3.0])),
    ("mean and dispersion must be one, or one for each", lambda: a.predictive_interval([1.0, 2.0], [1.0, 2.0, 3.0])),
    ("counts and before must hold fewer", lambda: a.chance_maps([10**9], before=[1])),
    ("now and before must hold at most", lambda: a.changed_places([10**9], [1], 1, 1)),
    ("neither a million times the other", lambda: a.changed_places([1], [1], 1, 1e-9)),
    ("before must foretell at most", lambda: a.minimum_detectable_effect(10**9, 1, 1)),
    ("period must be days as", lambda: a.aoristic(TIMES, TIMES, period=(2026, 2027))),  # type: ignore[arg-type]
    ("period must be days as", lambda: a.aoristic(TIMES, TIMES, period=("i fjol", "i år"))),
    ("period must be two days", lambda: a.aoristic(TIMES, TIMES, period=("2026-01-01",))),  # type: ignore[arg-type]
    ("period must be two days", lambda: a.aoristic(TIMES, TIMES, period=("2026-01-02", "2026-01-01"))),
    ("holidays must be days as", lambda: a.aoristic(TIMES, TIMES, holidays=[20_545])),
    ("bands_of_time 1 to 200", lambda: a.near_repeat([0.0], [0.0], [0.0], bands_of_time=201)),
    ("space_power and time_power from -10", lambda: a.mantel(*np.eye(3), space_power=11)),
    ("population must be above 0", lambda: a.eb_rates([1, 2], [0.0, 3.0])),
    ("level must lie between 0 and 1", lambda: a.poisson_interval([3], 1e-300)),
]


@pytest.mark.parametrize(("said", "call"), REFUSED, ids=[said for said, _ in REFUSED])
def test_what_cannot_be_asked_is_refused(said: str, call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=said):
        call()


def test_numbers_of_numpy_are_numbers() -> None:
    assert a.alarms_per_year(np.int32(3), np.float32(0.5), np.int64(52)) == 78


@pytest.mark.parametrize("measure", [a.moran, a.geary, a.general_g])
def test_of_values_that_are_all_alike_no_measure_is_told(measure: Callable[..., a.Autocorrelation]) -> None:
    found = measure(np.full(9, 4.0), a.grid_weights((3, 3), "rook"))
    assert np.isnan([found.statistic, found.z, found.p]).all()


def test_whoever_waits_is_told_how_far_it_has_come_and_can_stop_it() -> None:
    x, y, t = np.random.default_rng(1).uniform(0, 9, (3, 60))
    told: list[tuple[int, int]] = []
    a.knox(x, y, t, **BANDS, permutations=99, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (99, 99)
    assert told == sorted(told)

    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        a.knox(x, y, t, **BANDS, permutations=99, progress=stop)
