"""What people write into names and free texts: tidied, of bearable length, and about no one."""

from __future__ import annotations

from lagesbild.core import guard
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

LONGEST_LINE = 200
LONGEST_TEXT = 8000


class TellsWho(InputError):
    """A text holds what tells who someone is."""

    def __init__(self, found: tuple[guard.Found, ...]) -> None:
        super().__init__(
            Message(
                N_(
                    "The text holds a personal identity number, telephone number, e-mail address or registration "
                    "plate. Take it away and save again."
                )
            )
        )
        self.found = found


def line(text: str, *, required: Message | None = None) -> str:
    """A text of one line.

    Raises
    ------
    InputError
        It is empty and `required` says what is missing, too long, or tells who someone is.

    """
    tidied = _kept(" ".join(text.split()), LONGEST_LINE)
    if required is not None and not tidied:
        raise InputError(required)
    return tidied


def free(text: str, *, required: Message | None = None) -> str:
    """A text of any number of lines; raises as `line` does."""
    tidied = _kept("\n".join(row.rstrip() for row in text.strip().splitlines()), LONGEST_TEXT)
    if required is not None and not tidied:
        raise InputError(required)
    return tidied


def _kept(text: str, longest: int) -> str:
    if guard.UNKEPT.search(text):
        raise InputError(Message(N_("The text holds a character that cannot be kept. Write it again.")))
    if len(text) > longest:
        values = {"n": len(text), "most": longest}
        raise InputError(Message(N_("The text has {n} characters; {most} is the most. Shorten it."), values))
    found = guard.find(text)
    if found:
        raise TellsWho(found)
    return text
