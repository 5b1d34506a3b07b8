"""What the room of indicators adds to the world and to the matrix."""

from __future__ import annotations

import datetime as dt

from lagesbild.core.scope import scope
from lagesbild.indicators import actions
from lagesbild.indicators.models import Indicator
from tests.web.arguments import Arguments, one, plain
from tests.web.world import Town, furnish

MASKED: dict[str, Arguments] = {"indikator": one("indicator")}

PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "new_reading"), plain),
    **dict.fromkeys(("reading", "undo"), one("reading")),
    **dict.fromkeys(("read", "discard"), one("waiting")),
    **dict.fromkeys(("detail", "compare", "change", "retire", "add_break"), one("indicator")),
    **dict.fromkeys(("series", "export"), one("series")),
    "remove_break": one("break"),
}


@furnish
def indicators(town: Town) -> None:
    """An indicator of two areas, a break of it, and a file that waits."""
    actor, mark = town.coordinator, town.mark("kommun", "shared")
    lines = [f"Trygga {mark};{area};{year};{value}" for area in "AB" for year, value in ((2023, 61.5), (2024, 64))]
    content = "\n".join(["indikator;område;period;värde", *lines]).encode()
    proposed = actions.propose(actor=actor, name="enkat.csv", content=content)
    read = actions.read(actor=actor, reading=proposed.pk)
    waiting = actions.propose(actor=actor, name="igen.csv", content=content)
    with scope(actor.scope()):
        row = Indicator.objects.get()
        series = row.series.in_order()[0]
    made = actions.add_break(actor=actor, indicator=row.pk, day=dt.date(2024, 1, 1), what=f"Nya frågor {mark}")
    named = {"reading": read, "waiting": waiting, "indicator": row, "series": series, "break": made}
    town.rows |= {kind: {"": one.pk} for kind, one in named.items()}
