"""Django's name for the room."""

from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    """Compliance."""

    name = "lagesbild.compliance"
    label = "compliance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of the points and words of this room."""
        from lagesbild.agreements import beside
        from lagesbild.compliance import founding, kept, masking, proposals, room
        from lagesbild.compliance.actions import ruling

        room.register()
        masking.register()
        kept.register()
        proposals.source(founding.offered)
        beside.kept(opened=ruling.open_with, removed=ruling.remove_with)
