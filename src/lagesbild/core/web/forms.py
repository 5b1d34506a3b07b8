"""Forms whose labels are marked with `N_` and translated when drawn, and whose actions' refusals stand on the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms

from lagesbild.core.web.language import current
from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.errors import InputError
from lagesbild.i18n import N_


class Form(forms.Form):
    """A form of the application."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = current()
        for field in self.fields.values():
            field.label = words.gettext(str(field.label)) if field.label else field.label
            field.help_text = words.gettext(str(field.help_text)) if field.help_text else ""
            if isinstance(field, forms.DateField):
                field.validators.append(_within_reach)
            if isinstance(field, forms.ChoiceField) and not callable(field.choices):
                field.choices = [_choice(words.gettext, value, label) for value, label in field.choices]

    def attempt(self, action: Callable[[], Any]) -> bool:
        """Take an action; an error meant for people is said on the form, and False is answered.

        Call it on a valid form: ``if form.is_valid() and form.attempt(lambda: …)``.
        """
        try:
            action()
        except InputError as error:
            self.add_error(None, current().say(error.message))
            return False
        return True


def _within_reach(day: dt.date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        said = current().gettext(N_("Choose a year from {first} to {last}."))
        raise forms.ValidationError(said.format(first=FIRST_YEAR, last=LAST_YEAR))


def _choice(words: Callable[[str], str], value: Any, label: Any) -> tuple[Any, Any]:
    if isinstance(label, (list, tuple)):
        return words(str(value)), [_choice(words, one, name) for one, name in label]
    return value, words(str(label)) if label else label
