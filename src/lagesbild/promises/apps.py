"""Django's name for the room."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Promises."""

    name = "lagesbild.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words, points and places of this room."""
        from lagesbild.promises import kept, masking, room

        room.register()
        masking.register()
        kept.register()
