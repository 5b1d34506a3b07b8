"""Sorting what has come in: one report at a time, the oldest first, by keyboard if one likes."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lagesbild.accounts.web import member
from lagesbild.core.web import Here, navigation, render
from lagesbild.core.web.asked import asked_number
from lagesbild.incidents import looking, policies
from lagesbild.incidents.forms import AsideForm
from lagesbild.incidents.icons import icon_of
from lagesbild.incidents.models import Incident
from lagesbild.incidents.views import words
from lagesbild.incidents.views.acts import forward_form, sort_form
from lagesbild.incidents.views.detail import map_words

SIDE_BY_SIDE = 3
"""Likely duplicates shown beside a report."""
KEYS = "1234567890"
"""Keys that stand for the first categories, in their order."""


@require_safe
@member(policy=policies.may_sort)
def to_sort(here: Here) -> HttpResponse:
    """The next report to sort. `efter` is the number of one that was passed over, `visa` that of one to show."""
    waiting = Incident.objects.to_sort()
    n = waiting.count()
    passed = asked_number(here.request.GET.get("efter", ""))
    shown = asked_number(here.request.GET.get("visa", ""))
    incident = _next(passed, shown)
    if incident is None:
        onward = navigation.following(here, "incidents:list")
        return render(here, "incidents/sorting.html", n=n, incident=None, passed=passed, onward=onward)
    looking.looked(here, incident)
    among = words.areas()
    return render(
        here,
        "incidents/sorting.html",
        n=n,
        passed=passed,
        incident=incident,
        areas=words.areas_of(incident, words.area_names(among)),
        likely=list(Incident.objects.likely_duplicates(incident).select_related("category", "party")[:SIDE_BY_SIDE]),
        sort=sort_form(here, incident, areas=among),
        aside=AsideForm(auto_id="aside_%s"),
        forward=forward_form(here, incident),
        keys=KEYS,
        icon_of=icon_of,
        words=words,
        map_words=map_words(here),
    )


def _next(passed: int | None, shown: int | None) -> Incident | None:
    rows = Incident.objects.to_sort().select_related("category", "party", "audience", "source")
    if shown:
        found = rows.filter(pk=shown).first()
        if found is not None:
            return found
    last = Incident.objects.filter(pk=passed).first() if passed else None
    if last is not None:
        rows = rows.filter(Q(received__gt=last.received) | Q(received=last.received, pk__gt=last.pk))
    return rows.first()
