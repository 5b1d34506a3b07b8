"""Measures as links of the chain: against which problem and cause, or decided at once on which finding."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lagesbild.core import chain
from lagesbild.i18n import N_
from lagesbild.plans.models import Measure

MEASURE = "plans.measure"


def register() -> None:
    """Called once when the application starts."""
    chain.kind(
        MEASURE,
        N_("Measure"),
        order=50,
        rows=lambda numbers: Measure.objects.filter(pk__in=numbers).order_by("pk"),
        called=lambda row: row.what,
        page=lambda row: ("plans:measure", {"pk": row.pk}),
    )
    for upper, field in (("problems.problem", "problem"), ("problems.cause", "cause"), ("picture.finding", "finding")):
        chain.tie(upper, MEASURE, below=_pairs(field, "below"), above=_pairs(field, "above"))


def _pairs(field: str, towards: str) -> chain.Pairs:
    """Pairs of a row above and a measure, asked for from either end."""

    def asked(numbers: Collection[int]) -> Iterable[tuple[int, int]]:
        condition = {f"{field}__in" if towards == "below" else "pk__in": numbers, f"{field}__isnull": False}
        return Measure.objects.filter(**condition).values_list(f"{field}_id", "pk")

    return asked
