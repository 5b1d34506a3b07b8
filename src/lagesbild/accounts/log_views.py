"""The two logs of a partnership, in readable words: what was done, and who looked at restricted material."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse

from lagesbild.accounts import policies
from lagesbild.accounts.queries import names
from lagesbild.accounts.web import member
from lagesbild.core import access, alphabet, timeline
from lagesbild.core.models import AccessEntry, TimelineEntry
from lagesbild.core.web import Here, render
from lagesbild.core.web.asked import asked_number

ON_A_PAGE = 50
PEOPLE = "accounts.person"


@member(policy=policies.may_see_timeline)
def timeline_of_all(here: Here) -> HttpResponse:
    """Everything that was done here, latest first."""
    entries = TimelineEntry.objects.filter(partnership=here.partnership)
    kinds = sorted(set(entries.values_list("subject", flat=True)))
    kind, number = _asked(here, kinds)
    if kind:
        entries = entries.filter(subject=kind)
        if number is not None:
            entries = entries.filter(subject_id=number)
    page = _page(here, entries.order_by("-sequence"))
    shown: QuerySet[TimelineEntry] = page.object_list  # type: ignore[assignment]  # what was given to be paged
    lines = timeline.worded(shown)
    called = names(line.entry.subject_id for line in lines if line.entry.subject == PEOPLE)
    return render(
        here,
        "people/timeline.html",
        page=page,
        lines=[(line, access.worded_subject(line.entry.subject), _who(line.entry, called)) for line in lines],
        kinds=_named(here, kinds),
        kind=kind,
        number=number,
    )


@member(policy=policies.may_see_access)
def access_log(here: Here) -> HttpResponse:
    """Who looked at restricted material, latest first."""
    entries = AccessEntry.objects.filter(partnership_id=here.partnership.pk)
    kinds = sorted(set(entries.values_list("subject", flat=True)))
    kind, number = _asked(here, kinds)
    if kind:
        entries = entries.filter(subject=kind)
        if number is not None:
            entries = entries.filter(subject_id=number)
    page = _page(here, entries.order_by("-at", "-pk"))
    people = names(entry.person_id for entry in page.object_list)
    return render(
        here,
        "people/access.html",
        page=page,
        lines=[
            (entry, people.get(entry.person_id), access.worded_subject(entry.subject), access.worded_way(entry.how))
            for entry in page.object_list
        ],
        kinds=_named(here, kinds),
        kind=kind,
        number=number,
    )


def _asked(here: Here, kinds: Iterable[str]) -> tuple[str, int | None]:
    """The kind of subject and its number that the address asks for; what is neither is left out."""
    kind, number = here.request.GET.get("slag", ""), here.request.GET.get("nummer", "")
    known = kind if kind in kinds else ""
    return known, asked_number(number) if known else None


def _page(here: Here, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, ON_A_PAGE).get_page(here.request.GET.get("sida"))


def _named(here: Here, kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of subject by their names in the reader's language."""
    found = [(kind, here.t.gettext(access.worded_subject(kind))) for kind in kinds]
    return sorted(found, key=lambda pair: alphabet.key(pair[1]))


def _who(entry: TimelineEntry, called: dict[int, str]) -> str:
    """The name of the person that an entry is about, or nothing."""
    return called.get(entry.subject_id, "") if entry.subject == PEOPLE else ""
