"""The timeline: an unbroken, hash-chained record of what was done, inside the transaction that did it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Count, Max, Q, QuerySet, Subquery, Value

from lagesbild.core.compiled import written_once
from lagesbild.core.models import ChainHead, TimelineEntry
from lagesbild.i18n import N_, Message

Plain = int | str | bool | None | list[Any]
_verbs: dict[str, str] = {}
_names: list[Subquery] = []
_unnamed: set[str] = set()
WITHHELD = -1
"""Stands in an entry for a person whose name stays with the own party; the room keeps who, behind a wall of its own."""
APPEND = """
WITH head AS (
    SELECT sequence, digest FROM core_chainhead WHERE partnership_id = %(partnership)s FOR UPDATE
), entry AS (
    INSERT INTO core_timelineentry
        (partnership_id, sequence, person_id, verb, subject, subject_id, detail, previous, digest)
    SELECT
        %(partnership)s, sequence + 1, %(person_id)s, %(verb)s, %(subject)s, %(subject_id)s, %(detail)s::jsonb, digest,
        sha256(digest || convert_to(%(before)s || (sequence + 1)::text || %(after)s, 'UTF8'))
    FROM head
    RETURNING id, sequence, at, previous, digest
), moved AS (
    UPDATE core_chainhead AS head SET sequence = entry.sequence, digest = entry.digest
    FROM entry WHERE head.partnership_id = %(partnership)s
)
SELECT id, sequence, at, previous, digest FROM entry
"""
"""One statement, for everybody who changes anything waits while the head is locked. Its digest is that of `digest`."""
SOMEONE = Message(N_("someone of the party that owns it"))


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as people read it."""

    at: dt.datetime
    who: Message | str
    said: Message
    entry: TimelineEntry


@dataclass(frozen=True, slots=True)
class Revision:
    """How often something has changed since it was made, and when it last did."""

    number: int
    at: dt.datetime


def verbs(words: Mapping[str, str]) -> None:
    """Say how verbs are worded: ``{"incident.reported": N_("Reported")}``; fields of the detail may stand in them."""
    _verbs.update(words)


def names_from(name: Subquery) -> None:
    """Say what whoever did an entry is called, by its `person_id`; the room that knows people registers itself."""
    _names[:] = [name]


def unnamed(verbs: Iterable[str]) -> None:
    """Say of which entries nobody is named, not even by number: who reported is for the own party to know."""
    _unnamed.update(verbs)


def lines(subject: models.Model, *, but: Iterable[str] = ()) -> list[Line]:
    """What has been done to `subject`, latest first; without entries of the verbs in `but`."""
    # a row of a partnership has its number
    entries = _of(subject.partnership_id, subject._meta.label_lower, subject.pk)  # type: ignore[attr-defined]
    silent = set(but)
    return [_line(entry) for entry in entries if entry.verb not in silent]


@written_once
def _of(partnership: int, subject: str, pk: int) -> QuerySet[TimelineEntry]:
    entries = TimelineEntry.objects.filter(partnership_id=partnership, subject=subject, subject_id=pk)
    return _named(entries.order_by("-sequence"))


def revisions(partnership: int, subjects: Mapping[str, Collection[int]]) -> dict[tuple[str, int], Revision]:
    """How often each of some rows has changed, by kind (``meetings.meeting``) and number; in one question.

    Rows that the timeline tells nothing of are left out.
    """
    which = Q()
    for subject, ids in subjects.items():
        if ids:
            which |= Q(subject=subject, subject_id__in=ids)
    if not which:
        return {}
    found = TimelineEntry.objects.filter(which, partnership_id=partnership).values("subject", "subject_id")
    counted = found.annotate(n=Count("pk"), last=Max("at")).order_by()
    return {(one["subject"], one["subject_id"]): Revision(one["n"] - 1, one["last"]) for one in counted}


def worded(entries: QuerySet[TimelineEntry]) -> list[Line]:
    """Entries with names and words."""
    return [_line(entry) for entry in _named(entries)]


def _named(entries: QuerySet[TimelineEntry]) -> QuerySet[TimelineEntry]:
    name: Subquery | Value = _names[0] if _names else Value(None, models.TextField())
    return entries.annotate(named=name)


def _line(entry: Any) -> Line:
    said = Message(_verbs.get(entry.verb, entry.verb), entry.detail)
    return Line(entry.at, _who(entry, entry.named), said, entry)


def _who(entry: TimelineEntry, name: str | None) -> Message | str:
    if entry.person_id == WITHHELD:
        return SOMEONE
    if entry.person_id == 0:
        return Message(N_("the system"))
    return name or Message(N_("someone who is no longer here"))


def record(*, partnership: int, person: int, verb: str, subject: models.Model, **detail: Plain) -> TimelineEntry:
    """Append an entry. The last step of an action: the head of the chain is locked from here to the commit.

    `detail` holds ids, states, counts and keyed digests, never free text: what people wrote may have to be masked or
    disposed of one day, and the chain must stay whole.
    """
    entry = TimelineEntry(
        partnership_id=partnership,
        person_id=WITHHELD if person and verb in _unnamed else person,
        verb=verb,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        detail=detail,
    )
    if not _appended(entry):
        # the first entry of a partnership
        ChainHead.objects.get_or_create(partnership_id=partnership)
        _appended(entry)
    return entry


def _appended(entry: TimelineEntry) -> bool:
    """Append an entry to the chain and tell it its place in it; whether there is a chain."""
    before, after = _said(entry)
    values = {name: getattr(entry, name) for name in ("person_id", "verb", "subject", "subject_id")}
    values |= {"partnership": entry.partnership_id, "detail": json.dumps(entry.detail)}
    values |= {"before": before, "after": after}
    with connection.cursor() as cursor:
        cursor.execute(APPEND, values)
        found = cursor.fetchone()
    if found is None:
        return False
    entry.pk, entry.sequence, entry.at, entry.previous, entry.digest = found
    entry._state.adding, entry._state.db = False, connection.alias
    return True


def digest(entry: TimelineEntry) -> bytes:
    """SHA-256 over the entry before it and everything this entry says."""
    before, after = _said(entry)
    return hashlib.sha256(bytes(entry.previous) + f"{before}{entry.sequence}{after}".encode()).digest()


def _said(entry: TimelineEntry) -> tuple[str, str]:
    """What an entry says, as JSON, before and after its number."""
    said = [entry.person_id, entry.verb, entry.subject, entry.subject_id, entry.detail]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"[{entry.partnership_id},", f",{text[1:]}"


def faults(partnership: int) -> Iterator[int]:
    """Sequence numbers where the chain of a partnership does not hold: changed, missing or put in."""
    previous, expected = bytes(32), 1
    for entry in TimelineEntry.objects.filter(partnership_id=partnership).order_by("sequence").iterator():
        if entry.sequence != expected or bytes(entry.previous) != previous or digest(entry) != bytes(entry.digest):
            yield entry.sequence
        previous, expected = bytes(entry.digest), entry.sequence + 1
    head = ChainHead.objects.filter(partnership_id=partnership).first()
    if head is not None and (head.sequence != expected - 1 or bytes(head.digest) != previous):
        yield head.sequence
