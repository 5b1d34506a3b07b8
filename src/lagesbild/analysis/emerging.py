"""Growing, fading, new: where incidents gather, period by period, and what pattern that makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from lagesbild.analysis.asked import asked
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.neighbourhoods import Neighbourhood, half_widths, neighbour_sums
from lagesbild.analysis.result import Bools, Floats, Ints, Method, Result, as_counts, as_floats, check_share

Family = Literal["cube", "slice"]

MAX_TABLE = 4_000_000
"""Combinations of count and size that are counted in a table."""

MOSTLY = 0.9
"""Share of the periods from which a place counts as hot throughout."""


class Pattern(IntEnum):
    """Patterns of hot periods, as ArcGIS defines them; only the hot ones."""

    NONE = 0
    NEW = 1
    CONSECUTIVE = 2
    INTENSIFYING = 3
    PERSISTENT = 4
    DIMINISHING = 5
    SPORADIC = 6
    OSCILLATING = 7
    HISTORICAL = 8


@dataclass(frozen=True, slots=True, eq=False)
class EmergingHotSpots(Result):
    """The pattern of each cell.

    Parameters
    ----------
    pattern : (rows, columns) int64
        A `Pattern`.
    hot : (periods, rows, columns) bool
        Where and when more incidents lay than chance explains, after correction.
    periods_hot : (rows, columns) int64
        How many periods that was.
    trend : (rows, columns) float64
        Mann–Kendall z of the standardised sums over the periods; NaN where the cell never was hot.
    threshold : float
        Largest p that was a discovery (the smallest such bound over the periods if each is a family); 0 for none.
    method : Method
    """

    pattern: Ints
    hot: Bools
    periods_hot: Ints
    trend: Floats
    threshold: float
    method: Method


@asked
def emerging_hot_spots(
    counts: ArrayLike,
    neighbourhood: Neighbourhood = "queen",
    *,
    cell: float = 1.0,
    inside: ArrayLike | None = None,
    lag: int = 0,
    alpha: float = 0.05,
    family: Family = "cube",
) -> EmergingHotSpots:
    r"""Patterns of hot spots in a cube of rows, columns and periods.

    Parameters
    ----------
    counts : (periods, rows, columns) array_like of int
        Incidents, oldest period first.
    neighbourhood : {"queen", "rook"} or float
        Cells that share a corner or a side, or whose centres lie within this distance.
    cell : float
        Side of the cells.
    inside : (rows, columns) array_like of bool, optional
        Cells where incidents could be seen.
    lag : int
        Periods before that belong to the neighbourhood of a period. With more than 0 neighbouring periods share
        incidents, and trends seem surer than they are.
    alpha : float
        False discovery rate, and two-sided level of the trend.
    family : {"cube", "slice"}
        Whether tests are corrected for over all periods, or for each by itself; with the latter chance alone makes
        one period in 1/alpha hot somewhere.

    Returns
    -------
    EmergingHotSpots

    Raises
    ------
    ValueError
        If counts are negative or not whole or no cube, or an argument is out of range.

    Notes
    -----
    In each period a cell and its neighbourhood are tested as by `getis_ord`: given the incidents of that period, their
    number in the neighbourhood is binomial. That the whole town has more in a period makes no cell hot. Cells are cold
    in the same way, from the lower tail, and only used to tell oscillating from sporadic.

    With "hot in most" for at least 90 % of the periods: *new*, hot in the last period and never before; *consecutive*,
    hot in an unbroken run of at least two up to the last and never before it, not in most; *intensifying*,
    *persistent* and *diminishing*, hot in most and in the last, with a rising, no, or a falling trend; *historical*,
    hot in most but not in the last; *oscillating*, hot in the last, not in most, and cold in an earlier one;
    *sporadic*, hot in the last and now and then before, not in most and never cold.

    References
    ----------
    Esri (2024). How Emerging Hot Spot Analysis works. ArcGIS Pro documentation.
    Ord, J. K. & Getis, A. (1995). Local spatial autocorrelation statistics. Geographical Analysis 27, 286–306.
    Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13, 245–259.
    """
    x = as_counts(counts, "counts", 3)
    check_share(alpha, "alpha")
    if family not in ("cube", "slice"):
        raise ValueError(f'family must be "cube" or "slice", not {family!r}')
    if lag < 0:
        raise ValueError("lag must be at least 0")
    half = half_widths(neighbourhood, cell)
    seen = np.ones(x.shape[1:], dtype=bool) if inside is None else np.asarray(inside)
    if seen.shape != x.shape[1:] or seen.dtype != bool:
        raise ValueError("inside must be true and false in the rows and columns of counts")
    if x[:, ~seen].any():
        raise ValueError("there are incidents in cells that are not inside")
    back_to = min(lag, len(x) - 1)
    small: Any = x.astype(np.int32) if x.sum() * (back_to + 1) < 2**31 else x.copy()
    for back in range(1, back_to + 1):
        small[back:] += x[:-back].astype(small.dtype)
    size = np.where(seen, neighbour_sums(seen.astype(np.int64), half), 0)
    sums = neighbour_sums(small, half)
    totals, cells = small.sum(axis=(1, 2), dtype=np.int64), int(seen.sum())
    tested = seen & (size < cells)
    hot, threshold = _extreme(sums, size, tested, (totals, cells, alpha), family=family, high=True)
    cold, _ = _extreme(sums, size, tested, (totals, cells, alpha), family=family, high=False)
    trend = np.full(seen.shape, np.nan)
    ever = hot.any(axis=0) if len(hot) else np.zeros(seen.shape, dtype=bool)
    if ever.any():
        share = (size[ever] / cells)[None, :]
        mean = totals[:, None] * share
        spread = np.sqrt(np.maximum(mean * (1 - share), 1e-300))
        trend[ever] = mann_kendall(np.where(mean > 0, (sums[:, ever] - mean) / spread, 0.0))
    method = Method(
        "emerging hot spots, Gi* per period with exact tails",
        {"neighbourhood": neighbourhood, "cell": cell, "lag": lag, "alpha": alpha, "family": family},
        (
            "A pattern is a label: next to its limits another period gives another label.",
            "Where one incident is told as several rows, or cells differ in what there is to harm, cells are hot "
            "without anything having happened.",
            "Breaks in coverage make cells hot, and trends.",
        ),
        "ArcGIS Pro: How Emerging Hot Spot Analysis works; Ord & Getis 1995; Mann 1945",
        int(tested.sum()) * len(x),
    )
    periods_hot = hot.sum(axis=0, dtype=np.int64)
    return EmergingHotSpots(_patterns(hot, cold, trend, alpha), hot, periods_hot, trend, threshold, method)


def _extreme(
    sums: Any, size: Any, tested: Any, facts: tuple[Any, int, float], *, family: Family, high: bool
) -> tuple[Bools, float]:
    """Which cells are discoveries in which period, and the largest p of one."""
    totals, cells, alpha = facts
    found = np.zeros(sums.shape, dtype=bool)
    wide = int(size.max(initial=0)) + 1
    each: list[Any] = []
    many: list[Any] = []
    keys: list[Any] = []
    for t in range(len(sums)):
        key = np.where(tested, sums[t].astype(np.int64) * wide + size, 0).ravel()
        if key.max(initial=0) > MAX_TABLE:
            # counts so large are few different ones: they are numbered
            named, key = np.unique(key, return_inverse=True)
        else:
            named = None
        times = np.bincount(key, minlength=1)
        at = np.flatnonzero(times)
        some = at if named is None else named[at]
        # the key 0 is what is not tested: no tested cell has a neighbourhood of no size
        at, some = at[some > 0], some[some > 0]
        s, share, n = (some // wide).astype(float), (some % wide) / max(cells, 1), float(totals[t])
        if high:
            p = np.where(s > 0, scipy.special.betainc(np.maximum(s, 1), n - np.maximum(s, 1) + 1, share), 1.0)
        else:
            p = np.where(s < n, scipy.special.betaincc(s + 1, np.maximum(n - s, 1), share), 1.0)
        each.append(p)
        many.append(times[at])
        keys.append((key, at, len(times)))
    if not each:
        return found, 0.0
    if family == "cube":
        p_all, times_all = np.concatenate(each), np.concatenate(many)
        good = p_all[benjamini_hochberg(p_all, times_all) <= alpha] if len(p_all) else p_all
        bounds = np.full(len(each), good.max(initial=0.0))
    else:
        bounds = np.array(
            [
                p[benjamini_hochberg(p, n) <= alpha].max(initial=0.0) if len(p) else 0.0
                for p, n in zip(each, many, strict=True)
            ]
        )
    for t, (key, some, length) in enumerate(keys):
        discovered = some[(each[t] <= bounds[t]) & (bounds[t] > 0)]
        if discovered.size:
            table = np.zeros(length, dtype=bool)
            table[discovered] = True
            found[t] = table[key].reshape(tested.shape)
    positive = bounds[bounds > 0]
    return found, float(positive.min()) if positive.size else 0.0


def mann_kendall(values: ArrayLike) -> Floats:
    r"""Mann–Kendall test of a trend in each column.

    Parameters
    ----------
    values : (periods, n) array_like of float
        Oldest first.

    Returns
    -------
    (n,) float64
        z, above 0 for a rise; 0 for less than three periods or nothing but equal values.

    Raises
    ------
    ValueError
        If a value is not finite, or there are not two dimensions.

    Notes
    -----
    :math:`S = \sum_{i<j} \mathrm{sign}(x_j - x_i)`, with variance
    :math:`\{n(n-1)(2n+5) - \sum_g t_g(t_g-1)(2t_g+5)\}/18` over groups of :math:`t_g` equal values, and one step of
    continuity. It takes the periods to be independent of each other.

    References
    ----------
    Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13, 245–259.
    Kendall, M. G. (1975). Rank Correlation Methods. 4th ed. Griffin.
    """
    x = as_floats(values, "values", 2)
    n = len(x)
    s = np.zeros(x.shape[1], dtype=np.int64)
    equal: NDArray[np.int64] = np.ones(x.shape, dtype=np.int64)
    for back in range(1, n):
        later, earlier = x[back:], x[:-back]
        s += (later > earlier).sum(axis=0) - (later < earlier).sum(axis=0)
        same = later == earlier
        equal[back:] += same
        equal[:-back] += same
    ties = np.sum((equal - 1) * (2 * equal + 5), axis=0)
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    with np.errstate(invalid="ignore", divide="ignore"):
        z = (s - np.sign(s)) / np.sqrt(variance)
    return np.asarray(np.where((variance > 0) & (n > 2), z, 0.0))


def _patterns(hot: Bools, cold: Bools, trend: Floats, alpha: float) -> Ints:
    pattern = np.zeros(trend.shape, dtype=np.int64)
    periods = len(hot)
    if not periods:
        return pattern
    last, many = hot[-1], hot.sum(axis=0)
    run = np.where(hot.all(axis=0), periods, np.argmax(~hot[::-1], axis=0))
    mostly = many >= MOSTLY * periods - 1e-9
    critical = float(scipy.special.ndtri(1 - alpha / 2))
    # the first that holds is the pattern
    rules = (
        (Pattern.NEW, last & (many == 1)),
        (Pattern.INTENSIFYING, last & mostly & (trend >= critical)),
        (Pattern.DIMINISHING, last & mostly & (trend <= -critical)),
        (Pattern.PERSISTENT, last & mostly),
        (Pattern.HISTORICAL, mostly & (many > 0)),
        (Pattern.CONSECUTIVE, last & (run >= 2) & (run == many)),
        (Pattern.OSCILLATING, last & cold[:-1].any(axis=0)),
        (Pattern.SPORADIC, last),
    )
    for name, holds in reversed(rules):
        pattern[holds] = name
    return pattern
