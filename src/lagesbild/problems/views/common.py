"""What several pages of problems need."""

from __future__ import annotations

from typing import Any

from lagesbild.accounts.models import Membership
from lagesbild.core import alphabet
from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here
from lagesbild.incidents.views import words
from lagesbild.incidents.views.report import MAP_WORDS
from lagesbild.organisation.queries import today
from lagesbild.problems.forms import ProblemForm
from lagesbild.problems.models import FocusArea, Problem
from lagesbild.problems.queries import ProblemQuerySet


def problem_of(pk: int) -> Problem:
    """The problem with what its page shows."""
    return _problem.get(pk)


@written_once
def _problem(pk: int) -> ProblemQuerySet:
    return Problem.objects.for_list().select_related("audience", "area", "partnership").filter(pk=pk)


def problem_form(here: Here, data: Any = None, *, problem: Problem | None = None, **named: Any) -> ProblemForm:
    """The form in which a problem is described; what it says already can still be chosen."""
    focus = FocusArea.objects.on(today(here.partnership))
    if problem is not None and problem.focus_area_id is not None:
        focus = focus | FocusArea.objects.filter(pk=problem.focus_area_id)
    found = Membership.objects.filter(partnership=here.partnership, person__is_active=True)
    by_name = found.order_by(alphabet.by("person__name"), "person_id").values_list("person_id", "person__name")
    return ProblemForm(
        data,
        areas=words.areas(),
        focus_areas=[(row.pk, row.name) for row in focus.for_list()],
        people=list(dict(by_name).items()),
        **named,
    )


def map_words(here: Here) -> dict[str, str]:
    """What a map to put a point on says."""
    return {name: here.t.gettext(text) for name, text in MAP_WORDS.items()}
