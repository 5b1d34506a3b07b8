"""Forms of problems, evidence, valuations, causes, weights and focus areas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone

from lagesbild.core.web.forms import Form, Written
from lagesbild.core.web.language import current
from lagesbild.i18n import N_, Message
from lagesbild.organisation.forms import day
from lagesbild.problems.actions import Because, Chosen, Scored, Told
from lagesbild.problems.actions.describing import FARTHEST
from lagesbild.problems.models import LEAST, MOST, REACH, Cause, Criterion, Problem, Valuation

Choices = Sequence[tuple[Any, Any]]
ALL, OWN = "all", "own"
UNKNOWN = "?"
"""What is sent for “does not know”."""


def written(label: str, help_text: str = "", rows: int = 2) -> Written:
    """A text of some lines about places and situations."""
    return Written(
        label=label,
        help_text=help_text,
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ProblemForm(Form):
    """What, where, when, who is affected; and where it lies."""

    title = Written(label=N_("Name"), help_text=N_("What and where, in a few words."), max_length=200)
    what = written(N_("What?"), N_("What happens, and what comes of it."))
    where = written(N_("Where?"), N_("Which places, and where not."))
    when = written(N_("When?"), N_("Days, hours, season; since when."))
    who = written(N_("Who is affected?"), N_("Those who are disturbed or harmed. Never who did it."))
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    place = Written(label=N_("Place on the map"), required=False, max_length=200)
    metres = forms.IntegerField(
        label=N_("Metres around the place"), min_value=1, max_value=FARTHEST, initial=REACH, required=False
    )
    area = forms.TypedChoiceField(label=N_("Area"), coerce=int, empty_value=None, required=False)
    focus_area = forms.TypedChoiceField(label=N_("Focus area"), coerce=int, empty_value=None, required=False)
    owner_person = forms.TypedChoiceField(label=N_("Who keeps it moving"), coerce=int, empty_value=None, required=False)
    readers = forms.ChoiceField(
        label=N_("Who sees it"),
        choices=[(ALL, N_("All of the partnership")), (OWN, N_("Only our own organisation"))],
        initial=ALL,
        widget=forms.RadioSelect,
    )

    def __init__(
        self,
        *arguments: Any,
        areas: Choices,
        focus_areas: Choices,
        people: Choices,
        readers: bool = False,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        nothing = [("", "–")]
        self.fields["area"].choices = [*nothing, *areas]  # type: ignore[attr-defined]
        self.fields["focus_area"].choices = [*nothing, *focus_areas]  # type: ignore[attr-defined]
        self.fields["owner_person"].choices = [*nothing, *people]  # type: ignore[attr-defined]
        if not areas:
            del self.fields["area"]
        if not focus_areas:
            del self.fields["focus_area"]
        if not readers:
            del self.fields["readers"]

    def told(self) -> Told:
        """What was filled in."""
        said = self.cleaned_data
        plain = ("title", "what", "where", "when", "who", "lon", "lat", "place", "owner_person")
        return Told(
            **{name: said[name] for name in plain},
            metres=said["metres"] or REACH,
            area=said.get("area"),
            focus_area=said.get("focus_area"),
        )


def as_told(problem: Problem) -> dict[str, Any]:
    """What the form shows of a problem."""
    plain = ("title", "what", "where", "when", "who", "lon", "lat", "place", "metres")
    ids = {name: getattr(problem, f"{name}_id") for name in ("area", "focus_area", "owner_person")}
    return {name: getattr(problem, name) for name in plain} | ids


class CloseForm(Form):
    """Why a problem is closed."""

    reason = Written(
        label=N_("Why?"),
        help_text=N_("It is gone, it is part of another, or it is handled elsewhere."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(Form):
    """Evidence that somebody knows."""

    text = Written(
        label=N_("What is known, and from where?"),
        help_text=N_("A walk, a talk, a report. About the place, not about persons."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DialogueForm(Form):
    """Which dialogue is laid down."""

    dialogue = forms.TypedChoiceField(label=N_("Which dialogue?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, dialogues: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["dialogue"].choices = dialogues  # type: ignore[attr-defined]


class ProblemChoiceForm(Form):
    """Which problem rests on something."""

    problem = forms.TypedChoiceField(label=N_("Which problem?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, problems: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["problem"].choices = problems  # type: ignore[attr-defined]


class IncidentsForm(Form):
    """Which incidents are laid down; names are those of the address, so that the choice can be looked at first."""

    fran = day(N_("From day"))
    till = day(N_("To day"))
    kategori = forms.TypedMultipleChoiceField(
        label=N_("Category"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    meter = forms.IntegerField(
        label=N_("Metres around the problem's place"), min_value=1, max_value=FARTHEST, required=False
    )

    def __init__(self, *arguments: Any, categories: Choices, placed: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["kategori"].choices = categories  # type: ignore[attr-defined]
        if not placed:
            del self.fields["meter"]

    def chosen(self, problem: Problem) -> Chosen:
        """What was filled in, in the time zone of the partnership."""
        said = self.cleaned_data
        metres = said.get("meter")
        return Chosen(
            first=said["fran"],
            last=said["till"],
            start=_midnight(said["fran"]),
            end=_midnight(said["till"] + dt.timedelta(days=1)),
            categories=tuple(said["kategori"]),
            lon=problem.lon if metres else None,
            lat=problem.lat if metres else None,
            metres=metres,
        )


class KeepForm(Form):
    """What is said with incidents that are laid down."""

    text = written(N_("What they show"), N_("About the place, not about persons."))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


class ValueForm(Form):
    """A score from 1 to 5 on each criterion, or “does not know”, and why."""

    party = forms.TypedChoiceField(label=N_("For whom"), coerce=int)

    def __init__(
        self, *arguments: Any, criteria: Iterable[Criterion], parties: Choices, given: Iterable[Valuation], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["party"].choices = parties  # type: ignore[attr-defined]
        self.fields["party"].initial = parties[0][0]
        if len(parties) == 1:
            self.fields["party"].widget = forms.HiddenInput()
        self.criteria = list(criteria)
        known = {one.criterion_id: one for one in given}
        steps = [(str(step), str(step)) for step in range(LEAST, MOST + 1)]
        for one in self.criteria:
            before = known.get(one.pk)
            value = None if before is None else (UNKNOWN if before.score is None else str(before.score))
            self.fields[f"k{one.pk}"] = forms.ChoiceField(
                label=one.name,
                help_text=one.question,
                choices=[*steps, (UNKNOWN, current().gettext(N_("do not know")))],
                required=False,
                initial=value,
                widget=forms.RadioSelect,
            )
            self.fields[f"s{one.pk}"] = Written(
                label=current().gettext(N_("Why")),
                required=False,
                max_length=1000,
                initial=before.reason if before else "",
                widget=forms.Textarea(attrs={"rows": 1}),
            )

    def scores(self) -> list[Scored]:
        """Those that were given; a criterion that was passed over is none."""
        found = []
        for one in self.criteria:
            said, reason = self.cleaned_data[f"k{one.pk}"], self.cleaned_data[f"s{one.pk}"]
            if said:
                found.append(Scored(one.pk, None if said == UNKNOWN else int(said), reason))
        return found

    def clean(self) -> dict[str, Any]:
        """A reason without a score says nothing."""
        said: dict[str, Any] = super().clean() or {}
        for one in self.criteria:
            if said.get(f"s{one.pk}") and not said.get(f"k{one.pk}"):
                self.add_error(f"k{one.pk}", current().gettext(N_("Choose a score, or that you do not know.")))
        return said


class CauseForm(Form):
    """Why it happens."""

    side = forms.ChoiceField(
        label=N_("Side"),
        choices=[
            (Cause.Side.PLACE, N_("The place and the situation: what makes it possible here")),
            (Cause.Side.VICTIM, N_("Victim and object: who or what is hit, and why just they")),
            (Cause.Side.OFFENDER, N_("The offender's perspective: what one gains, risks, and has instead")),
        ],
        widget=forms.RadioSelect,
    )
    parent = forms.TypedChoiceField(
        label=N_("Lies behind"),
        help_text=N_("Why does that happen? Asked again, one comes to what can be changed."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    text = Written(
        label=N_("Cause"), help_text=N_("A sentence about the situation, not about persons."), max_length=200
    )
    basis = written(N_("What it rests on"), N_("Which evidence, or who has seen it."))
    confidence = forms.ChoiceField(
        label=N_("How well founded"),
        choices=[(value, label) for value, label in Cause.Confidence.choices],
        initial=Cause.Confidence.ASSUMPTION,
        widget=forms.RadioSelect,
    )

    def __init__(self, *arguments: Any, causes: Choices, **named: Any) -> None:
        super().__init__(*arguments, **named)
        straight = current().gettext(N_("Straight behind the problem"))
        self.fields["parent"].choices = [("", straight), *causes]  # type: ignore[attr-defined]
        if not causes:
            del self.fields["parent"]

    def because(self) -> Because:
        """What was filled in."""
        said = self.cleaned_data
        return Because(
            side=said["side"],
            text=said["text"],
            basis=said["basis"],
            confidence=said["confidence"],
            parent=said.get("parent"),
        )


class WeightsForm(Form):
    """How much each criterion weighs, and which are in use."""

    def __init__(self, *arguments: Any, criteria: Iterable[Criterion], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.criteria = list(criteria)
        for one in self.criteria:
            self.fields[f"v{one.pk}"] = forms.IntegerField(
                label=one.name, min_value=0, max_value=1000, initial=one.weight
            )
            self.fields[f"a{one.pk}"] = forms.BooleanField(
                label=current().say(Message(N_("{name} is in use"), {"name": one.name})),
                required=False,
                initial=one.active,
            )

    def weights(self) -> dict[int, int]:
        """Weight by number of criterion."""
        return {one.pk: self.cleaned_data[f"v{one.pk}"] for one in self.criteria}

    def active(self) -> set[int]:
        """Those in use."""
        return {one.pk for one in self.criteria if self.cleaned_data[f"a{one.pk}"]}


class FocusAreaForm(Form):
    """What the partnership has agreed to work with."""

    name = Written(label=N_("Name"), max_length=200)
    description = written(N_("What it is about"))
    since = day(N_("From day"))
    until = day(N_("To day"), required=False)
