"""Signed originals and files of annexes, to whoever may see the agreement; always to be saved, never run."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from lagesbild.accounts.web import member
from lagesbild.agreements import policies
from lagesbild.agreements.models import Annex, Original
from lagesbild.core.web import Here
from lagesbild.core.web.downloads import download


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
