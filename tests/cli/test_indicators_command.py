"""`lagesbild indicators` in an installation of its own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lagesbild.core.postgres import Cluster
from tests.cli.served import lagesbild
from tests.indicators import files

WHO = ("--partnership", "koping", "--as", "anna@exempel.se")


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="lagesbild-statistics-"))
    made.chmod(0o755)
    data = ("--data", made / "data")
    for arguments in (
        ("db", "init", *data),
        ("partnership", "add", "koping", "--name", "Köping", "--party", "Kommunen=municipality", *data),
        (
            *("user", "add", "anna@exempel.se", "--name", "Anna Exempel", "--partnership", "koping"),
            *("--party", "Kommunen", "--role", "coordinator", *data),
        ),
    ):
        done = lagesbild(*arguments)
        assert done.returncode == 0, (arguments, done.stderr)
    yield made
    for cluster in made.glob("*/postgres"):
        Cluster(cluster).stop()


def run(home: Path, *arguments: str | Path) -> tuple[int, dict[str, Any], str]:
    done = lagesbild("indicators", *arguments, *WHO, "--json", "--data", home / "data")
    return done.returncode, json.loads(done.stdout) if done.stdout else {}, done.stderr


def test_look_read_again_and_take_back(home: Path, tmp_path: Path) -> None:
    path = files.write(tmp_path / "kolada.json", files.kolada())
    code, said, _ = run(home, path, "--dry-run")
    assert (code, said["dry_run"], said["kind"], said["counts"]["added"]) == (0, True, "kolada", 12)
    _, said, _ = run(home, path, "--kind", "kolada")
    assert said["counts"]["added"] == 12
    _, again, _ = run(home, path)
    assert (again["counts"]["added"], again["counts"]["unchanged"]) == (0, 12)
    assert run(home, "--undo", str(said["reading"]))[1] == {"undone": said["reading"]}


def test_what_cannot_be_done_is_said_in_words(home: Path, tmp_path: Path) -> None:
    path = files.write(tmp_path / "a.json", "{}")
    for arguments in ((path,), (), ("--undo", "999"), (tmp_path / "saknas.csv",), (path, "--undo", "1")):
        code, said, wrong = run(home, *arguments)
        assert code != 0, arguments
        assert said == {}
        assert wrong.strip()
        assert "Traceback" not in wrong


def test_a_person_reads_what_came_of_it(home: Path, tmp_path: Path) -> None:
    path = files.write(tmp_path / "enkät.csv", files.TABLE)
    done = lagesbild("indicators", path, *WHO, "--dry-run", "--data", home / "data")
    assert done.returncode == 0
    assert "Känner sig trygga" in done.stdout
    assert "våren" in done.stdout
