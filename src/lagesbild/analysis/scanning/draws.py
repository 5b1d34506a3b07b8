"""Replicas of the cases under each null."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.analysis.replicas import generator
from lagesbild.analysis.result import Floats, Ints
from lagesbild.analysis.scanning.model import Model


@dataclass(frozen=True, slots=True, eq=False)
class Null:
    """What replicas are drawn from.

    Parameters
    ----------
    model : {"permutation", "poisson", "bernoulli"}
        Times dealt out among the cases; cases dealt out by what is expected; cases dealt out among all.
    base : (places, periods) float64
        What is expected, or cases and controls together.
    place : (cases,) int32
        Of each case; empty but for the permutation.
    period : (m,) int32
        Of the cases in the periods that are looked at, counted from the first of them; those of the others are not
        dealt out.
    first, cases, seed : int
    """

    model: Model
    base: Floats
    place: NDArray[np.int32]
    period: NDArray[np.int32]
    first: int
    cases: int
    seed: int

    def draw(self, replica: int) -> Ints:
        """Cases (places, periods from the first that is looked at) of one replica."""
        random, shape = generator(self.seed, replica), self.base.shape
        if self.model == "permutation":
            dealt = random.choice(self.place, len(self.period), replace=False)
            many = shape[1] - self.first
            return np.bincount(dealt * np.int32(many) + self.period, minlength=shape[0] * many).reshape(-1, many)
        if self.model == "poisson":
            share = self.base.ravel() / self.base.sum()
            return random.multinomial(self.cases, share).reshape(shape)[:, self.first :]
        pool = self.base.ravel().astype(np.int64)
        drawn = random.multivariate_hypergeometric(pool, self.cases, method="marginals")
        return drawn.reshape(shape)[:, self.first :]


def null(model: Model, base: Floats, cases: Ints, *, seed: int, first: int) -> Null:
    """The null that goes with a model and the observed cases; nothing is asked of periods before `first`."""
    place = period = np.zeros(0, dtype=np.int32)
    if model == "permutation":
        many = cases.ravel()
        at = np.repeat(np.arange(many.size, dtype=np.int32), many)
        place, period = at // np.int32(cases.shape[1]), at % np.int32(cases.shape[1])
        period = period[period >= first] - np.int32(first)
    return Null(model, base, place, period, first, int(cases.sum()), seed)
