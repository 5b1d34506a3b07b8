"""Which problem comes first, under every reasonable weighting: what people have scored, put to `analysis`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import mean, median

import numpy as np

from lagesbild.analysis import report
from lagesbild.analysis.acceptability import RankAcceptability, rank_acceptability
from lagesbild.core.told import both
from lagesbild.core.web import Here
from lagesbild.i18n import Message
from lagesbild.problems.models import LEAST, MOST, Criterion, Valuation
from lagesbild.problems.page import APART, apart, criteria_of

DRAWS, SEED = 10_000, 2001
MOST_RANKED = 200
"""Problems that are ranked against each other."""
AT_MOST = 2_000_000
"""Draws times problems: with many problems fewer draws are made, which still are enough for whole percent."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a problem stands among those that have been valued.

    Parameters
    ----------
    number, title : int and str
    share : tuple of float
        Share of the draws in each place, the first place first.
    expected : float
        Mean place.
    unknown : float
        Share of the weight that nobody has scored.
    disagreed : tuple of str
        Names of the criteria that the parties see so differently that they should talk about it.
    """

    pk: int
    number: int
    title: str
    share: tuple[float, ...]
    expected: float
    unknown: float
    disagreed: tuple[str, ...]

    @property
    def usual(self) -> int:
        """The place it most often comes in."""
        return int(np.argmax(self.share)) + 1


@dataclass(frozen=True, slots=True)
class Ranking:
    """All that have been valued, the first first, and how many draws it rests on."""

    rows: tuple[Standing, ...]
    draws: int

    def of(self, problem: int) -> Standing | None:
        """Where one stands; None where nobody has valued it, or where it is not ranked."""
        return next((row for row in self.rows if row.pk == problem), None)


def ranking(here: Here) -> Ranking:
    """The ranking of what whoever looks may see; computed once a request."""
    return here.once("problems.ranking", lambda: compute(criteria_of(here)))


def compute(criteria: Sequence[Criterion]) -> Ranking:
    """The ranking of the problems that are open or prioritised. Called inside the walls."""
    given = Valuation.objects.counted().values_list(
        *("problem_id", "problem__number", "problem__title", "criterion_id", "of_party_id", "score")
    )
    titles: dict[int, tuple[int, str]] = {}
    said: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for pk, number, title, criterion, party, score in given.order_by("problem__number", "pk"):
        titles[pk] = (number, title)
        said[pk, criterion, party].append(score)
    problems = list(titles)[:MOST_RANKED]
    weighs = any(one.weight for one in criteria)
    if not problems or not weighs:
        return Ranking((), 0)
    draws = min(DRAWS, AT_MOST // len(problems))
    found = _ranked(
        _scores(said, problems, [one.pk for one in criteria]).tobytes(),
        len(problems),
        tuple(one.weight for one in criteria),
        tuple(one.against for one in criteria),
        draws,
    )
    middles: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for (pk, criterion, _), scores in said.items():
        middles[pk, criterion].append(median(scores))
    rows = [
        Standing(
            problems[i],
            *titles[problems[i]],
            tuple(found.share[i].tolist()),
            float(found.expected[i]),
            float(found.unknown[i]),
            tuple(one.name for one in criteria if apart(middles[problems[i], one.pk]) >= APART),
        )
        for i in found.order
    ]
    return Ranking(tuple(rows), draws)


@lru_cache(maxsize=16)
def _ranked(
    scores: bytes, problems: int, weights: tuple[float, ...], against: tuple[bool, ...], draws: int
) -> RankAcceptability:
    """Drawn once for the same scores: pages show the ranking far more often than somebody values."""
    given = np.frombuffer(scores).reshape(problems, len(weights), -1)
    return rank_acceptability(given, weights, against=against, low=LEAST, high=MOST, draws=draws, seed=SEED)


def _scores(
    said: Mapping[tuple[int, int, int], Sequence[int]], problems: Sequence[int], criteria: Sequence[int]
) -> np.ndarray:
    """Problem by criterion by party: what each party's people scored on the average."""
    parties = sorted({party for _, _, party in said})
    scores = np.full((len(problems), len(criteria), len(parties)), np.nan)
    places = [{pk: i for i, pk in enumerate(found)} for found in (problems, criteria, parties)]
    for key, given in said.items():
        at = tuple(place.get(pk) for place, pk in zip(places, key, strict=True))
        if None not in at:
            scores[at] = mean(given)
    return scores


def worded(row: Standing) -> Message:
    """Where it stands, and how robustly."""
    return Message("{said}", {"said": both(lambda language: report.standing(row.share, language))})
