"""`lagesbild db`: the database of an installation."""

from __future__ import annotations

from pathlib import Path

import click

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.terminal import HELP, told
from lagesbild.core.addresses import CLUSTER
from lagesbild.core.postgres import Cluster

_ = HELP.gettext


@click.group(help=_("Make, bring up to date, and stop the database."))
def db() -> None:
    """Group of commands; does nothing by itself."""


@db.command(
    help=_("Make the database or bring it up to date; can be run again at any time."),
    epilog=_("Needs DATABASE_URL and DATABASE_OWNER_URL, or neither for the embedded database."),
)
@FOLDER
@told
def init(data: Path) -> None:
    """Create roles and tables, grant what the application needs."""
    with installation(data, ready=False) as found:
        from lagesbild.core.database import initialise

        initialise(found.owner, found.application)
    click.echo(_("The database is ready."))


@db.command(help=_("Stop the embedded database."))
@FOLDER
@told
def stop(data: Path) -> None:
    """Stop the embedded server, if it runs."""
    Cluster(data.resolve() / CLUSTER).stop()
    click.echo(_("The database is stopped."))


@db.command(hidden=True)
@FOLDER
@told
def ready(data: Path) -> None:
    """Say nothing when the database is up to date, else what to do."""
    with installation(data, owner=False):
        pass
