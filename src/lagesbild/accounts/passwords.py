"""Passwords that are easy to guess for whoever knows where they are used."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

from lagesbild.core.web.language import current
from lagesbild.i18n import N_

WORDS = (
    *("lägesbild", "samverkansöverenskommelse", "samverkan", "medborgarlöfte", "överenskommelse", "trygghet", "trygg"),
    *("kommunen", "kommun", "polisområde", "polisen", "polis", "lokalpolis", "brottsförebyggande", "brott"),
    *(
        "samordnare",
        "administratör",
        "rapportör",
        "registrator",
        "revisor",
        "chef",
        "lösenord",
        "password",
        "inloggning",
    ),
    *("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november"),
    *("december", "sommar", "vinter", "höst", "vår", "sverige", "hemlig", "hemligt", "välkommen"),
)
"""What whoever guesses tries first here; a password is none the better for them."""
REST = 8
"""Characters that a password has beside such words."""
TOO_EASY = N_("The password is made of words that one guesses first here. Choose others.")


class OwnWords:
    """Refuses a password that has fewer than `REST` characters beside words of the place."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Go on only if enough is left; a password without such words is not judged here."""
        plain = _plain(password)
        left = FOUND.sub("", plain)
        if left != plain and len(left) < REST:
            raise ValidationError(current().gettext(TOO_EASY), code="own_words")

    def get_help_text(self) -> str:
        """Nothing beside what the form says."""
        return ""


def _plain(text: str) -> str:
    """The text without blanks, in small letters without rings and dots."""
    return "".join(
        one
        for one in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(one) and not one.isspace()
    )


FOUND = re.compile("|".join(sorted(map(_plain, WORDS), key=len, reverse=True)))
