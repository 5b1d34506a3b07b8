"""`lagesbild check`: see that everything is as it should be."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.terminal import HELP, told

_ = HELP.gettext
FAULTS = 1

EXAMPLES = _(
    """\b
Examples:
  lagesbild check
  lagesbild check --json                               (for what watches over the machine)

Exit codes: 0 no faults, 1 faults, 2 could not be asked."""
)


@click.command(help=_("See that everything is as it should be."), epilog=EXAMPLES)
@FOLDER
@click.option("--json", "as_json", is_flag=True, help=_("Say it as JSON."))
@told
def check(data: Path, as_json: bool) -> None:
    """Ask everything; see the help texts above."""
    # a machine that only serves has no owner's login, and is checked without
    owner = not os.environ.get("DATABASE_URL") or bool(os.environ.get("DATABASE_OWNER_URL"))
    with installation(data, owner=owner, ready=False) as found:
        from django.conf import settings

        from lagesbild.core.check import Level, all_findings

        answers = all_findings(owner_url=found.owner, folder=data, public=bool(settings.PUBLIC_URL))
    faults = [each for each in answers if each.level == Level.FAULT]
    if as_json:
        said = [{"name": one.name, "level": one.level, "said": HELP.say(one.said)} for one in answers]
        click.echo(json.dumps({"faults": len(faults), "findings": said}))
    else:
        marks = {Level.FINE: _("fine"), Level.NOTICE: _("notice"), Level.FAULT: _("FAULT")}
        table = Table(box=None, show_header=False, pad_edge=False)
        for one in answers:
            table.add_row(marks[one.level], _(one.name), HELP.say(one.said))
        Console(soft_wrap=True).print(table)
    if faults:
        sys.exit(FAULTS)
