"""Invented municipalities: whole, dry-shod, findable, repeatable, and nowhere in Sweden."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.demo.towns import SHAPES, Town, shape_of, town
from lagesbild.demo.towns.build import crossings
from lagesbild.demo.towns.county import county
from lagesbild.demo.towns.export import (
    addresses,
    areas_geojson,
    degrees,
    gazetteer,
    ground_geojson,
    municipality_geojson,
)
from lagesbild.demo.towns.names import compound, genitive
from lagesbild.demo.towns.shapes import NEIGHBOURS, Shape
from lagesbild.places.areas import find_municipality, municipalities


@pytest.fixture(scope="module", params=SHAPES, ids=[one.slug for one in SHAPES])
def place(request: pytest.FixtureRequest) -> Town:
    return town(request.param, 1)


def sound(place: Town) -> None:
    """What holds of every town of every seed."""
    spans = shapely.union_all([one.shape for one in place.bridges]).buffer(3)
    assert sum(piece.difference(spans).length for piece in crossings(place)) < 1
    land = place.outline.difference(place.open_water)
    assert shapely.contains_xy(land, place.addresses.xy).all()
    assert not shapely.union_all(place.blocks).intersects(place.open_water)
    together = shapely.union_all([one.shape for one in place.districts])
    assert together.area == pytest.approx(place.outline.area)
    assert sum(one.shape.area for one in place.districts) == pytest.approx(place.outline.area)
    assert all(one.shape.is_valid for one in place.districts)
    assert len({one.name for one in place.streets}) == len(place.streets)
    doors = np.column_stack([place.addresses.street, place.addresses.number])
    assert len(np.unique(doors, axis=0)) == len(doors)
    assert len({one.name for one in place.spots}) == len(place.spots)
    assert shapely.contains_xy(land, [(one.x, one.y) for one in (*place.spots, *place.villages)]).all()


def test_streets_cross_water_on_bridges_only_and_areas_tile_the_municipality(place: Town) -> None:
    sound(place)


@settings(max_examples=8)
@given(shape=st.sampled_from(SHAPES), seed=st.integers(2, 10_000))
def test_other_seeds_give_towns_as_sound(shape: Shape, seed: int) -> None:
    sound(town.__wrapped__(shape, seed))


def test_sizes_differ_as_the_municipalities_do() -> None:
    homes = {one.slug: len(town(one, 1).addresses) for one in SHAPES}
    assert homes["tranmora"] < homes["ronnmora"] < homes["alvhamra"] < homes["malmfjarda"] < homes["kungsfjarda"]
    assert len({one.police for one in town(shape_of("kungsfjarda"), 1).districts}) == 3


def test_same_seed_gives_the_same_town_and_another_seed_another(place: Town) -> None:
    again = town.__wrapped__(place.shape, 1)
    assert ground_geojson(again) == ground_geojson(place)
    assert list(addresses(again)) == list(addresses(place))
    assert list(addresses(town.__wrapped__(place.shape, 2))) != list(addresses(place))


def test_two_editions_of_areas_tile_the_same_municipality() -> None:
    place = town(shape_of("alvhamra"), 1)
    earlier = shapely.union_all([one.shape for one in place.earlier])
    assert earlier.area == pytest.approx(place.outline.area)
    assert sum(one.shape.area for one in place.earlier) == pytest.approx(place.outline.area)
    assert sum(one.people for one in place.earlier) == sum(one.people for one in place.districts)
    assert {one.code for one in place.earlier}.isdisjoint(one.code for one in place.districts)
    assert len(place.earlier) < len(place.districts)


def test_every_house_stands_in_a_block_and_on_no_other_house(place: Town) -> None:
    inside = shapely.STRtree(place.blocks).query(place.houses, predicate="within")[0]
    assert len(np.unique(inside)) == len(place.houses) > 500
    one, other = shapely.STRtree(place.houses).query(place.houses, predicate="overlaps")
    assert len(one) == len(other) == 0


def test_neighbours_share_their_border_point_for_point() -> None:
    whole = shapely.union_all([one.border for one in county()])
    assert whole.area == pytest.approx(sum(one.border.area for one in county()))
    for one in SHAPES:
        place = town(one, 1)
        beside = shapely.union_all([border for _, _, border in place.neighbours])
        assert len(place.neighbours) >= 3
        assert place.outline.intersection(beside).area == pytest.approx(0, abs=1)
        assert place.outline.boundary.intersection(beside.boundary).length > 10_000


def test_the_county_lies_in_open_sea_and_not_in_a_real_municipality() -> None:
    real = shapely.union_all(municipalities().geometry)
    whole = shapely.union_all([one.border for one in county()])
    outline = degrees(shapely.get_coordinates(whole.exterior.segmentize(2_000)))
    assert not shapely.intersects(real, shapely.polygons(outline))
    away = shapely.distance(real, shapely.points(outline)).min()
    assert away > 0.5, "half a degree from the coast"
    lon, lat = outline.T
    assert ((lon > 10.03) & (lon < 24.17) & (lat > 54.96) & (lat < 69.07)).all(), "valid in SWEREF 99 TM"


def test_no_invented_name_is_that_of_a_real_municipality_or_county(place: Town) -> None:
    names = [place.shape.name, *(name for _, name in NEIGHBOURS), *(one.name for one in place.villages)]
    assert [name for name in names if find_municipality(name) is not None] == []
    assert find_municipality(place.shape.code) is None


def test_no_invented_municipality_is_a_place_in_sweden(shared_data: Path) -> None:
    folder = shared_data / "sverige_geografi" / "ortregister"
    real: set[str] = set()
    for name in ("svensktext_ortsnamn.csv", "svenska-stader.csv", "geonames_se_500.csv"):
        with (folder / name).open(encoding="utf-8-sig") as file:
            real |= {cell.strip().casefold() for row in csv.reader(file) for cell in row}
    assert "köping" in real, "the lists are read"
    invented = [one.name for one in county()] + [name for one in SHAPES for name in one.villages]
    assert [name for name in invented if name.casefold() in real] == []


def test_what_is_exported_says_what_it_is_and_lies_where_the_town_lies(place: Town) -> None:
    areas = areas_geojson(place)["features"]
    assert sum(one["properties"]["folkmangd"] for one in areas) == pytest.approx(place.shape.people, abs=20)
    assert {one["properties"]["kod"][:4] for one in areas} == {place.shape.code}
    own, *beside = municipality_geojson(place)["features"]
    assert own["properties"]["pahittad"]
    assert len(beside) == len(place.neighbours)
    kinds = {one["properties"]["kind"] for one in ground_geojson(place, houses=True)["features"]}
    assert kinds == {"green", "block", "house", "water", "street", "road", "rail", "label"}
    border = shapely.from_geojson(json.dumps(own["geometry"]))
    for name, kind, lon, lat in gazetteer(place):
        assert name
        assert kind
        assert border.contains(shapely.Point(lon, lat))


def test_the_nearest_address_to_an_address_is_itself(place: Town) -> None:
    some = np.arange(0, len(place.addresses), 97)
    assert (place.nearest_address(place.addresses.xy[some]) == some).all()
    assert place.address(0).split()[-1].isdigit()


@pytest.mark.parametrize(
    ("name", "school", "own"),
    [
        ("Björkängen", "Björkängsskolan", "Björkängens"),
        ("Åsby", "Åsbyskolan", "Åsbys"),
        ("Stationsområdet", "Stationsskolan", "Stationsområdets"),
        ("Norra Malm", "Norra Malmsskolan", "Norra Malms"),
        ("Aspnäs", "Aspnässkolan", "Aspnäs"),
        ("Östra stranden", "Östra strandskolan", "Östra strandens"),
    ],
)
def test_names_are_put_together_as_in_swedish(name: str, school: str, own: str) -> None:
    assert compound(name, "skolan") == school
    assert genitive(name) == own
