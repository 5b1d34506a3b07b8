"""Errors meant for people: each carries a message that says what, where and how to mend."""

from __future__ import annotations

from lagesbild.i18n import Message


class InputError(Exception):
    """Something a user gave cannot be used."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text.format(**message.values))
        self.message = message


class UnreadableInput(InputError):
    """A file cannot be read at all."""


class NothingLeft(InputError):
    """The input could be read, but no record is left to make a picture of."""
