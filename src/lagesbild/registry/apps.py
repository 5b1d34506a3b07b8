"""Django's name for the room."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry."""

    name = "lagesbild.registry"
    label = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words and pages of this room."""
        from lagesbild.registry import masking, room

        room.register()
        masking.register()
