"""What is to be done once a change is committed: mail, a new computation, an index.

The queue lives in the same database, so a task is a row written in the action's own transaction: it is there exactly
when the change is. It carries ids, never text; whoever does it opens the partnership's scope and reads what is true
then.
"""

from __future__ import annotations

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager


def add(task: str, *, partnership: int, **ids: int | str) -> int:
    """Queue `task` for a partnership with the ids and codes it needs; the job's id. Call it inside an action."""
    deferrer = app.configure_task(task, allow_unknown=False)
    # a worker's own connector has connections of its own: always Django's, which holds the action's transaction
    job = JobManager(DjangoConnector()).defer_job(deferrer.make_new_job(partnership=partnership, **ids))
    assert job.id is not None
    return job.id
