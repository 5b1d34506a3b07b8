"""Areas: files of many kinds, mended and understood, and the area that holds a point."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import polars as pl
import pyogrio.raw
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import InputError, UnreadableInput
from lagesbild.places.areas import Areas, counties, find_municipality, municipalities, municipality, read_areas
from lagesbild.places.coordinates import SWEREF99_TM, from_wgs84


def square(west, south, size=0.1):
    return shapely.box(west, south, west + size, south + size)


def areas_of(shapes) -> Areas:
    codes = tuple(str(i) for i in range(len(shapes)))
    geometry = np.empty(len(shapes), object)
    geometry[:] = shapes
    return Areas(codes, codes, ("",) * len(shapes), None, "", geometry, "test")


def in_metres(shape):
    def move(xy):
        north, east = from_wgs84(xy[:, 0], xy[:, 1], SWEREF99_TM)
        return np.column_stack((east, north))

    return shapely.transform(shape, move)


def feature(shape, **properties):
    geometry = None if shape is None else shapely.geometry.mapping(shape)
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(path, features, **members):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features, **members}), encoding="utf-8")
    return path


def write_shapefile(path, shapes, crs, **columns):
    pyogrio.raw.write(
        path,
        np.array([shapely.to_wkb(shape) for shape in shapes], dtype=object),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        geometry_type="Polygon",
        crs=crs,
    )
    return path


class TestLocate:
    @given(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(1, 4)), min_size=1, max_size=6),
        st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=40),
    )
    def test_agrees_with_trying_every_area(self, boxes, points):
        shapes = [shapely.box(x, y, x + size, y + size) for x, y, size in boxes]
        lon, lat = (np.array(points, float) / 2).reshape(-1, 2).T
        brute = [
            next((i for i, shape in enumerate(shapes) if shape.intersects(shapely.Point(*point))), -1)
            for point in zip(lon, lat, strict=True)
        ]
        assert areas_of(shapes).locate(lon, lat).tolist() == brute

    def test_a_point_without_place_is_nowhere(self):
        found = areas_of([square(16, 59)]).locate(np.array([np.nan, 16.05, np.inf]), np.array([59.05, 59.05, 59.05]))
        assert found.tolist() == [-1, 0, -1]

    def test_holes_hold_nothing(self):
        ring = square(16, 59).difference(square(16.04, 59.04, 0.02))
        assert areas_of([ring]).locate(np.array([16.05]), np.array([59.05])).tolist() == [-1]

    def test_more_points_than_one_chunk(self):
        n = 230_000
        lon = np.tile([16.05, 17.05, 99.0], n // 3 + 1)[:n]
        found = areas_of([square(16, 59), square(17, 59)]).locate(lon, np.full(n, 59.05))
        np.testing.assert_array_equal(found, np.tile([0, 1, -1], n // 3 + 1)[:n])


class TestFiles:
    def test_attributes_are_concluded(self, tmp_path):
        path = write(
            tmp_path / "omr.geojson",
            [
                feature(square(16, 59), DeSO_kod="1983A0010", namn="Norr", kommunkod="1983", folkmangd_2023=900),
                feature(square(16.1, 59), DeSO_kod="1983C1010", namn="Söder", kommunkod="1983", folkmangd_2023=None),
            ],
        )
        areas = read_areas(path)
        assert areas.codes == ("1983A0010", "1983C1010")
        assert areas.names == ("Norr", "Söder")
        assert areas.groups == ("Köping", "Köping")
        np.testing.assert_array_equal(areas.population, [900, np.nan])
        assert areas.population_source == "omr.geojson: folkmangd_2023"

    def test_attributes_can_be_named(self, tmp_path):
        path = write(
            tmp_path / "omr.geojson",
            [
                feature(square(16, 59), a="x", b="North", c="Town", d=7),
                feature(square(17, 59), a="y", b="S", c="T", d=8),
            ],
        )
        areas = read_areas(path, code="a", name="B", group="c", population="d")
        assert (areas.codes, areas.names, areas.groups) == (("x", "y"), ("North", "S"), ("Town", "T"))
        assert areas.population.tolist() == [7, 8]
        with pytest.raises(InputError, match=r"no attribute “zz” .--area-code.. It has: a, b, c, d"):
            read_areas(path, code="zz")
        with pytest.raises(InputError, match="does not hold numbers"):
            read_areas(path, population="b")

    def test_the_code_of_a_larger_area_is_not_taken_for_the_code(self, tmp_path):
        shapes = [feature(square(16 + i / 10, 59), distrikt=f"D{i}", kommunkod="1983") for i in range(4)]
        areas = read_areas(write(tmp_path / "d.geojson", shapes))
        assert areas.codes == ("D0", "D1", "D2", "D3")

    def test_areas_without_any_code_are_numbered(self, tmp_path):
        areas = read_areas(write(tmp_path / "d.geojson", [feature(square(16, 59)), feature(square(17, 59))]))
        assert areas.codes == areas.names == ("1", "2")
        assert areas.population is None

    def test_rows_with_one_code_become_one_area(self, tmp_path):
        rows = [("A", 10), ("B", 5), ("A", 10), ("B", 7)]
        shapes = [feature(square(16 + i / 5, 59), kod=code, folkmängd=n) for i, (code, n) in enumerate(rows)]
        areas = read_areas(write(tmp_path / "d.geojson", shapes))
        assert areas.codes == ("A", "B")
        assert areas.population.tolist() == [10, 12]
        assert [note.values["n"] for note in areas.notes] == [2]
        assert areas.locate(np.array([16.45]), np.array([59.05])).tolist() == [0]

    def test_invalid_borders_are_mended_and_heights_dropped(self, tmp_path):
        bow = shapely.Polygon([(16, 59, 5), (16.1, 59.1, 5), (16.1, 59, 5), (16, 59.1, 5)])
        areas = read_areas(write(tmp_path / "d.geojson", [feature(bow, kod="a")]))
        assert shapely.is_valid(areas.geometry).all()
        assert not shapely.has_z(areas.geometry).any()
        assert len(areas.notes) == 1

    def test_rows_without_polygon_are_left_out_and_said(self, tmp_path):
        shapes = [feature(square(16, 59), kod="a"), feature(shapely.Point(16, 59), kod="b"), feature(None, kod="c")]
        areas = read_areas(write(tmp_path / "d.geojson", shapes))
        assert areas.codes == ("a",)
        assert areas.notes[0].values["n"] == 2
        with pytest.raises(UnreadableInput, match="holds no areas"):
            read_areas(write(tmp_path / "p.geojson", shapes[1:]))

    def test_a_crs_in_the_file_is_honoured(self, tmp_path):
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
        areas = read_areas(write(tmp_path / "d.geojson", [feature(in_metres(square(16, 59)), kod="a")], crs=crs))
        np.testing.assert_allclose(shapely.total_bounds(areas.geometry), [16, 59, 16.1, 59.1], atol=1e-6)

    def test_metres_without_a_crs_ask_which(self, tmp_path):
        path = write(tmp_path / "d.geojson", [feature(in_metres(square(16, 59)), kod="a")])
        with pytest.raises(UnreadableInput, match=r"look like SWEREF 99 TM.*--areas-crs EPSG:3006"):
            read_areas(path)
        np.testing.assert_allclose(
            shapely.total_bounds(read_areas(path, crs="3006").geometry), [16, 59, 16.1, 59.1], atol=1e-6
        )
        with pytest.raises(UnreadableInput, match="cannot be in"):
            read_areas(write(tmp_path / "e.geojson", [feature(shapely.box(1e12, 1e12, 2e12, 2e12))]), crs="EPSG:3006")

    def test_latitude_first_is_turned_round(self, tmp_path):
        turned = shapely.transform(square(16, 59), lambda xy: xy[:, ::-1])
        areas = read_areas(write(tmp_path / "d.geojson", [feature(turned, kod="a")]))
        np.testing.assert_allclose(shapely.total_bounds(areas.geometry), [16, 59, 16.1, 59.1])
        assert len(areas.notes) == 1

    def test_a_shapefile_without_prj_asks_and_says_what_it_looks_like(self, tmp_path):
        path = write_shapefile(tmp_path / "k.shp", [in_metres(square(16, 59))], "EPSG:3006", kod=["å"], namn=["Köping"])
        assert read_areas(path).names == ("Köping",)
        archive = tmp_path / "k.zip"
        with zipfile.ZipFile(archive, "w") as out:
            for part in tmp_path.glob("k.*"):
                if part.suffix != ".zip":
                    out.write(part, f"folder/{part.name}")
        assert read_areas(archive).names == ("Köping",)
        (tmp_path / "k.prj").unlink()
        with pytest.raises(UnreadableInput, match=r"\.prj.*look like SWEREF 99 TM.*--areas-crs EPSG:3006"):
            read_areas(path)
        assert read_areas(path, crs="EPSG:3006").codes == ("å",)

    def test_a_local_zone_is_not_guessed(self, tmp_path):
        path = write_shapefile(tmp_path / "k.shp", [shapely.box(1.4e5, 6.6e6, 1.5e5, 6.61e6)], "EPSG:3010", kod=["a"])
        (tmp_path / "k.prj").unlink()
        with pytest.raises(UnreadableInput, match="cannot tell which"):
            read_areas(path)

    def test_a_geopackage_gives_its_polygons(self, tmp_path):
        path = tmp_path / "k.gpkg"
        for layer, shape, kind in (("points", shapely.Point(16, 59), "Point"), ("areas", square(16, 59), "Polygon")):
            pyogrio.raw.write(
                path,
                np.array([shapely.to_wkb(shape)], dtype=object),
                [np.array(["a"], dtype=object)],
                ["kod"],
                layer=layer,
                geometry_type=kind,
                crs="EPSG:4326",
                append=path.exists(),
            )
        areas = read_areas(path)
        assert areas.codes == ("a",)
        assert areas.source == "k.gpkg: areas"

    def test_geoparquet_is_read_with_and_without_crs(self, tmp_path):
        frame = pl.DataFrame({"kod": ["a"], "folkmangd": [7], "geometry": [shapely.to_wkb(square(16, 59))]})
        path = tmp_path / "k.parquet"
        frame.write_parquet(
            path, metadata={"geo": json.dumps({"primary_column": "geometry", "columns": {"geometry": {}}})}
        )
        assert read_areas(path, crs="EPSG:4326").population.tolist() == [7]
        geo = {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB"}}}
        frame.write_parquet(path, metadata={"geo": json.dumps(geo)})
        assert read_areas(path).codes == ("a",)
        frame.write_parquet(path)
        with pytest.raises(UnreadableInput, match="look like WGS 84"):
            read_areas(path)
        frame.drop("geometry").write_parquet(path)
        with pytest.raises(UnreadableInput, match="no geometry column"):
            read_areas(path)

    def test_spoilt_geoparquet_is_refused(self, tmp_path):
        path = tmp_path / "k.parquet"
        geo = {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", "crs": "the moon"}}}
        whole = pl.DataFrame({"kod": ["a"], "geometry": [shapely.to_wkb(square(16, 59))]})
        whole.write_parquet(path, metadata={"geo": json.dumps(geo)})
        with pytest.raises(UnreadableInput, match="cannot be read as a map"):
            read_areas(path)
        pl.DataFrame({"kod": ["a"], "geometry": [b"not a shape"]}).write_parquet(path)
        with pytest.raises(UnreadableInput, match="cannot be read as a map"):
            read_areas(path)
        whole.write_parquet(path, metadata={"geo": "{"})
        with pytest.raises(UnreadableInput, match="cannot be read as a map"):
            read_areas(path)

    def test_a_shapefile_without_its_other_parts_says_what_belongs_together(self, tmp_path):
        path = write_shapefile(tmp_path / "k.shp", [square(16, 59)], "EPSG:4326", kod=["a"])
        (tmp_path / "k.shx").unlink()
        with pytest.raises(UnreadableInput, match="have to lie together"):
            read_areas(path)

    @pytest.mark.parametrize("name", ["a.geojson", "a.shp", "a.gpkg", "a.zip", "a.parquet", "a.txt"])
    def test_garbage_is_refused_with_a_sentence(self, tmp_path, name):
        path = tmp_path / name
        for content in (b"", b"\x00\xff garbage", b'{"type": "FeatureCollection", "features": [{"type": "Feat'):
            path.write_bytes(content)
            with pytest.raises(UnreadableInput):
                read_areas(path)
        with pytest.raises(UnreadableInput, match="There is no file"):
            read_areas(tmp_path / "missing.geojson")

    @given(cut=st.integers(0, 400), extra=st.binary(max_size=20))
    def test_truncated_geojson_is_refused_or_read(self, tmp_path_factory, cut, extra):
        path = tmp_path_factory.mktemp("cut") / "d.geojson"
        whole = json.dumps({"type": "FeatureCollection", "features": [feature(square(16, 59), kod="a")]}).encode()
        path.write_bytes(whole[:cut] + extra)
        try:
            found = read_areas(path)
        except UnreadableInput:
            return
        assert len(found) == 1

    def test_an_archive_with_several_files_asks_for_one(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "k.zip", "w") as out:
            out.writestr("a.geojson", "{}")
            out.writestr("b.geojson", "{}")
        with pytest.raises(UnreadableInput, match="holds 2"):
            read_areas(tmp_path / "k.zip")


class TestRegister:
    @pytest.mark.parametrize("name", ["Köping", "köpings kommun", "KÖPING", "1983", " Köping "])
    def test_a_municipality_is_found_as_people_write_it(self, name):
        found = municipality(name)
        assert (found.codes, found.names, found.groups) == (("1983",), ("Köping",), ("Västmanlands län",))

    @pytest.mark.parametrize(
        ("name", "code"),
        [("Stockholms stad", "0180"), ("Dals-ed", "1438"), ("Upplands väsby", "0114"), ("Region Gotland", "0980")],
    )
    def test_odd_names_are_found(self, name, code):
        assert municipality(name).codes == (code,)

    def test_unknown_names_are_answered_with_the_nearest(self):
        with pytest.raises(InputError, match="Did you mean Köping"):
            municipality("Kjöping")
        with pytest.raises(InputError, match="no Swedish municipality called “qqqq”"):
            municipality("qqqq")

    def test_the_register_is_whole(self):
        known = municipalities()
        assert len(known) == 290
        assert len(counties()) == 21
        assert set(known.groups) == set(counties().values())
        assert all(find_municipality(name) == i for i, name in enumerate(known.names))
        assert shapely.is_valid(known.geometry).all()

    def test_neighbours_share_a_border(self):
        known = municipalities()
        near = known.neighbours()
        koping = find_municipality("Köping")
        assert {"Arboga", "Kungsör", "Hallstahammar"} <= {known.names[i] for i in near[koping]}
        assert near[find_municipality("Gotland")].size == 0
        assert all(i in near[j] for i in range(len(known)) for j in near[i])


@pytest.mark.shared
class TestSharedData:
    def test_deso_of_vastmanland(self, shared_data):
        areas = read_areas(shared_data / "sverige_geografi/deso_regso_vastmanland/deso_vastmanland.geojson")
        assert len(areas) == 155
        assert areas.population.sum() == 280_813
        assert areas.groups.count("Köping") == 16
        crimes = pl.concat(
            pl.read_csv(shared_data / f"anmalda_brott_deso/{name}_brott.csv.gz", columns=["DeSO.område"])
            for name in ("bilbrand", "brand", "upplopp")
        )
        codes = {code for code in crimes["DeSO.område"].drop_nulls() if code.startswith("19")}
        inside = crimes["DeSO.område"].is_in(areas.codes)
        assert codes <= set(areas.codes)
        assert inside.sum() == 632

    def test_municipalities_in_metres(self, shared_data, tmp_path):
        source = shared_data / "sverige_geografi/kommun_lan/SCB_Kommun_Sweref99TM.zip"
        areas = read_areas(source)
        assert len(areas) == 290
        assert areas.names[areas.codes.index("1983")] == "Köping"
        assert areas.locate(np.array([15.99]), np.array([59.51])).tolist() == [areas.codes.index("1983")]
        with zipfile.ZipFile(source) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith(".prj")}
        bare = tmp_path / "bare.zip"
        with zipfile.ZipFile(bare, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        with pytest.raises(UnreadableInput, match="--areas-crs EPSG:3006"):
            read_areas(bare)
        assert len(read_areas(bare, crs="EPSG:3006")) == 290

    def test_vulnerable_areas_are_kept_apart_by_name(self, shared_data):
        areas = read_areas(shared_data / "sverige_geografi/utsatta_omraden_2023/uso_2023.shp")
        assert len(areas) == 59
        assert not shapely.has_z(areas.geometry).any()
        assert "Bäckby" in areas.names
