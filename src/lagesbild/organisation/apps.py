"""Django's name for the room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Bodies, seats, functions and mandates."""

    name = "lagesbild.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of those who sit in bodies, and of the words of this room."""
        from lagesbild.organisation import invited, masking, room

        invited.register()
        room.register()
        masking.register()
