"""What the worker does for incidents."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from lagesbild.accounts.access import actor_of
from lagesbild.core.actions import Actor, acting
from lagesbild.core.models import Partnership
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import cells
from lagesbild.incidents.actions import place_again
from lagesbild.incidents.importing import actions as importing
from lagesbild.incidents.importing.progress import Beside, Stopped
from lagesbild.incidents.models import Import

logger = logging.getLogger(__name__)
BROKE = Message(N_("Something went wrong in the system. Nothing of the import was kept. Try again."))


@app.task(name="incidents.import")
def import_(*, partnership: int, batch: int) -> None:
    """Do an import as the person who began it; whatever happens, it is whole or nothing."""
    system = worker(partnership)
    with acting(system):
        row = Import.objects.filter(pk=batch, state=Import.State.RUNNING).first()
    if row is None:
        return
    try:
        actor = _as(partnership, row.person_id)
        with Beside(system, batch) as told:
            importing.run(actor=actor, batch=batch, told=told)
    except Stopped as stopped:
        importing.fail(actor=system, batch=batch, why=stopped.message, state=Import.State.CANCELLED)
    except InputError as error:
        importing.fail(actor=system, batch=batch, why=error.message)
    except Exception as error:
        # the kind alone is logged: what is in the files may be in the words of the error
        logger.error("import %d failed: %s", batch, type(error).__name__)
        importing.fail(actor=system, batch=batch, why=BROKE)


@app.task(name="incidents.place_again")
def places_changed(*, partnership: int) -> None:
    """Find the areas of every incident anew."""
    place_again(actor=worker(partnership))


@app.task(name="incidents.compact")
def compact(*, partnership: int) -> None:
    """Add up the counts that maps are drawn from."""
    with acting(worker(partnership)):
        cells.compact(partnership)


def _as(partnership: int, person: int) -> Actor:
    """The person who began it, with the rights that are theirs now."""
    with scope(Scope(read=(partnership,))):
        slug = Partnership.objects.get(pk=partnership).slug
    return actor_of(person, slug)
