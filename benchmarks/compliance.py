"""What it costs to judge commitments: 290 partnerships with 40 each, on ten years of record.

Records are invented in memory, one per partnership with its own seed: weekly and quarterly meetings, some missed;
pictures, dialogues, reports, promises, measures. Budget: all statuses as of one day in at most 10 s on two cores.
Besides, a history: one partnership's 40 commitments at each month's end of ten years.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from lagesbild.agreements.terms import months_after
from lagesbild.compliance.rules.calendar import DAY, Every, Period, periods
from lagesbild.compliance.rules.kinds import Context, kinds
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

PARTNERSHIPS, SECONDS, CORES = 290, 10.0, 2
FIRST, LAST = dt.date(2016, 7, 1), dt.date(2026, 6, 30)
WITHIN = Period(FIRST, dt.date(9999, 12, 31))
STEERING, PROJECT, EST, FOCUS = 1, 2, 3, 4
REPORTS, PLAN = "meetings.reports", "plans.measures"
HOLIDAYS = [*range(27, 33), 52, 1]

RULES: tuple[tuple[str, dict[str, object]], ...] = (
    ("cadence", {"body": EST, "every": "week", "weeks_off": HOLIDAYS}),
    ("cadence", {"body": PROJECT, "times": 4}),
    ("cadence", {"body": STEERING, "every": "quarter"}),
    ("cadence", {"body": FOCUS, "every": "month"}),
    ("cadence", {"body": EST, "times": 4, "item": REPORTS}),
    ("agreement", {}),
    ("recurring", {"artefact": "dialogue.citizens"}),
    ("recurring", {"artefact": "presence.held", "times": 2, "every": "month"}),
    ("recurring", {"artefact": "measure.immediate", "every": "quarter"}),
    ("deadline", {"artefact": "picture.yearly", "month": 1, "day": 1}),
    ("deadline", {"artefact": "timetable", "month": 6, "day": 1}),
    ("deadline", {"artefact": "agreement.reviewed", "month": 12, "day": 31}),
    ("deadline", {"artefact": "picture.yearly", "rhythm": "continuously", "months": 24}),
    ("deadline", {"artefact": "plan.followed_up", "rhythm": "continuously", "months": 24}),
    ("deadline", {"artefact": "report.council", "rhythm": "continuously", "months": 12}),
    ("deadline", {"artefact": "plan.own_decision", "rhythm": "once", "by": "2024-07-01", "party": 1}),
    ("filled_function", {"function": 1}),
    ("decided_in", {"sort": "project", "party": 1}),
    ("filled_function", {"sort": "coordinator", "party": 1}),
    ("filled_function", {"sort": "contact", "party": 2, "vacant_days": 60}),
    ("existing_body", {"body": STEERING, "parties": [1, 2], "convener": 1}),
    ("existing_body", {"sort": "project", "every_seat": True}),
    ("standing_item", {"body": PROJECT, "item": PLAN}),
    ("standing_item", {"body": EST, "item": PLAN}),
    ("reporting_line", {"bodies": [EST, PROJECT, STEERING], "days": 100}),
    ("reporting_line", {"bodies": [STEERING], "artefact": "report.leadership", "days": 200}),
    ("provenance", {"dialogue": True}),
    ("coverage", {"what": "planned"}),
    ("coverage", {"what": "caused", "days": 60}),
    ("coverage", {"what": "responsible", "days": 30}),
    ("evaluation", {"days": 60}),
    ("evaluation", {"of": "work"}),
    ("communication", {"plan": True, "days": 14, "months": 3}),
    ("service", {"service": 1, "hours": 2, "weeks_off": HOLIDAYS}),
    ("document", {"policy": 1}),
    ("promise_periods", {"every": "half"}),
    ("basis", {"artefact": "picture.yearly", "needs": ["dialogue.citizens", "dialogue.staff", "statistics"]}),
    ("following", {"artefact": "picture.yearly", "then": "problems.prioritised"}),
    ("effort", {"artefact": "agreement.in_force"}),
    ("attestation", {}),
)
"""Forty commitments of every kind: those of the agreements and of the statute, some of them with several bodies."""


def invented(seed: int, first: dt.date = FIRST, last: dt.date = LAST) -> Record:
    """A record of what a partnership with the seed did, and did not do, between two days."""
    chance = random.Random(seed)
    return Record(
        begins=first,
        parties=(Party(1, "Kommunen"), Party(2, "Polisen")),
        bodies=(
            Body(STEERING, "Styrgruppen", "steering", Stretch(first), 1),
            Body(PROJECT, "BRÅ", "project", Stretch(first), 1),
            Body(EST, "EST", "est", Stretch(first), 2),
            Body(FOCUS, "Arbetsgruppen", "focus", Stretch(first), 1),
        ),
        offices=tuple(_offices(chance, first, last)),
        meetings=tuple(_meetings(chance, Period(first, last))),
        artefacts=tuple(_artefacts(chance, Period(first, last))),
        problems=tuple(_problems(chance, Period(first, last))),
        measures=tuple(_measures(chance, Period(first, last))),
        promises=tuple(_promises(chance, Period(first, last))),
        services=(Service(1, "Polisreceptionen", Stretch(first), _hours(chance, Period(first, last))),),
        policies=(
            Policy(1, "Policyn", "policy", "säkerhetschefen", *_editions(chance, Period(first, last))),
            Policy(2, "Kommunikationsplanen", "communication", "kommunikatören", (months_after(first, 5),)),
        ),
        attestations=tuple(
            Attestation(n, len(RULES), year.last + 20 * DAY, chance.random() < 0.9, year, "Kommundirektören", "…")
            for n, year in enumerate(periods(Every.YEAR, Period(first, last)))
            if chance.random() < 0.9 and year.last + 20 * DAY <= last
        ),
        efforts=tuple(
            Effort(n, chance.randint(1, len(RULES)), _day(chance, Period(first, last)), "…") for n in range(10)
        ),
    )


def _day(chance: random.Random, within: Period) -> dt.date:
    return within.first + chance.randrange(within.days) * DAY


def _offices(chance: random.Random, first: dt.date, last: dt.date) -> Iterator[Office]:
    def held() -> tuple[Stretch, ...]:
        found: list[Stretch] = []
        day = first + chance.randrange(40) * DAY
        while day < last and chance.random() < 0.95:
            until = day + chance.randrange(200, 2000) * DAY
            found.append(Stretch(day, until))
            day = until + chance.randrange(1, 60) * DAY
        return tuple(found)

    for n, (name, kind, party) in enumerate(
        [("Samordnaren", "coordinator", 1), ("Kommunpolisen", "municipal_police", 2), ("Kontakten", "contact", 2)], 1
    ):
        yield Office(n, name, kind, party, Stretch(first), held())
    for n in range(16):
        yield Office(n + 1, f"Post {n + 1}", "", 1 + n % 2, Stretch(first), held(), 1 + n % 4)


def _meetings(chance: random.Random, over: Period) -> Iterator[Meeting]:
    number = 0
    for body, every, kept in (
        (EST, Every.WEEK, 0.95),
        (PROJECT, Every.QUARTER, 0.97),
        (STEERING, Every.QUARTER, 0.95),
        (FOCUS, Every.MONTH, 0.9),
    ):
        for period in periods(every, over):
            number += 1
            day = period.first + chance.randrange(min(5, period.days)) * DAY
            off = every is Every.WEEK and period.first.isocalendar().week in HOLIDAYS
            if day in over and not off and chance.random() < kept:
                handled = frozenset(item for item in (REPORTS, PLAN) if chance.random() < 0.9)
                yield Meeting(number, body, day, day, False, frozenset((REPORTS, PLAN)), handled, day - 20 * DAY)


def _artefacts(chance: random.Random, over: Period) -> Iterator[Artefact]:
    number = 0
    for kind, every, kept in (
        ("picture.weekly", Every.WEEK, 0.95),
        ("picture.yearly", Every.YEAR, 0.9),
        ("plan.adopted", Every.YEAR, 0.9),
        ("plan.own_decision", Every.YEAR, 0.5),
        ("plan.followed_up", Every.YEAR, 0.7),
        ("dialogue.citizens", Every.YEAR, 0.9),
        ("dialogue.staff", Every.YEAR, 0.8),
        ("statistics", Every.QUARTER, 0.9),
        ("agreement.reviewed", Every.YEAR, 0.8),
        ("timetable", Every.YEAR, 0.9),
        ("news", Every.MONTH, 0.7),
        ("report.council", Every.YEAR, 0.9),
        ("report.leadership", Every.HALF, 0.9),
        ("work.evaluated", Every.YEAR, 0.8),
        ("problems.prioritised", Every.YEAR, 0.9),
        ("measure.immediate", Every.MONTH, 0.6),
        ("presence.held", Every.WEEK, 0.8),
    ):
        for period in periods(every, over):
            number += 1
            day = _day(chance, period)
            if day in over and chance.random() < kept:
                yield Artefact(kind, Source("compliance.noted", number), "", day, party=1)
    if chance.random() < 0.5:
        yield Artefact("agreement.in_force", Source("agreements.agreement", 1), "", _day(chance, over))


def _maybe(chance: random.Random, share: float, day: dt.date) -> dt.date | None:
    return day + chance.randrange(120) * DAY if chance.random() < share else None


def _problems(chance: random.Random, over: Period) -> Iterator[Problem]:
    for n in range(1, 81):
        day = _day(chance, over)
        until = _maybe(chance, 0.7, day + 300 * DAY)
        since = Stretch(day, until) if chance.random() < 0.8 else None
        yield Problem(
            n,
            f"Problem {n}",
            since,
            _maybe(chance, 0.9, day),
            _maybe(chance, 0.9, day - 90 * DAY),
            _maybe(chance, 0.6, day - 90 * DAY),
            _maybe(chance, 0.9, day),
        )


def _measures(chance: random.Random, over: Period) -> Iterator[Measure]:
    for n in range(1, 301):
        day = _day(chance, over)
        due = _maybe(chance, 0.9, day + 60 * DAY)
        yield Measure(
            n, f"Åtgärd {n}", day, 1, True, due, chance.randint(1, 80), _maybe(chance, 0.9, day + 90 * DAY), True
        )


def _promises(chance: random.Random, over: Period) -> Iterator[Promise]:
    number = 0
    for period in periods(Every.HALF, over):
        for _ in range(4):
            number += 1
            joint = period.first - chance.randrange(-20, 60) * DAY
            bound = joint + chance.randrange(20) * DAY
            yield Promise(
                number,
                f"Löfte {number}",
                period,
                joint,
                bound,
                bound,
                _maybe(chance, 0.95, bound - 100 * DAY),
                _maybe(chance, 0.9, period.last - 50 * DAY),
                None,
                frozenset((1, 2)),
                (chance.randint(1, 80), chance.randint(1, 80)),
                chance.choice((PROJECT, PROJECT, FOCUS)),
                tuple((party, bound) for party in (1, 2) if chance.random() < 0.7),
            )


def _hours(chance: random.Random, over: Period) -> dict[dt.date, float]:
    return {week.first + DAY: 2.0 for week in periods(Every.WEEK, over) if chance.random() < 0.95}


def _editions(
    chance: random.Random, over: Period
) -> tuple[tuple[dt.date, ...], dt.date | None, dt.date | None, dict[dt.date, dt.date]]:
    days = tuple(sorted(_day(chance, over) for _ in range(5)))
    return days, None, None, {day: months_after(day, 24) for day in days}


COMMITMENTS = tuple((kinds()[name], kinds()[name].read(plain)) for name, plain in RULES)


def judge_all(record: Record, on: dt.date) -> Counter[str]:
    """How many of the forty have each status."""
    return Counter(
        kind.judge(asked, record, on, Context(rule, WITHIN)).status.value
        for rule, (kind, asked) in enumerate(COMMITMENTS, 1)
    )


def one(seed: int) -> tuple[float, float, Counter[str]]:
    """Seconds of the processor to invent a partnership's record and to judge all of it, and what came of it."""
    began = time.process_time()
    record = invented(seed)
    built = time.process_time()
    found = judge_all(record, LAST)
    return built - began, time.process_time() - built, found


def main() -> int:
    """Print the figures; 1 when the budget is not met."""
    began = time.perf_counter()
    with ProcessPoolExecutor(CORES) as pool:
        each = list(pool.map(one, range(PARTNERSHIPS), chunksize=10))
    wall = time.perf_counter() - began
    building, judging = sum(row[0] for row in each), sum(row[1] for row in each)
    share = judging / (building + judging) * wall
    statuses = sum((row[2] for row in each), Counter[str]())
    record = invented(0)
    began = time.perf_counter()
    ends = [period.last for period in periods(Every.MONTH, Period(FIRST, LAST))]
    for on in ends:
        judge_all(record, on)
    history = time.perf_counter() - began
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{PARTNERSHIPS} partnerships × {len(RULES)} commitments × 10 years, {CORES} processes, load {load:.1f}\n"
        f"inventing the records      {building:6.1f} s of computing\n"
        f"judging all of them        {judging:6.1f} s of computing, {share:.1f} s on the clock\n"
        f"one judgement              {judging / PARTNERSHIPS / len(RULES) * 1e6:6.0f} µs, the record's index included\n"
        f"history of one partnership {history:6.1f} s for {len(ends)} month ends\n"
        f"{', '.join(f'{name} {n}' for name, n in statuses.most_common())}\n"
        f"budget {SECONDS:.0f} s: {'met' if share <= SECONDS else 'NOT MET'}\n"
    )
    return int(share > SECONDS)


if __name__ == "__main__":
    sys.exit(main())
