"""A small partnership that tests of incidents happen in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from lagesbild.core.actions import Actor
from lagesbild.incidents.actions import Told
from lagesbild.incidents.models import Incident

NOON = dt.datetime(2026, 3, 14, 12, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Town:
    partnership: int
    school: int
    guards: int
    own: int
    shared: int
    fire: int
    noise: int

    def actor(self, role: str, party: int, person: int = 5) -> Actor:
        return Actor(person, self.partnership, frozenset({(party, role)}), (self.shared,))

    def told(self, **changes: object) -> Told:
        plain = Told(
            category=self.fire,
            start=NOON,
            end=NOON + dt.timedelta(minutes=1),
            precision=Incident.Precision.MINUTE,
            lon=19.5,
            lat=61.9,
            place="Brukstorget",
            text="Papperskorg brann",
        )
        return replace(plain, **changes)  # type: ignore[arg-type]
