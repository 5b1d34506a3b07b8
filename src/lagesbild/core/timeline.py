"""The timeline: an unbroken, hash-chained record of what was done, inside the transaction that did it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from django.db import models

from lagesbild.core.models import ChainHead, TimelineEntry

Plain = int | str | bool | None | list[Any]


def record(*, partnership: int, person: int, verb: str, subject: models.Model, **detail: Plain) -> TimelineEntry:
    """Append an entry. The last step of an action: the head of the chain is locked from here to the commit.

    `detail` holds ids, states, counts and keyed digests, never free text: what people wrote may have to be masked or
    disposed of one day, and the chain must stay whole.
    """
    head, _ = ChainHead.objects.select_for_update().get_or_create(partnership_id=partnership)
    entry = TimelineEntry(
        partnership_id=partnership,
        sequence=head.sequence + 1,
        person_id=person,
        verb=verb,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        detail=detail,
        previous=bytes(head.digest),
    )
    entry.digest = digest(entry)
    entry.save(force_insert=True)
    head.sequence, head.digest = entry.sequence, entry.digest
    head.save(update_fields=["sequence", "digest"])
    return entry


def digest(entry: TimelineEntry) -> bytes:
    """SHA-256 over the entry before it and everything this entry says."""
    said = [
        entry.partnership_id,
        entry.sequence,
        entry.person_id,
        entry.verb,
        entry.subject,
        entry.subject_id,
        entry.detail,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(bytes(entry.previous) + text.encode()).digest()


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
