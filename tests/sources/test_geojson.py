"""GeoJSON and other JSON as tables of text."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import InputError, UnreadableInput
from lagesbild.i18n import translator
from lagesbild.places import coordinates as co
from lagesbild.sources import geojson
from lagesbild.sources.positions import place


def point(x, y, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [x, y]}}


def collection(features, **members):
    return {"type": "FeatureCollection", "features": features, **members}


def write(path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def concluded(table) -> str:
    say = translator("en").say
    return "\n".join(
        f"{say(c.what)}: {c.value if isinstance(c.value, str) else say(c.value)}" for c in table.conclusions
    )


class TestFeatures:
    def test_properties_and_points_become_columns(self, tmp_path):
        features = [point(16.1, 59.5, kind="Brand", n=3, open=True, note=" x "), point(16, 59, kind=None, extra=1.50)]
        table = geojson.read_table(write(tmp_path / "a.geojson", collection(features)))
        assert table.frame.to_dict(as_series=False) == {
            "kind": ["Brand", None],
            "n": ["3", None],
            "open": ["true", None],
            "note": ["x", None],
            "extra": [None, "1.5"],
            "lat": ["59.5", "59"],
            "lon": ["16.1", "16"],
        }
        assert table.lines.tolist() == [1, 2]
        assert table.decimal == "."
        assert "Format: GeoJSON" in concluded(table)

    def test_features_without_place_keep_their_row(self, tmp_path):
        features = [
            point(16, 59, a=1),
            {"type": "Feature", "properties": {"a": 2}, "geometry": None},
            {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": []}},
            {"type": "Feature", "properties": {"a": 4}, "geometry": {"type": "Point", "coordinates": ["x"]}},
            {"type": "Feature", "properties": {"a": 5}, "geometry": {"type": "Spiral", "coordinates": [1, 2]}},
            {"type": "Feature", "properties": {"a": 6}, "geometry": {"type": "Polygon", "coordinates": [[["x"]]]}},
            "odd",
        ]
        table = geojson.read_table(write(tmp_path / "a.geojson", collection(features)))
        assert table.frame["a"].to_list() == ["1", "2", None, "4", "5", "6"]
        assert [refusal.line for refusal in table.set_aside] == [7]
        placed = place(table.frame, {"lat": "lat", "lon": "lon"})
        assert placed.placement.tolist() == [0, 2, 2, 5, 5, 5]

    def test_other_shapes_are_represented_by_a_point_and_that_is_said(self, tmp_path):
        shapes = [
            {"type": "MultiPoint", "coordinates": [[16.5, 59.5]]},
            {"type": "Polygon", "coordinates": [[[16, 59], [17, 59], [17, 60], [16, 60], [16, 59]]]},
        ]
        features = [{"type": "Feature", "properties": {"a": 1}, "geometry": shape} for shape in shapes]
        table = geojson.read_table(write(tmp_path / "a.geojson", collection(features)))
        assert table.frame["lat"].to_list() == ["59.5", "59.5"]
        assert "MultiPoint 1, Polygon 1: each is represented by a point inside it" in concluded(table)

    def test_a_crs_in_the_file_is_honoured(self, tmp_path):
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
        north, east = co.from_wgs84(np.array([16.0]), np.array([59.5]), co.SWEREF99_TM)
        path = write(tmp_path / "a.geojson", collection([point(east[0], north[0], a=1), point("?", 2, a=2)], crs=crs))
        table = geojson.read_table(path)
        assert float(table.frame["lat"][0]) == pytest.approx(59.5)
        assert float(table.frame["lon"][0]) == pytest.approx(16.0)
        assert "SWEREF 99 TM" in concluded(table)
        assert place(table.frame, {"lat": "lat", "lon": "lon"}).placement.tolist() == [0, 5]
        crs["properties"]["name"] = "the moon"
        with pytest.raises(UnreadableInput, match="the moon"):
            geojson.read_table(write(tmp_path / "b.geojson", collection([point(1, 2)], crs=crs)))

    def test_metres_without_a_crs_are_left_to_be_concluded(self, tmp_path):
        north, east = co.from_wgs84(np.array([16.0]), np.array([59.5]), co.SWEREF99_TM)
        table = geojson.read_table(write(tmp_path / "a.geojson", collection([point(east[0], north[0])])))
        assert table.frame.columns == ["north", "east"]
        assert place(table.frame, {"north": "north", "east": "east"}).lon[0] == pytest.approx(16.0)

    def test_names_do_not_collide_and_identities_are_kept(self, tmp_path):
        feature = point(16, 59, lat="north", Lon=1) | {"id": 7}
        table = geojson.read_table(write(tmp_path / "a.geojson", collection([feature])))
        assert table.frame.columns == ["id", "lat", "Lon", "geometry lat", "geometry lon"]
        assert table.frame["id"].to_list() == ["7"]

    def test_one_feature_per_line(self, tmp_path):
        lines = [json.dumps(point(16, 59, a=1)), "", '{"type": "Feat', json.dumps(point(17, 59, a=2))]
        table = geojson.read_table(write(tmp_path / "a.geojsonl", "\n".join(lines)))
        assert table.frame["a"].to_list() == ["1", "2"]
        assert table.lines.tolist() == [1, 4]
        assert [refusal.line for refusal in table.set_aside] == [3]
        assert "one per line" in concluded(table)

    def test_a_spoilt_first_line_costs_only_itself(self, tmp_path):
        lines = ['{"type": "Feat', *(json.dumps(point(16, 59, a=i)) for i in range(3))]
        table = geojson.read_table(write(tmp_path / "a.geojsonl", "\n".join(lines)))
        assert table.lines.tolist() == [2, 3, 4]
        assert [refusal.line for refusal in table.set_aside] == [1]

    def test_packed_and_other_encodings(self, tmp_path):
        text = json.dumps(collection([point(16, 59, a="å")]), ensure_ascii=False)
        for name, content in {
            "a.geojson.gz": gzip.compress(text.encode()),
            "b.geojson": b"\xef\xbb\xbf" + text.encode(),
            "c.geojson": text.encode("utf-16"),
            "d.geojson": text.encode("cp1252"),
        }.items():
            (tmp_path / name).write_bytes(content)
            assert geojson.read_table(tmp_path / name).frame["a"].to_list() == ["å"]


class TestObjects:
    def test_a_list_of_flat_objects(self, tmp_path):
        rows = [{"service_request_id": 1, "lat": 40.1, "place": {"city": "X"}, "tags": ["a"]}, {"lat": None}, 3]
        table = geojson.read_table(write(tmp_path / "a.json", rows))
        assert table.frame.to_dict(as_series=False) == {
            "service_request_id": ["1", None],
            "lat": ["40.1", None],
            "place.city": ["X", None],
            "tags": ['["a"]', None],
        }
        assert [refusal.line for refusal in table.set_aside] == [3]

    def test_the_one_list_in_an_object_is_taken(self, tmp_path):
        table = geojson.read_table(write(tmp_path / "a.json", {"count": 1, "tags": [1], "requests": [{"a": 1}]}))
        assert table.frame["a"].to_list() == ["1"]
        with pytest.raises(UnreadableInput, match="holds no list"):
            geojson.read_table(write(tmp_path / "b.json", {"one": [{"a": 1}], "two": [{"a": 1}]}))

    def test_halves_of_characters_do_not_stop_it(self, tmp_path):
        assert geojson.read_table(write(tmp_path / "a.json", '[{"a\\ud83d": "x\\ude00"}]')).frame.height == 1

    def test_numbers_are_kept_as_written(self, tmp_path):
        number = "1" * 5000
        table = geojson.read_table(write(tmp_path / "a.json", f'[{{"a": {number}, "b": 1.10, "c": NaN}}]'))
        assert table.frame.row(0) == (number, "1.10", None)


class TestBroken:
    def test_the_place_of_the_error_and_the_way_to_mend_are_said(self, tmp_path):
        path = write(tmp_path / "a.json", '[\n  {"a": 1},\n  {"a" 2}\n]')
        with pytest.raises(UnreadableInput, match=r"line 3, column 8, near “2}”.*comma or a quotation mark"):
            geojson.read_table(path)
        with pytest.raises(UnreadableInput, match="cut off"):
            geojson.read_table(write(tmp_path / "b.json", '[{"a": "b'))

    @pytest.mark.parametrize(
        "content",
        ["", " ", "null", "1", '"x"', "[]", "{}", "[[]]", "[{}]", '{"type": "FeatureCollection"}', "[" * 100_000],
    )
    def test_what_holds_no_rows_is_refused(self, tmp_path, content):
        with pytest.raises(UnreadableInput):
            geojson.read_table(write(tmp_path / "a.json", content))

    @given(st.integers(0, 300), st.binary(max_size=10))
    def test_a_cut_or_spoilt_file_is_read_or_refused(self, tmp_path_factory, cut, tail):
        whole = json.dumps(collection([point(16, 59, a=1, b="å"), point(17, 59, a=None)])).encode()
        path = tmp_path_factory.mktemp("cut") / "a.geojson"
        path.write_bytes(whole[:cut] + tail)
        try:
            table = geojson.read_table(path)
        except UnreadableInput:
            return
        assert table.frame.height == len(table.lines) == 2

    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
            lambda inner: (
                st.lists(inner, max_size=4)
                | st.dictionaries(
                    st.sampled_from(
                        ["type", "features", "geometry", "coordinates", "properties", "crs", "id", "a.b", "a"]
                    ),
                    inner | st.sampled_from(["Feature", "FeatureCollection", "Point", "Polygon", "MultiPoint"]),
                    max_size=5,
                )
            ),
            max_leaves=25,
        )
    )
    def test_any_json_is_read_or_refused(self, tmp_path_factory, document):
        path = write(tmp_path_factory.mktemp("any") / "a.json", document)
        try:
            table = geojson.read_table(path)
        except InputError:
            return
        assert table.frame.height == len(table.lines)
        assert len(set(table.frame.columns)) == table.frame.width
