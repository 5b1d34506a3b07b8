"""How somebody wants to be reminded."""

from __future__ import annotations

from django import forms

from lagesbild.calendars.models import MOST_AHEAD, Reminding
from lagesbild.core.web.forms import Form
from lagesbild.i18n import N_

NEVER, ON_THE_DAY, AHEAD = "never", "day", "ahead"
USUAL = 3
"""Days ahead that are proposed."""


class RemindingForm(Form):
    """Not at all, on the day, or some days ahead as well."""

    how = forms.ChoiceField(
        label=N_("Remind me by mail"),
        choices=[
            (NEVER, N_("not at all")),
            (ON_THE_DAY, N_("on the day")),
            (AHEAD, N_("some days ahead, and on the day")),
        ],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=N_("Days ahead"),
        required=False,
        min_value=1,
        max_value=MOST_AHEAD,
        help_text=N_("Between 1 and 14. Only used with the last choice."),
    )

    def clean_days(self) -> int:
        """The days, or those that are usual where none were said."""
        return self.cleaned_data["days"] or USUAL

    @property
    def ahead(self) -> int | None:
        """What was chosen, as `actions.remind` takes it."""
        return {NEVER: None, ON_THE_DAY: 0}.get(self.cleaned_data["how"], self.cleaned_data["days"])


def said(wish: Reminding | None) -> dict[str, object]:
    """What the form shows of what was chosen before."""
    if wish is None:
        return {"how": NEVER, "days": USUAL}
    return {"how": AHEAD if wish.ahead else ON_THE_DAY, "days": wish.ahead or USUAL}
