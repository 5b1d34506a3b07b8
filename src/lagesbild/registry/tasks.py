"""What the worker does for the registry."""

from __future__ import annotations

import logging

from django.db import InterfaceError, OperationalError
from procrastinate.contrib.django import app

from lagesbild.core.system import worker
from lagesbild.registry import actions

logger = logging.getLogger(__name__)


@app.task(name="registry.dispose")
def dispose(*, partnership: int, disposal: int) -> None:
    """Carry out a disposal; one that was interrupted goes on where it was."""
    actor = worker(partnership)
    try:
        actions.run(actor=actor, disposal=disposal)
    except (OperationalError, InterfaceError):
        # the database went away, or two waited for each other: the queue tries again, from the next batch
        raise
    except Exception as error:
        # the kind alone is logged: what stands in rows may be in the words of the error
        logger.error("disposal %d failed: %s", disposal, type(error).__name__)
        actions.fail(actor=actor, disposal=disposal)
