"""Are neighbours alike: Moran's I, Geary's c and the general G, over all places and for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.neighbourhoods import as_weights, rows_of
from lagesbild.analysis.result import Floats, Ints, Method, Result, as_counts, as_floats

CHUNK = 8_000_000
"""Values permuted at a time."""

LIMITS = (
    "Rates of places with few people vary more than others; standardise them first (`eb_standardised`).",
    "The answer hangs on how the area is divided and on who is called a neighbour.",
)


@dataclass(frozen=True, slots=True)
class Autocorrelation(Result):
    """One statistic over all places.

    Parameters
    ----------
    statistic, expected, variance : float
        With its mean and variance if the values were dealt out to the places by lot.
    z : float
        Standardised.
    p : float
        Two-sided, from the normal distribution.
    p_permuted : float
        Share of the permutations (and the data) that lie as far from `expected`; NaN without permutations.
    floor : float
        Smallest p that the permutations can give, NaN without.
    n : int
        Places that have a neighbour.
    method : Method
    """

    statistic: float
    expected: float
    variance: float
    z: float
    p: float
    p_permuted: float
    floor: float
    n: int
    method: Method


@dataclass(frozen=True, slots=True, eq=False)
class LocalMoran(Result):
    """Moran's I of each place.

    Parameters
    ----------
    statistic, expected, variance, z : (n,) float64
        With mean and variance if the other places' values were dealt out by lot. NaN without neighbours.
    p : (n,) float64
        Two-sided, from the normal distribution.
    p_permuted : (n,) float64
        Twice the smaller tail of the permutations; NaN without permutations.
    q : (n,) float64
        Corrected for all places: of `p_permuted` if there are permutations, otherwise of `p`.
    floor : float
        Smallest p that the permutations can give, NaN without.
    quadrant : (n,) int64
        1 high among high, 2 low among high, 3 low among low, 4 high among low; 0 without neighbours.
    method : Method
    """

    statistic: Floats
    expected: Floats
    variance: Floats
    z: Floats
    p: Floats
    p_permuted: Floats
    q: Floats
    floor: float
    quadrant: Ints
    method: Method


@dataclass(frozen=True, slots=True)
class _Constants:
    n: int
    s0: float
    s1: float
    s2: float


def _constants(w: scipy.sparse.csr_array) -> _Constants:
    both = scipy.sparse.csr_array(w + w.T)
    out, back = np.asarray(w.sum(axis=1)), np.asarray(w.sum(axis=0))
    n = int(np.count_nonzero(np.diff(w.indptr)))
    return _Constants(n, float(w.sum()), float(np.sum(both.data**2)) / 2, float(np.sum((out + back) ** 2)))


def _prepared(values: ArrayLike, weights: object) -> tuple[Floats, scipy.sparse.csr_array, _Constants]:
    x = as_floats(values, "values", 1)
    w = as_weights(weights, len(x))
    w.setdiag(0)
    w.eliminate_zeros()
    return x, w, _constants(w)


@asked
def moran(values: ArrayLike, weights: object, *, permutations: int = 0, seed: int = 0) -> Autocorrelation:
    r"""Moran's I: whether neighbours deviate from the mean in the same direction.

    Parameters
    ----------
    values : (n,) array_like of float
        One value per place, for instance a rate.
    weights : (n, n) sparse array
        Of the neighbours, at least 0; a place's weight for itself is left out.
    permutations, seed : int
        How many times values are dealt out anew, and the seed they are dealt by.

    Returns
    -------
    Autocorrelation
        NaN where it is not defined: fewer than four places with neighbours, or all values equal.

    Raises
    ------
    ValueError
        If values are missing, the weights have another shape or a weight is negative.

    Notes
    -----
    .. math:: I = \frac{n}{S_0} \frac{\sum_{ij} w_{ij} (x_i - \bar x)(x_j - \bar x)}{\sum_i (x_i - \bar x)^2},
              \qquad E(I) = -\frac{1}{n-1},

    with the variance under randomisation. n is the number of places that have neighbours; those without are in the
    mean and in the denominator.

    References
    ----------
    Moran, P. A. P. (1950). Notes on continuous stochastic phenomena. Biometrika 37, 17–23.
    Cliff, A. D. & Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion, ch. 2.
    """
    x, w, c = _prepared(values, weights)
    z = x - x.mean() if len(x) else x
    square = float(z @ z)
    if c.n < 4 or not _varies(x):
        return _undefined("Moran's I", c.n)
    k = len(z) * float(np.sum(z**4)) / square**2
    n = float(c.n)
    expected = -1 / (n - 1)
    first = n * ((n**2 - 3 * n + 3) * c.s1 - n * c.s2 + 3 * c.s0**2)
    second = k * ((n**2 - n) * c.s1 - 2 * n * c.s2 + 6 * c.s0**2)
    variance = (first - second) / ((n - 1) * (n - 2) * (n - 3) * c.s0**2) - expected**2

    def statistic(dealt: Any) -> Any:
        return n / c.s0 * np.sum(dealt * (w @ dealt), axis=0) / square

    return _result(
        "Moran's I",
        z,
        statistic,
        facts=(expected, variance, c.n),
        dealt=(permutations, seed),
        reference="Cliff & Ord 1981, ch. 2",
    )


@asked
def geary(values: ArrayLike, weights: object, *, permutations: int = 0, seed: int = 0) -> Autocorrelation:
    r"""Geary's c: how much neighbours differ, against how much all do; below 1 they are alike.

    Parameters
    ----------
    values, weights, permutations, seed
        As in `moran`.

    Returns
    -------
    Autocorrelation

    Raises
    ------
    ValueError
        As in `moran`.

    Notes
    -----
    .. math:: c = \frac{n - 1}{2 S_0} \frac{\sum_{ij} w_{ij} (x_i - x_j)^2}{\sum_i (x_i - \bar x)^2}, \qquad E(c) = 1.

    References
    ----------
    Geary, R. C. (1954). The contiguity ratio and statistical mapping. The Incorporated Statistician 5, 115–146.
    Cliff, A. D. & Ord, J. K. (1981). Spatial Processes: Models and Applications. Pion, ch. 2.
    """
    x, w, c = _prepared(values, weights)
    z = x - x.mean() if len(x) else x
    square = float(z @ z)
    if c.n < 4 or not _varies(x):
        return _undefined("Geary's c", c.n)
    k = len(z) * float(np.sum(z**4)) / square**2
    n = float(c.n)
    variance = (
        (n - 1) * c.s1 * (n**2 - 3 * n + 3 - (n - 1) * k)
        - (n - 1) * c.s2 / 4 * (n**2 + 3 * n - 6 - (n**2 - n + 2) * k)
        + c.s0**2 * (n**2 - 3 - (n - 1) ** 2 * k)
    ) / (n * (n - 2) * (n - 3) * c.s0**2)
    both = np.asarray(w.sum(axis=1)) + np.asarray(w.sum(axis=0))

    def statistic(dealt: Any) -> Any:
        # sum of w (x_i - x_j)^2, opened up
        apart = both @ dealt**2 - 2 * np.sum(dealt * (w @ dealt), axis=0)
        return (n - 1) / (2 * c.s0) * apart / square

    return _result(
        "Geary's c",
        z,
        statistic,
        facts=(1.0, variance, c.n),
        dealt=(permutations, seed),
        reference="Cliff & Ord 1981, ch. 2",
    )


@asked
def general_g(values: ArrayLike, weights: object, *, permutations: int = 0, seed: int = 0) -> Autocorrelation:
    r"""The general G: whether high values lie beside high ones (above the mean) or low ones beside low (below).

    Parameters
    ----------
    values : (n,) array_like of float
        At least 0.
    weights, permutations, seed
        As in `moran`.

    Returns
    -------
    Autocorrelation

    Raises
    ------
    ValueError
        As in `moran`, and if a value is negative.

    Notes
    -----
    .. math:: G = \frac{\sum_{ij} w_{ij} x_i x_j}{\sum_{i \ne j} x_i x_j}, \qquad E(G) = \frac{S_0}{n(n-1)},

    over the places that have neighbours.

    References
    ----------
    Getis, A. & Ord, J. K. (1992). The analysis of spatial association by use of distance statistics. Geographical
    Analysis 24, 189–206, with the correction in 25, 276 (1993).
    """
    x, w, c = _prepared(values, weights)
    if x.size and x.min() < 0:
        raise ValueError("values must not be negative")
    if c.n < 4 or not _varies(x):
        return _undefined("general G", c.n)
    n = float(c.n)
    some = np.flatnonzero(np.diff(w.indptr) + np.diff(w.tocsc().indptr))
    x, w = x[some], w[some][:, some]
    scaled = x / x.mean()
    m1, m2, m3, m4 = (float(np.sum(scaled**power)) for power in (1, 2, 3, 4))
    b0 = (n**2 - 3 * n + 3) * c.s1 - n * c.s2 + 3 * c.s0**2
    b1 = -((n**2 - n) * c.s1 - 2 * n * c.s2 + 6 * c.s0**2)
    b2 = -(2 * n * c.s1 - (n + 3) * c.s2 + 6 * c.s0**2)
    b3 = 4 * (n - 1) * c.s1 - 2 * (n + 1) * c.s2 + 8 * c.s0**2
    b4 = c.s1 - c.s2 + c.s0**2
    whole = m1**2 - m2
    expected = c.s0 / (n * (n - 1))
    squared = (b0 * m2**2 + b1 * m4 + b2 * m1**2 * m2 + b3 * m1 * m3 + b4 * m1**4) / (
        whole**2 * n * (n - 1) * (n - 2) * (n - 3)
    )

    def statistic(dealt: Any) -> Any:
        return np.sum(dealt * (w @ dealt), axis=0) / whole

    facts = (expected, squared - expected**2, c.n)
    return _result(
        "general G",
        scaled,
        statistic,
        facts=facts,
        dealt=(permutations, seed),
        reference="Getis & Ord 1992, with the correction 1993",
    )


@asked
def local_moran(values: ArrayLike, weights: object, *, permutations: int = 0, seed: int = 0) -> LocalMoran:
    r"""Local Moran's I: which places are like their neighbours, and which stand out from them.

    Parameters
    ----------
    values : (n,) array_like of float
        One value per place.
    weights : (n, n) sparse array
        Of the neighbours, at least 0; a place's weight for itself is left out.
    permutations, seed : int
        How many times the *other* places' values are dealt out anew around each, and the seed.

    Returns
    -------
    LocalMoran

    Raises
    ------
    ValueError
        As in `moran`.

    Notes
    -----
    With :math:`z = x - \bar x`, :math:`m_2 = \sum z^2/n`, :math:`W_i = \sum_j w_{ij}` and
    :math:`W_i^{(2)} = \sum_j w_{ij}^2`:

    .. math:: I_i = \frac{z_i}{m_2} \sum_j w_{ij} z_j, \quad E(I_i) = -\frac{z_i^2 W_i}{(n-1) m_2}, \quad
        V(I_i) = \frac{z_i^2}{m_2^2} \frac{n}{n-2}
        \left(W_i^{(2)} - \frac{W_i^2}{n-1}\right)\left(m_2 - \frac{z_i^2}{n-1}\right)

    given the value of the place itself (conditional randomisation).

    References
    ----------
    Anselin, L. (1995). Local indicators of spatial association – LISA. Geographical Analysis 27, 93–115.
    Sokal, R. R., Oden, N. L. & Thomson, B. A. (1998). Local spatial autocorrelation in a biological model.
    Geographical Analysis 30, 331–354.
    """
    x, w, c = _prepared(values, weights)
    n = len(x)
    method = Method(
        "local Moran's I",
        {"permutations": permutations, "seed": seed},
        (
            *LIMITS,
            "Normal probabilities are wrong for few neighbours and skewed values; permute.",
            "A place is high beside others as a number, not as a cause.",
        ),
        "Anselin 1995, Geographical Analysis 27:93; Sokal, Oden & Thomson 1998",
        c.n,
    )
    _check_permutations(permutations)
    floor = 2 / (permutations + 1) if permutations else float("nan")
    nothing = np.full(n, np.nan)
    if n < 3 or not _varies(x):
        none = np.zeros(n, dtype=np.int64)
        return LocalMoran(nothing, nothing, nothing, nothing, nothing, nothing, nothing, floor, none, method)
    z = x - x.mean()
    m2 = float(z @ z) / n
    some = np.diff(w.indptr) > 0
    sums, squares = (
        np.asarray(w.sum(axis=1)),
        np.asarray(scipy.sparse.csr_array((w.data**2, w.indices, w.indptr), shape=w.shape).sum(axis=1)),
    )
    lag = np.asarray(w @ z)
    statistic, expected = z * lag / m2, -(z**2) * sums / ((n - 1) * m2)
    variance = (z / m2) ** 2 * (n / (n - 2)) * (squares - sums**2 / (n - 1)) * (m2 - z**2 / (n - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(variance > 0, (statistic - expected) / np.sqrt(np.maximum(variance, 0)), np.nan)
    p = 2 * scipy.special.ndtr(-np.abs(score))
    permuted = _dealt_around(z, w, lag, permutations, seed) if permutations else nothing.copy()
    for values_ in (statistic, expected, variance, score, p, permuted):
        values_[~some] = np.nan
    quadrant = np.where(z > 0, np.where(lag > 0, 1, 4), np.where(lag > 0, 2, 3))
    quadrant[~some] = 0
    q = benjamini_hochberg(permuted if permutations else p)
    return LocalMoran(statistic, expected, variance, score, p, permuted, q, floor, quadrant.astype(np.int64), method)


def _dealt_around(z: Floats, w: scipy.sparse.csr_array, lag: Floats, permutations: int, seed: int) -> Floats:
    """Twice the smaller tail of the lag, the other places' values dealt out by lot around each place."""
    n, most = len(z), int(np.diff(w.indptr).max(initial=0))
    rng = np.random.default_rng(seed)
    row = rows_of(w)
    at = np.arange(w.nnz) - w.indptr[row]
    above, below = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    hair = 1e-12 * np.sqrt(
        np.asarray(scipy.sparse.csr_array((w.data**2, w.indices, w.indptr), shape=w.shape).sum(axis=1)) * float(z @ z)
    )
    for _ in range(permutations):
        # The same hand is dealt around all places, each leaving itself out of the pack.
        hand = rng.permutation(n - 1)[:most]
        chosen = hand[at]
        chosen += chosen >= row
        drawn = np.bincount(row, w.data * z[chosen], minlength=n)
        above += drawn >= lag - hair
        below += drawn <= lag + hair
    return np.minimum(1.0, 2 * (np.minimum(above, below) + 1) / (permutations + 1))


def eb_standardised(cases: ArrayLike, population: ArrayLike) -> Floats:
    r"""Rates standardised by their own uncertainty, for Moran's I of rates.

    Parameters
    ----------
    cases : (n,) array_like of int
        Per place.
    population : (n,) array_like of float
        People, or whatever the cases are of; above 0.

    Returns
    -------
    (n,) float64

    Raises
    ------
    ValueError
        If lengths differ, a population is not above 0, or there are no cases at all.

    Notes
    -----
    With rates :math:`p_i`, the rate of all b and :math:`a = s^2 - b/\bar m`, where :math:`s^2` is their variance
    weighted by population and :math:`\bar m` the mean population: :math:`z_i = (p_i - b)/\sqrt{a + b/m_i}`, and
    :math:`\sqrt{b/m_i}` below the line where the other is not above 0.

    References
    ----------
    Assunção, R. M. & Reis, E. A. (1999). A new proposal to adjust Moran's I for population density. Statistics in
    Medicine 18, 2147–2162.
    """
    rate, m, a, b = _marshall(cases, population)
    if b == 0:
        raise ValueError("there are no cases, and no rates to standardise")
    variance = a + b / m
    return np.asarray((rate - b) / np.sqrt(np.where(variance > 0, variance, b / m)))


def eb_rates(cases: ArrayLike, population: ArrayLike) -> Floats:
    r"""Rates drawn towards the rate of all, the more the fewer people they are of.

    Parameters
    ----------
    cases : (n,) array_like of int
        Per place.
    population : (n,) array_like of float
        People, or whatever the cases are of; above 0.

    Returns
    -------
    (n,) float64

    Raises
    ------
    ValueError
        If lengths differ or a population is not above 0.

    Notes
    -----
    With a and b as in `eb_standardised` (a at least 0): :math:`b + (p_i - b)\,a/(a + b/m_i)`.

    References
    ----------
    Marshall, R. J. (1991). Mapping disease and mortality rates using empirical Bayes estimators. Applied Statistics
    40, 283–294.
    """
    rate, m, a, b = _marshall(cases, population)
    a = max(a, 0.0)
    return np.asarray(b + (rate - b) * (a / (a + b / m))) if b else rate


def _marshall(cases: ArrayLike, population: ArrayLike) -> tuple[Floats, Floats, float, float]:
    k, m = as_counts(cases, "cases", 1), as_floats(population, "population", 1)
    if len(k) != len(m) or not len(k):
        raise ValueError("cases and population must be equally long, and not empty")
    if m.min() < 1e-6:
        raise ValueError("population must be above 0 (by a millionth at least)")
    rate = k / m
    b = float(k.sum() / m.sum())
    s2 = float(np.sum(m * (rate - b) ** 2) / m.sum())
    return rate, m, s2 - b / float(m.mean()), b


def _varies(x: Floats) -> bool:
    return bool(len(x)) and bool(np.ptp(x) > 1e-12 * np.abs(x).max())


def _check_permutations(permutations: int) -> None:
    if permutations < 0:
        raise ValueError(f"permutations must be at least 0, not {permutations}")


def _undefined(name: str, n: int) -> Autocorrelation:
    nan = float("nan")
    return Autocorrelation(nan, nan, nan, nan, nan, nan, nan, n, Method(name, {}, LIMITS, "", 0))


def _result(
    name: str,
    z: Floats,
    statistic: Callable[[Any], Any],
    *,
    facts: tuple[float, float, int],
    dealt: tuple[int, int],
    reference: str,
) -> Autocorrelation:
    expected, variance, n = facts
    permutations, seed = dealt
    _check_permutations(permutations)
    found = float(statistic(z))
    score = (found - expected) / np.sqrt(variance) if variance > 0 else float("nan")
    p_permuted, floor = float("nan"), float("nan")
    if permutations:
        rng = np.random.default_rng(seed)
        far, done, at_once = 0, 0, max(1, CHUNK // len(z))
        bound = abs(found - expected) * (1 - 1e-12)
        while done < permutations:
            many = min(at_once, permutations - done)
            drawn = statistic(rng.permuted(np.repeat(z[:, None], many, axis=1), axis=0))
            far += int(np.count_nonzero(np.abs(drawn - expected) >= bound))
            done += many
        p_permuted, floor = (far + 1) / (permutations + 1), 1 / (permutations + 1)
    method = Method(name, {"permutations": permutations, "seed": seed}, LIMITS, reference, 1)
    return Autocorrelation(
        found,
        expected,
        float(variance),
        float(score),
        float(2 * scipy.special.ndtr(-abs(score))),
        p_permuted,
        floor,
        n,
        method,
    )
