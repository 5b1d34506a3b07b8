"""Reports: told, told to be none, and mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from lagesbild.core import masking, timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Audience, Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents import areas, cells, grid, policies
from lagesbild.incidents.actions.common import (
    MASKED_AS,
    Told,
    changed,
    check,
    is_own,
    keep_version,
    locked,
    refuse_personal,
    revise,
)
from lagesbild.incidents.models import Category, Incident, Reporter, Silence

Placement = Incident.Placement


def report(*, actor: Actor, party: int, audience: int | str, told: Told) -> Incident:
    """Report an incident for a party, to be read by an audience: by its number, or its kind where there is one of it.

    Raises
    ------
    PersonalData
        A text tells who someone is.
    InputError
        The time or the place does not hold.
    Denied
        The actor does not report for the party.

    """
    return report_several(actor=actor, party=party, audience=audience, told=[told])[0]


def report_several(*, actor: Actor, party: int, audience: int | str, told: Sequence[Told]) -> list[Incident]:
    """Report incidents for a party: all of them, or none where one does not hold. Raises as `report`."""
    for one in told:
        check(one)
    with acting(actor):
        require(policies.may_report(actor, party))
        seen_by = Audience.objects.get(**{"kind" if isinstance(audience, str) else "pk": audience})
        return [_report(actor, party, seen_by, one) for one in told]


def _report(actor: Actor, party: int, audience: Audience, told: Told) -> Incident:
    category = _category(told.category)
    incident = Incident(partnership_id=actor.partnership, party_id=party, audience=audience, category=category)
    _fill(incident, told)
    incident.save(force_insert=True)
    Reporter.objects.create(partnership_id=actor.partnership, party_id=party, incident=incident, person_id=actor.person)
    changed(actor, "incident.reported", incident, None, party=party, category=told.category)
    return incident


def edit(*, actor: Actor, incident: int, told: Told, seen: str = "") -> Incident:
    """Say something else than was said; what it was stays in the history.

    Raises
    ------
    Denied
        It is neither one's own nor of a party that one does more than report for.
    InputError
        As `report`, or the row was imported: the source says what it says.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.

    """
    check(told)
    with acting(actor):
        row = locked(incident)
        require(policies.may_edit(actor, row, own=is_own(actor, row)))
        unchanged(row, seen)
        if row.source_id is not None:
            raise InputError(
                Message(N_("This came from a source. Mend it there and import it again, or sort it here."))
            )
        before = cells.counted(row)
        keep_version(actor, row)
        row.category = _category(told.category, now=row.category_id)
        _fill(row, told)
        row.save()
        masking.keep(partnership=actor.partnership, subject=MASKED_AS, pk=row.pk)
        changed(actor, "incident.edited", row, before, version=row.version)
    return row


def report_nothing(
    *, actor: Actor, party: int, unit: str = "", week: dt.date | None = None, audience: int | None = None
) -> Silence:
    """Say that a party, or one unit of it, had nothing to report in the week that holds a day. Twice is once.

    Without `week` the one that is now, without `audience` the whole partnership.

    Raises
    ------
    Denied
        The actor does not report for the party.
    InputError
        The week has not begun, or the unit's name tells who someone is.

    """
    unit = " ".join(unit.split())
    refuse_personal(unit, "unit")
    with acting(actor):
        require(policies.may_report(actor, party))
        today = dt.datetime.now(ZoneInfo(Partnership.objects.get(pk=actor.partnership).timezone)).date()
        day = week or today
        monday = day - dt.timedelta(days=day.weekday())
        if monday > today:
            raise InputError(Message(N_("That week has not begun yet.")))
        seen_by = {"pk": audience} if audience is not None else {"kind": Audience.PARTNERSHIP}
        said, new = Silence.objects.get_or_create(
            party_id=party,
            unit=unit,
            week=monday,
            defaults={
                "partnership_id": actor.partnership,
                "audience": Audience.objects.get(**seen_by),
            },
        )
        if new:
            revise(actor)
            timeline.record(
                partnership=actor.partnership,
                person=actor.person,
                verb="incident.nothing",
                subject=said,
                party=party,
                week=monday.isoformat(),
            )
    return said


def _fill(incident: Incident, told: Told) -> None:
    """Put what was told into a row, with its square and its areas."""
    moved = (incident.lon, incident.lat) != (told.lon, told.lat)
    incident.start, incident.end, incident.precision = told.start, told.end, told.precision
    incident.lon, incident.lat = told.lon, told.lat
    incident.cell = grid.cell(told.lon, told.lat)
    incident.placement = Placement.MISSING if told.lon is None else Placement.POINT
    incident.place, incident.text, incident.unit = told.place.strip(), told.text.strip(), told.unit.strip()
    incident.unsafe, incident.recurring = told.unsafe, told.recurring
    incident.told_police, incident.acted = told.told_police, told.acted
    if (moved or incident.pk is None) and not incident.areas_by_hand:
        incident.areas = areas.of_point(incident.partnership_id, told.lon, told.lat)


def _category(category: int, *, now: int | None = None) -> Category:
    """A category that may be chosen: an active one, or the one the incident has already."""
    found = Category.objects.filter(pk=category).first()
    if found is None or not (found.active or found.pk == now):
        raise InputError(Message(N_("That category is not used here. Choose another.")))
    return found
