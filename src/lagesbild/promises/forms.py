"""Forms of promises, decisions, signatures, milestones, follow-ups and how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_
from lagesbild.organisation.forms import day
from lagesbild.promises.actions import Position, Said, Signed, Within, Words
from lagesbild.promises.models import Milestone, Outcome, Promise
from lagesbild.promises.periods import Period

Choices = Sequence[tuple[Any, Any]]
PLACES = N_("About places and situations, not about persons.")
OTHER = "other"
"""Sent for a period that is none of the agreements'."""
REACH = 250
"""Metres around a position, where nobody says otherwise."""


def area(label: str, rows: int = 3, *, required: bool = False, help_text: str = "") -> Written:
    """A text of several lines."""
    return Written(
        label=label,
        required=required,
        max_length=8000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PromiseForm(Form):
    """What a promise says, when, who promises, which measures, and where effect is counted."""

    title = Written(
        label=N_("What do you promise?"),
        max_length=200,
        help_text=N_("One sentence that a neighbour understands: what, where, how often."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = area(N_("More about it"), 5, help_text=N_("Short sentences and everyday words. Say “we” and “you”."))
    where = Written(label=N_("Where"), required=False, max_length=200)
    focus = Written(label=N_("What it is about"), required=False, max_length=200, help_text=N_("Traffic, the centre."))
    parties = forms.TypedMultipleChoiceField(
        label=N_("Who promises"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": N_("Choose who promises.")},
    )
    period = forms.ChoiceField(label=N_("Period"), initial=OTHER, widget=forms.RadioSelect)
    starts = day(N_("First day"), required=False, help_text=N_("Only if the period is another."))
    ends = day(N_("Last day"), required=False)
    measures = forms.TypedMultipleChoiceField(
        label=N_("Measures that are promised"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=N_("They are followed up in their plans, and that is how the promise is followed up."),
    )
    goal = area(N_("What can be measured"), 2, help_text=N_("At least five evenings; fewer thefts of bicycles."))
    rhythm = Written(
        label=N_("How it is followed up"), required=False, max_length=200, help_text=N_("Quarterly; at each BRÅ.")
    )
    basis = area(
        N_("What it rests on besides"), 2, help_text=N_("What does not stand in the chain: a survey, a dialogue.")
    )
    source = forms.URLField(
        label=N_("Where it was read"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=N_("Of a promise that was made elsewhere."),
    )
    categories = forms.TypedMultipleChoiceField(
        label=N_("Which reports tell whether it helps"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    radius = forms.IntegerField(
        label=N_("Metres around the place"), required=False, min_value=50, max_value=20_000, initial=REACH
    )
    placeless = forms.BooleanField(label=N_("At no certain place"), required=False)
    area = forms.TypedChoiceField(label=N_("Or a whole area"), coerce=int, empty_value=None, required=False)

    def __init__(
        self,
        *arguments: Any,
        parties: Choices,
        periods: Choices,
        measures: Choices,
        categories: Choices,
        areas: Choices,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        other = current().gettext(N_("Another period"))
        choices: dict[str, Choices] = {
            "parties": parties,
            "period": [*periods, (OTHER, other)],
            "measures": measures,
            "categories": categories,
            "area": [("", "–"), *areas],
        }
        for name, found in choices.items():
            self.fields[name].choices = found  # type: ignore[attr-defined]
        required = self.fields["parties"].error_messages
        required["required"] = current().gettext(str(required["required"]))

    def clean(self) -> dict[str, Any]:
        """The period as days, and a position that is whole."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        words = current()
        chosen = said.get("period")
        if chosen and chosen != OTHER:
            first, _, last = chosen.partition(":")
            said["starts"], said["ends"] = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        elif not (said.get("starts") and said.get("ends")) and not {"starts", "ends"} & set(self.errors):
            self.add_error("period", words.gettext(N_("Choose a period, or its first and last day.")))
        if (said.get("lon") is None) != (said.get("lat") is None) and not {"lon", "lat"} & set(self.errors):
            self.add_error("lat", words.gettext(N_("A position has both latitude and longitude.")))
        return said

    def said(self) -> Said:
        """What was filled in."""
        found = self.cleaned_data
        position = None
        if found["lon"] is not None and not found["placeless"]:
            position = Position(lon=found["lon"], lat=found["lat"], metres=found["radius"] or REACH)
        names = ("title", "text", "where", "focus", "goal", "basis", "rhythm", "source")
        return Said(
            words=Words(**{name: found[name] for name in names}),
            starts=found["starts"],
            ends=found["ends"],
            parties=found["parties"],
            measures=found["measures"],
            within=Within(position, found["area"], found["categories"]),
        )


def initial_of(promise: Promise, periods: Choices) -> dict[str, Any]:
    """What the form of a promise begins with."""
    value = value_of(Period(promise.starts, promise.ends))
    named = value in {one for one, _ in periods}
    return {
        **{name: getattr(promise, name) for name in Words.__dataclass_fields__},
        "period": value if named else OTHER,
        "starts": None if named else promise.starts,
        "ends": None if named else promise.ends,
        "parties": [one.of_party_id for one in promise.promisers.all()],
        "measures": [one.measure_id for one in promise.promised.all()],
        "categories": promise.categories,
        "lat": promise.lat,
        "lon": promise.lon,
        "radius": promise.radius,
        "area": promise.area_id,
    }


def value_of(period: Period) -> str:
    """A period as the form sends it."""
    return f"{period.starts}:{period.ends}"


class PartyChoice(Form):
    """Whose it is."""

    party = forms.TypedChoiceField(label=N_("Party"), coerce=int)

    def __init__(self, *arguments: Any, parties: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]


class SignatureForm(PartyChoice):
    """A signed original."""

    file = forms.FileField(
        label=N_("Signed original"),
        help_text=N_("PDF, PNG or JPEG; at most 20 MB. Electronic signatures in a PDF are read at once."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
    )
    signatory = forms.CharField(label=N_("Who has signed"), max_length=200)
    function = Written(label=N_("As what"), max_length=200, help_text=N_("Kommunstyrelsens ordförande."))
    date = day(N_("Day of the signature"))

    def signed(self) -> Signed:
        """What was filled in, with the file."""
        found = self.cleaned_data
        return Signed(
            party=found["party"],
            signatory=found["signatory"],
            function=found["function"],
            date=found["date"],
            name=found["file"].name,
            content=found["file"].read(),
        )


class ReasonForm(Form):
    """Why a promise is taken back."""

    reason = area(N_("Why is it taken back?"), required=True, help_text=PLACES)


class MilestoneForm(Form):
    """Something that is to have happened by a day."""

    what = Written(label=N_("What is to have happened?"), max_length=200)
    due = day(N_("When, at the latest"))


class MilestoneTold(MilestoneForm):
    """How a milestone went."""

    state = forms.ChoiceField(
        label=N_("How did it go?"),
        choices=[
            (Milestone.State.DONE, N_("Reached")),
            (Milestone.State.NOT_DONE, N_("Not reached")),
            (Milestone.State.PLANNED, N_("Still to come")),
        ],
        widget=forms.RadioSelect,
    )
    done_on = day(N_("Reached on"), required=False)
    reason = area(N_("Why"), 2, help_text=N_("If it was not reached, or late."))
    field_order = ("state", "done_on", "reason", "what", "due")

    def __init__(self, *arguments: Any, stands: bool, **named: Any) -> None:
        """With `stands` a body stands behind what is to have happened, and it is no field."""
        super().__init__(*arguments, **named)
        if stands:
            del self.fields["what"]


class FollowUpForm(Form):
    """What was done."""

    day = day(N_("Day"))
    text = area(N_("What was done?"), required=True, help_text=PLACES)


class OutcomeForm(Form):
    """How it ended. Whether it helped is for an evaluation to say."""

    kept = forms.ChoiceField(
        label=N_("Was the promise kept?"),
        choices=[
            (Outcome.Kept.KEPT, N_("Kept as promised")),
            (Outcome.Kept.PARTLY, N_("Partly kept")),
            (Outcome.Kept.NOT, N_("Not kept")),
        ],
        widget=forms.RadioSelect,
    )
    reason = area(N_("Why is it called so?"), required=True, help_text=N_("What was promised and what was done."))
    effect_reason = area(N_("What is to be said of whether it helped?"), help_text=PLACES)
