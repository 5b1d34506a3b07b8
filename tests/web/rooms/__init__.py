"""What each room of the chain adds to the world and to the matrix: a module a room, found by itself.

A module may have `PLACES` (its internal addresses, without the name of the room), `ELSEWHERE` (its addresses outside
partnerships, with why they need none) and `MASKED` (see `tests.web.places`); what it puts into each town it says with
`tests.web.world.furnish`, in the order of the house.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from tests.architecture.words import rooms


def modules() -> Iterator[ModuleType]:
    """The modules, the first room of the house first."""
    known = {one.name for one in iter_modules(__path__)}
    for room in rooms():
        if room in known:
            yield import_module(f"{__name__}.{room}")
