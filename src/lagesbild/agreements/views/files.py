"""An agreement as a document, signed originals and files of annexes, to whoever may see it; never run."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from lagesbild.accounts.web import member
from lagesbild.agreements import documents, policies
from lagesbild.agreements.models import Annex, Original
from lagesbild.agreements.views.page import agreement_of
from lagesbild.core.web import Here
from lagesbild.core.web.downloads import document, download
from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.organisation.queries import today


@require_safe
@member(policy=policies.may_see)
def whole(here: Here, pk: int, how: str) -> HttpResponse:
    """The whole agreement."""
    made = documents.document(here.t, agreement_of(pk), today(here.partnership))
    return document(made, how, f"overenskommelse-{pk}")


@require_safe
@member(policy=policies.may_see)
def difference(here: Here, pk: int, how: str) -> HttpResponse:
    """What differs from the edition before."""
    row = agreement_of(pk)
    made = documents.difference(here.t, row.supersedes, row, today(here.partnership))
    return document(made, how, f"overenskommelse-{pk}-skillnad")


@require_safe
@member(policy=policies.may_see)
def action_plan(here: Here, pk: int, year: int, how: str) -> HttpResponse:
    """The annex with what is done in a year."""
    if not FIRST_YEAR < year < LAST_YEAR:
        raise Http404
    made = documents.annex(here.t, agreement_of(pk), year, today(here.partnership))
    return document(made, how, f"overenskommelse-{pk}-bilaga-1-{year}")


@member(policy=policies.may_see)
def original(here: Here, pk: int) -> HttpResponse:
    """A signed original."""
    row = Original.objects.get(pk=pk)
    return download(row.content, row.media_type, f"overenskommelse-{row.agreement_id}-original-{pk}")


@member(policy=policies.may_see)
def annex(here: Here, pk: int) -> HttpResponse:
    """The file of an annex."""
    row = Annex.objects.get(pk=pk)
    if row.content is None:
        raise Http404
    return download(row.content, row.media_type, f"overenskommelse-{row.agreement_id}-bilaga-{row.position}")
