"""Secrets in links and cookies: 256 random bits that only their holder has; the database keeps a digest.

A token is written ``<partnership>-<secret>``. The number lets a link that nobody has signed in with open the walls of
that one partnership for reading; it gives nothing by itself, because every row is then found by the digest alone.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A secret that opens one row of one partnership."""

    partnership: int
    secret: str

    def __str__(self) -> str:
        return f"{self.partnership}-{self.secret}"

    @property
    def digest(self) -> bytes:
        """What the database keeps. No salt and no slow hash are needed: nobody guesses 256 random bits."""
        return hashlib.sha256(self.secret.encode()).digest()


def make(partnership: int) -> Token:
    """A new secret."""
    return Token(partnership, secrets.token_urlsafe(32))


def read(text: str) -> Token | None:
    """The token that `text` is, or None when it is no token."""
    number, dash, secret = text.partition("-")
    well_formed = dash and number.isascii() and number.isdecimal() and len(number) <= 12 and 40 <= len(secret) <= 60
    return Token(int(number), secret) if well_formed else None
