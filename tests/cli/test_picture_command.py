"""`lagesbild picture`: what a person at a terminal gets, for good input and bad."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lagesbild.cli.commands import main
from lagesbild.demo import write_files


@pytest.fixture(scope="module")
def town_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    return write_files(tmp_path_factory.mktemp("town"), 1)


INTERRUPTED = """
import sys

class Pressed:
    def find_spec(self, name, path=None, target=None):
        if name == "lagesbild.cli.{}":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Pressed())
from lagesbild.cli.main import run
run()
"""
"""A program in which Ctrl-C is pressed while a module is imported."""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["picture", *map(str, arguments)])


def said_without_traceback(result: Result, code: int) -> str:
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result.output


def test_a_file_becomes_a_folder_with_pages_document_and_data(
    town_files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    incidents, areas, ground = town_files
    folder = tmp_path / "bild"
    said = said_without_traceback(run(incidents, "--areas", areas, "--ground", ground, "--out", folder), 0)
    assert {path.name for path in folder.iterdir()} >= {
        "index.html", "en.html", "picture.css", "picture.json", "picture.pdf", "refusals.csv"
    }  # fmt: skip
    assert str(folder / "index.html") in said
    assert any(value in said for value in ("i går", "vet ej", "2024-02-31")), "an example of what could not be read"
    assert [path.name for path in tmp_path.iterdir()] == ["bild"], "nothing temporary is left behind"


def test_json_goes_to_standard_output_and_makes_no_folder(
    town_files: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    picture = json.loads(said_without_traceback(run(town_files[0], "--json"), 0))
    refused = picture["refused"]
    assert picture["rows"] == picture["records"] + sum(
        refused[kind] for kind in ("unreadable", "repeated", "titles", "totals")
    )
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_picture_is_replaced_and_any_other_folder_left_alone(
    town_files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    folder = tmp_path / "bild"
    for _ in range(2):
        said_without_traceback(run(town_files[0], "--out", folder, "--no-pdf"), 0)
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine", encoding="utf-8")
    said = said_without_traceback(run(town_files[0], "--out", other, "--no-pdf"), 2)
    assert "--out" in said
    assert [path.name for path in other.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", 2),
        (bytes(range(256)) * 40, 2),
        (b"PK\x03\x04 not really a workbook", 2),
        (b'{"type": "FeatureCollection", "features": [', 2),
        ("datum;typ\r\ni går;Brand\r\nvet ej;Brand\r\n".encode(), 3),
    ],
    ids=["empty", "garbage", "broken workbook", "cut GeoJSON", "every row refused"],
)
def test_bad_files_get_one_sentence_and_an_exit_code(tmp_path: Path, content: bytes, code: int) -> None:
    path = tmp_path / "fil.csv"
    path.write_bytes(content)
    said = said_without_traceback(run(path, "--out", tmp_path / "bild"), code)
    assert said.strip()
    assert not (tmp_path / "bild").exists()


def test_a_file_whose_every_hour_is_a_default_still_becomes_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    days = [f"2026-{month:02d}-{day:02d} 21:00;Brand" for month in range(1, 10) for day in range(1, 29)]
    path.write_text("\n".join(["datum;typ", *days]) + "\n", encoding="utf-8")
    picture = json.loads(said_without_traceback(run(path, "--json"), 0))
    assert picture["records"] == len(days)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "finns.inte" in said_without_traceback(run(tmp_path / "finns.inte"), 2)


def test_a_kind_that_is_not_in_the_files_is_said_and_no_picture_made(
    town_files: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    folder, kinds = tmp_path / "bild", ("--found-by-checks", "Klotter", "--found-by-checks", "klotter ")
    said = said_without_traceback(run(town_files[0], "--out", folder, "--no-pdf", *kinds), 2)
    assert "klotter" in said
    assert "Skadegörelse" in said
    assert not folder.exists()


def test_an_unknown_municipality_gets_the_nearest_names(town_files: tuple[Path, Path, Path]) -> None:
    assert "Köping" in said_without_traceback(run(town_files[0], "--municipality", "Köpping"), 2)


def test_a_municipality_without_records_leaves_nothing(town_files: tuple[Path, Path, Path]) -> None:
    said_without_traceback(run(town_files[0], "--municipality", "Köping"), 3)


def test_a_period_that_cannot_be_read_and_one_outside_the_file_say_what_there_is(
    town_files: tuple[Path, Path, Path],
) -> None:
    assert "2026-W12" in said_without_traceback(run(town_files[0], "--period", "nästa vecka"), 2)
    assert "poster från 20" in said_without_traceback(run(town_files[0], "--period", "1999"), 3)


def test_a_column_option_without_a_heading_says_how_to_write_it(town_files: tuple[Path, Path, Path]) -> None:
    assert "ROLE=HEADING" in said_without_traceback(run(town_files[0], "--column", "time"), 2)


def test_interrupted_it_leaves_nothing_behind(town_files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "bild"
    command = [sys.executable, "-m", "lagesbild", "picture", str(town_files[0]), "--out", str(folder)]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if any(tmp_path.iterdir()):
            break
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130, said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_help_shows_examples_and_exit_codes() -> None:
    said = said_without_traceback(run("--help"), 0)
    assert "lagesbild picture incidents.csv" in said
    assert "3 nothing left" in said or "3 inget kvar" in said


def test_help_is_in_swedish_where_the_environment_is() -> None:
    command = [sys.executable, "-m", "lagesbild", "picture", "--help"]
    environment = {**os.environ, "LAGESBILD_LANGUAGE": "sv"}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "3 inget kvar" in " ".join(said.split())


def test_a_folder_is_told_from_a_missing_file(tmp_path: Path) -> None:
    assert "mapp" in said_without_traceback(run(tmp_path), 2)


def test_numbers_and_maps_that_cannot_be_used_are_refused(town_files: tuple[Path, Path, Path], tmp_path: Path) -> None:
    for option in (("--seed", "-1"), ("--header", "-1"), ("--ground", str(town_files[0]))):
        said_without_traceback(run(town_files[0], *option, "--out", tmp_path / "bild"), 2)
    assert list(tmp_path.iterdir()) == []


def test_the_summary_says_why_rows_were_refused_and_keeps_to_grammar(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    path.write_text("datum;typ\n2026-03-01;Brand\nvet ej;Brand\n", encoding="utf-8")
    assert "vet ej" in said_without_traceback(run(path, "--out", tmp_path / "a", "--no-pdf"), 0)
    path.write_text("datum;typ\n2026-03-01;Brand\n", encoding="utf-8")
    assert "1 rad:" in said_without_traceback(run(path, "--out", tmp_path / "b", "--no-pdf"), 0)


def test_json_is_utf_8_whatever_the_terminal_has(tmp_path: Path) -> None:
    path = tmp_path / "händelser.csv"
    path.write_text("datum;typ\n2026-03-01;Brand\n", encoding="utf-8")
    command = [sys.executable, "-m", "lagesbild", "picture", str(path), "--json"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    written = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    assert json.loads(written.decode("utf-8"))["name"] == "händelser"


@pytest.mark.parametrize("module", ["commands", "picture"])
def test_interrupted_while_libraries_load_it_ends_without_a_traceback(module: str) -> None:
    command = [sys.executable, "-c", INTERRUPTED.replace("{}", module), "picture"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 130, ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be opened by root")
def test_a_file_that_may_not_be_opened_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "fil.csv"
    path.write_text("datum;typ\n2026-03-01;Brand\n", encoding="utf-8")
    path.chmod(0)
    assert "kan inte öppnas" in said_without_traceback(run(path), 2)
