"""Opening an installation from the command line: its folder, its database, its secret, Django."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from lagesbild.cli.terminal import HELP
from lagesbild.core.addresses import APPLICATION, Addresses, using
from lagesbild.core.postgres import Cluster
from lagesbild.core.secret_files import kept
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

_ = HELP.gettext
SETTINGS = "lagesbild.site.settings"

FOLDER = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("lagesbild-data"),
    envvar="LAGESBILD_DATA",
    show_default=True,
    help=_("Folder of the installation: secret key, journal of maskings, and the embedded database."),
)


@contextmanager
def installation(data: Path, *, owner: bool = True, ready: bool = True) -> Iterator[Addresses]:
    """The installation in `data`, with Django set up on its database; its embedded server runs for as long.

    Parameters
    ----------
    data : Path
        Folder of the installation.
    owner : bool
        Whether the owner's login is needed.
    ready : bool
        Refuse a database that has not been brought up to date.

    Raises
    ------
    InputError
        The database cannot be reached, or is not up to date.

    """
    with using(data, owner=owner) as found:
        settle(data, found)
        import django

        django.setup()
        if ready:
            require_ready(found)
        yield found


def settle(data: Path, found: Addresses) -> None:
    """Give this process, and those it starts, the environment that settings are read from."""
    data.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        DATABASE_URL=found.application, DJANGO_SETTINGS_MODULE=SETTINGS, LAGESBILD_DATA=str(data.resolve())
    )
    if not os.environ.get("LAGESBILD_SECRET_KEY"):
        os.environ["LAGESBILD_SECRET_KEY"] = kept(data / "secret-key", 48)


def require_ready(found: Addresses) -> None:
    """Go on only if the application's login reaches a database that is up to date.

    Raises
    ------
    InputError
        It does not; the message says what to do.

    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        if found.cluster is not None and not _is_made(found.cluster):
            raise InputError(Message(N_("There is no database here yet. Run: lagesbild db init"))) from None
        values = {"why": str(error).strip().splitlines()[-1]}
        raise InputError(
            Message(
                N_("The database does not let the application in: {why}. Is it new? Then run: lagesbild db init"),
                values,
            )
        ) from error
    finally:
        connection.close()
    if waiting:
        raise InputError(
            Message(
                N_("The database is not up to date: {n} step waits. Run: lagesbild db init"),
                {"n": len(waiting)},
                N_("The database is not up to date: {n} steps wait. Run: lagesbild db init"),
                len(waiting),
            )
        )


def _is_made(cluster: Cluster) -> bool:
    """Whether `lagesbild db init` has been run on an embedded server."""
    with cluster.connect() as server:
        return server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (APPLICATION,)).fetchone() is not None
