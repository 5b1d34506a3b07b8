"""For how long answers and notes are kept."""

from __future__ import annotations

from lagesbild.core import retention
from lagesbild.core.retention import Suggested
from lagesbild.dialogues import disposing
from lagesbild.i18n import N_

OVER = {"over": N_("the last day of the dialogue")}


def register() -> None:
    """Called once when the application starts."""
    retention.kind(
        "dialogues.answer",
        N_("Answers in dialogues"),
        events=OVER,
        due=disposing.answers_due,
        dispose=disposing.dispose_answers,
        goes=N_("Each answer as it was given: words, and the place that it was about."),
        stays=N_("How many answered, and how many chose each answer. What is published stands."),
        suggested=Suggested(24, "over", N_("what came of it has been told by then")),
    )
    retention.kind(
        "dialogues.note",
        N_("Notes from safety walks"),
        events=OVER,
        due=disposing.notes_due,
        dispose=disposing.dispose_notes,
        goes=N_("Each note: words, place, and who wrote it."),
        stays=N_("How many notes of each kind there were, and what came of the walk."),
        suggested=Suggested(36, "over", N_("the next walk of the same way can be compared with it")),
    )
