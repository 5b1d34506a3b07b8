"""Django's name for the room."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    """Dialogues."""

    name = "lagesbild.dialogues"
    label = "dialogues"
    default_auto_field = "django.db.models.BigAutoField"
