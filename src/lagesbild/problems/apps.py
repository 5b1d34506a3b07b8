"""Django's name for the room."""

from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    """Problems."""

    name = "lagesbild.problems"
    label = "problems"
    default_auto_field = "django.db.models.BigAutoField"
