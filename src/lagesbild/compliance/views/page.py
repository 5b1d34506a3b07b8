"""The page of a commitment, or of a paragraph of the statute: text, status, why, what is next, how it has stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from lagesbild.accounts.models import Person
from lagesbild.accounts.web import member
from lagesbild.agreements import library
from lagesbild.agreements.models import Commitment
from lagesbild.compliance import evidence, policies, said, standing, wording
from lagesbild.compliance.actions import answering
from lagesbild.compliance.bands import Band, band, year_to
from lagesbild.compliance.evidence import Page as Place
from lagesbild.compliance.models import Attestation, Effort, Rule, Standing
from lagesbild.compliance.rules.judging import Judgement, Status
from lagesbild.compliance.standing import Judged
from lagesbild.compliance.views.overview import read
from lagesbild.core import registry, timeline
from lagesbild.core.models import Registration, TimelineEntry
from lagesbild.core.web import Here, render
from lagesbild.i18n import Message
from lagesbild.organisation.queries import today

STATUTE = "2023:196"
ATTESTED, WORKED_FOR, SERVED, DOCUMENTED = "attestation", "effort", "service", "document"
"""Kinds that people themselves keep the record of."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A line of history in words."""

    first: dt.date
    last: dt.date | None
    status: Status
    reason: Message
    why: str
    line: Standing


@dataclass(frozen=True, slots=True)
class Part:
    """One rule of a commitment as its page shows it."""

    one: Judged
    evidence: evidence.Shown
    place: Place | None
    who: Message | str
    turns: tuple[Turn, ...]
    revised: tuple[Turn, ...]
    attestations: tuple[Attestation, ...]
    efforts: tuple[Effort, ...]
    registered: Mapping[int, Registration]
    """What the registry says of them, by number."""
    holders: frozenset[int]

    @property
    def judgement(self) -> Judgement:
        """Its judgement."""
        return self.one.judgement


@require_GET
@member(policy=policies.may_see)
def commitment(here: Here, pk: int) -> HttpResponse:
    """A commitment of an agreement."""
    row = commitment_of(pk)
    found = Rule.objects.standing().filter(commitment=row).with_what()
    return _page(here, list(found), row=row, text=row.text, number=row.number, heading=row.heading)


@require_GET
@member(policy=policies.may_see)
def paragraph(here: Here, number: str) -> HttpResponse:
    """A paragraph of the statute."""
    row = paragraph_of(number)
    found = Rule.objects.standing().filter(statute=f"{STATUTE}:{number}").with_what()
    return _page(here, list(found), row=None, text=row.text, number=f"{number} §", heading=row.heading, key=number)


@require_GET
@member(policy=policies.may_see)
def rule(here: Here, pk: int) -> HttpResponse:
    """Where a rule is found: on the page of what it is about."""
    page, arguments = standing.page_of(Rule.objects.get(pk=pk))
    return redirect(f"{reverse(page, kwargs={'slug': here.partnership.slug, **arguments})}#regel-{pk}")


def commitment_of(pk: int) -> Commitment:
    """The commitment with what its page shows."""
    rows = Commitment.objects.select_related("agreement", "responsible", "annex")
    found: Commitment = rows.defer("agreement__sealed", "annex__content").get(pk=pk)
    return found


def paragraph_of(number: str) -> library.Paragraph:
    """The paragraph with a number."""
    found = next((one for one in library.statute().paragraphs if one.number == number), None)
    if found is None:
        raise Http404
    return found


def _page(here: Here, rules: Sequence[Rule], *, row: Commitment | None, key: str = "", **shown: Any) -> HttpResponse:
    now = today(here.partnership)
    asked = read(here)
    record = standing.here_record(here) if rules else None
    live = [one for one in rules if row is None or not row.agreement.draft]
    found = [standing.judged_rule(one, record, asked.day) for one in live] if record is not None else []
    whole = standing.undertakings(found)
    lines = list(Standing.objects.filter(rule__in=[one.pk for one in rules]).in_order())
    parts = _parts(here, found, lines, record, now)
    current = [one for one in lines if one.revised is None]
    return render(
        here,
        "compliance/commitment.html",
        commitment=row,
        key=key,
        **shown,
        asked=asked,
        now=now,
        whole=whole[0] if whole else None,
        parts=parts,
        drafted=[standing.read(one) for one in rules] if row is not None and row.agreement.draft else [],
        record=record,
        band=_band(current, asked.day),
        done=_done(here, rules),
        names=dict(Person.objects.filter(pk__in=_people(parts)).values_list("pk", "name")),
        wording=wording,
        arranges=policies.may_arrange(here.actor),
        notes=policies.may_note(here.actor),
    )


def _parts(here: Here, found: Sequence[Judged], lines: Sequence[Standing], record: Any, now: dt.date) -> list[Part]:
    rules = [one.rule.pk for one in found]
    kinds = {one.rule.kind for one in found}
    attested = list(Attestation.objects.filter(rule__in=rules).order_by("-day", "-pk")) if ATTESTED in kinds else []
    efforts = list(Effort.objects.filter(rule__in=rules).order_by("-day", "-pk")) if WORKED_FOR in kinds else []
    registered = {
        kind: registry.of_many(f"compliance.{kind}", [row.pk for row in rows])
        for kind, rows in ((ATTESTED, attested), (WORKED_FOR, efforts))
        if rows
    }
    rest = evidence.shown(one.judgement.evidence for one in found)
    places = evidence.places(one.judgement.next for one in found)
    parts = []
    for one, seen, place in zip(found, rest, places, strict=True):
        number = one.rule.pk
        own = [line for line in lines if line.rule_id == number]
        parts.append(
            Part(
                one,
                seen,
                place,
                wording.who(one.judgement.next, record, one),
                tuple(_turn(line) for line in reversed(own) if line.revised is None),
                tuple(_turn(line) for line in reversed(wording.said_otherwise(own))),
                tuple(row for row in attested if row.rule_id == number),
                tuple(row for row in efforts if row.rule_id == number),
                registered.get(one.rule.kind, {}),
                answering(one.rule, now) if one.rule.kind == ATTESTED else frozenset(),
            )
        )
    return parts


def _turn(line: Standing) -> Turn:
    reason = said.from_json(line.reason)
    return Turn(line.first, line.last, Status(line.status), reason, line.get_why_display() if line.why else "", line)


def _band(lines: Sequence[Standing], day: dt.date) -> Band | None:
    return band(lines, year_to(day)) if lines else None


def _done(here: Here, rules: Sequence[Rule]) -> list[timeline.Line]:
    """What has been done with how it is checked, the latest first."""
    entries = TimelineEntry.objects.filter(
        partnership=here.partnership, subject=Rule._meta.label_lower, subject_id__in=[one.pk for one in rules]
    )
    return timeline.worded(entries.order_by("-sequence")) if rules else []


def _people(parts: Sequence[Part]) -> set[int]:
    said_by = {row.person_id for part in parts for row in part.attestations}
    return said_by | {row.person_id for part in parts for row in part.efforts}
