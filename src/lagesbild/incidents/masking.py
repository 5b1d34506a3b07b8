"""Where people write about incidents, and who may mask there."""

from __future__ import annotations

from lagesbild.core import masking
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
from lagesbild.i18n import N_, Message
from lagesbild.incidents import looking, policies
from lagesbild.incidents.actions.common import MASKED_AS, is_own, revise
from lagesbild.incidents.models import (
    Category,
    Feedback,
    Forwarding,
    ImportCategory,
    ImportFile,
    Incident,
    IncidentVersion,
    Silence,
    Source,
)

TOLD = ("text", "place", "unit")


def register() -> None:
    """Called when the application is ready."""
    masking.subject(
        Subject(
            name=MASKED_AS,
            path="handelse",
            called=lambda row: Message(N_("Incident {pk}"), {"pk": str(row.pk)}),
            model=Incident,
            texts=(
                Texts(Incident, TOLD),
                Texts(IncidentVersion, ("data",), of="incident", keys=TOLD),
                Texts(Forwarding, ("note",), of="incident"),
                Texts(Feedback, ("text",), of="incident"),
            ),
            may=lambda actor, row: policies.may_mask(actor, row, own=is_own(actor, row)),
            page=lambda row: ("incidents:detail", {"pk": row.pk}),
            verb="incident.masked",
            after=revise,
            looked=looking.way,
        )
    )
    masking.copies(MASKED_AS, _silences)
    masking.exempt(Silence, {"unit": "a unit that also reports; masked with its incidents"})
    masking.exempt(Feedback, {"state": "a word of the program"})
    masking.exempt(Category, {"name": "a list of the partnership's own, changed where it is kept"})
    masking.exempt(Source, {"name": "a register that incidents are imported from"})
    masking.exempt(ImportCategory, {"theirs": "what a source calls a category"})
    masking.exempt(ImportFile, {"name": "what a file is called, until the import has ended"})


def _silences(system: Actor, changes: Changes) -> list[Reached]:
    """Units that had nothing to report, called what their incidents are called now."""
    for row in Silence.objects.select_for_update(of=("self",)).filter(unit__in=changes):
        unit = changes[row.unit]
        if Silence.objects.filter(party_id=row.party_id, unit=unit, week=row.week).exists():
            row.delete()
        else:
            Silence.objects.filter(pk=row.pk).update(unit=unit)
    return []
