"""Where people write about problems, what goes on into meetings, and what comes from there."""

from __future__ import annotations

from typing import Any

from lagesbild.core import masking
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
from lagesbild.i18n import N_, Message
from lagesbild.incidents.actions.common import MASKED_AS as INCIDENT
from lagesbild.meetings.masking import words_of
from lagesbild.problems import policies
from lagesbild.problems.frozen import WORDS
from lagesbild.problems.models import Cause, Criterion, Evidence, FocusArea, Problem, Valuation

PROBLEM, VERB = "problem", "problem.masked"
DESCRIBED = ("title", "what", "where", "when", "who", "place", "reason")


def register() -> None:
    """Called when the application is ready."""
    masking.subject(
        Subject(
            name=PROBLEM,
            path="problem",
            called=lambda row: Message(N_("Problem {number}"), {"number": str(row.number)}),
            model=Problem,
            texts=(
                Texts(Problem, DESCRIBED),
                Texts(Evidence, ("content",), of="problem", keys=WORDS),
                Texts(Valuation, ("reason",), of="problem"),
                Texts(Cause, ("text", "basis"), of="problem"),
            ),
            may=policies.may_write,
            page=lambda row: ("problems:detail", {"pk": row.pk}),
            verb=VERB,
        )
    )
    masking.subject(
        Subject(
            name="focus_area",
            path="fokusomrade",
            called=lambda row: row.name,
            model=FocusArea,
            texts=(Texts(FocusArea, ("name", "description")),),
            may=lambda actor, row: policies.may_arrange(actor),
            page=lambda row: ("problems:focus_area", {"pk": row.pk}),
            verb="focus_area.masked",
        )
    )
    words_of(PROBLEM)
    for decided in ("meeting", "task"):
        masking.copies(decided, _reasons)
    masking.copies(INCIDENT, _places)
    masking.copies("dialogue", _dialogues)
    masking.copies("indicator", _series)
    masking.exempt(
        Criterion,
        {
            "key": "name of a standard criterion",
            "name": "a list that the program gives",
            "question": "a list that the program gives",
        },
    )


def _reasons(system: Actor, changes: Changes) -> list[Reached]:
    """A decision's text is the reason of a problem that it does not give priority."""
    reached = []
    for row in Problem.objects.select_for_update(of=("self",)).filter(reason__in=changes):
        Problem.objects.filter(pk=row.pk).update(reason=changes[row.reason])
        reached.append(Reached(row, VERB, 1))
    return reached


def _places(system: Actor, changes: Changes) -> list[Reached]:
    """The name of a place went from an incident, by way of a finding, into the description of a problem."""
    reached = []
    for row in Problem.objects.select_for_update(of=("self",)).filter(place__in=changes):
        was, becomes = row.place, changes[row.place]
        for name in ("place", "title", "where"):
            setattr(row, name, getattr(row, name).replace(was, becomes))
        row.save(update_fields=["place", "title", "where"])
        reached.append(Reached(row, VERB, 1))
    return reached


def _dialogues(system: Actor, changes: Changes) -> list[Reached]:
    """What was asked in a dialogue stands in evidence from it."""
    return _sealed(Evidence.Kind.DIALOGUE, changes)


def _series(system: Actor, changes: Changes) -> list[Reached]:
    """What an indicator is called, and what changed in its source, stands in evidence from it."""
    return _sealed(Evidence.Kind.SERIES, changes)


def _sealed(kind: str, changes: Changes) -> list[Reached]:
    reached = []
    for row in Evidence.objects.select_for_update(of=("self",)).filter(kind=kind):
        content = _replaced(row.content, changes)
        if content != row.content:
            Evidence.objects.filter(pk=row.pk).update(content=content)
            reached.append(Reached(Problem.objects.get(pk=row.problem_id), VERB, 1))
    return reached


def _replaced(value: Any, changes: Changes) -> Any:
    """JSON with each text as it became wherever it stood in another."""
    if isinstance(value, str):
        for was, becomes in changes.items():
            value = value.replace(was, becomes)
        return value
    if isinstance(value, dict):
        return {name: _replaced(one, changes) for name, one in value.items()}
    return [_replaced(one, changes) for one in value] if isinstance(value, list) else value
