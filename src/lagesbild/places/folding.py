"""Text as it is compared when places are looked for. Pure."""

from __future__ import annotations

import re
import unicodedata

_APART = re.compile(r"[^\w\s]|_")


def fold(text: str) -> str:
    """Small letters, one space between words, no signs; å, ä and ö are letters of their own."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return " ".join(_APART.sub(" ", composed).split())


def plain(folded: str) -> str:
    """Folded text without marks over its letters, as it is written on a foreign keyboard: ängsvägen is angsvagen."""
    return "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))
