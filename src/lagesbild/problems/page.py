"""What the page of a problem shows: what it rests on, who values it how, why it arises and what is done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from django.db.models import Q

from lagesbild.core.models import Party
from lagesbild.core.web import Here
from lagesbild.i18n import N_, Message
from lagesbild.incidents import grid
from lagesbild.incidents.models import Incident
from lagesbild.picture.models import Name
from lagesbild.picture.names import in_text, marks_in
from lagesbild.problems.models import LEAST, Cause, Criterion, Evidence, Problem, Valuation

AGREED, APART = 1, 3
"""So many steps apart parties still agree; from so many on they disagree."""
STEP = 39
"""Width of a step of the scale in the drawing of a range, in its own units."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is done about a cause, as the tree shows it."""

    shape: str
    """Of the status mark: full, half, ring, dashed, risk, broken, cross."""
    state: str
    """In words, marked with `N_`."""
    what: str
    detail: str
    """Method, who and when."""
    url: str
    promises: tuple[tuple[str, str], ...] = ()
    """What it is promised in: name and address of each."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where measures come from."""

    of: Callable[[Here, Sequence[int]], Mapping[int, Sequence[Measure]]]
    add: Callable[[Here, Problem, Cause | None], str]


_sources: list[Source] = []


def measures_from(
    of: Callable[[Here, Sequence[int]], Mapping[int, Sequence[Measure]]],
    add: Callable[[Here, Problem, Cause | None], str] = lambda here, problem, cause: "",
) -> None:
    """Say who knows what is done about causes: measures by the number of the cause, inside the walls of the reader.

    `add` answers the address of a form for one more against a cause (None: against the problem as a whole), "" for
    those who may not.
    """
    _sources.append(Source(of, add))


def forget(of: Callable[[Here, Sequence[int]], Mapping[int, Sequence[Measure]]]) -> None:
    """Take a source away again; for tests that register their own."""
    _sources[:] = [one for one in _sources if one.of is not of]


@dataclass(frozen=True, slots=True)
class Why:
    """A cause in the tree, with its depth (0 for one straight behind the problem) and what is done about it."""

    row: Cause
    number: str
    depth: int
    measures: tuple[Measure, ...]
    add: str

    @property
    def bars(self) -> int:
        """How many of three bars are filled."""
        return list(Cause.Confidence).index(Cause.Confidence(self.row.confidence)) + 1


@dataclass(frozen=True, slots=True)
class Tree:
    """Why a problem arises, by side; `rows` are its causes in the order in which they were said."""

    sides: tuple[tuple[Cause.Side, tuple[Why, ...]], ...]
    rows: tuple[Cause, ...]

    @property
    def all(self) -> list[Why]:
        """Every cause, in order."""
        return [one for _, found in self.sides for one in found]

    @property
    def gaps(self) -> int:
        """Causes that nothing is done about, nor about any cause behind them."""
        return sum(not one.measures for one in self.leaves)

    @property
    def leaves(self) -> list[Why]:
        """Causes that no other lies behind: there something can be done."""
        parents = {one.row.parent_id for one in self.all}
        return [one for one in self.all if one.row.pk not in parents]

    @property
    def without_side(self) -> list[Cause.Side]:
        """Sides that nobody has said anything about."""
        return [side for side, found in self.sides if not found]


def tree(here: Here, problem: Problem) -> Tree:
    """The causes of a problem with what is done about each."""
    rows = list(problem.causes.for_list())
    numbers = [row.pk for row in rows]
    known: dict[int, list[Measure]] = {}
    for source in _sources:
        for cause, found in source.of(here, numbers).items() if numbers else ():
            known.setdefault(cause, []).extend(found)
    behind: dict[int | None, list[Cause]] = {}
    for row in rows:
        behind.setdefault(row.parent_id, []).append(row)

    def walked(among: Sequence[Cause], depth: int, before: str, first: int = 1) -> Iterable[Why]:
        for i, row in enumerate(among, start=first):
            add = next((address for one in _sources if (address := one.add(here, problem, row))), "")
            yield Why(row, f"{before}{i}", depth, tuple(known.get(row.pk, ())), add)
            yield from walked(behind.get(row.pk, ()), depth + 1, f"{before}{i}.")

    sides, first = [], 1
    for side in Cause.Side:
        top = [row for row in behind.get(None, ()) if row.side == side]
        sides.append((side, tuple(walked(top, 0, "", first))))
        first += len(top)
    return Tree(tuple(sides), tuple(rows))


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as the page shows it, names where marks stood."""

    row: Evidence
    sentences: tuple[str, ...]
    limits: tuple[str, ...]
    n: int | None
    start: dt.date | None
    last: dt.date | None

    @property
    def words(self) -> str:
        """What somebody wrote."""
        return str(self.row.content.get("text") or "")

    @property
    def figures(self) -> Mapping[str, Any]:
        """As they were laid down."""
        found: Mapping[str, Any] = self.row.content["figures"]
        return found


def evidence_of(here: Here, rows: Sequence[Evidence]) -> list[Shown]:
    """Evidence in the reader's language, with the names of its editions as they are called today."""
    language = here.t.language
    said = [
        (*row.content["sentences"][language], *row.content["limits"][language], *_kinds(row))
        for row in rows
        if row.finding is not None
    ]
    called = _called({row.finding.edition_id for row in rows if row.finding is not None}, said)
    return [_shown(row, language, called.get(row.finding.edition_id if row.finding else 0, {})) for row in rows]


def _kinds(row: Evidence) -> list[str]:
    return [str(name) for _, name, _ in row.content["figures"].get("categories", ())]


def _called(editions: set[int], said: Iterable[Iterable[str]]) -> dict[int, dict[str, str]]:
    """Names by edition and mark."""
    marks = {mark for texts in said for mark in marks_in(*texts)}
    found: dict[int, dict[str, str]] = {}
    if marks:
        for edition, mark, text in Name.objects.filter(edition__in=editions, mark__in=marks).values_list(
            "edition_id", "mark", "text"
        ):
            found.setdefault(edition, {})[mark] = text
    return found


def _shown(row: Evidence, language: str, names: Mapping[str, str]) -> Shown:
    kept, period = row.content, row.content["period"]
    start, last = None, None
    if period is not None:
        start = dt.date.fromisoformat(period["start"][:10])
        last = max(start, dt.date.fromisoformat(period["end"][:10]) - dt.timedelta(days=1))
    return Shown(
        row,
        tuple(in_text(text, names) for text in kept["sentences"][language]),
        tuple(in_text(text, names) for text in kept["limits"][language]),
        kept["figures"].get("n"),
        start,
        last,
    )


def main(shown: Sequence[Shown]) -> Shown | None:
    """The evidence whose figures answer what and when: that of the most incidents, the latest of as many."""
    counted = [one for one in shown if one.n and one.figures.get("categories")]
    return max(counted, key=lambda one: (one.n or 0, one.row.at), default=None)


@dataclass(frozen=True, slots=True)
class Since:
    """What has happened at the place since the last evidence was laid down, and how to look at it."""

    n: int
    query: Mapping[str, Any]


def since(problem: Problem, rows: Sequence[Evidence], zone: dt.tzinfo) -> Since | None:
    """Incidents of the kinds laid down, around the problem's place, that began after what the evidence covers.

    What happened before it was laid down and after its last day stands in it as little as what came later.
    None where the problem has no place.
    """
    counted = [row for row in rows if row.incidents]
    if problem.lon is None or problem.lat is None or not counted:
        return None
    at = max(_covered(row, zone) for row in counted)
    kinds = sorted({pk for row in counted for pk, _, _ in row.content["figures"].get("categories", ()) if pk})
    box = grid.around(problem.lon, problem.lat, problem.metres)
    found = Incident.objects.in_picture().filter(start__gte=at).in_box(box)
    if kinds:
        found = found.of_categories(kinds)
    sides = (box.west, box.south, box.east, box.north)
    query = {
        "fran": at.astimezone(zone).date().isoformat(),
        "kategori": [str(pk) for pk in kinds],
        "ruta": ",".join(f"{side:.6f}" for side in sides),
    }
    return Since(found.count(), query)


def _covered(row: Evidence, zone: dt.tzinfo) -> dt.datetime:
    """The moment until which the evidence covers what happened: the end of its period, or when it was laid down."""
    period = row.content["period"]
    if period is None:
        return row.at
    end = dt.date.fromisoformat(period["end"][:10])
    return min(row.at, dt.datetime.combine(end, dt.time(), zone))


def apart(scores: Sequence[float]) -> float:
    """Steps between the highest and the lowest; 0 where there is none."""
    return max(scores) - min(scores) if scores else 0


@dataclass(frozen=True, slots=True)
class Valued:
    """How a criterion was scored: by each party in order, None for none."""

    criterion: Criterion
    share: float
    cells: tuple[float | None, ...]
    reasons: tuple[tuple[str, str], ...]

    @property
    def known(self) -> list[float]:
        """The scores there are, in order."""
        return sorted(one for one in self.cells if one is not None)

    @property
    def middle(self) -> float | None:
        """The median of the parties."""
        return median(self.known) if self.known else None

    @property
    def apart(self) -> float:
        """Steps between the highest and the lowest."""
        return apart(self.known)

    @property
    def disagree(self) -> bool:
        """Whether the parties see it so differently that they should talk about it."""
        return self.apart >= APART

    def said(self) -> Message | None:
        """How much they agree, and from what to what."""
        if len(self.known) < 2:
            return Message(N_("one party")) if self.known else None
        values = {"low": plain(self.known[0]), "high": plain(self.known[-1])}
        if self.disagree:
            return Message(N_("Disagree, {low}–{high}"), values)
        text = N_("Agree, {low}–{high}") if self.apart <= AGREED else N_("Partly, {low}–{high}")
        if not self.apart:
            return Message(N_("Agree, {low}"), values)
        return Message(text, values)

    @property
    def dots(self) -> list[tuple[float, float]]:
        """Where the parties stand on the scale: position and size of each circle, larger for several."""
        found = {one: self.known.count(one) for one in self.known}
        return [(at(one), 4 + 1.1 * (n - 1)) for one, n in found.items()]


def plain(score: float) -> str:
    """A score without a nought behind it."""
    return f"{score:g}"


def at(score: float) -> float:
    """Where a score lies in the drawing of a range."""
    return 12 + STEP * (score - LEAST)


def criteria_of(here: Here) -> list[Criterion]:
    """The criteria in use; asked for once a request."""
    return here.once("problems.criteria", lambda: list(Criterion.objects.active()))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Party by criterion."""

    parties: tuple[str, ...]
    rows: tuple[Valued, ...]
    people: int
    by: frozenset[int]
    """Those who have valued it, also on criteria that are in use no longer."""

    @property
    def disagreements(self) -> int:
        """Criteria that the parties disagree on."""
        return sum(row.disagree for row in self.rows)


def matrix(here: Here, problem: Problem) -> Matrix:
    """How the parties value a problem on the criteria in use; a party's score is the median of its people's."""
    said = list(Valuation.objects.filter(problem=problem).select_related("of_party").order_by("of_party_id", "pk"))
    criteria = criteria_of(here)
    used = {one.pk for one in criteria}
    given = [one for one in said if one.criterion_id in used]
    parties: dict[int, Party] = {one.of_party_id: one.of_party for one in given}
    whole = sum(one.weight for one in criteria) or 1
    rows = []
    for criterion in criteria:
        mine = [one for one in given if one.criterion_id == criterion.pk]
        scores = {party: [one.score for one in mine if one.of_party_id == party and one.score] for party in parties}
        rows.append(
            Valued(
                criterion,
                criterion.weight / whole,
                tuple(float(median(scores[party])) if scores[party] else None for party in parties),
                tuple((one.of_party.name, one.reason) for one in mine if one.reason),
            )
        )
    people = len({one.person_id for one in given})
    by = frozenset(one.person_id for one in said)
    return Matrix(tuple(party.name for party in parties.values()), tuple(rows), people, by)


def alike(problem_key: str, lon: float | None, lat: float | None, metres: float) -> list[tuple[Problem, Message]]:
    """Problems that may be the same: those that rest on the same finding of another week first, then those near."""
    found: dict[int, tuple[Problem, Message]] = {}
    for row in Problem.objects.live().about(problem_key).order_by("number"):
        found[row.pk] = (row, Message(N_("rests on the same finding of another week")))
    if lon is not None and lat is not None:
        near = Problem.objects.live().near(lon, lat, metres).exclude(pk__in=list(found))
        for row in near.order_by("number"):
            found[row.pk] = (row, Message(N_("lies at the same place")))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Clock:
    """A week of counts: seven days by shifts, and the class 0 to 5 of each."""

    rows: tuple[tuple[tuple[float, int], ...], ...]
    total: float
    limits: tuple[tuple[int, int], ...]


def clock(counts: Sequence[Sequence[float]] | None) -> Clock | None:
    """Counts by weekday and shift with a class of shade each; None where no hours are known."""
    if not counts:
        return None
    most = max(map(max, counts))
    if not most:
        return None
    edges = sorted({max(1, round(most * share)) for share in (0.2, 0.4, 0.6, 0.8, 1)})
    rows = tuple(
        tuple((n, next((i for i, edge in enumerate(edges, 1) if n <= edge), len(edges)) if n else 0) for n in day)
        for day in counts
    )
    limits = tuple((low + 1, high) for low, high in pairwise([0, *edges]))
    return Clock(rows, sum(map(sum, counts)), limits)


def offers(here: Here, keys: Mapping[int, str]) -> dict[int, list[tuple[int, int, bool]]]:
    """Problems that rest on findings (numbers with their keys): number of row, problem's number, whether on just it."""
    found: dict[int, dict[int, tuple[int, int, bool]]] = {}
    rows = Evidence.objects.filter(
        Q(finding_id__in=list(keys)) | Q(finding__key__in=set(keys.values())),
    ).values_list("finding_id", "finding__key", "problem_id", "problem__number", "problem__state")
    for finding, key, problem, number, state in rows.order_by("problem__number"):
        for pk, own in keys.items():
            if pk == finding or (own == key and state != Problem.State.CLOSED):
                kept = found.setdefault(pk, {})
                kept[problem] = (problem, number, pk == finding or kept.get(problem, (0, 0, False))[2])
    return {pk: list(rows.values()) for pk, rows in found.items()}
