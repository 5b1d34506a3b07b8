"""Who may do what with dialogues."""

from __future__ import annotations

from lagesbild.accounts.models import Role
from lagesbild.core.actions import SYSTEM, Actor
from lagesbild.core.web.public import VISITOR
from lagesbild.dialogues.models import Dialogue, Note
from lagesbild.organisation.policies import READING

ARRANGING = (Role.COORDINATOR, Role.LEADER, Role.ANALYST, Role.ADMINISTRATOR)
"""Roles that write questions, open and close, and say what came of it."""
TAKING_PART = (Role.REPORTER, Role.MEMBER, Role.REGISTRATOR, *ARRANGING)
"""Roles that answer as staff and write notes on a walk: all that are not read-only."""


def may_see(actor: Actor) -> bool:
    """See dialogues and what was answered."""
    return actor.has(*READING)


def may_arrange(actor: Actor) -> bool:
    """Write questions, open and close, and say what came of it."""
    return actor.person == SYSTEM or actor.has(*ARRANGING)


def may_answer(actor: Actor, dialogue: Dialogue) -> bool:
    """Answer: anybody in a citizen dialogue, in one with staff those who take part in the partnership."""
    if dialogue.kind == Dialogue.Kind.PUBLIC and actor.person == VISITOR:
        return True
    return actor.has(*TAKING_PART)


def may_note(actor: Actor) -> bool:
    """Write notes on a walk."""
    return actor.has(*TAKING_PART)


def may_change_note(actor: Actor, note: Note) -> bool:
    """Change or take away a note: who wrote it, and those who arrange."""
    return may_arrange(actor) or (note.written_by == actor.person and actor.has(*TAKING_PART))
