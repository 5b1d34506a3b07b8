"""Entry point of the `lagesbild` command.

Imports the commands inside `run`: the libraries take a second or two to load, and Ctrl-C in that time is to end as
politely as later.
"""

from __future__ import annotations

import signal
import sys


def run() -> None:
    """Run the command of the arguments."""
    # told to end, a command is to tidy up as it does when it is interrupted
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from lagesbild.cli.commands import main
    except KeyboardInterrupt:
        from lagesbild.cli.terminal import cancelled

        cancelled()
    # a terminal that knows no å is to get a readable sentence rather than a failure
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    main(prog_name="lagesbild")
