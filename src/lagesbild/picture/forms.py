"""Forms of the picture."""

from __future__ import annotations

from typing import Any

from django import forms

from lagesbild.core.web import Here
from lagesbild.core.web.forms import Form, Written
from lagesbild.i18n import N_
from lagesbild.picture.models import Finding

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


LENGTHS = (
    ("weekly", N_("one week")),
    ("monthly", N_("one month")),
    ("quarterly", N_("one quarter")),
    ("yearly", N_("one year (strategic picture)")),
)


EACH = {
    "monthly": N_("every month"),
    "quarterly": N_("every quarter"),
    "yearly": N_("every year (strategic picture)"),
}


class DismissForm(Form):
    """Why a finding is nothing to go on with."""

    reason = forms.ChoiceField(
        label=N_("Why is it dismissed?"), choices=Finding.Reason.choices, widget=forms.RadioSelect
    )
    text = Written(
        label=N_("In a few words"),
        help_text=N_("About the place or the reporting, not about persons."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AskForm(Form):
    """Of which period a picture is to be made."""

    kind = forms.ChoiceField(label=N_("A picture of"), choices=LENGTHS)
    day = forms.DateField(label=N_("A day in the period"))


class ArrangeForm(Form):
    """When pictures are made by themselves, and who reads them."""

    weekday = forms.TypedChoiceField(label=N_("Day"), coerce=int, choices=list(enumerate(WEEKDAYS)))
    hour = forms.TypedChoiceField(label=N_("Hour"), coerce=int, choices=[(i, f"{i:02d}.00") for i in range(24)])
    longer = forms.MultipleChoiceField(
        label=N_("Made by itself also for"),
        help_text=N_("At the same hour, on the day after the period."),
        choices=tuple(EACH.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    readers = forms.TypedChoiceField(
        label=N_("Who reads it"), coerce=lambda value: int(value) or None, choices=(), empty_value=None
    )
    area_set = forms.TypedChoiceField(
        label=N_("Counts in these areas"), coerce=lambda value: int(value) or None, choices=(), empty_value=None
    )

    def __init__(
        self,
        here: Here,
        *arguments: Any,
        audiences: list[tuple[int, str]],
        area_sets: list[tuple[int, str]],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        words = here.t.gettext
        self.fields["readers"].choices = [(0, words(N_("The whole partnership"))), *audiences]  # type: ignore[attr-defined]
        self.fields["area_set"].choices = [  # type: ignore[attr-defined]
            (0, words(N_("Those that pictures count in"))),
            *area_sets,
        ]
