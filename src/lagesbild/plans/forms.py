"""Forms of plans, measures, how they go, and their doses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.organisation.forms import day
from lagesbild.plans import catalogue
from lagesbild.plans.actions import DoseTold, PlanTold, Told
from lagesbild.plans.models import Measure

Choices = Sequence[tuple[Any, Any]]
ALL, OWN, CIRCLE = "all", "own", "circle"
WEEKDAYS = (
    (0, N_("Monday")),
    (1, N_("Tuesday")),
    (2, N_("Wednesday")),
    (3, N_("Thursday")),
    (4, N_("Friday")),
    (5, N_("Saturday")),
    (6, N_("Sunday")),
)
PLACES = N_("About places and situations, not about persons.")


def clock(label: str) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class PlanForm(Form):
    """What a plan is."""

    name = Written(label=N_("Name"), max_length=200)
    purpose = Written(
        label=N_("What the plan is for"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 3})
    )
    starts = day(N_("First day"))
    ends = day(N_("Last day"))
    body = forms.TypedChoiceField(
        label=N_("Body"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=N_("Whose plan it is. Its meetings see the measures."),
    )

    def __init__(self, *arguments: Any, bodies: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["body"].choices = [("", "–"), *bodies]  # type: ignore[attr-defined]

    def told(self) -> PlanTold:
        """What was filled in."""
        said = self.cleaned_data
        return PlanTold(**{name: said[name] for name in ("name", "purpose", "starts", "ends", "body")})


class Readers(Form):
    """Who may read something new."""

    readers = forms.ChoiceField(
        label=N_("Who may read it"),
        choices=[
            (ALL, N_("All of the partnership")),
            (CIRCLE, N_("Only those who sit in the body")),
            (OWN, N_("Only your own party, and whoever is responsible")),
        ],
        initial=ALL,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """A circle needs a body."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("readers") == CIRCLE and not said.get("body"):
            self.add_error("readers", current().gettext(N_("Choose the body, or other readers.")))
        return said


class NewPlanForm(PlanForm, Readers):
    """A new plan."""

    field_order = ("name", "starts", "ends", "body", "purpose", "readers")


class CloseForm(Form):
    """How a plan ended."""

    reason = Written(
        label=N_("How did it end?"),
        max_length=8000,
        help_text=N_("What was reached, and what goes on elsewhere."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MeasureForm(Form):
    """What is to be done, by whom, by when, and how it is known that it worked."""

    what = Written(label=N_("What is to be done?"), max_length=200, help_text=PLACES)
    who = forms.ChoiceField(label=N_("Responsible"))
    starts = day(N_("From"), required=False)
    due = day(N_("To, at the latest"), required=False)
    cause = forms.TypedChoiceField(label=N_("Against which cause?"), coerce=int, empty_value=None, required=False)
    technique = forms.ChoiceField(
        label=N_("From the catalogue"), required=False, help_text=N_("What is known of it is then shown beside it.")
    )
    kind = forms.ChoiceField(
        label=N_("Kind"),
        required=False,
        choices=[("", N_("as in the catalogue")), *Measure.Kind.choices],
    )
    method = Written(label=N_("Method"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2}))
    place = Written(label=N_("Place"), required=False, max_length=200)
    goal = Written(
        label=N_("Goal"),
        required=False,
        max_length=8000,
        help_text=N_("What is to be reached, so that it can be seen whether it was."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    indicator = Written(label=N_("What is counted"), required=False, max_length=200)
    unit = Written(label=N_("Unit"), required=False, max_length=100)
    baseline = forms.FloatField(label=N_("Now"), required=False)
    target = forms.FloatField(label=N_("Target"), required=False)
    resources = Written(
        label=N_("Resources"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2})
    )
    hands_over_to = Written(
        label=N_("Outreach: where are those reached handed over?"),
        required=False,
        max_length=200,
        help_text=N_("Social services, health care, an exit programme. No persons are kept here."),
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, who: Choices, causes: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["who"].choices = [("", "–"), *who]  # type: ignore[attr-defined]
        self.fields["technique"].choices = [("", "–"), *catalogue.choices(current().language)]  # type: ignore[attr-defined]
        if causes:
            self.fields["cause"].choices = [("", "–"), *causes]  # type: ignore[attr-defined]
        else:
            del self.fields["cause"]

    def clean(self) -> dict[str, Any]:
        """The kind is the technique's, where none is chosen."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        known = catalogue.entry(said.get("technique", ""))
        if not said.get("kind"):
            said["kind"] = known.kind.value if known else Measure.Kind.OTHER.value
        return said

    def told(self) -> Told:
        """What was filled in."""
        said = self.cleaned_data
        party, _, person = said["who"].partition(":")
        plain = (
            *("what", "kind", "method", "technique", "starts", "due", "goal", "indicator", "unit", "baseline"),
            *("target", "resources", "hands_over_to", "lon", "lat", "place"),
        )
        return Told(
            responsible=int(party),
            person=int(person) if person else None,
            cause=said.get("cause"),
            **{name: said[name] for name in plain},
        )


class ImmediateForm(MeasureForm, Readers):
    """A measure that stands in no plan."""

    body = forms.TypedChoiceField(label=N_("Which body follows it?"), coerce=int, empty_value=None, required=False)

    def __init__(self, *arguments: Any, bodies: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["body"].choices = [("", "–"), *bodies]  # type: ignore[attr-defined]


class MoveForm(Form):
    """In which plan a measure stands."""

    plan = forms.TypedChoiceField(label=N_("Action plan"), coerce=int, empty_value=None, required=False)

    def __init__(self, *arguments: Any, plans: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["plan"].choices = [("", current().gettext(N_("no plan"))), *plans]  # type: ignore[attr-defined]


class ReportForm(Form):
    """How a measure goes."""

    state = forms.ChoiceField(
        label=N_("How does it go?"),
        choices=[
            (Measure.State.UNDER_WAY, N_("Under way")),
            (Measure.State.DONE, N_("Carried through")),
            (Measure.State.STOPPED, N_("Stopped")),
            (Measure.State.PLANNED, N_("Not begun")),
        ],
        widget=forms.RadioSelect,
    )
    text = Written(
        label=N_("In a few words"),
        required=False,
        max_length=8000,
        help_text=N_("What has been done, or what hinders. Needed where it is stopped."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    on = day(N_("Carried through on"), required=False, help_text=N_("Today, where nothing else is said."))


class DoseForm(Form):
    """Whose people, when in the day, how much, where."""

    of_party = forms.TypedChoiceField(label=N_("Whose people"), coerce=int)
    starts = clock(N_("Begins"))
    ends = clock(N_("Ends"))
    amount = forms.FloatField(label=N_("How much each time"), initial=1)
    unit = Written(
        label=N_("Of what"), max_length=100, help_text=N_("Evenings, rounds, hours, contacts. Never persons by name.")
    )
    place = Written(label=N_("Place"), required=False, max_length=200)

    def __init__(self, *arguments: Any, parties: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["of_party"].choices = parties  # type: ignore[attr-defined]

    def told(self) -> DoseTold:
        """What was filled in."""
        names = ("of_party", "starts", "ends", "amount", "unit", "place", "note", "handed_over")
        return DoseTold(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class PlanDosesForm(DoseForm):
    """Occasions that come again on the same weekdays."""

    first = day(N_("First day"))
    last = day(N_("Last day"))
    weekdays = forms.TypedMultipleChoiceField(
        label=N_("On which weekdays"), coerce=int, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("first", "last", "weekdays", "starts", "ends", "of_party", "amount", "unit", "place")

    def days(self) -> list[dt.date]:
        """The days that were chosen, of a few years at most; none where the last lies before the first."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        span = min((last - first).days + 1, 2000)
        days = (first + dt.timedelta(days=n) for n in range(max(span, 0)))
        return [one for one in days if one.weekday() in self.cleaned_data["weekdays"]]


class HeldForm(DoseForm):
    """An occasion that was held and that nobody had planned."""

    day = day(N_("Day"))
    note = Written(label=N_("Note"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2}))
    handed_over = forms.IntegerField(label=N_("How many were handed over"), required=False, min_value=0)
    field_order = ("day", "starts", "ends", "of_party", "amount", "unit", "handed_over", "place", "note")

    def __init__(self, *arguments: Any, outreach: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not outreach:
            del self.fields["handed_over"]


class HoldForm(Form):
    """What came of a planned occasion that was held."""

    amount = forms.FloatField(label=N_("How much"))
    handed_over = forms.IntegerField(label=N_("How many were handed over"), required=False, min_value=0)
    note = Written(label=N_("Note"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *arguments: Any, outreach: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not outreach:
            del self.fields["handed_over"]


class CancelForm(Form):
    """Why a planned occasion was not held."""

    note = Written(label=N_("Why was it not held?"), max_length=8000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        # it stands beside the form of what was held, which also has a note
        super().__init__(*arguments, auto_id="id_cancelled_%s", **named)
