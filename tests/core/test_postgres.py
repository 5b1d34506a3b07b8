"""The embedded server: made once, found again, never fooled."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lagesbild.core.postgres import Cluster


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="lagesbild-pg-"))
    folder.chmod(0o755)
    made = Cluster(folder)
    yield made
    made.stop()
    shutil.rmtree(folder)


def server_pid(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text(encoding="utf-8").split()[0])


def test_a_server_is_made_started_found_again_and_keeps_its_data(cluster: Cluster) -> None:
    assert not cluster.running()
    cluster.start()
    pid = server_pid(cluster)
    with cluster.connect() as server:
        server.execute("CREATE TABLE kept (n int)")
    Cluster(cluster.folder).start()
    assert server_pid(cluster) == pid, "the running server was found, not started twice"
    cluster.stop()
    assert not cluster.running()
    cluster.start()
    with cluster.connect() as server:
        assert server.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_many_that_start_it_at_once_get_one_server(cluster: Cluster) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: Cluster(cluster.folder).start(), range(4)))
    assert cluster.running()


def test_after_a_kill_it_starts_again_with_what_was_committed(cluster: Cluster) -> None:
    cluster.start()
    with cluster.connect() as server:
        server.execute("CREATE TABLE kept (n int)")
        server.execute("INSERT INTO kept VALUES (1)")
    os.kill(server_pid(cluster), signal.SIGKILL)
    for _ in range(100):
        if not cluster.running():
            break
        time.sleep(0.05)
    cluster.start()
    with cluster.connect() as server:
        assert server.execute("SELECT n FROM kept").fetchone() == (1,)


def test_what_a_killed_server_left_behind_is_waited_for(cluster: Cluster) -> None:
    cluster.start()
    with cluster.connect() as server:
        left = server.info.backend_pid
        os.kill(left, signal.SIGSTOP)
        os.kill(server_pid(cluster), signal.SIGKILL)
        goes_on = threading.Timer(1.5, os.kill, (left, signal.SIGCONT))
        goes_on.start()
        while cluster.running():
            time.sleep(0.05)
        cluster.start()
        goes_on.join()
    assert cluster.running()


def test_a_reused_process_id_is_not_taken_for_the_server(cluster: Cluster) -> None:
    cluster.start()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n", encoding="utf-8")
    cluster.start()
    assert cluster.running()


def test_a_half_made_server_is_made_anew(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    (cluster.data / "half").touch()
    cluster.start()
    assert cluster.running()


def test_the_password_is_asked_for_and_readable_by_its_owner_alone(cluster: Cluster) -> None:
    import psycopg

    cluster.start()
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.url(password="wrong"))
    assert (cluster.folder / "password").stat().st_mode & 0o077 == 0
