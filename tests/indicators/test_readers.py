"""Files become figures, and every row that does not is said with why."""

from __future__ import annotations

import copy
import datetime as dt
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import UnreadableInput
from lagesbild.indicators.readers import read, said
from lagesbild.indicators.readers.crimes import Ours
from lagesbild.indicators.readers.rows import Read
from tests.indicators import files

OURS = Ours(frozenset({"1983A0010", "1983C1010"}), {"köping": "1983", "västerås": "1980"}, frozenset({"1983"}))


def rows(found: Read) -> list[tuple[str, str, str, float | None, str]]:
    return [(one.code, one.place, one.start.isoformat(), one.value, one.flag) for one in found.rows]


def test_json_stat_becomes_an_indicator_for_each_sex(tmp_path: Path) -> None:
    found = read(files.write(tmp_path / "tabell.json", files.jsonstat()), OURS)
    assert (found.kind, found.n, found.used, len(found.refused)) == ("jsonstat", 12, 12, 0)
    assert [(one.name, one.kind, one.unit, one.source, one.fetched) for one in found.indicators] == [
        (f"Utsatta, antal, {sex}", "count", "antal", "SCB", dt.date(2024, 3, 1)) for sex in ("män", "kvinnor")
    ]
    assert rows(found)[:4] == [
        ("TAB0001:1:0000", "1980", "2021-01-01", 10.0, ""),
        ("TAB0001:1:0000", "1980", "2022-01-01", 11.0, ""),
        ("TAB0001:1:0000", "1980", "2023-01-01", 12.0, ""),
        ("TAB0001:1:0000", "1983", "2021-01-01", 16.0, ""),
    ]


def test_json_stat_with_values_by_number_and_marks_of_its_own(tmp_path: Path) -> None:
    content = files.jsonstat({"0": 5, "1": 6.5}, status={"2": "..", "1": "p"})
    found = read(files.write(tmp_path / "tabell.json", content), OURS)
    assert [(one.value, one.flag, one.mark) for one in found.rows[:4]] == [
        (5.0, "", ""),
        (6.5, "preliminary", "p"),
        (None, "missing", ".."),
        (None, "missing", ""),
    ]


@pytest.mark.parametrize("gone", ["value", "dimension", "size"])
def test_json_stat_that_lacks_something_is_said_not_to_be_so(tmp_path: Path, gone: str) -> None:
    content = files.jsonstat()
    del content[gone]
    with pytest.raises(UnreadableInput):
        read(files.write(tmp_path / "tabell.json", content), OURS)


def test_a_table_without_places_says_what_it_has(tmp_path: Path) -> None:
    content = files.jsonstat()
    content["id"], content["size"] = ["Kon", "ContentsCode", "Tid"], [2, 1, 3]
    content["value"], content["role"] = list(range(6)), {"time": ["Tid"]}
    with pytest.raises(UnreadableInput, match="kön, tabellinnehåll, år"):
        read(files.write(tmp_path / "tabell.json", content), OURS)


@given(
    st.lists(
        st.one_of(st.none(), st.integers(0, 10_000), st.floats(allow_nan=False, allow_infinity=False)),
        min_size=12,
        max_size=12,
    )
)
def test_each_value_of_a_json_stat_file_is_a_row_or_refused(values: list[float | None]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = read(files.write(Path(folder) / "a.json", files.jsonstat(values)), OURS)
    assert found.used + len(found.refused) == found.n == 12
    told = [one.value for one in sorted(found.rows, key=lambda one: one.line)]
    kept = [None if value is None else float(value) for value in values if value is None or abs(value) < said.LARGEST]
    assert told == kept


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3),
        max_leaves=6,
    )
)
def test_any_damage_to_a_json_file_is_refused_in_words(junk: object) -> None:
    import tempfile

    for name in files.jsonstat():
        content = copy.deepcopy(files.jsonstat())
        content[name] = junk
        with tempfile.TemporaryDirectory() as folder:
            path = files.write(Path(folder) / "a.json", content)
            with suppress(UnreadableInput):
                found = read(path, OURS)
                assert found.used + len(found.refused) == found.n


def test_px_with_semicolons_in_names_and_signs_for_what_is_not_there(tmp_path: Path) -> None:
    found = read(files.write(tmp_path / "tabell.px", files.PX, "cp1252"), OURS)
    assert found.kind == "px"
    assert [(one.code, one.name, one.kind, one.unit, one.steps, one.source) for one in found.indicators] == [
        ("TAB0002", "Brandutryckningar", "count", "antal", "month", "SCB")
    ]
    assert rows(found) == [
        ("TAB0002", "1980", "2023-11-01", 12.0, ""),
        ("TAB0002", "1980", "2023-12-01", 0.0, ""),
        ("TAB0002", "1983", "2023-11-01", None, "missing"),
        ("TAB0002", "1983", "2023-12-01", 3.0, ""),
    ]


@pytest.mark.parametrize("cut", [40, 300, len(files.PX) - 12])
def test_a_px_file_that_is_cut_off_says_so(tmp_path: Path, cut: int) -> None:
    with pytest.raises(UnreadableInput):
        read(files.write(tmp_path / "tabell.px", files.PX[:cut]), OURS)


def test_csv_of_pxweb_with_a_column_for_each_year(tmp_path: Path) -> None:
    found = read(files.write(tmp_path / "tabell.csv", files.PXWEB, "cp1252"), OURS)
    assert found.kind == "pxweb"
    assert rows(found) == [
        ("Utsatta, män", "1980", "2022-01-01", 12.0, ""),
        ("Utsatta, män", "1980", "2023-01-01", 14.0, ""),
        ("Utsatta, män", "1983", "2022-01-01", None, "missing"),
        ("Utsatta, män", "1983", "2023-01-01", 0.0, ""),
        ("Utsatta, kvinnor", "1983", "2022-01-01", 3.0, ""),
    ]
    assert [(one.line, one.column, one.value) for one in found.refused] == [(4, "Utsatta 2023", "fel")]
    assert found.used + len(found.refused) == found.n


def test_kolada_by_sex_with_the_country_and_what_is_missing(tmp_path: Path) -> None:
    found = read(files.write(tmp_path / "kolada.json", files.kolada()), OURS)
    assert found.kind == "kolada"
    assert {one.code for one in found.indicators} == {"N00001", "N00001:K", "N00001:M"}
    total = [row for row in rows(found) if row[0] == "N00001"]
    assert total == [
        ("N00001", "1983", "2022-01-01", 41.5, ""),
        ("N00001", "1983", "2023-01-01", 42.5, ""),
        ("N00001", "00", "2022-01-01", 41.5, ""),
        ("N00001", "00", "2023-01-01", 42.5, ""),
    ]
    assert {(row[3], row[4]) for row in rows(found) if row[0] == "N00001:M"} == {(None, "missing")}
    assert found.used == found.n == 12


def test_a_page_of_kolada_says_that_there_is_more(tmp_path: Path) -> None:
    content = files.kolada(next_url="https://api.kolada.se/v3/data/kpi/N00001?page=2")
    assert len(read(files.write(tmp_path / "kolada.json", content), OURS).notes) == 1


def test_units_of_schools_are_refused_and_not_taken_for_places(tmp_path: Path) -> None:
    content = files.kolada()
    for item in content["values"]:
        item["ou"] = item.pop("municipality").replace("1983", "V15E198300101")
    found = read(files.write(tmp_path / "kolada.json", content), OURS)
    assert len(found.refused) == 6


def test_a_table_of_ones_own_with_intervals_and_rows_that_are_not_taken(tmp_path: Path) -> None:
    found = read(files.write(tmp_path / "enkät.csv", files.TABLE), OURS)
    assert found.kind == "table"
    first = found.rows[0]
    assert (first.value, first.lower, first.upper, first.denominator) == (61.5, 57.2, 65.8, 480.0)
    assert (found.rows[2].value, found.rows[2].flag, found.rows[2].mark) == (None, "suppressed", "x")
    assert [(one.line, one.column, one.value) for one in found.refused] == [(6, "period", "våren")]
    assert [(one.name, one.kind, one.source) for one in found.indicators] == [("Känner sig trygga", "share", "Enkäten")]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (";2022;5;;;;;", "område"),
        ("Köping;2022;fem;;;;;", "värde"),
        ("Köping;2022;5;;6;7;;", "värde"),
        ("Köping;2022;5;;4;;;", "nedre"),
        ("Köping;2022;5;;;;0;", "nämnare"),
        ("Köping;2022;5;;;;;tal", "per"),
        ("Köping;2022;5;;;;;snitt", "slag"),
        ("Köping;2022;-5;;;;;antal", "värde"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_with_its_column(tmp_path: Path, row: str, column: str) -> None:
    text = f"område;period;värde;per;nedre;övre;nämnare;slag\nKöping;2021;1;;;;;\n{row}\n"
    found = read(files.write(tmp_path / "a.csv", text), OURS)
    assert [(one.line, one.column) for one in found.refused] == [(3, column)]


def test_a_rate_says_what_it_is_per(tmp_path: Path) -> None:
    text = "indikator;område;period;värde;per\nAnmälda brott;1983;2024;11593,5;per 100 000 invånare\n"
    found = read(files.write(tmp_path / "a.csv", text), OURS)
    assert [(one.kind, one.per) for one in found.indicators] == [("rate", "per 100 000 invånare")]


def test_a_workbook_is_read_as_a_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("indikator", "kommun", "år", "värde"), ("Trygga", "Köping", 2023, 61.5), ("Trygga", "Sala", 2023, 58)):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read(tmp_path / "a.xlsx", OURS)
    assert [(one.place, one.value) for one in found.rows] == [("Köping", 61.5), ("Sala", 58.0)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", '{"values": []}'),
        ("a.json", '{"values": [NaN'),
        ("a.json", "[1, 2]"),
        ("a.csv", "kolumn;annan\n1;2\n"),
        ("a.csv", "\x00\x01\x02"),
        ("a.xlsx", "ingen arbetsbok"),
        ("tom.csv", ""),
    ],
)
def test_what_is_no_statistics_is_said_in_words(tmp_path: Path, name: str, content: str) -> None:
    with pytest.raises(UnreadableInput):
        read(files.write(tmp_path / name, content), OURS)


def test_a_file_that_is_not_what_it_is_said_to_be(tmp_path: Path) -> None:
    path = files.write(tmp_path / "kolada.json", files.kolada())
    assert read(path, OURS, kind="kolada").kind == "kolada"
    with pytest.raises(UnreadableInput):
        read(path, OURS, kind="px")


# reported crimes


def crimes(tmp_path: Path, rows: list[tuple[str, str, str, str]], ours: Ours = OURS, steps: str = "quarter") -> Read:
    return read(files.write(tmp_path / "brott.csv", files.crimes(rows)), ours, steps=steps)


def test_crimes_are_counted_per_area_and_municipality_with_zeros_where_none_was_reported(tmp_path: Path) -> None:
    told = files.every_month(dt.date(2022, 1, 1), 12, 2, "Köping", "1983A0010")
    told += [("2022-12-31", "2022-12-31", "Köping", ""), ("2022-05-05", "2022-05-05", "Uppsala", "0380A0010")]
    found = crimes(tmp_path, told)
    assert (found.n, found.used, found.elsewhere, len(found.refused)) == (26, 25, 1, 0)
    by_place = {place: [one.value for one in found.rows if one.place == place] for place in ("1983", "1983A0010")}
    assert by_place == {"1983": [6, 6, 6, 7], "1983A0010": [6, 6, 6, 6]}
    assert [one.value for one in found.rows if one.place == "1983C1010"] == [0, 0, 0, 0]
    assert [(one.name, one.kind, one.steps) for one in found.indicators] == [
        ("Påhittat brott, i en mening", "count", "quarter")
    ]


def test_a_source_that_begins_in_earnest_later_is_a_break_and_what_is_before_is_partial(tmp_path: Path) -> None:
    told = [("2017-03-03", "2018-01-01", "Köping", "1983A0010"), ("2018-10-03", "2018-11-01", "Uppsala", "0380A0010")]
    told += files.every_month(dt.date(2019, 7, 1), 42, 12, "Uppsala", "0380A0010")
    told += files.every_month(dt.date(2019, 7, 1), 42, 1, "Köping", "1983A0010")
    found = crimes(tmp_path, told)
    assert [one.day for one in found.turned] == [dt.date(2019, 7, 1)]
    here = [(one.start, one.value, one.flag) for one in found.rows if one.place == "1983A0010"]
    assert here[:2] == [(dt.date(2017, 1, 1), 1.0, "partial"), (dt.date(2019, 7, 1), 3.0, "")]
    by_year = [(one.start.year, one.flag) for one in crimes(tmp_path, told, steps="year").rows if one.place == "1983"]
    assert by_year == [(2017, "partial"), (2019, "partial"), (2020, ""), (2021, ""), (2022, "partial")]


def test_periods_whose_crimes_are_still_reported_are_preliminary(tmp_path: Path) -> None:
    told = files.every_month(dt.date(2022, 1, 1), 12, 4, "Köping", "1983A0010")
    late = [
        (day, (dt.date.fromisoformat(day) + dt.timedelta(days=60)).isoformat(), town, area)
        for day, _, town, area in told
    ]
    flags = [one.flag for one in crimes(tmp_path, late).rows if one.place == "1983"]
    assert flags == ["", "", "", "preliminary", "partial"]


def test_a_crime_reported_before_it_happened_and_one_without_a_day_are_refused(tmp_path: Path) -> None:
    told = files.every_month(dt.date(2022, 1, 1), 6, 1, "Köping", "1983A0010")
    found = crimes(tmp_path, [*told, ("2022-06-05", "2022-06-01", "Köping", ""), ("igår", "2022-06-01", "Köping", "")])
    assert [(one.line, one.column) for one in found.refused] == [(8, "Inskrivningsdatum"), (9, "Brottsdatum")]
    assert found.used + found.elsewhere + len(found.refused) == found.n


def test_areas_of_another_edition_are_no_zeros(tmp_path: Path) -> None:
    told = files.every_month(dt.date(2022, 1, 1), 6, 1, "Köping", "1983A0010")
    told += files.every_month(dt.date(2022, 1, 1), 6, 1, "Köping", "1983C9990")
    found = crimes(tmp_path, told)
    assert {one.place for one in found.rows} == {"1983", "1980", "1983A0010"}
    assert len(found.notes) == 1


# periods and numbers


@pytest.mark.parametrize(
    ("text", "steps", "day"),
    [
        ("2024", "year", "2024-01-01"),
        ("2024K3", "quarter", "2024-07-01"),
        ("2024 kv 1", "quarter", "2024-01-01"),
        ("2024-Q4", "quarter", "2024-10-01"),
        ("2024M07", "month", "2024-07-01"),
        ("2024-07", "month", "2024-07-01"),
        ("2024-07-01", "month", "2024-07-01"),
        ("202407", "month", "2024-07-01"),
    ],
)
def test_periods_as_statistics_write_them(text: str, steps: str, day: str) -> None:
    assert said.period(text) == (steps, dt.date.fromisoformat(day))


@pytest.mark.parametrize("text", ["", "24", "2024M13", "2024K5", "2024-00", "0001", "9999", "2024-07-02", "våren 2024"])
def test_what_is_no_period(text: str) -> None:
    assert said.period(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("-3", -3.0),
        ("61,5 %", 61.5),
        ("1e3", 1000.0),
        ("1,5,3", None),
        ("1e400", None),
        ("fem", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    assert said.number(text) == value


@given(st.floats(-1e12, 1e12), st.sampled_from([".", ","]))
def test_a_number_that_is_written_is_read_again(value: float, mark: str) -> None:
    assert said.number(f"{value:.6f}".replace(".", mark)) == pytest.approx(value, abs=1e-6)


@given(st.sampled_from(["year", "quarter", "month"]), st.integers(1950, 2100), st.integers(0, 11), st.integers(-40, 40))
def test_periods_follow_each_other(steps: str, year: int, month: int, n: int) -> None:
    size = {"year": 12, "quarter": 3, "month": 1}[steps]
    start = dt.date(year, month // size * size + 1, 1)
    assert said.after(steps, said.after(steps, start, n), -n) == start
    assert len(said.between(steps, start, said.after(steps, start, abs(n)))) == abs(n) + 1
