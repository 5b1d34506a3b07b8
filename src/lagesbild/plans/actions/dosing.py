"""How much of a measure: evenings, rounds and occasions that are planned, held, or not held and why."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from lagesbild.core.actions import Actor, WrongState, acting, require
from lagesbild.core.models import Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.texts import free, line
from lagesbild.plans import policies
from lagesbild.plans.actions.common import locked_measure, record
from lagesbild.plans.models import Dose, Measure

MOST = 400
"""Doses that are planned at once: more than a year of evenings is a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseTold:
    """One dose: whose people, when in the day, how much of what, where.

    `handed_over` is how many of those reached were handed over to where they belong.
    """

    of_party: int | None = None
    starts: dt.time | None = None
    ends: dt.time | None = None
    amount: float = 1.0
    unit: str = ""
    place: str = ""
    note: str = ""
    handed_over: int | None = None


def plan_doses(*, actor: Actor, measure: int, days: Sequence[dt.date], told: DoseTold) -> list[Dose]:
    """Plan a dose on each of some days; a day that has the same one planned already is passed over.

    Raises
    ------
    Denied
        The actor neither is responsible for the measure nor arranges plans.
    WrongState
        It is finished.
    InputError
        No day, too many, or what is counted is missing.

    """
    with acting(actor):
        row = _followed(actor, measure)
        if not row.open:
            raise WrongState(Message(N_("The measure is finished. Say first that it goes on.")))
        if not days:
            raise InputError(Message(N_("No such day lies between those. Choose other days.")))
        if len(days) > MOST:
            raise InputError(
                Message(N_("{n} occasions are too many at once; {most} is the most."), {"n": len(days), "most": MOST})
            )
        values = _checked(row, told)
        same = row.doses.planned().filter(of_party=values["of_party"], starts=values["starts"], day__in=days)
        there = set(same.values_list("day", flat=True))
        made = Dose.objects.bulk_create(
            Dose(partnership_id=row.partnership_id, measure=row, day=day, planned=True, by=actor.person, **values)
            for day in sorted(set(days) - there)
        )
        if made:
            record(actor, "measure.doses_planned", row, n=len(made), doses=[one.pk for one in made])
    return made


def hold_dose(
    *, actor: Actor, dose: int, amount: float | None = None, note: str = "", handed_over: int | None = None
) -> Dose:
    """Say that a planned dose was held, with how much if it was another amount.

    Raises
    ------
    Denied
        As `plan_doses`.
    WrongState
        It is noted as held already.
    InputError
        Its day lies ahead.

    """
    with acting(actor):
        planned, row = _planned(actor, dose)
        _not_ahead(planned.day)
        if hasattr(planned, "held"):
            raise WrongState(Message(N_("It is noted as held already. Reload the page.")))
        if planned.cancelled:
            planned.cancelled, planned.note = False, ""
            planned.save(update_fields=["cancelled", "note"])
        held = Dose.objects.create(
            partnership_id=row.partnership_id,
            measure=row,
            of_party_id=planned.of_party_id,
            day=planned.day,
            starts=planned.starts,
            ends=planned.ends,
            planned=False,
            of=planned,
            amount=_amount(planned.amount if amount is None else amount),
            unit=planned.unit,
            place=planned.place,
            note=free(note),
            handed_over=_handed_over(row, handed_over),
            by=actor.person,
        )
        record(actor, "measure.dose_held", row, dose=held.pk, of=planned.pk)
    return held


def add_held(*, actor: Actor, measure: int, day: dt.date, told: DoseTold) -> Dose:
    """Say that a dose was held that nobody had planned; raises as `plan_doses`, and where its day lies ahead."""
    with acting(actor):
        row = _followed(actor, measure)
        _not_ahead(day)
        held = Dose.objects.create(
            partnership_id=row.partnership_id,
            measure=row,
            day=day,
            planned=False,
            handed_over=_handed_over(row, told.handed_over),
            note=free(told.note),
            by=actor.person,
            **_checked(row, told),
        )
        record(actor, "measure.dose_held", row, dose=held.pk, of=None)
    return held


def cancel_dose(*, actor: Actor, dose: int, note: str) -> Dose:
    """Say that a planned dose is not, or was not, held, and why.

    Raises
    ------
    Denied
        As `plan_doses`.
    WrongState
        It is noted as held.
    InputError
        Nothing says why.

    """
    with acting(actor):
        planned, row = _planned(actor, dose)
        if hasattr(planned, "held"):
            raise WrongState(Message(N_("It is noted as held. Take that back first.")))
        planned.note = free(note, required=Message(N_("Say in a few words why it was not held.")))
        planned.cancelled = True
        planned.save(update_fields=["cancelled", "note"])
        record(actor, "measure.dose_cancelled", row, dose=planned.pk)
    return planned


def take_back_dose(*, actor: Actor, dose: int) -> None:
    """Take back what was said of a dose: that it was held (the number of either row), or that it was not.

    Raises
    ------
    Denied
        As `plan_doses`.
    WrongState
        Nothing has been said of it.

    """
    with acting(actor):
        found = Dose.objects.get(pk=dose)
        row = _followed(actor, found.measure_id)
        found = Dose.objects.select_for_update(of=("self",)).get(pk=dose)
        held = found if not found.planned else Dose.objects.filter(of=found).first()
        if held is not None:
            number, of = held.pk, held.of_id
            held.delete()
            record(actor, "measure.dose_taken_back", row, dose=number, of=of)
        elif found.cancelled:
            found.cancelled, found.note = False, ""
            found.save(update_fields=["cancelled", "note"])
            record(actor, "measure.dose_taken_back", row, dose=found.pk, of=None)
        else:
            raise WrongState(Message(N_("Nothing has been said of it yet. Reload the page.")))


def remove_dose(*, actor: Actor, dose: int) -> None:
    """Take away a planned dose that lies ahead and that nothing has been said of.

    Raises
    ------
    Denied
        As `plan_doses`.
    WrongState
        Its day has passed, or something has been said of it: it stays, as held or not held.

    """
    with acting(actor):
        planned, row = _planned(actor, dose)
        if planned.day < timezone.localdate() or planned.cancelled or hasattr(planned, "held"):
            raise WrongState(Message(N_("What has passed stays: say whether it was held or not, and why.")))
        planned.delete()
        record(actor, "measure.dose_removed", row, dose=dose)


def _followed(actor: Actor, measure: int) -> Measure:
    row = locked_measure(measure)
    require(policies.may_follow(actor, row))
    return row


def _planned(actor: Actor, dose: int) -> tuple[Dose, Measure]:
    """A planned dose and its measure, both locked."""
    row = _followed(actor, Dose.objects.get(pk=dose).measure_id)
    return Dose.objects.planned().select_for_update(of=("self",)).get(pk=dose), row


def _checked(row: Measure, told: DoseTold) -> dict[str, Any]:
    party = Party.objects.get(pk=told.of_party or row.responsible_id)
    unit = line(told.unit, required=Message(N_("Say what is counted: evenings, rounds, contacts.")))
    if told.starts is not None and told.starts == told.ends:
        raise InputError(Message(N_("It ends when it begins. Choose another time.")))
    return {
        "of_party": party,
        "starts": told.starts,
        "ends": told.ends,
        "amount": _amount(told.amount),
        "unit": unit,
        "place": line(told.place) or row.place,
    }


def _amount(amount: float) -> float:
    if not math.isfinite(amount) or not 0 < amount <= 100_000:
        raise InputError(Message(N_("Say how much with a number above 0.")))
    return amount


def _handed_over(row: Measure, n: int | None) -> int | None:
    if n is not None and row.kind != Measure.Kind.OUTREACH:
        raise InputError(Message(N_("Only outreach hands anyone over.")))
    if n is not None and not 0 <= n <= 100_000:
        raise InputError(Message(N_("Say how many were handed over with a number from 0.")))
    return n


def _not_ahead(day: dt.date) -> None:
    if day > timezone.localdate():
        raise InputError(Message(N_("{day} lies ahead. Say it when it has been held."), {"day": day}))
