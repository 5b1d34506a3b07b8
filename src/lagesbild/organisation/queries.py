"""Reads of bodies, seats, functions and holders as of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lagesbild.accounts.models import Membership
from lagesbild.core import alphabet
from lagesbild.core.compiled import written_once
from lagesbild.core.models import Partnership

if TYPE_CHECKING:
    from lagesbild.organisation.models import Body, Function, Holder, Mandate, Reporting, Seat  # noqa: F401 - named below


Day = dt.date | OuterRef
"""A day, or the column of the query around."""


def _on(day: Day, prefix: str = "") -> Q:
    """The stretch of a row, both ends included, holds the day."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    )


class BodyQuerySet(models.QuerySet["Body"]):
    """Bodies."""

    def on(self, day: dt.date) -> BodyQuerySet:
        """Those that work on the day."""
        return self.filter(_on(day))

    def to_choose(self, day: dt.date, chosen: int | None = None) -> list[tuple[int, str]]:
        """Number and name of those that work on the day, and of the one that is chosen already, by name."""
        rows = self.filter(_on(day) | Q(pk=chosen)).order_by(alphabet.by("name"), "pk")
        return list(rows.values_list("pk", "name"))

    def for_list(self) -> BodyQuerySet:
        """With convener, by name."""
        return self.select_related("convener").order_by(alphabet.by("name"), "pk")


class ReportingQuerySet(models.QuerySet["Reporting"]):
    """Lines of the graph: who reports to whom."""

    def on(self, day: Day) -> ReportingQuerySet:
        """Those of the day; of each body no more than one."""
        return self.filter(_on(day))

    def for_list(self) -> ReportingQuerySet:
        """With the body that is reported to, the latest first."""
        return self.select_related("above").order_by("-since")


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats."""

    def on(self, day: dt.date) -> SeatQuerySet:
        """Those that are there on the day, in bodies that work."""
        return self.filter(_on(day), _on(day, "body__"))

    def vacant(self, day: dt.date) -> SeatQuerySet:
        """Those of the day that nobody but perhaps a deputy holds."""
        return self.on(day).filter(~Exists(_ordinary(day).filter(seat=OuterRef("pk"))))

    def for_list(self) -> SeatQuerySet:
        """Those who lead first, then in the order they were added, with body and party."""
        return self.select_related("body", "party").order_by("body_id", "-leads", "pk")


class FunctionQuerySet(models.QuerySet["Function"]):
    """Functions."""

    def on(self, day: dt.date) -> FunctionQuerySet:
        """Those that are to be filled on the day."""
        return self.filter(_on(day))

    def vacant(self, day: dt.date) -> FunctionQuerySet:
        """Those of the day that nobody but perhaps a deputy holds."""
        return self.on(day).filter(~Exists(_ordinary(day).filter(function=OuterRef("pk"))))

    def for_list(self) -> FunctionQuerySet:
        """By party and name."""
        return self.select_related("party").order_by(alphabet.by("party__name"), alphabet.by("name"), "pk")


class HolderQuerySet(models.QuerySet["Holder"]):
    """Holders of seats and functions."""

    def on(self, day: dt.date) -> HolderQuerySet:
        """Those who hold on the day."""
        return self.filter(_on(day))

    def seated(self, day: dt.date) -> HolderQuerySet:
        """Those who hold a seat of the day in a body that works."""
        return self.on(day).filter(_on(day, "seat__"), _on(day, "seat__body__"), seat__isnull=False)

    def of_body(self, body: int) -> HolderQuerySet:
        """Those who sit in the body, whenever."""
        return self.filter(seat__body_id=body)

    def for_list(self) -> HolderQuerySet:
        """With person, seat, function and party; those who lead first, deputies after those they stand in for.

        `takes_part` is False for a person who has left the partnership and whose last day nobody has set.
        """
        member = Membership.objects.filter(person=OuterRef("person"), partnership=OuterRef("partnership"))
        return (
            self.annotate(takes_part=Q(person__isnull=True) | Exists(member))
            .select_related("person", "seat__party", "function__party")
            .order_by("-seat__leads", "seat_id", "function_id", "deputy", "since", "pk")
        )


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates."""

    def on(self, day: dt.date) -> MandateQuerySet:
        """Those that apply on the day."""
        return self.filter(_on(day))

    def of_body(self, body: int) -> MandateQuerySet:
        """Those of a body."""
        return self.filter(body_id=body)

    def of_party(self, party: int) -> MandateQuerySet:
        """Those that bind a party."""
        return self.filter(of_party_id=party)

    def to_decide(self, what: str) -> MandateQuerySet:
        """Those for a kind of decision."""
        return self.filter(what=what)

    def held(self, day: dt.date) -> MandateQuerySet:
        """Those of the day that somebody can use then: of a seat or function that somebody holds, if only a deputy.

        A body that does not work has none, nor has a seat without a mandate to decide.
        """
        from lagesbild.organisation.models import Holder

        holders = Holder.objects.on(day)
        return self.on(day).filter(
            Q(body__isnull=True) | _on(day, "body__"),
            Q(seat__isnull=True) | Q(Exists(holders.filter(seat=OuterRef("seat"))), seat__decides=True),
            Q(function__isnull=True) | Exists(holders.filter(function=OuterRef("function"))),
        )

    def for_list(self) -> MandateQuerySet:
        """With what they are called by; those of a party by party and name, in the order they were given."""
        return self.select_related("body", "of_party", "seat", "function", "person").order_by("of_party_id", "pk")


def _ordinary(day: dt.date) -> HolderQuerySet:
    from lagesbild.organisation.models import Holder

    return Holder.objects.on(day).filter(deputy=False)


@dataclass(frozen=True, slots=True)
class Vacancies:
    """What nobody holds on a day."""

    on: dt.date
    seats: tuple[Seat, ...]
    functions: tuple[Function, ...]

    def __len__(self) -> int:
        return len(self.seats) + len(self.functions)


def vacant(on: dt.date) -> Vacancies:
    """Seats and functions of the open partnership that nobody holds on the day; a deputy does not fill one."""
    return Vacancies(on, tuple(_vacant_seats(on)), tuple(_vacant_functions(on)))


@written_once
def _vacant_seats(on: dt.date) -> SeatQuerySet:
    from lagesbild.organisation.models import Seat

    return Seat.objects.vacant(on).for_list()


@written_once
def _vacant_functions(on: dt.date) -> FunctionQuerySet:
    from lagesbild.organisation.models import Function

    return Function.objects.vacant(on).for_list()


def bodies_of(person: int, on: dt.date) -> BodyQuerySet:
    """Bodies in which the person sits on the day, as holder or deputy."""
    from lagesbild.organisation.models import Body, Holder

    return Body.objects.filter(Exists(Holder.objects.seated(on).filter(person_id=person, seat__body=OuterRef("pk"))))


def leads(person: int, body: int, on: dt.date) -> bool:
    """Whether the person holds, or stands in for, the seat that leads the body."""
    from lagesbild.organisation.models import Holder

    return Holder.objects.seated(on).of_body(body).filter(person_id=person, seat__leads=True).exists()


def today(partnership: Partnership) -> dt.date:
    """The day it is in the partnership."""
    return timezone.localdate(timezone=ZoneInfo(partnership.timezone))


def today_in(partnership: int) -> dt.date:
    """The day it is in a partnership, by its number."""
    return today(Partnership.objects.get(pk=partnership))
