"""What rooms above keep beside the commitments of a draft: it is opened with the draft, and goes with what it is about.

    beside.kept(opened=fn(agreement, readers), removed=fn(commitments))

Both are called inside the action that opens, or takes away: with the numbers of the agreement and of the audience that
may read it from now on, or with the numbers of the commitments that go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

Opened = Callable[[int, int], None]
Removed = Callable[[Collection[int]], None]
_kept: dict[tuple[Opened, Removed], None] = {}


def kept(*, opened: Opened, removed: Removed) -> None:
    """Say what is to be done with it."""
    _kept[opened, removed] = None


def opened(agreement: int, readers: int) -> None:
    """Open all that stands beside an agreement."""
    for do, _ in _kept:
        do(agreement, readers)


def removed(commitments: Collection[int]) -> None:
    """Take away all that stands beside some commitments."""
    for _, do in _kept:
        do(commitments)
