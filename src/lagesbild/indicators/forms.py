"""Forms of indicators: a file, what an indicator is, where its source changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.indicators.actions import Said
from lagesbild.indicators.models import Indicator, Steps
from lagesbild.indicators.readers import KINDS
from lagesbild.indicators.readers.rows import QUARTER
from lagesbild.organisation.forms import day


class FileForm(Form):
    """A file of statistics."""

    upload = forms.FileField(
        label=N_("File"),
        help_text=N_("What PxWeb or Kolada gives, reported crimes per DeSO, or a table of your own in CSV or Excel."),
    )
    kind = forms.ChoiceField(
        label=N_("What kind of file"), required=False, choices=(("", N_("As its content says")), *KINDS.items())
    )
    steps = forms.ChoiceField(
        label=N_("Periods to count crimes in"),
        choices=Steps.choices,
        initial=QUARTER,
        help_text=N_("Only for reported crimes. In small areas a month holds too few to say anything."),
    )


class IndicatorForm(Form):
    """What an indicator is."""

    name = Written(label=N_("Name"), max_length=200)
    kind = forms.ChoiceField(label=N_("What the figures are"), choices=Indicator.Kind.choices)
    unit = Written(label=N_("Unit"), required=False, max_length=100, help_text=N_("Reported crimes, per cent."))
    per = Written(
        label=N_("Per what"), required=False, max_length=100, help_text=N_("Of a rate: per 100,000 inhabitants.")
    )
    better = forms.ChoiceField(
        label=N_("Which way is better"),
        choices=Indicator.Better.choices,
        help_text=N_("More reports may mean that more is reported. Choose neither where you do not know."),
    )
    base_id = forms.TypedChoiceField(
        label=N_("How many live there, according to"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=N_("Of counts: rates are made of it. Else the inhabitants that came with the areas are taken."),
    )
    source = Written(label=N_("Source"), required=False, max_length=200)
    address = Written(
        label=N_("Address of the source"),
        required=False,
        max_length=200,
        help_text=N_("Nothing is fetched from there."),
    )
    licence = Written(label=N_("Terms of use"), required=False, max_length=200)
    fetched = day(N_("Figures as of"), required=False)

    def __init__(self, *arguments: Any, bases: Sequence[tuple[int, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["base_id"].choices = [("", current().gettext(N_("None chosen"))), *bases]  # type: ignore[attr-defined]

    def said(self) -> Said:
        """What was filled in."""
        return Said(**{name: self.cleaned_data[name] for name in Indicator.edited})


class BreakForm(Form):
    """Where the source counts otherwise."""

    day = day(N_("From which day"), help_text=N_("The first day of the new way."))
    what = Written(
        label=N_("What changed"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=N_("Another question, a new crime code, a new system. Nothing is compared across it."),
    )
