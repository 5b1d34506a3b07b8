"""The database goes away while the application is served: a page in words, and back without a restart."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lagesbild.core.addresses import Addresses, embedded
from lagesbild.core.postgres import Cluster
from tests.cli.served import Served, lagesbild, until

PAGE = "/"


@pytest.fixture(scope="module")
def away() -> Iterator[tuple[Served, Addresses]]:
    """An application whose database is somebody else's to start and stop."""
    home = Path(tempfile.mkdtemp(prefix="lagesbild-away-"))
    home.chmod(0o755)
    cluster = Cluster(home / "server")
    found = embedded(cluster)
    done = lagesbild(
        "db", "init", "--data", home / "data", DATABASE_URL=found.application, DATABASE_OWNER_URL=found.owner
    )
    assert done.returncode == 0, done.stderr
    served = Served.start(home / "data", DATABASE_URL=found.application)
    yield served, found
    if served.process.poll() is None:
        served.end()
    cluster.stop()
    shutil.rmtree(home)


def get(served: Served, path: str, **headers: str) -> tuple[int, str, str | None]:
    """Status, text and Retry-After of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
    connection.request("GET", path, headers={"Connection": "close", **headers})
    with connection.getresponse() as answer:
        said = answer.read().decode()
    connection.close()
    return answer.status, said, answer.getheader("Retry-After")


def test_a_machine_that_only_serves_needs_no_owner_and_makes_no_database(away: tuple[Served, Addresses]) -> None:
    served, _found = away
    assert not (served.folder / "postgres").exists()
    assert get(served, PAGE)[0] in (200, 302)


def test_without_the_database_there_is_a_page_in_words_and_afterwards_all_is_well(
    away: tuple[Served, Addresses],
) -> None:
    served, found = away
    assert found.cluster is not None
    query = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '9 s'"
    with found.cluster.connect("lagesbild") as server:
        assert until(lambda: server.execute(query).fetchone() == (1,)), served.said()
    worker = served.worker()
    found.cluster.stop()
    for headers in ({}, {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz012345"}):
        status, said, again = get(served, PAGE, **headers)
        assert (status, again) == (503, "30"), said[:500]
        assert "Databasen svarar inte" in said
        assert "Traceback" not in said
    assert served.status() == 503
    found.cluster.start()
    assert until(lambda: served.status() == 200)
    assert get(served, PAGE)[0] in (200, 302)
    assert served.worker() == worker, "the worker waited"
    with found.cluster.connect("lagesbild") as server:
        assert until(lambda: server.execute(query).fetchone() == (1,)), served.said()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a small disk")
def test_a_full_disk_is_survived(away: tuple[Served, Addresses]) -> None:
    """The disk of the database fills up: pages say so in words, what was acknowledged stays, room brings it back."""
    home = Path(tempfile.mkdtemp(prefix="lagesbild-full-"))
    home.chmod(0o755)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160m,mode=755", "tmpfs", str(home)], check=False, capture_output=True
    )
    if mounted.returncode:
        home.rmdir()
        pytest.skip("this machine may not mount a small disk")
    data = home / "data"
    served = None
    try:
        assert lagesbild("db", "init", "--data", data).returncode == 0
        served = Served.start(data)
        filler = home / "filler"
        with filler.open("wb") as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
                    file.flush()
            except OSError:
                pass
        cluster = Cluster(data / "postgres")
        kept = 0
        try:
            with cluster.connect("lagesbild") as server:
                server.execute("CREATE TABLE kept (n int, t text)")
                for n in range(1, 100_000):
                    server.execute("INSERT INTO kept VALUES (%s, repeat('x', 7000))", (n,))
                    kept = n
        except Exception:
            pass
        assert kept < 99_999, "the disk was never full"
        assert served.status(PAGE) in (200, 302, 503), served.said()[-3000:]
        filler.unlink()
        running = served
        assert until(lambda: running.status() == 200 and running.status(PAGE) in (200, 302)), served.said()
        if kept:
            with cluster.connect("lagesbild") as server:
                assert server.execute("SELECT count(*) FROM kept").fetchone() == (kept,)
        assert served.end() == 0, served.said()
    finally:
        if served is not None and served.process.poll() is None:
            served.process.kill()
        Cluster(data / "postgres").stop()
        subprocess.run(["umount", "-l", str(home)], check=False)
        home.rmdir()
