"""What this room says of itself to the rooms above it: words, places to go to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lagesbild.core import access, chain, timeline
from lagesbild.core.compiled import written_once
from lagesbild.core.web import Here, navigation, public
from lagesbild.dialogues import policies
from lagesbild.dialogues.models import Dialogue
from lagesbild.dialogues.queries import DialogueQuerySet
from lagesbild.i18n import N_

SHAPES = {Dialogue.State.DRAFT: "dashed", Dialogue.State.OPEN: "half", Dialogue.State.CLOSED: "full"}
ANSWERED = "dialogue.answered"
VERBS = {
    "dialogue.created": N_("Begun"),
    "dialogue.changed": N_("Changed"),
    "dialogue.question_added": N_("A question was added"),
    "dialogue.question_changed": N_("A question was changed"),
    "dialogue.question_moved": N_("A question was moved"),
    "dialogue.question_removed": N_("A question was taken away"),
    "dialogue.opened": N_("Opened"),
    "dialogue.closed": N_("Closed"),
    ANSWERED: N_("Answered"),
    "dialogue.outcome_told": N_("Told what came of it"),
    "dialogue.note_added": N_("A note was written"),
    "dialogue.note_changed": N_("A note was changed"),
    "dialogue.note_removed": N_("A note was taken away"),
    "dialogue.masked": N_("Words that tell who someone is were masked"),
}


def register() -> None:
    """Called once when the application starts."""
    timeline.verbs(VERBS)
    timeline.unnamed((ANSWERED,))
    access.subjects({"dialogues.dialogue": N_("Dialogue")})
    navigation.tool(order=12, name=N_("Dialogues"), url="dialogues:list", visible=policies.may_see)
    navigation.start(order=35, template="dialogues/start.html", context=_open, rows=_among_staff)
    public.section(order=40, name=N_("Say what you think"), url="open_dialogues:list")
    chain.kind(
        "dialogues.dialogue",
        N_("Dialogue"),
        N_("dialogues"),
        order=15,
        rows=lambda condition: Dialogue.objects.filter(condition).order_by("-opens", "pk"),
        called=lambda row: row.title,
        page=lambda row: ("dialogues:detail", {"pk": row.pk}),
    )


def _open(here: Here) -> Mapping[str, Any] | None:
    """Staff dialogues to answer and walks to take part in, for everyone who takes part."""
    if not policies.may_note(here.actor):
        return None
    return {"dialogues": _first(navigation.Frame.of(here.actor).day)}


def _among_staff(frame: navigation.Frame) -> DialogueQuerySet:
    return Dialogue.objects.open_on(frame.day).exclude(kind=Dialogue.Kind.PUBLIC)


@written_once
def _first(day: dt.date) -> DialogueQuerySet:
    return Dialogue.objects.open_on(day).exclude(kind=Dialogue.Kind.PUBLIC)[:5]
