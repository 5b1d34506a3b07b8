"""What the log says of how people sign in: when, from where, by what and whether it worked.

People by their numbers. Addresses that people write, passwords, codes and what sessions are called are never in it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.auth import signals as auth
from django.dispatch import Signal
from django.http import HttpRequest

from lagesbild.core.web.limits import whence

log = logging.getLogger("lagesbild.signin")
NOTED: dict[str, tuple[Signal, int]] = {
    "signed in": (auth.user_logged_in, logging.INFO),
    "signed out": (auth.user_logged_out, logging.INFO),
    "not let in": (auth.user_login_failed, logging.WARNING),
    "code refused": (factors.authentication_failed, logging.WARNING),
    "step taken": (account.authentication_step_completed, logging.INFO),
    "second step used": (factors.authenticator_used, logging.INFO),
    "second step added": (factors.authenticator_added, logging.INFO),
    "second step removed": (factors.authenticator_removed, logging.WARNING),
    "recovery codes made": (factors.authenticator_reset, logging.INFO),
    "password changed": (account.password_changed, logging.INFO),
    "password chosen": (account.password_set, logging.INFO),
    "password chosen by mail": (account.password_reset, logging.WARNING),
}
"""What is noted, by which signal, how loudly."""


def register() -> None:
    """Listen; called when Django is ready."""
    for said, (signal, level) in NOTED.items():
        signal.connect(_noting(said, level), weak=False, dispatch_uid=f"noted {said}")


def _noting(said: str, level: int) -> Callable[..., None]:
    def note(
        sender: object,
        request: HttpRequest | None = None,
        user: object = None,
        method: str = "",
        authenticator: object = None,
        **_named: object,
    ) -> None:
        where = whence(request) if request is not None else "-"
        by = method or getattr(authenticator, "type", "") or "-"
        log.log(level, "%s person=%s by=%s from=%s", said, getattr(user, "pk", None) or "-", by, where)

    return note
