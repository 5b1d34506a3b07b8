"""Which characters the fonts of a document can show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
"""Cut by `build_assets.py`."""
_INSTEAD = {"≤": "<=", "≥": ">=", "→": "–", "▮": "–", "\t": " ", "\r": " "}
_LONG_WORD = re.compile(r"\S{30,}")
_UNSEEN = frozenset("\n\u00ad\u200b\u2060\u202f\u2009")
"""What is laid out without a letter of its own."""


@lru_cache
def shown() -> frozenset[int]:
    """Code points that every font of documents has."""
    ranges = (line.split("-") for line in (FONTS / "coverage.txt").read_text(encoding="ascii").split())
    return frozenset(point for start, end in ranges for point in range(int(start, 16), int(end, 16) + 1))


def showable(text: str) -> str:
    """`text` with what no font can show as its nearest letter, else as a question mark."""
    return "".join(map(_letter, unicodedata.normalize("NFC", text)))


def visible(text: str) -> bool:
    """Whether anything of `text` is seen on paper."""
    return any(letter not in _UNSEEN and not letter.isspace() for letter in showable(text))


def _letter(letter: str) -> str:
    if ord(letter) in shown() or letter in _UNSEEN:
        return letter
    nearest = _INSTEAD.get(letter) or unicodedata.normalize("NFKC", letter)
    if nearest and all(ord(part) in shown() for part in nearest):
        return nearest
    if unicodedata.category(letter) in {"Mn", "Cf", "Cc"}:
        return ""
    return "?"


def breakable(text: str) -> str:
    """`text` with places to break in words so long that no column holds them."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(r"\S{1,20}", word[0])), text)


def everywhere(value: Any, change: Callable[[str], str]) -> Any:
    """`value` of dicts, lists, tuples and texts with `change` made to every text that is a value."""
    match value:
        case str():
            return change(value)
        case dict():
            return {key: everywhere(item, change) for key, item in value.items()}
        case list() | tuple():
            return [everywhere(item, change) for item in value]
        case _:
            return value
