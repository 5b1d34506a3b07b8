"""Django's name for the room."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    """Weekly editions and their findings."""

    name = "lagesbild.picture"
    label = "picture"
    default_auto_field = "django.db.models.BigAutoField"
