"""Django's name for the room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators."""

    name = "lagesbild.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
