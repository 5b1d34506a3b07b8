"""No edition, and no pair of editions, tells a count below five."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lagesbild.publishing.counts import LEAST, Table, Why, masked

NAMES = ("a", "b", "c", "d")
COUNTS = st.fixed_dictionaries({name: st.integers(0, 16) for name in NAMES})
EDITIONS = st.lists(COUNTS, min_size=1, max_size=4)


def published(editions: list[dict[str, int]]) -> list[Table]:
    said: list[Table] = []
    for values in editions:
        said.append(masked(values, said))
    return said


@given(EDITIONS)
def test_no_number_below_five_is_shown_and_what_is_shown_is_true(editions: list[dict[str, int]]) -> None:
    for values, table in zip(editions, published(editions), strict=True):
        for name, cell in table.cells.items():
            assert cell.value in (None, values[name])
            assert cell.value is None or cell.value >= LEAST
            assert (cell.hidden is Why.FEW) == (values[name] < LEAST)
        assert table.total in (None, sum(values.values()))


@given(EDITIONS)
def test_no_total_gives_a_hidden_count_away(editions: list[dict[str, int]]) -> None:
    for table in published(editions):
        hidden = [cell for cell in table.cells.values() if cell.value is None]
        assert (table.total is None) == bool(hidden)
        assert table.at_least == sum(cell.value or 0 for cell in table.cells.values())


@given(EDITIONS)
def test_no_pair_of_editions_tells_a_difference_below_five(editions: list[dict[str, int]]) -> None:
    said = published(editions)
    for i, later in enumerate(said):
        for earlier in said[:i]:
            for name in NAMES:
                one, other = earlier.cells[name].value, later.cells[name].value
                assert one is None or other is None or one == other or abs(one - other) >= LEAST


@given(COUNTS, COUNTS)
def test_whatever_one_edition_hides_could_be_any_small_number_beside_the_other(
    before: dict[str, int], after: dict[str, int]
) -> None:
    """Another count below five in the place of a hidden one would have been published in exactly the same way."""
    first, second = published([before, after])
    for name in NAMES:
        if first.cells[name].hidden is Why.FEW:
            for other in range(LEAST):
                assert published([before | {name: other}, after]) == [first, second]
        if second.cells[name].hidden is Why.FEW:
            for other in range(LEAST):
                assert published([before, after | {name: other}]) == [first, second]


@given(COUNTS, st.integers(0, 16))
def test_a_kind_with_another_name_is_not_compared_and_so_not_shown(before: dict[str, int], n: int) -> None:
    first = masked(before)
    renamed = {name: value for name, value in before.items() if name != "a"} | {"å": n}
    second = masked(renamed, [first])
    if first.cells["a"].value is not None:
        assert second.cells["å"].value is None


def test_nought_is_hidden_like_any_small_number() -> None:
    assert masked({"a": 0, "b": 4}) == masked({"a": 4, "b": 0})
