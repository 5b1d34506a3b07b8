"""Django's name for the room."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    """Promises."""

    name = "lagesbild.promises"
    label = "promises"
    default_auto_field = "django.db.models.BigAutoField"
