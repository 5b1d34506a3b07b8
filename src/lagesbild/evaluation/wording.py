"""Every sentence about whether a promise was done and whether it helped, in one place, in both languages.

Count and interval first. Nothing is called a fall or a rise that chance could have made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lagesbild.analysis import report
from lagesbild.core.told import both, told
from lagesbild.evaluation.effect import AROUND, Because
from lagesbild.evaluation.models import Evaluation
from lagesbild.i18n import N_, Message
from lagesbild.promises import wording as promised
from lagesbild.promises.foreseeing import Why
from lagesbild.promises.periods import Period

HEADINGS = {
    Evaluation.Verdict.YES: ("full", N_("Yes, it helped.")),
    Evaluation.Verdict.NO: ("cross", N_("No, it did not help.")),
    Evaluation.Verdict.CANNOT_TELL: ("dashed", N_("It cannot be told.")),
}
NOTHING = {
    Why.NO_PLACE: N_("The promise has no place to count at, so nothing could be compared."),
    Why.NO_CATEGORIES: N_("The promise says of no reports that they tell whether it helps, so nothing was compared."),
    Why.NO_HISTORY: N_("The same season was not counted whole before, so there is nothing to compare with."),
    Why.BROKEN: N_("What is reported has changed since every earlier season, so that counts cannot be compared."),
    Why.NOTHING: N_("Nothing was reported here, neither before nor now."),
}
REASONS = {
    Because.FELL: N_("That is fewer than before by more than chance makes."),
    Because.BELOW: N_("It is below what was to be expected anyway."),
    Because.NOT_BELOW: N_("But it is not below what was to be expected anyway, since the place stood out."),
    Because.MORE_THAN_ELSEWHERE: N_("It has fallen more here than in the rest of the municipality."),
    Because.AS_ELSEWHERE: N_(
        "But reports fell in the rest of the municipality too, so that it may be due to something else."
    ),
    Because.NO_ELSEWHERE: N_(
        "Too little is reported in the rest of the municipality to compare with; something else may lie behind."
    ),
    Because.ARRIVING: N_("But until all reports have come in, nothing elsewhere shows whether it only lacks some."),
    Because.MOVED: N_("But reports rose around the place, so that it may have moved there."),
    Because.SPREAD: N_("Reports fell around the place too."),
    Because.NOT_MOVED: N_("Nothing shows that it moved to the surroundings."),
    Because.FEW_AROUND: N_("Too little is reported around the place to tell whether it moved there."),
    Because.ROSE: N_("That is more than before by more than chance makes, and above what was to be expected."),
    Because.RULED_OUT: N_("So many were counted that a fall of a fifth or more can be ruled out."),
    Because.CHANCE: N_("Chance can make a difference like this one."),
}
MISSED = {
    "measure_stopped": N_("stopped"),
    "measure_late": N_("late"),
    "occasions_missed": N_("fewer occasions than planned"),
    "milestone_missed": N_("not reached"),
    "milestone_late": N_("reached late"),
    "milestone_open": N_("nobody has said whether it was reached"),
}


def verdict(found: str) -> tuple[str, Message]:
    """Shape and heading of a verdict."""
    shape, text = HEADINGS[Evaluation.Verdict(found)]
    return shape, Message(text)


def season(one: Mapping[str, Any]) -> Message:
    """What a season is called."""
    return promised.period(Period(dt.date.fromisoformat(one["starts"]), dt.date.fromisoformat(one["ends"])))


def effect(found: Mapping[str, Any]) -> list[Message]:
    """Whether it helped: counts and what they are compared with, why it is called so, what it would have taken."""
    if found["why"]:
        return [Message(NOTHING[Why(found["why"])])]
    now, tests = found["now"], found["tests"]
    lines = [
        *told(promised.pulled(found["regression"])),
        *uncontrolled(found),
        counted(found),
        *([around(found)] if AROUND & set(found["because"]) else ()),
        *because(found),
    ]
    if found["verdict"] == Evaluation.Verdict.CANNOT_TELL and Because.ARRIVING not in found["because"]:
        lines.append(would_have_taken(found["critical"]))
    if any(one["broken"] for one in found["before"]):
        lines.append(Message(N_("Seasons before a change in what is reported are shown and not compared.")))
    if now["unplaced"]:
        n = now["unplaced"]
        lines.append(
            Message(
                N_("{n} report of these kinds had no place and may be of this one."),
                {"n": n},
                plural=N_("{n} reports of these kinds had no place and may be of this one."),
                n=n,
            )
        )
    lines += arriving(found)
    lines.append(Message(N_("E-test: {p}."), {"p": both(lambda language: report.chance(tests["p"], language))}))
    return [*lines, *promised.spread(tests["dispersion"])]


def uncontrolled(found: Mapping[str, Any]) -> list[Message]:
    """That there is nothing to compare with elsewhere, to be said before the count."""
    return [Message(REASONS[Because.NO_ELSEWHERE])] if Because.NO_ELSEWHERE in found["because"] else []


def because(found: Mapping[str, Any]) -> list[Message]:
    """Why it is called so, to be said after the count."""
    return [Message(REASONS[Because(code)]) for code in found["because"] if code != Because.NO_ELSEWHERE]


def counted(found: Mapping[str, Any]) -> Message:
    """The count with what was to be expected if nothing had been done."""
    n, pulled = found["now"]["count"], found["regression"]
    expected = both(lambda language: report.compared(round(pulled["low"]), round(pulled["high"]), language))
    return Message(
        N_("{n} report, {compared} if nothing had been done."),
        {"n": n, "compared": expected},
        plural=N_("{n} reports, {compared} if nothing had been done."),
        n=n,
    )


def around(found: Mapping[str, Any]) -> Message:
    """How many were counted around the place, and in the seasons before."""
    before = [one["around"] for one in found["before"] if not one["broken"]]
    values = {"n": found["now"]["around"], "before": ", ".join(map(str, before)), "metres": found["where"]["around"]}
    if found["where"]["area"]:
        return Message(N_("In the areas that border on it: {n}; the same season before: {before}."), values)
    return Message(N_("Around it, up to {metres} m from its middle: {n}; the same season before: {before}."), values)


def arriving(found: Mapping[str, Any]) -> list[Message]:
    """That more may have come in since, where it was counted soon after the period."""
    days = found.get("ended")
    if days is None:
        return []
    return [
        Message(
            N_("The period ended {days} day before this was counted. Reports may still arrive, so it can grow."),
            {"days": days},
            plural=N_(
                "The period ended {days} days before this was counted. Reports may still arrive, so it can grow."
            ),
            n=days,
        )
    ]


def would_have_taken(critical: int | None) -> Message:
    """The count that would have told a fall."""
    if critical is None:
        return Message(N_("With numbers as small as these not even nought would have told a fall."))
    return Message(N_("{critical} reports or fewer would have told a fall."), {"critical": critical})


def process(found: Mapping[str, Any]) -> list[Message]:
    """Whether what was promised was done."""
    measures, milestones = found["measures"], found["milestones"]
    lines = []
    if measures:
        values = {"n": sum(one["state"] == "done" for one in measures), "all": len(measures)}
        lines.append(Message(N_("{n} of {all} measures carried through."), values))
    planned, held = sum(one["planned"] for one in measures), sum(one["held"] for one in measures)
    if planned:
        lines.append(Message(N_("{held} of {planned} planned occasions held."), {"held": held, "planned": planned}))
    extra = sum(one["extra"] for one in measures)
    if extra:
        lines.append(
            Message(N_("{n} occasion held besides."), {"n": extra}, plural=N_("{n} occasions held besides."), n=extra)
        )
    if milestones:
        values = {"n": sum(one["state"] == "done" for one in milestones), "all": len(milestones)}
        lines.append(Message(N_("{n} of {all} milestones reached."), values))
    if not lines:
        lines.append(Message(N_("Nothing stood behind the promise that could be followed up.")))
    return lines


def missed(code: str) -> Message:
    """In what way something was not done as promised."""
    return Message(MISSED.get(code, code))
