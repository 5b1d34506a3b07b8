"""Which problem comes first, and how surely: rank acceptability when weights may vary and those who value disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Floats, Method, Result, as_floats, as_numbers

MOST_CELLS = 200_000_000
"""Draws times problems times criteria that are worked through at most."""
MOST_STEPS = 1000
"""Of the scale."""
_BLOCK = 4_000_000
"""Cells held in memory at once."""


@dataclass(frozen=True, slots=True, eq=False)
class RankAcceptability(Result):
    """How often each of P problems comes in each place.

    Parameters
    ----------
    share : (P, P) float64
        Share of the draws in which a problem (row) comes in a place (column, best first); rows and columns sum to 1.
    expected : (P,) float64
        Mean place, 1 for the first.
    value : (P,) float64
        Mean value, 0 to 1, over the draws.
    unknown : (P,) float64
        Share of the weight that lies on criteria nobody has scored the problem on.
    method : Method
    """

    share: Floats
    expected: Floats
    value: Floats
    unknown: Floats
    method: Method

    @property
    def order(self) -> tuple[int, ...]:
        """Indexes of the problems, the one with the best mean place first."""
        return tuple(int(i) for i in np.argsort(self.expected, kind="stable"))


@asked
def rank_acceptability(
    scores: ArrayLike,
    weights: ArrayLike,
    *,
    against: ArrayLike | None = None,
    low: float = 1.0,
    high: float = 5.0,
    spread: float = 0.5,
    draws: int = 10_000,
    seed: int = 0,
) -> RankAcceptability:
    r"""Rank problems by weighted scores, under every reasonable weighting and whoever is right of those who valued.

    Parameters
    ----------
    scores : (P, C, K) array_like of float
        Score of each problem on each criterion by each party, from `low` to `high`; NaN where the party gave none.
    weights : (C,) array_like of float
        Weight of each criterion, at least 0 and not all 0; only their proportions matter.
    against : (C,) array_like of bool, optional
        Criteria on which a high score speaks against a problem (cost).
    low, high : float
        Ends of the scale.
    spread : float
        How far a weight may lie from the agreed one: 0.5 draws it uniformly from half of it to one and a half.
    draws, seed : int
        Number of draws, and the seed they are drawn by.

    Returns
    -------
    RankAcceptability

    Raises
    ------
    ValueError
        If shapes do not fit, a score lies outside the scale, a weight is negative, or there is too much to draw.

    Notes
    -----
    Stochastic multicriteria acceptability analysis with an additive value. In each draw every weight is drawn
    uniformly from :math:`w_c (1 \pm s)`, and every score of a problem on a criterion is that of one party, each
    equally likely, so that disagreement widens the ranks. Where no party has given a score every step of the scale
    from `low` to `high` is equally likely: what is not known speaks neither for nor against. Equal values are ranked
    by lot. With n draws the standard error of a share is at most :math:`1 / (2 \sqrt{n})`: half a percentage point at
    10,000.

    References
    ----------
    Lahdelma, R. & Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability analysis for group decision
    making. Operations Research 49(3), 444–454.
    """
    given = as_numbers(scores, "scores").astype(np.float64)
    if given.ndim != 3:
        raise ValueError(f"scores must have 3 dimensions, not {given.ndim}")
    problems, criteria, _ = given.shape
    agreed = as_floats(weights, "weights", 1)
    down = np.zeros(criteria, bool) if against is None else np.asarray(against, dtype=bool)
    if len(agreed) != criteria or down.shape != (criteria,):
        raise ValueError("weights and against must be as many as the criteria")
    if np.any(agreed < 0) or (criteria and not np.any(agreed > 0)):
        raise ValueError("weights must be at least 0, and one of them more")
    if not 0 < high - low <= MOST_STEPS or not 0 <= spread <= 1 or draws < 1:
        raise ValueError(f"high must exceed low by at most {MOST_STEPS}, spread lie from 0 to 1, draws be at least 1")
    known = np.isfinite(given)
    if np.any(known & ((given < low) | (given > high))) or np.any(np.isinf(given)):
        raise ValueError(f"scores must lie from {low:g} to {high:g}")
    if draws * problems * max(criteria, 1) > MOST_CELLS:
        raise ValueError(f"{draws} draws of {problems} problems on {criteria} criteria is too much to work through")

    rng = np.random.default_rng(seed)
    steps, how_many = _steps(given, known, low, high)
    counts = np.zeros((problems, problems), dtype=np.int64)
    total = np.zeros(problems)
    left, block = draws, max(1, _BLOCK // max(problems * criteria, 1))
    while left:
        n = min(left, block)
        left -= n
        values = _values(rng, n, steps=steps, how_many=how_many, agreed=agreed, spread=spread, down=down)
        total += values.sum(axis=0)
        # equal values by lot: ordered by value first, and by the lot where that is the same
        lot = rng.random(values.shape)
        place = np.argsort(np.lexsort((lot, -values), axis=1), axis=1)
        counts += np.apply_along_axis(np.bincount, 0, place, minlength=problems).T if problems else counts
    share = counts / draws
    missing = ~known.any(axis=2)
    method = Method(
        "rank acceptability (SMAA)",
        {"spread": spread, "draws": draws, "seed": seed, "low": low, "high": high},
        (
            "The value is a weighted sum: a very high score on one criterion can be outweighed by the others.",
            "Scores on different criteria are drawn independently of each other.",
            "A rank says nothing of how much greater one problem is than the next.",
        ),
        "Lahdelma & Salminen 2001, Operations Research 49:444",
    )
    return RankAcceptability(
        share,
        share @ np.arange(1, problems + 1),
        total / draws,
        missing @ agreed / agreed.sum() if criteria else np.ones(problems),
        method,
    )


def _steps(given: Floats, known: np.ndarray, low: float, high: float) -> tuple[Floats, np.ndarray]:
    """What each score is drawn from, 0 to 1: the parties' own first in the last axis, and how many they are.

    A cell that nobody has scored has every whole step of the scale.
    """
    problems, criteria, parties = given.shape
    every = np.linspace(0.0, 1.0, max(2, round(high - low) + 1))
    found = np.zeros((problems, criteria, max(parties, len(every))))
    how_many = known.sum(axis=2)
    order = np.argsort(~known, axis=2, kind="stable")
    found[:, :, :parties] = (np.take_along_axis(np.where(known, given, low), order, axis=2) - low) / (high - low)
    nobody = how_many == 0
    found[nobody, : len(every)] = every
    return found, np.where(nobody, len(every), how_many)


def _values(
    rng: np.random.Generator,
    n: int,
    *,
    steps: Floats,
    how_many: np.ndarray,
    agreed: Floats,
    spread: float,
    down: np.ndarray,
) -> Floats:
    """Values of the problems in `n` draws, (n, P)."""
    problems, criteria, _ = steps.shape
    weights = agreed * rng.uniform(1 - spread, 1 + spread, size=(n, criteria))
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    drawn = np.floor(rng.random((n, problems, criteria)) * how_many).astype(np.intp)
    score = steps[np.arange(problems)[:, None], np.arange(criteria), drawn]
    score[:, :, down] = 1 - score[:, :, down]
    return np.asarray(np.einsum("npc,nc->np", score, weights))
