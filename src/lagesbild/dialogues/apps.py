"""Django's name for the room."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """Dialogues."""

    name = "lagesbild.dialogues"
    label = "dialogues"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words and pages of this room."""
        from lagesbild.dialogues import kept, masking, room

        room.register()
        masking.register()
        kept.register()
