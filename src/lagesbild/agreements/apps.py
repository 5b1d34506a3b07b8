"""Django's name for the room."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements."""

    name = "lagesbild.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"
