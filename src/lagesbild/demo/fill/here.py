"""The partnership that is being filled: its numbers in the database, and what is to be put there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Person
from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience, Party
from lagesbild.core.system import worker
from lagesbild.demo.cast.people import Character, people_of
from lagesbild.demo.events import Past, past
from lagesbild.demo.events.units import PARTIES
from lagesbild.demo.towns import Shape, Town, town
from lagesbild.demo.towns.model import Spot

ZONE = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, eq=False)
class Here:
    """One partnership of the demonstration. Its properties are read inside a scope of it, and once.

    Parameters
    ----------
    shape : Shape
    partnership : int
    seed : int
    today : date
    """

    shape: Shape
    partnership: int
    seed: int
    today: dt.date
    _actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """Its address."""
        return self.shape.slug

    @cached_property
    def town(self) -> Town:
        """The invented municipality."""
        return town(self.shape, self.seed)

    @cached_property
    def past(self) -> Past:
        """Its invented incidents."""
        return past(self.town, self.today, self.seed)

    @cached_property
    def parties(self) -> dict[str, int]:
        """Number of each party by its key."""
        known = dict(Party.objects.filter(partnership_id=self.partnership).values_list("name", "pk"))
        return {party.key: known[party.name] for party in PARTIES[self.slug]}

    @cached_property
    def shared(self) -> int:
        """The audience that is the whole partnership."""
        return self._audience(Audience.PARTNERSHIP)

    @cached_property
    def own(self) -> int:
        """The audience that is nobody but the owning party."""
        return self._audience(Audience.OWN)

    def _audience(self, kind: str) -> int:
        return Audience.objects.filter(partnership_id=self.partnership, kind=kind).order_by("pk")[0].pk

    @cached_property
    def people(self) -> dict[str, int]:
        """Number of each person by the last part of the character's key."""
        cast = self.cast
        known = dict(Person.objects.filter(email__in=[one.email for one in cast.values()]).values_list("email", "pk"))
        return {key: known[one.email] for key, one in cast.items()}

    @cached_property
    def cast(self) -> dict[str, Character]:
        """Those who take part, by the last part of their key."""
        return {one.key.split(".")[1]: one for one in people_of(self.slug)}

    def actor(self, key: str) -> Actor:
        """A person of the cast, acting here."""
        if key not in self._actors:
            self._actors[key] = actor_of(self.people[key], self.slug)
        return self._actors[key]

    def forget_actors(self) -> None:
        """Look up what people may see again: they have come to sit in bodies."""
        self._actors.clear()

    @cached_property
    def system(self) -> Actor:
        """The system, with every party's rows and every audience."""
        return worker(self.partnership)

    def spot(self, kind: str) -> Spot:
        """The first named place of a kind, or the square."""
        spots = [spot for spot in self.town.spots if spot.kind == kind]
        return spots[0] if spots else self.spot("square")

    def moment(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        """A wall-clock time there."""
        return dt.datetime.combine(day, dt.time(hour, minute), ZONE)
