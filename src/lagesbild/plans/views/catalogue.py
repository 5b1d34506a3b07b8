"""The catalogue: what can be done, what research says of it, and how it went here."""

from __future__ import annotations

from django.db.models import Count
from django.http import Http404, HttpResponse
from django.utils import timezone

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, render
from lagesbild.plans import catalogue, doses, policies
from lagesbild.plans import page as pages
from lagesbild.plans.models import Dose, Measure


@member(policy=policies.may_see)
def listing(here: Here) -> HttpResponse:
    """The whole catalogue, or what holds the words that are looked for."""
    asked = here.request.GET.get("sok", "").strip()[:100]
    groups = catalogue.found(asked, here.t.language)
    rows = Measure.objects.exclude(technique="").order_by().values_list("technique").annotate(Count("pk"))
    return render(
        here,
        "plans/catalogue.html",
        groups=groups,
        asked=asked,
        n=sum(len(group.entries) for group in groups),
        used=dict(rows),
        source=catalogue.SOURCE,
        displacement=catalogue.DISPLACEMENT,
    )


@member(policy=policies.may_see)
def technique(here: Here, key: str) -> HttpResponse:
    """One entry, and the measures here that used it."""
    entry = catalogue.entry(key)
    if entry is None:
        raise Http404
    measures = list(Measure.objects.filter(technique=key).with_latest_word().for_list())
    numbers = [row.pk for row in measures]
    day = timezone.localdate()
    held: dict[int, list[Dose]] = {}
    for row in Dose.objects.of_measures(numbers).for_list() if numbers else ():
        held.setdefault(row.measure_id, []).append(row)
    return render(
        here,
        "plans/technique.html",
        entry=entry,
        words=entry.in_(here.t.language),
        group=next(one for one in catalogue.groups() if one.kind == entry.kind and one.key == entry.group),
        measures=measures,
        tallies={pk: doses.tallies(doses.occasions(rows, day)) for pk, rows in held.items()},
        results=pages.results(here, numbers) if numbers else {},
        contributes=policies.may_contribute(here.actor),
        today=day,
    )
