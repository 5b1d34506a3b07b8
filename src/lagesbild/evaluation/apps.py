"""Django's name for the room."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Evaluation."""

    name = "lagesbild.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the words and places of this room."""
        from lagesbild.evaluation import kept, masking, room

        room.register()
        masking.register()
        kept.register()
