"""What this room tells the rooms above it."""

from __future__ import annotations

from lagesbild.accounts import access as people
from lagesbild.core import access, timeline
from lagesbild.i18n import N_
from lagesbild.organisation import queries

VERBS = {
    "body.created": N_("Founded"),
    "body.changed": N_("Changed"),
    "body.closed": N_("Closed after {until}"),
    "body.reopened": N_("Reopened"),
    "seat.added": N_("Seat added"),
    "seat.changed": N_("Seat changed"),
    "seat.removed": N_("Seat removed after {until}"),
    "seat.filled": N_("Seat filled"),
    "seat.vacated": N_("Seat left after {until}"),
    "seat.taken_back": N_("Holder of the seat taken back"),
    "function.created": N_("Function named"),
    "function.changed": N_("Function changed"),
    "function.closed": N_("Function closed after {until}"),
    "function.filled": N_("Function filled"),
    "function.vacated": N_("Function left after {until}"),
    "function.taken_back": N_("Holder of the function taken back"),
}


def register() -> None:
    """Called once when the application starts."""
    people.audiences_from(queries.audiences_of)
    timeline.verbs(VERBS)
    access.subjects(
        {
            "organisation.body": N_("Body"),
            "organisation.seat": N_("Seat"),
            "organisation.function": N_("Function"),
        }
    )
