"""A real PostgreSQL for the tests: the embedded one, or the server of LAGESBILD_TEST_SERVER (a superuser's URL)."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from lagesbild.core.database import initialise
from lagesbild.core.postgres import Cluster
from tests.keeping import Shelf, opened

OWNER, APPLICATION = "lagesbild_test_owner", "lagesbild_test_app"
PASSWORD = "only for tests"


NEEDS = frozenset({"db", "transactional_db", "server_url", "owner_url"})


def pytest_configure(config: pytest.Config) -> None:
    """Say what the mark is for, and give the run a name that its server can be found by."""
    config.addinivalue_line("markers", "database: needs a database (given to every test that does)")
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        config.option.testrunuid = config.option.testrunuid or uuid.uuid4().hex


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server that the workers of a run shared, once all of them have ended."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        _take_away(_cluster(config.option.testrunuid))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs a database, so that all of them can be run against another server."""
    for item in items:
        if item.get_closest_marker("django_db") or NEEDS & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


@pytest.fixture(scope="session")
def server_url(testrun_uid: str) -> Iterator[str]:
    """A superuser's URL of a running server; all workers of a run share one."""
    given = os.environ.get("LAGESBILD_TEST_SERVER")
    if given:
        yield given
        return
    cluster = _cluster(testrun_uid)
    cluster.start()
    # what is thrown away need not be on the disk; tests of what outlives a kill have servers of their own
    with cluster.connect() as server:
        for setting in ("fsync", "full_page_writes"):
            server.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        server.execute("SELECT pg_reload_conf()")
    yield cluster.url()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _take_away(cluster)


def _cluster(run: str) -> Cluster:
    # not below pytest's own folder, which another account may not enter
    return Cluster(Path(tempfile.gettempdir()) / f"lagesbild-tests-{run}")


def _take_away(cluster: Cluster) -> None:
    if cluster.folder.exists():
        cluster.stop()
        shutil.rmtree(cluster.folder)


def url_of(server: str, user: str, database: str) -> str:
    """The URL of another login and database on the same server."""
    parts = urlsplit(server)
    host = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return f"postgresql://{user}:{PASSWORD.replace(' ', '%20')}@{host}/{database}?{parts.query}"


@pytest.fixture(scope="session")
def owner_url(server_url: str, worker_id: str) -> str:
    """The owner's URL of this worker's own empty database."""
    database = f"lagesbild_test_{worker_id}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(4711)")
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone():
            server.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(
                    sql.Identifier(OWNER), sql.Literal(PASSWORD)
                )
            )
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))
        server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(OWNER)))
    return url_of(server_url, OWNER, database)


@pytest.fixture(scope="session")
def django_db_setup(
    server_url: str, owner_url: str, worker_id: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Tables made by the owner; the tests themselves log in as the application."""
    database = f"lagesbild_test_{worker_id}"
    app_url = url_of(server_url, APPLICATION, database)
    with django_db_blocker.unblock():
        initialise(owner_url, app_url)
        with psycopg.connect(server_url, dbname=database, autocommit=True) as superuser:
            shelf = Shelf.of(superuser)
            opened(shelf)

            def empty(_case: TransactionTestCase) -> None:
                """After a test that commits, everything is taken away: neither the application nor the owner may."""
                shelf.empty()

            TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
            connection.close()
            connection.settings_dict.update(dj_database_url.parse(app_url))
            yield
            connection.close()


def partnerships(owner_url: str) -> tuple[int, int]:
    """Two partnerships, as an operator makes them."""
    with psycopg.connect(owner_url) as server:
        made = [
            server.execute(
                "INSERT INTO core_partnership"
                " (slug, name, municipality_code, language, timezone, accent, invented, public, revision)"
                " VALUES (%s, %s, '', 'sv', 'Europe/Stockholm', '#0b5a61', true, false, 0) RETURNING id",
                (name, name.title()),
            ).fetchone()
            for name in ("alfa", "beta")
        ]
    ids = [row[0] for row in made if row is not None]
    return ids[0], ids[1]


@pytest.fixture
def two(owner_url: str, transactional_db: None) -> tuple[int, int]:
    """Two partnerships."""
    return partnerships(owner_url)
