"""Forms of dialogues, questions, answers and notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.dialogues.actions import HIGHEST, LOWEST, Answered, Asked, Seen, Told
from lagesbild.dialogues.models import Dialogue, Note, Question
from lagesbild.i18n import N_
from lagesbild.organisation.forms import day


def written(label: str, help_text: str = "", *, rows: int = 4, required: bool = False) -> Written:
    """A text of some lines."""
    return Written(
        label=label,
        help_text=help_text,
        required=required,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DialogueForm(Form):
    """What a dialogue is; whom it is with is chosen once."""

    kind = forms.ChoiceField(label=N_("Whom is it with?"), choices=Dialogue.Kind.choices, widget=forms.RadioSelect)
    title = Written(label=N_("Name"), help_text=N_("As a question, if it is one."), max_length=200)
    intro = written(N_("What it is about"), N_("And what you do with the answers. Those who answer read it first."))
    own = forms.BooleanField(
        label=N_("Only for our own organisation"),
        required=False,
        help_text=N_("Nobody else sees it or what is answered. Not for dialogues with citizens."),
    )
    place = Written(
        label=N_("Where a walk begins"), required=False, max_length=200, help_text=N_("Only for safety walks.")
    )
    opens = day(N_("First day"))
    closes = day(N_("Last day"))

    def __init__(self, *arguments: Any, new: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not new:
            del self.fields["kind"], self.fields["own"]

    def told(self, kind: str = "") -> Told:
        """What was filled in, of a dialogue of a kind."""
        said = self.cleaned_data
        return Told(
            kind=said.get("kind", kind), **{name: said[name] for name in ("title", "intro", "place", "opens", "closes")}
        )


class QuestionForm(Form):
    """A question, with one answer to choose from on each line."""

    text = Written(label=N_("Question"), max_length=200)
    kind = forms.ChoiceField(
        label=N_("How is it answered?"), choices=Question.Kind.choices, widget=forms.RadioSelect, initial="text"
    )
    options = written(N_("Answers to choose from"), N_("One on each line. Not for own words or 1 to 5."), rows=5)
    required = forms.BooleanField(label=N_("Has to be answered"), required=False)

    def asked(self) -> Asked:
        """What was filled in."""
        said = self.cleaned_data
        return Asked(
            text=said["text"], kind=said["kind"], options=said["options"].splitlines(), required=said["required"]
        )


class OutcomeForm(Form):
    """What came of a dialogue."""

    outcome = written(N_("What came of it?"), N_("What was said, what you do about it, and what you do not, and why."))


class AnswerForm(Form):
    """The questions of a dialogue, as they are answered."""

    place = Written(label=N_("Which place do you think of?"), required=False, max_length=200)

    def __init__(self, *arguments: Any, questions: Iterable[Question], **named: Any) -> None:
        self.questions = list(questions)
        fields = {_name(one): _field(one) for one in self.questions}
        self.base_fields = {**fields, **type(self).base_fields}  # type: ignore[misc]
        super().__init__(*arguments, **named)

    def answered(self) -> Answered:
        """What was filled in."""
        content: dict[int, object] = {}
        for one in self.questions:
            value = self.cleaned_data[_name(one)]
            if one.kind == Question.Kind.TEXT:
                content[one.pk] = value or None
            elif one.kind == Question.Kind.MANY:
                content[one.pk] = [int(i) for i in value]
            else:
                content[one.pk] = int(value) if value else None
        return Answered(content=content, place=self.cleaned_data["place"])


def _name(question: Question) -> str:
    return f"fraga{question.pk}"


def _field(question: Question) -> forms.Field:
    if question.kind == Question.Kind.TEXT:
        return written(question.text, required=question.required)
    if question.kind == Question.Kind.SCALE:
        steps = [(str(step), str(step)) for step in range(LOWEST, HIGHEST + 1)]
        return forms.ChoiceField(
            label=question.text, choices=steps, required=question.required, widget=forms.RadioSelect
        )
    options = [(str(i), option) for i, option in enumerate(question.options)]
    if question.kind == Question.Kind.MANY:
        return forms.MultipleChoiceField(
            label=question.text, choices=options, required=question.required, widget=forms.CheckboxSelectMultiple
        )
    return forms.ChoiceField(label=question.text, choices=options, required=question.required, widget=forms.RadioSelect)


class NoteForm(Form):
    """What is seen on a walk."""

    kind = forms.ChoiceField(label=N_("What is it?"), choices=Note.Kind.choices, widget=forms.RadioSelect)
    text = written(N_("What do you see?"), N_("The place, not those who are there."), rows=3, required=True)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    place = Written(label=N_("Where?"), required=False, max_length=200)

    def noted(self) -> Seen:
        """What was filled in."""
        return Seen(**{name: self.cleaned_data[name] for name in ("kind", "text", "lon", "lat", "place")})
