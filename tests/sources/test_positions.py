"""Where: numbers as people write them, their system and order, centres of areas, failed geocodes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.places import coordinates as co
from lagesbild.sources.coordinate_text import _written_out, numbers, pairs
from lagesbild.sources.positions import place
from lagesbild.sources.records import Labels, Placement

TOWN = (16.0, 59.5)


def frame(**columns) -> pl.DataFrame:
    return pl.DataFrame({name: pl.Series(values, dtype=pl.String) for name, values in columns.items()})


def around(lon, lat, n=200, spread=0.02, seed=1):
    rng = np.random.default_rng(seed)
    return lon + rng.normal(0, spread, n), lat + rng.normal(0, spread / 2, n)


def texts(values) -> list[str]:
    return [f"{value:.6f}" for value in values]


def kinds(placed) -> dict[str, int]:
    return {
        Placement(int(kind)).name: int(n)
        for kind, n in zip(*np.unique(placed.placement, return_counts=True), strict=True)
    }


def said(messages) -> str:
    return "\n".join(translator("en").say(message) for message in messages)


def concluded(placed) -> str:
    say = translator("en").say
    return "\n".join(
        f"{say(c.what)}: {c.value if isinstance(c.value, str) else say(c.value)} {c.option}" for c in placed.conclusions
    )


class TestWriting:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("59.5", 59.5),
            ("59,5", 59.5),
            (" 59,5° ", 59.5),
            ("59°30'N", 59.5),
            ("59°30'00\"N", 59.5),
            ("15°30′36″V", -15.51),
            ("S12.5", -12.5),
            ("12.5 W", -12.5),
            ("−12,5", -12.5),
            ("6 570 950,6", 6570950.6),
            ("6\u00a0570\u00a0950,6", 6570950.6),
            ("6.570.950,6", 6570950.6),
            ("6,570,950.6", 6570950.6),
        ],
    )
    def test_numbers_are_read_as_written(self, text, value):
        assert numbers(pl.Series([text])).tolist() == pytest.approx([value])

    def test_thousands_of_metres_are_not_decimals(self):
        column = pl.Series(["512,430", "512.430"])
        assert numbers(column, metric=True).tolist() == [512430, 512430]
        assert numbers(column, metric=True, decimal=",").tolist() == [512.43, 512430]

    @given(
        st.lists(
            st.from_regex(r"[-+]?[0-9]{1,3}([ \u00a0\u202f]?[0-9]{3}){0,2}[.,][0-9]{1,4}", fullmatch=True),
            min_size=1,
            max_size=20,
        ),
        st.booleans(),
        st.sampled_from(["", ",", "."]),
    )
    def test_plain_figures_are_read_as_those_written_out(self, values, metric, decimal):
        column = pl.Series(values, dtype=pl.String)
        slowly = _written_out(column, decimal, metric=metric)
        np.testing.assert_array_equal(numbers(column, decimal=decimal, metric=metric), slowly)

    @pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u2009"])
    def test_decimal_commas_are_not_written_out_one_by_one(self, monkeypatch, blank):
        monkeypatch.delattr("lagesbild.sources.coordinate_text._written_out")
        column = pl.Series([f"6{blank}570{blank}950,6", "-0,25", None, "saknas"])
        found = numbers(column, metric=True, decimal=",")
        np.testing.assert_array_equal(found, [6570950.6, -0.25, np.nan, np.nan])

    @pytest.mark.parametrize("text", ["x", "inf", "59.5.5x", "°", "N", "1e999"])
    def test_what_is_no_number_is_none(self, text):
        assert np.isnan(numbers(pl.Series([text]))).all()

    @pytest.mark.parametrize(
        "text",
        [
            *("59.5, 16.2", "59,5 16,2", "59,5, 16,2", "59.5;16.2", "(59.5, 16.2)", "59,500,16,200", "59.5N, 16.2E"),
            *("59°30'N 16°12'E", "lat: 59.5 lon: 16.2", "59.5|16.2", "POINT (16.2 59.5)", "point z(16.2 59.5 3)"),
        ],
    )
    def test_both_numbers_in_one_column(self, text):
        placed = place(frame(where=[text]), {"position": "where"})
        assert placed.lat.tolist() == pytest.approx([59.5])
        assert placed.lon.tolist() == pytest.approx([16.2])

    @settings(max_examples=25)
    @given(st.lists(st.text(max_size=15)))
    def test_any_text_is_a_number_or_none(self, values):
        column = pl.Series(values, dtype=pl.String)
        assert len(numbers(column)) == len(values)
        assert len(pairs(column, decimal="").first) == len(values)

    @settings(max_examples=25)
    @given(st.lists(st.one_of(st.none(), st.text(alphabet="0123456789.,-°'NSEWÖV POINT()", max_size=20)), max_size=30))
    def test_every_row_gets_one_outcome(self, values):
        for roles in ({"position": "a"}, {"lat": "a", "lon": "b"}, {"north": "a", "east": "b"}):
            try:
                placed = place(frame(a=values, b=values[::-1]), roles)
            except InputError:
                continue
            known = placed.placement <= Placement.AREA_CENTRE
            assert len(placed.placement) == len(values)
            np.testing.assert_array_equal(np.isfinite(placed.lon), known)
            np.testing.assert_array_equal(np.isfinite(placed.lat), known)


class TestSystem:
    @given(st.sampled_from((co.WGS84, co.SWEREF99_TM)), st.booleans(), st.sampled_from(",."))
    def test_values_give_back_their_places(self, system, exchanged, decimal):
        lon, lat = around(*TOWN)
        north, east = (texts(values) for values in co.from_wgs84(lon, lat, system))
        columns = [[text.replace(".", decimal) for text in values] for values in (north, east)]
        a, b = columns[::-1] if exchanged else columns
        names = ("lat", "lon") if system == co.WGS84 else ("north", "east")
        placed = place(frame(a=a, b=b), dict(zip(names, ("a", "b"), strict=True)), decimal=decimal)
        np.testing.assert_allclose(placed.lon, lon, atol=1e-5)
        np.testing.assert_allclose(placed.lat, lat, atol=1e-5)
        assert system.name in concluded(placed)
        assert ("as the values show" in concluded(placed)) is exchanged

    def test_local_zones_are_asked_for(self):
        zone = co.system("EPSG:3010")
        lon, lat = around(*TOWN)
        north, east = (texts(values) for values in co.from_wgs84(lon, lat, zone))
        table = frame(n=north, e=east)
        placed = place(table, {"north": "n", "east": "e"})
        assert kinds(placed) == {"UNREADABLE": 200}
        assert "--crs" in concluded(placed)
        assert "cannot tell which" in said(placed.notes)
        np.testing.assert_allclose(place(table, {"north": "n", "east": "e"}, crs="EPSG:3010").lon, lon, atol=1e-6)
        named = table.rename({"n": "N (SWEREF 99 16 30)"})
        np.testing.assert_allclose(place(named, {"north": "N (SWEREF 99 16 30)", "east": "e"}).lat, lat, atol=1e-6)

    @pytest.mark.parametrize("code", ["EPSG:3010", "EPSG:3009", "EPSG:3019", "EPSG:3021"])
    def test_names_of_municipalities_tell_the_zone(self, code):
        lon, lat = around(15.99, 59.51, spread=0.01)
        north, east = (texts(values) for values in co.from_wgs84(lon, lat, co.system(code)))
        roles = {"north": "n", "east": "e", "municipality": "m"}
        placed = place(frame(n=north, e=east, m=["Köping"] * 200), roles)
        np.testing.assert_allclose(placed.lon, lon, atol=1e-6)
        assert f"{co.system(code).name}, which puts the points in the municipalities named" in concluded(placed)
        elsewhere = place(frame(n=north, e=east, m=["Malmö"] * 200), roles)
        assert "municipalities named" not in concluded(elsewhere)

    def test_rt90_says_which(self):
        lon, lat = around(*TOWN)
        north, east = (texts(values) for values in co.from_wgs84(lon, lat, co.RT90))
        placed = place(frame(x=north, y=east), {"north": "x", "east": "y"})
        np.testing.assert_allclose(placed.lat, lat, atol=1e-6)
        assert "2.5 gon V" in concluded(placed)

    def test_a_system_that_cannot_be_is_refused(self):
        table = frame(lat=["59.5", "59.6"], lon=["16.1", "16.2"])
        with pytest.raises(InputError, match=r"cannot be in SWEREF 99 TM. They look like WGS 84"):
            place(table, {"lat": "lat", "lon": "lon"}, crs="EPSG:3006")
        with pytest.raises(InputError, match="not a known coordinate system"):
            place(table, {"lat": "lat", "lon": "lon"}, crs="nonsense")

    def test_metres_outside_sweden_are_asked_about(self):
        table = frame(n=["3290000", "3290100"], e=["270000", "270100"])
        placed = place(table, {"north": "n", "east": "e"})
        assert kinds(placed) == {"UNREADABLE": 2}
        assert "--crs" in said(placed.notes)
        assert place(table, {"north": "n", "east": "e"}, crs="EPSG:32615").lon[0] == pytest.approx(-95.4, abs=0.1)

    def test_ewkt_names_its_system(self):
        placed = place(frame(p=["SRID=3006;POINT(512430.1 6570950.6)"]), {"position": "p"})
        assert placed.lat[0] == pytest.approx(59.2773, abs=1e-4)

    def test_no_position_column_leaves_all_without_place(self):
        placed = place(frame(a=["1", "2"]), {"category": "a"})
        assert kinds(placed) == {"MISSING": 2}
        assert placed.conclusions == ()


class TestOutcomes:
    def test_missing_zero_half_and_unreadable_are_told_apart(self):
        table = frame(
            lat=["59.5", None, "", "nan", "0", "0.0", "59.5", "x", "59.6"],
            lon=["16.0", None, "", "NaN", "0", "0,0", None, "y", "16.1"],
        )
        placed = place(table, {"lat": "lat", "lon": "lon"})
        assert [Placement(kind).name for kind in placed.placement] == [
            *("POINT", "MISSING", "MISSING", "MISSING", "ZERO", "ZERO", "UNREADABLE", "UNREADABLE", "POINT")
        ]

    def test_exchanged_points_and_lost_signs_are_mended_and_said(self):
        lon, lat = around(-73.95, 40.72)
        a, b = texts(lat), texts(lon)
        a[3], b[3] = b[3], a[3]
        b[7] = b[7].lstrip("-")
        a[9] = "-" + a[9]
        placed = place(frame(lat=a, lon=b), {"lat": "lat", "lon": "lon"})
        assert kinds(placed) == {"POINT": 200}
        np.testing.assert_allclose(placed.lon, lon, atol=1e-6)
        np.testing.assert_allclose(placed.lat, lat, atol=1e-6)
        assert "1 point had its two coordinates exchanged" in said(placed.notes)
        assert "2 points had lost or gained a minus sign" in said(placed.notes)

    def test_exchanged_points_are_mended_in_metres_too(self):
        lon, lat = around(*TOWN)
        north, east = (texts(values) for values in co.from_wgs84(lon, lat, co.SWEREF99_TM))
        north[5], east[5] = east[5], north[5]
        placed = place(frame(n=north, e=east), {"north": "n", "east": "e"})
        np.testing.assert_allclose(placed.lon, lon, atol=1e-6)

    def test_failed_geocodes_are_far(self):
        lon, lat = around(-95.4, 29.7, 2000, 0.1)
        lon[:3], lat[:3] = (-95.1, -99.0, 10.0), (31.4, 31.0, 50.0)
        placed = place(frame(lat=texts(lat), lon=texts(lon)), {"lat": "lat", "lon": "lon"})
        assert np.flatnonzero(placed.placement == Placement.FAR).tolist() == [0, 1, 2]
        assert np.isnan(placed.lon[:3]).all()
        assert "3 points lie more than" in said(placed.notes)

    @given(st.integers(0, 2**32 - 1))
    def test_points_all_over_the_country_are_never_far(self, seed):
        rng = np.random.default_rng(seed)
        south = rng.uniform((12.5, 55.5), (18.5, 60.5), (300, 2))
        north = rng.uniform((15.0, 60.5), (23.0, 68.5), (40, 2))
        lon, lat = np.vstack((south, north)).T
        placed = place(frame(lat=texts(lat), lon=texts(lon)), {"lat": "lat", "lon": "lon"})
        assert kinds(placed) == {"POINT": 340}

    def test_the_far_end_of_a_large_municipality_is_not_far(self):
        lon, lat = around(20.225, 67.855, 1000, 0.02)
        lon[:4], lat[:4] = (22.48, 18.78, 21.05, 20.9), (68.43, 68.35, 67.9, 68.2)
        placed = place(frame(lat=texts(lat), lon=texts(lon)), {"lat": "lat", "lon": "lon"})
        assert kinds(placed) == {"POINT": 1000}

    def test_the_far_end_of_a_large_county_is_not_far_but_another_county_is(self):
        lon, lat = around(20.25, 63.83, 1000, 0.02)
        lon[:3], lat[:3] = (15.3, 17.1, 13.0), (65.8, 65.1, 55.6)
        placed = place(frame(lat=texts(lat), lon=texts(lon)), {"lat": "lat", "lon": "lon"})
        assert np.flatnonzero(placed.placement == Placement.FAR).tolist() == [2]

    def test_a_point_in_the_municipality_that_its_row_names_is_not_far(self):
        lon, lat = around(18.06, 59.33, 1000, 0.02)
        lon[:2], lat[:2] = 13.0, 55.6
        names = ["Malmö", "Göteborg"] + ["Stockholm"] * 998
        table = frame(lat=texts(lat), lon=texts(lon), ort=names)
        placed = place(table, {"lat": "lat", "lon": "lon", "municipality": "ort"})
        assert np.flatnonzero(placed.placement == Placement.FAR).tolist() == [1]

    def test_each_group_is_judged_by_its_own_points(self):
        one, two = around(-1.1, 52.6, 100), around(-2.7, 53.8, 100)
        lon, lat = np.concatenate((one[0], two[0])), np.concatenate((one[1], two[1]))
        lon[5], lat[5] = -2.7, 53.8
        groups = Labels.of(pl.Series(["One"] * 100 + ["Two"] * 100))
        table = frame(lat=texts(lat), lon=texts(lon))
        placed = place(table, {"lat": "lat", "lon": "lon"}, groups=groups)
        assert np.flatnonzero(placed.placement == Placement.FAR).tolist() == [5]
        assert "One: 1 point lies" in said(placed.notes)
        assert kinds(place(table, {"lat": "lat", "lon": "lon"})) == {"POINT": 200}

    def test_few_points_are_never_called_far(self):
        placed = place(frame(lat=["59.5", "59.5", "67.8"], lon=["16.0", "16.0", "20.2"]), {"lat": "lat", "lon": "lon"})
        assert kinds(placed) == {"POINT": 3}

    def test_centres_of_areas_are_seen_and_can_be_overridden(self):
        names = ["Köping", "Arboga", "Sala"] * 20
        centre = {"Köping": "59.51,16.00", "Arboga": "59.39,15.84", "Sala": "59.92,16.60"}
        table = frame(ort=names, gps=[centre[name] for name in names])
        roles = {"position": "gps", "municipality": "ort"}
        placed = place(table, roles)
        assert kinds(placed) == {"AREA_CENTRE": 60}
        assert np.isfinite(placed.lon).all()
        assert "centres of areas" in concluded(placed)
        assert kinds(place(table, roles, area_centres=False)) == {"POINT": 60}
        assert kinds(place(table, {"position": "gps"}, area_centres=True)) == {"AREA_CENTRE": 60}

    def test_points_of_their_own_are_no_centres(self):
        lon, lat = around(*TOWN)
        table = frame(ort=["Köping"] * 200, lat=texts(lat), lon=texts(lon))
        assert kinds(place(table, {"lat": "lat", "lon": "lon", "municipality": "ort"})) == {"POINT": 200}


@pytest.mark.shared
class TestSharedData:
    def read(self, path, **options):
        return pl.read_csv(path, infer_schema=False, **options)

    def test_houston_names_its_failed_geocodes(self, shared_data):
        table = self.read(shared_data / "houston_crimes/houston_2010_jan_aug.csv.gz")
        placed = place(table, {"lat": "lat", "lon": "lon"})
        # 211 lie outside the box of the key; 15 more, of one street downtown, lie in its empty north-west corner.
        assert kinds(placed) == {"POINT": 86_083, "MISSING": 5, "FAR": 226}
        lon, lat = (table[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("lon", "lat"))
        outside = (lon < -96) | (lon > -94.9) | (lat < 29.3) | (lat > 30.2)
        assert outside.sum() == 211
        assert (placed.placement[outside] == Placement.FAR).all()

    def test_new_york_has_three_points_elsewhere(self, shared_data):
        table = self.read(shared_data / "medborgarrapporter_311/NYC_20190522.csv")
        placed = place(table, {"lat": "Latitude", "lon": "Longitude", "municipality": "Location"})
        assert kinds(placed) == {"POINT": 8_736, "FAR": 3}

    def test_brottsplatskartan_lacks_places_and_has_no_far_ones(self, shared_data):
        table = self.read(shared_data / "brottsplatskartan_2020/handelser_geokodade.csv.gz")
        placed = place(table, {"lat": "lat", "lon": "lng", "municipality": "title_location"})
        assert kinds(placed) == {"POINT": 3_611, "MISSING": 94, "ZERO": 1}

    def test_polisen_gives_centres(self, shared_data):
        table = self.read(shared_data / "polisen_handelser/handelser.csv.gz", columns=["location_name", "location_gps"])
        placed = place(table, {"position": "location_gps", "municipality": "location_name"})
        assert kinds(placed) == {"AREA_CENTRE": 57_926}

    def test_two_police_forces_are_judged_apart(self, shared_data):
        table = pl.read_parquet(
            shared_data / "uk_police_leics_lancs/street_crimes.parquet",
            columns=["Falls within", "Longitude", "Latitude"],
        ).cast(pl.String)
        placed = place(table, {"lat": "Latitude", "lon": "Longitude"}, groups=Labels.of(table["Falls within"]))
        assert kinds(placed) == {"POINT": 822_699, "MISSING": 42_619, "FAR": 602}

    def test_sweref_with_decimal_comma_agrees_with_the_key(self, shared_data):
        folder = shared_data / "svenska_kladdiga_filer"
        table = self.read(folder / "handelser_cp1252_semikolon_sweref.csv", separator=";", encoding="cp1252")
        key = pl.read_csv(folder / "handelser_cp1252_semikolon_sweref_FACIT.csv")
        placed = place(table, {"north": "N (SWEREF 99 TM)", "east": "E (SWEREF 99 TM)"}, decimal=",")
        assert len(placed.lon) == 368
        np.testing.assert_allclose(placed.lon, key["lng"], atol=1e-5)
        np.testing.assert_allclose(placed.lat, key["lat"], atol=1e-5)
