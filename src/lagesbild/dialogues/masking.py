"""Where people write in dialogues, and who may mask there."""

from __future__ import annotations

from lagesbild.core import masking
from lagesbild.core.masking import Subject, Texts
from lagesbild.dialogues import policies
from lagesbild.dialogues.models import Answer, Dialogue, Note, Question


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name="dialogue",
            path="dialog",
            called=lambda row: row.title,
            model=Dialogue,
            texts=(
                Texts(Dialogue, ("title", "intro", "place", "outcome")),
                Texts(Question, ("text", "options"), of="dialogue"),
                Texts(Answer, ("content", "place"), of="dialogue"),
                Texts(Note, ("text", "place"), of="dialogue"),
            ),
            may=lambda actor, row: policies.may_arrange(actor),
            page=lambda row: ("dialogues:detail", {"pk": row.pk}),
            verb="dialogue.masked",
        )
    )
    # a dialogue may begin with the questions of an earlier one
    masking.copies("dialogue", masking.within("dialogue"))
