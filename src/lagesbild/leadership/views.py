"""The page for leadership, the reports to the council, and the wheel of the year."""

from __future__ import annotations

from typing import Any

from babel.dates import get_month_names
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from lagesbild.accounts.web import member
from lagesbild.agreements.models import Agreement
from lagesbild.compliance import policies, reported, standing, wording
from lagesbild.compliance.rules.judging import Status
from lagesbild.compliance.views.overview import line_of
from lagesbild.core.web import Here, render
from lagesbild.core.web.asked import asked_day, asked_number
from lagesbild.core.web.downloads import document, shown
from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.leadership import beside, focus, gathering, onepage, reports, yearly
from lagesbild.leadership.wheel import Entry, Wheel, months, year_of
from lagesbild.leadership.wheel import wheel as wheel_of
from lagesbild.organisation.queries import today
from lagesbild.picture import page as picture

YEARS = 3
"""Years that reports are offered of, this one first."""


@require_GET
@member(policy=policies.may_see)
def page(here: Here) -> HttpResponse:
    """Do we keep what we have agreed: commitments, the year, and from problem to effect."""
    now, record = today(here.partnership), standing.here_record(here)
    found = standing.undertakings(standing.here_judged(here))
    counts = standing.counts(found)
    lines = [line_of(one, record, {}, now) for one in standing.worst_first(found)]
    edition = picture.latest(here)
    return render(
        here,
        "leadership/page.html",
        now=now,
        counts=[(status, wording.counted(status, counts[status])) for status in wording.ORDER],
        answer=wording.answer(counts),
        checked=bool(found),
        needs=[one for one in lines if one.one.status in reports.ILL],
        unknown=[one for one in lines if one.one.status is Status.CANNOT_TELL],
        on_track=[one for one in lines if one.one.status is Status.ON_TRACK],
        kept=[one for one in lines if one.one.status is Status.KEPT],
        wording=wording,
        edition=edition,
        reports=[
            (one, reported.files(here, one, now)) for one in (None, *Agreement.objects.current(now).defer("sealed"))
        ],
        keeps=policies.may_keep(here.actor),
        lead=picture.lead_of(here, edition) if edition else "",
        years=range(now.year, now.year - YEARS, -1),
        areas=focus.rows(),
        squares=focus.squares,
        **_drawn(here, _wheel(here, now.year)),
    )


@require_GET
@member(policy=policies.may_see)
def printed(here: Here) -> HttpResponse:
    """The page for leadership on paper."""
    return shown(onepage.document(here).pdf(), f"ledning-{today(here.partnership)}")


@require_GET
@member(policy=policies.may_see)
def year_report(here: Here, year: int, how: str) -> HttpResponse:
    """The report of a year that has begun, as of the day that the address names, none that has not come."""
    now = today(here.partnership)
    if not FIRST_YEAR < year <= now.year:
        raise Http404
    day = min(asked_day(here.request.GET.get("dag", "")) or now, now)
    return document(yearly.document(here, year, day), how, f"arsrapport-{year}")


@require_GET
@member(policy=policies.may_see)
def report(here: Here, how: str, pk: int | None = None) -> HttpResponse:
    """How an agreement, or the statute, is kept as of the day that the address names, none that has not come."""
    agreement = Agreement.objects.defer("sealed").get(pk=pk) if pk is not None else None
    now = today(here.partnership)
    day = min(asked_day(here.request.GET.get("dag", "")) or now, now)
    made = reports.report(here.partnership, agreement, standing.here_record(here), day=day, made=now)
    return document(reports.document(here.t, made), how, made.file_name)


@require_GET
@member(policy=policies.may_see)
def wheel(here: Here) -> HttpResponse:
    """The wheel of a year, of everything or of one body or party."""
    now, record = today(here.partnership), standing.here_record(here)
    said = here.request.GET
    year = asked_number(said.get("ar", "")) or now.year
    year = year if FIRST_YEAR < year < LAST_YEAR else now.year
    body, party = asked_number(said.get("grupp", "")), asked_number(said.get("part", ""))
    return render(
        here,
        "leadership/wheel.html",
        now=now,
        body=body,
        party=party,
        bodies=sorted(record.body.values(), key=lambda one: one.name),
        acts=beside.acts(here),
        parties=sorted(record.party.values(), key=lambda one: one.name),
        **_drawn(here, _wheel(here, year, body, party)),
    )


def _wheel(here: Here, year: int, body: int | None = None, party: int | None = None) -> Wheel:
    found = gathering.entries(here.partnership, standing.here_record(here), year_of(year))
    entries = [one for one in found if _of(one, body, party)]
    return wheel_of(entries, year, today(here.partnership))


def _of(one: Entry, body: int | None, party: int | None) -> bool:
    return (body is None or one.whose.body == body) and (party is None or party in one.whose.parties)


def _drawn(here: Here, wheel: Wheel) -> dict[str, Any]:
    names = get_month_names("abbreviated", context="stand-alone", locale=here.t.language)
    return {"wheel": wheel, "months": months(), "month_names": [names[month].rstrip(".") for month in sorted(names)]}
