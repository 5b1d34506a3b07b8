"""What may be published of answers: no count of a few, and none that could be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lagesbild.dialogues.models import Question
from lagesbild.dialogues.results import LEAST, Counted, count, published

OPTIONS = ["Ja", "Nej", "Ibland", "Vet inte"]


def _question(kind: str) -> Question:
    return Question(pk=7, text="Vågar du gå där?", kind=kind, options=OPTIONS)


def _possible(one: Counted, exclusive: bool) -> list[tuple[int, ...]]:
    """Every set of counts that agrees with what is told."""
    ranges = [[n] if n is not None else range(one.n + 1) for _, n in one.counts]
    return [counts for counts in product(*ranges) if not exclusive or sum(counts) == one.n]


@given(st.lists(st.integers(0, 3), max_size=24))
def test_a_count_of_a_few_is_never_told_and_cannot_be_worked_out(answers: list[int]) -> None:
    all_of_it = count(_question("one"), [{"7": one} for one in answers])
    assert all_of_it.n == sum(n or 0 for _, n in all_of_it.counts) == len(answers)
    (told,) = published([all_of_it])
    assert all(n is None or n == 0 or n >= LEAST for _, n in told.counts)
    if told.n:
        for i, (_, n) in enumerate(told.counts):
            if n is None:
                assert len({counts[i] for counts in _possible(told, True)}) > 1, "it is not the only one that fits"


@given(st.lists(st.integers(0, 4), max_size=5, min_size=5), st.integers(0, 12))
def test_who_knows_how_counts_are_hidden_works_out_no_count_of_a_few_either(few: list[int], many: int) -> None:
    def told(counts: Sequence[int]) -> tuple[int, tuple[tuple[str, int | None], ...]]:
        every = tuple(zip("abcdef", counts, strict=True))
        (found,) = published([Counted("Vågar du gå där?", "one", sum(counts), every)])
        return found.n, found.counts

    counts = (*few, many)
    n, seen = told(counts)
    ranges = [range(n + 1) if one is None else [one] for _, one in seen]
    fitting = [other for other in product(*ranges[:-1]) if (last := n - sum(other)) >= 0 and last in ranges[-1]]
    same = [all_ for other in fitting if told(all_ := (*other, n - sum(other))) == (n, seen)] if n else []
    for i, (_, one) in enumerate(seen):
        if n and one is None and counts[i] < LEAST:
            assert len({other[i] for other in same}) > 1


@given(st.lists(st.sets(st.integers(0, 3), min_size=1), max_size=24))
def test_of_several_answers_those_few_who_did_not_choose_one_are_not_told_either(answers: list[set[int]]) -> None:
    all_of_it = count(_question("many"), [{"7": sorted(one)} for one in answers])
    (told,) = published([all_of_it])
    for _, n in told.counts:
        assert n is None or n == 0 or n >= LEAST
        assert n is None or told.n - n == 0 or told.n - n >= LEAST


def test_few_answers_are_not_told_at_all_and_own_words_never() -> None:
    words = count(_question("text"), [{"7": "För mörkt"}] * 9)
    few = count(_question("scale"), [{"7": 1}] * (LEAST - 1))
    assert words.texts == ("För mörkt",) * 9
    (told,) = published([words, few])
    assert (told.n, {n for _, n in told.counts}, told.middle) == (0, {None}, None)


def test_a_scale_has_its_middle() -> None:
    one = count(_question("scale"), [{"7": step} for step in (1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5)])
    assert (one.middle, dict(one.counts)) == (5, {"1": 5, "2": 0, "3": 0, "4": 0, "5": 6})
    assert published([one])[0].middle == 5
