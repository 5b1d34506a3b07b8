"""Django's name for the room."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Compliance."""

    name = "lagesbild.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the points and words of this room."""
        from lagesbild.compliance import founding, kept, masking, proposals, room

        room.register()
        masking.register()
        kept.register()
        proposals.source(founding.offered)
