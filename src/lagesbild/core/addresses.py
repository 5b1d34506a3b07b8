"""Which database to use: the server that the environment names, or an embedded one in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from lagesbild.core.postgres import Cluster
from lagesbild.core.secret_files import kept
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

DATABASE, OWNER, APPLICATION = "lagesbild", "lagesbild_owner", "lagesbild_app"
CLUSTER = "postgres"
"""Folder of the embedded server, in the folder of the installation's data."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """The two logins: `owner` changes tables, `application` cannot pass the walls.

    `owner` is empty on a machine that only serves and works. `cluster` is the embedded server, if it is one.
    """

    owner: str
    application: str
    cluster: Cluster | None = None


def addresses(folder: Path) -> Addresses:
    """The logins of the environment's server, or of the embedded one in `folder`, started if it is not running.

    Raises
    ------
    InputError
        Only one of DATABASE_URL and DATABASE_OWNER_URL is set, or the embedded server cannot be started.

    """
    found = _given(owner=True)
    return found or embedded(Cluster(folder.resolve() / CLUSTER))


@contextmanager
def using(folder: Path, *, owner: bool = True) -> Iterator[Addresses]:
    """The logins, for as long as they are used: an embedded server is started, and stopped by its last user.

    Parameters
    ----------
    folder : Path
        Folder of the installation's data.
    owner : bool
        Whether the owner's login is needed. A machine that serves or works needs only DATABASE_URL.

    Raises
    ------
    InputError
        An address is missing, or the embedded server cannot be started.

    """
    found = _given(owner=owner)
    if found is not None:
        yield found
        return
    cluster = Cluster(folder.resolve() / CLUSTER)
    try:
        cluster.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        values = {"folder": str(folder), "why": error.strerror or str(error)}
        raise InputError(
            Message(N_("{folder} cannot be written: {why}. Name another folder with --data."), values)
        ) from error
    with cluster.used():
        yield embedded(cluster)


def _given(*, owner: bool) -> Addresses | None:
    """The logins that the environment names; None when it names none."""
    application, owning = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
    if (owning and not application) or (owner and application and not owning):
        raise InputError(
            Message(
                N_(
                    "Set both DATABASE_URL (the application's login) and DATABASE_OWNER_URL (the owner's), "
                    "or neither to use the embedded database."
                )
            )
        )
    return Addresses(owning, application) if application else None


def embedded(cluster: Cluster) -> Addresses:
    """The logins of an embedded server, which is started; owner and database are made the first time."""
    cluster.start()
    passwords = {name: kept(cluster.folder / f"{name}.password") for name in (OWNER, APPLICATION)}
    with cluster.connect() as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone():
            statement = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}")
            server.execute(statement.format(sql.Identifier(OWNER), sql.Literal(passwords[OWNER])))
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            server.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    return Addresses(
        cluster.url(DATABASE, OWNER, passwords[OWNER]),
        cluster.url(DATABASE, APPLICATION, passwords[APPLICATION]),
        cluster,
    )
