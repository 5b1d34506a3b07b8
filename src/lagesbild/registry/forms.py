"""Forms of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.registry.actions import Term

FOR_EVER, MONTHS, YEARS = "for_ever", "months", "years"


class RuleForm(Form):
    """How long rows of a kind are kept, and the decision that says so."""

    unit = forms.ChoiceField(
        label=N_("How long"),
        choices=[(YEARS, N_("a number of years")), (MONTHS, N_("a number of months")), (FOR_EVER, N_("for ever"))],
        widget=forms.RadioSelect,
    )
    number = forms.IntegerField(label=N_("How many"), required=False, min_value=1, max_value=1200)
    event = forms.ChoiceField(label=N_("Counted from"), required=False)
    body = Written(
        label=N_("Who decided"),
        required=False,
        max_length=200,
        help_text=N_("Without a decision the rule is a draft, and nothing is disposed of by it."),
    )
    decided_on = forms.DateField(
        label=N_("Day of the decision"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    dnr = Written(label=N_("Diary number of the decision"), required=False, max_length=80)
    note = Written(label=N_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *arguments: Any, events: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        words = current()
        self.fields["event"].choices = [  # type: ignore[attr-defined]
            (code, words.gettext(said)) for code, said in events.items()
        ]

    def clean(self) -> dict[str, Any]:
        """A time needs a number."""
        given = super().clean() or self.cleaned_data
        if given.get("unit") != FOR_EVER and not given.get("number") and "number" not in self.errors:
            self.add_error("number", current().gettext(N_("Write how many.")))
        return given

    @property
    def term(self) -> Term:
        """What was given, as the action takes it."""
        given = self.cleaned_data
        months = None if given["unit"] == FOR_EVER else given["number"] * (12 if given["unit"] == YEARS else 1)
        return Term(
            months=months,
            event=given["event"],
            **{name: given[name] for name in ("body", "decided_on", "dnr", "note")},
        )


class DisposeForm(Form):
    """How many rows go, typed by whoever orders it."""

    typed = forms.CharField(
        label=N_("Type how many"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
    )

    def clean_typed(self) -> int | None:
        """The number, however its digits are grouped; None where it is none."""
        digits = "".join(self.cleaned_data["typed"].split())
        return int(digits) if digits.isascii() and digits.isdecimal() else None


class NoteForm(Form):
    """What the registry says of a record."""

    dnr = Written(
        label=N_("Diary number"),
        required=False,
        max_length=80,
        help_text=N_("As the registry writes it: KS 2026/118."),
    )
    secret = forms.BooleanField(
        label=N_("Secrecy mark"),
        required=False,
        help_text=N_("With a mark it is not published, and what is published of it is taken back at once."),
    )
    ground = Written(
        label=N_("Section of the secrecy act"),
        required=False,
        max_length=200,
        help_text=N_("By which it may be secret, as chapter and section. A mark is a reminder: each request is tried."),
    )
    marked_on = forms.DateField(
        label=N_("Day of the mark"),
        required=False,
        help_text=N_("Empty: today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
