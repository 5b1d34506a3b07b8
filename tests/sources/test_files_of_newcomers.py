"""Files as people first try them: no heading, a sheet a month, tables of counts, uncertain hours."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from lagesbild.sources import read
from lagesbild.sources.records import TimePrecision


def written(folder: Path, text: str, name: str = "f.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def said(messages: tuple[object, ...]) -> str:
    return " ".join(str(one) for one in messages)


def test_a_file_without_headings_keeps_its_first_row(tmp_path: Path) -> None:
    rows = [f"2025-07-{day:02} 10:14;Klotter;Storgatan {day}" for day in range(1, 29)]
    reading = read([written(tmp_path, "\n".join(rows) + "\n")])
    assert len(reading.records) == len(rows) == reading.rows


def test_years_as_headings_are_still_headings(tmp_path: Path) -> None:
    rows = [f"2025-07-{day:02};Brand;3" for day in range(1, 12)]
    reading = read([written(tmp_path, "\n".join(["Datum;Händelsetyp;2024-01", *rows]) + "\n")])
    assert len(reading.records) == len(rows)
    assert reading.records.category.names == ("Brand",)


def test_the_sheets_of_a_workbook_with_the_same_headings_are_read_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for month in range(1, 5):
        sheet = book.create_sheet(f"2025-{month:02}")
        sheet.append(["Datum", "Kategori"])
        for day in range(1, 11):
            sheet.append([f"2025-{month:02}-{day:02}", "Klotter"])
    book.create_sheet("Läs mig").append(["Så fyller du i"])
    book.save(tmp_path / "b.xlsx")
    reading = read([tmp_path / "b.xlsx"])
    assert reading.rows == len(reading.records) == 40
    assert len(set(reading.records.start.tolist())) == 40


def test_a_table_that_is_left_out_of_a_workbook_is_noted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Händelser"
    for row in (["Datum", "Kategori"], ["2025-01-01", "Klotter"], ["2025-01-02", "Brand"]):
        book.active.append(row)
    other = book.create_sheet("Personal")
    for row in (["Enhet", "Timmar"], ["Norr", 3], ["Söder", 4]):
        other.append(row)
    book.save(tmp_path / "b.xlsx")
    reading = read([tmp_path / "b.xlsx"])
    assert len(reading.records) == 2
    assert "Personal" in said(reading.notes)


@pytest.mark.parametrize("heading", ["Antal", "antal händelser", "Count"])
def test_a_table_of_counts_says_that_each_row_is_counted_once(tmp_path: Path, heading: str) -> None:
    rows = [f"2025-{month:02};Klotter;{month * 3}" for month in range(1, 13)]
    reading = read([written(tmp_path, "\n".join([f"Månad;Brottstyp;{heading}", *rows]) + "\n")])
    assert heading in said(reading.notes)
    assert "234" in said(reading.notes)


def test_a_count_that_is_always_one_needs_no_note(tmp_path: Path) -> None:
    rows = [f"2025-{month:02};Klotter;1" for month in range(1, 13)]
    assert read([written(tmp_path, "\n".join(["Månad;Brottstyp;Antal", *rows]) + "\n")]).notes == ()


def test_an_hour_that_cannot_be_read_leaves_the_day(tmp_path: Path) -> None:
    timed = [f"2025-01-{day:02};21.30;Brand" for day in range(5, 25)]
    rows = ["2025-01-02;ca 21;Brand", "2025-01-03;på kvällen;Brand", "2025-01-04;25.70;Brand", *timed]
    reading = read([written(tmp_path, "\n".join(["Datum;Klockslag;Kategori", *rows]) + "\n")])
    assert len(reading.records) == 22
    assert reading.records.precision.tolist() == [TimePrecision.DAY] * 2 + [TimePrecision.MINUTE] * 20
    assert [reading.refusals[i].value for i in range(len(reading.refusals))] == ["25.70"]
    assert any("Klockslag" in str(one.what.values) and one.value == "2" for one in reading.files[0].conclusions)
