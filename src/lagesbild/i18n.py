"""Messages in Swedish and English, one mechanism for pages, documents, tables and the command line.

A rule that finds something to say returns a `Message`: an English template marked with `N_` and the values
to put in it. Nothing is put into words before a reader's language is known, so results stay pure data and the
same result can be shown in both languages.
"""

from __future__ import annotations

import datetime as dt
import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from babel.numbers import format_decimal
from babel.support import Translations

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
_KNOWN: Mapping[str | None, Language] = {one: one for one in LANGUAGES}
LOCALE_DIR = Path(__file__).parent / "locale"


def known(language: str | None) -> Language:
    """The language, where there are words in it; else Swedish."""
    return _KNOWN.get(language, "sv")


def capital(text: str) -> str:
    """`text` with its first letter as at the start of a sentence, the others as they are."""
    return text[:1].upper() + text[1:]


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark `text` for translation without translating it."""
    return text


@dataclass(frozen=True, slots=True)
class Both:
    """Words that are made in both languages at once, as `analysis.report` makes them; a value of a `Message`."""

    sv: str
    en: str


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be said later.

    Parameters
    ----------
    text : str
        English template, marked with `N_`, with named fields: ``"{n} rows were refused"``.
    values : mapping
        Values of the fields: str, int, float, date, datetime, `Both` or another `Message`.
    plural, n : str and int, optional
        Plural template and the number that decides between the two.
    """

    text: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    n: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The template, its values, and the sentence in both languages."""
        return {language: translator(language).say(self) for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Translator:
    """Puts messages, numbers and dates into words in one language."""

    language: Language
    catalogue: gettext.NullTranslations

    def gettext(self, text: str) -> str:
        """`text` in this language."""
        return self.catalogue.gettext(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The form of the text that goes with the number `n`."""
        return self.catalogue.ngettext(singular, plural, n)

    def say(self, message: Message) -> str:
        """`message` as a sentence, its values formatted as a reader of this language expects."""
        template = (
            self.ngettext(message.text, message.plural, message.n)
            if message.plural is not None and message.n is not None
            else self.gettext(message.text)
        )
        return template.format(**{name: self.value(value) for name, value in message.values.items()})

    def value(self, value: object) -> str:
        """One value as text: 1 234 567 with no-break spaces, dates as 2026-11-21, times as 13.45 in Swedish."""
        match value:
            case Message():
                return self.say(value)
            case Both():
                return value.sv if self.language == "sv" else value.en
            case bool():
                return self.gettext("yes") if value else self.gettext("no")
            case int():
                # a number of three digits reads the same everywhere, and most are
                return str(value) if 0 <= value < 1000 else format_decimal(value, locale=self.language)
            case float():
                return format_decimal(value, format="#,##0.##", locale=self.language)
            case dt.datetime():
                return value.strftime("%Y-%m-%d %H.%M" if self.language == "sv" else "%Y-%m-%d %H:%M")
            case dt.date():
                return value.isoformat()
            case dt.time():
                return value.strftime("%H.%M" if self.language == "sv" else "%H:%M")
            case _:
                return str(value)


@lru_cache
def translator(language: Language) -> Translator:
    """The translator for `language`; English is the language of the templates and needs no catalogue."""
    files = sorted((LOCALE_DIR / language / "LC_MESSAGES").glob("*.mo"))
    if not files and language != "en":
        raise FileNotFoundError(f"no compiled words in {LOCALE_DIR / language}: run build_assets.py")
    catalogue = Translations()
    # one list for all rooms: a text is looked up once, not once a room; the first room in the alphabet has its say
    for path in reversed(files):
        with path.open("rb") as file:
            catalogue.merge(Translations(file))
    return Translator(language, catalogue)
