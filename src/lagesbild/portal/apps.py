"""Django's name for the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Portal."""

    name = "lagesbild.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
