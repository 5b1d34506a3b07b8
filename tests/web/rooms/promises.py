"""What promises put into the world: one that each party stands behind and that runs, and a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from lagesbild.meetings import actions as meetings
from lagesbild.promises import actions
from lagesbild.promises.actions import Binding, Said, Signed, Words
from tests.papers import paper
from tests.web.arguments import Arguments, one, plain
from tests.web.world import Town, furnish

PDF = paper()


def original(town: Town) -> Mapping[str, Mapping[str, object]]:
    """A signed original of the promise."""
    return {"": {"pk": town.rows["promise"][""], "signature": town.rows["signature"][""]}}


PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "write", "read_text"), plain),
    **dict.fromkeys(
        (
            *("detail", "change", "withdraw", "take_up", "decide_party", "sign", "add_milestone", "follow_up"),
            "outcome",
        ),
        one("promise"),
    ),
    "original": original,
    "milestone": one("milestone"),
}
MASKED: dict[str, Arguments] = {"lofte": one("promise")}


@furnish
def promises(town: Town) -> None:
    """A promise of all parties on a shared measure of each, adopted by the working group and signed."""
    actor, today = town.coordinator, timezone.localdate()
    row = actions.create(
        actor=actor,
        said=Said(
            Words(title="Varje fredag kväll finns det vuxna vid torget.", text="Vi är där klockan 19 till 23."),
            starts=today - dt.timedelta(days=60),
            ends=today - dt.timedelta(days=1),
            parties=list(town.parties.values()),
            measures=list(town.rows["measure shared"].values()),
        ),
    )
    milestone = actions.add_milestone(actor=actor, promise=row.pk, what="Nya lampor", due=today)
    hour = dt.timedelta(hours=1)
    now = timezone.now().replace(second=0, microsecond=0)
    meeting = meetings.plan(
        actor=actor, body=town.rows["body"][""], hours=meetings.Hours(starts=now - 3 * hour, ends=now - 2 * hour)
    )
    item = meetings.add_item(actor=actor, meeting=meeting.pk, kind="promises.promise", subject=row.pk)
    meetings.hold(actor=actor, meeting=meeting.pk)
    meetings.decide(actor=actor, item=item.pk, text="Gruppen står bakom löftet.", act="promises.adopt")
    signature = 0
    for party in town.parties.values():
        actions.decide_party(
            actor=actor, promise=row.pk, binding=Binding(party=party, how="body", by="Styrelsen", date=today)
        )
        signed = Signed(
            party=party, signatory="Siv Skog", function="Ordförande", date=today, name="lofte.pdf", content=PDF
        )
        signature = actions.sign(actor=actor, promise=row.pk, signed=signed).pk
    actions.follow_up(actor=actor, promise=row.pk, day=today, text="Lamporna är tända.")
    named = {"promise": row.pk, "milestone": milestone.pk, "signature": signature}
    town.rows |= {kind: {"": pk} for kind, pk in named.items()}
