"""Partnerships worked on in several processes, each with a connection of its own to the same database.

Nothing of Django is imported here before it is set up: a new process reads this module first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.queues import SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from lagesbild.core.serving import follow_parent

if TYPE_CHECKING:
    from lagesbild.demo.fill.here import Here

LOOK_SECONDS = 0.2
_said: list[SimpleQueue[tuple[str, str, float]]] = []
"""In a process that was started here: where it tells what it does."""


class Pool:
    """Processes that fill; `workers` makes it."""

    def __init__(self, executor: ProcessPoolExecutor, said: SimpleQueue[tuple[str, str, float]]) -> None:
        self._executor = executor
        self._said = said

    def run(self, whose: Sequence[Here], told: Callable[[str, str, float], None]) -> None:
        """Fill each with what is missing, the largest first; a failure in one is raised.

        `told` hears, in a thread of its own, for whom something begins and what (-1), and the seconds that it took.
        """
        ordered = sorted(whose, key=lambda one: -one.shape.weekly)
        tasks = [(one.slug, one.partnership, one.seed, one.today) for one in ordered]
        over = Event()

        def listen() -> None:
            # asks instead of waiting for an end to be said: a process that was killed may hold the queue for ever
            while not (over.wait(LOOK_SECONDS) and self._said.empty()):
                while not self._said.empty():
                    told(*self._said.get())

        listener = Thread(target=listen, daemon=True, name="listener")
        listener.start()
        try:
            list(self._executor.map(_one, tasks))
        finally:
            over.set()
            listener.join(1)


@contextmanager
def workers(jobs: int) -> Iterator[Pool]:
    """Processes on the database that Django is connected to; until there is something to fill they load what they need.

    The database need not be made yet.
    """
    from django.db import connection

    settings = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    context = get_context("spawn")
    said: SimpleQueue[tuple[str, str, float]] = context.SimpleQueue()
    with ProcessPoolExecutor(jobs, context, _open, (settings, said)) as executor:
        for _ in range(jobs):
            executor.submit(_load)
        yield Pool(executor, said)


def _load() -> None:
    """What takes seconds to load and every municipality needs: statistics, charts, documents."""
    import_module("lagesbild.picture.html")
    import_module("lagesbild.picture.pdf")
    for name in (
        "altair",
        "scipy.interpolate",
        "scipy.ndimage",
        "scipy.sparse",
        "scipy.spatial",
        "scipy.stats",
        "typst",
        "vl_convert",
    ):
        import_module(name)


def _open(settings: dict[str, Any], said: SimpleQueue[tuple[str, str, float]]) -> None:
    """Django on the same database as the process that started this one, and no longer than it."""
    _said[:] = [said]
    parent = parent_process()
    if parent is not None and parent.pid is not None:
        follow_parent(parent.pid)
    import django

    django.setup()
    from django.db import connection

    # what is invented can be invented again: no commit waits for the disk, and their order is kept all the same
    options = {**settings.get("OPTIONS", {}), "options": "-c synchronous_commit=off"}
    connection.settings_dict.update(settings, OPTIONS=options)


def _one(task: tuple[str, int, int, dt.date]) -> None:
    from lagesbild.demo.fill import carry_on
    from lagesbild.demo.fill.here import Here
    from lagesbild.demo.towns import shape_of

    slug, partnership, seed, today = task
    (said,) = _said
    carry_on(Here(shape_of(slug), partnership, seed, today), lambda what, took: said.put((slug, what, took)))
