"""Files of places and addresses: whatever a municipality exports, every row a place or refused by line and column."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.places.areas.layers import NoSystem
from lagesbild.places.gazetteers import Read, read_gazetteer
from tests.places.places_world import feature, write


def of(tmp_path: Path, text: str, encoding: str = "utf-8") -> Read:
    path = tmp_path / "adresser.csv"
    path.write_bytes(text.encode(encoding))
    return read_gazetteer(path)


def refusals(read: Read) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.value) for one in read.refused]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_addresses_in_metres_and_any_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [["Gatunamn", "Nummer", "Postort", "N", "E"], ["Ängsvägen", "12 b", "KÖPING", "6597000.5", "547000"]]
    read = of(tmp_path, "\n".join(separator.join(row) for row in rows), encoding)
    (one,) = read.addresses
    assert (one.street, one.number, one.letter, one.town) == ("Ängsvägen", 12, "B", "KÖPING")
    assert one.lon == pytest.approx(15.83, abs=0.01)
    assert one.lat == pytest.approx(59.51, abs=0.01)


def test_bad_rows_are_refused_by_line_and_column_and_the_others_read(tmp_path: Path) -> None:
    read = of(
        tmp_path,
        "Gatunamn;Nummer;Postort;N;E\n"
        "Storgatan;12;KÖPING;6597000;547000\n"
        "\n"
        "Storgatan;;KÖPING;6597000;547000\n"
        "Hamngatan;4;KÖPING;;\n"
        "Hamngatan;fyra;KÖPING;6597000;547000\n"
        "Hamngatan;4;KÖPING;6597000;öst\n"
        ";4;KÖPING;6597000;547000\n"
        "Hamngatan;4\n",
    )
    assert len(read.addresses) == 1
    assert refusals(read) == [
        (4, "Nummer", ""),
        (5, "E", ""),
        (6, "Nummer", "fyra"),
        (7, "E", "öst"),
        (8, "Gatunamn", ""),
        (9, "E", ""),
    ]


def test_a_cell_of_two_lines_does_not_shift_the_lines_after_it(tmp_path: Path) -> None:
    read = of(tmp_path, 'namn;typ;lon;lat\n"Stora\ntorget";torg;16.0;59.5\nPlats;torg;x;59.5\n')
    assert [one.name for one in read.places] == ["Stora\ntorget"]
    assert refusals(read) == [(4, "lon", "x")]


def test_titles_above_the_headings_are_passed_over(tmp_path: Path) -> None:
    read = of(tmp_path, "Adressregister;;;\nUttag 2026-01-01;;;\n\nAdress;X;Y\nStorgatan 4 B;59.5;16.0\n")
    (one,) = read.addresses
    assert (one.street, one.number, one.letter, one.lon, one.lat) == ("Storgatan", 4, "B", 16.0, 59.5)


def test_names_with_aliases_and_kinds(tmp_path: Path) -> None:
    read = of(tmp_path, 'namn,typ,alias,lat,lon\nBrukstorget,torg,"Torget; Gamla torget ;",59.5,16.0\n')
    (one,) = read.places
    assert (one.name, one.kind, one.aliases) == ("Brukstorget", "torg", ("Torget", "Gamla torget"))


def test_a_name_that_tells_who_someone_is_is_refused(tmp_path: Path) -> None:
    read = of(tmp_path, "namn;lon;lat\nHemma hos 070-174 06 05;16.0;59.5\nTorget;16.0;59.5\n")
    assert [one.name for one in read.places] == ["Torget"]
    assert refusals(read) == [(2, "namn", "Hemma hos 070-174 06 05")]
    assert "vem någon är" in translator("sv").say(read.refused[0].why)


def test_a_position_far_from_all_others_is_refused(tmp_path: Path) -> None:
    rows = "".join(f"Plats {i};16.{i:02};59.5\n" for i in range(20))
    read = of(tmp_path, f"namn;lon;lat\n{rows}Omvänd;59.5;16.0\n")
    assert len(read.places) == 20
    assert refusals(read) == [(22, "lon", "59.5")]


def test_a_sheet_is_read_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "adresser.xlsx"
    book = openpyxl.Workbook()
    for row in (["Gata", "Nr", "Lon", "Lat"], ["Storgatan", 12, 16.0, 59.5], [], ["Storgatan", None, 16.0, 59.5]):
        book.active.append(row)
    book.save(path)
    read = read_gazetteer(path)
    assert [(one.street, one.number) for one in read.addresses] == [("Storgatan", 12)]
    assert refusals(read) == [(4, "Nr", "")]


def test_a_geographic_file_in_its_own_system_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path / "platser.geojson",
        [feature(shapely.Point(547_000, 6_597_000), namn="Torget", typ="torg"), feature(None, namn="Ingenstans")],
        epsg=3006,
    )
    read = read_gazetteer(path)
    assert [(one.name, round(one.lon, 2), round(one.lat, 2)) for one in read.places] == [("Torget", 15.83, 59.51)]
    assert [(one.line, one.value) for one in read.refused] == [(2, "")]


def test_a_local_zone_has_to_be_said(tmp_path: Path) -> None:
    path = tmp_path / "adresser.csv"
    path.write_text("namn;N;E\nTorget;6597000;120000\n", encoding="utf-8")
    with pytest.raises(NoSystem):
        read_gazetteer(path)
    (one,) = read_gazetteer(path, crs="EPSG:3010").places
    assert 59 < one.lat < 60
    assert 15 < one.lon < 17


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("fel.csv", b"a;b\n1;2\n", "a, b"),
        ("tom.csv", b"", "no columns"),
        ("fel.xlsx", b"PK", "cannot be read as a table"),
        ("fel.csv", b"namn;lon;lat\n\x00\x01", "no text"),
        ("fel.geojson", b"{", "cannot be read as a map"),
        ("fel.gpkg", b"SQLite format 3\x00", "cannot be read as a map"),
    ],
)
def test_what_is_no_register_is_refused_in_words(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_gazetteer(path)
    assert why in translator("en").say(refused.value.message)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "x.csv"
    path.write_bytes(b"namn;lon;lat\n" + raw)
    try:
        read = read_gazetteer(path)
    except InputError:
        return
    assert len(read.places) + len(read.refused) <= 200


@pytest.mark.shared
def test_the_localities_of_vastmanland_are_read_whole(shared_data: Path) -> None:
    folder = shared_data / "sverige_geografi"
    read = read_gazetteer(folder / "deso_regso_vastmanland" / "orter_vastmanland_2023.csv")
    assert (len(read.places), len(read.refused)) == (105, 0)
    assert "Kolsva" in {one.name for one in read.places}
