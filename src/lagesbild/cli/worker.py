"""`lagesbild worker`: does the background work; on as many machines as one likes."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path

import click

from lagesbild.cli.installation import FOLDER, installation
from lagesbild.cli.terminal import HELP, told
from lagesbild.core.serving import follow_parent

_ = HELP.gettext

EXAMPLES = _(
    """\b
Examples:
  lagesbild worker
  DATABASE_URL=postgresql://lagesbild_app:...@db/lagesbild lagesbild worker --jobs 4

Ends by Ctrl-C or SIGTERM when the jobs at hand are done. Killed, its jobs are taken over by another within a minute."""
)


@click.command(help=_("Do the background work: pictures, mail, upkeep."), epilog=EXAMPLES)
@FOLDER
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help=_("Jobs at once."))
@click.option("--follow", type=int, hidden=True)
@told
def worker(data: Path, jobs: int, follow: int | None) -> None:
    """Work until told to end."""
    if follow is not None:
        # until it works there is nothing to tidy up, and nothing to say
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        follow_parent(follow)
    with installation(data, owner=False):
        from lagesbild.core.worker import work

        asyncio.run(work(name=f"{socket.gethostname()}-{os.getpid()}", jobs=jobs))
