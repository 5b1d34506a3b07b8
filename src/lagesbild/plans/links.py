"""Measures as links of the chain: against which problem and cause, or decided at once on which finding."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from lagesbild.core import chain
from lagesbild.i18n import N_, Message
from lagesbild.plans.models import Measure

MEASURE = "plans.measure"


def register() -> None:
    """Called once when the application starts."""
    chain.kind(
        MEASURE,
        N_("Measure"),
        N_("measures"),
        order=50,
        rows=lambda condition: Measure.objects.filter(condition).order_by("pk"),
        called=lambda row: row.what,
        page=lambda row: ("plans:measure", {"pk": row.pk}),
        under=how,
    )
    for upper, field in (("problems.problem", "problem"), ("problems.cause", "cause"), ("picture.finding", "finding")):
        chain.tie(upper, MEASURE, below=_against(field), above=_behind(field))


def how(rows: Sequence[Measure]) -> Message:
    """How things stand with measures: how many are under way, else whether they are finished."""
    n = sum(row.state == Measure.State.UNDER_WAY for row in rows)
    if n:
        return Message(N_("{n} under way"), {"n": n}, plural=N_("{n} under way"), n=n)
    if any(row.open for row in rows):
        return Message(N_("not begun"))
    done = sum(row.state == Measure.State.DONE for row in rows)
    return Message(N_("{n} carried through"), {"n": done}, plural=N_("{n} carried through"), n=done)


def _against(field: str) -> chain.Leads:
    """Measures against some rows."""
    return lambda uppers: Q(**{f"{field}__in": [row.pk for row in uppers]})


def _behind(field: str) -> chain.Leads:
    """What some measures are against: they name it themselves."""
    return lambda measures: Q(pk__in={getattr(row, f"{field}_id") for row in measures} - {None})
