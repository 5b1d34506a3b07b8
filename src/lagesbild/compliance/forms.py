"""Forms: how something is checked, made from the parameters of its kind; what is attested and noted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

from django import forms

from lagesbild.compliance.actions import Decided, Happened, Offered, Owner, Told, Tried, Word, WrongRule
from lagesbild.compliance.models import Noted, Policy
from lagesbild.compliance.rules import words
from lagesbild.compliance.rules.kinds import Asks, Kind
from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.forms import day as on_day

Choices = Sequence[tuple[Any, Any]]
Among = Mapping[Asks, Choices]
"""What there is to choose among in the partnership."""
LONGEST = 8000
PREFIX = "p_"
"""Before the names of the fields of a kind."""
NONE = ("", "–")
NUMBERED = (Asks.BODY, Asks.PARTY, Asks.FUNCTION, Asks.SERVICE, Asks.POLICY)
WEEKS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")
KEPT = [("yes", N_("Yes, it was kept")), ("no", N_("No, it was not kept"))]


def _text(label: str, rows: int = 3, help_text: str = "", *, required: bool = False) -> Written:
    return Written(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _one(label: str, help_text: str = "", *, required: bool = False) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, help_text=help_text, coerce=int, empty_value=None, required=required)


class Weeks(forms.Field):
    """Week numbers, alone and from one to another: ``27-32, 52, 1``."""

    def to_python(self, value: Any) -> list[int]:
        """The numbers."""
        text = str(value or "")
        found: list[int] = []
        for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*[-–]\s*", "-", text))):
            match = WEEKS.fullmatch(part)
            if match is None:
                raise forms.ValidationError(current().gettext(N_("Write week numbers, such as 27-32, 52.")))
            first, last = int(match[1]), int(match[2] or match[1])
            found += range(first, last + 1)
        return list(dict.fromkeys(found))

    def prepare_value(self, value: Any) -> Any:
        """The numbers as they are written."""
        return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else value


class RuleFields(Form):
    """How something is checked, whatever its kind: days, who answers, how the text has been read."""

    function = _one(N_("Function that answers for it"), N_("Whoever holds it attests, and is named beside the status."))
    person = _one(N_("Or the person who answers for it"))
    since = on_day(N_("Checked from"), required=False, help_text=N_("Left empty: as long as the agreement applies."))
    until = on_day(N_("Checked until"), required=False)
    note = _text(N_("How the text has been read"), 2, N_("For those who wonder why it is checked so."))
    kind: Kind[Any]

    def __init__(self, *arguments: Any, among: Among, functions: Choices, people: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["function"].choices = [NONE, *functions]  # type: ignore[attr-defined]
        self.fields["person"].choices = [NONE, *people]  # type: ignore[attr-defined]
        for one in dataclasses.fields(self.kind.parameters):
            chosen = one.metadata.get("among")
            field = self.fields[PREFIX + one.name]
            if chosen is not None and chosen in among:
                empty = [] if field.required or isinstance(field, forms.MultipleChoiceField) else [NONE]
                field.choices = [*empty, *among[chosen]]  # type: ignore[attr-defined]
        self.order_fields([*(PREFIX + one.name for one in dataclasses.fields(self.kind.parameters)), *self.fields])

    def told(self) -> Told:
        """What was filled in."""
        said = self.cleaned_data
        parameters = {
            one.name: _plain(said[PREFIX + one.name])
            for one in dataclasses.fields(self.kind.parameters)
            if said[PREFIX + one.name] is not None
        }
        return Told(
            kind=self.kind.name,
            parameters=parameters,
            **{name: said[name] for name in ("since", "until", "function", "person", "note")},
        )

    def refuse(self, error: InputError) -> None:
        """Say beside each field what is wrong with it."""
        if not isinstance(error, WrongRule):
            super().refuse(error)
            return
        for name, message in error.objections.items():
            at = next((field for field in (PREFIX + name, name) if field in self.fields), None)
            self.add_error(at, current().say(message))


def rule_form(kind: Kind[Any]) -> type[RuleFields]:
    """The form of a kind, with a field for each of its parameters."""
    hints = get_type_hints(kind.parameters)
    fields = {PREFIX + one.name: _field(one, hints[one.name]) for one in dataclasses.fields(kind.parameters)}
    return type("RuleForm", (RuleFields,), {"kind": kind, **fields})


def initial_of(kind: Kind[Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What a form of a kind shows of parameters, and where they say nothing of its defaults."""
    shown: dict[str, Any] = {}
    for one in dataclasses.fields(kind.parameters):
        if one.name in parameters:
            shown[PREFIX + one.name] = parameters[one.name]
        elif one.default is not dataclasses.MISSING and one.default not in (None, ""):
            shown[PREFIX + one.name] = _plain(one.default)
    return shown


def _field(one: dataclasses.Field[Any], hint: Any) -> forms.Field:
    among, choices = one.metadata.get("among"), one.metadata.get("choices")
    label, help_text = one.metadata["label"], one.metadata.get("help_text", "")
    needed = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
    said: dict[str, Any] = {"label": label, "help_text": help_text, "required": needed}
    kinds = [part for part in get_args(hint) if part is not type(None)] or [hint]
    if get_origin(hint) is tuple:
        return _several(among, kinds[0], said)
    if among in NUMBERED:
        return forms.TypedChoiceField(coerce=int, empty_value=None, **said)
    if among is not None or choices is not None:
        listed = [(str(value), text) for value, text in choices.items()] if choices else _standing_choices(among)
        if not needed and one.default in (None, "") and "" not in dict(listed):
            listed = [NONE, *listed]
        said["required"] = needed or bool(one.default)
        return forms.ChoiceField(choices=listed, **said)
    return _simple(kinds[0], said, one.metadata["most"])


def _several(among: Asks | None, hint: Any, said: dict[str, Any]) -> forms.Field:
    if among is None:
        return Weeks(**said)
    several: dict[str, Any] = {**said, "widget": forms.CheckboxSelectMultiple}
    if hint is int:
        return forms.TypedMultipleChoiceField(coerce=int, **several)
    return forms.MultipleChoiceField(choices=_standing_choices(among), **several)


def _standing_choices(among: Asks | None) -> list[tuple[str, str]]:
    """Artefacts by what they are called; points of agendas are told by the view."""
    return [(name, one.label) for name, one in words.ARTEFACTS.items()] if among is Asks.ARTEFACT else []


def _simple(hint: Any, said: dict[str, Any], most: int) -> forms.Field:
    if hint is bool:
        return forms.BooleanField(**{**said, "required": False})
    if hint is int:
        return forms.IntegerField(**said, min_value=0, max_value=most)
    if hint is float:
        return forms.FloatField(**said, min_value=0, max_value=most)
    if hint is str:
        return Written(**said, max_length=200)
    return on_day(said["label"], required=said["required"], help_text=said["help_text"])


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


class AttestForm(Form):
    """What is attested."""

    kept = forms.ChoiceField(label=N_("Was it kept?"), choices=KEPT, widget=forms.RadioSelect)
    first = on_day(N_("From"))
    last = on_day(N_("Until"))
    reason = _text(N_("How you know"), 3, N_("Your name and your words stand beside the status."), required=True)

    def word(self) -> Word:
        """What was filled in."""
        said = self.cleaned_data
        return Word(kept=said["kept"] == "yes", first=said["first"], last=said["last"], reason=said["reason"])


class EffortForm(Form):
    """An effort."""

    day = on_day(N_("Day"))
    text = _text(N_("What was done"), 3, N_("An invitation, a draft, a meeting, a letter."), required=True)
    counterpart = Written(label=N_("With whom"), required=False, max_length=200, help_text=N_("A party, not a person."))
    answer = _text(N_("What was answered"), 2)
    dnr = Written(label=N_("Diary number"), required=False, max_length=80)

    def tried(self) -> Tried:
        """What was filled in."""
        return Tried(**{name: self.cleaned_data[name] for name in EffortForm.base_fields})


class ServiceForm(Form):
    """A service."""

    name = Written(label=N_("What it is called"), max_length=200)
    about = _text(N_("What it is"), 2, N_("Where, when, who is there."))
    since = on_day(N_("Offered from"))
    until = on_day(N_("Offered until"), required=False)
    evaluated = on_day(N_("Evaluated on"), required=False)
    evaluation = _text(N_("What the evaluation came to"), 3)

    def offered(self) -> Offered:
        """What was filled in."""
        return Offered(**{name: self.cleaned_data[name] for name in ServiceForm.base_fields})


class AcceptForm(Form):
    """From when on what is accepted is checked, where the agreement has applied for some time."""

    since = on_day(
        N_("Checked from"),
        required=False,
        help_text=N_(
            "The agreement began on the day that stands here: what was done since then and is entered counts. "
            "Choose a later day if nothing from before it is to be entered."
        ),
    )

    def __init__(self, *arguments: Any, begins: dt.date, **named: Any) -> None:
        super().__init__(*arguments, initial={"since": begins}, **named)
        self.begins = begins

    def clean_since(self) -> dt.date | None:
        """None: as long as the agreement applies."""
        since: dt.date | None = self.cleaned_data["since"]
        if since is not None and since < self.begins:
            raise forms.ValidationError(current().say(Message(N_("The agreement begins {day}."), {"day": self.begins})))
        return since if since != self.begins else None


class SessionForm(Form):
    """Hours that were held."""

    day = on_day(N_("Day"))
    hours = forms.FloatField(label=N_("Hours"), min_value=0.25, max_value=24)
    note = Written(label=N_("Note"), required=False, max_length=200)


class PolicyForm(Form):
    """A document."""

    name = Written(label=N_("What it is called"), max_length=200)
    kind = forms.ChoiceField(label=N_("Kind"), choices=Policy.Kind.choices)
    owner = _one(N_("Function that owns it"))
    owner_text = Written(label=N_("Or who owns it, in words"), required=False, max_length=200)
    until = on_day(N_("Holds until"), required=False, help_text=N_("Left empty: until further notice."))

    def __init__(self, *arguments: Any, functions: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["owner"].choices = [NONE, *functions]  # type: ignore[attr-defined]

    def told(self) -> Owner:
        """What was filled in."""
        return Owner(**{name: self.cleaned_data[name] for name in PolicyForm.base_fields})


class EditionForm(Form):
    """An edition of a document."""

    decided = on_day(N_("Decided on"))
    revise_by = on_day(N_("To be revised by"), required=False)
    text = _text(N_("What is new in it"), 2)
    dnr = Written(label=N_("Diary number"), required=False, max_length=80)
    document = _one(N_("The document, where it is uploaded"))

    def __init__(self, *arguments: Any, documents: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["document"].choices = [NONE, *documents]  # type: ignore[attr-defined]

    def told(self) -> Decided:
        """What was filled in."""
        return Decided(**{name: self.cleaned_data[name] for name in EditionForm.base_fields})


class NotedForm(Form):
    """Something that came about."""

    kind = forms.ChoiceField(label=N_("What came about"), choices=Noted.Kind.choices)
    day = on_day(N_("Day"))
    first = on_day(N_("About the time from"), required=False)
    last = on_day(N_("Until"), required=False)
    of_party = _one(N_("Party"), N_("Where it is one party's own."))
    text = _text(N_("In a few words"), 2)
    dnr = Written(label=N_("Diary number"), required=False, max_length=80)
    meeting = _one(N_("Meeting that handled it"))
    document = _one(N_("The document, where it is uploaded"))

    def __init__(self, *arguments: Any, parties: Choices, meetings: Choices, documents: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, among in (("of_party", parties), ("meeting", meetings), ("document", documents)):
            self.fields[name].choices = [NONE, *among]  # type: ignore[attr-defined]

    def told(self) -> Happened:
        """What was filled in."""
        return Happened(**{name: self.cleaned_data[name] for name in NotedForm.base_fields})
