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
        from lagesbild.core.web import navigation
        from lagesbild.incidents import areas, kept, masking, policies, room, standard
        from lagesbild.places import changed, surroundings

        areas.placed_by(surroundings.locate)
        areas.sets_from(
            lambda partnership: [one.pk for one in surroundings.in_use() if one.partnership_id == partnership]
        )
        areas.labelled_by(surroundings.codes)
        changed.then("incidents.place_again")
        partnerships.furnish(standard.furnish)
        room.register()
        masking.register()
        kept.register()
        navigation.setting(order=20, name=N_("Categories"), url="incidents:categories", visible=policies.may_arrange)
        timeline.unnamed(("incident.reported", "incident.edited", "incident.nothing"))
        timeline.verbs(
            {
                "category.added": N_("A category was added"),
                "category.changed": N_("A category was changed"),
                "category.moved": N_("Categories changed places"),
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
                "import.done": N_("Imported: {added} new, {changed} changed"),
                "import.undone": N_("The import was undone"),
                "import.proposed": N_("Chose the files"),
                "import.started": N_("Began the import"),
                "import.stopped": N_("Told the import to stop"),
                "import.thrown_away": N_("Threw away an import that had not begun"),
                "import.failed": N_("The import failed; nothing of it was kept"),
                "import.cancelled": N_("The import was stopped; nothing of it was kept"),
            }
        )
