"""The letters that are sent to people: links and notices, never what an incident says."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from lagesbild.i18n import N_, Message, known, translator

LOCAL = "http://localhost:8000"
"""Where links lead when LAGESBILD_URL is not set: only this machine is served then."""

PASSWORD_LINK = N_(
    "You have asked for a new password. Choose one here within four hours:\n\n{link}\n\n"
    "If it was not you, do nothing: your password is as before."
)
LET_IN = N_(
    "An administrator of {partnership} has let you begin anew. Your password, your second step and your phones that "
    "report there no longer work.\n\nChoose a new password here within four hours:\n\n{link}\n\n"
    "If the time is out, use “Forgotten password” where you sign in. If you have not asked for this, call whoever "
    "coordinates where you take part."
)
NEW_ADDRESS = N_(
    "You have asked to sign in with this address. Say yes here within a day, signed in as before:\n\n{link}\n\n"
    "If it was not you, do nothing."
)
ADDRESS_ASKED = N_("Somebody who is signed in as you has asked to sign in with another address from now on.")
INVITATION = N_(
    "You are invited to {partnership}, for {party}, as {roles}.\n\n{seat}"
    "Take the invitation here before {until}:\n\n{link}\n\n"
    "The link is yours alone. If you do not know what this is about, do nothing."
)
NOTICES: dict[str, Message] = {
    "account/email/password_changed": Message(N_("Your password was changed.")),
    "account/email/password_reset": Message(N_("Your password was changed by a link sent to you by mail.")),
    "account/email/password_set": Message(N_("A password was chosen for your account.")),
    "mfa/email/totp_activated": Message(N_("An authenticator app was added to your account.")),
    "mfa/email/totp_deactivated": Message(N_("The authenticator app was removed from your account.")),
    "mfa/email/webauthn_added": Message(N_("A sign-in key was added to your account.")),
    "mfa/email/webauthn_removed": Message(N_("A sign-in key was removed from your account.")),
    "mfa/email/recovery_codes_generated": Message(N_("New recovery codes were made for your account.")),
}
"""What is told to whoever holds the account, by the library's name for it. Never take one away: their order is kept."""
NOTICE = N_("{what}\n\nIf it was not you, sign out everywhere and choose a new password at once:\n\n{link}")


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be put into words in its reader's language.

    One with a `key` has it in its Message-ID: sent twice it is known for the same.
    """

    to: str
    language: str
    subject: Message
    body: Message
    key: str = ""

    def send(self) -> None:
        """Send it; what goes wrong is the worker's to try again."""
        words = translator(known(self.language))
        text = f"{words.say(self.body)}\n\n{words.gettext(N_('Lägesbild sends only links by mail, never reports.'))}\n"
        headers = {"Message-ID": f"<{self.key}@{urlsplit(link('')).hostname}>"} if self.key else None
        EmailMessage(words.say(self.subject), text, to=[self.to], headers=headers).send()


def can_be_sent() -> bool:
    """Whether letters reach anyone: without a mail server they only become files."""
    return not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def link(path: str) -> str:
    """The whole address of a path."""
    return f"{settings.PUBLIC_URL or LOCAL}{path}"
