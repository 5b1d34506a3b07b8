"""Every change that an import is: shown, begun, loaded, stopped, taken back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from lagesbild.core import guard, masking, outbox, timeline
from lagesbild.core.actions import SYSTEM, Actor, WrongState, acting, require
from lagesbild.core.meanwhile import untouched
from lagesbild.core.models import Audience, Partnership, Party, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, translator
from lagesbild.incidents import areas, policies
from lagesbild.incidents.actions.common import MASKED_AS, refuse_personal, revise
from lagesbild.incidents.importing import categories as kinds
from lagesbild.incidents.importing.files import described, unpacked, whole
from lagesbild.incidents.importing.load import load, unload
from lagesbild.incidents.importing.plan import Plan, headings_of
from lagesbild.incidents.importing.progress import SILENT
from lagesbild.incidents.importing.rows import Prepared, prepare
from lagesbild.incidents.importing.worked import WorkedOn, grown, worked_on
from lagesbild.incidents.models import (
    Category,
    CellCount,
    Import,
    ImportFile,
    ImportMapping,
    ImportProgress,
    Incident,
    IncidentVersion,
    Source,
)
from lagesbild.sources.dispatch import read_table
from lagesbild.sources.read import read
from lagesbild.sources.records import Conclusion, Progress, Reading, RefusalKind
from lagesbild.sources.refusals import write_refusals

State = Import.State
MOST_KEPT = 5
"""Ways of reading that are tried on a new file of a source."""
MOST_BYTES = 200_000_000
"""An upload larger than this is for the command line."""
PATIENCE = "2s"
"""A trial that has to wait longer than this for another import is not made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose rows an import brings: the party that owns them, who else may see them, and the source's name."""

    party: int
    audience: int
    source: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an import, or would come of it (`dry`)."""

    batch: int
    counts: Mapping[str, int]
    said: Sequence[Mapping[str, Any]]
    categories: Mapping[str, str]
    dry: bool = False
    reading: Reading | None = field(default=None, repr=False)
    """The account of the files, without the rows: they are in the database, and a million of them fill a process."""


class _Dry(Exception):
    """Takes a dry run back."""


class _InHistory(Exception):
    """Takes back that a category was removed."""


def import_files(
    *, actor: Actor, whose: Whose, paths: Sequence[Path], plan: Plan, told: Progress | None = None, dry: bool = False
) -> Outcome:
    """Read files and load them, whole or not at all; with `dry` say what would come of it and change nothing.

    Raises
    ------
    UnreadableInput, InputError
        A file or the plan does not hold.
    Denied
        The actor does not import for the party.

    """
    with whole(paths) as found:
        reading = read(paths, plan.options, _part(told, 0.0, 0.4))
    made: Outcome | None = None
    try:
        with acting(actor):
            require(policies.may_import(actor, whose.party))
            batch = _create(actor, whose, found, plan)
            batch.state = State.RUNNING
            made = _load(actor, batch, reading, plan, told, keep_refusals=not dry)
            if dry:
                raise _Dry
    except _Dry:
        assert made is not None
        return Outcome(0, made.counts, made.said, made.categories, dry=True, reading=made.reading)
    return made


def propose(*, actor: Actor, whose: Whose, files: Sequence[tuple[str, bytes]], plan: Plan) -> Import:
    """Keep uploaded files for an import that is looked at before it is begun; only the newest such is kept.

    Raises
    ------
    Denied
        The actor does not import for the party.
    InputError
        There is no file, or too much of them.

    """
    if not files:
        raise InputError(Message(N_("Choose a file.")))
    if sum(len(content) for _, content in files) > MOST_BYTES:
        raise InputError(
            Message(
                N_("The files are larger than {n} MB together. Import them with the command: lagesbild import"),
                {"n": MOST_BYTES // 1_000_000},
            )
        )
    with acting(actor):
        require(policies.may_import(actor, whose.party))
        stale = Import.objects.filter(person_id=actor.person, state=State.PREVIEWED)
        ImportFile.objects.filter(batch__in=stale).delete()
        stale.delete()
        batch = _create(actor, whose, [described(name, content) for name, content in files], plan)
        for i, (name, content) in enumerate(files):
            ImportFile.objects.create(
                partnership_id=batch.partnership_id,
                party_id=batch.party_id,
                batch=batch,
                kind=ImportFile.FILE,
                position=i,
                name=name,
                content=content,
            )
        timeline.record(partnership=actor.partnership, person=actor.person, verb="import.proposed", subject=batch)
    return batch


def remembered(*, actor: Actor, source: str, path: Path) -> Plan | None:
    """How files like this one from the source were read the last time; None where none had its columns."""
    with acting(actor):
        timezone_here = Partnership.objects.get(pk=actor.partnership).timezone
        kept = ImportMapping.objects.filter(source__name=" ".join(source.split())).order_by("-changed")[:MOST_KEPT]
        plans = [Plan.from_dict(one.options, timezone=timezone_here) for one in kept]
    for plan in plans:
        try:
            headings = set(read_table(path, plan.options).frame.columns)
        except InputError:
            continue
        if set(plan.options.columns.values()) <= headings:
            return plan
    return None


def set_plan(*, actor: Actor, batch: int, plan: Plan) -> Import:
    """Read the files of an import that has not begun another way."""
    with acting(actor):
        row = _locked(actor, batch)
        _expect(row, State.PREVIEWED)
        row.options = _checked(plan)
        row.save(update_fields=["options"])
    return row


def start(*, actor: Actor, batch: int, seen: str = "") -> Import:
    """Begin an import: the worker does it.

    Raises
    ------
    NotAsSeen
        Someone else said that it is to be read another way since it had the mark `seen`.

    """
    with acting(actor):
        row = _locked(actor, batch)
        _expect(row, State.PREVIEWED)
        untouched(row, seen, "options")
        row.state = State.RUNNING
        row.save(update_fields=["state"])
        ImportProgress.objects.create(partnership_id=row.partnership_id, party_id=row.party_id, batch=row)
        outbox.add("incidents.import", partnership=actor.partnership, batch=row.pk)
        timeline.record(partnership=actor.partnership, person=actor.person, verb="import.started", subject=row)
    return row


def run(*, actor: Actor, batch: int, told: Progress | None = None) -> Outcome | None:
    """Do an import that was begun; None where it has ended already. Killed in the middle, it leaves nothing."""
    with acting(actor), tempfile.TemporaryDirectory() as folder:
        row = _locked(actor, batch)
        if row.state != State.RUNNING:
            return None
        plan = Plan.from_dict(row.options, timezone=Partnership.objects.get(pk=actor.partnership).timezone)
        paths = unpacked(row, Path(folder))
        reading = read(paths, plan.options, _part(told, 0.0, 0.4))
        return _load(actor, row, reading, plan, told)


def trial(*, actor: Actor, batch: int, reading: Reading, plan: Plan) -> dict[str, int] | None:
    """How many rows of a reading would be new, changed and there already; everything is taken back at once.

    None where another import would have to end first: whoever looks at a page does not wait for it.
    """
    made: Outcome | None = None
    try:
        with acting(actor):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            made = _load(actor, _locked(actor, batch), reading, plan, None, keep_refusals=False)
            raise _Dry
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return None
        raise
    except _Dry:
        assert made is not None
    return {name: made.counts[name] for name in ("added", "changed", "unchanged", "disposed", "new_categories")}


def fail(*, actor: Actor, batch: int, why: Message, state: str = State.FAILED) -> None:
    """Say that an import ended without anything being kept, and throw its files away."""
    with acting(actor):
        row = Import.objects.select_for_update(of=("self",)).get(pk=batch)
        _expect(row, State.RUNNING)
        row.state, row.ended, row.said = state, timezone.now(), [{"what": why.to_dict()}]
        row.save(update_fields=["state", "ended", "said"])
        _tidy(row)
        timeline.record(partnership=actor.partnership, person=actor.person, verb=f"import.{state}", subject=row)


def cancel(*, actor: Actor, batch: int) -> Import:
    """Stop an import: one that has not begun is thrown away, one that runs is told to, one nobody runs has ended."""
    with acting(actor):
        # a running import holds its own row: it is told beside it
        row = Import.objects.get(pk=batch)
        require(policies.may_undo_import(actor, row))
        if row.state == State.PREVIEWED:
            timeline.record(partnership=actor.partnership, person=actor.person, verb="import.thrown_away", subject=row)
            ImportFile.objects.filter(batch=row).delete()
            row.delete()
            return row
        _expect(row, State.RUNNING)
        progress = ImportProgress.objects.select_for_update().filter(batch=row).first()
        if progress is None:
            raise _moved()
        progress.stop = True
        progress.save(update_fields=["stop"])
        silent = timezone.now() - progress.changed > SILENT
        timeline.record(partnership=actor.partnership, person=actor.person, verb="import.stopped", subject=row)
    if silent:
        fail(actor=actor, batch=batch, why=Message(N_("The import was stopped. Nothing of it was kept.")),
             state=State.CANCELLED)  # fmt: skip
    return row


def undo_import(
    *, actor: Actor, batch: int, also_worked_on: bool = False, shown: Mapping[str, int] | None = None
) -> Import:
    """Take a whole import back: what it added goes, what it changed is as it was before.

    With `also_worked_on` also where people have worked on what it added, and what they did goes with it; where it was
    said of what was `shown`, not if they have done more since.

    Raises
    ------
    Denied
        The actor does not import for the party.
    WrongState
        It is not done, or is taken back already.
    InputError
        A later import changed the same rows: that is to be taken back first.
    WorkedOn
        People have worked on the rows, and `also_worked_on` was not said, or said of less.

    """
    with acting(actor):
        row = _locked(actor, batch)
        _expect(row, State.DONE)
        _in_turn(row)
        later = (
            IncidentVersion.objects.filter(batch_id__gt=row.pk)
            .filter(incident__in=Incident.objects.filter(batch=row).values("pk"))
            .order_by("-batch_id")
            .first()
        ) or _changed_later(row)
        if later is not None:
            raise InputError(
                Message(
                    N_("A later import, number {n}, changed some of these rows. Undo that one first."),
                    {"n": later.batch_id},
                )
            )
        worked = worked_on(row)
        if worked and not also_worked_on:
            raise WorkedOn(worked)
        if shown is not None and grown(worked, shown):
            raise WorkedOn(worked)
        done = unload(row)
        _drop_unused(row)
        row.state, row.ended = State.UNDONE, timezone.now()
        row.save(update_fields=["state", "ended"])
        outbox.add("incidents.compact", partnership=actor.partnership)
        revise(actor)
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="import.undone",
            subject=row,
            removed=done.removed,
            restored=done.restored,
            worked_on=sum(n for _, n in worked),
        )
        with scope(worker(row.partnership_id).scope()):  # also what another party keeps to itself
            for one in Incident.objects.filter(pk__in=done.reopened).order_by("pk"):
                timeline.record(
                    partnership=actor.partnership,
                    person=SYSTEM,
                    verb="incident.reopened",
                    subject=one,
                    before=Incident.State.DUPLICATE,
                )
    return row


def _changed_later(row: Import) -> IncidentVersion | None:
    """A version that a later import put in place of what this import changed."""
    mine = IncidentVersion.objects.filter(batch=row)
    return (
        IncidentVersion.objects.filter(batch_id__gt=row.pk, incident__in=mine.values("incident"))
        .order_by("-batch_id")
        .first()
    )


def _load(
    actor: Actor,
    batch: Import,
    reading: Reading,
    plan: Plan,
    told: Progress | None,
    *,
    keep_refusals: bool = True,
) -> Outcome:
    """Load a reading for an import, in its transaction."""
    here = Partnership.objects.get(pk=actor.partnership)
    _in_turn(batch)
    source = Source.objects.get(pk=batch.source_id)
    if told is not None:
        told(Message(N_("Placing in areas")), 0.42)
    ready = prepare(
        reading,
        partnership=here.pk,
        municipality=here.municipality_code,
        timezone=here.timezone,
        only_here=plan.only_here,
    )
    names = used_categories(ready)
    own = kinds.chosen(here, source, plan, list(names))
    numbers, made = kinds.settle(source, own)
    done = load(
        ready.frame,
        actor=actor,
        batch=batch,
        categories={code: numbers[name] for name, (code, _) in names.items()},
        told=_rows_told(told, ready.frame.height),
    )
    if done.touched:
        masking.reapply(actor=worker(here.pk), subject=MASKED_AS, numbers=done.touched)
    counts = counted(reading, ready) | {
        "added": done.added,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "disposed": done.disposed,
        "new_categories": len(made),
    }
    batch.state, batch.ended = State.DONE, timezone.now()
    batch.counts, batch.said = {**counts, "made": made}, said_of(reading)
    batch.save(update_fields=["state", "ended", "counts", "said"])
    ImportMapping.objects.update_or_create(
        source=source,
        headings=headings_of(reading.headings.values()),
        defaults={"partnership_id": here.pk, "options": plan.to_dict()},
    )
    _tidy(batch)
    if keep_refusals and len(reading.refusals):
        ImportFile.objects.create(
            partnership_id=batch.partnership_id,
            party_id=batch.party_id,
            batch=batch,
            kind=ImportFile.REFUSALS,
            name="refusals.csv",
            content=refusals_of(reading, here.language),
        )
    outbox.add("incidents.compact", partnership=here.pk)
    if done.added or done.changed:
        revise(actor)
        # whoever changes areas, or places incidents in them, waits from here on; who did so before saw none of these
        if areas.in_use(here.pk) != ready.sets:
            outbox.add("incidents.place_again", partnership=here.pk)
    timeline.record(
        partnership=here.pk,
        person=actor.person,
        verb="import.done",
        subject=batch,
        **{name: counts[name] for name in ("added", "changed", "unchanged", "refused")},
    )
    if told is not None:
        told(Message(N_("Keeping it all")), 1.0)
    return Outcome(batch.pk, counts, batch.said, own, reading=reading.account())


def used_categories(ready: Prepared) -> dict[str, tuple[int, int]]:
    """Code and number of rows of each of the source's categories that some row has."""
    counts = ready.frame["category"].value_counts().sort("category")
    return {ready.categories[code]: (code, n) for code, n in counts.iter_rows()}


def counted(reading: Reading, ready: Prepared) -> dict[str, int]:
    """The account of every row: rows = loaded + elsewhere + refused."""
    refused = reading.refusals.counts()
    return {
        "rows": reading.rows,
        "read": len(reading.records),
        "elsewhere": ready.elsewhere,
        "refused": len(reading.refusals),
        "unreadable": refused[RefusalKind.UNREADABLE],
        "repeated": refused[RefusalKind.REPEATED],
        "aside": refused[RefusalKind.TITLE] + refused[RefusalKind.TOTAL],
        "masked": ready.masked,
        "unplaced": ready.unplaced,
    }


def said_of(reading: Reading) -> list[dict[str, Any]]:
    """What was concluded of each file, and what is doubted, in both languages."""
    found: list[dict[str, Any]] = [
        {"file": file.name, "what": one.what.to_dict(), "value": _worded(one), "option": one.option}
        for file in reading.files
        for one in file.conclusions
    ]
    return [*found, *({"what": note.to_dict()} for note in reading.notes)]


def refusals_of(reading: Reading, language: str) -> bytes:
    """The account of refused rows as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "refusals.csv"
        write_refusals(reading, path, translator("en" if language == "en" else "sv"))
        return path.read_bytes()


def _worded(one: Conclusion) -> Any:
    return one.value.to_dict() if isinstance(one.value, Message) else one.value


def _create(actor: Actor, whose: Whose, files: list[dict[str, Any]], plan: Plan) -> Import:
    name = " ".join(whose.source.split())
    if not name or len(name) > 100:
        raise InputError(Message(N_("Say what the source is called, in at most 100 characters.")))
    refuse_personal(name, "source")
    source, _ = Source.objects.get_or_create(
        partnership_id=actor.partnership, name=name, defaults={"partnership_id": actor.partnership}
    )
    return Import.objects.create(
        partnership_id=actor.partnership,
        party=Party.objects.get(pk=whose.party),
        audience=Audience.objects.get(pk=whose.audience),
        source=source,
        person_id=actor.person,
        # nobody chose the name of a file for others to read
        files=[each | {"name": guard.mask(each["name"])[0]} for each in files],
        options=plan.to_dict(),
    )


def _checked(plan: Plan) -> dict[str, Any]:
    """The plan as it is kept; names of categories are seen by all, so they are about no one."""
    for name in (*plan.categories.values(), plan.nameless):
        refuse_personal(name, "category")
    kept = plan.to_dict()
    if "\\u0000" in json.dumps(kept):
        raise InputError(Message(N_("The text holds a character that cannot be kept. Write it again.")))
    return kept


def _locked(actor: Actor, batch: int) -> Import:
    row = Import.objects.select_for_update(of=("self",)).get(pk=batch)
    require(policies.may_undo_import(actor, row))
    return row


def _in_turn(batch: Import) -> None:
    """Imports of one source for one party wait for each other."""
    with connection.cursor() as cursor:
        turn = f"incidents.import {batch.source_id} {batch.party_id}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [turn])


def _expect(row: Import, state: str) -> None:
    if row.state != state:
        raise _moved()


def _moved() -> WrongState:
    return WrongState(Message(N_("The import is no longer where you saw it. Reload the page.")))


def _tidy(row: Import) -> None:
    """Throw away what is needed only while an import goes on."""
    ImportFile.objects.filter(batch=row, kind=ImportFile.FILE).delete()
    ImportProgress.objects.filter(batch=row).delete()


def _drop_unused(row: Import) -> None:
    """Take away categories that the import made and that nothing uses now.

    Those that an incident may come back to, when what was done with it is taken back, are only no longer chosen.
    """
    made = row.counts.get("made", [])
    named = _in_histories(row.partnership_id, made)
    for number in made:
        try:
            with transaction.atomic():
                # what others use, seen from here or not, the database keeps
                CellCount.objects.filter(category=number).delete()
                Category.objects.filter(pk=number).delete()
                if number in named:
                    raise _InHistory
        except _InHistory:
            Category.objects.filter(pk=number).update(active=False)
        except (IntegrityError, ProtectedError):
            pass


def _in_histories(partnership: int, categories: Sequence[int]) -> set[int]:
    """Those of the categories that an incident had before it was changed or sorted."""
    sorted_ = TimelineEntry.objects.filter(
        partnership=partnership, verb="incident.sorted", subject=Incident._meta.label_lower
    )
    with scope(worker(partnership).scope()):  # also what another party keeps to itself
        return {
            *IncidentVersion.objects.filter(data__category_id__in=categories).values_list(
                "data__category_id", flat=True
            ),
            *sorted_.filter(subject_id__in=Incident.objects.values("pk"), detail__was__0__in=categories).values_list(
                "detail__was__0", flat=True
            ),
        }


def _rows_told(told: Progress | None, n: int) -> Callable[[int], None] | None:
    if told is None:
        return None
    return lambda done: told(Message(N_("Loading rows")), 0.5 + 0.45 * done / max(n, 1))


def _part(told: Progress | None, start: float, end: float) -> Progress | None:
    if told is None:
        return None
    return lambda what, share: told(what, start + (end - start) * share)
