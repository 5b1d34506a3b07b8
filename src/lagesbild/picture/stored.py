"""A picture as it is kept: figures that JSON holds, a digest over them, and what differs between two sets. Pure.

Of each incident behind a figure only its number is kept, never what is written in it: a text that is masked later, or
disposed of, is then nowhere else. What is drawn under the map is no figure and is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from lagesbild.picture.model import Picture, plain
from lagesbild.picture.names import MARK
from lagesbild.picture.reported import Reported

DIGITS = 10
"""Significant digits that a figure is kept with: the last bits of a sum differ between processors."""
APART = frozenset({"version", "made"})
"""Says when and by what the figures were made, and is no figure."""


def figures_of(picture: Picture, reported: Reported) -> dict[str, Any]:
    """The figures of a picture as plain values, each number as the database gives it back."""
    found = picture.to_dict()
    found["reported"] = plain(reported)
    found["places"] = {key: value for key, value in found["places"].items() if key != "ground"}
    kept = _kept(found)
    assert isinstance(kept, dict)
    return kept


def _kept(value: Any, key: str = "") -> Any:
    if key == "evidence":
        return [one["line"] for one in value]
    if isinstance(value, dict):
        return {name: _kept(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_kept(item) for item in value]
    if isinstance(value, float):
        rounded = float(f"{value:.{DIGITS}g}")
        return int(rounded) if rounded.is_integer() else rounded
    return value


def digest(figures: dict[str, Any], digests: Mapping[str, str]) -> str:
    """SHA-256 over the figures, whatever their order, with the digest of each name where its mark stands."""
    said = {key: value for key, value in figures.items() if key not in APART}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(MARK.sub(lambda found: digests.get(found[0], found[0]), text).encode()).hexdigest()


def differing(one: dict[str, Any], other: dict[str, Any]) -> tuple[str, ...]:
    """Parts of the picture whose figures are not the same, by name."""
    return tuple(
        key for key in sorted({*one, *other} - APART) if key not in one or key not in other or one[key] != other[key]
    )
