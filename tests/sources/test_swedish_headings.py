"""Headings as Swedish municipalities write them, each in a small file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lagesbild.demo import write_files
from lagesbild.i18n import translator
from lagesbild.sources import read
from lagesbild.sources.records import Placement, Reading, RefusalKind, TimePrecision

KINDS = ("Klotter", "Buller", "Klotter", "Inbrott")
STREETS = ("Storgatan 1", "Ågatan 2", "Storgatan 1", "Torget")
DAYS = ("2024-01-31", "2024-02-01", "2024-02-02", "2024-02-03")
TIMES = tuple(f"{day} 0{i}:23" for i, day in enumerate(DAYS, 5))


def file(folder: Path, columns: dict[str, Sequence[str]]) -> Reading:
    """The reading of a file with these columns."""
    lines = [";".join(columns), *(";".join(cells) for cells in zip(*columns.values(), strict=True))]
    path = folder / "rapporter.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return read([path])


def column(reading: Reading, role: str) -> list[str]:
    labels = getattr(reading.records, role)
    return [labels.names[code] if code >= 0 else "" for code in labels.codes]


def notes(reading: Reading) -> str:
    return "\n".join(translator("en").say(note) for note in reading.notes)


@pytest.mark.parametrize(
    "heading",
    [
        *("Rapportnr", "Rapportnummer", "Rapport-ID", "Ärendenummer", "Ärendenr", "Ärende-ID", "Diarienr", "Dnr"),
        *("Diarienummer", "Händelse-ID", "HändelseID", "Händelsenr", "Incidentnr", "Anmälningsnummer", "Anmälan nr"),
        *("Felanmälan nr", "Referensnummer", "Ärendereferens", "Avvikelsenr"),
    ],
)
def test_an_identity_is_found_and_equal_rows_with_it_are_repeats(tmp_path, heading):
    rows = (*range(4), 3)
    reading = file(
        tmp_path,
        {heading: [f"R-{i}" for i in rows], "Datum": [DAYS[i] for i in rows], "Kategori": [KINDS[i] for i in rows]},
    )
    assert reading.ids is not None
    assert reading.ids.to_list() == ["R-0", "R-1", "R-2", "R-3"]
    assert reading.refusals.counts()[RefusalKind.REPEATED] == 1


@pytest.mark.parametrize(
    "heading",
    [
        *("Datum och tid", "Datum/tid", "Händelsetidpunkt", "Tidpunkt", "Tidpunkt för händelsen", "Inträffade"),
        *("Händelsedatum", "Skedde", "När", "När hände det?", "Datum & klockslag", "Fr.o.m.", "Från och med"),
    ],
)
def test_one_column_says_when(tmp_path, heading):
    reading = file(tmp_path, {"Registrerad": ["2025-01-01 10:00"] * 4, "Kategori": KINDS, heading: TIMES})
    assert reading.records.start.astype("datetime64[m]").astype(str).tolist() == [t.replace(" ", "T") for t in TIMES]
    assert set(reading.records.precision.tolist()) == {TimePrecision.MINUTE}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        *(("Startdatum", "Slutdatum"), ("Brottstid fr.o.m.", "Brottstid t.o.m."), ("Fr.o.m.", "T.o.m.")),
        *(("Från och med", "Till och med"), ("Från", "Till"), ("Starttid", "Sluttid"), ("Tid från", "Tid till")),
        ("Tidigast", "Senast"),
    ],
)
def test_two_columns_say_from_and_to(tmp_path, start, end):
    until = [time.replace(":23", ":50") for time in TIMES]
    records = file(tmp_path, {"Kategori": KINDS, end: until, start: TIMES}).records
    assert str(records.start[0]) == "2024-01-31T05:23:00"
    assert str(records.end[0]) == "2024-01-31T05:50:00"


def test_date_and_clock_of_start_and_end_go_together(tmp_path):
    clocks = {"Starttid": ["22:10"] * 4, "Slutdatum": DAYS, "Sluttid": ["23:40"] * 4}
    records = file(tmp_path, {"Startdatum": DAYS, **clocks, "Kategori": KINDS}).records
    assert str(records.start[1]) == "2024-02-01T22:10:00"
    assert str(records.end[1]) == "2024-02-01T23:40:00"


@pytest.mark.parametrize(
    "heading",
    [
        *("Rubrik", "Händelsekategori", "Huvudkategori", "Ärendetyp", "Händelsetyp", "Typ av händelse", "Brottstyp"),
        *("Kategori", "Typ av ärende", "Vad har hänt?", "Incidenttyp", "Ärendekategori", "Felkategori"),
    ],
)
def test_the_category_is_found(tmp_path, heading):
    assert column(file(tmp_path, {"Datum": DAYS, heading: KINDS}), "category") == list(KINDS)


def test_the_main_category_goes_before_the_lower_one(tmp_path):
    finer = [f"{kind} på skola" for kind in KINDS]
    reading = file(tmp_path, {"Datum": DAYS, "Underkategori": finer, "Huvudkategori": KINDS})
    assert column(reading, "category") == list(KINDS)
    assert column(file(tmp_path, {"Datum": DAYS, "Underkategori": finer}), "category") == finer


@pytest.mark.parametrize(
    "heading", ["Plats", "Adress", "Gatuadress", "Plats/Adress", "Gata", "Brottsplats", "Platsnamn"]
)
def test_the_place_is_found(tmp_path, heading):
    assert column(file(tmp_path, {"Datum": DAYS, "Kategori": KINDS, heading: STREETS}), "place") == list(STREETS)


@pytest.mark.parametrize(
    "heading", ["Delområde", "Stadsdel", "Bostadsområde", "Område", "Stadsdelsområde", "Kommundel"]
)
def test_the_area_is_found(tmp_path, heading):
    areas = ("Norr", "Söder", "Norr", "Öster")
    assert column(file(tmp_path, {"Datum": DAYS, "Kategori": KINDS, heading: areas}), "area") == list(areas)


@pytest.mark.parametrize(
    ("first", "second", "north", "east"),
    [
        # In Sweden X is north by tradition and east on the web: the numbers tell.
        ("X", "Y", "X", "Y"),
        ("X", "Y", "Y", "X"),
        ("X-koordinat", "Y-koordinat", "X-koordinat", "Y-koordinat"),
        ("N (SWEREF 99 TM)", "E (SWEREF 99 TM)", "N (SWEREF 99 TM)", "E (SWEREF 99 TM)"),
        ("SWEREF99 N", "SWEREF99 E", "SWEREF99 N", "SWEREF99 E"),
        ("Nordlig koordinat", "Östlig koordinat", "Nordlig koordinat", "Östlig koordinat"),
    ],
)
def test_metres_are_north_and_east_by_their_values(tmp_path, first, second, north, east):
    given = {north: ["6570950,6", "6570960,1", "6571000,0", "6571100,5"], east: ["512430,1"] * 4}
    columns = {first: given[first], second: given[second]}
    records = file(tmp_path, {"Datum": DAYS, "Kategori": KINDS, **columns}).records
    assert records.placement.tolist() == [Placement.POINT] * 4
    assert (records.lat[0], records.lon[0]) == pytest.approx((59.277, 15.218), abs=0.01)


@pytest.mark.parametrize(
    ("north", "east"),
    [
        *(("Lat", "Long"), ("Latitud", "Longitud"), ("WGS84 lat", "WGS84 long"), ("Lat (WGS84)", "Lon (WGS84)")),
        *(("Latitud (WGS84 decimal)", "Longitud (WGS84 decimal)"), ("WGS 84 N", "WGS 84 E"), ("WGS84 Y", "WGS84 X")),
    ],
)
def test_degrees_are_found(tmp_path, north, east):
    records = file(tmp_path, {"Datum": DAYS, "Kategori": KINDS, north: ["59,5011"] * 4, east: ["16,0012"] * 4}).records
    assert records.placement.tolist() == [Placement.POINT] * 4
    assert (records.lat[0], records.lon[0]) == pytest.approx((59.5011, 16.0012))


@pytest.mark.parametrize(
    "heading",
    [
        *("Enhet", "Källa", "Rapportör", "Rapporterat av", "Rapporterad av", "Inrapporterat av", "Inrapporterad av"),
        *("Rapporterande enhet", "Anmälare typ", "Typ av anmälare", "Förvaltning", "Anmäld av", "Uppgiftslämnare"),
    ],
)
def test_who_reported_is_found(tmp_path, heading):
    units = ("Parkenheten", "Räddningstjänsten", "Parkenheten", "Polisregion Väst")
    assert column(file(tmp_path, {"Datum": DAYS, "Kategori": KINDS, heading: units}), "reporter") == list(units)


@pytest.mark.parametrize(
    "names",
    [
        ("Anna Lind", "Bo Ek", "Cecilia von Berg", "Östen Åkerlund-Ask"),
        ("Lind, Anna", "Ek, Bo", "Berg, Cecilia", "Åkerlund, Östen"),
        ("Anna Svensson", "Anna Svensson", "Bo Ek", "Bo Ek"),
    ],
)
def test_persons_are_no_reporters(tmp_path, names):
    reading = file(tmp_path, {"Datum": DAYS, "Kategori": KINDS, "Rapportör": names})
    assert column(reading, "reporter") == [""] * 4
    assert "“Rapportör”" in notes(reading)
    assert not any(name in notes(reading) for name in names)


def test_a_unit_is_taken_where_a_person_is_passed_over(tmp_path):
    persons = ("Anna Lind", "Bo Ek", "Cecilia Berg", "Östen Åkerlund")
    columns = {"Rapporterad av": persons, "Enhet": ["Parkenheten", "Skolan"] * 2}
    reading = file(tmp_path, {"Datum": DAYS, "Kategori": KINDS, **columns})
    assert column(reading, "reporter") == ["Parkenheten", "Skolan"] * 2
    assert "“Rapporterad av”" in notes(reading)


def test_the_invented_town_is_read_whole(tmp_path):
    write_files(tmp_path)
    reading = read([tmp_path / "rapporter.csv"])
    counts = reading.refusals.counts()
    assert reading.ids is not None
    assert not reading.ids.is_duplicated().any()
    assert "Parkenheten" in reading.records.reporter.names
    assert counts[RefusalKind.REPEATED] >= 30
    assert counts[RefusalKind.TOTAL] == 1
    assert reading.rows == len(reading.records) + len(reading.refusals)
