"""Text files in every dress read back as the table that was written."""

import csv
import gzip
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.errors import UnreadableInput
from lagesbild.sources import text
from lagesbild.sources.records import ReadOptions, RefusalKind
from lagesbild.sources.rows import NOTHING
from lagesbild.sources.table import Table
from lagesbild.sources.text import _layout, _read_quick, _read_slowly, split_rows

HEADING = ["Nr", "Händelsedatum", "Händelsetyp", "Beskrivning"]
LETTERS = st.characters(
    codec="cp1252", categories=["Lu", "Ll", "Nd", "Po", "Sc"], include_characters=' ;,\t|"\n', exclude_characters="\r"
)
WORDS = st.text(LETTERS, max_size=12).filter(lambda t: t.strip() not in NOTHING)
ROWS = st.lists(
    st.tuples(st.integers(1, 10**6), st.dates(), st.sampled_from(["Stöld", "Rån, försök"]), WORDS), max_size=25
)


def write(
    path: Path, rows: list[list[str]], *, separator: str = ",", encoding: str = "utf-8", end: str = "\r\n"
) -> Path:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=separator, lineterminator=end).writerows(rows)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def read(path: Path, **options: object) -> Table:
    return text.read_table(path, ReadOptions(**options))  # type: ignore[arg-type]


def cells(table: Table) -> list[list[str | None]]:
    return [list(row) for row in table.frame.iter_rows()]


def accounted(table: Table) -> int:
    assert len(table.lines) == table.frame.height
    return table.frame.height + len(table.set_aside)


def said_of(path: Path) -> str:
    """Nothing when the rows are accounted for, the file's name when a sentence refuses it."""
    try:
        table = read(path)
    except UnreadableInput as error:
        return path.name if path.name in str(error) else str(error)
    accounted(table)
    return ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("text")


@given(
    rows=ROWS,
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_reads_back_in_every_separator_encoding_and_line_end(folder, rows, separator, encoding, end):
    written = [[str(n), day.isoformat(), kind, words] for n, day, kind, words in rows]
    path = write(folder / "t.csv", [HEADING, *written], separator=separator, encoding=encoding, end=end)
    table = read(path)
    assert table.frame.columns == HEADING
    assert cells(table) == [[cell.strip() or None for cell in row] for row in written]
    starts = np.cumsum([2, *(1 + row[3].count("\n") for row in written)])[: len(written)]
    assert table.lines.tolist() == starts.tolist()
    assert accounted(table) == len(rows)


@given(rows=ROWS, separator=st.sampled_from(",;\t|"))
def test_the_quick_way_and_the_slow_way_agree(folder, rows, separator):
    written = [[str(n), day.isoformat(), kind, words] for n, day, kind, words in rows]
    path = write(folder / "q.csv", [HEADING, *written], separator=separator, encoding="utf-8", end="\n")
    data, packed = text.encodings.open_bytes(path)
    content = text.encodings.to_utf8(data, path, packed, None)
    layout = _layout(content, path, ReadOptions())
    quick, slow = _read_quick(content, layout), _read_slowly(content, layout)
    assert quick is not None
    assert quick[0].fill_null("").rows() == slow[0].rows()
    assert quick[1].tolist() == slow[1].tolist()


@given(garbage=st.binary(max_size=600))
def test_garbage_is_refused_with_a_sentence_or_accounted_for(folder, garbage):
    path = folder / "garbage.csv"
    path.write_bytes(garbage)
    assert said_of(path) in ("", path.name)


@given(words=st.text(st.sampled_from('ab1",;\n\r\t '), max_size=120))
def test_stray_quotes_and_breaks_never_fail(folder, words):
    path = folder / "stray.csv"
    path.write_bytes(b"id;date;type\n1;2024-01-31;a\n2;2024-02-01;b\n" + words.encode())
    assert accounted(read(path, separator=";", header=1)) >= 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_prefix_of_a_file_is_read_or_refused(tmp_path, encoding):
    rows = [
        HEADING,
        ["1", "2024-01-31", "Rån, försök", 'två\nrader "så"'],
        ["2", "2024-02-01", "Stöld", "Örebro; torget"],
    ]
    whole = write(tmp_path / "w.csv", rows, encoding=encoding).read_bytes()
    path = tmp_path / "cut.csv"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert said_of(path) in ("", path.name)


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_a_packed_file_is_unpacked_and_a_cut_one_refused(tmp_path, pack):
    plain = write(tmp_path / "a.csv", [HEADING, ["1", "2024-01-31", "Stöld", "x"]]).read_bytes()
    path = tmp_path / f"a.csv.{pack}"
    if pack == "gz":
        path.write_bytes(gzip.compress(plain * 50))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", plain * 50)
    assert read(path).frame.height == 50
    whole = path.read_bytes()
    for length in range(1, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        assert said_of(path) in ("", path.name)


def test_an_archive_of_several_files_asks_for_one(tmp_path):
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a")
        archive.writestr("b.csv", "b")
    with pytest.raises(UnreadableInput, match="holds 2 files"):
        read(path)


def test_a_missing_an_empty_and_a_binary_file_are_named(tmp_path):
    with pytest.raises(UnreadableInput, match=r"none\.csv cannot be opened"):
        read(tmp_path / "none.csv")
    for content, why in (
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not a table of text"),
        (b"\xef\xbb\xbf", "holds no rows"),
    ):
        (tmp_path / "x.csv").write_bytes(content)
        with pytest.raises(UnreadableInput, match=why):
            read(tmp_path / "x.csv")


def test_titles_totals_notes_and_blank_rows_stand_beside_the_rows(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "Anmälda brott;;;\nUttag 2024-02-01;;;\n\nNr;Datum;Typ;Antal\n2023;;;\n1;2023-01-31;Rån;1\n\n;;;\n"
        "Nr;Datum;Typ;Antal\n2;2023-02-01;Stöld;1\nSumma;;;2\nKälla: påhittad;;;\n",
        "utf-8",
    )
    table = read(path)
    assert cells(table) == [["1", "2023-01-31", "Rån", "1"], ["2", "2023-02-01", "Stöld", "1"]]
    assert table.lines.tolist() == [6, 10]
    kinds = {refusal.line: refusal.kind for refusal in table.set_aside}
    assert kinds == {5: RefusalKind.TITLE, 9: RefusalKind.TITLE, 11: RefusalKind.TOTAL, 12: RefusalKind.TITLE}


def test_a_row_with_more_cells_than_headings_is_refused_with_its_line(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        'id,date,type\n1,2024-01-31,"a\nb"\n2,2024-02-01,Rån, försök\n3,2024-02-02,c,\n4,2024-02-03\n', "utf-8"
    )
    table = read(path)
    assert [row[0] for row in cells(table)] == ["1", "3", "4"]
    assert table.lines.tolist() == [2, 5, 6]
    (refusal,) = table.set_aside
    assert (refusal.line, refusal.kind, refusal.value) == (4, RefusalKind.UNREADABLE, "2,2024-02-01,Rån, försök")
    assert str(refusal.reason.values) == "{'n': 4, 'k': 3}"


def test_a_quotation_that_never_ends_spoils_only_its_own_line(tmp_path):
    path = tmp_path / "t.csv"
    rows = "".join(f"{i},2024-01-31,x\n" for i in range(3, 400))
    path.write_text(f'id,date,type\n1,2024-01-31,"never closed\n2,2024-02-01,a "b" c\n{rows}', "utf-8")
    table = read(path)
    assert [refusal.line for refusal in table.set_aside] == [2]
    assert table.frame.height == 398
    assert cells(table)[0] == ["2", "2024-02-01", 'a "b" c']


def test_a_quotation_closed_by_a_later_stray_mark_does_not_swallow_rows():
    rows = list(split_rows(['1,"open,3\n', "4,5,6\n", '7,"also,9\n', "8,8,8\n"], ","))
    assert [(line, row) for line, row, _, _ in rows if row] == [(2, ["4", "5", "6"]), (4, ["8", "8", "8"])]
    assert [line for line, row, _, _ in rows if row is None] == [1, 3]


def test_unnamed_and_repeated_headings_get_names_of_their_own(tmp_path):
    path = write(
        tmp_path / "t.csv", [["", "Datum", "Datum", "Typ\nav brott"], ["1", "2024-01-31", "2024-02-01", "Rån"]]
    )
    assert read(path).frame.columns == ["#1", "Datum", "Datum (2)", "Typ av brott"]


def test_a_file_without_heading_names_its_columns_by_number(tmp_path):
    path = write(tmp_path / "t.csv", [["2024-01-31", "59.31234", "15.21234"], ["2024-02-01", "59.31235", "15.21235"]])
    table = read(path)
    assert table.frame.columns == ["#1", "#2", "#3"]
    assert table.lines.tolist() == [1, 2]


def test_the_options_go_before_what_the_file_seems(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("prat;Ö\nDatum~Typ\n2024-01-31~Rån;Ö\n".encode("cp850"))
    table = read(path, separator="~", encoding="cp850", header=2, decimal=",")
    assert (table.frame.columns, cells(table), table.decimal) == (["Datum", "Typ"], [["2024-01-31", "Rån;Ö"]], ",")
    assert read(write(tmp_path / "tab.csv", [["a", "b"], ["1", "2"]], separator="\t"), separator="tab").frame.width == 2
    for wrong in ({"encoding": "klingon"}, {"encoding": "utf-8"}, {"separator": "::"}, {"header": 77}):
        with pytest.raises(UnreadableInput):
            read(path, **wrong)


@pytest.mark.parametrize(
    ("numbers", "mark"),
    [(["59,31234", "6570950,6"], ","), (["59.31234", "15.12345"], "."), (["5", "6"], ""), (["07.23", "12.59"], "")],
)
def test_the_decimal_mark_comes_from_the_numbers(tmp_path, numbers, mark):
    rows = [["Datum", "N"], *(["2024-01-31", number] for number in numbers * 3)]
    assert read(write(tmp_path / "t.csv", rows, separator=";")).decimal == mark


def test_old_line_ends_and_words_for_nothing(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,date,type\r1,2024-01-31,NULL\r2,2024-02-01,NA\r")
    assert cells(read(path)) == [["1", "2024-01-31", None], ["2", "2024-02-01", None]]
    assert read(path).lines.tolist() == [2, 3]


def test_an_encoding_is_found_by_the_whole_file_not_its_beginning(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,date,type\n" + b"1,2024-01-31,x\n" * 400_000 + "2,2024-01-31,Rån\n".encode("cp1252"))
    table = read(path)
    assert table.conclusions[0].value == "Windows-1252"
    assert table.frame["type"][-1] == "Rån"
    assert table.lines[-1] == 400_002


def test_a_file_cut_within_a_character_says_so(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("id,date,type\n1,2024-01-31,Rå".encode()[:-1])
    table = read(path)
    assert cells(table) == [["1", "2024-01-31", "R"]]
    assert any("cut off" in getattr(c.value, "text", "") for c in table.conclusions)


def test_a_file_cut_within_its_last_row_refuses_that_row(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,date,type\n1,2024-01-31,Rån\n2,2024-01", "utf-8")
    table = read(path)
    assert cells(table) == [["1", "2024-01-31", "Rån"]]
    assert [(refusal.line, refusal.value) for refusal in table.set_aside] == [(3, "2 | 2024-01")]
    path.write_text('id,date,type\n1,2024-01-31,Rån\n2,2024-01-31,"a\nb"', "utf-8")
    assert read(path).frame.height == 2


def test_lines_of_another_encoding_are_read_each_in_its_own(tmp_path):
    path = tmp_path / "t.csv"
    rows = [f"{i},2024-01-31,Åverkan\n".encode() for i in range(40)]
    path.write_bytes(b"id,date,type\n" + b"".join(rows) + "41,2024-01-31,Rån\n".encode("cp1252"))
    table = read(path)
    assert set(table.frame["type"]) == {"Åverkan", "Rån"}
    assert table.conclusions[0].value == "UTF-8, some lines Windows-1252"


@pytest.mark.parametrize("name", ["base64", "undefined", "rot13"])
def test_what_is_no_encoding_of_text_is_said(tmp_path, name):
    path = write(tmp_path / "t.csv", [HEADING])
    with pytest.raises(UnreadableInput, match="no encoding called"):
        read(path, encoding=name)
