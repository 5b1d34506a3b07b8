"""What the room of commitments adds to the world and to the matrix: rules beside drafts that only some may read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.compliance import actions
from lagesbild.compliance.actions import Decided, Happened, Offered, Owner, Told, Tried, Word
from lagesbild.core.system import worker
from tests.web.arguments import Arguments, both, one, plain
from tests.web.world import Town, furnish


@furnish
def checked(town: Town) -> None:
    """Beside each party's own and shared draft a rule with an effort and one with an attestation."""
    today = timezone.localdate()
    for kind in ("own", "shared"):
        for party, commitment in town.rows[f"agreement commitment {kind}"].items():
            actor, mark = town.actor(party, Role.COORDINATOR), town.mark(party, kind)
            rule = actions.set_rule(
                actor=actor, commitment=commitment, told=Told(kind="effort", note=f"Läst så: {mark}")
            )
            tried = Tried(day=today, text=mark, counterpart=mark)
            effort = actions.note_effort(actor=actor, rule=rule.pk, tried=tried)
            told = Told(kind="attestation", person=actor.person, since=today, note=f"Intygas: {mark}")
            attested = actions.set_rule(actor=actor, commitment=commitment, told=told)
            word = Word(kept=True, first=today, last=today, reason=mark)
            attestation = actions.attest(actor=actor, rule=attested.pk, word=word)
            for name, pk in (
                ("commitment", commitment),
                ("rule", rule.pk),
                ("attested", attested.pk),
                ("effort", effort.pk),
                ("attestation", attestation.pk),
            ):
                town.rows.setdefault(f"compliance {name} {kind}", {})[party] = pk
    kept(town)


def kept(town: Town) -> None:
    """A rule of the statute, a service, a document and a report; all is judged."""
    actor, today = town.coordinator, timezone.localdate()
    mark = town.mark("kommun", "shared")
    rule = actions.set_rule(
        actor=actor, statute="2023:196:11", told=Told(kind="filled_function", parameters={"sort": "coordinator"})
    )
    service = actions.add_service(actor=actor, offered=Offered(name=mark, since=today - dt.timedelta(days=9)))
    session = actions.note_session(actor=actor, service=service.pk, day=today, hours=2.0, note=mark)
    policy = actions.add_policy(actor=actor, owner=Owner(name=mark, kind="policy", owner_text=mark))
    edition = actions.note_edition(actor=actor, policy=policy.pk, decided=Decided(decided=today, text=mark))
    noted = actions.note(actor=actor, happened=Happened(kind="report.council", day=today, text=mark))
    named = {
        "compliance statute": rule,
        "compliance service": service,
        "compliance session": session,
        "compliance policy": policy,
        "compliance edition": edition,
        "compliance noted": noted,
    }
    town.rows |= {kind: {"": row.pk} for kind, row in named.items()}
    actions.judge_partnership(actor=worker(town.pk))


def agreements(town: Town) -> Mapping[str, Mapping[str, object]]:
    """Each agreement, by the name that the address gives it."""
    return {
        f"{party} {kind}": {"agreement": pk}
        for kind in ("own", "shared")
        for party, pk in town.rows[f"agreement {kind}"].items()
    }


def paragraph(town: Town) -> Mapping[str, Mapping[str, object]]:
    """A paragraph of the statute."""
    return {"": {"number": "11"}}


PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "export", "kept", "note", "add_service", "add_policy", "arrange_statute"), plain),
    **dict.fromkeys(("commitment", "add"), both("compliance commitment")),
    **dict.fromkeys(("paragraph", "add_to_paragraph"), paragraph),
    "arrange": agreements,
    **dict.fromkeys(("rule", "change", "remove", "effort"), both("compliance rule")),
    "attest": both("compliance attested"),
    "take_back_attestation": both("compliance attestation"),
    "take_back_effort": both("compliance effort"),
    **dict.fromkeys(("noted", "take_back_noted"), one("compliance noted")),
    **dict.fromkeys(("service", "change_service", "add_session"), one("compliance service")),
    "take_back_session": one("compliance session"),
    **dict.fromkeys(("policy", "change_policy", "add_edition"), one("compliance policy")),
    "take_back_edition": one("compliance edition"),
}
MASKED: dict[str, Arguments] = {
    "atagande": both("compliance rule"),
    "tjanst": one("compliance service"),
    "styrdokument": one("compliance policy"),
    "noterat": one("compliance noted"),
}
