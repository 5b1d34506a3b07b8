"""Django's name for the room."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Publishing."""

    name = "lagesbild.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words of this room, and which things can be published."""
        from lagesbild.publishing import masking, room

        room.register()
        masking.register()
