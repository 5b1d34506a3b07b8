"""What may be the name of a person in a text that someone writes: asked about, with one tap to say that it is none."""

from __future__ import annotations

from collections.abc import Callable

from lagesbild.core import guard
from lagesbild.core.scope import written_in

Known = Callable[[int, str], bool]
_known: list[Known] = []


def known_by(source: Known) -> None:
    """Let a room say what is no person's name in a partnership, because it is a place there."""
    if source not in _known:
        _known.append(source)


def people_in(text: str) -> list[guard.Found]:
    """What may be names of persons in the text; inside the walls of the partnership."""
    found = guard.names(text)
    if not found:
        return []
    here = written_in()
    return [one for one in found if not any(source(here, text[one.start : one.end]) for source in _known)]
