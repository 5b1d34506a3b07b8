"""Django's name for the room."""

from django.apps import AppConfig

from lagesbild.i18n import N_


class PlacesConfig(AppConfig):
    """Areas, addresses and named places."""

    name = "lagesbild.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how to come here, and how the timeline's entries of this room are worded."""
        from lagesbild.core import access, masking, partnerships, timeline
        from lagesbild.core.web import naming, navigation
        from lagesbild.places import policies
        from lagesbild.places.actions import municipality
        from lagesbild.places.models import Area, AreaSet, Gazetteer, GroundMap, Municipality, Spot
        from lagesbild.places.search import is_place

        partnerships.furnish(municipality.furnish)
        naming.known_by(is_place)
        timeline.verbs(
            {
                "municipality.chosen": N_("The municipality was chosen, with {neighbours} neighbours"),
                "areas.read": N_("{areas} areas were read"),
                "areas.kept": N_("The areas were kept"),
                "areas.used": N_("The areas were put in use"),
                "areas.removed": N_("The areas were removed"),
                "gazetteer.read": N_("{places} places and {addresses} addresses were read"),
                "gazetteer.removed": N_("Places and addresses were removed"),
                "ground.read": N_("The ground of the maps was read"),
                "ground.removed": N_("A part of the ground of the maps was removed"),
            }
        )
        access.subjects(
            {
                "places.municipality": N_("Municipality"),
                "places.areaset": N_("Areas"),
                "places.gazetteer": N_("Places and addresses"),
                "places.groundmap": N_("Ground of the maps"),
            }
        )
        register = "out of a register"
        masking.exempt(Municipality, dict.fromkeys(("name", "county", "source"), register))
        masking.exempt(AreaSet, dict.fromkeys(("name", "edition", "source"), register))
        masking.exempt(Area, dict.fromkeys(("code", "name", "group"), register))
        masking.exempt(Gazetteer, {"source": register})
        masking.exempt(Spot, dict.fromkeys(("name", "kind", "town"), register))
        masking.exempt(GroundMap, {"source": register})
        navigation.tool(order=40, name=N_("Places"), url="places:index")
        navigation.step(
            order=10,
            name=N_("Choose the municipality"),
            why=N_("Its border and its neighbours come with it; maps and pictures know where they are."),
            url="places:municipality",
            done=lambda frame: Municipality.objects.all(),
            visible=policies.may_arrange,
        )
        navigation.step(
            order=20,
            name=N_("Add areas to count in"),
            why=N_("DeSO, districts, or the areas that the police use: what comes in is counted per area."),
            url="places:add_areas",
            done=lambda frame: AreaSet.objects.filter(counted=True),
            visible=policies.may_arrange,
        )
