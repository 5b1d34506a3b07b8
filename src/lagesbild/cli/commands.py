"""The `lagesbild` command and its parts."""

from __future__ import annotations

import click

from lagesbild import __version__
from lagesbild.cli.db import db
from lagesbild.cli.demo import demo
from lagesbild.cli.picture import picture
from lagesbild.cli.terminal import HELP

_ = HELP.gettext


@click.group(
    help=_("From incidents to a shared situational picture, and on through the cycle of a samverkan."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    commands=[picture, demo, db],
)
@click.version_option(__version__, prog_name="lagesbild")
def main() -> None:
    """Group of commands; does nothing by itself."""
