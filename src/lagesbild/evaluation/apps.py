"""Django's name for the room."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Evaluation."""

    name = "lagesbild.evaluation"
    label = "evaluation"
    default_auto_field = "django.db.models.BigAutoField"
