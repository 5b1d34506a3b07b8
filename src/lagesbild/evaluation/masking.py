"""What people write in evaluations; figures refer to rows by number and hold no words."""

from __future__ import annotations

from lagesbild.core import masking
from lagesbild.core.masking import Subject, Texts
from lagesbild.evaluation import policies
from lagesbild.evaluation.models import Evaluation
from lagesbild.i18n import N_, Message


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name="evaluation",
            path="utvardering",
            called=lambda row: Message(N_("Evaluation, edition {number}"), {"number": row.number}),
            model=Evaluation,
            texts=(Texts(Evaluation, ("text",)),),
            may=policies.may_mask,
            page=lambda row: ("evaluation:detail", {"pk": row.pk}),
            verb="evaluation.masked",
        )
    )
