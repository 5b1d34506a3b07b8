"""From a partnership's incidents to an edition: read, compose, draw, and write it all at once.

Reading is one transaction and writing another; between them nothing is locked, however long the drawing takes. The
system does it, in the scope of `accounts.access.worker`, so that everyone sees the same figures.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from lagesbild import __version__
from lagesbild.core import timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Audience, Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Message
from lagesbild.incidents.models import Incident, Silence
from lagesbild.incidents.records import SHARED, reading
from lagesbild.picture import basis, found, policies, stored
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import Ground, Period, Picture, Unit
from lagesbild.picture.models import Basis, Check, Drawing, Edition, Finding, Setting
from lagesbild.picture.reported import WEEKS, Reported, reported
from lagesbild.picture.surroundings import area_set_of, areas_of, ground
from lagesbild.places.areas import Areas
from lagesbild.sources.records import Progress, Reading

SEED = 1
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Outside of these a week has no day after it, or none before."""
WEEK = dt.timedelta(weeks=1)
LOCK = 4_711_2026
"""First half of the advisory lock of a week's making; the second is the partnership."""
TRIES = 5
"""Readings begun again because incidents changed meanwhile, before one is taken with the older revision."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A picture with all that it followed from."""

    picture: Picture
    reported: Reported
    figures: dict[str, Any]
    digest: str
    revision: int
    parameters: dict[str, Any]
    basis: Reading


def week_of(start: dt.date) -> Period:
    """The week that begins on `start`.

    Raises
    ------
    InputError
        The day is no Monday.
    """
    if not FIRST_YEAR <= start.year <= LAST_YEAR:
        values = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        raise InputError(
            Message(N_("The week lies outside the years {first} to {last}. Write the year again."), values)
        )
    if start.weekday() != 0:
        raise InputError(Message(N_("A week begins on a Monday, and {day} is none."), {"day": start}))
    return Period(start, start + WEEK, Unit.WEEK)


def make_edition(*, actor: Actor, start: dt.date, asked_by: int = 0, progress: Progress | None = None) -> Edition:
    """Make the edition of the week that begins on `start`; the latest one where nothing has changed since it.

    An earlier draft of the week is superseded. One that is decided stays as it is, and the new one names it.

    Raises
    ------
    Denied
        Only the system makes editions; people ask it to (`actions.ask`).
    NothingLeft
        There is nothing to make a picture of.
    """
    require(policies.may_compose(actor))
    composed = compose_week(actor, start, _part(progress, 0.0, 0.5))
    with acting(actor):
        latest = Edition.objects.of_period(start).first()
        if latest is not None and _same(latest, composed):
            return latest
        here = Partnership.objects.get(pk=actor.partnership)
    drawings = _draw(composed, here.accent, _part(progress, 0.5, 1.0))
    with acting(actor):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK, actor.partnership))
        latest = Edition.objects.select_for_update(of=("self",)).of_period(start).first()
        if latest is not None and _same(latest, composed):
            return latest
        edition = _write(actor, composed, latest, drawings, asked_by)
        timeline.record(
            partnership=actor.partnership,
            person=asked_by,
            verb="picture.made",
            subject=edition,
            digest=edition.digest,
            revision=edition.revision,
        )
    return edition


def compose_week(actor: Actor, start: dt.date, progress: Progress | None = None) -> Composed:
    """Compose the picture of a week from the incidents as they are now."""
    period = week_of(start)
    with acting(actor):
        here = Partnership.objects.get(pk=actor.partnership)
        setting = Setting.objects.filter(partnership=here).first()
        area_set = area_set_of(setting.area_set if setting else None)
        parameters = {
            "name": here.name,
            "demo": here.invented,
            "timezone": here.timezone,
            "made": timezone.now().astimezone(ZoneInfo(here.timezone)).date().isoformat(),
            "area_set": area_set,
        }
        units, nothing = _units(here.pk, period)
        parameters |= {"units": units, "nothing": [[unit, week.isoformat()] for unit, week in nothing]}
        read, revision = _read(actor, period, here)
    return compose_from(
        read,
        period,
        parameters=parameters,
        actor=actor,
        revision=revision,
        seed=SEED,
        progress=progress,
    )


def compose_from(
    read: Reading,
    period: Period,
    *,
    parameters: dict[str, Any],
    actor: Actor,
    revision: int,
    seed: int,
    progress: Progress | None = None,
) -> Composed:
    """Compose from a reading and what an edition keeps: the same again gives equal figures. Locks nothing."""
    areas, below = _surroundings(actor, parameters["area_set"])
    picture = compose(
        read,
        areas=areas,
        period=PeriodChoice(period=period),
        name=parameters["name"],
        made=dt.date.fromisoformat(parameters["made"]),
        seed=seed,
        demo=parameters["demo"],
        ground=below,
        progress=progress,
    )
    told = reported(
        read.records,
        period,
        parties=parameters["units"],
        nothing=[(unit, dt.date.fromisoformat(week)) for unit, week in parameters["nothing"]],
    )
    figures = stored.figures_of(picture, told)
    return Composed(picture, told, figures, stored.digest(figures), revision, parameters, read)


def recompute(*, actor: Actor, edition: int, asked_by: int = 0) -> Check:
    """Compute an edition again from the incidents it was made from, and tell what has changed since.

    Raises
    ------
    Denied
        Only the system reads what an edition was made from.
    """
    require(policies.may_compose(actor))
    with acting(actor):
        row = Edition.objects.get(pk=edition)
        here = Partnership.objects.get(pk=actor.partnership)
        period = Period(row.start, row.end, Unit.WEEK)
        now, revision = _read(actor, period, here)
        kept = Basis.objects.filter(edition=row).first()
    check = Check(partnership_id=actor.partnership, edition=row, asked_by=asked_by, revision=revision)
    if kept is None:
        check.possible, check.equal = False, False
    else:
        then = basis.unpacked(bytes(kept.columns), kept.names, now)
        again = compose_from(
            then,
            period,
            parameters=row.parameters,
            actor=actor,
            revision=row.revision,
            seed=row.seed,
        )
        changed = basis.changes(then, now)
        check.possible, check.equal = True, again.digest == row.digest
        check.differs = list(stored.differing(row.figures, again.figures))
        check.gone, check.added, check.changed = changed.gone, changed.added, changed.changed
    with acting(actor):
        check.save(force_insert=True)
        timeline.record(
            partnership=actor.partnership, person=asked_by, verb="picture.checked", subject=row, equal=check.equal
        )
    return check


def _same(edition: Edition, composed: Composed) -> bool:
    return edition.digest == composed.digest and edition.program == __version__


def _read(actor: Actor, period: Period, here: Partnership) -> tuple[Reading, int]:
    """The incidents up to the end of the week, and the data version they are of."""
    until = dt.datetime.combine(period.end, dt.time(), ZoneInfo(here.timezone))
    for _ in range(TRIES):
        before = _revision(here.pk)
        read = reading(actor.scope(), until=until)
        if _revision(here.pk) == before:
            break
    return read, before


def _revision(partnership: int) -> int:
    return int(Partnership.objects.values_list("revision", flat=True).get(pk=partnership))


def _units(partnership: int, period: Period) -> tuple[dict[str, str], list[tuple[str, dt.date]]]:
    """Party by unit, and the weeks in which a unit, or a party without units, said that there was nothing.

    Units are those that something shared names; a party's own word of another unit is left out.
    """
    first = period.end - WEEK * WEEKS
    told = Incident.objects.filter(audience__kind__in=SHARED).exclude(unit="")
    by_unit = told.order_by("unit", "party_id").values_list("unit", "party__name").distinct()
    said = Silence.objects.filter(week__gte=first, week__lt=period.end).order_by("week", "unit", "pk")
    heard = list(said.select_related("party", "audience"))
    units = dict(by_unit) | {row.unit: row.party.name for row in heard if row.unit and row.audience.kind in SHARED}
    nothing = [(row.unit or row.party.name, row.week) for row in heard if not row.unit or row.unit in units]
    return dict(sorted(units.items())), sorted(nothing)


def _surroundings(actor: Actor, area_set: int | None) -> tuple[Areas | None, tuple[Ground, ...]]:
    with acting(actor):
        return areas_of(area_set), ground()


def _draw(composed: Composed, accent: str, progress: Progress | None) -> list[tuple[str, dict[str, str], bytes]]:
    """Parts and document in each language."""
    # heavy to import, and only the worker draws
    from lagesbild.picture import html, parts
    from lagesbild.picture.charts import Theme
    from lagesbild.picture.pdf import write_pdf

    theme = Theme(name=composed.parameters["name"], accent=accent)
    drawn = html.drawings_of(composed.picture, theme)
    made = []
    for i, language in enumerate(LANGUAGES):
        if progress:
            progress(Message(N_("Drawing charts")), i / len(LANGUAGES))
        found_parts = parts.draw(composed.picture, composed.reported, language, theme=theme, drawn=drawn)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "picture.pdf"
            write_pdf(composed.picture, path, language=language, theme=theme)
            made.append((str(language), found_parts, path.read_bytes()))
    return made


def _write(
    actor: Actor,
    composed: Composed,
    latest: Edition | None,
    drawings: list[tuple[str, dict[str, str], bytes]],
    asked_by: int,
) -> Edition:
    from lagesbild.picture import parts

    here = actor.partnership
    before = _stands(latest)
    if latest is not None and latest.state == Edition.State.DRAFT:
        latest.state = Edition.State.SUPERSEDED
        latest.save(update_fields=["state"])
    edition = Edition.objects.create(
        partnership_id=here,
        readers_id=_readers(here),
        start=composed.picture.period.start,
        end=composed.picture.period.end,
        number=latest.number + 1 if latest else 1,
        revision=composed.revision,
        parameters=composed.parameters,
        seed=composed.picture.seed,
        program=composed.picture.version,
        figures=composed.figures,
        digest=composed.digest,
        counted=parts.counted(composed.picture, composed.reported),
        made_by=asked_by,
        supersedes=latest,
    )
    columns, names = basis.packed(composed.basis)
    Basis.objects.create(partnership_id=here, edition=edition, columns=columns, names=names)
    Drawing.objects.bulk_create(
        Drawing(partnership_id=here, edition=edition, language=language, parts=parts_, document=document)
        for language, parts_, document in drawings
    )
    Finding.objects.bulk_create(_finding(edition, one, before) for one in found.findings(composed.picture))
    return edition


def _readers(partnership: int) -> int:
    setting = Setting.objects.filter(partnership_id=partnership).first()
    if setting is not None and setting.readers_id is not None:
        return int(setting.readers_id)
    shared = Audience.objects.filter(kind=Audience.PARTNERSHIP).order_by("pk").values_list("pk", flat=True).first()
    if shared is None:
        raise InputError(Message(N_("The partnership has no audience that all belong to. Add one.")))
    return int(shared)


def _stands(latest: Edition | None) -> dict[str, Finding]:
    """What people thought of the findings of the edition before, by key."""
    if latest is None:
        return {}
    return {row.key: row for row in latest.findings.exclude(state=Finding.State.OPEN)}


def _finding(edition: Edition, one: found.Found, before: dict[str, Finding]) -> Finding:
    row = Finding(
        partnership_id=edition.partnership_id,
        edition=edition,
        kind=one.kind.value,
        key=one.key,
        index=one.index,
        count=one.count,
        numbers=list(one.numbers),
    )
    stood = before.get(one.key)
    # what was thought of these very incidents still holds; of others it has to be thought again
    if stood is not None and (stood.count, stood.numbers) == (row.count, row.numbers):
        row.state, row.reason, row.text, row.by, row.at = stood.state, stood.reason, stood.text, stood.by, stood.at
    return row


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    if progress is None:
        return None
    return lambda what, share: progress(what, start + (end - start) * share)
