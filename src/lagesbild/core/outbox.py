"""What is to be done once a change is committed: mail, a new computation, an index.

The queue lives in the same database, so a task is a row written in the action's own transaction: it is there exactly
when the change is. It carries ids, never text; whoever does it opens the partnership's scope and reads what is true
then.
"""

from __future__ import annotations

from procrastinate.contrib.django import app


def add(task: str, *, partnership: int, **ids: int) -> int:
    """Queue `task` for a partnership with the ids it needs; the job's id. Call it inside an action."""
    return app.configure_task(task, allow_unknown=False).defer(partnership=partnership, **ids)
