"""Django's name for the room."""

from django.apps import AppConfig


class PictureConfig(AppConfig):
    """Weekly editions and their findings."""

    name = "lagesbild.picture"
    label = "picture"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words, pages and points of this room."""
        from lagesbild.picture import kept, masking, room

        room.register()
        masking.register()
        kept.register()
