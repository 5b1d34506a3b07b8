"""Which database to use: the server that the environment names, or an embedded one in a folder."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from psycopg import sql

from lagesbild.core.postgres import Cluster
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

DATABASE, OWNER, APPLICATION = "lagesbild", "lagesbild_owner", "lagesbild_app"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The two logins: `owner` changes tables, `application` cannot pass the walls."""

    owner: str
    application: str


def addresses(folder: Path) -> Addresses:
    """The logins of the environment's server, or of the embedded one in `folder`, started if it is not running.

    Raises
    ------
    InputError
        Only one of DATABASE_URL and DATABASE_OWNER_URL is set, or the embedded server cannot be started.

    """
    application, owner = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
    if bool(application) != bool(owner):
        raise InputError(
            Message(
                N_(
                    "Set both DATABASE_URL (the application's login) and DATABASE_OWNER_URL (the owner's), "
                    "or neither to use the embedded database."
                )
            )
        )
    return Addresses(owner, application) if application else embedded(Cluster(folder / "postgres"))


def embedded(cluster: Cluster) -> Addresses:
    """The logins of an embedded server, which is started; owner and database are made the first time."""
    cluster.start()
    passwords = {name: _password(cluster.folder / f"{name}.password") for name in (OWNER, APPLICATION)}
    with cluster.connect() as server:
        if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone():
            statement = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}")
            server.execute(statement.format(sql.Identifier(OWNER), sql.Literal(passwords[OWNER])))
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            statement = sql.SQL("CREATE DATABASE {} OWNER {}")
            server.execute(statement.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    return Addresses(
        cluster.url(DATABASE, OWNER, passwords[OWNER]), cluster.url(DATABASE, APPLICATION, passwords[APPLICATION])
    )


def _password(path: Path) -> str:
    """The password kept in a file that only its owner may read; made the first time."""
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
