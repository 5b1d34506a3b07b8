"""The chain: what a thing rests on, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db.models import Q

from lagesbild.core import chain


@dataclass(frozen=True)
class Row:
    pk: int


TIES = {("a", "b"): [(1, 10), (1, 11), (2, 11), (3, 12)], ("b", "c"): [(10, 100), (11, 100), (12, 101)]}
HIDDEN = {11}


def _named(condition: Q) -> set[int]:
    """The numbers that a condition of these tests names."""
    found: set[int] = set()
    children: list[Any] = condition.children
    for child in children:
        found |= _named(child) if isinstance(child, Q) else set(child[1])
    return found


ASKED: list[Q] = []


def _rows(condition: Q) -> Iterable[Row]:
    ASKED.append(condition)
    return [Row(pk) for pk in sorted(_named(condition)) if pk not in HIDDEN]


def _ends(pairs: list[tuple[int, int]], rows: Iterable[Row], *, of: int) -> Q:
    known = {row.pk for row in rows}
    return Q(pk__in=[pair[of] for pair in pairs if pair[1 - of] in known])


@pytest.fixture(autouse=True)
def _links() -> Iterator[None]:
    for order, name in enumerate(("a", "b", "c"), start=1):
        chain.kind(
            f"test.{name}",
            name,
            order=1000 + order,
            rows=_rows,
            called=lambda row: f"nr {row.pk}",
            page=lambda row: ("page", {"pk": row.pk}),
        )
    for (upper, lower), pairs in TIES.items():
        chain.tie(
            f"test.{upper}",
            f"test.{lower}",
            below=partial(_ends, pairs, of=1),
            above=partial(_ends, pairs, of=0),
        )
    yield
    chain.forget("test.a", "test.b", "test.c")


def _walked(name: str, pk: int) -> dict[str, list[int]]:
    row: Any = Row(pk)
    return {step.name[-1]: [link.number for link in step.links] for step in chain.walk(f"test.{name}", row)}


def test_the_chain_leads_up_to_what_a_thing_rests_on_and_down_to_what_came_of_it() -> None:
    assert _walked("b", 10) == {"a": [1], "b": [10], "c": [100]}
    assert _walked("a", 3) == {"a": [3], "b": [12], "c": [101]}
    assert _walked("c", 101) == {"a": [3], "b": [12], "c": [101]}


def test_what_whoever_looks_may_not_see_is_neither_shown_nor_walked_through() -> None:
    assert _walked("a", 2) == {"a": [2]}
    assert _walked("c", 100) == {"a": [1], "b": [10], "c": [100]}


def test_many_rows_are_counted_and_some_of_them_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TIES, ("a", "b"), [])
    chain.tie("test.a", "test.b", below=lambda uppers: Q(pk__in=range(20, 40)), above=lambda lowers: Q(pk__in=[]))
    (_, step) = chain.walk("test.a", Row(1))  # type: ignore[arg-type]
    assert (len(step.links), step.count, step.more) == (chain.SHOWN, 20, 20 - chain.SHOWN)


def test_a_kind_is_asked_for_once_however_many_ties_lead_to_it() -> None:
    chain.tie("test.a", "test.c", below=lambda uppers: Q(pk__in=[102]), above=lambda lowers: Q(pk__in=[]))
    ASKED.clear()
    assert _walked("a", 3) == {"a": [3], "b": [12], "c": [101, 102]}
    assert len(ASKED) == 2


def test_rows_that_the_page_has_read_already_are_walked_through_and_not_asked_for() -> None:
    ASKED.clear()
    row: Any = Row(1)
    steps = chain.walk("test.a", row, {"test.b": [Row(10)]})
    assert {step.name: [link.number for link in step.links] for step in steps} == {
        "test.a": [1],
        "test.b": [10],
        "test.c": [100],
    }
    assert len(ASKED) == 1
