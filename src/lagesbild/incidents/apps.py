"""Django's name for the room."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """Incidents."""

    name = "lagesbild.incidents"
    label = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
