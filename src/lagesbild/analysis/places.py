"""Places: counts in squares, how sure a ranking is, and which places have changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.intervals import predictive_interval
from lagesbild.analysis.multiple import benjamini_hochberg
from lagesbild.analysis.result import Floats, Ints, Method, Result, as_counts, as_floats

CHUNK = 4_000_000
"""Random numbers drawn at a time."""
MOST_SUMMED = 10_000_000
"""Incidents of one place whose distribution is summed one by one."""
MOST_SQUARES = 2**30
"""Squares from 0 within which column and row are numbered together in 64 bits."""


@dataclass(frozen=True, slots=True, eq=False)
class GridCounts(Result):
    """Squares that hold at least one incident, in order of row and column.

    Parameters
    ----------
    column, row : (k,) int64
        Index of each square: floor of x and of y over the side.
    count : (k,) int64
    cell : float
        Side of the squares.
    member : (n,) int64
        Index into the squares of each incident.
    """

    column: Ints
    row: Ints
    count: Ints
    cell: float
    member: Ints


@dataclass(frozen=True, slots=True, eq=False)
class RankCertainty(Result):
    """How sure the top of a ranking is.

    Parameters
    ----------
    probability : (n,) float64
        Probability that the place is among the top k if the same weeks were drawn again.
    expected : (n,) float64
        Mean of its new count: drawn towards the mean of all.
    shrinkage : (n,) float64
        Share of that expectation that comes from all places rather than from its own count.
    low, high : (n,) float64
        95 % interval of the mean.
    method : Method
    """

    probability: Floats
    expected: Floats
    shrinkage: Floats
    low: Floats
    high: Floats
    method: Method


@dataclass(frozen=True, slots=True, eq=False)
class ChangedPlaces(Result):
    """Places against their own history and against the whole.

    Parameters
    ----------
    count : (n,) int64
        Counted now.
    expected : (n,) float64
        Count now if the place's rate over both periods had held.
    expected_whole : (n,) float64
        The same if the place had followed the whole.
    p, q : (n,) float64
        Against its own history: two-sided probability by chance, and corrected for all places. NaN where a place has
        no incident in either period.
    p_whole, q_whole : (n,) float64
        Against the change of the whole.
    low, high : (n,) float64
        95 % interval of the count now, of one place alone, if its rate in the history has held.
    correlation : (n,) float64
        How much more alike incidents of one place and period are than Poisson counts, as seen in all *other* places:
        0 for none.
    method : Method
    """

    count: Ints
    expected: Floats
    expected_whole: Floats
    low: Floats
    high: Floats
    p: Floats
    q: Floats
    p_whole: Floats
    q_whole: Floats
    correlation: Floats
    method: Method


@asked
def grid_counts(x: ArrayLike, y: ArrayLike, cell: float) -> GridCounts:
    """Count incidents in squares of a grid that has a corner at 0, 0.

    Parameters
    ----------
    x, y : (n,) array_like of float
        Positions in metres.
    cell : float
        Side of the squares, above 0.

    Returns
    -------
    GridCounts

    Raises
    ------
    ValueError
        If lengths differ, values are missing, the side is not above 0 or a position lies too many sides away from 0.
    """
    xs, ys = as_floats(x, "x", 1), as_floats(y, "y", 1)
    if len(xs) != len(ys):
        raise ValueError("x and y must be equally long")
    if cell <= 0:
        raise ValueError("cell must be above 0")
    if len(xs) and max(np.abs(xs).max(), np.abs(ys).max()) >= MOST_SQUARES * cell:
        raise ValueError(f"x and y must lie within {MOST_SQUARES:,} squares of 0; use larger ones")
    column, row = (np.floor(v / cell).astype(np.int64) for v in (xs, ys))
    if not len(xs):
        return GridCounts(column, row, column.copy(), float(cell), column.copy())
    low = column.min()
    width = int(column.max() - low) + 1
    keys, member, count = np.unique(row * width + (column - low), return_inverse=True, return_counts=True)
    return GridCounts(keys % width + low, keys // width, count.astype(np.int64), float(cell), member.astype(np.int64))


@asked
def rank_certainty(
    counts: ArrayLike, k: int, seed: int, *, draws: int = 500, n_cells: int | None = None
) -> RankCertainty:
    r"""Probability that each place is among the top k when the same weeks are drawn again.

    Parameters
    ----------
    counts : (n,) array_like of int
        Incidents per place.
    k : int
        Length of the list, at least 1.
    seed : int
        Seed of the draws.
    draws : int
        Draws; the standard error of a probability is at most :math:`0.5/\sqrt{draws}`.
    n_cells : int, optional
        All places, when empty ones are left out of `counts`: they weigh in the prior, and are drawn together.

    Returns
    -------
    RankCertainty

    Raises
    ------
    ValueError
        If counts are negative or not whole, k or draws below 1, or there are fewer places than counts.

    Notes
    -----
    Means are gamma distributed over places with shape a and rate b fitted by moments,
    :math:`b = m/(v-m)`, :math:`a = mb`. Given its count c a place has a gamma mean of shape a + c and rate b + 1,
    expectation :math:`(a+c)/(b+1)`; :math:`b/(b+1)` is the shrinkage. New counts are Poisson around drawn means;
    equal counts are ordered by lot. Without more spread than chance (v ≤ m) all places are alike.

    References
    ----------
    Clayton, D. & Kaldor, J. (1987). Empirical Bayes estimates of age-standardized relative risks. Biometrics 43,
    671–681.
    Goldstein, H. & Spiegelhalter, D. J. (1996). League tables and their limitations. Journal of the Royal
    Statistical Society A 159, 385–443.
    """
    c = as_counts(counts, "counts", 1)
    if k < 1 or draws < 1:
        raise ValueError("k and draws must be at least 1")
    n = len(c) if n_cells is None else n_cells
    if n < len(c):
        raise ValueError("n_cells must be at least the number of counts")
    shape, rate = _prior(c, n)
    rng = np.random.default_rng(seed)
    hits = np.zeros(len(c), dtype=np.int64)
    empty = n - len(c)
    done = 0
    while done < draws and len(c):
        many = min(draws - done, max(1, CHUNK // n))
        means = np.column_stack(
            [
                rng.gamma(shape + c, 1 / (rate + 1), size=(many, len(c))),
                rng.gamma(shape, 1 / (rate + 1), size=(many, empty)),
            ]
        )
        # Lots between equal counts: a fraction below 1 never changes the order of different ones.
        drawn = rng.poisson(means) + rng.random(means.shape)
        if k < n:
            bound = np.partition(drawn, n - k, axis=1)[:, n - k]
            hits += (drawn[:, : len(c)] >= bound[:, None]).sum(axis=0)
        else:
            hits += many
        done += many
    method = Method(
        "gamma-Poisson ranking",
        {"k": k, "draws": draws, "seed": seed, "shape": shape, "rate": rate, "places": n},
        ("Weeks like the same weeks: a trend, a season or a measure taken is not in it.",),
        "Clayton & Kaldor 1987; Goldstein & Spiegelhalter 1996",
    )
    posterior = np.asarray(shape + c, dtype=np.float64)
    return RankCertainty(
        hits / draws,
        posterior / (rate + 1),
        np.full(len(c), rate / (rate + 1)),
        np.asarray(scipy.special.gammaincinv(posterior, 0.025) / (rate + 1), dtype=np.float64),
        np.asarray(scipy.special.gammaincinv(posterior, 0.975) / (rate + 1), dtype=np.float64),
        method,
    )


def _prior(c: Ints, n: int) -> tuple[float, float]:
    """Shape and rate by moments; a rate of 1e6 times the mean stands for places that are all alike."""
    mean = c.sum() / n if n else 0.0
    if mean == 0:
        return 0.5, 1.0
    variance = (np.sum(c.astype(float) ** 2) - n * mean**2) / max(n - 1, 1)
    rate = mean / max(variance - mean, 1e-6 * mean)
    return float(mean * rate), float(rate)


@asked
def changed_places(
    now: ArrayLike,
    before: ArrayLike,
    exposure_now: float,
    exposure_before: float,
) -> ChangedPlaces:
    r"""Test each place for a change against its own history, and against the change of the whole.

    Parameters
    ----------
    now, before : (n,) array_like of int
        Incidents per place in the period and in the history.
    exposure_now, exposure_before : float
        Lengths of the two, in the same unit, above 0.

    Returns
    -------
    ChangedPlaces

    Raises
    ------
    ValueError
        If lengths differ, counts are negative or not whole, a place has more than ten million incidents, or an
        exposure is not above 0 or a million times the other.

    Notes
    -----
    Given the N incidents of a place in both periods, those of now are binomial with the share of the exposure (own
    history) or the share :math:`\pi` of the period in the incidents of all *other* places (the whole). When counts vary
    more than Poisson, they are beta-binomial with the intraclass correlation

    .. math:: \rho = \frac{\sum (x - N\pi)^2 - N\pi(1-\pi)}{\sum N(N-1)\pi(1-\pi)},

    at least 0, summed over the other places, so that a place that has changed does not hide itself. Other places that
    have changed raise it, which makes the tests careful. p is twice the smaller tail, as a normal deviate read off
    Student's t with one degree of freedom less than there are other places with at least two incidents (at least one),
    as the correlation is estimated. The interval is widened alike. Against the whole, the correlation is raised by what
    the share of the others is not known by. One place alone is tested as Poisson.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940). Homogeneity of results in testing samples from Poisson series.
    Biometrika 31, 313–323.
    Williams, D. A. (1982). Extra-binomial variation in logistic linear models. Applied Statistics 31, 144–148.
    McCullagh, P. & Nelder, J. (1989). Generalized Linear Models, 2nd ed., section 4.5.
    """
    x, past = as_counts(now, "now", 1), as_counts(before, "before", 1)
    if len(x) != len(past):
        raise ValueError("now and before must be equally long")
    if min(exposure_now, exposure_before) <= 0 or not 1e-6 <= exposure_now / exposure_before <= 1e6:
        raise ValueError("exposure_now and exposure_before must be above 0, and neither a million times the other")
    total = x + past
    if len(x) and total.max() > MOST_SUMMED:
        raise ValueError(f"now and before must hold at most {MOST_SUMMED:,} incidents of a place together")
    share = exposure_now / (exposure_now + exposure_before)
    everything = int(total.sum())
    others = everything - total
    with np.errstate(invalid="ignore", divide="ignore"):
        # Half an incident to each side keeps the share of the others inside 0 to 1.
        whole = (x.sum() - x + share) / (others + 1.0)
    rho, freedom = _correlation(x, total, whole)
    p = _judged(_two_sided(x, total, np.full(len(x), share), rho), freedom)
    p_whole = _judged(_two_sided(x, total, whole, _uncertain(rho, total)), freedom)
    p_whole[others == 0] = np.nan
    ratio = exposure_now / exposure_before
    # variance of a new count given the old one, drawn out by how much places vary beyond Poisson
    spread = (1 + ratio) * (1 + rho * np.maximum(total - 1, 0))
    spread *= (scipy.special.stdtrit(freedom, 0.975) / scipy.special.ndtri(0.975)) ** 2
    interval = predictive_interval((past + 0.5) * ratio, spread)
    method = Method(
        "conditional beta-binomial test" if np.any(rho > 0) else "conditional binomial test",
        {"exposure_now": exposure_now, "exposure_before": exposure_before},
        ("Breaks in coverage between the periods look like changes.",),
        "Przyborowski & Wilenski 1940; Williams 1982 for the dispersion, of the other places",
        int(np.count_nonzero(total)),
    )
    return ChangedPlaces(
        x,
        np.asarray(total * share, dtype=np.float64),
        total * whole,
        interval.low,
        interval.high,
        p,
        benjamini_hochberg(p),
        p_whole,
        benjamini_hochberg(p_whole),
        rho,
        method,
    )


def _correlation(x: Ints, total: Ints, share: Floats) -> tuple[Floats, Floats]:
    """Intraclass correlation in all places but each, around their share, and its degrees of freedom (inf for none)."""
    n, k = total.astype(float), x.astype(float)

    def others(values: Floats) -> Floats:
        return np.asarray(values.sum() - values)

    room = share * (1 - share)
    bound = others(n * (n - 1)) * room
    excess = others(k * k) - 2 * share * others(k * n) + share**2 * others(n * n) - others(n) * room
    rho = np.divide(excess, bound, out=np.zeros(len(k)), where=bound > 0)
    seen = others((n > 1).astype(float))
    return np.clip(rho, 0.0, 0.9), np.where(seen > 0, np.maximum(seen - 1, 1.0), np.inf)


def _uncertain(rho: Floats, total: Ints) -> Floats:
    """The correlation raised so that the variance holds that of the other places' share too."""
    n = total.astype(float)
    others = np.maximum(n.sum() - n, 1.0)
    varies = n + n * (n - 1) * rho
    share = (varies.sum() - varies) / others**2
    raised = rho + np.divide(share * n, n - 1, out=np.zeros(len(n)), where=n > 1)
    return np.asarray(np.minimum(raised, 0.9), dtype=np.float64)


def _judged(p: Floats, freedom: Floats) -> Floats:
    """Two-sided p of a known dispersion as that of an estimated one."""
    return np.asarray(2 * scipy.special.stdtr(freedom, scipy.special.ndtri(p / 2)))


def _two_sided(x: Ints, total: Ints, share: Floats, rho: Floats) -> Floats:
    """Twice the smaller tail of x among `total`; NaN where the total is 0."""
    p = np.full(len(x), np.nan)
    some = total > 0
    k, n, s, r = x[some], total[some], share[some], rho[some]
    lower = _tail(k, n, s, r)
    upper = _tail(n - k, n, 1 - s, r)
    p[some] = np.minimum(1.0, 2 * np.minimum(lower, upper))
    return p


def _tail(k: Ints, n: Ints, share: Floats, rho: Floats) -> Floats:
    """Probability of at most k of n."""
    found = np.asarray(scipy.special.bdtr(k.astype(float), n, share), dtype=np.float64)
    apart = rho > 1e-9
    if np.any(apart):
        found[apart] = _beta_binomial_tail(k[apart], n[apart], share[apart], rho[apart])
    return found


def _beta_binomial_tail(k: Ints, n: Ints, share: Floats, rho: Floats) -> Floats:
    keys, back = np.unique(np.column_stack([k, n, share, rho]), axis=0, return_inverse=True)
    a = keys[:, 2] * (1 / keys[:, 3] - 1)
    b = (1 - keys[:, 2]) * (1 / keys[:, 3] - 1)
    sums = np.zeros(len(keys))
    # Sum the distribution up to k, all keys at once, in blocks of about equal length.
    order = np.argsort(keys[:, 0])
    for block in np.array_split(order, min(len(keys), int(keys[:, 0].sum() + len(keys)) // CHUNK + 1)):
        j = np.arange(int(keys[block, 0].max()) + 1)[None, :]
        size, at = keys[block, 1][:, None], keys[block, 0][:, None]
        rest = np.maximum(size - j, 0)
        log = -np.log(size + 1) - scipy.special.betaln(rest + 1, j + 1)
        log += scipy.special.betaln(j + a[block][:, None], rest + b[block][:, None])
        log -= scipy.special.betaln(a[block], b[block])[:, None]
        sums[block] = np.sum(np.where(j <= at, np.exp(log), 0.0), axis=1)
    return np.asarray(np.minimum(sums, 1.0)[back.ravel()])
