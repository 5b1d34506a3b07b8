"""Areas: read as a draft, looked at, kept; one edition of each name in use, one set counted in."""

from __future__ import annotations

import datetime as dt

import numpy as np
import shapely
from django.db.models import QuerySet

from lagesbild.core import timeline
from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places import changed, policies
from lagesbild.places.areas import Areas
from lagesbild.places.models import Area, AreaSet
from lagesbild.places.names import refuse, source

BATCH = 2_000


def add_areas(
    *,
    actor: Actor,
    areas: Areas,
    name: str,
    edition: str = "",
    digest: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
) -> AreaSet:
    """Put areas aside as a draft to look at; nothing is counted in them until they are kept.

    A draft of the same name and edition is replaced.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    InputError
        There is no area, no name, a name tells who someone is, the same edition is kept already, or it ends before it
        begins.

    """
    name, edition = " ".join(name.split()), " ".join(edition.split())
    if not name:
        raise InputError(Message(N_("Say what the areas are called: DeSO, districts of the police.")))
    # a code that stands for a name is a register's, and long ones look like numbers of people
    refuse({name, edition, *areas.groups, *(set(areas.names) - set(areas.codes))})
    if not len(areas):
        raise InputError(Message(N_("The file holds no areas.")))
    if valid_from and valid_to and valid_to < valid_from:
        raise InputError(Message(N_("The edition ends before it begins. Mend one of the days.")))
    with acting(actor):
        _lock(actor)
        require(policies.may_arrange(actor))
        same = AreaSet.objects.filter(partnership=actor.partnership, name=name, edition=edition)
        if same.filter(state=AreaSet.State.KEPT).exists():
            raise InputError(
                Message(
                    N_("{name} {edition} is there already. Give the new edition another name, or remove the old one."),
                    {"name": name, "edition": edition},
                )
            )
        same.filter(state=AreaSet.State.DRAFT).delete()
        row = AreaSet.objects.create(
            partnership_id=actor.partnership,
            name=name,
            edition=edition,
            valid_from=valid_from,
            valid_to=valid_to,
            source=source(areas.source),
            digest=digest,
            columns=dict(areas.columns),
            notes=[note.to_dict() for note in areas.notes],
        )
        people = areas.population
        Area.objects.bulk_create(
            (
                Area(
                    partnership_id=actor.partnership,
                    area_set=row,
                    code=areas.codes[i],
                    name=areas.names[i],
                    group=areas.groups[i],
                    population=None if people is None or np.isnan(people[i]) else float(people[i]),
                    shape=shape,
                )
                for i, shape in enumerate(shapely.to_wkb(areas.geometry))
            ),
            batch_size=BATCH,
        )
        timeline.record(
            partnership=actor.partnership, person=actor.person, verb="areas.read", subject=row, areas=len(areas)
        )
    return row


def keep_areas(*, actor: Actor, area_set: int) -> AreaSet:
    """Keep a draft; it becomes the edition in use of its name, and the set to count in if there is none yet.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        It is kept already.

    """
    with acting(actor):
        _lock(actor)
        row = AreaSet.objects.select_for_update().get(pk=area_set)
        require(policies.may_arrange(actor))
        if row.state == AreaSet.State.KEPT:
            raise WrongState(Message(N_("These areas are kept already. Reload the page.")))
        row.state = AreaSet.State.KEPT
        row.save(update_fields=["state"])
        _use(row, counted=not _kept(actor).filter(counted=True).exists())
        changed.tell(actor.partnership)
        timeline.record(partnership=actor.partnership, person=actor.person, verb="areas.kept", subject=row)
    return row


def use_edition(*, actor: Actor, area_set: int, counted: bool = False) -> AreaSet:
    """Let a kept edition be the one in use of its name; with `counted`, let pictures count in it.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        It is only a draft.

    """
    with acting(actor):
        _lock(actor)
        row = AreaSet.objects.select_for_update().get(pk=area_set)
        require(policies.may_arrange(actor))
        if row.state != AreaSet.State.KEPT:
            raise WrongState(Message(N_("Keep the areas first.")))
        was_in_use = row.current
        # pictures that counted in an earlier edition of the same name go on doing so until someone says otherwise
        _use(row, counted=counted or row.counted)
        if not was_in_use:
            changed.tell(actor.partnership)
        timeline.record(partnership=actor.partnership, person=actor.person, verb="areas.used", subject=row)
    return row


def remove_areas(*, actor: Actor, area_set: int) -> None:
    """Take a set away.

    Raises
    ------
    Denied
        Only coordinators and administrators do.
    WrongState
        Another room needs it, pictures count in it while there are others to count in, or it is in use while another
        edition of it could be.

    """
    with acting(actor):
        _lock(actor)
        row = AreaSet.objects.select_for_update().get(pk=area_set)
        require(policies.may_arrange(actor))
        others = _kept(actor).exclude(pk=row.pk)
        if row.counted and others.exists():
            raise WrongState(
                Message(N_("Pictures count in {name}. Let them count in another set first."), {"name": str(row)})
            )
        if row.current and others.filter(name=row.name).exists():
            raise WrongState(Message(N_("{name} is in use. Use another edition first."), {"name": str(row)}))
        held = changed.why_held(row.pk)
        if held is not None:
            raise WrongState(held)
        if row.current:
            changed.tell(actor.partnership)
        timeline.record(partnership=actor.partnership, person=actor.person, verb="areas.removed", subject=row)
        row.delete()


def _lock(actor: Actor) -> None:
    """Sets of a partnership depend on each other: one change at a time."""
    Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)


def _kept(actor: Actor) -> QuerySet[AreaSet]:
    return AreaSet.objects.filter(partnership=actor.partnership, state=AreaSet.State.KEPT)


def _use(row: AreaSet, *, counted: bool) -> None:
    own = AreaSet.objects.filter(partnership=row.partnership_id).exclude(pk=row.pk)
    own.filter(name=row.name, current=True).update(current=False)
    if counted:
        own.filter(counted=True).update(counted=False)
    row.current, row.counted = True, counted
    row.save(update_fields=["current", "counted"])
