"""The sign-in library's pages that need something of ours on them."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account

from lagesbild.accounts import demo, mails


class LoginView(account.LoginView):
    """Signing in; in a demonstration, also as whom."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With the people of a demonstration."""
        return {**super().get_context_data(**named), "people": demo.characters()}


class PasswordResetView(account.PasswordResetView):
    """A forgotten password."""

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With whether letters can be sent at all."""
        return {**super().get_context_data(**named), "mail_works": mails.can_be_sent()}


login = LoginView.as_view()
password_reset = PasswordResetView.as_view()
