"""Django's name for the room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans."""

    name = "lagesbild.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words, pages and points of this room."""
        from lagesbild.plans import kept, masking, room

        room.register()
        masking.register()
        kept.register()
