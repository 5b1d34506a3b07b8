"""Who has to sign in with more than a password, and has not made ready for it."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from lagesbild.accounts.demo import only_invented
from lagesbild.accounts.models import DECIDING, Membership, Person
from lagesbild.core.scope import Scope, scope

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN_NAMES = frozenset(
    {
        "language",
        "theme",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "accounts:second_factor",
    }
)
"""Addresses that someone who has yet to choose a second factor may go to, beside the library's own (`mfa_…`)."""


def needs_second_factor(person: Person) -> bool:
    """Whether someone decides anywhere and has no second factor; invented people of a demonstration never need one."""
    return not has_second_factor(person) and decides(person) and not only_invented(person)


def decides(person: Person) -> bool:
    """Whether someone has a role anywhere that has to sign in with a second factor; any, where the operator says so."""
    with scope(Scope(person=person.pk)):
        held = Membership.objects.filter(person=person)
        return (held if settings.SECOND_STEP_FOR_ALL else held.filter(role__in=DECIDING)).exists()


def has_second_factor(person: Person) -> bool:
    """Whether someone has an authenticator app or a key."""
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


class SecondFactorFirst:
    """Leads those who decide to choose a second factor before they come to anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, or lead away. Costs one query, and none when a second factor was used in this session."""
        person = request.user
        if not isinstance(person, Person) or _used_now(request, person) or _open(request.path_info):
            return self.get_response(request)
        if needs_second_factor(person):
            return redirect("accounts:second_factor")
        return self.get_response(request)


def _used_now(request: HttpRequest, person: Person) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, person))


def _open(path: str) -> bool:
    try:
        name = resolve(path).view_name
    except Resolver404:
        return True
    return name in OPEN_NAMES or name.startswith("mfa_")
