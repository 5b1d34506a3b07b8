"""Plans as documents: as they were decided, and as they stand."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lagesbild.accounts.web import member
from lagesbild.core.web import Here
from lagesbild.core.web.downloads import document
from lagesbild.plans import documents, editions, policies
from lagesbild.plans.models import Plan


@require_safe
@member(policy=policies.may_see)
def standing(here: Here, pk: int, how: str) -> HttpResponse:
    """The plan as it stands: a draft, also where an edition of it was decided."""
    plan = Plan.objects.for_list().select_related("partnership").get(pk=pk)
    return document(documents.document(here.t, plan, editions.compose(plan), None), how, f"handlingsplan-{pk}")


@require_safe
@member(policy=policies.may_see)
def edition(here: Here, pk: int, number: int, how: str) -> HttpResponse:
    """The plan as it was decided."""
    plan = Plan.objects.for_list().select_related("partnership").get(pk=pk)
    row = plan.editions.select_related("decision__meeting__body").get(number=number)
    content = editions.Content.of_json(row.content)
    return document(documents.document(here.t, plan, content, row), how, f"handlingsplan-{pk}-utgava-{number}")
