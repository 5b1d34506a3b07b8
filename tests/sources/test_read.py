"""Files of every kind become one reading in which every row is accounted for."""

import datetime as dt
import gzip
import json
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.errors import InputError, UnreadableInput
from lagesbild.i18n import Message, translator
from lagesbild.sources import read, write_refusals
from lagesbild.sources.records import Placement, Reading, ReadOptions, RefusalKind, TimePrecision

HEADING = "Händelsenr;Datum;Typ;Kommun;Lat;Lon\n"
DATES = st.sampled_from(["2024-01-31", "2024-02-30", "31/1-24", "", "okänt", "1899-01-01", "2024-01-31 07:23"])


def write(path: Path, content: str) -> Path:
    path.write_text(content, "utf-8")
    return path


def accounted(reading: Reading) -> Reading:
    assert reading.rows == len(reading.records) + len(reading.refusals)
    for i, file in enumerate(reading.files):
        assert file.read == int((reading.records.file == i).sum())
        assert file.refused == reading.refusals.frame.filter(pl.col("file") == i).height
        assert file.rows == file.read + file.refused
    for name in ("category", "municipality", "county", "area", "place", "reporter"):
        labels = getattr(reading.records, name)
        assert len(labels.codes) == len(reading.records)
        assert labels.codes.max(initial=-1) < len(labels.names)
    assert not np.isnat(reading.records.start).any()
    assert (reading.records.end > reading.records.start).all()
    assert reading.ids is None or len(reading.ids) == len(reading.records)
    return reading


def said_of(path: Path) -> str:
    """Nothing when the rows are accounted for, the file's name when a sentence refuses it."""
    try:
        accounted(read([path]))
    except InputError as error:
        return path.name if path.name in str(error) or "No column says when" in str(error) else str(error)
    return ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("read")


@settings(max_examples=20)
@given(
    rows=st.lists(st.tuples(st.integers(1, 30), DATES, st.sampled_from(["Rån", "Stöld"])), min_size=1, max_size=30),
    spoilt=st.lists(
        st.sampled_from(["Summa;;;;;5\n", "2023;;;;;\n", "x;y;z;1;2;3;4;5\n", ";;;;;\n", HEADING]), max_size=4
    ),
    repeats=st.sampled_from(["auto", "keep", "drop"]),
)
def test_every_row_becomes_a_record_or_a_refusal(folder, rows, spoilt, repeats):
    lines = [f"{n};{day};{kind};Köping;59.5;16.0\n" for n, day, kind in rows]
    path = write(folder / "r.csv", HEADING + "".join(lines[:2] + spoilt + lines[2:]))
    reading = accounted(read([path, path], ReadOptions(repeats=repeats)))
    blank = sum(line == ";;;;;\n" for line in spoilt)
    assert reading.rows == 2 * (len(rows) + len(spoilt) - blank)
    assert set(reading.refusals.frame["line"]) | set(reading.records.line) <= set(range(2, len(rows) + len(spoilt) + 2))
    if repeats != "keep":
        good = {
            line
            for line, row in zip(lines, rows, strict=True)
            if row[1] in ("2024-01-31", "31/1-24", "2024-01-31 07:23")
        }
        assert len(reading.records) == len(good)


@settings(max_examples=40)
@given(
    content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(str.encode)),
    start=st.sampled_from([b"", b"{", b"[", b"PK\x03\x04", b"\x1f\x8b", b"[{"]),
)
def test_garbage_of_any_kind_gets_a_sentence(folder, content, start):
    path = folder / "garbage.dat"
    path.write_bytes(start + content)
    assert said_of(path) in ("", path.name)


def test_every_prefix_of_a_file_is_accounted_for(tmp_path):
    whole = (HEADING + '1;2024-01-31;"Rån; försök";Köping;59,5;16,0\n2;1/2-24;Stöld;Köping;59,5;16,1\n').encode()
    path = tmp_path / "cut.csv"
    for length in range(0, len(whole), 3):
        path.write_bytes(whole[:length])
        assert said_of(path) in ("", path.name)


def test_a_row_is_read_in_full(tmp_path):
    path = write(
        tmp_path / "t.csv",
        "Händelsenr;Händelsedatum;Klockslag;Händelsetyp;Ort;Län;DeSO;Adress;Enhet;Lat;Lon\n"
        "A1;31/1-24;07.23;Rån, försök;Köping;Västmanlands län;1983C1010;Storgatan 1;LPO 1;59,5;16,0\n"
        "A2;31/1-24;;Stöld;;;;;;;\n",
    )
    reading = accounted(read([path]))
    records = reading.records
    assert records.start.astype(str).tolist() == ["2024-01-31T07:23:00", "2024-01-31T00:00:00"]
    assert records.end.astype(str).tolist() == ["2024-01-31T07:24:00", "2024-02-01T00:00:00"]
    assert records.precision.tolist() == [TimePrecision.MINUTE, TimePrecision.DAY]
    for name, value in {
        "category": "Rån, försök", "municipality": "Köping", "county": "Västmanlands län", "area": "1983C1010",
        "place": "Storgatan 1", "reporter": "LPO 1",
    }.items():  # fmt: skip
        labels = getattr(records, name)
        assert labels.names[labels.codes[0]] == value
    assert records.placement.tolist() == [Placement.POINT, Placement.MISSING]
    assert (records.lat[0], records.lon[0]) == (59.5, 16.0)
    assert records.line.tolist() == [2, 3]
    assert reading.ids is not None
    assert reading.ids.to_list() == ["A1", "A2"]


def test_a_refusal_says_line_column_value_and_why(tmp_path):
    path = write(tmp_path / "t.csv", HEADING + "1;2024-02-30;Rån;K;;\n2;2024-02-29;Rån;K;;\nx;y;z;1;2;3;4;5\n")
    reading = accounted(read([path]))
    found = [(r.line, r.column, r.value, r.kind, r.reason.text) for r in map(reading.refusals.__getitem__, range(2))]
    assert found == [
        (2, "Datum", "2024-02-30", RefusalKind.UNREADABLE, "There is no such day in the calendar."),
        (4, "", "x;y;z;1;2;3;4;5", RefusalKind.UNREADABLE, "The row has {n} cells, but the heading names {k}."),
    ]
    write_refusals(reading, tmp_path / "r.csv", translator("en"))
    written = pl.read_csv(tmp_path / "r.csv", infer_schema=False)
    assert written.columns == ["file", "line", "column", "value", "why"]
    assert written.rows()[0] == ("t.csv", "2", "Datum", "2024-02-30", "There is no such day in the calendar.")
    assert written["why"][1] == "The row has 8 cells, but the heading names 6."


def test_equal_rows_are_dropped_where_an_identity_tells_rows_apart(tmp_path):
    first = write(tmp_path / "a.csv", ";Id;Datum;Typ\n1;A;2024-01-31;Rån\n2;B;2024-01-31;Rån\n3;A;2024-01-31;Rån\n")
    second = write(tmp_path / "b.csv", ";Id;Datum;Typ\n1;B;2024-01-31;Rån\n2;C;2024-01-31;Rån\n")
    reading = accounted(read([first, second]))
    assert reading.ids is not None
    assert reading.ids.to_list() == ["A", "B", "C"]
    assert reading.refusals.counts()[RefusalKind.REPEATED] == 2
    assert [(r.file, r.line, r.column, r.value) for r in map(reading.refusals.__getitem__, range(2))] == [
        (0, 4, "Id", "A"),
        (1, 2, "Id", "B"),
    ]
    assert len(accounted(read([first, second], ReadOptions(repeats="keep"))).records) == 5


@pytest.mark.parametrize("ids", ["", "A"])
def test_equal_rows_are_kept_and_counted_where_nothing_tells_rows_apart(tmp_path, ids):
    path = write(tmp_path / "a.csv", "Id;Datum;Typ\n;2024-01-31;Rån\n;2024-01-31;Rån\n" + f"{ids};2024-02-01;Rån\n")
    reading = accounted(read([path]))
    assert len(reading.records) == 3
    (note,) = reading.notes
    assert "--repeats drop" in note.text
    assert note.n == 1
    assert len(accounted(read([path], ReadOptions(repeats="drop"))).records) == 2


def test_an_identity_with_two_contents_is_kept_twice_and_noted(tmp_path):
    path = write(tmp_path / "a.csv", "Id;Datum;Typ\nA;2024-01-31;Rån\nA;2024-01-31;Stöld\nB;2024-01-31;Rån\n")
    reading = accounted(read([path]))
    assert len(reading.records) == 3
    assert [note.n for note in reading.notes] == [2]


def event(number: int, kind: str, published: str) -> dict[str, object]:
    return {
        "id": number, "datetime": published, "name": f"03 mars 14.22, {kind}, Luleå", "summary": "", "url": "",
        "type": kind,
        "location": {"name": "Luleå", "gps": "65.584819,22.156703"},
    }  # fmt: skip


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_newest_version_of_an_event_is_kept(tmp_path, newest_first):
    old = [event(1, "Brand", "2025-03-03 9:32:11 +01:00"), event(2, "Stöld", "2025-03-03 15:32:11 +01:00")]
    new = [event(1, "Bilbrand", "2025-03-03 15:50:00 +01:00"), event(2, "Stöld", "2025-03-03 15:32:11 +01:00")]
    paths = []
    for name, events in (("old", old), ("new", new)):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(json.dumps(events), "utf-8")
    reading = accounted(read(paths[::-1] if newest_first else paths))
    labels = reading.records.category
    assert sorted(labels.names[code] for code in labels.codes) == ["Bilbrand", "Stöld"]
    reasons = {r.value: r.reason.text for r in map(reading.refusals.__getitem__, range(2))}
    assert reasons == {
        "1": "A newer version of the same event has been read.",
        "2": "The same row has been read before.",
    }
    assert set(reading.records.placement.tolist()) == {Placement.AREA_CENTRE}


def test_a_county_in_the_place_of_a_municipality_is_the_county(tmp_path):
    path = write(tmp_path / "t.csv", "Datum;Kommun;Typ\n2024-01-31;Köping;a\n2024-01-31;Östergötlands län;b\n")
    records = accounted(read([path])).records
    assert records.municipality.names == ("Köping",)
    assert records.municipality.codes.tolist() == [0, -1]
    assert records.county.names == ("Östergötlands län",)


def test_files_of_several_kinds_are_joined(tmp_path):
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Datum", "Typ"], [dt.date(2024, 1, 31), "Rån"], [dt.date(2024, 2, 1), "Stöld"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress("Tid,Brottstyp\n2022-08,Stöld\n2022-09,Brand\n".encode()))
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [16.0, 59.5]}}
    points = tmp_path / "c.geojson"
    properties = {"datum": "2024-01-31 07:23", "typ": "Rån"}
    points.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature | {"properties": properties}]}), "utf-8"
    )
    reading = accounted(read([tmp_path / "a.xlsx", packed, points]))
    labels = reading.records.category
    assert [labels.names[code] for code in labels.codes] == ["Rån", "Stöld", "Stöld", "Brand", "Rån"]
    assert reading.records.file.tolist() == [0, 0, 1, 1, 2]
    assert reading.records.precision.tolist() == [1, 1, 0, 0, 3]
    assert reading.records.lat[-1] == 59.5
    assert reading.ids is None


def test_a_position_that_fails_refuses_nothing(tmp_path):
    path = write(tmp_path / "t.csv", "Datum;Lat;Lon\n2024-01-31;hej;59\n2024-01-31;59.5;16.0\n2024-02-01;59.6;16.1\n")
    reading = accounted(read([path]))
    assert reading.records.placement.tolist() == [Placement.UNREADABLE, Placement.POINT, Placement.POINT]


def test_nothing_readable_leaves_only_refusals(tmp_path):
    reading = accounted(read([write(tmp_path / "t.csv", "Datum;Typ\nokänt;Rån\n2024-02-31;Rån\n")]))
    assert (len(reading.records), len(reading.refusals)) == (0, 2)
    assert accounted(read([write(tmp_path / "e.csv", "Datum;Typ\n")])).rows == 0


def test_progress_is_told_and_can_stop_the_reading(tmp_path):
    path = write(tmp_path / "t.csv", "Datum;Typ\n2024-01-31;Rån\n")
    told: list[tuple[str, float]] = []
    read([path, path], progress=lambda message, share: told.append((message.text, share)))
    assert [share for _, share in told] == [0.0, 0.25, 0.5, 0.75, 1.0]

    def stop(message: Message, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read([path], progress=stop)


def test_what_is_no_file_of_incidents_is_said(tmp_path):
    with pytest.raises(UnreadableInput, match="is a folder"):
        read([tmp_path])
    with pytest.raises(UnreadableInput, match="No file was given"):
        read([])
    with pytest.raises(UnreadableInput, match="cannot be opened"):
        read([tmp_path / "none.xlsx"])
    with pytest.raises(UnreadableInput, match="No column says when"):
        read([write(tmp_path / "t.csv", "Namn;Antal\na;1\nb;2\n")])


def test_a_workbook_with_typed_dates_and_times_is_read_to_the_minute(tmp_path):
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["Datum", "Tid", "Typ"],
        [dt.date(2024, 1, 31), dt.time(7, 23), "Rån"],
        [dt.date(2024, 2, 1), None, "x"],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    records = accounted(read([tmp_path / "a.xlsx"])).records
    assert records.start.astype(str).tolist() == ["2024-01-31T07:23:00", "2024-02-01T00:00:00"]
    assert records.precision.tolist() == [TimePrecision.MINUTE, TimePrecision.DAY]


def test_an_open_document_is_read(tmp_path):
    def row(*cells: str) -> str:
        texts = (
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
        )
        return f"<table:table-row>{''.join(texts)}</table:table-row>"

    rooms = " ".join(
        f'xmlns:{room}="urn:oasis:names:tc:opendocument:xmlns:{room}:1.0"' for room in ("office", "table", "text")
    )
    rows = row("Datum", "Typ") + row("2024-01-31", "Rån")
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {rooms}><office:body><office:spreadsheet>"
            f'<table:table table:name="Blad1">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    assert accounted(read([path])).records.category.names == ("Rån",)


def test_a_file_without_headings_is_read_by_what_its_values_are(tmp_path):
    path = write(tmp_path / "t.csv", "2024-01-31 07:23;59,51234;16,01234\n2024-02-01 08:24;59,51235;16,01235\n")
    reading = accounted(read([path]))
    assert reading.records.start.astype(str).tolist() == ["2024-01-31T07:23:00", "2024-02-01T08:24:00"]
    assert reading.records.lat.tolist() == [59.51234, 59.51235]


def test_both_coordinates_in_one_column_are_read(tmp_path):
    path = write(tmp_path / "t.csv", 'Datum,Koordinater\n2024-01-31,"59.51234, 16.01234"\n2024-02-01,"59.6, 16.1"\n')
    records = accounted(read([path])).records
    assert (records.lat.tolist(), records.lon.tolist()) == ([59.51234, 59.6], [16.01234, 16.1])


def test_a_note_says_which_of_several_files_it_is_about(tmp_path):
    far = (
        "Datum;Lat;Lon\n"
        + "".join(f"2024-01-31;59.5{i % 10};16.0{i % 7}\n" for i in range(60))
        + "2024-01-31;16.0;59.5\n"
    )
    reading = accounted(read([write(tmp_path / "a.csv", far), write(tmp_path / "b.csv", "Tid\n2024-01-31\n")]))
    assert any(translator("en").say(note).startswith("a.csv: ") for note in reading.notes)


def test_summaries_of_the_police_are_kept_apart_in_any_table(tmp_path):
    kinds = ["Sammanfattning natt", "Sammanfattning kväll och natt", "Stöld", "", "Sammanfattning av läget"]
    rows = "".join(f"2024-03-0{i + 1} 10:00;{kind};Köping\n" for i, kind in enumerate(kinds))
    reading = accounted(read([write(tmp_path / "x.csv", "Tid;Kategori;Kommun\n" + rows)]))
    assert reading.records.summary.tolist() == [True, True, False, False, False]


def test_the_headings_of_the_files_are_kept(tmp_path):
    one = write(tmp_path / "1.csv", "Tid;Kategori;DeSO.område\n2024-03-01 10:00;Brand;1980A0010\n")
    two = write(tmp_path / "2.csv", "Datum;Kategori\n2024-03-02;Brand\n")
    reading = read([one, two])
    assert reading.headings["area"] == "DeSO.område"
    assert reading.headings["category"] == "Kategori"
