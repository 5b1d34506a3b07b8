"""Where the sign-in library meets the house: its words, its letters, what it may do, how it keeps secrets."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from lagesbild.accounts import mails
from lagesbild.accounts.models import Person
from lagesbild.accounts.second_factor import FACTORS, decides
from lagesbild.core import outbox
from lagesbild.core.web.language import current, remember
from lagesbild.i18n import N_

NOBODYS = 0
"""Partnership of a task that belongs to none."""
SAID = {
    "account/messages/password_changed.txt": N_("Your password is changed."),
    "account/messages/password_set.txt": N_("Your password is chosen."),
    "mfa/messages/totp_activated.txt": N_("The authenticator app is connected."),
    "mfa/messages/totp_deactivated.txt": N_("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": N_("The sign-in key is added."),
    "mfa/messages/webauthn_removed.txt": N_("The sign-in key is removed."),
    "mfa/messages/recovery_codes_generated.txt": N_("New recovery codes are made. The old ones no longer work."),
    "usersessions/messages/sessions_logged_out.txt": N_("You are signed out everywhere else."),
}
"""What is said at the top of the next page, by the library's name for it; about the rest nothing is said."""


WAYS = {
    "reauthenticate": N_("Use your password"),
    "mfa_reauthenticate": N_("Use a code"),
    "mfa_reauthenticate:webauthn": N_("Use a sign-in key"),
}
"""Ways to show that it is still oneself."""
WRONG_CODE = N_("The code is not right. Wait for a new one and try again.")
PATIENCE = N_("That was many attempts in a short time. Wait a few minutes and try again.")


class _Worded:
    """Errors in our words, translated when they are said."""

    error_messages: Mapping[str, str]

    def validation_error(self, code: str, *values: Any) -> ValidationError:
        """The error of a form."""
        return ValidationError(current().gettext(str(self.error_messages[code])), code=code)


class AccountAdapter(_Worded, DefaultAccountAdapter):
    """Accounts: invitation only, letters by the worker, our words."""

    error_messages = {  # noqa: RUF012 - as the library declares it
        **DefaultAccountAdapter.error_messages,
        "account_inactive": N_("This account is closed."),
        "email_password_mismatch": N_("The address or the password is not right. Try again."),
        "enter_current_password": N_("Write the password you have now."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": N_("The password is not right. Try again."),
        "invalid_login": N_("Signing in did not work. Try again."),
        "invalid_password_reset": N_("The link has been used, or its time is out."),
        "rate_limited": PATIENCE,
        "same_as_current": N_("The new one has to differ from the one you have."),
        "too_many_login_attempts": PATIENCE,
        "unknown_email": N_("Nobody signs in with that address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account: people are invited."""
        return False

    def add_message(  # noqa: PLR0917 - as the library calls it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say what is worth saying, in our words."""
        known = SAID.get(message_template or "")
        text = str(message) if message else known
        if text:
            messages.add_message(request, level, current().gettext(text))

    def post_login(self, request: HttpRequest, user: Any, **named: Any) -> Any:
        """After signing in, answer in the person's language."""
        response = super().post_login(request, user, **named)
        remember(response, user.language)
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No letter is sent from a request."""
        raise NotImplementedError(f"the letter {template_prefix} is not written")

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Let the worker make the link and send it."""
        outbox.add("accounts.password_link", partnership=NOBODYS, person=user.pk)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Let the worker tell the person what has changed."""
        number = list(mails.NOTICES).index(template_prefix)
        outbox.add("accounts.notice", partnership=NOBODYS, person=user.pk, notice=number)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show that it is still oneself, in our words."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for method in found:
            method["description"] = current().gettext(WAYS[method["id"]])
        return found


class FactorAdapter(_Worded, DefaultMFAAdapter):
    """Second factors: their secrets encrypted in the database, our words."""

    error_messages = {  # noqa: RUF012 - as the library declares it
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": N_("Your role needs a second step. Add another way before you remove this."),
        "cannot_generate_recovery_codes": N_("Add an authenticator app or a sign-in key first."),
        "incorrect_code": WRONG_CODE,
        "rate_limited": PATIENCE,
    }

    def encrypt(self, text: str) -> str:
        """Encrypt by a key that follows from the installation's secret: a copy of the database does not hold it."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` made of it, also with a secret that has since been replaced (SECRET_KEY_FALLBACKS)."""
        return _vault().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Those who have to have a second factor do not remove the last one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists() or not decides(cast("Person", authenticator.user))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """A name for a new key."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"{current().gettext(N_('Key'))} {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks, as the browser shows it."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Lägesbild"}


def display(person: Person) -> str:
    """How the library calls someone."""
    return person.name


def _vault() -> MultiFernet:
    keys = [settings.SECRET_KEY, *getattr(settings, "SECRET_KEY_FALLBACKS", [])]
    digests = [hashlib.sha256(b"second factor " + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
