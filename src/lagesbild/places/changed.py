"""What is to be done when areas change: rooms further down name a task of theirs."""

from __future__ import annotations

from lagesbild.core import outbox

_tasks: list[str] = []


def then(task: str) -> None:
    """Queue `task`, which takes a partnership, whenever the areas in use change; called in `AppConfig.ready`."""
    if task not in _tasks:
        _tasks.append(task)


def tell(partnership: int) -> None:
    """Queue them all. Called inside an action."""
    for task in _tasks:
        outbox.add(task, partnership=partnership)
