"""What of this room is a record of the registry, and how long it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, QuerySet

from lagesbild.compliance import standing, wording
from lagesbild.compliance.models import Attestation, Effort, Noted, Policy, PolicyEdition, Rule, Session
from lagesbild.core import registry, retention
from lagesbild.core.actions import Actor
from lagesbild.core.retention import Suggested
from lagesbild.i18n import N_, Message, capital

TAKEN_BACK: tuple[tuple[type[models.Model], str], ...] = (
    (Attestation, N_("Attestations that were taken back")),
    (Effort, N_("Efforts that were taken back")),
    (Session, N_("Hours of services that were taken back")),
    (PolicyEdition, N_("Editions of documents that were taken back")),
    (Noted, N_("Reports and timetables that were taken back")),
)
"""Rows that no status rests on any more."""
RESTS = N_("How commitments stood rests on them, also years later.")


def register() -> None:
    """Called once when the application starts."""
    _records()
    for model, label in TAKEN_BACK:
        retention.kind(
            f"{model._meta.label_lower}.taken_back",
            label,
            events={"taken_back": N_("it was taken back")},
            due=_taken_back(model),
            dispose=_disposal(model),
            goes=N_("The row with its words and its diary number."),
            stays=N_("The entries on the timeline, and how commitments stood."),
            suggested=Suggested(24, "taken_back", N_("what was taken back counts for nothing since then")),
        )
    retention.for_ever(
        "compliance.standing",
        N_("How commitments have stood"),
        N_("What was said of a day stays as it was said, and so does how it was checked."),
    )
    retention.for_ever("compliance.attestation", N_("Attestations"), RESTS)
    retention.for_ever("compliance.effort", N_("Efforts"), RESTS)
    retention.for_ever("compliance.noted", N_("Reports and timetables"), RESTS)
    retention.for_ever("compliance.policyedition", N_("Documents and their editions"), RESTS)
    retention.for_ever("compliance.session", N_("Services and their hours"), RESTS)


def _records() -> None:
    registry.kind(
        "compliance.noted",
        N_("Report or timetable"),
        N_("reports and timetables"),
        model=Noted,
        rows=lambda: Noted.objects.standing().select_related("of_party"),
        day=F("day"),
        called=lambda row: Message(capital(str(row.get_kind_display()))),
        state=lambda row: row.of_party.name if row.of_party else Message(N_("of the partnership")),
        page=lambda row: ("compliance:noted", {"pk": row.pk}),
        own="dnr",
    )
    registry.kind(
        "compliance.policyedition",
        N_("Edition of a document"),
        N_("editions of documents"),
        model=PolicyEdition,
        rows=lambda: PolicyEdition.objects.filter(withdrawn__isnull=True).select_related("policy"),
        day=F("decided"),
        called=lambda row: row.policy.name,
        state=lambda row: Message(str(Policy.Kind(row.policy.kind).label)),
        page=lambda row: ("compliance:policy", {"pk": row.policy_id}),
        own="dnr",
    )
    registry.kind(
        "compliance.attestation",
        N_("Attestation"),
        N_("attestations"),
        model=Attestation,
        rows=lambda: _with_what(Attestation.objects.standing()),
        day=F("day"),
        called=lambda row: _called(row.rule),
        state=lambda row: Message(N_("kept") if row.kept else N_("not kept")),
        page=lambda row: standing.page_of(row.rule),
    )
    registry.kind(
        "compliance.effort",
        N_("Effort"),
        N_("efforts"),
        model=Effort,
        rows=lambda: _with_what(Effort.objects.standing()),
        day=F("day"),
        called=lambda row: _called(row.rule),
        state=lambda row: Message(N_("answered") if row.answer else N_("not answered")),
        page=lambda row: standing.page_of(row.rule),
        own="dnr",
    )


def _with_what(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("rule__commitment")


def _called(rule: Rule) -> str:
    return wording.shortened(rule.commitment.text if rule.commitment else standing.paragraph(rule.statute).text)


def _taken_back(model: type[models.Model]) -> retention.Due:
    def due(event: str, before: dt.datetime) -> QuerySet[Any]:
        rows: QuerySet[Any] = model._default_manager.filter(withdrawn__lt=before).annotate(due_at=F("withdrawn"))
        return rows

    return due


def _disposal(model: type[models.Model]) -> retention.Dispose:
    rows = retention.rows_of(model)

    def dispose(actor: Actor, numbers: Sequence[int]) -> Sequence[int]:
        gone = rows(actor, numbers)
        for number in gone:
            registry.forgotten(model._meta.label_lower, number)
        return gone

    return dispose
