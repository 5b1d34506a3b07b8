"""What a problem rests on is laid down: as it stands today, and never changed after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from lagesbild.core.actions import Actor, acting
from lagesbild.core.models import Audience
from lagesbild.dialogues.models import Dialogue
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.incidents.models import Incident
from lagesbild.incidents.queries import IncidentQuerySet
from lagesbild.indicators.models import Series
from lagesbild.organisation.texts import free
from lagesbild.picture.models import Edition, Finding
from lagesbild.problems import frozen
from lagesbild.problems.actions.common import owned, record, written
from lagesbild.problems.actions.describing import Told, open_problem
from lagesbild.problems.gathered import figures_of
from lagesbild.problems.models import Evidence, Problem

Kind = Evidence.Kind
MOST = 20_000
"""Incidents that one piece of evidence may rest on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which incidents: of categories (none: all), from the first day to the last, within some metres of a place."""

    first: dt.date
    last: dt.date
    start: dt.datetime
    end: dt.datetime
    categories: tuple[int, ...] = ()
    lon: float | None = None
    lat: float | None = None
    metres: int | None = None

    def found(self) -> IncidentQuerySet:
        """Those that count and that whoever looks may see. Called inside the walls."""
        rows = Incident.objects.in_picture().within(self.start, self.end)
        if self.categories:
            rows = rows.of_categories(self.categories)
        if self.lon is not None and self.lat is not None and self.metres:
            rows = rows.near(self.lon, self.lat, self.metres)
        return rows

    def kept(self) -> dict[str, Any]:
        """As the evidence says it."""
        return {
            "categories": list(self.categories),
            "lon": self.lon,
            "lat": self.lat,
            "metres": self.metres,
        }


def from_finding(*, actor: Actor, finding: int, told: Told) -> Problem:
    """Open a problem out of a finding, with the finding as its first evidence; seen by those who see the picture.

    Raises
    ------
    Denied, InputError
        As `open_problem` and `add_finding`.
    """
    with acting(actor):
        edition = Edition.objects.light().get(findings=finding)
        problem = open_problem(actor=actor, told=told, audience=edition.readers_id)
        add_finding(actor=actor, problem=problem.pk, finding=finding)
    return problem


def add_finding(*, actor: Actor, problem: int, finding: int) -> Evidence:
    """Let a problem rest on a finding, as its edition has it.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        It rests on it already, or the finding is about the source.
    """
    with acting(actor):
        row = written(actor, problem)
        found = Finding.objects.get(pk=finding)
        if row.evidence.filter(finding=found).exists():
            raise InputError(Message(N_("The problem rests on this finding already.")))
        made = frozen.of_finding(found, Edition.objects.get(pk=found.edition_id))
        return _keep(actor, row, Kind.FINDING, made, finding=found)


def add_incidents(*, actor: Actor, problem: int, chosen: Chosen, text: str = "") -> Evidence:
    """Let a problem rest on the incidents that a choice finds today, of those that the actor may see.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        The choice finds none, or more than can be kept; the text tells who someone is.
    """
    with acting(actor):
        row = written(actor, problem)
        said = free(text)
        if chosen.last < chosen.first:
            raise InputError(Message(N_("The period ends before it begins.")))
        found = chosen.found()
        numbers = tuple(found.order_by("start", "pk").values_list("pk", flat=True)[: MOST + 1])
        if not numbers:
            raise InputError(Message(N_("No incidents were found. Choose a longer period or a larger area.")))
        if len(numbers) > MOST:
            raise InputError(
                Message(N_("More than {most} incidents were found. Choose a shorter period."), {"most": MOST})
            )
        figures = figures_of(found)
        sentences = [
            frozen.message(
                N_("{n} incidents from {first} to {last}."), n=len(numbers), first=chosen.first, last=chosen.last
            )
        ]
        limits = [frozen.message(N_("Those that were open to whoever laid it down; what others keep is not in it."))]
        if chosen.metres:
            limits.append(frozen.message(N_("Incidents without a position are not in it.")))
        made = frozen.content(
            sentences=sentences,
            limits=limits,
            figures=figures,
            period=(chosen.first, chosen.last + dt.timedelta(days=1)),
            chosen=chosen.kept(),
            text=said,
        )
        return _keep(actor, row, Kind.INCIDENTS, frozen.Frozen(made, numbers))


def add_dialogue(*, actor: Actor, problem: int, dialogue: int) -> Evidence:
    """Let a problem rest on what was said in a dialogue up to today; nobody's own words are in it.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        Nobody has said anything in it yet, or fewer see it than the problem.
    """
    with acting(actor):
        row = written(actor, problem)
        found = Dialogue.objects.select_related("audience").get(pk=dialogue)
        own = (found.party_id, found.audience_id) == (row.party_id, row.audience_id)
        if found.audience.kind not in Audience.SHARED and not own:
            raise InputError(Message(N_("The dialogue is open to fewer than the problem is.")))
        made = frozen.of_dialogue(found)
        if not made.content["figures"].get("n"):
            raise InputError(Message(N_("Nobody has said anything in the dialogue yet.")))
        return _keep(actor, row, Kind.DIALOGUE, made, dialogue=found)


def add_series(*, actor: Actor, problem: int, series: int) -> Evidence:
    """Let a problem rest on a series of statistics as it stands today, with its source and coverage.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        The series has no figures any more.
    """
    with acting(actor):
        row = written(actor, problem)
        found = Series.objects.select_related("indicator__base", "area").get(pk=series)
        made = frozen.of_series(found)
        if made is None:
            raise InputError(
                Message(N_("There are no figures of this any more. The file they came from was taken back."))
            )
        return _keep(actor, row, Kind.SERIES, made, series=found)


def add_note(*, actor: Actor, problem: int, text: str) -> Evidence:
    """Let a problem rest on what somebody knows: a walk, a talk, a report.

    Raises
    ------
    Denied, WrongState
        The actor may not, or the problem is closed.
    InputError
        The text is empty or tells who someone is.
    """
    with acting(actor):
        row = written(actor, problem)
        said = free(text, required=Message(N_("Write what it is, and where it is from.")))
        return _keep(actor, row, Kind.NOTE, frozen.Frozen(frozen.content(sentences=[], text=said)))


def _keep(actor: Actor, problem: Problem, kind: str, made: frozen.Frozen, **of: Any) -> Evidence:
    found = frozen.digest(kind, made.content, made.incidents)
    row = Evidence.objects.create(
        problem=problem,
        kind=kind,
        content=made.content,
        incidents=list(made.incidents),
        digest=found,
        person_id=actor.person,
        **of,
        **owned(problem),
    )
    record(actor, "problem.evidenced", problem, evidence=row.pk, kind=str(kind), digest=found, n=len(made.incidents))
    return row
