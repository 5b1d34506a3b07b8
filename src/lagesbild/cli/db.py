"""`lagesbild db`: the database of an installation."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lagesbild.cli.terminal import HELP, told
from lagesbild.core.addresses import addresses
from lagesbild.core.postgres import Cluster

_ = HELP.gettext


@click.group(help=_("Make, bring up to date, and stop the database."))
def db() -> None:
    """Group of commands; does nothing by itself."""


FOLDER = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("lagesbild-data"),
    envvar="LAGESBILD_DATA",
    show_default=True,
    help=_("Folder of the embedded database; not used when DATABASE_URL is set."),
)


@db.command(help=_("Make the database or bring it up to date; can be run again at any time."))
@FOLDER
@told
def init(data: Path) -> None:
    """Create roles and tables, grant what the application needs."""
    found = addresses(data)
    os.environ.update(DATABASE_URL=found.application, DJANGO_SETTINGS_MODULE="lagesbild.site.settings")
    import django

    django.setup()
    from lagesbild.core.database import initialise

    initialise(found.owner, found.application)
    click.echo(_("The database is ready."))


@db.command(help=_("Stop the embedded database."))
@FOLDER
@told
def stop(data: Path) -> None:
    """Stop the embedded server, if it runs."""
    Cluster(data / "postgres").stop()
    click.echo(_("The database is stopped."))
