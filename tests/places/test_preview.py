"""What is said about areas before they are used: overlaps, holes, what lies outside, names that come twice."""

from __future__ import annotations

import shapely
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.i18n import translator
from lagesbild.places.preview import compared, doubts
from tests.places.places_world import shapes, squares


def said(areas: object, border: shapely.Geometry | None = None) -> list[str]:
    return [translator("en").say(one) for one in doubts(areas, border)]  # type: ignore[arg-type]


@given(st.integers(1, 6))
def test_areas_that_fit_together_raise_no_doubt(n: int) -> None:
    areas = squares(n)
    assert said(areas, shapely.union_all(areas.geometry)) == []


def test_the_worst_overlap_is_named() -> None:
    areas = shapes(
        shapely.box(16, 59, 16.2, 59.1), shapely.box(16.19, 59, 16.4, 59.1), shapely.box(16.3, 59, 16.5, 59.1)
    )
    (overlap,) = said(areas)
    assert overlap.startswith("2 pairs of areas overlap, most Område 1 and Område 2")


def test_a_hole_is_said_with_its_size() -> None:
    whole, hole = shapely.box(16, 59, 16.4, 59.1), shapely.box(16.2, 59.04, 16.22, 59.05)
    (one,) = said(shapes(shapely.difference(whole, hole)))
    assert "1 hole" in one
    assert "1.28 km²" in one


def test_slivers_between_hand_drawn_borders_are_no_news() -> None:
    areas = shapes(shapely.box(16, 59, 16.2, 59.1), shapely.box(16.1999999, 59, 16.4, 59.1))
    assert said(areas) == []


def test_what_is_left_out_and_what_lies_outside_is_counted() -> None:
    border = shapely.box(16.0, 59.0, 16.4, 59.1)
    found = said(squares(2), border)
    assert found == ["The areas cover 50 % of the municipality."]
    far = squares(6)
    assert said(far, border) == ["2 areas lie outside the municipality."]


def test_a_name_that_stands_for_several_areas_is_said() -> None:
    areas = squares(2)
    twice = type(areas)(areas.codes, ("Centrum", "Centrum"), areas.groups, None, "", areas.geometry, "x")
    assert said(twice) == ["1 name stands for several areas: Centrum."]


def test_editions_are_compared_by_their_codes() -> None:
    text = translator("en").say(compared(squares(5), squares(3), "DeSO 2018"))
    assert text == "Compared with DeSO 2018: 3 areas with the same code, 2 new, 0 gone."
