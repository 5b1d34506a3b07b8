"""Django's name for the room."""

from django.apps import AppConfig

from lagesbild.i18n import N_


class IncidentsConfig(AppConfig):
    """Incidents."""

    name = "lagesbild.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the room with those above it, and say how its entries on the timeline are worded."""
        from lagesbild.core import partnerships, timeline
        from lagesbild.incidents import areas, standard
        from lagesbild.places import changed, surroundings

        areas.placed_by(surroundings.locate)
        areas.labelled_by(surroundings.codes)
        changed.then("incidents.place_again")
        partnerships.furnish(standard.furnish)
        timeline.verbs(
            {
                "incident.reported": N_("Reported"),
                "incident.edited": N_("Edited, version {version}"),
                "incident.nothing": N_("Said that there was nothing to report"),
                "incident.sorted": N_("Sorted"),
                "incident.duplicate": N_("Marked as a duplicate of incident {of}"),
                "incident.set_aside": N_("Set aside"),
                "incident.forwarded": N_("Forwarded"),
                "incident.reopened": N_("Put back among those to sort"),
                "incident.told": N_("The reporter was told"),
                "incident.masked": N_("Words that tell who someone is were masked"),
                "incident.placed_again": N_("Areas were found anew for {n} incidents"),
                "import.done": N_("Imported: {added} new, {updated} changed"),
                "import.undone": N_("The import was undone"),
            }
        )
