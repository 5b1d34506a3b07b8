"""`lagesbild serve`: what an operator sees when it starts, ends, and is killed."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lagesbild.core.postgres import Cluster
from tests.cli.served import Served, command_line, lagesbild, until


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """An installation with a database that is up to date."""
    # not below pytest's own folder, which the account that PostgreSQL runs as may not enter
    home = Path(tempfile.mkdtemp(prefix="lagesbild-serve-"))
    home.chmod(0o755)
    done = lagesbild("db", "init", "--data", home / "data")
    assert done.returncode == 0, done.stderr
    yield home / "data"
    Cluster(home / "data/postgres").stop()
    shutil.rmtree(home)


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    made = Served.start(folder)
    yield made
    if made.process.poll() is None:
        made.end()


def test_without_a_database_it_says_what_to_run(folder: Path) -> None:
    empty = folder.parent / "empty"
    done = lagesbild("serve", "--data", empty, "--port", "0")
    assert done.returncode == 2
    assert "lagesbild db init" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (empty / "postgres/data/postmaster.pid").exists(), "what was started was stopped"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_ends_cleanly_with_everything_it_started(served: Served, number: int) -> None:
    assert served.status() == 200
    assert served.end(number) == 0, served.said()
    assert until(lambda: served.left() == [], 15), served.left()
    assert not (served.folder / "postgres/data/postmaster.pid").exists()
    assert "Traceback" not in served.said()
    assert "Stopped." in served.said()


def test_the_secret_key_is_kept_and_readable_by_its_owner_alone(served: Served) -> None:
    key = served.folder / "secret-key"
    assert key.stat().st_mode & 0o077 == 0
    assert len(key.read_text()) >= 50


def test_a_second_one_on_the_same_folder_is_told_where_the_first_is(served: Served) -> None:
    done = lagesbild("serve", "--data", served.folder, "--port", "0")
    assert done.returncode == 2
    assert f":{served.port}/" in done.stderr
    assert served.status() == 200


def test_a_port_that_is_taken_is_told(served: Served, folder: Path) -> None:
    other = folder.parent / "other"
    assert lagesbild("db", "init", "--data", other).returncode == 0
    done = lagesbild("serve", "--data", other, "--port", str(served.port))
    assert done.returncode == 2
    assert str(served.port) in done.stderr
    assert "Traceback" not in done.stderr


def test_killed_parts_come_back_while_it_serves(served: Served) -> None:
    worker, web, database = served.worker(), served.web(), served.database()
    for pid in (worker, *web):
        os.kill(pid, signal.SIGKILL)
    assert until(lambda: len(served.web()) == len(web) and not set(served.web()) & set(web)), served.said()
    with suppress(ValueError):
        assert until(lambda: served.worker() != worker), served.said()
    os.kill(database, signal.SIGKILL)
    assert until(lambda: served.status() == 200 and served.database() != database), served.said()


def test_after_a_kill_the_next_start_finds_and_mends_everything(folder: Path) -> None:
    killed = Served.start(folder)
    database = killed.database()
    port, seen = killed.port, killed.seen
    killed.process.kill()
    killed.process.wait()
    assert killed.status() in (0, 200)
    again = Served.start(folder, "--port", str(port))
    try:
        assert again.port == port, "the orphans left the port"
        assert again.database() == database, "the surviving database was found"
        assert until(lambda: not any("lagesbild" in command_line(pid) for pid in seen), 30), "orphans end by themselves"
        assert again.status() == 200
    finally:
        assert again.end() == 0, again.said()
    assert until(lambda: again.left() == [], 15), again.left()
    assert not (folder / "postgres/data/postmaster.pid").exists()


def test_a_health_page_says_nothing_and_needs_no_host(served: Served) -> None:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request("GET", "/halsa/", headers={"Host": "any.where", "Connection": "close"})
    with connection.getresponse() as answer:
        assert (answer.status, answer.read()) == (200, b"ok\n")
        assert answer.getheader("Set-Cookie") is None
    connection.close()
