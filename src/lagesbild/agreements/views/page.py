"""The list of agreements, the page of one, what differs between editions, and the statute."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.db.models import QuerySet
from django.http import HttpResponse

from lagesbild.accounts.web import member
from lagesbild.agreements import actions, differences, documents, library, onward, policies, terms, wording
from lagesbild.agreements.models import (
    AgreedBody,
    AgreedFunction,
    Agreement,
    Annex,
    Commitment,
    Review,
    Signatory,
)
from lagesbild.agreements.queries import AgreementQuerySet
from lagesbild.core import registry
from lagesbild.core.compiled import written_once
from lagesbild.core.models import Audience
from lagesbild.core.web import Here, render
from lagesbild.organisation import policies as organisation
from lagesbild.organisation.queries import today

PURPOSES = "9"
"""The paragraph of the statute that says what an agreement has to hold."""


@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """All agreements: those in force, drafts, and those that are over."""
    day = today(here.partnership)
    rows = list(Agreement.objects.for_list(day).reviewed())
    return render(
        here,
        "agreements/list.html",
        groups=[
            (state, [_row(row, here) for row in rows if row.state == state]) for state in ("in_force", "draft", "ended")
        ],
        rows=rows,
        noted=registry.of_many("agreements.agreement", [row.pk for row in rows]),
        day=day,
        writes=policies.may_write(here.actor),
    )


@member(policy=policies.may_see)
def detail(here: Here, pk: int) -> HttpResponse:
    """One agreement: how it stands, what it says, who has signed."""
    row = agreement_of(pk)
    day = today(here.partnership)
    reviews, signatories, commitments = _reviews(pk), _signatories(pk), _commitments(pk)
    bodies, functions = _bodies(pk), _functions(pk)
    writes = policies.may_write(here.actor)
    decides = policies.may_decide(here.actor)
    signed = any(one.original_id for one in signatories)
    return render(
        here,
        "agreements/detail.html",
        agreement=row,
        standing=wording.standing(row, day),
        coming=wording.coming(row, day, row.reviewed, followed=row.followed),
        notice=wording.notice(row, day),
        reviews=reviews,
        registered=registry.of_many("agreements.review", [one.pk for one in reviews]),
        signatories=signatories,
        parties=documents.parties(signatories),
        unsigned=[one for one in signatories if not one.original_id],
        commitments=commitments,
        groups=_groups(commitments),
        checked=onward.commitment_page(),
        bodies=bodies,
        functions=functions,
        annexes=_annexes(pk),
        years=documents.years(row, day),
        newer=row.superseding.order_by("-pk").first(),
        beside=_beside(row) if row.state != Agreement.State.ENDED else [],
        purposes=library.statute().paragraph(PURPOSES),
        lacking=actions.lacking(row) if row.draft else [],
        lacking_words=actions.lacking_words(row) if row.draft else [],
        own=row.audience.kind == Audience.OWN,
        edits=writes and row.draft and not signed,
        writes=writes,
        decides=decides,
        terminable=row.term in terms.TERMINABLE and row.until is None,
        founds=organisation.may_arrange(here.actor)
        and (any(one.body_id is None for one in bodies) or any(one.function_id is None for one in functions)),
    )


@member(policy=policies.may_see)
def difference(here: Here, pk: int) -> HttpResponse:
    """What differs between an edition and the one that it supersedes."""
    row = agreement_of(pk)
    old = row.supersedes
    return render(
        here,
        "agreements/difference.html",
        agreement=row,
        old=old,
        sections=differences.compare(old, row) if old is not None else [],
    )


@member(policy=policies.may_see)
def statute(here: Here) -> HttpResponse:
    """The statute on the municipality's responsibility, as reading text."""
    law = library.statute()
    parts = [(heading, list(group)) for heading, group in groupby(law.paragraphs, lambda one: one.heading)]
    return render(here, "agreements/statute.html", law=law, parts=parts)


def agreement_of(pk: int) -> Agreement:
    """The agreement with what its page shows."""
    return _agreement.get(pk)


@written_once
def _reviews(agreement: int) -> QuerySet[Review]:
    return Review.objects.filter(agreement=agreement).select_related("decision__meeting__body").order_by("-held", "-pk")


@written_once
def _signatories(agreement: int) -> QuerySet[Signatory]:
    found = Signatory.objects.filter(agreement=agreement).in_order()
    return found.select_related("of_party", "original").defer("original__content")


@written_once
def _commitments(agreement: int) -> QuerySet[Commitment]:
    return Commitment.objects.filter(agreement=agreement).for_page()


@written_once
def _bodies(agreement: int) -> QuerySet[AgreedBody]:
    return AgreedBody.objects.filter(agreement=agreement).in_order().select_related("body")


@written_once
def _functions(agreement: int) -> QuerySet[AgreedFunction]:
    return AgreedFunction.objects.filter(agreement=agreement).in_order().select_related("of_party", "function")


@written_once
def _annexes(agreement: int) -> QuerySet[Annex]:
    return Annex.objects.filter(agreement=agreement).light().in_order()


@written_once
def _agreement(pk: int) -> AgreementQuerySet:
    rows = Agreement.objects.reviewed().select_related("partnership", "party", "audience", "supersedes", "notice_by")
    return rows.defer("sealed").filter(pk=pk)


def _row(row: Agreement, here: Here) -> tuple[Agreement, object, object]:
    day = today(here.partnership)
    return row, wording.standing(row, day), wording.coming(row, day, row.reviewed, followed=row.followed)


def _groups(commitments: Iterable[Commitment]) -> list[tuple[str, str, list[Commitment]]]:
    """Commitments below what stands above them in the text: title of the annex, heading, commitments."""
    found: list[tuple[str, str, list[Commitment]]] = []
    for one in commitments:
        annex = one.annex.title if one.annex else ""
        if not found or one.heading or found[-1][0] != annex:
            found.append((annex, one.heading, []))
        found[-1][2].append(one)
    return found


def _beside(row: Agreement) -> list[Agreement]:
    """Others in force about the same whose terms overlap, apart from the one it supersedes."""
    if not row.subject or row.said is None:
        return []
    others = (
        Agreement.objects.in_force()
        .filter(subject__iexact=row.subject)
        .exclude(pk__in=[row.pk, row.supersedes_id or 0])
    )
    return [one for one in others.order_by("pk") if one.said is not None and terms.overlap(row.said, one.said)]
