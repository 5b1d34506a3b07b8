"""Django's name for the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People."""

    name = "lagesbild.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
