"""Whatever is given in place of an argument, a method answers rightly or refuses it by its name."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from lagesbild import analysis as a
from lagesbild.analysis.asked import MOST, WANTED

DAYS = np.datetime64("2026-03-02", "s") + np.arange(40).astype("m8[D]")
X, Y, T = np.random.default_rng(1).uniform(0, 900, (3, 40))
SERIES = np.random.default_rng(2).poisson(5, (3, 312))
GRID = np.random.default_rng(3).poisson(2, (12, 5, 5))
PLACES: dict[str, Any] = {"x": X, "y": Y}
EVENTS = {**PLACES, "t": T}
WHEN = {"start": DAYS, "end": DAYS + np.timedelta64(3, "h"), "weights": np.ones(40)}
NEAR = {"values": np.arange(25.0), "weights": a.grid_weights((5, 5), "queen")}
TWO: dict[str, Any] = {"k1": 3, "t1": 1.0, "k2": 8, "t2": 1.0}
PAIRS: dict[str, Any] = {"treated": (207, 110), "control": (308, 318)}
RISK = {"cases": [3, 4, 5], "population": [9.0, 9.0, 8.0]}

ASKED: dict[str, dict[str, Any]] = {
    "alarms_per_year": {"tested": 3, "alpha": 0.05},
    "aoristic": {**WHEN, "period": ("2026-01-01", "2027-01-01"), "holidays": ["2026-04-03"]},
    "benjamini_hochberg": {"p": [0.1, 0.2], "times": [1, 2]},
    "busiest_window": {"clock": np.ones((7, 24)), "permutations": 9},
    "chance_maps": {"counts": [3, 4], "before": [3, 3]},
    "changed_places": {"now": [5, 3], "before": [4, 4], "exposure_now": 1.0, "exposure_before": 1.0},
    "choose": {"scores": [1.0, 2.0], "share": 0.3, "areas": [1.0, 1.0]},
    "clusters": {**PLACES, "smallest": 3, "reach": 200.0},
    "conditional_binomial": TWO,
    "count_dispersion": {"counts": [3, 4], "exposure": [1.0, 1.0], "group": [0, 0]},
    "course_baseline": {"counts": SERIES[:, :120], "window": 110, "exposure": np.ones(120)},
    "coverage_breaks": {"counts": SERIES, "source": [0, 0, 1]},
    "cusum": {"counts": SERIES, "expected": np.full(SERIES.shape, 5.0)},
    "difference_in_differences": {"treated": SERIES[0, :48], "control": SERIES[1, :48], "start": 36},
    "donut_mask": {**PLACES, "inner": 10.0, "outer": 50.0, "key": b"0123456789abcdef", "place": np.arange(40)},
    "dumping_points": PLACES,
    "duplicates": {**EVENTS, "metres": 50.0, "days": 2.0, "kind": ["a"] * 40},
    "e_test": TWO,
    "ears": {"counts": SERIES},
    "eb_rates": RISK,
    "eb_standardised": RISK,
    "emerging_hot_spots": {"counts": GRID},
    "empirical_bayes": {"count": 3, "expected": 4.0, "shape": 2.0},
    "farrington_flexible": {"counts": SERIES, "exposure": np.ones(SERIES.shape)},
    "gathering": {"counts": [3, 4, 0], "n_cells": 5, "draws": 9},
    "geary": NEAR,
    "general_g": NEAR,
    "getis_ord": {"counts": GRID[0], "exposure": np.ones((5, 5))},
    "gini": {"counts": [3, 4, 5]},
    "grid_counts": {**PLACES, "cell": 100.0},
    "grid_weights": {"shape": (5, 5), "neighbourhood": "queen"},
    "harm_of": {"counts": {"a": 3}, "table": a.HarmTable({"a": 2.0}, "dagar", "påhittad", 2026)},
    "heaping": {"start": DAYS, "precision": np.full(40, 3)},
    "hex_counts": {**PLACES, "width": 100.0},
    "hindsight": {"scores": X, "earlier": np.arange(40), "later": np.arange(40), "areas": np.ones(40)},
    "interrupted_time_series": {"counts": SERIES[0, :48], "start": 36, "exposure": np.ones(48)},
    "jacquez": {**EVENTS, "permutations": 9},
    "kernel_density": {**PLACES, "cell": 100.0, "bandwidth": 300.0, "weights": np.ones(40)},
    "knox": {**EVENTS, "distances": (0, 100), "times": (0, 7), "permutations": 9},
    "linked_chains": {**EVENTS, "metres": 200.0, "days": 7.0, "permutations": 9},
    "local_g": NEAR,
    "local_moran": NEAR,
    "lorenz": {"counts": [3, 4, 5]},
    "mann_kendall": {"values": GRID[:, 0].astype(float)},
    "mantel": {**EVENTS, "permutations": 9},
    "minimum_detectable_effect": {"before": 40, "exposure_before": 12.0, "exposure_after": 6.0},
    "moran": NEAR,
    "near_repeat": {**EVENTS, "permutations": 9},
    "pai": {"hits": 3, "total": 10, "area": 1.0, "whole": 10.0},
    "pair_weights": {"i": [0, 1], "j": [1, 2], "n": 3},
    "pei": {"later": [3, 4], "chosen": [True, False], "areas": [1.0, 1.0]},
    "poisson_interval": {"counts": [3, 4]},
    "predictive_interval": {"mean": [3.0, 4.0], "dispersion": [1.5, 1.5]},
    "rank_acceptability": {"scores": np.full((4, 3, 5), 2.0), "weights": [1.0, 1.0, 1.0], "draws": 9},
    "rank_certainty": {"counts": [9, 3], "k": 2, "seed": 0, "draws": 9},
    "rate_interval": {"counts": [3, 4], "exposure": [10.0, 10.0]},
    "recent_baseline": {"counts": SERIES[:, :12], "window": 8, "season": np.ones(12)},
    "regression_to_the_mean": {"count": 20, "others": [9, 8, 7, 6, 9], "exposure": 1.0},
    "repeat_places": {"counts": [3, 4], "draws": 9},
    "row_standardised": {"weights": NEAR["weights"]},
    "scan_probability": {"most": 5, "window": 1.0, "length": 52.0, "rate": 1.0},
    "seasonal_mean": {"counts": SERIES, "period": 52.0, "until": 200},
    "seasonality": {"counts": SERIES[0], "period": 52, "exposure": np.ones(312), "permutations": 19},
    "space_time_scan": {"cases": np.full((5, 4), 2), "x": X[:5], "y": Y[:5], "replications": 9},
    "stl": {"values": SERIES[0], "period": 52},
    "suppress": {"counts": [2, 9, 30]},
    "swedish_holidays": {"years": (2026,)},
    "swedish_stem": {"word": "mopederna"},
    "themes": {"texts": ["mörk gata"] * 12 + ["moped på torget"] * 10},
    "uncertain_dispersion": {"found": a.count_dispersion([1, 30, 2, 40])},
    "wdd": PAIRS,
    "wdd_harm": {"differences": [-14.0], "errors": [20.0], "weights": [3.0]},
    "wdq": {**PAIRS, "around": (178, 157)},
    "week_clock": WHEN,
}
"""What each method is asked in its plainest form."""

LABELS = {("count_dispersion", "group"), ("duplicates", "kind"), ("donut_mask", "place")}
"""Arguments that may be names."""
GAPS = {("benjamini_hochberg", "p"), ("rank_acceptability", "scores")}
"""Arguments in which NaN says that there is none."""


def of(name: str) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(getattr(a, name)).parameters)


def test_every_method_is_asked_here() -> None:
    assert set(ASKED) == {name for name in a.__all__ if name.islower()}


@pytest.mark.parametrize("name", ASKED)
def test_what_is_no_array_is_refused_by_the_name_of_its_argument(name: str) -> None:
    for argument, value in ASKED[name].items():
        if str(of(name)[argument].annotation).removesuffix(" | None") in WANTED:
            continue
        odd: list[object] = [[[1], [1, 2]]]
        if (name, argument) not in LABELS:
            odd += ["x", object(), np.full(np.shape(value), "x")]
        if (name, argument) not in LABELS and np.asarray(value).dtype.kind in "if":
            odd += [np.full(np.shape(value), given) for given in (1e300, np.inf, 1j)]
            odd += [np.full(np.shape(value), np.nan)] * ((name, argument) not in GAPS)
        if of(name)[argument].default is inspect.Parameter.empty:
            odd.append(None)
        for given in odd:
            with pytest.raises(ValueError, match=argument):
                getattr(a, name)(**{**ASKED[name], argument: given})


ODD: dict[str, tuple[object, ...]] = {
    "int": ("x", [1, 2], np.nan, 2.5, True),
    "float": ("x", [1, 2], np.nan, 1j, True),
    "bool": ("x", [1, 2], np.nan, 2.5, 1),
    "str": (3, ["x"], b"x"),
}
ROWS = ("x", 3, [[1, 2]], np.ones((2, 2)), [np.nan, np.nan], [True, True], [None, None], {1, 2})
"""In place of a row of whatever kind and length."""
TYPED = [
    (name, argument, kind)
    for name in ASKED
    for argument, parameter in of(name).items()
    if (kind := str(parameter.annotation).removesuffix(" | None")) in WANTED
]


@pytest.mark.parametrize(("name", "argument", "kind"), TYPED, ids=[f"{name}-{of}" for name, of, _ in TYPED])
def test_what_is_of_another_type_is_refused_by_the_name_of_its_argument(name: str, argument: str, kind: str) -> None:
    odd = list(ODD.get(kind, ROWS))
    if str(of(name)[argument].annotation) == kind:
        odd.append(None)
    if kind in ("int", "float") and MOST.get(argument) != np.inf:
        odd += [10**20, -(10**20)] if kind == "int" else [np.inf, -1e300]
    for given in odd:
        with pytest.raises(ValueError, match=f"^{argument} must be "):
            getattr(a, name)(**{argument: given})
