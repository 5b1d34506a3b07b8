"""Where people write about plans and measures, who may mask there, and what holds copies of it."""

from __future__ import annotations

from collections import Counter
from functools import partial

from lagesbild.core import masking
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
from lagesbild.meetings.masking import words_of
from lagesbild.plans import policies
from lagesbild.plans.editions import WORDS
from lagesbild.plans.models import Dose, Measure, PartyDecision, Plan, PlanEdition, Progress
from lagesbild.plans.names import MEASURE, PLAN

OF_MEASURE = ("what", "method", "goal", "indicator", "unit", "resources", "hands_over_to", "reason", "place")


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name=PLAN,
            path="plan",
            called=lambda row: row.name,
            model=Plan,
            texts=(
                Texts(Plan, ("name", "purpose", "reason")),
                Texts(PlanEdition, ("content",), of="plan", keys=WORDS),
                Texts(PartyDecision, PartyDecision.WORDS, of="edition__plan"),
            ),
            may=lambda actor, row: policies.may_arrange(actor),
            page=lambda row: ("plans:detail", {"pk": row.pk}),
            verb="plan.masked",
        )
    )
    masking.subject(
        Subject(
            name=MEASURE,
            path="atgard",
            called=lambda row: row.what,
            model=Measure,
            texts=(
                Texts(Measure, OF_MEASURE),
                Texts(Progress, ("text",), of="measure"),
                Texts(Dose, ("unit", "place", "note"), of="measure"),
            ),
            may=policies.may_follow,
            page=lambda row: ("plans:measure", {"pk": row.pk}),
            verb="measure.masked",
        )
    )
    masking.exempt(Measure, {"technique": "a key of the catalogue"})
    # the plan's other words are not for whoever follows one of its measures to try out and to blot out
    masking.copies("problem", partial(_copied, names=("title", "text")))
    masking.copies(MEASURE, partial(_copied, names=WORDS))
    words_of(PLAN)


def _copied(system: Actor, changes: Changes, *, names: tuple[str, ...]) -> list[Reached]:
    """Mask whole texts as they stand in editions: of problems and causes, and of measures that went elsewhere since."""
    found: Counter[int] = Counter()
    for edition in PlanEdition.objects.select_for_update(of=("self",)):
        content, n = masking.replaced(edition.content, changes, names)
        if n:
            PlanEdition.objects.filter(pk=edition.pk).update(content=content)
            found[edition.plan_id] += n
    rows = Plan.objects.in_bulk(found)
    return [Reached(rows[pk], "plan.masked", n) for pk, n in sorted(found.items())]
