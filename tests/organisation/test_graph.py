"""The organisation as a picture: all of the tree is in it, nothing lies on anything else, vacancies have a shape."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.core.models import Party
from lagesbild.i18n import translator
from lagesbild.organisation import graph
from lagesbild.organisation.graph import NARROW, Box, Graph
from lagesbild.organisation.models import Body, Holder, Seat
from lagesbild.organisation.structure import Filled, Node
from tests.organisation.house import House, build

SAY = translator("sv").say


def node(name: str = "BRÅ", holders: Iterable[str] = (), below: Iterable[Node] = ()) -> Node:
    """A body with a seat for each of `holders`: held, with a deputy alone, or vacant."""
    seats = []
    for how in holders:
        held = {"held": (Holder(deputy=False),), "deputy": (Holder(deputy=True),), "vacant": ()}[how]
        seats.append(Filled(Seat(title=how), held))
    return Node(Body(name=name, convener=Party(name="Kommunen"), per="month", times=1), seats, list(below))


HOW = st.lists(st.sampled_from(["held", "deputy", "vacant"]), max_size=15)
TREES = st.lists(
    st.recursive(
        st.builds(node, st.text(min_size=1, max_size=90), HOW),
        lambda below: st.builds(node, st.text(min_size=1, max_size=90), HOW, st.lists(below, max_size=3)),
        max_leaves=12,
    ),
    max_size=3,
)


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.wide <= other.x
        or other.x + other.wide <= one.x
        or one.y + one.high <= other.y
        or other.y + other.high <= one.y
    )


@settings(max_examples=60, deadline=None)
@given(TREES)
def test_each_body_is_drawn_once_and_no_box_lies_on_another(tree: list[Node]) -> None:
    every = [one for top in tree for one in top.walk()]
    for drawn in (graph.across(tree, SAY), graph.down(tree, SAY)):
        assert len(drawn.boxes) == len(every)
        assert all(apart(one, other) for one, other in itertools.combinations(drawn.boxes, 2))
        for box in drawn.boxes:
            assert box.x > 0
            assert box.x + box.wide < drawn.wide
            assert box.y + box.high < drawn.high
            assert all(box.y < line.y < box.y + box.high for line in box.lines)
            assert all(box.x < dot.x < box.x + box.wide and box.y < dot.y < box.y + box.high for dot in box.dots)
    assert graph.down(tree, SAY).wide <= NARROW + 1


@settings(max_examples=30, deadline=None)
@given(TREES)
def test_whoever_reports_has_an_arrow(tree: list[Node]) -> None:
    reporting = sum(len(one.below) for top in tree for one in top.walk())
    drawn = graph.across(tree, SAY)
    assert len(drawn.lines) == len(drawn.heads) == reporting


def words(drawn: Graph) -> list[str]:
    return [line.text for line in drawn.boxes[0].lines]


def test_a_vacancy_has_a_shape_and_a_word() -> None:
    drawn = graph.across([node(holders=("held", "deputy", "vacant"))], SAY)
    assert [dot.shape for dot in drawn.boxes[0].dots] == ["full", "half", "ring"]
    assert "2 av 3 poster vakanta" in words(drawn)
    assert "Sammankallas av Kommunen" in words(drawn)
    assert "Alla 2 poster tillsatta" in words(graph.across([node(holders=("held", "held"))], SAY))
    assert graph.across([node(holders=["held"] * 40)], SAY).boxes[0].dots == ()


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_it_wide_and_narrow_without_style_and_says_what_it_is(two: tuple[int, int]) -> None:
    house: House = build(two[0])
    above = house.body("Styrgruppen", kind="steering")
    house.body("EST <Nygård>", reports_to=above.pk)
    text = house.client("Carl").get(reverse("organisation:list", kwargs={"slug": "alfa"})).text
    assert text.count('role="img"') == 2
    assert text.count("EST &lt;Nygård&gt;") >= 3
    assert "<svg" in text
    assert "style=" not in text.partition('id="bild"')[2].partition("</section>")[0]
