"""The partnership's own kinds of incident: added, renamed, put in order, taken out of use, and never removed."""

from __future__ import annotations

from django.db.models import Max

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.meanwhile import unchanged, untouched
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import policies
from lagesbild.incidents.actions.common import refuse_personal, revise
from lagesbild.incidents.models import Category


def add_category(*, actor: Actor, name: str) -> Category:
    """Add a kind of incident, last.

    Raises
    ------
    Denied
        Only administrators and coordinators do.
    InputError
        The name is empty or taken.

    """
    with acting(actor):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        require(policies.may_arrange(actor))
        last = Category.objects.aggregate(last=Max("position"))["last"] or 0
        row = Category.objects.create(partnership=partnership, name=_free(name), position=last + 1)
        timeline.record(partnership=partnership.pk, person=actor.person, verb="category.added", subject=row)
    return row


def change_category(
    *, actor: Actor, category: int, name: str, active: bool, found_by_checks: bool, seen: str = ""
) -> Category:
    """Rename a kind of incident, take it in or out of use, say whether checks bring it to light; incidents keep it.

    Raises
    ------
    Denied
        Only administrators and coordinators do.
    InputError
        The name is empty or taken, or it is the last one in use.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    with acting(actor):
        Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        row = Category.objects.select_for_update().get(pk=category)
        require(policies.may_arrange(actor))
        unchanged(row, seen)
        if not active and not Category.objects.filter(active=True).exclude(pk=row.pk).exists():
            raise InputError(Message(N_("At least one category has to be in use.")))
        before = row.name, row.found_by_checks
        row.name, row.active, row.found_by_checks = _free(name, row), active, found_by_checks
        row.save(update_fields=["name", "active", "found_by_checks"])
        if (row.name, row.found_by_checks) != before:
            # pictures name what they count, and tell apart what checks bring to light
            revise(actor)
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="category.changed",
            subject=row,
            active=active,
            found_by_checks=found_by_checks,
        )
    return row


def move_category(*, actor: Actor, category: int, up: bool, seen: str = "") -> None:
    """Let a kind of incident change places with its neighbour in the list.

    Raises
    ------
    Denied
        Only administrators and coordinators do.
    NotAsSeen
        Someone else moved it since its place had the mark `seen`.

    """
    with acting(actor):
        Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)
        rows = list(Category.objects.select_for_update().order_by("position", "name"))
        require(policies.may_arrange(actor))
        at = next((i for i, row in enumerate(rows) if row.pk == category), None)
        if at is None:
            raise Category.DoesNotExist
        untouched(rows[at], seen, "position")
        other = at - 1 if up else at + 1
        if not 0 <= other < len(rows):
            return
        rows[at], rows[other] = rows[other], rows[at]
        for position, row in enumerate(rows, 1):
            row.position = position
        Category.objects.bulk_update(rows, ["position"])
        timeline.record(partnership=actor.partnership, person=actor.person, verb="category.moved", subject=rows[other])


def _free(name: str, own: Category | None = None) -> str:
    """The name, tidied, if no other category has it; the partnership's row is locked."""
    named = " ".join(name.split())
    if not named:
        raise InputError(Message(N_("Give a name.")))
    refuse_personal(named, "name")
    others = Category.objects.filter(name__iexact=named)
    if (others.exclude(pk=own.pk) if own else others).exists():
        raise InputError(Message(N_("The name “{name}” is taken here. Choose another."), {"name": named}))
    return named
