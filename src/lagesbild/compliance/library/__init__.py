"""How the commitments of agreements that exist, and the paragraphs of the statute, are checked: data.

What was read into words that do not say a number stands beside it. A file here has the name of an entry of
`agreements.library`. Each commitment is known by the words that it begins with, so that it is found in whatever
agreement they stand. Bodies stand by their kind, parties by their word (`kommun`, `polis`), functions by their kind,
services by their name: `founding` puts the partnership's own in their place.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
STATUTE = "lag-2023-196"
ABOUT = ("kind", "answers", "of_party")
"""What a check says besides its parameters."""


@dataclass(frozen=True, slots=True)
class Check:
    """One way in which a commitment is checked.

    Parameters
    ----------
    key : str
        ``koping-2024/3/1``: entry, commitment, check.
    kind : str
        Name of a kind of `rules.kinds`.
    parameters : mapping
        Its parameters, with words where a partnership has numbers.
    answers, party : str
        Kind of the function whose holder answers for it, and the word of the party it belongs to; empty: nobody's.
    """

    key: str
    kind: str
    parameters: Mapping[str, Any]
    answers: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How one commitment has been read: the words it begins with, its checks, and what was read into it."""

    key: str
    begins: str
    checks: tuple[Check, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """How a paragraph of the statute has been read; one that lays no duty on anybody has no checks."""

    number: str
    checks: tuple[Check, ...]
    note: str = ""
    duty: bool = True
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Statute:
    """The statute: its number, the wording that was read, when it came into force, its paragraphs."""

    number: str
    source: str
    in_force: dt.date
    paragraphs: tuple[Paragraph, ...]


def names() -> tuple[str, ...]:
    """The agreements whose commitments have been read."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem != STATUTE))


@cache
def readings(name: str) -> tuple[Reading, ...]:
    """Those of one agreement, in the order of its text.

    Raises
    ------
    FileNotFoundError
        There is no such agreement.
    """
    found = []
    for i, one in enumerate(_file(name)["commitment"], start=1):
        key = f"{name}/{i}"
        found.append(Reading(key, one["begins"], _checks(key, one), one.get("note", "")))
    return tuple(found)


def reading_of(text: str) -> Reading | None:
    """The reading of a commitment in whatever agreement it stands, by the words it begins with; None: unknown words."""
    return next((one for name in names() for one in readings(name) if text.startswith(one.begins)), None)


@cache
def reading(key: str) -> Reading:
    """The reading with a key such as ``koping-2024/3``.

    Raises
    ------
    StopIteration
        There is none.
    """
    return next(one for one in readings(key.partition("/")[0]) if one.key == key)


@cache
def statute() -> Statute:
    """Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete, as it has been read."""
    said = _file(STATUTE)
    paragraphs = tuple(
        Paragraph(
            one["number"],
            _checks(f"{said['number']}:{one['number']}", one),
            one.get("note", ""),
            one.get("duty", True),
            one.get("since"),
        )
        for one in said["paragraph"]
    )
    return Statute(said["number"], said["source"], said["in_force"], paragraphs)


def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _checks(key: str, said: Mapping[str, Any]) -> tuple[Check, ...]:
    return tuple(
        Check(
            f"{key}/{i}",
            one["kind"],
            {name: value for name, value in one.items() if name not in ABOUT},
            one.get("answers", ""),
            one.get("of_party", ""),
        )
        for i, one in enumerate(said.get("check", ()), start=1)
    )
