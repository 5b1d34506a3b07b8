"""What other rooms have to do with areas: what they do when areas change, and which sets they still need."""

from __future__ import annotations

from collections.abc import Callable

from lagesbild.core import outbox
from lagesbild.i18n import Message

Holder = Callable[[int], Message | None]
_tasks: list[str] = []
_holders: list[Holder] = []


def then(task: str) -> None:
    """Queue `task`, which takes a partnership, whenever the areas in use change; called in `AppConfig.ready`.

    The queue refuses a name that no room has a task for, so that a slip of the pen fails the change and is not lost.
    """
    if task not in _tasks:
        _tasks.append(task)


def tell(partnership: int) -> None:
    """Queue them all. Called inside an action."""
    for task in _tasks:
        outbox.add(task, partnership=partnership)


def held_by(holder: Holder) -> None:
    """Let a room say why a set of areas, given by its number, may not be removed; None where it may."""
    if holder not in _holders:
        _holders.append(holder)


def why_held(area_set: int) -> Message | None:
    """Why a set may not be removed, None if it may. Called inside an action."""
    return next((why for holder in _holders if (why := holder(area_set)) is not None), None)
