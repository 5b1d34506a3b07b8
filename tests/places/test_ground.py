"""What lies under the maps: out of files of any kind, kept whole or refused, sent once."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
import shapely.geometry
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.core.actions import Denied
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.picture.ground import of_features
from lagesbild.places import actions, surroundings
from lagesbild.places.actions import ground as acting
from lagesbild.places.grounds import KINDS, clean, read_ground
from lagesbild.places.models import GroundMap
from tests.places.places_world import arranger, collection, feature, system, write

LINE = shapely.LineString([(16.0, 59.5), (16.05, 59.55), (16.1, 59.6)])
HOUSE = shapely.box(16.01, 59.51, 16.0102, 59.5102)


def kinds(made: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["properties"]["kind"], one["properties"]["name"]) for one in made["features"]]


def test_features_say_their_own_kind(tmp_path: Path) -> None:
    path = write(tmp_path / "karta.geojson", [feature(LINE, kind="street", name="Storgatan"), feature(HOUSE, kind="x")])
    assert kinds(read_ground(path)) == [("street", "Storgatan")]


def test_a_layer_in_metres_is_all_of_the_kind_that_is_chosen(tmp_path: Path) -> None:
    lake = shapely.box(547_000, 6_597_000, 548_000, 6_598_000)
    path = write(tmp_path / "vatten.geojson", [feature(lake, namn="Sjön")], epsg=3006)
    made = read_ground(path, kind="water")
    assert kinds(made) == [("water", "Sjön")]
    assert 15 < made["features"][0]["geometry"]["coordinates"][0][0][0] < 16


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"building": "yes", "name": "Hos Anna"}, "house"),
        ({"highway": "primary"}, "road"),
        ({"highway": "residential"}, "street"),
        ({"waterway": "river"}, "water"),
        ({"natural": "water"}, "water"),
        ({"railway": "rail"}, "rail"),
        ({"landuse": "forest"}, "green"),
        ({"leisure": "park"}, "green"),
        ({"landuse": "residential"}, "block"),
        ({"place": "suburb", "name": "Nygård"}, "label"),
    ],
)
def test_openstreetmap_is_understood(tmp_path: Path, tags: dict[str, str], kind: str) -> None:
    path = write(tmp_path / "osm.geojson", [feature(HOUSE, **tags), feature(LINE, amenity="bench")])
    ((found, name),) = kinds(read_ground(path))
    assert found == kind
    # no map names a house, which may be called after who lives there
    assert name == ("" if kind == "house" else tags.get("name", ""))


def test_only_what_lies_in_the_municipality_or_near_is_kept(tmp_path: Path) -> None:
    long, far = shapely.LineString([(16.0, 59.5), (17.0, 59.5)]), shapely.LineString([(18.0, 59.5), (18.1, 59.5)])
    path = write(tmp_path / "karta.geojson", [feature(one, kind="road") for one in (long, far)])
    made = read_ground(path, within=shapely.box(16.0, 59.4, 16.2, 59.6))
    (one,) = made["features"]
    assert max(x for x, _ in one["geometry"]["coordinates"]) == pytest.approx(16.22)
    with pytest.raises(InputError, match="lies in the municipality"):
        read_ground(path, within=shapely.box(12.0, 57.0, 12.2, 57.2))


def test_a_file_that_does_not_say_what_it_holds_asks(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="says what it is"):
        read_ground(write(tmp_path / "karta.geojson", [feature(LINE, typ="x")]))


BROKEN: list[Any] = [
    [],
    {"type": "FeatureCollection", "features": []},
    {"type": "FeatureCollection", "features": {}},
    collection("nej"),  # type: ignore[arg-type]
    collection({"type": "Feature", "properties": None, "geometry": None}),
    collection(feature(None, kind="street")),
    collection({"properties": {"kind": "street"}, "geometry": "LineString"}),
    collection({"properties": {"kind": "street"}, "geometry": {"type": "LineString"}}),
    collection({"properties": {"kind": "street"}, "geometry": {"type": "LineString", "coordinates": [[1]]}}),
    collection({"properties": {"kind": "street"}, "geometry": {"type": "LineString", "coordinates": []}}),
    collection({"properties": {"kind": "street"}, "geometry": {"type": "Circle", "coordinates": [1, 2]}}),
    collection(feature(LINE, kind="canal")),
    collection(feature(shapely.box(547_000, 6_597_000, 548_000, 6_598_000), kind="water")),
]


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
def test_what_cannot_be_drawn_is_refused_in_words(broken: Any) -> None:
    with pytest.raises(InputError):
        clean(broken if isinstance(broken, dict) else {})


def test_the_feature_that_stops_a_file_is_named() -> None:
    with pytest.raises(InputError) as refused:
        clean(collection(feature(LINE, kind="street"), feature(LINE, kind="canal")))
    assert "Feature 2 is of the kind canal" in translator("en").say(refused.value.message)


points = st.tuples(st.floats(16, 17, width=32), st.floats(59, 60, width=32))


@given(st.lists(st.lists(points, min_size=2, max_size=30, unique=True), min_size=1, max_size=8), st.data())
def test_what_is_kept_lies_where_it_lay_and_picture_can_draw_it(
    lines: list[list[tuple[float, float]]], data: st.DataObject
) -> None:
    given_ = [feature(shapely.LineString(line), kind=data.draw(st.sampled_from(KINDS)), name="x") for line in lines]
    kept, counts = clean(collection(*given_))
    assert sum(counts.values()) == len(kept["features"]) == len(lines)
    for before, after in zip(given_, kept["features"], strict=True):
        one, other = (shapely.geometry.shape(each["geometry"]) for each in (before, after))
        assert shapely.hausdorff_distance(one, other) < 1e-5
    again, _ = clean(kept)
    assert [one["properties"] for one in again["features"]] == [one["properties"] for one in kept["features"]]
    assert len(of_features(kept)) == sum(one["properties"]["kind"] != "house" for one in given_)


@pytest.mark.django_db(transaction=True)
class TestKeeping:
    def test_each_file_lies_beside_the_others_in_the_order_of_drawing(self, two: tuple[int, int]) -> None:
        actor = system(two[0])
        for source, shape, kind in (("gator", LINE, "street"), ("vatten", HOUSE, "water"), ("gator", LINE, "road")):
            actions.set_ground(actor=actor, features=collection(feature(shape, kind=kind, name=source)), source=source)
        with scope(actor.scope()):
            found = surroundings.ground()
            assert found is not None
            assert kinds(found) == [("water", "vatten"), ("road", "gator")]
            row = GroundMap.objects.get(source="vatten")
            assert row.counts == {"water": 1}
        actions.remove_ground(actor=actor, ground=row.pk)
        with scope(actor.scope()):
            assert kinds(surroundings.ground() or {}) == [("road", "gator")]
        with scope(Scope(read=(two[1],))):
            assert surroundings.ground() is None

    def test_the_tag_changes_with_the_ground_and_not_before(self, two: tuple[int, int]) -> None:
        actor = system(two[0])
        tags = []
        for name in ("Storgatan", "Storgatan", "Nygatan"):
            features = collection(feature(LINE, kind="street", name=name))
            actions.set_ground(actor=actor, features=features, source="gator")
            with scope(actor.scope()):
                tag, packed = surroundings.packed_ground()
                assert name in gzip.decompress(packed).decode()
                tags.append(tag)
        assert tags[0] == tags[1] != tags[2]

    def test_what_a_phone_cannot_fetch_is_refused(self, two: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(acting, "MOST", 200)
        actor = system(two[0])
        actions.set_ground(actor=actor, features=collection(feature(LINE, kind="street")), source="gator")
        with pytest.raises(InputError, match="what a phone can fetch"):
            actions.set_ground(actor=actor, features=collection(feature(HOUSE, kind="house")), source="hus")
        with scope(actor.scope()):
            assert GroundMap.objects.count() == 1

    def test_only_those_who_arrange_change_it(self, two: tuple[int, int]) -> None:
        features = collection(feature(LINE, kind="street"))
        row = actions.set_ground(actor=arranger(two[0]), features=features, source="gator")
        for role in ("reporter", "member", "leader", "analyst", "auditor"):
            with pytest.raises(Denied):
                actions.set_ground(actor=arranger(two[0], role), features=features, source="gator")
            with pytest.raises(Denied):
                actions.remove_ground(actor=arranger(two[0], role), ground=row.pk)
        with pytest.raises(GroundMap.DoesNotExist):
            actions.remove_ground(actor=arranger(two[1]), ground=row.pk)

    def test_without_ground_the_border_stands_for_it(self, two: tuple[int, int]) -> None:
        with scope(Scope(read=(two[0],))):
            assert json.loads(gzip.decompress(surroundings.packed_ground()[1]))["ground"]["features"] == []
