"""Django's name for the room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Plans."""

    name = "lagesbild.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"
