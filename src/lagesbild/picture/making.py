"""From a partnership's incidents to an edition: read, compose, draw, and write it all at once.

Reading is one transaction and writing another; between them nothing is locked, however long the drawing takes. The
system does it, in the scope of `core.system.worker`, so that everyone sees the same figures.
"""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from lagesbild import __version__
from lagesbild.core import masking, timeline
from lagesbild.core.actions import Actor, acting, require
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Language, Message
from lagesbild.incidents.models import Category, Incident, Silence
from lagesbild.incidents.records import reading
from lagesbild.picture import basis, found, names, periods, policies, stored
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import Ground, Period, Picture, Unit
from lagesbild.picture.models import Basis, Check, Drawing, Edition, Finding, Name, Setting
from lagesbild.picture.reported import WEEKS, Reported, reported
from lagesbild.picture.surroundings import area_set_of, areas_of, ground
from lagesbild.places.areas import Areas
from lagesbild.sources.records import Progress, Reading

if TYPE_CHECKING:
    from lagesbild.picture.charts import Theme

Drawn = tuple[Language, dict[str, str], bytes]
SEED = 1
WEEK = dt.timedelta(weeks=1)
LOCK = 4_711_2026
"""First half of the advisory lock of a making; the second is the partnership."""
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
    names: Mapping[str, str]
    """Name by mark; see `names`."""
    masked: dt.datetime | None
    """When words were last masked before the incidents were read."""


class MaskedMeanwhile(InputError):
    """Words were masked while the picture was drawn, and may stand in it."""

    def __init__(self) -> None:
        super().__init__(Message(N_("Words were masked while the picture was being drawn. Ask for it again.")))


def make_edition(
    *, actor: Actor, start: dt.date, unit: Unit = Unit.WEEK, asked_by: int = 0, progress: Progress | None = None
) -> Edition:
    """Make the edition of the period that begins on `start`; the latest one where nothing has changed since it.

    An earlier draft of the period is superseded. One that is decided stays as it is, and the new one names it.

    Raises
    ------
    Denied
        Only the system makes editions; people ask it to (`actions.ask`).
    NothingLeft
        There is nothing to make a picture of.
    InputError
        No such period begins on that day.
    """
    require(policies.may_compose(actor))
    period = periods.of(unit, start)
    for _ in range(TRIES - 1):
        with suppress(MaskedMeanwhile):
            return _make(actor, period, asked_by, progress)
    return _make(actor, period, asked_by, progress)


def _make(actor: Actor, period: Period, asked_by: int, progress: Progress | None) -> Edition:
    composed = compose_period(actor, period, _part(progress, 0.0, 0.5))
    with acting(actor):
        latest = Edition.objects.of_period(period).first()
        if latest is not None and _same(latest, composed):
            return latest
        here = Partnership.objects.get(pk=actor.partnership)
    drawings = _draw(composed, here.accent, _part(progress, 0.5, 1.0))
    with acting(actor):
        lock(actor.partnership)
        if masking.latest() != composed.masked:
            raise MaskedMeanwhile
        latest = Edition.objects.select_for_update(of=("self",)).of_period(period).first()
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


def compose_period(actor: Actor, period: Period, progress: Progress | None = None) -> Composed:
    """Compose the picture of a period from the incidents as they are now."""
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
        masked = masking.latest()
        units, nothing = _units(here.pk, period)
        read, revision = _read(actor, period, here)
        # after the incidents: a kind renamed or marked meanwhile makes the data version older than what is there
        marked = Category.objects.filter(found_by_checks=True).order_by("name").values_list("name", flat=True)
        parameters["found_by_checks"] = list(marked)
        listed = set(Party.objects.values_list("name", flat=True))
    parameters["kept"] = _kept(read)
    kept = names.apart(read, units={*units, *(unit for unit, _ in nothing)}, listed=listed)
    called = kept.units.get
    parameters |= {
        "units": {called(unit, unit): party for unit, party in units.items()},
        "nothing": [[called(unit, unit), week.isoformat()] for unit, week in nothing],
    }
    return compose_from(
        kept.reading,
        period,
        parameters=parameters,
        actor=actor,
        revision=revision,
        seed=SEED,
        known=kept.names,
        masked=masked,
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
    known: Mapping[str, str],
    digests: Mapping[str, str] | None = None,
    masked: dt.datetime | None = None,
    progress: Progress | None = None,
) -> Composed:
    """Compose from a reading and what an edition keeps: the same again gives equal figures. Locks nothing.

    `known` are the names of the marks in the reading, `digests` theirs where names may have been masked.
    """
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
        found_by_checks=frozenset(parameters["found_by_checks"]),
        progress=progress,
    )
    told = reported(
        read.records,
        period,
        parties=parameters["units"],
        nothing=[(unit, dt.date.fromisoformat(week)) for unit, week in parameters["nothing"]],
    )
    figures = stored.figures_of(picture, told)
    if digests is None:
        digests = {one: names.digest(known[one]) for one in names.marks_in(json.dumps(figures, ensure_ascii=False))}
    digest = stored.digest(figures, digests)
    return Composed(picture, told, figures, digest, revision, parameters, read, known, masked)


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
        period = row.period
        now, revision = _read(actor, period, here)
        kept = Basis.objects.filter(edition=row).first()
        known = list(row.names.all())
    check = Check(partnership_id=actor.partnership, edition=row, asked_by=asked_by, revision=revision)
    if kept is None or kept.disposed:
        check.possible, check.equal = False, False
    else:
        again = _again(actor, row, kept, known)
        changed = basis.changes(again.basis, names.marked_as(now, {one.digest: one.mark for one in known}))
        check.possible, check.equal = True, again.digest == row.digest
        check.differs = list(stored.differing(row.figures, again.figures))
        check.gone, check.added, check.changed = changed.gone, changed.added, changed.changed
    with acting(actor):
        check.save(force_insert=True)
        timeline.record(
            partnership=actor.partnership, person=asked_by, verb="picture.checked", subject=row, equal=check.equal
        )
    return check


def set_again(*, actor: Actor, edition: int) -> bool:
    """Set the documents of an edition again, after names in it were masked; whether it could be done.

    A program that computes other figures than the edition's leaves it without documents: its page stands.

    Raises
    ------
    Denied
        Only the system reads what an edition was made from.
    """
    require(policies.may_compose(actor))
    with acting(actor):
        row = Edition.objects.get(pk=edition)
        kept = Basis.objects.filter(edition=row).first()
        known = list(row.names.all())
        here = Partnership.objects.get(pk=actor.partnership)
    if kept is None or kept.disposed:
        return False
    again = _again(actor, row, kept, known)
    if again.digest != row.digest:
        return False
    documents = list(_documents(again, _theme(again, here.accent)))
    with acting(actor):
        lock(actor.partnership)
        if {one.mark: one.text for one in row.names.all()} != again.names:
            return False  # masked anew meanwhile, and asked for anew
        for language, document in documents:
            Drawing.objects.filter(edition=row, language=language, document=b"").update(document=document)
    return True


def lock(partnership: int) -> None:
    """Let nobody else write or mask an edition of the partnership until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (LOCK, partnership))


def _again(actor: Actor, edition: Edition, kept: Basis, known: Sequence[Name]) -> Composed:
    """An edition computed again from what it was made from."""
    return compose_from(
        basis.unpacked(bytes(kept.columns), kept.names),
        edition.period,
        parameters=edition.parameters,
        actor=actor,
        revision=edition.revision,
        seed=edition.seed,
        known={one.mark: one.text for one in known},
        digests={one.mark: one.digest for one in known},
    )


def _same(edition: Edition, composed: Composed) -> bool:
    return edition.digest == composed.digest and edition.program == __version__


def _read(actor: Actor, period: Period, here: Partnership) -> tuple[Reading, int]:
    """The incidents up to the end of the period, and the data version they are of."""
    until = dt.datetime.combine(period.end, dt.time(), ZoneInfo(here.timezone))
    for _ in range(TRIES):
        before = _revision(here.pk)
        read = reading(actor.scope(), until=until)
        if _revision(here.pk) == before:
            break
    return read, before


def _kept(read: Reading) -> dict[str, Any] | None:
    """Of how many incidents that have been disposed of counts alone are left, and until when they reach."""
    numbers = read.records.line < 0
    if not numbers.any():
        return None
    last = read.records.end[numbers].max().astype("datetime64[D]").item()
    return {"n": int(numbers.sum()), "until": last.isoformat()}


def _revision(partnership: int) -> int:
    return int(Partnership.objects.values_list("revision", flat=True).get(pk=partnership))


def _units(partnership: int, period: Period) -> tuple[dict[str, str], list[tuple[str, dt.date]]]:
    """Party by unit, and the weeks in which a unit, or a party without units, said that there was nothing.

    Units are those that something shared names; a party's own word of another unit is left out.
    """
    first = period.end - WEEK * WEEKS
    # by numbers alone: with names and kinds joined to them a million rows would be sorted
    shared = list(Audience.objects.filter(kind__in=Audience.SHARED).values_list("pk", flat=True))
    told = Incident.objects.filter(audience_id__in=shared).exclude(unit="").order_by()
    parties = dict(Party.objects.values_list("pk", "name"))
    by_unit = [(unit, parties[party]) for unit, party in sorted(told.values_list("unit", "party_id").distinct())]
    said = Silence.objects.filter(week__gte=first, week__lt=period.end).order_by("week", "unit", "pk")
    heard = list(said.select_related("party", "audience"))
    units = dict(by_unit) | {
        row.unit: row.party.name for row in heard if row.unit and row.audience.kind in Audience.SHARED
    }
    nothing = [(row.unit or row.party.name, row.week) for row in heard if not row.unit or row.unit in units]
    return dict(sorted(units.items())), sorted(nothing)


def _surroundings(actor: Actor, area_set: int | None) -> tuple[Areas | None, tuple[Ground, ...]]:
    with acting(actor):
        return areas_of(area_set), ground()


def _draw(composed: Composed, accent: str, progress: Progress | None) -> list[Drawn]:
    """Parts, with marks in the place of names, and document in each language."""
    # heavy to import, and only the worker draws
    from lagesbild.picture import html, parts

    theme = _theme(composed, accent)
    drawn = html.drawings_of(composed.picture, theme)
    made = []
    for i, (language, document) in enumerate(_documents(composed, theme)):
        if progress:
            progress(Message(N_("Drawing charts")), i / len(LANGUAGES))
        found_parts = parts.draw(composed.picture, composed.reported, language, theme=theme, drawn=drawn)
        made.append((language, found_parts, document))
    return made


def _theme(composed: Composed, accent: str) -> Theme:
    from lagesbild.picture.charts import Theme

    return Theme(name=composed.parameters["name"], accent=accent)


def _documents(composed: Composed, theme: Theme) -> Iterator[tuple[Language, bytes]]:
    """The document in each language, with names."""
    from lagesbild.picture.pdf import write_pdf

    picture = names.named(composed.picture, composed.names)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "picture.pdf"
            write_pdf(picture, path, language=language, theme=theme)
            yield language, path.read_bytes()


def _write(
    actor: Actor,
    composed: Composed,
    latest: Edition | None,
    drawings: list[Drawn],
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
        kind=periods.KIND[composed.picture.period.unit],
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
    columns, listed = basis.packed(composed.basis)
    Basis.objects.create(partnership_id=here, edition=edition, columns=columns, names=listed)
    said = [json.dumps(one, ensure_ascii=False) for one in (composed.figures, composed.parameters, listed)]
    shown = names.marks_in(*said, *(part for _, parts_, _ in drawings for part in parts_.values()))
    Name.objects.bulk_create(
        Name(partnership_id=here, edition=edition, mark=one, digest=names.digest(text), text=text)
        for one, text in composed.names.items()
        if one in shown
    )
    Drawing.objects.bulk_create(
        Drawing(partnership_id=here, edition=edition, language=language, parts=parts_, document=document)
        for language, parts_, document in drawings
    )
    findings = found.findings(composed.picture)
    digests = {one: names.digest(composed.names[one]) for one in names.marks_in(*(one.key for one in findings))}
    Finding.objects.bulk_create(_finding(edition, one, before, digests) for one in findings)
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


def _finding(edition: Edition, one: found.Found, before: dict[str, Finding], digests: Mapping[str, str]) -> Finding:
    row = Finding(
        partnership_id=edition.partnership_id,
        edition=edition,
        kind=one.kind.value,
        key=names.in_text(one.key, digests),
        index=one.index,
        count=one.count,
        numbers=list(one.numbers),
    )
    stood = before.get(row.key)
    # what was thought of these very incidents still holds; of others it has to be thought again
    if stood is not None and (stood.count, stood.numbers) == (row.count, row.numbers):
        row.state, row.reason, row.text, row.by, row.at = stood.state, stood.reason, stood.text, stood.by, stood.at
    return row


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    if progress is None:
        return None
    return lambda what, share: progress(what, start + (end - start) * share)
