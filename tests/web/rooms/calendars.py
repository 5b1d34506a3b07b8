"""Calendar addresses in the world: the coordinator's own."""

from __future__ import annotations

from lagesbild.calendars import actions
from tests.web.arguments import one, plain
from tests.web.world import Town, furnish

PLACES = {
    **dict.fromkeys(("page", "create", "remind"), plain),
    **dict.fromkeys(("renew", "end"), one("feed")),
}
ELSEWHERE = {"calendar_feed": "opened by a secret in the address (tests/calendars)"}


@furnish
def feeds(town: Town) -> None:
    """An address with all that concerns the coordinator."""
    row, _ = actions.open_feed(actor=town.coordinator)
    town.rows["feed"] = {"": row.pk}
