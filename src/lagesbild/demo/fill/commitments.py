"""How what was agreed is checked, what no other room holds of it, and how it has stood."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from lagesbild.agreements.models import Agreement
from lagesbild.compliance import actions, founding
from lagesbild.compliance.actions.ruling import Proposed
from lagesbild.compliance.models import Rule
from lagesbild.core.scope import scope
from lagesbild.demo.cast.undertakings import UNDERTAKINGS
from lagesbild.demo.fill.here import Here

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
RECEPTION = "Polisens mottagning i kommunhuset"
OPEN_WEEKS = 40
HOURS = 2.0
CLOSED = frozenset({28, 29, 30, 31, 52, 1})
"""Weeks in which the reception is closed, by the plan of its opening hours."""


def checked(here: Here) -> bool:
    """Whether anything is checked."""
    return Rule.objects.filter(partnership_id=here.partnership).exists()


def check(here: Here) -> None:
    """Enter what no other room holds, take the proposals of the library, and judge as of today."""
    coordinator = here.actor("coordinator")
    if here.slug == "tranmora":
        _reception(here)
        _policies(here)
    if here.slug == "kungsfjarda":
        _year(here)
    _reports(here)
    as_read = {one.text: one.key for one in UNDERTAKINGS[here.slug]}
    offers = [
        *(
            offer
            for agreement in Agreement.objects.in_force()
            for offer in founding.for_agreement(agreement, as_read=as_read)
        ),
        *founding.for_statute(),
    ]
    actions.accept(actor=coordinator, proposals=[_first_year(here, one.proposed) for one in offers if one.whole])
    with scope(here.system.scope()):
        actions.judge_partnership(actor=here.system, on=here.today)


def _first_year(here: Here, proposed: Proposed) -> Proposed:
    """With the reception evaluated in its first year here, not in that of the text it is shaped after."""
    if "evaluate_by" not in proposed.told.parameters:
        return proposed
    day = _opened(here) + 52 * WEEK
    return replace(
        proposed, told=replace(proposed.told, parameters={**proposed.told.parameters, "evaluate_by": day.isoformat()})
    )


def _opened(here: Here) -> dt.date:
    return here.today - OPEN_WEEKS * WEEK


def _reception(here: Here) -> None:
    coordinator = here.actor("coordinator")
    since = _opened(here)
    offered = actions.Offered(
        name=RECEPTION, about="Områdespolisen tar emot besök utan tid.", since=since, evaluated=since + 26 * WEEK
    )
    service = actions.add_service(actor=coordinator, offered=offered)
    thursday = since + (3 - since.weekday()) % 7 * DAY
    while thursday < here.today:
        if thursday.isocalendar().week not in CLOSED:
            actions.note_session(actor=coordinator, service=service.pk, day=thursday, hours=HOURS)
        thursday += WEEK


def _policies(here: Here) -> None:
    """The policy is to be revised soon; the plan for the young was never decided."""
    coordinator = here.actor("coordinator")
    decided = here.today - 22 * 30 * DAY
    for name, kind in (
        ("Policy mot våldsbejakande extremism och social oro", "policy"),
        ("Handlingsplan mot våldsbejakande extremism och social oro", "action_plan"),
    ):
        owner = actions.Owner(name=name, kind=kind, owner_text="Säkerhetsstrategen")
        policy = actions.add_policy(actor=coordinator, owner=owner)
        actions.note_edition(
            actor=coordinator,
            policy=policy.pk,
            decided=actions.Decided(decided=decided, revise_by=decided + 24 * 30 * DAY, text="Påhittat exempel."),
        )


def _year(here: Here) -> None:
    """The timetable of the year that is, in time, and that of the year to come."""
    coordinator = here.actor("coordinator")
    for year in (here.today.year - 1, here.today.year):
        day = dt.date(year, 5, 20)
        if day < here.today:
            happened = actions.Happened(kind="timetable", day=day, text=f"Tidplan för {year + 1}. Påhittat exempel.")
            actions.note(actor=coordinator, happened=happened)
    policy = actions.add_policy(
        actor=coordinator,
        owner=actions.Owner(name="Gemensam kommunikationsplan", kind="communication", owner_text="Samordnaren"),
    )
    day = dt.date(here.today.year, 2, 3)
    if day < here.today:
        decided = actions.Decided(decided=day, revise_by=day.replace(year=day.year + 2), text="Påhittat exempel.")
        actions.note_edition(actor=coordinator, policy=policy.pk, decided=decided)


def _reports(here: Here) -> None:
    """The council was told last spring, and the leaderships after the summer."""
    coordinator = here.actor("coordinator")
    for kind, back, text in (
        ("report.council", 220, "Redovisning till kommunfullmäktige. Påhittat exempel."),
        ("report.leadership", 90, "Redovisning till båda ledningarna. Påhittat exempel."),
    ):
        day = here.today - back * DAY
        actions.note(actor=coordinator, happened=actions.Happened(kind=kind, day=day, text=text))
