"""Django's name for the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The public site."""

    name = "lagesbild.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the public frame of the sections of the site."""
        from lagesbild.portal import room

        room.register()
