"""The seat that somebody is invited to: a room above knows seats, keeps them and fills them, and says so once.

    seats.known(Room(offered=fn(here) -> choices, named=fn(numbers) -> names, told=fn(seat) -> message,
                     wanted=fn(actor, seat, party), filled=fn(...)))

This room knows a seat by its number alone, and that it waits with an invitation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from lagesbild.core.actions import Actor
from lagesbild.core.web.here import Here
from lagesbild.i18n import Message

Choices = Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Room:
    """What the room that keeps seats answers with.

    Parameters
    ----------
    offered : callable
        Vacant seats that whoever invites may fill, by name; none for others.
    named : callable
        What the seats with some numbers are called.
    told : callable
        What it means to hold a seat, for whoever is invited to it; None where the seat is there no longer.
    wanted : callable
        Goes on only if the actor may fill the seat for the party, and it is vacant; raises `Denied` or `InputError`.
    filled : callable
        Lets a person hold the seat from today, in a partnership; False where somebody else has been given it since.
    """

    offered: Callable[[Here], Choices]
    named: Callable[[Collection[int]], Mapping[int, str]]
    told: Callable[[int], Message | None]
    wanted: Callable[[Actor, int, int], None]
    filled: Callable[[int, int, int], bool]


_rooms: list[Room] = []


def known(room: Room) -> None:
    """Say who keeps seats; called in `AppConfig.ready`."""
    _rooms[:] = [room]


def offered(here: Here) -> Choices:
    """Vacant seats that whoever invites may fill."""
    return _rooms[0].offered(here) if _rooms else ()


def named(numbers: Collection[int]) -> Mapping[int, str]:
    """What some seats are called; nothing is asked for none."""
    return _rooms[0].named(numbers) if _rooms and numbers else {}


def told(seat: int) -> Message | None:
    """What it means to hold the seat."""
    return _rooms[0].told(seat) if _rooms else None


def wanted(actor: Actor, seat: int, party: int) -> None:
    """Go on only if the seat can wait for who is invited."""
    _rooms[0].wanted(actor, seat, party)


def filled(*, partnership: int, person: int, seat: int) -> bool:
    """Let the person hold the seat; False where it is not free any more."""
    return _rooms[0].filled(partnership, person, seat)
