"""`lagesbild demo`: what is said while it starts, in the language that was asked for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner

from lagesbild.cli import serve
from lagesbild.cli.demo import FOLDER, demo, welcome
from lagesbild.core.addresses import Addresses
from lagesbild.core.postgres import Cluster
from lagesbild.core.serving import turn
from lagesbild.i18n import translator
from tests.cli.served import children, command_line, environment, lagesbild, until

PEOPLE = [
    ["Samverkan A", "coordinator", "Ebba Norrskär"],
    ["Samverkan A", "reporter", "Disa Kullvik"],
    ["Samverkan B", "leader", "Knut Morelund"],
]
ADDRESS = "http://127.0.0.1:8000/"


def test_the_start_says_where_who_how_to_stop_and_how_to_begin_anew() -> None:
    said = welcome(ADDRESS, 3.2, FOLDER, PEOPLE, translator("sv"))
    assert ADDRESS in said
    assert "3 påhittade personer" in said
    assert "Ebba Norrskär (samordnare)" in said
    assert "Knut Morelund" not in said, "all that are named are on the same part of the page"
    assert "Ctrl-C" in said
    assert "make demo-reset" in said
    other = welcome(ADDRESS, 3.2, Path("elsewhere"), PEOPLE, translator("en"))
    assert "Ebba Norrskär (coordinator)" in other
    assert "lagesbild demo --reset --folder elsewhere" in other


@pytest.mark.parametrize(("language", "word"), [("sv", "Det tar längre tid än vanligt"), ("en", "longer than usual")])
def test_a_slow_start_is_told_in_ones_language_and_still_ends_with_the_address(
    language: serve.Language, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = threading.Event()
    wanted = serve.Wanted(data=Path(), worker=False, words=translator(language))
    keeper = serve.Keeper(wanted, Addresses("", ""))
    with patch.object(serve, "START_SECONDS", 0.0), patch.object(serve, "answers", side_effect=[False] * 3 + [True]):
        keeper.start(ready.set, 1)
        assert ready.wait(10)
        keeper.stop()
    assert capsys.readouterr().err.count(word) == 1


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder of a demonstration of its own."""
    # not below pytest's own folder, which the account that PostgreSQL runs as may not enter
    home = Path(tempfile.mkdtemp(prefix="lagesbild-demo-"))
    home.chmod(0o755)
    (home / "demo").mkdir()
    yield home / "demo"
    Cluster(home / "demo/postgres").stop()
    # what was making it when it was killed writes, or tidies up, a little longer
    assert until(lambda: gone(home))


def gone(folder: Path) -> bool:
    """Whether nothing is left of it."""
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def test_two_do_not_fill_the_same_folder_at_once(folder: Path) -> None:
    with turn(folder):
        done = lagesbild("demo", "--no-serve", "--only", "ronnmora", "--folder", folder)
    assert done.returncode == 2
    assert f"{folder} is in use" in done.stderr
    assert not (folder / "filled.json").exists()


def test_what_fills_ends_when_whoever_started_it_was_killed(folder: Path) -> None:
    command = [sys.executable, "-m", "lagesbild", "demo", "--only", "ronnmora", "--port", "0", "--folder", str(folder)]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert until((folder / "postgres/data/postmaster.pid").exists), "it fills"
    seen = children(process.pid)
    process.kill()
    process.wait()
    assert seen
    assert until(lambda: not any("lagesbild" in command_line(pid) for pid in seen), 15)


def test_the_port_is_told_by_the_environment_as_when_serving(tmp_path: Path) -> None:
    asked = CliRunner().invoke(demo, ["--folder", str(tmp_path)], env={"LAGESBILD_PORT": "none"})
    assert asked.exit_code == 2
    assert "none" in asked.output


def test_ctrl_c_while_it_fills_is_answered_once_and_truly(folder: Path) -> None:
    command = [sys.executable, "-m", "lagesbild", "demo", "--only", "ronnmora", "--port", "0", "--folder", str(folder)]
    process = subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert until((folder / "postgres/data/postmaster.pid").exists), "it fills"
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert said.count("Cancelled") == 1
    assert "the next start goes on" in said
