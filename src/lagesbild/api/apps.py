"""Django's name for the room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Api."""

    name = "lagesbild.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
