"""A plan as it is decided: what is kept of it, its digest, and what differs between two of them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from lagesbild.core.models import Audience
from lagesbild.core.sealed import Seal
from lagesbild.i18n import N_, Language, translator
from lagesbild.plans import catalogue
from lagesbild.plans.board import Board, of_plan
from lagesbild.plans.models import Measure, Plan
from lagesbild.problems.models import Cause, Problem

WORDS = (
    *("name", "purpose", "title", "text", "what", "method", "goal", "indicator", "unit", "resources", "place"),
    *("hands_over_to", "person"),
)
"""Names in an edition under which people's own words stand."""
SEAL = Seal("lagesbild.plans.edition", WORDS)
seal, digest = SEAL.of, SEAL.digest
FIELDS: Mapping[str, str] = {
    "what": N_("What"),
    "method": N_("Method"),
    "technique": N_("Technique"),
    "kind": N_("Kind"),
    "responsible": N_("Responsible"),
    "person": N_("Person"),
    "starts": N_("From"),
    "due": N_("To"),
    "goal": N_("Goal"),
    "indicator": N_("Indicator"),
    "unit": N_("Unit"),
    "baseline": N_("Baseline"),
    "target": N_("Target"),
    "resources": N_("Resources"),
    "hands_over_to": N_("Handed over to"),
    "place": N_("Place"),
    "stopped": N_("Stopped"),
}
"""What of a measure is compared, and what it is called."""
OF_PLAN: Mapping[str, str] = {
    "name": N_("Name"),
    "purpose": N_("Purpose"),
    "starts": N_("From"),
    "ends": N_("To"),
    "body": N_("Body"),
}
"""What of the plan itself is compared."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A measure as an edition has it; days in ISO form."""

    number: int
    problem: int | None
    cause: int | None
    what: str
    method: str
    technique: str
    kind: str
    responsible: str
    person: str
    starts: str | None
    due: str | None
    goal: str
    indicator: str
    unit: str
    baseline: float | None
    target: float | None
    resources: str
    hands_over_to: str
    place: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """A cause as an edition has it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Against:
    """A problem as an edition has it; without words where not all who read the plan may read it."""

    number: int
    called: int
    title: str
    causes: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A plan as it was decided."""

    name: str
    purpose: str
    starts: str
    ends: str
    body: str
    problems: tuple[Against, ...]
    measures: tuple[Kept, ...]

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Content:
        """What was kept."""
        problems = (
            Against(**{**one, "causes": tuple(Behind(**cause) for cause in one["causes"])}) for one in kept["problems"]
        )
        measures = tuple(Kept(**one) for one in kept["measures"])
        return cls(**{**kept, "problems": tuple(problems), "measures": measures})

    def of_cause(self, problem: int, cause: int) -> list[Kept]:
        """Its measures against a cause of a problem."""
        return [one for one in self.measures if (one.problem, one.cause) == (problem, cause)]

    def unnamed(self, problem: Against) -> list[Kept]:
        """Its measures against a problem of which no cause is named here."""
        named = {one.number for one in problem.causes}
        return [one for one in self.measures if one.problem == problem.number and one.cause not in named]

    def without_problem(self) -> list[Kept]:
        """Its measures against no problem that is named here."""
        named = {one.number for one in self.problems}
        return [one for one in self.measures if one.problem not in named]


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one field: its name (`N_`), how it was, how it is. Texts, numbers, days in ISO form, or None."""

    label: str
    before: Any
    after: Any
    field: str

    def was(self, language: Language) -> Any:
        """How it was, as people read it; None where nothing was said."""
        return _worded(self.field, self.before, language)

    def is_(self, language: Language) -> Any:
        """How it is, as people read it; None where nothing is said."""
        return _worded(self.field, self.after, language)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two editions, or between an edition and the plan as it stands."""

    plan: tuple[Change, ...]
    added: tuple[Kept, ...]
    removed: tuple[Kept, ...]
    changed: tuple[tuple[Kept, tuple[Change, ...]], ...]

    def __bool__(self) -> bool:
        return bool(self.plan or self.added or self.removed or self.changed)

    @property
    def count(self) -> int:
        """How many things differ."""
        return len(self.plan) + len(self.added) + len(self.removed) + len(self.changed)


def compose(plan: Plan, shown: Board | None = None) -> Content:
    """The plan as it stands, to be kept; of its board, where that has been asked for already."""
    laid = shown or of_plan(plan)
    rows = sorted(laid.measures, key=lambda one: one.pk)
    problems = {row.problem.pk: row.problem for row in rows if row.problem is not None}
    causes: dict[int, list[Cause]] = {}
    for cause in laid.causes:
        causes.setdefault(cause.problem_id, []).append(cause)
    ordered = sorted(problems.values(), key=lambda one: one.number)
    return Content(
        plan.name,
        plan.purpose,
        plan.starts.isoformat(),
        plan.ends.isoformat(),
        plan.body.name if plan.body else "",
        tuple(_against(plan, one, causes.get(one.pk, [])) for one in ordered),
        tuple(_kept(row) for row in rows),
    )


def difference(before: Content, after: Content) -> Difference:
    """What became of an edition."""
    old, new = ({one.number: one for one in content.measures} for content in (before, after))
    both = [(old[number], new[number]) for number in new if number in old]
    changed = [(now, tuple(_changes(was, now, FIELDS))) for was, now in both]
    return Difference(
        tuple(_changes(before, after, OF_PLAN)),
        tuple(one for number, one in new.items() if number not in old),
        tuple(one for number, one in old.items() if number not in new),
        tuple(pair for pair in changed if pair[1]),
    )


def since(newest: Mapping[str, Any] | None, content: Content) -> Difference | None:
    """What has changed since the latest edition, of which this is kept; None where nothing has been decided."""
    return difference(Content.of_json(newest), content) if newest else None


def open_to_readers(problem: Problem, plan: Plan) -> bool:
    """Whether all who read the plan may read the problem."""
    if problem.audience.kind == Audience.PARTNERSHIP:
        return True
    return (problem.audience_id, problem.party_id) == (plan.audience_id, plan.party_id)


def _against(plan: Plan, problem: Problem, causes: list[Cause]) -> Against:
    shown = open_to_readers(problem, plan)
    return Against(
        problem.pk,
        problem.number,
        problem.title if shown else "",
        tuple(Behind(cause.pk, cause.text) for cause in causes) if shown else (),
    )


def _kept(row: Measure) -> Kept:
    return Kept(
        number=row.pk,
        problem=row.problem_id,
        cause=row.cause_id,
        what=row.what,
        method=row.method,
        technique=row.technique,
        kind=row.kind,
        responsible=row.responsible.name,
        person=row.person.name if row.person else "",
        starts=row.starts.isoformat() if row.starts else None,
        due=row.due.isoformat() if row.due else None,
        goal=row.goal,
        indicator=row.indicator,
        unit=row.unit,
        baseline=row.baseline,
        target=row.target,
        resources=row.resources,
        hands_over_to=row.hands_over_to,
        place=row.place,
        stopped=row.state == Measure.State.STOPPED,
    )


def _changes(before: Any, after: Any, fields: Mapping[str, str]) -> Iterator[Change]:
    for name, label in fields.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield Change(label, was, now, name)


def day(kept: str | None) -> dt.date | None:
    """A day out of an edition."""
    return dt.date.fromisoformat(kept) if kept else None


def _worded(field: str, value: Any, language: Language) -> Any:
    """A value as people read it: a day as a day, a technique by name, a kind by its label; None where there is none."""
    if value in (None, "", False):
        return None
    if field in ("starts", "due", "ends"):
        return day(value)
    if field == "technique":
        known = catalogue.entry(value)
        return known.in_(language).name if known else value
    if field == "kind":
        return translator(language).gettext(Measure.Kind(value).label)
    return translator(language).gettext(N_("stopped")) if field == "stopped" else value
