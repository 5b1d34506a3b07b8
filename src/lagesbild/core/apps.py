"""Django's name for the room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The foundation."""

    name = "lagesbild.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"
