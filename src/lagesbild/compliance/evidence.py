"""What a judgement rests on, as far as whoever looks may see it: links, and how many rows they do not see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lagesbild.agreements.models import Agreement
from lagesbild.compliance.models import Attestation, Effort, Noted, Policy, Service
from lagesbild.compliance.rules.judging import Next
from lagesbild.compliance.rules.record import Source
from lagesbild.core.registry import unmarked
from lagesbild.dialogues.models import Dialogue
from lagesbild.i18n import N_, Message
from lagesbild.indicators.models import Reading
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.models import Body, Function, Seat
from lagesbild.picture.models import Edition
from lagesbild.plans.models import Measure, Plan
from lagesbild.problems.models import Problem
from lagesbild.promises.models import Promise
from lagesbild.publishing.models import Publication

Page = tuple[str, Mapping[str, Any]]
SHOWN = 12
"""How many rows are named; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How rows of a kind are found, called and led to; `label` is marked with `N_`."""

    label: str
    rows: Callable[[], QuerySet[Any]]
    called: Callable[[Any], Message | str]
    page: Callable[[Any], Page]


@dataclass(frozen=True, slots=True)
class Piece:
    """A row that a judgement rests on."""

    label: str
    called: Message | str
    page: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to be seen of some evidence.

    Parameters
    ----------
    pieces : tuple of Piece
        The latest first.
    more : int
        How many more are open to whoever looks.
    hidden : int
        How many are not.
    """

    pieces: tuple[Piece, ...]
    more: int
    hidden: int


def _own(page: str) -> Callable[[Any], Page]:
    return lambda row: (page, {"pk": row.pk})


def _met(row: Meeting) -> Message:
    return _on(row.body.name, timezone.localdate(row.starts))


def _on(name: Message | str, day: dt.date) -> Message:
    return Message(N_("{name} {day}"), {"name": name, "day": day})


def _title(row: Any) -> str:
    return str(row.title)


def _name(row: Any) -> str:
    return str(row.name)


KINDS: dict[str, Kind] = {
    "organisation.body": Kind(N_("Body"), Body.objects.all, _name, _own("organisation:body")),
    "organisation.function": Kind(N_("Function"), Function.objects.all, _name, _own("organisation:function")),
    "organisation.seat": Kind(
        N_("Seat"),
        lambda: Seat.objects.select_related("body"),
        lambda row: Message(N_("{name}, {body}"), {"name": row.title, "body": row.body.name}),
        _own("organisation:seat"),
    ),
    "meetings.meeting": Kind(
        N_("Meeting"), lambda: Meeting.objects.select_related("body"), _met, _own("meetings:detail")
    ),
    "picture.edition": Kind(
        N_("Picture"),
        lambda: Edition.objects.defer("figures", "parameters", "counted"),
        lambda row: row.called,
        lambda row: ("picture:edition", {"period": row.code, "number": row.number}),
    ),
    "dialogues.dialogue": Kind(N_("Dialogue"), Dialogue.objects.all, _title, _own("dialogues:detail")),
    "indicators.reading": Kind(
        N_("Statistics"),
        lambda: Reading.objects.defer("content"),
        lambda row: _on(row.name, timezone.localdate(row.at)),
        _own("indicators:reading"),
    ),
    "problems.problem": Kind(N_("Problem"), Problem.objects.all, _title, _own("problems:detail")),
    "plans.plan": Kind(N_("Plan"), Plan.objects.all, _name, _own("plans:detail")),
    "plans.measure": Kind(N_("Measure"), Measure.objects.all, lambda row: str(row.what), _own("plans:measure")),
    "promises.promise": Kind(N_("Promise"), Promise.objects.all, _title, _own("promises:detail")),
    "agreements.agreement": Kind(
        N_("Agreement"), lambda: Agreement.objects.defer("sealed"), _title, _own("agreements:detail")
    ),
    "publishing.publication": Kind(N_("Published"), Publication.objects.light, _title, _own("publishing:detail")),
    "compliance.service": Kind(N_("Service"), Service.objects.all, _name, _own("compliance:service")),
    "compliance.policy": Kind(N_("Document"), Policy.objects.all, _name, _own("compliance:policy")),
    "compliance.noted": Kind(
        N_("Noted"),
        Noted.objects.all,
        lambda row: _on(Message(row.get_kind_display()), row.day),
        _own("compliance:noted"),
    ),
    "compliance.attestation": Kind(
        N_("Attestation"),
        Attestation.objects.all,
        lambda row: Message(N_("of {first} to {last}"), {"first": row.first, "last": row.last}),
        lambda row: ("compliance:rule", {"pk": row.rule_id}),
    ),
    "compliance.effort": Kind(
        N_("Effort"),
        Effort.objects.all,
        lambda row: _on(row.counterpart, row.day) if row.counterpart else Message(N_("{day}"), {"day": row.day}),
        lambda row: ("compliance:rule", {"pk": row.rule_id}),
    ),
}
"""By the names that the record gives its sources."""
PLACES: dict[str, str] = {
    "picture.weekly": "picture:list",
    "picture.yearly": "picture:list",
    "plan.adopted": "plans:list",
    "plan.own_decision": "plans:list",
    "plan.followed_up": "plans:list",
    "dialogue.citizens": "dialogues:list",
    "dialogue.staff": "dialogues:list",
    "dialogue.walk": "dialogues:list",
    "statistics": "indicators:list",
    "agreement.in_force": "agreements:list",
    "agreement.reviewed": "agreements:list",
    "timetable": "compliance:kept",
    "news": "publishing:list",
    "report.council": "compliance:kept",
    "report.leadership": "compliance:kept",
    "work.evaluated": "promises:list",
    "problems.prioritised": "problems:list",
    "measure.immediate": "plans:list",
    "presence.held": "plans:list",
}
"""Where artefacts of each kind come about: the page that begins them."""


def places(several: Iterable[Next | None]) -> list[Page | None]:
    """Where each of several next steps is taken, None where whoever looks sees no such page."""
    each = list(several)
    rows = shown([one.at] if one is not None and one.at is not None else [] for one in each)
    return [_place(one, row) for one, row in zip(each, rows, strict=True)]


def _place(following: Next | None, row: Shown) -> Page | None:
    if row.pieces:
        return row.pieces[0].page, row.pieces[0].arguments
    return (PLACES[following.makes], {}) if following is not None and following.makes in PLACES else None


def shown(several: Iterable[Sequence[Source]], *, handed_out: bool = False) -> list[Shown]:
    """The rows of several pieces of evidence that are open to whoever looks, one question for each kind of row.

    Where they are `handed_out`, what bears a secrecy mark is counted among those that are not.
    """
    each = [list(dict.fromkeys(sources)) for sources in several]
    wanted: dict[str, set[int]] = {}
    for sources in each:
        for one in sources:
            wanted.setdefault(one.kind, set()).add(one.number)
    rows: dict[Source, Any] = {}
    for name, numbers in wanted.items():
        if name in KINDS:
            found = KINDS[name].rows().filter(pk__in=numbers)
            rows |= {Source(name, row.pk): row for row in (unmarked(found) if handed_out else found)}
    return [_shown(sources, rows) for sources in each]


def _shown(wanted: Sequence[Source], rows: Mapping[Source, Any]) -> Shown:
    seen = [one for one in wanted if one in rows]
    return Shown(
        tuple(_piece(KINDS[one.kind], rows[one]) for one in seen[:SHOWN]),
        max(0, len(seen) - SHOWN),
        len(wanted) - len(seen),
    )


def _piece(kind: Kind, row: Any) -> Piece:
    page, arguments = kind.page(row)
    return Piece(kind.label, kind.called(row), page, arguments)
