"""The sign-in library's pages that need something of ours on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest, HttpResponse

from lagesbild.accounts import demo, mails, sessions


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


class LogoutView(account.LogoutView):
    """Signing out; drafts that the browser holds for the page go too."""

    def post(self, *arguments: Any, **named: Any) -> HttpResponse:
        """Sign out."""
        return emptied(super().post(*arguments, **named))


def emptied(response: HttpResponse) -> HttpResponse:
    """The answer, by which the browser throws away what pages keep in it."""
    response["Clear-Site-Data"] = '"storage"'
    return response


def renewed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view, after which whoever has shown to be oneself goes on in a session of another name."""

    @wraps(view)
    def again(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        before = len(_shown(request))
        response = view(request, *arguments, **named)
        if len(_shown(request)) > before:
            sessions.rename(request)
        return response

    return again


def _shown(request: HttpRequest) -> list[Any]:
    return list(get_authentication_records(request, request.user)) if request.user.is_authenticated else []


login = LoginView.as_view()
logout = LogoutView.as_view()
password_reset = PasswordResetView.as_view()
