"""What people write into names and free texts: tidied, of bearable length, and about no one."""

from __future__ import annotations

import re

from lagesbild.core import guard
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

LONGEST_LINE = 200
LONGEST_TEXT = 8000
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows, also of a sentence that the text is put in."""


def line(text: str, *, required: Message | None = None) -> str:
    """A text of one line.

    Raises
    ------
    InputError
        It is empty and `required` says what is missing, too long, or tells who someone is.

    """
    return _kept(" ".join(TURNING.sub("", text).split()), LONGEST_LINE, required)


def free(text: str, *, required: Message | None = None) -> str:
    """A text of any number of lines; raises as `line` does."""
    rows = TURNING.sub("", text).strip().splitlines()
    return _kept("\n".join(row.rstrip() for row in rows), LONGEST_TEXT, required)


def _kept(text: str, longest: int, required: Message | None) -> str:
    if guard.UNKEPT.search(text):
        raise InputError(Message(N_("The text holds a character that cannot be kept. Write it again.")))
    if len(text) > longest:
        values = {"n": len(text), "most": longest}
        raise InputError(Message(N_("The text has {n} characters; {most} is the most. Shorten it."), values))
    found = guard.find(text)
    if found:
        raise guard.TellsWho(found)
    seen = guard.UNSEEN.sub("", text).strip()
    if required is not None and not seen:
        raise InputError(required)
    return text if seen else ""
