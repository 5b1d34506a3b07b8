"""Django's name for the room."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """Calendars and reminders."""

    name = "lagesbild.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the pages and words of this room."""
        from lagesbild.calendars import kept, room

        room.register()
        kept.register()
