"""Where it gathers more than chance: Gi* of counts with exact tails, and the classical z beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.neighbourhoods import (
    Neighbourhood,
    as_weights,
    half_widths,
    neighbour_sums,
    rows_of,
    with_self,
)
from lagesbild.analysis.result import Floats, Method, Result, as_counts, as_floats

Side = Literal["high", "low", "both"]

MAX_TABLE = 4_000_000
"""Combinations of count and size that are counted in a table rather than sorted."""


@dataclass(frozen=True, slots=True, eq=False)
class GetisOrd(Result):
    """Each place's neighbourhood against what chance gives it.

    Parameters
    ----------
    sums : float64
        Incidents in the neighbourhood (weighted sums with weights of different size); shape of the counts, as all
        of these.
    expected : float64
        What the null expects there.
    p : float64
        Probability by chance of a sum at least as extreme; exact with weights that are alike within a row. NaN where
        nothing was tested.
    q : float64
        The same, corrected for all places (`benjamini_hochberg`).
    z : float64
        The classical standardised statistic, for comparison. Its normal probabilities are wrong for small counts.
    method : Method
    """

    sums: Floats
    expected: Floats
    p: Floats
    q: Floats
    z: Floats
    method: Method


@asked
def getis_ord(
    counts: ArrayLike,
    weights: object = "queen",
    *,
    cell: float = 1.0,
    inside: ArrayLike | None = None,
    exposure: ArrayLike | None = None,
    among: ArrayLike | None = None,
    star: bool = True,
    side: Side = "high",
) -> GetisOrd:
    r"""Getis-Ord Gi* of counts, with exact conditional probabilities.

    Parameters
    ----------
    counts : (rows, columns) or (n,) array_like of int
        Incidents per cell of a grid, or per place.
    weights : {"queen", "rook"}, float or (n, n) sparse array
        Neighbourhood on the grid: cells that share a corner or a side, or whose centres lie within this distance
        (unit of `cell`). For places: their weights, at least 0.
    cell : float
        Side of the cells.
    inside : array_like of bool, optional
        Cells where incidents could be seen; the others are not tested and are nobody's neighbour.
    exposure : array_like of float, optional
        What incidents are shared out by under the null: residents, targets, area. Equal when not given.
    among : array_like of int, optional
        All incidents of which `counts` are some: the null is that which ones they are is by lot.
    star : bool
        Whether the place itself belongs to its neighbourhood (Gi*); without, Gi.
    side : {"high", "low", "both"}
        Which sums count as extreme.

    Returns
    -------
    GetisOrd

    Raises
    ------
    ValueError
        If counts are negative or not whole, shapes do not fit, both nulls are given, incidents lie where there is no
        exposure or outside, or an argument is none of the above.

    Notes
    -----
    With N incidents in all, the number S in a neighbourhood with the share :math:`\pi` of the exposure is binomial:

    .. math:: p = P(X \ge S), \qquad X \sim \mathrm{Bin}(N, \pi),

    and with `among`, M in all and K in the neighbourhood, hypergeometric :math:`(M, K, N)`. For `side="both"` p is
    twice the smaller tail. Without the star, N leaves out the place's own incidents and the shares its own exposure.
    Where the weights of a row differ, p is Chernoff's bound :math:`\min_\theta e^{-\theta S} E(e^{\theta w})^N`, never
    below the probability itself.

    The classical statistic (Ord & Getis 1995), with :math:`W = \sum_j w_{ij}` and :math:`S_1 = \sum_j w_{ij}^2`:

    .. math:: z_i = \frac{\sum_j w_{ij} x_j - W \bar x}{s \sqrt{(n S_1 - W^2)/(n - 1)}}

    At 0.05 incidents per cell its normal probabilities report something in all runs of pure chance, also corrected
    for their number; the exact ones in at most 5 of 100.

    References
    ----------
    Ord, J. K. & Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues and an application.
    Geographical Analysis 27, 286–306.
    Caldas de Castro, M. & Singer, B. H. (2006). Controlling the false discovery rate: a new application to account
    for multiple and dependent tests in local statistics of spatial association. Geographical Analysis 38, 180–208.
    """
    x = as_counts(counts, "counts")
    if side not in ("high", "low", "both"):
        raise ValueError(f'side must be "high", "low" or "both", not {side!r}')
    if exposure is not None and among is not None:
        raise ValueError("exposure and among are two different nulls; give one")
    seen = _seen(inside, x)
    base, null = _base(x, seen, exposure, among)
    on_grid = isinstance(weights, str | int | float)
    if isinstance(weights, str | int | float):
        found = _on_grid(x, base, seen, half_widths(cast(Neighbourhood, weights), cell), star)
    else:
        found = _by_matrix(x, base, seen, weights, star)
    tested = seen & (found.share > 0) & (found.share < found.base_in_all)
    p, q = _tested(found, tested, side, null)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = found.in_all * found.share / found.base_in_all
    method = Method(
        "Gi*, exact conditional tails" if star else "Gi, exact conditional tails",
        {
            "weights": weights if on_grid else "matrix",
            "cell": cell,
            "null": null,
            "side": side,
            "incidents": int(x.sum()),
            "bounded": int(np.count_nonzero(found.mixed & tested)),
        },
        (
            "Under the null incidents fall independently: where one incident is told as several rows, or places differ "
            "in what there is to harm, neighbourhoods stand out without anything having happened.",
            "A neighbourhood that stands out says nothing of which of its cells does.",
        ),
        "Ord & Getis 1995, Geographical Analysis 27:286; Caldas de Castro & Singer 2006 for the correction",
        int(np.count_nonzero(tested)),
    )
    return GetisOrd(found.sums, np.where(tested, expected, np.nan), p, q, found.z, method)


@asked
def local_g(values: ArrayLike, weights: object, *, star: bool = True) -> Floats:
    r"""The classical standardised Gi* (or Gi) of any values, for instance rates.

    Parameters
    ----------
    values : (n,) array_like of float
        One value per place.
    weights : (n, n) sparse array
        At least 0. With `star` a place without a weight of its own gets the largest of its row.
    star : bool
        Whether the place itself is in its sum.

    Returns
    -------
    (n,) float64
        NaN where it is not defined: all values equal, or everything in one neighbourhood.

    Raises
    ------
    ValueError
        If a value is not finite, or the weights are of another shape, negative or not numbers.

    Notes
    -----
    The z of `getis_ord`; for Gi, mean and variance are those of the other places and n is one less. Its normal
    probabilities hold for large neighbourhoods of values that are not skewed.

    References
    ----------
    Ord, J. K. & Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues and an application.
    Geographical Analysis 27, 286–306.
    """
    x = as_floats(values, "values", 1)
    # the statistic does not change with the level of the values, and is computed better around 0
    x = x - x.mean() if len(x) else x
    w = _own(as_weights(weights, len(x)), star)
    squares = scipy.sparse.csr_array((w.data**2, w.indices, w.indptr), shape=w.shape)
    return _z(x, np.asarray(w @ x), np.asarray(w.sum(axis=1)), np.asarray(squares.sum(axis=1)), star)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of incidents and of their base over neighbourhoods, and what they are of."""

    sums: Floats
    share: Floats
    in_all: Any
    base_in_all: Any
    z: Floats
    mixed: Any
    chernoff: Callable[[Any, bool], Floats] | None = None


def _own(weights: scipy.sparse.csr_array, star: bool) -> scipy.sparse.csr_array:
    if star:
        return with_self(weights)
    weights.setdiag(0)
    weights.eliminate_zeros()
    return weights


def _seen(inside: ArrayLike | None, x: Any) -> Any:
    if inside is None:
        return np.ones(x.shape, dtype=bool)
    seen = np.asarray(inside)
    if seen.shape != x.shape or seen.dtype != bool:
        raise ValueError("inside must be true and false in the shape of counts")
    if x[~seen].any():
        raise ValueError("there are incidents in cells that are not inside")
    return seen


def _base(x: Any, seen: Any, exposure: ArrayLike | None, among: ArrayLike | None) -> tuple[Any, str]:
    if among is not None:
        whole = as_counts(among, "among")
        if whole.shape != x.shape or np.any(x > whole):
            raise ValueError("among must have the shape of counts and be at least as large")
        return whole, "labels by lot"
    if exposure is None:
        return seen.astype(np.int64), "even chance"
    share = as_floats(exposure, "exposure")
    if share.shape != x.shape or np.any(share < 0):
        raise ValueError("exposure must have the shape of counts and be at least 0")
    share = np.where(seen, share, 0.0)
    if np.any(x[share == 0]):
        raise ValueError("there are incidents where there is no exposure")
    return share, "by exposure"


def _on_grid(x: Any, base: Any, seen: Any, half: tuple[int, ...], star: bool) -> _Sums:
    if x.ndim != 2:
        raise ValueError("counts must be a grid of rows and columns when weights are named or a distance")
    # sums of a 32-bit grid take half the time; they fit as long as everything together does
    small = np.int32 if x.sum() < 2**31 else np.int64
    sums = neighbour_sums(x.astype(small, copy=False), half)
    size = neighbour_sums(seen.astype(np.int32), half)
    share = size if base.dtype == np.int64 and np.array_equal(base, seen) else neighbour_sums(base, half)
    total, whole = x.sum(), base.sum()
    if not star:
        sums, size, share = sums - x, size - seen, share - base
        total, whole = total - x, whole - base
    inner = x if seen.all() else np.where(seen, x, 0)
    z = _z(inner[seen] if inner is not x else x, sums, size, size, star, seen=seen)
    return _Sums(sums, share, total, whole, z, np.zeros(1, dtype=bool))


def _by_matrix(x: Any, base: Any, seen: Any, weights: Any, star: bool) -> _Sums:
    if not scipy.sparse.issparse(weights) and not isinstance(weights, np.ndarray):
        raise ValueError('weights must be "queen", "rook", a distance or a sparse array')
    shape, n = x.shape, x.size
    x, base, kept = x.ravel(), base.ravel(), seen.ravel()
    w = as_weights(weights, n)
    if not kept.all():
        mask = kept.astype(np.float64)
        w = scipy.sparse.csr_array(w.multiply(mask[None, :]).multiply(mask[:, None]))
        w.eliminate_zeros()
    w = _own(w, star)
    largest = np.asarray(w.max(axis=1).toarray(), dtype=np.float64).ravel()
    row = rows_of(w)
    scaled = scipy.sparse.csr_array((w.data / largest[row], w.indices, w.indptr), shape=w.shape)
    mixed = np.zeros(n, dtype=bool)
    np.logical_or.at(mixed, row, np.abs(scaled.data - 1) > 1e-12)
    plain = np.asarray(w @ x, dtype=np.float64)
    ones = scipy.sparse.csr_array((np.ones(w.nnz), w.indices, w.indptr), shape=w.shape)
    members, share = np.asarray(ones @ x, dtype=np.float64), np.asarray(ones @ base.astype(np.float64))
    total, whole = np.full(n, float(x.sum())), np.full(n, float(base.sum()))
    if not star:
        total, whole = total - x, whole - base
    squares = scipy.sparse.csr_array((w.data**2, w.indices, w.indptr), shape=w.shape)
    z = np.full(n, np.nan)
    z[kept] = _z(
        x[kept].astype(np.float64),
        plain[kept],
        np.asarray(w.sum(axis=1))[kept],
        np.asarray(squares.sum(axis=1))[kept],
        star,
    )

    def chernoff(rows: Any, upper: bool) -> Floats:
        part = scaled[rows]
        odds = base[part.indices] / whole[rows][rows_of(part)]
        return _chernoff(part, odds, np.asarray(part @ x, dtype=np.float64), total[rows], upper)

    whole_numbers = np.where(mixed, plain, members)
    whole_numbers, share, total, whole, z = (v.reshape(shape) for v in (whole_numbers, share, total, whole, z))
    return _Sums(whole_numbers, share, total, whole, z, mixed.reshape(shape), chernoff)


def _z(x: Any, sums: Any, weight: Any, squares: Any, star: bool, *, seen: Any = None) -> Floats:
    """The classical statistic; `x` are the places, the rest by place or by cell of a grid."""
    n = x.size
    total, square = float(x.sum()), float(np.sum(np.square(x, dtype=np.float64)))
    with np.errstate(invalid="ignore", divide="ignore"):
        if star:
            mean = total / n if n else np.nan
            variance: Any = max(square / n - mean**2, 0.0) if n else np.nan
            m = n
        else:
            own = x if seen is None or x.shape == seen.shape else _spread(x, seen)
            m = n - 1
            mean = (total - own) / m if m else np.nan
            variance = np.maximum((square - np.square(own, dtype=np.float64)) / m - mean**2, 0.0) if m else np.nan
        spread = np.sqrt(variance * (m * squares - np.square(weight, dtype=np.float64)) / (m - 1)) if m > 1 else np.nan
        found = (sums - weight * mean) / spread
    found = np.where(np.isfinite(found), found, np.nan)
    return found if seen is None else np.where(seen, found, np.nan)


def _spread(values: Any, seen: Any) -> Floats:
    found = np.zeros(seen.shape)
    found[seen] = values
    return found


def _tested(found: _Sums, tested: Any, side: Side, null: str) -> tuple[Floats, Floats]:
    p, q = np.full(tested.shape, np.nan), np.full(tested.shape, np.nan)
    if not tested.any():
        return p, q
    if np.ndim(found.in_all) == 0 and found.share.dtype.kind == "i":
        # Few different pairs of a count and a size: each is computed once, and counts as often as it occurs.
        sums, share = found.sums[tested], found.share[tested].astype(np.int64)
        wide = int(share.max()) + 1
        key = sums * wide + share
        if (int(sums.max()) + 1) * wide <= MAX_TABLE:
            times = np.bincount(key)
            keys = np.flatnonzero(times)
            at = np.zeros(len(times), dtype=np.int64)
            at[keys] = np.arange(len(keys))
            back, times = at[key], times[keys]
        else:
            keys, back, times = np.unique(key, return_inverse=True, return_counts=True)
        each = _tails(keys // wide, keys % wide, (found.in_all, found.base_in_all), side, null)
        p[tested], q[tested] = each[back], benjamini_hochberg(each, times)[back]
        return p, q
    exact = tested & ~found.mixed
    in_all, whole = (np.broadcast_to(v, tested.shape)[exact] for v in (found.in_all, found.base_in_all))
    p[exact] = _tails(found.sums[exact], found.share[exact], (in_all, whole), side, null)
    if found.chernoff is not None and (rows := np.flatnonzero((tested & found.mixed).ravel())).size:
        tails = [
            found.chernoff(rows, upper) for upper, name in ((True, "high"), (False, "low")) if side in (name, "both")
        ]
        p.ravel()[rows] = np.minimum(1.0, len(tails) * np.minimum.reduce(tails))
    return p, benjamini_hochberg(p)


def _tails(sums: Any, share: Any, whole: tuple[Any, Any], side: Side, null: str) -> Floats:
    """Exact probability of each count, with all incidents and the base of all."""
    s, k, n, m = (np.asarray(v, dtype=np.float64) for v in (sums, share, *whole))
    pi = np.clip(k / m, 0.0, 1.0)

    def upper() -> Any:
        if null == "labels by lot":
            return scipy.stats.hypergeom.sf(s - 1, m, k, n)
        return np.where(s > 0, scipy.special.betainc(np.maximum(s, 1), n - np.maximum(s, 1) + 1, pi), 1.0)

    def lower() -> Any:
        if null == "labels by lot":
            return scipy.stats.hypergeom.cdf(s, m, k, n)
        return np.where(s < n, scipy.special.betaincc(s + 1, np.maximum(n - s, 1), pi), 1.0)

    match side:
        case "high":
            found = upper()
        case "low":
            found = lower()
        case _:
            found = 2 * np.minimum(upper(), lower())
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def _chernoff(w: scipy.sparse.csr_array, odds: Floats, sums: Floats, n: Floats, upper: bool) -> Floats:
    """Bound of the probability of a weighted sum at least as extreme; weights are at most 1."""
    row, many = rows_of(w), len(sums)
    sign = 1.0 if upper else -1.0
    rest = np.maximum(1 - np.bincount(row, odds, many), 0.0)
    goal = np.divide(sums, n, out=np.zeros(many), where=n > 0)
    mean = np.bincount(row, odds * w.data, many)

    def tilted(theta: Any) -> tuple[Any, Any]:
        powers = odds * np.exp(theta[row] * w.data)
        size = rest + np.bincount(row, powers, many)
        return np.asarray(size), np.asarray(np.bincount(row, powers * w.data, many) / size)

    low: Any = np.zeros(many)
    high: Any = np.full(many, 60.0)
    for _ in range(50):
        middle = (low + high) / 2
        further = (tilted(sign * middle)[1] - goal) * sign < 0
        low, high = np.where(further, middle, low), np.where(further, high, middle)
    # any theta gives a bound, so that it need not have been found to the last digit
    bound = n * np.log(tilted(sign * low)[0]) - sign * low * sums
    return np.asarray(np.where((goal - mean) * sign > 0, np.exp(np.minimum(bound, 0.0)), 1.0))
