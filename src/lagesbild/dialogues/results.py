"""What was answered, counted: all of it for those who work with it, and what may be published.

A count below `LEAST` is not published, and nothing from which it could be worked out: where one answer of several
that exclude each other is hidden, the smallest of the others is hidden with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from lagesbild.dialogues.models import Dialogue, Question

LEAST = 5
"""The smallest count that is published."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers to a question.

    Parameters
    ----------
    question : str
    kind : str
        `Question.Kind`.
    n : int
        How many answered it.
    counts : tuple of (str, int or None)
        Each answer to choose from, in order, and how many chose it; None: too few to be told.
    texts : tuple of str
        Answers in people's own words; never published.
    middle : float or None
        Median of a scale.
    """

    question: str
    kind: str
    n: int
    counts: tuple[tuple[str, int | None], ...] = ()
    texts: tuple[str, ...] = ()
    middle: float | None = None

    @property
    def most(self) -> int:
        """The largest count that is told; 1 where none is."""
        return max((n for _, n in self.counts if n), default=1)


def counted(dialogue: Dialogue) -> list[Counted]:
    """The answers to each question, all of them."""
    answers = list(dialogue.answers.latest_first().values_list("content", flat=True))
    return [count(question, answers) for question in dialogue.questions.in_order()]


def count(question: Question, answers: Sequence[dict[str, Any]]) -> Counted:
    """The answers to one question."""
    given = [one[str(question.pk)] for one in answers if str(question.pk) in one]
    if question.kind == Question.Kind.TEXT:
        return Counted(question.text, question.kind, len(given), texts=tuple(given))
    if question.kind == Question.Kind.SCALE:
        times = Counter(given)
        counts = tuple((str(step), times[step]) for step in range(1, 6))
        return Counted(question.text, question.kind, len(given), counts, middle=median(given) if given else None)
    chosen = Counter(one for value in given for one in (value if isinstance(value, list) else [value]))
    counts = tuple((option, chosen[i]) for i, option in enumerate(question.options))
    return Counted(question.text, question.kind, len(given), counts)


def published(all_of_it: Sequence[Counted]) -> list[Counted]:
    """What may be published of the counts: nobody's own words, and no count that tells of a few."""
    return [_published(one) for one in all_of_it if one.kind != Question.Kind.TEXT]


def _published(one: Counted) -> Counted:
    if one.n < LEAST:
        return Counted(one.question, one.kind, 0, tuple((name, None) for name, _ in one.counts))
    hidden = {i for i, (_, n) in enumerate(one.counts) if n is not None and 0 < n < LEAST}
    if one.kind == Question.Kind.MANY:
        # each answer is told by itself: it may not tell of those few who did not choose it either
        hidden |= {i for i, (_, n) in enumerate(one.counts) if n is not None and 0 < one.n - n < LEAST}
    elif hidden:
        told = sorted((n or 0, i) for i, (_, n) in enumerate(one.counts) if i not in hidden)
        # what is hidden adds up to what is left of all: it has to hold more than one answer, and not a few in all
        while told and (len(hidden) < 2 or sum(one.counts[i][1] or 0 for i in hidden) < LEAST):
            hidden.add(told.pop(0)[1])
    counts = tuple((name, None if i in hidden else n) for i, (name, n) in enumerate(one.counts))
    # of a scale with hidden steps the median could tell what they hold
    return Counted(one.question, one.kind, one.n, counts, middle=None if hidden else one.middle)
