"""Django's name for the room."""

from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    """Leadership."""

    name = "lagesbild.leadership"
    label = "leadership"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above where these pages are."""
        from lagesbild.leadership import room

        room.register()
