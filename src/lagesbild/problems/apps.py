"""Django's name for the room."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """Problems."""

    name = "lagesbild.problems"
    label = "problems"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the room with those above it."""
        from lagesbild.core import partnerships
        from lagesbild.problems import kept, masking, room, standard

        partnerships.furnish(standard.furnish)
        room.register()
        masking.register()
        kept.register()
