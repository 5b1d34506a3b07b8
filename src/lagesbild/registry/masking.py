"""Where people write in the registry, and who may mask there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lagesbild.core import masking, registry
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
from lagesbild.core.models import Registration
from lagesbild.i18n import N_, Message
from lagesbild.registry import policies
from lagesbild.registry.models import Disposal, RetentionRule

WORDS = ("body", "dnr", "note")


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name="registration",
            path="diarium",
            called=lambda row: Message(N_("Note of the registry")),
            model=Registration,
            texts=(Texts(Registration, ("dnr", "ground")),),
            may=lambda actor, row: row.partnership_id == actor.partnership and policies.may_note(actor),
            page=_page,
            verb="record.masked",
        )
    )
    masking.exempt(Registration, {"kind": "a kind of row"})
    masking.subject(
        Subject(
            name="retention_rule",
            path="gallringsregel",
            called=lambda row: Message(N_("Rule of what is kept")),
            model=RetentionRule,
            texts=(Texts(RetentionRule, WORDS),),
            may=lambda actor, row: row.partnership_id == actor.partnership and policies.may_dispose(actor),
            page=lambda row: ("registry:kept", {"kind": row.kind}),
            verb="retention.rule_masked",
        )
    )
    masking.copies("retention_rule", _disposals)
    masking.exempt(RetentionRule, {"kind": "a kind of row", "event": "a word of the program"})
    masking.exempt(Disposal, dict.fromkeys(("body", "dnr"), "of the rule, and masked with it"))
    masking.exempt(Disposal, {"kind": "a kind of row", "event": "a word of the program"})


def _disposals(system: Actor, changes: Changes) -> list[Reached]:
    """What was disposed of by a rule names its decision."""
    for name in ("body", "dnr"):
        for was in changes:
            Disposal.objects.filter(**{name: was}).update(**{name: changes[was]})
    return []


def _page(row: Registration) -> tuple[str, Mapping[str, Any]]:
    kind = registry.named(row.kind)
    subject = kind.rows().filter(pk=row.subject_id).first() if kind else None
    return kind.page(subject) if kind and subject is not None else ("registry:list", {})
