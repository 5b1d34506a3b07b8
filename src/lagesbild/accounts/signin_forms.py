"""The sign-in library's forms with our words on them."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django import forms

from lagesbild.accounts.adapter import NOBODYS
from lagesbild.core import outbox
from lagesbild.core.web.language import current
from lagesbild.i18n import N_

EMAIL, PASSWORD, CODE = N_("E-mail address"), N_("Password"), N_("Code")
NEW, AGAIN = N_("New password"), N_("The new password again")
GOOD_PASSWORD = N_("At least 12 characters. A few words in a row are easy to remember and hard to guess.")
CHOOSE = {"password1": (NEW, GOOD_PASSWORD), "password2": (AGAIN, "")}


class Worded(forms.Form):
    """Gives fields labels and helps of ours; what the library puts inside the fields is taken away."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        say = current().gettext
        for name, field in self.fields.items():
            label, help_text = self.words.get(name, ("", ""))
            field.label = say(label) if label else ""
            field.help_text = say(help_text) if help_text else ""
            field.widget.attrs.pop("placeholder", None)


class LoginForm(Worded, account.LoginForm):
    """Address and password."""

    words = {"login": (EMAIL, ""), "password": (PASSWORD, "")}  # noqa: RUF012 - a constant

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields.pop("remember", None)
        # so that the browser offers a sign-in key beside the addresses it knows
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """The password one has, and a new one."""

    words = {"oldpassword": (N_("The password you have now"), ""), **CHOOSE}  # noqa: RUF012


class SetPasswordForm(Worded, account.SetPasswordForm):
    """A password for someone who has none."""

    words = CHOOSE


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Where to send a link."""

    words = {"email": (EMAIL, "")}  # noqa: RUF012

    def save(self, request: Any, **named: Any) -> Any:
        """Ask the worker for a letter; also when nobody has the address, so that both take equally long."""
        if not self.users:
            outbox.add("accounts.password_link", partnership=NOBODYS, person=0)
        return super().save(request, **named)


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    """A new password, by a link."""

    words = CHOOSE


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The password once more."""

    words = {"password": (PASSWORD, "")}  # noqa: RUF012


CODE_WORDS = {"code": (CODE, N_("Six digits from the app, or one of your recovery codes."))}


class AuthenticateForm(Worded, factors.AuthenticateForm):
    """The second step by a code."""

    words = CODE_WORDS


class ReauthenticateByCodeForm(Worded, factors.ReauthenticateForm):
    """The code once more."""

    words = CODE_WORDS


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """The first code of an app."""

    words = {"code": (CODE, N_("Six digits that the app shows."))}  # noqa: RUF012


class AddKeyForm(Worded, keys.AddWebAuthnForm):
    """A new sign-in key."""

    words = {  # noqa: RUF012
        "name": (N_("Name of the key"), N_("So that you know it again: My phone, Computer at work.")),
        "passwordless": (
            N_("Use it instead of the password"),
            N_("Then your finger, your face or the code of the screen is enough to sign in."),
        ),
    }


class RenameKeyForm(Worded, keys.EditWebAuthnForm):
    """Another name for a key."""

    words = {"name": (N_("Name of the key"), "")}  # noqa: RUF012
