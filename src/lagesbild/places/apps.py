"""Django's name for the room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Areas, addresses and named places."""

    name = "lagesbild.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
