"""Figures of incidents that are laid down as evidence: how many of each category, when in the week, where."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from lagesbild.incidents.models import Category, Incident
from lagesbild.incidents.queries import IncidentQuerySet
from lagesbild.problems.frozen import SHIFTS

HOURS = 24 // SHIFTS


def figures_of(found: IncidentQuerySet) -> dict[str, Any]:
    """Counts of incidents, as evidence keeps them; hours are those of the clock on the partnership's wall."""
    rows = found.order_by()
    n = rows.aggregate(n=Count("pk"), placed=Count("pk", filter=Q(lon__isnull=False)))
    by_category = rows.counts_by_category()
    names = Category.objects.in_bulk(by_category)
    timed = rows.filter(precision__gte=Incident.Precision.HOUR)
    shifts = timed.annotate(day=ExtractIsoWeekDay("start"), shift=ExtractHour("start") / HOURS)
    clock = [[0] * SHIFTS for _ in range(7)]
    for day, shift, count in shifts.values_list(F("day"), F("shift")).annotate(n=Count("pk")):
        clock[day - 1][int(shift)] += count
    counted = sorted(by_category.items(), key=lambda one: (-one[1], one[0]))
    return {
        "n": n["n"],
        "placed": n["placed"],
        "timed": sum(map(sum, clock)),
        "categories": [[pk, names[pk].name, count] for pk, count in counted],
        "clock": clock if any(map(any, clock)) else None,
    }
