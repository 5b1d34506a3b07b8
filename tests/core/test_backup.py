"""A backup while others work, a restore equal by checksum on another server, and nothing half in between."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import threading
import zipfile
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from lagesbild.core import checksums, partnerships
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.core.addresses import embedded
from lagesbild.core.backup import DUMP, MANIFEST, Manifest, backup, is_empty, read_manifest, restore
from lagesbild.core.database import initialise
from lagesbild.core.models import Party
from lagesbild.core.postgres import Cluster
from lagesbild.core.scope import Scope, scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.i18n import Message
from tests.database import APPLICATION, OWNER, url_of

pytestmark = pytest.mark.django_db(transaction=True)


def silent(_what: Message, _share: float) -> None:
    """Nobody listens."""


@pytest.fixture
def town(owner_url: str) -> int:
    return partnerships.create(
        owner_url=owner_url,
        slug="koping",
        name="Köping; COPY ’x’ FROM stdin\\.\nSET nothing = 1;",
        parties=(("Köpings kommun", "municipality"), ("Lokalpolisområdet", "police")),
    )


@pytest.fixture
def elsewhere(server_url: str, worker_id: str) -> str:
    """The owner's URL of an empty database beside the one of the tests."""
    database = f"lagesbild_restored_{worker_id}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER)))
    return url_of(server_url, OWNER, database)


def sums(url: str) -> dict[str, checksums.Sum]:
    with psycopg.connect(url) as server:
        return checksums.sums(server)


def test_a_restore_on_an_empty_server_is_equal_by_checksum_table_by_table(
    owner_url: str, elsewhere: str, town: int, tmp_path: Path
) -> None:
    written = backup(owner_url, tmp_path / "a.backup", silent)
    read = restore(elsewhere, tmp_path / "a.backup", silent)
    assert read == written
    assert sums(elsewhere) == sums(owner_url) == dict(written.sums)
    assert written.sums["core_party"].rows == 2
    assert written.rows > 0


def test_a_backup_taken_while_others_write_is_one_moment(
    owner_url: str, elsewhere: str, town: int, tmp_path: Path
) -> None:
    stop = threading.Event()
    made: list[int] = []

    def write() -> None:
        from django.db import connection

        n = 0
        while not stop.is_set():
            n += 1
            actor = Actor(SYSTEM, town, frozenset())
            made.append(partnerships.add_party(actor=actor, name=f"Part {n}", kind="other").pk)
        connection.close()

    writers = threading.Thread(target=write)
    writers.start()
    try:
        while len(made) < 20:
            pass
        written = backup(owner_url, tmp_path / "b.backup", silent)
        during = len(made)
    finally:
        stop.set()
        writers.join()
    assert len(made) > 20
    restore(elsewhere, tmp_path / "b.backup", silent)
    assert sums(elsewhere) == dict(written.sums)
    rows = written.sums["core_party"].rows
    assert 20 <= rows - 2 <= during + 1
    # an action is a row, its entry and the head of the chain: all of it or none
    with psycopg.connect(elsewhere) as server:
        entries = server.execute("SELECT count(*) FROM core_timelineentry WHERE verb = 'party.added'").fetchone()
        head = server.execute("SELECT sequence = (SELECT count(*) FROM core_timelineentry) FROM core_chainhead")
        assert entries == (rows,)
        assert head.fetchone() == (True,)


def test_the_restored_database_has_its_walls_and_its_timeline(
    server_url: str, elsewhere: str, owner_url: str, town: int, tmp_path: Path
) -> None:
    from django.db import connection

    backup(owner_url, tmp_path / "c.backup", silent)
    restore(elsewhere, tmp_path / "c.backup", silent)
    database = elsewhere.rsplit("/", 1)[1].split("?", maxsplit=1)[0]
    app_url = url_of(server_url, APPLICATION, database)
    before = connection.settings_dict
    try:
        initialise(elsewhere, app_url)
        connection.close()
        connection.settings_dict = {**before, "NAME": database}
        with scope(Scope(read=(town,))):
            assert Party.objects.count() == 2
            assert list(faults(town)) == []
        with scope(Scope(read=(town + 1,))):
            assert Party.objects.count() == 0
        with psycopg.connect(app_url) as server, pytest.raises(psycopg.Error, match=r"app\.read"):
            server.execute("SELECT * FROM core_party")
        with psycopg.connect(app_url) as server, pytest.raises(psycopg.errors.InsufficientPrivilege):
            server.execute("UPDATE core_timelineentry SET verb = ''")
    finally:
        connection.close()
        connection.settings_dict = before


@pytest.mark.skipif("LAGESBILD_TEST_SERVER" not in os.environ, reason="only with another server beside the embedded")
def test_what_the_embedded_server_held_is_restored_on_an_older_one(elsewhere: str, tmp_path: Path) -> None:
    home = Path(tempfile.mkdtemp(prefix="lagesbild-18-"))
    home.chmod(0o755)
    cluster = Cluster(home)
    try:
        found = embedded(cluster)
        initialise(found.owner, found.application)
        partnerships.create(owner_url=found.owner, slug="koping", name="Köping", parties=(("Polisen", "police"),))
        written = backup(found.owner, tmp_path / "g.backup", silent)
    finally:
        cluster.stop()
        shutil.rmtree(home)
    with psycopg.connect(elsewhere) as server:
        assert server.info.server_version // 10_000 < written.server // 10_000, "this test is for an older server"
    restore(elsewhere, tmp_path / "g.backup", silent)
    assert sums(elsewhere) == dict(written.sums)


def test_a_database_that_is_not_empty_is_left_alone_unless_it_is_to_be_replaced(
    owner_url: str, elsewhere: str, town: int, tmp_path: Path
) -> None:
    written = backup(owner_url, tmp_path / "d.backup", silent)
    with psycopg.connect(elsewhere) as server:
        server.execute("CREATE TABLE mine (n int); INSERT INTO mine VALUES (1)")
    with pytest.raises(InputError, match="not empty"):
        restore(elsewhere, tmp_path / "d.backup", silent)
    assert sums(elsewhere).keys() == {"mine"}
    for _ in range(2):
        # a second time: what was replaced once can be copied and replaced again
        restore(elsewhere, tmp_path / "d.backup", silent, replace=True)
        assert sums(elsewhere) == dict(written.sums)
        assert backup(elsewhere, tmp_path / "d.backup", silent).sums == written.sums


def test_a_file_that_is_damaged_or_says_other_sums_changes_nothing(
    owner_url: str, elsewhere: str, town: int, tmp_path: Path
) -> None:
    path = tmp_path / "e.backup"
    backup(owner_url, path, silent)
    with psycopg.connect(elsewhere) as server:
        server.execute("CREATE TABLE mine (n int)")
    whole = path.read_bytes()
    manifest = read_manifest(path)
    broken: dict[str, bytes] = {"cut": whole[: len(whole) // 2], "empty": b"", "garbage": os.urandom(4000)}
    at = len(whole) // 3
    broken["flipped"] = whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :]
    for name, content in broken.items():
        damaged = tmp_path / name
        damaged.write_bytes(content)
        with pytest.raises(InputError):
            restore(elsewhere, damaged, silent, replace=True)
        assert sums(elsewhere).keys() == {"mine"}, name
    said = json.loads(manifest.to_json())
    said["sums"]["core_party"]["rows"] += 1
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "other", "w") as new:
        new.writestr(DUMP, old.read(DUMP))
        new.writestr(MANIFEST, Manifest.of_json(json.dumps(said)).to_json())
    with pytest.raises(InputError, match="core_party"):
        restore(elsewhere, tmp_path / "other", silent, replace=True)
    assert sums(elsewhere).keys() == {"mine"}
    with pytest.raises(InputError, match="no file"):
        restore(elsewhere, tmp_path / "missing", silent)


def test_a_backup_holds_people_and_is_for_its_owner_alone(owner_url: str, town: int, tmp_path: Path) -> None:
    backup(owner_url, tmp_path / "f.backup", silent)
    assert (tmp_path / "f.backup").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["f.backup"]
    with pytest.raises(InputError, match="cannot be written"):
        backup(owner_url, tmp_path / "missing/f.backup", silent)


def test_the_sum_does_not_depend_on_the_order_of_rows_and_sees_every_change(elsewhere: str) -> None:
    with psycopg.connect(elsewhere) as server:
        server.execute("CREATE TABLE one (n int, t text); CREATE TABLE two (t text, n int)")
        server.execute("INSERT INTO one SELECT g, g::text FROM generate_series(1, 100) g")
        server.execute("INSERT INTO two SELECT g::text, g FROM generate_series(1, 100) g ORDER BY random()")
    first = sums(elsewhere)
    assert first["one"] == first["two"]
    with psycopg.connect(elsewhere) as server:
        server.execute("UPDATE two SET t = '7 ' WHERE n = 7")
    assert sums(elsewhere)["two"] != first["two"]
    assert sums(elsewhere)["one"] == first["one"]


def test_columns_may_have_any_name(elsewhere: str, tmp_path: Path) -> None:
    with psycopg.connect(elsewhere) as server:
        server.execute("""CREATE TABLE "odd one" (n int, total text, h text, source int, "select" jsonb)""")
        server.execute("""INSERT INTO "odd one" VALUES (1, 'a', 'b', 2, '{"a": [1, null]}')""")
    written = backup(elsewhere, tmp_path / "h.backup", silent)
    restore(elsewhere, tmp_path / "h.backup", silent, replace=True)
    assert sums(elsewhere) == dict(written.sums)


def test_an_empty_database_is_told_from_one_that_is_not(owner_url: str, elsewhere: str) -> None:
    assert is_empty(elsewhere)
    assert not is_empty(owner_url)
