"""Django's name for the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People."""

    name = "lagesbild.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms above of people's names, and of the words and pages of this room."""
        from allauth.account.signals import password_reset
        from django.contrib.auth.signals import user_logged_in

        from lagesbild.accounts import kept, noted, room, sessions, signed_in

        room.register()
        kept.register()
        noted.register()
        user_logged_in.connect(signed_in.begun)
        password_reset.connect(sessions.proven_by_new_password)
