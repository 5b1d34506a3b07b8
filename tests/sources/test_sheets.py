"""Workbooks: blank edges, several tables and sheets, typed cells."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.errors import UnreadableInput
from lagesbild.sources.records import ReadOptions, RefusalKind
from lagesbild.sources.sheets import cell_text, read_table
from lagesbild.sources.table import Table

Rows = list[list[object]]


def write(path: Path, **sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path, **options: object) -> Table:
    return read_table(path, ReadOptions(**options))  # type: ignore[arg-type]


PLAIN: Rows = [["Nr", "Datum", "Typ"], [1, dt.date(2024, 1, 31), "Rån"], [2, dt.date(2024, 2, 1), "Stöld"]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets")


@settings(max_examples=25)
@given(
    rows=st.lists(
        st.tuples(
            st.integers(-(10**9), 10**9),
            st.dates(dt.date(1901, 1, 1), dt.date(2100, 1, 1)),
            st.sampled_from(["Rån, försök", "Åverkan;", "x"]),
            st.floats(-1e6, 1e6, allow_nan=False).map(lambda f: round(f, 6) + 0.0),
        ),
        max_size=20,
    )
)
def test_typed_cells_read_back_as_faithful_text(folder, rows):
    path = write(folder / "t.xlsx", Blad1=[["Nr", "Datum", "Typ", "Lat"], *map(list, rows)])
    table = read(path)
    wanted = [(str(n), day.isoformat(), kind, cell_text(number)) for n, day, kind, number in rows]
    assert [tuple(row) for row in table.frame.rows()] == wanted
    assert [float(row[3] or 0) for row in table.frame.rows()] == [number for *_, number in rows]
    assert table.lines.tolist() == list(range(2, len(rows) + 2))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13.0, "13"),
        (59.2952500570105, "59.2952500570105"),
        (True, "true"),
        (dt.datetime.fromisoformat("2024-01-31 07:22:59.999995"), "2024-01-31 07:23:00"),
        (dt.datetime.fromisoformat("1899-12-31 07:23:00"), "07:23:00"),
        (dt.time(7, 23), "07:23:00"),
        (dt.date(2024, 1, 31), "2024-01-31"),
        (dt.timedelta(hours=26, minutes=5), "26:05:00"),
        ("  text ", "  text "),
    ],
)
def test_a_cell_becomes_text_without_loss(value, text):
    assert cell_text(value) == text


def test_blank_edges_titles_and_year_rows_stand_beside_the_rows(tmp_path):
    rows: Rows = [
        [], [None, "Tillstånd"], [],
        [None, "Antal", "Planerat datum", "Plats", "Lat", "Lon"],
        [2022, 2], [None, 1, dt.date(2022, 5, 31), "A", 59.25, 15.25], [None, 2, dt.date(2022, 6, 1), "B", 59.5, 15.5],
        [], [2023, 1], [None, None, "datum saknas", "C", None, None], [None, "Summa", None, None, 3],
    ]  # fmt: skip
    table = read(write(tmp_path / "t.xlsx", Blad1=rows))
    assert table.frame["Plats"].to_list() == ["A", "B", "C"]
    assert table.lines.tolist() == [6, 7, 10]
    kinds = {refusal.line: refusal.kind for refusal in table.set_aside}
    assert kinds == {5: RefusalKind.TITLE, 9: RefusalKind.TITLE, 11: RefusalKind.TOTAL}


def test_the_table_with_the_best_known_headings_is_read_and_the_others_are_named(tmp_path):
    path = write(
        tmp_path / "t.xlsx",
        Info=[["Nyckel", "Värde"], ["skapad", "i dag"]],
        Data=[["År", "Summor"], [2024, 5], [], ["Antal per typ"], [], *PLAIN],
    )
    table = read(path)
    assert table.name == "t.xlsx [Data]"
    assert (table.frame.columns, table.lines.tolist()) == (["Nr", "Datum", "Typ"], [7, 8])
    assert "Info, 1; Data, 1" in [conclusion.value for conclusion in table.conclusions]


def test_a_sheet_can_be_asked_for_by_name_or_number(tmp_path):
    path = write(tmp_path / "t.xlsx", Ett=PLAIN, Två=[["Datum", "Typ"], ["2024-01-31", "Brand"]])
    assert read(path).frame.height == 2
    assert read(path, sheet="Två").frame["Typ"].to_list() == ["Brand"]
    assert read(path, sheet="2").frame["Typ"].to_list() == ["Brand"]
    with pytest.raises(UnreadableInput, match=r"no sheet “Tre”\. It has: Ett, Två"):
        read(path, sheet="Tre")


def test_cells_beside_the_table_refuse_their_row(tmp_path):
    table = read(write(tmp_path / "t.xlsx", Blad1=[*PLAIN, [3, dt.date(2024, 2, 2), "Brand", "extra"]]))
    assert table.frame.height + len(table.set_aside) == 3


def test_a_damaged_workbook_is_refused_at_every_length(tmp_path):
    whole = write(tmp_path / "w.xlsx", Blad1=PLAIN).read_bytes()
    path = tmp_path / "cut.xlsx"
    for length in range(1, len(whole) - 1, 97):
        path.write_bytes(whole[:length])
        with pytest.raises(UnreadableInput, match=r"cut\.xlsx"):
            read(path)


def test_a_workbook_without_rows_is_refused(tmp_path):
    with pytest.raises(UnreadableInput, match="holds no rows"):
        read(write(tmp_path / "t.xlsx", Blad1=[[]]))


def test_a_heading_can_be_pointed_at_or_denied(tmp_path):
    path = write(tmp_path / "t.xlsx", Blad1=[["Uttag", "ett", "två"], *PLAIN])
    assert read(path, header=2).frame.columns == ["Nr", "Datum", "Typ"]
    assert read(path, header=0).frame.columns == ["#1", "#2", "#3"]
    with pytest.raises(UnreadableInput, match="holds no rows"):
        read(path, header=99)
