"""Django's name for the room."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Bodies, seats, functions and mandates."""

    name = "lagesbild.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
