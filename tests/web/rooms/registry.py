"""What the room of the registry adds to the world and to the matrix."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.registry import actions
from lagesbild.registry.models import Disposal
from tests.web.arguments import Arguments, both, one, plain
from tests.web.world import Town, furnish

KIND = "incidents.version"


@furnish
def kept(town: Town) -> None:
    """A rule with its decision, and a disposal by it that has not begun."""
    actor, mark = town.actor("kommun", Role.REGISTRATOR), town.mark("kommun", "shared")
    term = actions.Term(
        months=24,
        event="replaced",
        body=f"Kommunstyrelsen {mark}",
        decided_on=dt.date(2026, 2, 3),
        dnr="KS 2026/31",
        note=f"Som i hanteringsanvisningen {mark}.",
    )
    rule = actions.set_rule(actor=actor, kind=KIND, term=term)
    with scope(actor.scope()):
        row = Disposal.objects.create(
            partnership_id=actor.partnership,
            party_id=rule.party_id,
            kind="incidents.reporter",
            event="received",
            months=12,
            before=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
            body=rule.body,
            decided_on=rule.decided_on,
            dnr=rule.dnr,
            expected=1,
            person_id=actor.person,
        )
    town.rows |= {"retention rule": {"": rule.pk}, "disposal": {"": row.pk}}


def of_agreements(town: Town) -> Mapping[str, Mapping[str, object]]:
    """The note of each draft."""
    return {whose: {"kind": "agreements.agreement", **pk} for whose, pk in both("agreement")(town).items()}


def of_kind(town: Town) -> Mapping[str, Mapping[str, object]]:
    """A kind of row that has a rule."""
    return {"": {"kind": KIND}}


PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "export", "retention"), plain),
    "note": of_agreements,
    **dict.fromkeys(("kept", "rule", "dispose"), of_kind),
    **dict.fromkeys(("progress", "stop"), one("disposal")),
}
MASKED: dict[str, Arguments] = {"diarium": both("registration"), "gallringsregel": one("retention rule")}
