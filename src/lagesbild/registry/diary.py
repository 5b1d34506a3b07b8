"""Records as the registry lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lagesbild.core import registry
from lagesbild.core.models import Registration
from lagesbild.i18n import Message


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the registry lists it.

    Parameters
    ----------
    kind : registry.Kind
    pk : int
    day : date
        By which it is listed.
    called, state : Message or str
    page : str
        Name of its page.
    arguments : mapping
        What the page's address takes.
    dnr : str
        Its diary number: what the registry says, or else whoever wrote it.
    noted : Registration or None
        What the registry says of it.
    """

    kind: registry.Kind
    pk: int
    day: Any
    called: Message | str
    state: Message | str
    page: str
    arguments: Mapping[str, Any]
    dnr: str
    noted: Registration | None


def records(found: Sequence[tuple[Any, ...]]) -> list[Record]:
    """The rows of a page of `registry.listing`, in its order: two statements for each kind among them."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for name, pk, *_ in found:
        numbers[name].append(pk)
    rows: dict[tuple[str, int], Any] = {}
    noted: dict[tuple[str, int], Registration] = {}
    for name, pks in numbers.items():
        kind = _kind(name)
        rows |= {(name, row.pk): row for row in kind.rows().filter(pk__in=pks)}
    for one in _noted(numbers):
        noted[one.kind, one.subject_id] = one
    return [
        _record(_kind(name), rows[name, pk], day, dnr, noted.get((name, pk)))
        for name, pk, day, dnr, *_ in found
        if (name, pk) in rows
    ]


def _noted(numbers: Mapping[str, Iterable[int]]) -> Iterable[Registration]:
    every = {pk for pks in numbers.values() for pk in pks}
    return Registration.objects.select_related("authority").filter(kind__in=numbers, subject_id__in=every)


def _record(kind: registry.Kind, row: Any, day: Any, dnr: str, noted: Registration | None) -> Record:
    page, arguments = kind.page(row)
    return Record(kind, row.pk, day, kind.called(row), kind.state(row), page, arguments, dnr, noted)


def _kind(name: str) -> registry.Kind:
    found = registry.named(name)
    assert found is not None
    return found
