"""The page of several partnerships side by side, and the same as a table to save. Belongs to no partnership."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lagesbild.compliance import wording
from lagesbild.core.web import render
from lagesbild.core.web.downloads import cell, table
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.leadership.county import county

HEADINGS = (N_("Partnership"), N_("Commitments"))
DATES = (N_("Next meeting"), N_("Next day of a commitment"))


@require_GET
@login_required
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """How commitments stand in each partnership that one takes part in, and what comes next."""
    return render(request, "leadership/county.html", county=county(_person(request)), wording=wording)


@require_GET
@login_required
@never_cache
def download(request: HttpRequest) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    words = current()
    heads = [*HEADINGS, *(wording.word(status) for status in wording.ORDER), *DATES]
    lines = [
        [
            cell(one.partnership.name),
            one.whole,
            *(one.counts[status] for status in wording.ORDER),
            one.meeting or "",
            one.due or "",
        ]
        for one in county(_person(request)).lines
    ]
    return table([[words.gettext(head) for head in heads], *lines], "samverkan")


def _person(request: HttpRequest) -> int:
    number = request.user.pk
    assert isinstance(number, int)
    return number
