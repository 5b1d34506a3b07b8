"""Real files give the totals that were counted by other means."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from lagesbild.sources import read
from lagesbild.sources.records import Reading, ReadOptions, RefusalKind, TimePrecision

pytestmark = pytest.mark.shared


def accounted(*paths: Path, options: ReadOptions = ReadOptions()) -> Reading:  # noqa: B008 - frozen
    reading = read(paths, options)
    assert reading.rows == len(reading.records) + len(reading.refusals)
    assert reading.rows == sum(file.read + file.refused for file in reading.files)
    return reading


def count(reading: Reading, role: str) -> dict[str, int]:
    labels = getattr(reading.records, role)
    return dict(zip(labels.names, labels.counts().tolist(), strict=True))


def test_events_of_the_police(shared_data):
    reading = accounted(shared_data / "polisen_handelser/handelser.csv.gz")
    assert (len(reading.records), len(reading.refusals)) == (57_926, 0)
    assert count(reading, "category")["Trafikolycka"] == 8_734
    assert reading.ids is not None
    assert reading.ids.n_unique() == 57_926


def test_five_answers_of_the_police_hold_each_event_once(shared_data):
    reading = accounted(*sorted((shared_data / "polisen_handelser/api_snapshots").glob("*.json")))
    assert (reading.rows, len(reading.records)) == (2_500, 1_474)
    assert reading.refusals.counts()[RefusalKind.REPEATED] == 1_026
    assert [file.read for file in reading.files] == [500, 149, 143, 182, 500]


def test_crimes_of_houston_by_local_hour(shared_data):
    reading = accounted(shared_data / "houston_crimes/houston_2010_jan_aug.csv.gz")
    assert len(reading.records) == 86_314
    hours = (reading.records.start.astype("datetime64[h]").astype(int) % 24).tolist()
    assert [hours.count(hour) for hour in (0, 18, 4)] == [4_938, 5_308, 1_257]
    assert set(reading.records.precision.tolist()) == {TimePrecision.HOUR}
    assert count(reading, "category")["theft"] == 46_556
    assert count(reading, "area")["19G10"] == 1_950
    assert [note.n for note in reading.notes if "--repeats drop" in note.text] == [575]


def test_months_of_two_forces(shared_data, tmp_path):
    path = tmp_path / "street.csv"
    pl.scan_parquet(shared_data / "uk_police_leics_lancs/street_crimes.parquet").sink_csv(path)
    reading = accounted(path)
    assert len(reading.records) == 865_920
    assert set(reading.records.precision.tolist()) == {TimePrecision.MONTH}
    assert count(reading, "reporter") == {"Lancashire Constabulary": 564_082, "Leicestershire Police": 301_838}
    assert int(np.isnan(reading.records.lon).sum()) >= 42_619
    assert [note.n for note in reading.notes if "--repeats drop" in note.text] == [84_145]
    months = pl.Series(reading.records.start.astype("datetime64[M]").astype(str))
    reporter = reading.records.reporter
    leicestershire = months.filter(pl.Series(reporter.codes == reporter.names.index("Leicestershire Police")))
    assert set(months) - set(leicestershire) == set()


@pytest.mark.parametrize("name", ["NYC_20190522.csv", "NYC_20190522.xlsx"])
def test_reports_of_citizens_from_text_and_workbook_alike(shared_data, name):
    reading = accounted(shared_data / "medborgarrapporter_311" / name)
    assert (reading.rows, len(reading.records)) == (8_739, 8_289)
    assert reading.refusals.counts()[RefusalKind.REPEATED] == 450
    assert reading.ids is not None
    assert reading.ids.n_unique() == 8_289
    assert str(reading.records.start.min())[:10] == "2010-04-09"


def test_reports_of_citizens_are_the_same_in_text_and_workbook(shared_data):
    text, book = (accounted(shared_data / f"medborgarrapporter_311/NYC_20190522.{kind}") for kind in ("csv", "xlsx"))
    for name in ("start", "end", "precision", "placement"):
        assert (getattr(text.records, name) == getattr(book.records, name)).all()
    assert np.array_equal(text.records.lon, book.records.lon, equal_nan=True)
    assert count(text, "category") == count(book, "category")


def test_located_events_of_the_police(shared_data):
    reading = accounted(shared_data / "brottsplatskartan_2020/handelser_geokodade.csv.gz")
    assert len(reading.records) == 3_706
    assert count(reading, "category")["Trafikolycka"] == 693
    assert not any(name.endswith(" län") for name in reading.records.municipality.names)


def test_a_swedish_file_in_windows_1252_with_decimal_comma(shared_data):
    folder = shared_data / "svenska_kladdiga_filer"
    reading = accounted(folder / "handelser_cp1252_semikolon_sweref.csv")
    key = pl.read_csv(folder / "handelser_cp1252_semikolon_sweref_FACIT.csv", infer_schema=False)
    assert len(reading.records) == 368
    assert reading.ids is not None
    assert reading.ids.to_list() == key["id"].to_list()
    assert [str(t)[:16].replace("T", " ") for t in reading.records.start] == key["tid"].to_list()
    assert np.abs(reading.records.lat - key["lat"].cast(pl.Float64).to_numpy()).max() < 1e-5
    assert np.abs(reading.records.lon - key["lng"].cast(pl.Float64).to_numpy()).max() < 1e-5


def test_permits_are_read_or_refused_row_by_row(shared_data):
    folder = shared_data / "svenska_kladdiga_filer"
    assert len(accounted(folder / "A466.302-2024.csv").records) == 17
    book = accounted(folder / "A466.302-2024.xlsx")
    assert {(r.line, r.kind) for r in map(book.refusals.__getitem__, range(len(book.refusals)))} == {
        (2, RefusalKind.TITLE),
        (22, RefusalKind.TITLE),
        (37, RefusalKind.UNREADABLE),
    }
    assert len(book.records) == 59
    assert len(accounted(folder / "A466.302-2024.xlsx", options=ReadOptions(sheet="Sheet1")).records) == 17


def test_reported_crimes_of_three_codes(shared_data):
    reading = accounted(*sorted((shared_data / "anmalda_brott_deso").glob("*.csv.gz")))
    assert len(reading.records) == 26_563
    assert set(reading.records.precision.tolist()) == {TimePrecision.DAY}
    assert count(reading, "municipality")["Köping"] == 21 + 62
    assert int((reading.records.area.codes < 0).sum()) == 1_825 + 2_004 + 28
