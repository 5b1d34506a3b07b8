"""The registry: which rows are records, what the registry says of them, and what follows from a secrecy mark.

Rooms say in their `ready` which of their rows are records (`kind`) and what they do when one is marked (`then`).

    registry.kind("agreements.agreement", N_("Agreement"), model=Agreement, rows=fn() -> rows, day=TruncDate("made"),
                  called=fn(row), state=fn(row), page=fn(row), published=True)
    registry.within("plans.measure", "plans.plan", by="plan_id")
    registry.then(fn(actor=…, kind=…, subject=…) -> how many publications were taken back)

A diary number or a mark is noted by an action of the room `registry`; here stands what every room may ask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from lagesbild.core.actions import Actor
from lagesbild.core.compiled import written_once
from lagesbild.core.models import Registration
from lagesbild.i18n import Message

Rows = Callable[[], QuerySet[Any]]
Chosen = TypeVar("Chosen", bound="QuerySet[Any]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.

    Parameters
    ----------
    name : str
        Label of the model in small letters, as the timeline has it.
    label, plural : str
        What one and several are called, marked with `N_`.
    model : model
    rows : callable
        Those that are records, as far as whoever looks may see them, with what `called` and `state` need.
    day : expression
        The day by which they are listed.
    called : callable
        What a row is called on screen.
    state : callable
        How far it has come, in a word.
    page : callable
        From a row to the name of its page and what the page's address takes.
    readers : str
        The column with its audience.
    published : bool
        Whether it can be published at all.
    own : str
        The column in which whoever wrote the row says its diary number; empty where only the registry does.
    """

    name: str
    label: str
    plural: str
    model: type[models.Model]
    rows: Rows
    day: Any
    called: Callable[[Any], Message | str]
    state: Callable[[Any], Message | str]
    page: Callable[[Any], tuple[str, Mapping[str, Any]]]
    readers: str
    published: bool
    own: str


class Marked(Protocol):
    """What is done inside the transaction that marks a record; an `InputError` refuses the mark."""

    def __call__(self, *, actor: Actor, kind: str, subject: int) -> int:
        """Do it; how many publications were taken back."""


_kinds: dict[str, Kind] = {}
_within: dict[str, tuple[str, str]] = {}
_then: list[Marked] = []


def kind(
    name: str,
    label: str,
    plural: str,
    *,
    model: type[models.Model],
    rows: Rows,
    day: Any,
    called: Callable[[Any], Message | str],
    state: Callable[[Any], Message | str],
    page: Callable[[Any], tuple[str, Mapping[str, Any]]],
    readers: str = "audience_id",
    published: bool = False,
    own: str = "",
) -> None:
    """Say that rows of a room are records."""
    _kinds[name] = Kind(name, label, plural, model, rows, day, called, state, page, readers, published, own)


def within(name: str, record: str, *, by: str) -> None:
    """Say that rows of a kind stand in a record, whose number their column `by` holds, and bear its mark."""
    _within[name] = (record, by)


def then(do: Marked) -> None:
    """Say what is done when a record gets a secrecy mark."""
    if do not in _then:
        _then.append(do)


def marked(*, actor: Actor, kind: str, subject: int) -> int:
    """Let every room do what it does; how many publications were taken back."""
    return sum(do(actor=actor, kind=kind, subject=subject) for do in _then)


def kinds() -> Sequence[Kind]:
    """All of them, in the order they were told of."""
    return tuple(_kinds.values())


def named(name: str) -> Kind | None:
    """The kind with the name, if there is one."""
    return _kinds.get(name)


def of(name: str, pk: int) -> Registration | None:
    """What the registry says of a record, if anything."""
    return next(iter(_of(name, pk)), None)


@written_once
def _of(name: str, pk: int) -> QuerySet[Registration]:
    return Registration.objects.select_related("authority").filter(kind=name, subject_id=pk).order_by("pk")[:1]


def of_many(name: str, numbers: Iterable[int]) -> Mapping[int, Registration]:
    """What it says of some records, by number."""
    found = Registration.objects.select_related("authority").filter(kind=name, subject_id__in=list(numbers))
    return {one.subject_id: one for one in found}


def secret(name: str) -> QuerySet[Registration, int]:
    """Numbers of the records of a kind that have a secrecy mark, for a condition."""
    return Registration.objects.filter(kind=name, secret=True).values_list("subject_id", flat=True)


def is_secret(name: str, pk: int) -> bool:
    """Whether a record has a secrecy mark."""
    return secret(name).filter(subject_id=pk).exists()


def unmarked(rows: Chosen) -> Chosen:
    """Those of some rows that are, or stand `within`, no record with a secrecy mark.

    What is handed out of the partnership, or told of another record in public, is chosen by it.
    """
    name = rows.model._meta.label_lower
    record, by = _within.get(name, (name, "pk"))
    return rows.exclude(**{f"{by}__in": secret(record)})


def opened(name: str, pk: int, readers: int) -> None:
    """Let those who may read a record from now on also read what the registry says of it; inside the action."""
    Registration.objects.filter(kind=name, subject_id=pk).update(audience_id=readers)


def forgotten(name: str, pk: int) -> None:
    """Take away what the registry says of a record that is removed; inside the action."""
    Registration.objects.filter(kind=name, subject_id=pk).delete()


COLUMNS = ("record_kind", "pk", "record_day", "record_dnr", "record_secret")


def listing(
    names: Iterable[str] = (), *, unnumbered: bool = False, only_secret: bool = False, text: str = ""
) -> QuerySet[Any, tuple[Any, ...]] | None:
    """Records of some kinds, or of all, latest first: tuples of `COLUMNS`, in one statement however many they are.

    Only those without a diary number (`unnumbered`), with a secrecy mark (`only_secret`), or whose diary number holds
    `text`. None where no kind has such a name.
    """
    wanted = set(names)
    parts = []
    for one in kinds():
        if wanted and one.name not in wanted:
            continue
        noted = Registration.objects.filter(kind=one.name, subject_id=OuterRef("pk"))
        own = F(one.own) if one.own else Value("")
        rows = (
            one.rows()
            .order_by()
            .annotate(
                record_kind=Value(one.name, models.TextField()),
                record_day=one.day,
                record_dnr=Coalesce(
                    Subquery(noted.exclude(dnr="").values("dnr")[:1]), own, output_field=models.TextField()
                ),
                record_secret=Exists(noted.filter(secret=True)),
            )
        )
        if unnumbered:
            rows = rows.filter(record_dnr="")
        if only_secret:
            rows = rows.filter(record_secret=True)
        if text:
            rows = rows.filter(record_dnr__icontains=text)
        parts.append(rows.values_list(*COLUMNS))
    if not parts:
        return None
    found: QuerySet[Any, tuple[Any, ...]] = parts[0].union(*parts[1:], all=True)
    return found.order_by("-record_day", "record_kind", "-pk")
