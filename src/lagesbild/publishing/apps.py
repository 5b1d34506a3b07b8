"""Django's name for the room."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Publishing."""

    name = "lagesbild.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"
