"""What bodies and mandates put into the world beside what every room stands on: who decides for a party."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from lagesbild.organisation import actions
from lagesbild.organisation.actions import Giving
from tests.web.arguments import Arguments, one, plain
from tests.web.world import Town, furnish

PLACES: dict[str, Arguments] = {
    "change_mandates": one("body"),
    "mandates": plain,
    "give_mandate": lambda town: {party: {"party": number} for party, number in town.parties.items()},
    **dict.fromkeys(("end_mandate", "take_back_mandate"), one("mandate")),
}
MASKED: dict[str, Arguments] = {"mandat": one("mandate")}


@furnish
def mandates(town: Town) -> None:
    """The municipality's own organ that decides on its plan."""
    giving = Giving(
        party=town.parties["kommun"],
        what=["plans.party_decision"],
        name="Kommunstyrelsen",
        since=timezone.localdate() - dt.timedelta(days=30),
    )
    [row] = actions.give_mandate(actor=town.coordinator, giving=giving)
    town.rows["mandate"] = {"": row.pk}
