"""Forms whose labels are marked with `N_` and translated when drawn, and whose actions' refusals stand on the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, cast

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from lagesbild.core import guard, scanning
from lagesbild.core.meanwhile import ChangedMeanwhile
from lagesbild.core.web.language import current
from lagesbild.core.web.naming import people_in
from lagesbild.core.years import FIRST_YEAR, LAST_YEAR
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

NAMED = "named"
"""Field by which whoever writes says that what looks like a person's name is none."""
SEEN = "seen"
"""Field with the mark of what a row said when the form that changes it was drawn (`core.meanwhile`)."""


class Written(forms.CharField):
    """A text that people write freely, about places and not about persons."""


class Form(forms.Form):
    """A form of the application.

    What looks like the name of a person in a text that is `Written` is asked about once, on the form.
    Every file that comes in goes by the scanner that the operator may have.
    A form that changes a row is given the mark of what it shows of it (`seen`) and hands it to the action.
    """

    standing: Collection[str] = ()
    """Fields that begin with how things stand now, though no column of a row is called as they are."""

    def __init__(self, *arguments: Any, seen: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = current()
        self.now: list[tuple[str, str]] = []
        if seen:
            self.fields[SEEN] = forms.CharField(required=False, initial=seen, widget=forms.HiddenInput)
        self.asks = ""
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
            self.refuse(error)
            return False
        return True

    def refuse(self, error: InputError) -> None:
        """Say on the form why an action was refused; where someone else was faster, also what stands there now."""
        for name in self._telling(error) or [None]:
            self.add_error(name, current().say(error.message))
        if isinstance(error, ChangedMeanwhile):
            # sent again it is meant
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix(SEEN)] = error.seen  # type: ignore[index]
            self.now = list(self._standing(error.now))

    def _standing(self, now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What stands now where something else was filled in, by label."""
        begun = {name: self.initial[name] for name in self.standing if name in self.initial}
        known = {**begun, **{name.removesuffix("_id"): value for name, value in now.items()}, **now}
        for bound in self:
            if bound.name not in known or bound.is_hidden:
                continue
            value = _fitting(bound.field, known[bound.name])
            if bound.field.has_changed(value, bound.data):
                yield str(bound.field.label), _worded(bound.field, value)

    def _telling(self, error: InputError) -> list[str | None]:
        """The texts that tell who someone is, where they are why the action was refused."""
        if not isinstance(error, guard.TellsWho):
            return []
        texts = [(name, self.cleaned_data.get(name)) for name, one in self.fields.items() if isinstance(one, Written)]
        return [name for name, text in texts if text and guard.find(text)]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self._scan()
        if self.add_prefix(NAMED) in self.data:
            return
        for name in [name for name, field in self.fields.items() if isinstance(field, Written)]:
            text = self.cleaned_data.get(name) or ""
            found = people_in(text)
            if found:
                self.asks = self.asks or name
                said = ", ".join(text[one.start : one.end] for one in found)
                words = current()
                self.add_error(name, words.say(Message(N_("Is this the name of a person: {names}?"), {"names": said})))

    def _scan(self) -> None:
        for name, files in self.files.lists() if hasattr(self.files, "lists") else ():
            for file in files if name in self.fields else ():
                try:
                    scanning.scanned(file.chunks())
                except InputError as error:
                    self.add_error(name, current().say(error.message))
                finally:
                    file.seek(0)


def seen_of(request: HttpRequest) -> str:
    """The mark that the button which was pressed carries, or its address; empty without one."""
    return request.POST.get(SEEN) or request.GET.get(SEEN, "")


def _within_reach(day: dt.date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        said = current().gettext(N_("Choose a year from {first} to {last}."))
        raise forms.ValidationError(said.format(first=FIRST_YEAR, last=LAST_YEAR))


def _fitting(field: forms.Field, value: Any) -> Any:
    """What a column holds as its field has it: of a moment the day or the hour, of several lines one text."""
    if isinstance(value, dt.datetime) and isinstance(field, (forms.DateField, forms.TimeField)):
        moment = timezone.localtime(value)
        return moment.date() if isinstance(field, forms.DateField) else moment.time()
    if isinstance(value, list) and isinstance(field, forms.CharField):
        return "\n".join(str(one) for one in value)
    return value


def _worded(field: forms.Field, value: Any) -> str:
    """A value of a field, as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(field, forms.ChoiceField):
        several = value if isinstance(value, (list, tuple, set)) else [value]
        labels = {str(one): str(label) for one, label in _each(cast("Iterable[Any]", field.choices))}
        return ", ".join(labels.get(str(one), str(one)) for one in several)
    words = current()
    return words.value(timezone.localtime(value) if isinstance(value, dt.datetime) else value)


def _each(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Choices one by one, those of groups too."""
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from label
        else:
            yield value, label


def _choice(words: Callable[[str], str], value: Any, label: Any) -> tuple[Any, Any]:
    if isinstance(label, (list, tuple)):
        return words(str(value)), [_choice(words, one, name) for one, name in label]
    return value, words(str(label)) if label else label
