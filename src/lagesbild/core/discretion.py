"""What is written to the log never says who someone is."""

from __future__ import annotations

import datetime as dt
import logging
import re

from lagesbild.core import guard
from lagesbild.core.guard import UNSEEN

ROWS = re.compile(r"^(?:DETAIL|CONTEXT|LINE \d+): ?.*$", re.MULTILINE)
"""Where PostgreSQL quotes the row or the statement that an error is about."""


class Discreet(logging.Formatter):
    """Formats a record, then takes away rows that the database quotes and masks what tells who someone is."""

    def format(self, record: logging.LogRecord) -> str:
        """One record, traceback included."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        head = f"{moment} {record.levelname} {record.name}: "
        said = UNSEEN.sub("\ufffd", record.getMessage())
        if record.exc_info:
            said += "\n" + self.formatException(record.exc_info)
        if record.stack_info:
            said += "\n" + self.formatStack(record.stack_info)
        # lines after the first stand further in: nothing that somebody sent looks like a line of ours
        return head + "\n  ".join(discreet(said).splitlines())


def discreet(text: str) -> str:
    """The text without quoted rows, masked."""
    return guard.mask(ROWS.sub("", text))[0]
