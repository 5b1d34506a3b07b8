"""What several pages of this room ask for: choices of forms, and what a measure is begun from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lagesbild.core import alphabet
from lagesbild.core.models import Audience, Party
from lagesbild.core.web import Here
from lagesbild.organisation.models import Body
from lagesbild.organisation.queries import today
from lagesbild.plans.forms import ALL, CIRCLE, OWN
from lagesbild.problems.models import Cause

Choices = Sequence[tuple[Any, Any]]


def body_choices(here: Here, chosen: int | None = None) -> Choices:
    """Bodies that work, and the one that is chosen already, by name."""
    return Body.objects.to_choose(today(here.partnership), chosen)


def party_choices() -> Choices:
    """Parties, by name."""
    return list(Party.objects.order_by(alphabet.by("name")).values_list("pk", "name"))


def cause_choices(problem: int | None) -> Choices:
    """Causes of a problem, in order."""
    found = Cause.objects.filter(problem=problem).for_list() if problem else ()
    return [(one.pk, one.text if len(one.text) < 100 else f"{one.text[:97]}…") for one in found]


def audience_named(readers: str, body: int | None) -> int | None:
    """The audience of what was chosen on a form."""
    if readers == OWN:
        return Audience.objects.filter(kind=Audience.OWN).values_list("pk", flat=True).first()
    if readers == CIRCLE and body is not None:
        return Body.objects.get(pk=body).circle_id
    assert readers in (ALL, CIRCLE)
    return None


def degrees(text: str, most: float) -> float | None:
    """A longitude or latitude out of an address; None where it is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if -most <= value <= most else None
