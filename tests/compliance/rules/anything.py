"""Any record and any parameters of any kind: days fall on the edges of calendars as often as elsewhere.

Parameters are drawn from what a kind asks for on the form, so that a kind that is added is tried without a line here.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import Field, dataclass, fields, replace
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from lagesbild.compliance.rules.calendar import Every, Period, period_of
from lagesbild.compliance.rules.judging import Judgement
from lagesbild.compliance.rules.kinds import Asks, Context, Kind, Parameters, kinds
from lagesbild.compliance.rules.record import (
    Artefact,
    Attestation,
    Body,
    Effort,
    Measure,
    Meeting,
    Office,
    Party,
    Policy,
    Problem,
    Promise,
    Record,
    Service,
    Source,
    Stretch,
)

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2028, 12, 31)
"""Two leap years, and one of 53 weeks."""
EDGES = (
    *(dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2028, 2, 29)),
    # the clock is put forward, and back
    *(dt.date(2026, 3, 28), dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2026, 10, 26)),
    # week 53, around it, and a week 1 that begins in December
    *(dt.date(2026, 12, 27), dt.date(2026, 12, 28), dt.date(2027, 1, 3), dt.date(2027, 1, 4), dt.date(2025, 12, 29)),
    # half-years, years, and a midsummer
    *(dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2026, 9, 30), dt.date(2026, 10, 1)),
    *(dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2026, 6, 19)),
)
DAYS = st.one_of(st.sampled_from(EDGES[:4]), st.sampled_from(EDGES), st.dates(FIRST, LAST))
"""Few to begin with, so that several things fall on the same day."""
BODIES, PARTIES, THIRD = (1, 2, 3), (1, 2), st.integers(1, 3)
ITEMS = ("meetings.reports", "plans.measures")
MADE = ("picture.yearly", "dialogue.citizens", "work.evaluated", "problems.prioritised", "news", "agreement.in_force")
RULE = 1


def maybe(days: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), days)


def rows(one: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Some of them, each with a number of its own."""
    return st.lists(one, max_size=most).map(
        lambda found: tuple(replace(row, number=n) for n, row in enumerate(found, 1))
    )


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    since, until = draw(DAYS), draw(maybe(DAYS))
    return Stretch(since, until if until is None or until >= since else None)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Any, and whole half-years and years among them."""
    first = draw(DAYS)
    whole = draw(st.sampled_from((Every.HALF, Every.YEAR, None)))
    return Period(first, max(first, draw(DAYS))) if whole is None else period_of(whole, first)


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    day = draw(DAYS)
    listed = draw(st.frozensets(st.sampled_from(ITEMS)))
    row = Meeting(0, draw(st.sampled_from(BODIES)), day, listed=listed, planned=draw(maybe(DAYS)))
    if row.planned is not None and row.planned > day:
        row = replace(row, planned=None)
    if draw(st.integers(0, 3)):
        return replace(
            row, noted=day, handled=frozenset(draw(st.sets(st.sampled_from(sorted(listed)))) if listed else ())
        )
    return replace(row, cancelled=draw(st.booleans()), called_off=draw(maybe(DAYS)))


@st.composite
def artefacts(draw: st.DrawFn) -> Artefact:
    day, opens, gone = draw(DAYS), draw(maybe(DAYS)), draw(maybe(DAYS))
    row = Artefact(
        draw(st.sampled_from(MADE)), Source("compliance.noted", 0), "", day, draw(maybe(periods())), draw(maybe(THIRD))
    )
    opens = opens if opens is not None and opens >= day else None
    return replace(row, opens=opens, gone=gone if gone is not None and gone > (opens or day) else None)


@st.composite
def promises(draw: st.DrawFn) -> Promise:
    days = {name: draw(maybe(DAYS)) for name in ("joint", "bound", "signed", "published", "evaluated", "withdrawn")}
    return Promise(
        0,
        draw(st.sampled_from(("Ljusare park", "Fler vuxna"))),
        draw(periods()),
        **days,
        problems=tuple(draw(st.lists(THIRD, max_size=2, unique=True))),
        joint_body=draw(maybe(st.sampled_from(BODIES))),
        decided_by=tuple(draw(st.dictionaries(THIRD, DAYS, max_size=2)).items()),
    )


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    revise = draw(st.dictionaries(DAYS, maybe(DAYS), max_size=3))
    row = Policy(
        0, "Policyn", draw(st.sampled_from(("policy", "communication"))), draw(st.sampled_from(("", "Chefen")))
    )
    known = {day: by for day, by in revise.items() if by}
    return replace(row, decided=tuple(sorted(revise)), revise=known, until=draw(maybe(DAYS)))


STRETCHES = st.lists(stretches(), max_size=3).map(tuple)
OFFICES = st.builds(
    Office,
    st.just(0),
    st.sampled_from(("Samordnaren", "Kontakten")),
    st.sampled_from(("coordinator", "bra", "contact")),
    THIRD,
    stretches(),
    STRETCHES,
    maybe(st.sampled_from(BODIES)),
    st.booleans(),
)
MEASURES = st.builds(
    Measure, st.just(0), st.just("Belysning"), DAYS, maybe(THIRD), st.booleans(), maybe(DAYS), maybe(THIRD), maybe(DAYS)
)
PROBLEMS = st.builds(Problem, st.just(0), st.just("Bilbränder"), maybe(stretches()), *(maybe(DAYS) for _ in range(4)))
SERVICES = st.builds(
    Service,
    st.just(0),
    st.just("Receptionen"),
    stretches(),
    st.dictionaries(DAYS, st.sampled_from((1.0, 2.0))),
    maybe(DAYS),
)
ATTESTATIONS = st.builds(
    Attestation, st.just(0), st.integers(1, 2), DAYS, st.booleans(), periods(), st.just("Chefen"), st.just("Sett.")
)
EFFORTS = st.builds(Effort, st.just(0), st.integers(1, 2), DAYS, st.just("Inbjudan."))
BODY = st.builds(
    Body,
    st.just(0),
    st.sampled_from(("BRÅ", "EST")),
    st.sampled_from(("project", "est")),
    stretches(),
    maybe(THIRD),
)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any: little of each, so that what matters is seen."""
    made = draw(st.lists(artefacts(), max_size=6))
    return Record(
        begins=draw(st.one_of(st.just(FIRST), DAYS)),
        bodies=draw(rows(BODY, len(BODIES))),
        offices=draw(rows(OFFICES, 4)),
        meetings=draw(rows(meetings(), 6)),
        artefacts=tuple(replace(one, source=Source("compliance.noted", n)) for n, one in enumerate(made, 1)),
        problems=draw(rows(PROBLEMS, 3)),
        measures=draw(rows(MEASURES, 3)),
        promises=draw(rows(promises(), 4)),
        services=draw(rows(SERVICES, 2)),
        policies=draw(rows(policies(), 3)),
        attestations=draw(rows(ATTESTATIONS, 4)),
        efforts=draw(rows(EFFORTS, 4)),
        parties=tuple(Party(n, name) for n, name in zip(PARTIES, ("Kommunen", "Polisen"), strict=True)),
    )


@st.composite
def contexts(draw: st.DrawFn) -> Context:
    """The rule, and the days on which it applies: for ever as often as not."""
    first, last = draw(st.one_of(st.just(FIRST), DAYS)), draw(maybe(DAYS))
    return Context(RULE, Period(first, dt.date.max if last is None else max(first, last)))


AMONG: Mapping[Asks, Sequence[Any]] = {
    Asks.BODY: BODIES,
    Asks.PARTY: (1, 2, 3),
    Asks.FUNCTION: (1, 2, 3),
    Asks.ARTEFACT: MADE,
    Asks.ITEM: ITEMS,
    Asks.SERVICE: (1, 2),
    Asks.POLICY: (1, 2, 3),
}
NAMED: Mapping[str, Sequence[Any]] = {
    "month": range(1, 13),
    "day": range(1, 32),
    "first_year": range(2023, 2027),
    "weeks_off": ((), (53,), (*range(27, 33), 52, 1)),
}
TYPED: Mapping[Any, Sequence[Any]] = {
    bool: (False, True),
    int: (0, 1, 2, 4, 12, 14, 30, 60),
    float: (1.0, 2.0, 2.5),
    str: ("", "den punkten"),
    dt.date: EDGES,
}


def parameters(kind: Kind[Any], chance: random.Random) -> Parameters:
    """Any that the kind can use: what it objects to is drawn again."""
    hints = get_type_hints(kind.parameters)
    each = {one.name: _field(one, hints[one.name]) for one in fields(kind.parameters)}
    asked: Parameters = kind.parameters(**{name: _drawn(one, chance) for name, one in each.items()})
    while wrong := kind.objections(asked):
        asked = replace(asked, **{name: _drawn(each[name], chance) for name in wrong})
    return asked


@dataclass(frozen=True)
class Asking:
    """A record, a day, and something that each kind asks for."""

    record: Record
    on: dt.date
    of: Context
    asked: tuple[tuple[Kind[Any], Parameters], ...]

    def judged(self, record: Record | None = None, on: dt.date | None = None) -> Mapping[str, Judgement]:
        """By the name of the kind; of this record and day, unless of another."""
        return {
            kind.name: kind.judge(asked, record or self.record, on or self.on, self.of) for kind, asked in self.asked
        }


def _asking(record: Record, on: dt.date, of: Context, seed: int) -> Asking:
    chance = random.Random(seed)
    return Asking(record, on, of, tuple((kind, parameters(kind, chance)) for kind in kinds().values()))


ASKINGS = st.builds(_asking, records(), DAYS, contexts(), st.integers(0, 999))


def _field(one: Field[Any], hint: Any) -> tuple[Sequence[Any], bool]:
    """What it is drawn from, and whether it is several of them."""
    options, about = get_args(hint), one.metadata
    if one.name in NAMED:
        return NAMED[one.name], False
    if about["choices"]:
        found = list(about["choices"])
    elif about["among"]:
        found = list(AMONG[about["among"]])
    else:
        found = list(TYPED[next(kind for kind in (*options, hint) if kind in TYPED)])
    several = get_origin(hint) is tuple
    if not one.default and not several:
        found.append(one.default)
    return found, several


def _drawn(among: tuple[Sequence[Any], bool], chance: random.Random) -> Any:
    pool, several = among
    return tuple(chance.sample(pool, chance.randint(0, len(pool)))) if several else chance.choice(pool)
