"""What was answered, counted: all of it for those who work with it, what may be published, and what is frozen below.

A count below `LEAST` is not published, and nothing from which it could be worked out: where one answer of several
that exclude each other is hidden, so many of the smallest others are that nobody who knows these rules can tell it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from lagesbild.dialogues.models import Dialogue, Note, Question
from lagesbild.i18n import LANGUAGES, N_, Message, Translator, capital, translator

LEAST = 5
"""The smallest count that is published."""
LIMITS = (
    N_("Whoever wanted to answered: it says what they think, and not how many think so."),
    N_("Counts below five, and those from which they could be worked out, are not told."),
)
LIMITS_OF_WALKS = (N_("What those saw who walked, on that way and at that hour."),)
Said = Callable[[Translator], str]


@dataclass(frozen=True, slots=True)
class Counted:
    """Answers to a question.

    Parameters
    ----------
    question : str
    kind : str
        `Question.Kind`.
    n : int
        How many answered it; 0 also where they are too few to be told.
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
    # of answers that have been disposed of, how many chose what is left
    n, kept = len(given) + question.kept.get("n", 0), Counter({int(i): n for i, n in _kept(question).items()})
    if question.kind == Question.Kind.TEXT:
        return Counted(question.text, question.kind, n, texts=tuple(given))
    if question.kind == Question.Kind.SCALE:
        times = Counter(given) + kept
        counts = tuple((str(step), times[step]) for step in range(1, 6))
        return Counted(question.text, question.kind, n, counts, middle=median(times.elements()) if n else None)
    chosen = Counter(one for value in given for one in (value if isinstance(value, list) else [value])) + kept
    counts = tuple((option, chosen[i]) for i, option in enumerate(question.options))
    return Counted(question.text, question.kind, n, counts)


def _kept(question: Question) -> dict[str, int]:
    return dict(question.kept.get("counts", {}))


def published(all_of_it: Sequence[Counted]) -> list[Counted]:
    """What may be published of the counts: nobody's own words, and no count that tells of a few."""
    return [_published(one) for one in all_of_it if one.kind != Question.Kind.TEXT]


def _published(one: Counted) -> Counted:
    nothing = Counted(one.question, one.kind, 0, tuple((name, None) for name, _ in one.counts))
    if one.n < LEAST:
        return nothing
    numbers = [n or 0 for _, n in one.counts]
    hidden = {i for i, n in enumerate(numbers) if 0 < n < LEAST}
    if one.kind == Question.Kind.MANY:
        # each answer is told by itself: it may not tell of those few who did not choose it either
        hidden |= {i for i, n in enumerate(numbers) if 0 < one.n - n < LEAST}
    elif hidden:
        # what is hidden adds up to what is left of all: beside a few nought is hidden too, and there has to be more
        # than one answer, not a few in all, and not as many as they can be at the most
        hidden |= {i for i, n in enumerate(numbers) if n == 0}
        while len(hidden) < 2 or (left := sum(numbers[i] for i in hidden)) < LEAST or left == (LEAST - 1) * len(hidden):
            told = [n for i, n in enumerate(numbers) if i not in hidden]
            if not told:
                return nothing
            hidden |= {i for i, n in enumerate(numbers) if n == min(told)}
    counts = tuple((name, None if i in hidden else n) for i, (name, n) in enumerate(one.counts))
    # of a scale with hidden steps the median could tell what they hold
    return Counted(one.question, one.kind, one.n, counts, middle=None if hidden else one.middle)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was said in a dialogue, as it stood when it was asked for.

    Parameters
    ----------
    sentences, limits : mapping of str to tuple of str
        By language.
    figures : mapping
        ``n``: answers or notes; ``questions``: text, kind, how many answered, each choice with its count (None of
        either: too few to be told), middle of a scale; ``notes``: kind and how many.
    period : tuple of date
        The first day and the day after the last.
    """

    sentences: Mapping[str, tuple[str, ...]]
    limits: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, Any]
    period: tuple[dt.date, dt.date]


def summary(dialogue: Dialogue) -> Summary:
    """What a dialogue says today, inside the walls of whoever asks.

    Nothing is in it that may not be published: where it is frozen, many read it. People's answers in their own words
    are not in it; the texts of the questions and of the answers to choose from are.
    """
    walk = dialogue.kind == Dialogue.Kind.WALK
    sentences, figures = _walked(dialogue) if walk else _answered(dialogue)
    return Summary(
        _in_both(sentences),
        _in_both([_as(Message(one)) for one in (LIMITS_OF_WALKS if walk else LIMITS)]),
        figures,
        (dialogue.opens, dialogue.last_day + dt.timedelta(days=1)),
    )


def _answered(dialogue: Dialogue) -> tuple[list[Said], dict[str, Any]]:
    n = dialogue.answers.count() + dialogue.disposed_answers
    rows = published(counted(dialogue))
    first = Message(
        N_("“{title}”: {n} answer."),
        {"title": dialogue.title, "n": n},
        plural=N_("“{title}”: {n} answers."),
        n=n,
    )
    figures = {
        "n": n,
        "questions": [
            {
                "question": one.question,
                "kind": one.kind,
                "n": one.n or None,
                "counts": [list(pair) for pair in one.counts],
                "middle": one.middle,
            }
            for one in rows
        ],
    }
    return [_as(first), *(_counted(one) for one in rows if one.n)], figures


def _counted(one: Counted) -> Said:
    def said(t: Translator) -> str:
        told = ", ".join(f"{name} {n}" for name, n in one.counts if n is not None)
        of_all = t.say(Message(N_("of {n}"), {"n": one.n}))
        return f"{one.question} {told} ({of_all})." if told else f"{one.question} {t.gettext(N_('too few'))}."

    return said


def _walked(dialogue: Dialogue) -> tuple[list[Said], dict[str, Any]]:
    left = {kind.value: dialogue.kept.get(kind.value, 0) for kind in Note.Kind}
    times = Counter(dialogue.notes.values_list("kind", flat=True)) + Counter(left)
    n = sum(times.values())
    first = Message(
        N_("“{title}”: {n} note."),
        {"title": dialogue.title, "n": n},
        plural=N_("“{title}”: {n} notes."),
        n=n,
    )
    kinds = [(kind, times[kind]) for kind in Note.Kind if times[kind]]

    def each(t: Translator) -> str:
        said = ", ".join(f"{t.gettext(str(kind.label))} {many}" for kind, many in kinds)
        return f"{capital(said)}."

    figures = {"n": n, "notes": [[str(kind.value), many] for kind, many in kinds]}
    return [_as(first), *([each] if kinds else [])], figures


def _as(message: Message) -> Said:
    return lambda t: t.say(message)


def _in_both(said: list[Said]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(one(translator(language)) for one in said) for language in LANGUAGES}
