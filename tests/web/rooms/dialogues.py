"""What the room of dialogues adds to the world and to the matrix."""

from __future__ import annotations

from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core import partnerships
from lagesbild.dialogues import actions
from lagesbild.dialogues.actions import Answered, Asked, Seen, Told
from tests.web.arguments import Arguments, one, plain
from tests.web.world import Town, furnish

MASKED: dict[str, Arguments] = {"dialog": one("dialogue")}

PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "new"), plain),
    **dict.fromkeys(("detail", "change", "add_question", "open", "close", "outcome", "answer"), one("dialogue")),
    **dict.fromkeys(("question", "move_question", "remove_question"), one("question")),
    "add_note": one("walk"),
    **dict.fromkeys(("note", "remove_note"), one("note")),
}

ELSEWHERE: dict[str, str] = dict.fromkeys(
    ("open_dialogues:list", "open_dialogues:detail", "open_dialogues:thanks"),
    "for everyone: citizen dialogues (tests/dialogues)",
)


@furnish
def dialogues(town: Town) -> None:
    """A citizen dialogue that is open and answered, and a walk with a note."""
    actor, today = town.coordinator, timezone.localdate()
    partnerships.open_site(actor=town.administrator, public=True)
    row = actions.create(actor=actor, told=Told(kind="public", title="Är du trygg?", opens=today, closes=today))
    asked = Asked(text="Vågar du gå där?", kind="one", options=("Ja", "Nej"))
    question = actions.add_question(actor=actor, dialogue=row.pk, asked=asked)
    actions.open_(actor=actor, dialogue=row.pk)
    reporter = town.actor("kommun", Role.REPORTER)
    actions.answer(actor=reporter, dialogue=row.pk, answered=Answered(content={question.pk: 0}))
    walk = actions.create(actor=actor, told=Told(kind="walk", title="Vandring", opens=today, closes=today))
    actions.open_(actor=actor, dialogue=walk.pk)
    note = actions.add_note(actor=reporter, dialogue=walk.pk, seen=Seen(kind="broken", text="En trasig lampa"))
    named = {"dialogue": row, "question": question, "walk": walk, "note": note}
    town.rows |= {kind: {"": made.pk} for kind, made in named.items()}
