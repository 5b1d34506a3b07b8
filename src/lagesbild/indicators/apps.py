"""Django's name for the room."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Indicators."""

    name = "lagesbild.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words and pages of this room."""
        from lagesbild.indicators import masking, room

        room.register()
        masking.register()
