"""Django's name for the room."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Agreements."""

    name = "lagesbild.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the points and words of this room."""
        from lagesbild.agreements import kept, masking, room

        room.register()
        masking.register()
        kept.register()
