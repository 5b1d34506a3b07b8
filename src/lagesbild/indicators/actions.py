"""Every change to indicators. The order within each is that of `core.actions`."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lagesbild.core import masking, timeline
from lagesbild.core.actions import Actor, WrongState, acting, move, require
from lagesbild.core.meanwhile import unchanged
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.indicators import loading, policies
from lagesbild.indicators.loading import ADDED, CHANGED, Group, Look
from lagesbild.indicators.models import Break, Change, Indicator, Reading, Series, Steps, Value
from lagesbild.indicators.readers.rows import QUARTER
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import free, line
from lagesbild.places.names import source as as_source

State = Reading.State
TRANSITIONS: dict[str, frozenset[str]] = {
    State.LOOKED: frozenset({State.READ}),
    State.READ: frozenset({State.UNDONE}),
    State.UNDONE: frozenset(),
}
MOST = 100_000_000
"""Bytes of a file."""
BATCH = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an indicator is, as people say it."""

    name: str
    kind: str
    unit: str = ""
    per: str = ""
    better: str = Indicator.Better.UNKNOWN
    source: str = ""
    address: str = ""
    licence: str = ""
    fetched: dt.date | None = None
    base_id: int | None = None


def propose(*, actor: Actor, name: str, content: bytes, kind: str = "", steps: str = QUARTER) -> Reading:
    """Put a file aside to look at; nothing of it is read yet.

    Raises
    ------
    Denied
        The actor does not read statistics.
    InputError
        The file is empty, too large, or cannot be read at all.
    """
    _sized(content)
    with acting(actor):
        require(policies.may_arrange(actor))
        row = _waiting(actor, name, content, kind, steps)
        _put_aside(actor, row, look(row))
    return row


def look(reading: Reading) -> Look:
    """What would come of a file that waits; inside the walls.

    Raises
    ------
    InputError
        It cannot be read, or does not wait any more.
    """
    if reading.content is None:
        raise WrongState(Message(N_("The file has been read already, or thrown away.")))
    kind, _, steps = reading.kind.partition("/")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(reading.name)
        # file systems take 255 bytes; the end says what kind of file it is
        path = Path(folder) / ((whole.stem[:50] or "file") + whole.suffix[:10])
        path.write_bytes(bytes(reading.content))
        return loading.look(reading.partnership_id, path, kind=kind, steps=steps or QUARTER)


def read(*, actor: Actor, reading: int) -> Reading:
    """Read a file that was looked at: figures are added, those that differ are changed, and nothing else.

    Raises
    ------
    Denied, WrongState
        The actor does not read statistics, or the file has been read.
    InputError
        Nothing of it can be used.
    """
    with acting(actor):
        _lock(actor)
        row = Reading.objects.select_for_update().get(pk=reading)
        require(policies.may_arrange(actor))
        _take_in(actor, row, look(row))
    return row


def read_file(
    *, actor: Actor, path: Path, kind: str = "", steps: str = QUARTER, dry: bool = False
) -> tuple[Look, Reading | None]:
    """Look at a file and read it at once, as the command line and the demonstration do; with `dry`, only look.

    Raises
    ------
    Denied, InputError
        As `propose` and `read`.
    """
    with acting(actor):
        require(policies.may_arrange(actor))
        if dry:
            return loading.look(actor.partnership, path, kind=kind, steps=steps), None
        _lock(actor)
        found = loading.look(actor.partnership, path, kind=kind, steps=steps)
        content = path.read_bytes()
        _sized(content)
        row = _waiting(actor, path.name, content, kind, steps)
        _put_aside(actor, row, found)
        _take_in(actor, row, found)
    return found, row


def discard(*, actor: Actor, reading: int) -> None:
    """Throw a file away that was only looked at.

    Raises
    ------
    Denied, WrongState
        The actor does not read statistics, or the file has been read.
    """
    with acting(actor):
        row = Reading.objects.select_for_update().get(pk=reading)
        require(policies.may_arrange(actor))
        if row.state != State.LOOKED:
            raise WrongState(Message(N_("The file has been read already, or thrown away.")))
        timeline.record(partnership=actor.partnership, person=actor.person, verb="reading.discarded", subject=row)
        row.delete()


def undo(*, actor: Actor, reading: int) -> Reading:
    """Take a reading back as a whole: what it added is gone, what it changed is as it was.

    Raises
    ------
    Denied
        The actor does not read statistics.
    WrongState
        It is not read, or a later reading has changed what it wrote: that one first.
    """
    with acting(actor):
        _lock(actor)
        row = Reading.objects.select_for_update().get(pk=reading)
        require(policies.may_arrange(actor))
        move(row, TRANSITIONS, State.UNDONE)
        later = Change.objects.filter(before_reading=row).values_list("reading_id", flat=True).first()
        if later is not None:
            raise WrongState(
                Message(N_("Reading {n} has changed figures of this one. Take that back first."), {"n": later})
            )
        changes = list(row.changes.select_related("value"))
        for one in changes:
            for name, value in one.before.items():
                setattr(one.value, name, value)
            one.value.reading_id = one.before_reading_id
        Value.objects.bulk_update([one.value for one in changes], [*Value.said, "reading"], batch_size=BATCH)
        row.changes.all().delete()
        gone, _ = row.values.all().delete()
        row.breaks.all().delete()
        row.save(update_fields=["state"])
        timeline.record(
            partnership=actor.partnership,
            person=actor.person,
            verb="reading.undone",
            subject=row,
            removed=gone,
            restored=len(changes),
        )
    return row


def change(*, actor: Actor, indicator: int, said: Said, seen: str = "") -> Indicator:
    """Say what an indicator is; its code and its figures stay.

    Raises
    ------
    Denied
        The actor does not arrange statistics.
    InputError
        It has no name, a rate does not say what it is per, or a text tells who someone is.
    ChangedMeanwhile
        Someone else changed it since it had the mark `seen`.
    """
    with acting(actor):
        row = _locked(actor, indicator)
        unchanged(row, seen)
        if said.kind not in Indicator.Kind.values or said.better not in Indicator.Better.values:
            raise InputError(Message(N_("Choose what the figures are.")))
        row.name = line(said.name, required=Message(N_("Give the indicator a name.")))
        row.kind, row.better, row.fetched = said.kind, said.better, said.fetched
        if said.base_id is not None:
            same = said.base_id == row.pk
            if same or not Indicator.objects.filter(pk=said.base_id, steps=Steps.YEAR).exists():
                raise InputError(Message(N_("Choose a yearly indicator of how many live in each place.")))
        row.base_id = said.base_id
        for name in ("unit", "per", "source", "address", "licence"):
            setattr(row, name, line(getattr(said, name)))
        if row.kind == Indicator.Kind.RATE and not row.per:
            raise InputError(Message(N_("A rate has to say what it is per: per 1 000 inhabitants.")))
        row.save()
        _keep_masked(row)
        _record(actor, "indicator.changed", row)
    return row


def retire(*, actor: Actor, indicator: int) -> Indicator:
    """Follow an indicator no more, or again; its figures stay.

    Raises
    ------
    Denied
        The actor does not arrange statistics.
    """
    with acting(actor):
        row = _locked(actor, indicator)
        row.retired = None if row.retired else today_in(actor.partnership)
        row.save(update_fields=["retired"])
        _record(actor, "indicator.retired" if row.retired else "indicator.followed", row)
    return row


def add_break(*, actor: Actor, indicator: int, day: dt.date, what: str) -> Break:
    """Say from which day the source counts otherwise: nothing is compared across it.

    Raises
    ------
    Denied
        The actor does not arrange statistics.
    InputError
        It is not said what changed, a text tells who someone is, or there is a break on the day.
    """
    with acting(actor):
        row = _locked(actor, indicator)
        text = free(what, required=Message(N_("Say what changed in the source.")))
        if row.breaks.filter(day=day).exists():
            raise InputError(Message(N_("There is a change of the source on {day} already."), {"day": day}))
        made = Break.objects.create(partnership_id=row.partnership_id, indicator=row, day=day, what=text)
        _keep_masked(row)
        _record(actor, "indicator.break_added", row, break_=made.pk)
    return made


def remove_break(*, actor: Actor, number: int) -> int:
    """Take a break away; which indicator it was of.

    Raises
    ------
    Denied
        The actor does not arrange statistics.
    """
    with acting(actor):
        found = Break.objects.get(pk=number)
        row = _locked(actor, found.indicator_id)
        found.delete()
        _record(actor, "indicator.break_removed", row, break_=number)
    return row.pk


def _waiting(actor: Actor, name: str, content: bytes, kind: str, steps: str) -> Reading:
    return Reading(
        partnership_id=actor.partnership,
        name=_name(name),
        digest=hashlib.sha256(content).hexdigest(),
        kind=_how(kind, steps),
        content=content,
        person_id=actor.person,
    )


def _put_aside(actor: Actor, row: Reading, found: Look) -> None:
    row.counts = found.counts
    row.save(force_insert=True)
    timeline.record(partnership=actor.partnership, person=actor.person, verb="reading.looked", subject=row)


def _take_in(actor: Actor, row: Reading, found: Look) -> None:
    """Everything that was found becomes rows; the file itself is not kept."""
    move(row, TRANSITIONS, State.READ)
    if not found.groups:
        raise InputError(Message(N_("Nothing of the file can be used: none of its places is known here.")))
    row.counts, row.content = found.counts, None
    row.person_id = actor.person
    row.save()
    for group in found.groups:
        _write(actor, row, group)
    _breaks(row, found)
    timeline.record(
        partnership=actor.partnership,
        person=actor.person,
        verb="reading.read",
        subject=row,
        digest=row.digest,
        **{name: int(n) for name, n in row.counts.items()},
    )


def _write(actor: Actor, reading: Reading, group: Group) -> None:
    """The rows of one indicator."""
    about, row = group.about, group.known
    if row is None:
        row = Indicator.objects.create(
            partnership_id=actor.partnership,
            code=about.code,
            name=about.name or about.code,
            kind=about.kind,
            unit=about.unit,
            per=about.per,
            steps=Steps(about.steps),
            source=about.source or reading.name,
            address=about.address,
            licence=about.licence,
            fetched=about.fetched,
        )
    elif about.fetched is not None and about.fetched != row.fetched:
        row.fetched = about.fetched
        row.save(update_fields=["fetched"])
    known = {(one.area_id, one.region): one.pk for one in row.series.all()}
    wanted = {(one.place.area, one.place.region): one.place.name for one in group.fates}
    made = Series.objects.bulk_create(
        Series(partnership_id=actor.partnership, indicator=row, area_id=area, region=region, name=name)
        for (area, region), name in wanted.items()
        if (area, region) not in known
    )
    known |= {(one.area_id, one.region): one.pk for one in made}
    Value.objects.bulk_create(
        [
            Value(
                partnership_id=actor.partnership,
                series_id=known[one.place.area, one.place.region],
                start=one.row.start,
                reading=reading,
                **loading.said(one.row),
            )
            for one in group.fates
            if one.fate == ADDED
        ],
        batch_size=BATCH,
    )
    changed = [(one.before, one.row) for one in group.fates if one.fate == CHANGED and one.before is not None]
    Change.objects.bulk_create(
        [
            Change(
                partnership_id=actor.partnership,
                reading=reading,
                before_reading_id=before.reading_id,
                value=before,
                before={name: getattr(before, name) for name in Value.said},
            )
            for before, _ in changed
        ],
        batch_size=BATCH,
    )
    for before, new in changed:
        for name, value in loading.said(new).items():
            setattr(before, name, value)
        before.reading = reading
    Value.objects.bulk_update([before for before, _ in changed], [*Value.said, "reading"], batch_size=BATCH)
    if group.n[ADDED] or group.n[CHANGED]:
        _record(actor, "indicator.read", row, reading=reading.pk, added=group.n[ADDED], changed=group.n[CHANGED])


def _breaks(reading: Reading, found: Look) -> None:
    """Changes of the source that the reader found, where none is known."""
    rows = {(row.code, row.steps): row for row in Indicator.objects.filter(partnership=reading.partnership_id)}
    for one in found.read.turned:
        row = rows.get((one.code, one.steps))
        if row is not None and not row.breaks.filter(day=one.day).exists():
            Break.objects.create(
                partnership_id=reading.partnership_id, indicator=row, day=one.day, what=one.what.text, reading=reading
            )


def _sized(content: bytes) -> None:
    if not content:
        raise InputError(Message(N_("The file is empty.")))
    if len(content) > MOST:
        raise InputError(
            Message(
                N_("The file is too large: at most {most} MB. Choose fewer regions or years."),
                {"most": MOST // 1_000_000},
            )
        )


def _how(kind: str, steps: str) -> str:
    if steps not in Steps.values:
        raise InputError(Message(N_("Choose how long the periods are.")))
    return f"{kind}/{steps}"[:20]


def _name(name: str) -> str:
    return as_source(Path(" ".join(name.replace("\x00", "").split())).name[-100:]) or "file"


def _lock(actor: Actor) -> None:
    """Readings depend on each other: one at a time in a partnership."""
    Partnership.objects.select_for_update(no_key=True).get(pk=actor.partnership)


def _locked(actor: Actor, indicator: int) -> Indicator:
    row = Indicator.objects.select_for_update().get(pk=indicator)
    require(policies.may_arrange(actor))
    return row


def _keep_masked(row: Indicator) -> None:
    masking.keep(partnership=row.partnership_id, subject="indicator", pk=row.pk)


def _record(actor: Actor, verb: str, row: Indicator, **detail: timeline.Plain) -> None:
    timeline.record(partnership=actor.partnership, person=actor.person, verb=verb, subject=row, **detail)
