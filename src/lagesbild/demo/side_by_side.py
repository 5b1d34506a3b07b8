"""Partnerships worked on in several processes, each with a connection of its own to the same database.

Nothing of Django is imported here before it is set up: a new process reads this module first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any

from lagesbild.core.serving import follow_parent

if TYPE_CHECKING:
    from lagesbild.demo.fill.here import Here


def run(jobs: int, what: str, whose: Sequence[Here]) -> None:
    """Do ``module:function`` for each, the largest first; a failure in one is raised."""
    from django.db import connection

    settings = {key: value for key, value in connection.settings_dict.items() if key != "TEST"}
    ordered = sorted(whose, key=lambda one: -one.shape.weekly)
    tasks = [(what, one.slug, one.partnership, one.seed, one.today) for one in ordered]
    with ProcessPoolExecutor(jobs, get_context("spawn"), _open, (settings,)) as pool:
        list(pool.map(_one, tasks))


def _open(settings: dict[str, Any]) -> None:
    """Django on the same database as the process that started this one, and no longer than it."""
    parent = parent_process()
    if parent is not None and parent.pid is not None:
        follow_parent(parent.pid)
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict.update(settings)


def _one(task: tuple[str, str, int, int, dt.date]) -> None:
    from lagesbild.demo.fill.here import Here
    from lagesbild.demo.towns import shape_of

    what, slug, partnership, seed, today = task
    module, _, function = what.partition(":")
    getattr(import_module(module), function)(Here(shape_of(slug), partnership, seed, today))
