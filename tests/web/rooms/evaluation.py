"""What evaluations put into the world: a draft of whether the promise helped."""

from __future__ import annotations

from lagesbild.evaluation import actions
from tests.web.arguments import Arguments, one
from tests.web.world import Town, furnish

PLACES: dict[str, Arguments] = {
    "evaluate": one("promise"),
    **dict.fromkeys(("detail", "decide"), one("evaluation")),
}
MASKED: dict[str, Arguments] = {"utvardering": one("evaluation")}


@furnish
def evaluations(town: Town) -> None:
    """A draft, with words of whoever made it."""
    row = actions.evaluate(actor=town.coordinator, promise=town.rows["promise"][""])
    actions.write(actor=town.coordinator, evaluation=row.pk, text="Torget byggdes om i våras.")
    town.rows["evaluation"] = {"": row.pk}
