"""Bodies with their seats and who holds them on a day, as the tree of who reports to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from lagesbild.core.compiled import written_once
from lagesbild.i18n import Message
from lagesbild.organisation import cadence
from lagesbild.organisation.models import Body, Function, Holder, Reporting, Seat
from lagesbild.organisation.queries import HolderQuerySet


@dataclass(frozen=True, slots=True)
class Filled:
    """A seat or function with those who hold it on the day."""

    post: Seat | Function
    holders: tuple[Holder, ...]

    @property
    def holder(self) -> Holder | None:
        """The ordinary holder; none when it is vacant."""
        return next((one for one in self.holders if not one.deputy), None)

    @property
    def deputies(self) -> tuple[Holder, ...]:
        """Those who stand in."""
        return tuple(one for one in self.holders if one.deputy)


@dataclass(slots=True)
class Node:
    """A body in the tree."""

    body: Body
    seats: list[Filled] = field(default_factory=list)
    below: list[Node] = field(default_factory=list)

    @property
    def vacant(self) -> int:
        """Seats that nobody holds."""
        return sum(seat.holder is None for seat in self.seats)

    @property
    def empty(self) -> list[str]:
        """Titles of the seats that nobody holds."""
        return [str(seat.post) for seat in self.seats if seat.holder is None]

    @property
    def opposition(self) -> int:
        """Seats that are kept for the opposition."""
        return sum(isinstance(seat.post, Seat) and seat.post.opposition for seat in self.seats)

    @property
    def meets(self) -> Message:
        """How often."""
        return cadence.worded(self.body)

    def walk(self) -> Iterable[Node]:
        """The body and those below it, each before those that report to it."""
        yield self
        for node in self.below:
            yield from node.walk()


def tree(on: dt.date) -> list[Node]:
    """The bodies that work on the day, by the lines of that day; those that report to none of them stand at the top."""
    nodes = {body.pk: Node(body) for body in Body.objects.on(on).for_list()}
    held = _held(Holder.objects.seated(on))
    for seat in Seat.objects.on(on).for_list():
        nodes[seat.body_id].seats.append(Filled(seat, held.get(seat.pk, ())))
    line = dict(Reporting.objects.on(on).values_list("body_id", "above_id"))
    top: list[Node] = []
    for node in nodes.values():
        above = nodes.get(line.get(node.body.pk, 0))
        (above.below if above else top).append(node)
    return top


def node_of(body: Body, on: dt.date) -> Node:
    """One body with its seats."""
    held = _held(Holder.objects.seated(on).of_body(body.pk))
    seats = Seat.objects.on(on).filter(body=body).for_list()
    return Node(body, [Filled(seat, held.get(seat.pk, ())) for seat in seats])


def functions(on: dt.date) -> list[Filled]:
    """The functions that are to be filled on the day."""
    held: dict[int, tuple[Holder, ...]] = {}
    for holder in Holder.objects.on(on).filter(function__isnull=False).for_list():
        assert holder.function_id is not None
        held[holder.function_id] = (*held.get(holder.function_id, ()), holder)
    return [Filled(one, held.get(one.pk, ())) for one in Function.objects.on(on).for_list()]


@dataclass(frozen=True, slots=True)
class Own:
    """A seat or a function that a person holds, or in which the person stands in.

    Parameters
    ----------
    instead_of : str
        Whom a deputy stands in for; empty where nobody holds it.
    """

    post: Seat | Function
    deputy: bool
    instead_of: str = ""


def of_person(person: int, on: dt.date) -> list[Own]:
    """What the person holds on the day in bodies that work, and the functions; what one stands in for comes last."""
    rows = _beside(person, on)
    holder = {(row.seat_id, row.function_id): row.called for row in rows if not row.deputy}
    found = [
        Own(post, row.deputy, holder.get((row.seat_id, row.function_id), "") if row.deputy else "")
        for row in rows
        if row.person_id == person and (post := row.seat or row.function) is not None
    ]
    return sorted(found, key=lambda one: (one.deputy, isinstance(one.post, Function)))


@written_once
def _beside(person: int, on: dt.date) -> HolderQuerySet:
    """Who holds or stands in for the same as the person."""
    theirs = Holder.objects.on(on).filter(person_id=person)
    same = Q(seat__in=theirs.filter(seat__isnull=False).values("seat"))
    same |= Q(function__in=theirs.filter(function__isnull=False).values("function"))
    works = Q(seat__isnull=True) | Q(seat__in=Seat.objects.on(on))
    return Holder.objects.on(on).filter(same, works).for_list().select_related("seat__body")


@written_once
def seated(body: int, on: dt.date) -> HolderQuerySet:
    """Those who sit in a body on the day, in the order of the seats."""
    return Holder.objects.seated(on).of_body(body).for_list()


def _held(holders: HolderQuerySet) -> dict[int, tuple[Holder, ...]]:
    found: dict[int, tuple[Holder, ...]] = {}
    for holder in holders.for_list():
        assert holder.seat_id is not None
        found[holder.seat_id] = (*found.get(holder.seat_id, ()), holder)
    return found


def over_time(body: Body) -> list[tuple[Seat, list[Holder]]]:
    """Every seat that the body has had, with all who have held it, the latest first; deputies among them."""
    held: dict[int, list[Holder]] = {}
    for holder in Holder.objects.of_body(body.pk).for_list().order_by("-since", "-pk"):
        assert holder.seat_id is not None
        held.setdefault(holder.seat_id, []).append(holder)
    return [(seat, held.get(seat.pk, [])) for seat in Seat.objects.filter(body=body).for_list()]
