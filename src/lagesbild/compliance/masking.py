"""Where people write about commitments, and who may mask there."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any, get_type_hints

from lagesbild.compliance import policies, standing
from lagesbild.compliance.models import (
    Attestation,
    Effort,
    Noted,
    Policy,
    PolicyEdition,
    Rule,
    Service,
    Session,
    Standing,
)
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.said import WORDS
from lagesbild.core import masking
from lagesbild.core.actions import Actor
from lagesbild.core.masking import Changes, Reached, Subject, Texts
from lagesbild.i18n import Message

RULE, SERVICE, POLICY, NOTED = "rule", "service", "policy", "noted"


def register() -> None:
    """Called once when the application starts."""
    written = tuple(sorted({name for kind in kinds.kinds().values() for name in texts_of(kind)}))
    _subject(
        RULE,
        "atagande",
        Rule,
        lambda row: Message(kinds.kinds()[row.kind].label) if row.kind in kinds.kinds() else row.kind,
        standing.page_of,
        Texts(Rule, ("note",)),
        Texts(Rule, ("parameters",), keys=written or ("called",)),
        Texts(Attestation, ("reason",), of="rule"),
        Texts(Effort, ("text", "counterpart", "answer", "dnr"), of="rule"),
        Texts(Standing, ("reason", "now"), of="rule", keys=(WORDS,)),
    )
    _subject(
        SERVICE,
        "tjanst",
        Service,
        lambda row: row.name,
        lambda row: ("compliance:service", {"pk": row.pk}),
        Texts(Service, ("name", "about", "evaluation")),
        Texts(Session, ("note",), of="service"),
    )
    _subject(
        POLICY,
        "styrdokument",
        Policy,
        lambda row: row.name,
        lambda row: ("compliance:policy", {"pk": row.pk}),
        Texts(Policy, ("name", "owner_text")),
        Texts(PolicyEdition, ("text", "dnr"), of="policy"),
    )
    _subject(
        NOTED,
        "noterat",
        Noted,
        lambda row: Message(row.get_kind_display()),
        lambda row: ("compliance:noted", {"pk": row.pk}),
        Texts(Noted, ("text", "dnr")),
    )
    masking.exempt(Rule, {"statute": "a key", "kind": "a code", "proposal": "a key"})
    for copied in (
        "promise",
        "problem",
        "plan",
        "measure",
        "agreement",
        "dialogue",
        SERVICE,
        POLICY,
        "body",
        "function",
    ):
        masking.copies(copied, _reasons)


def texts_of(kind: kinds.Kind[Any]) -> list[str]:
    """Names of the parameters of a kind that people write in their own words."""
    hints = get_type_hints(kind.parameters)
    return [
        one.name
        for one in dataclasses.fields(kind.parameters)
        if hints[one.name] is str and not one.metadata.get("among") and not one.metadata.get("choices")
    ]


def _subject(name: str, path: str, model: Any, called: Any, page: Any, *texts: Texts) -> None:
    masking.subject(
        Subject(
            name=name,
            path=path,
            called=called,
            model=model,
            texts=texts,
            may=policies.may_mask,
            page=page,
            verb=f"{name}.masked",
        )
    )


def _reasons(system: Actor, changes: Changes) -> list[Reached]:
    """Mask names that stand in what was said of commitments, also among others in a row."""
    found: Counter[int] = Counter()
    for line in Standing.objects.select_for_update(of=("self",)).order_by("pk"):
        (reason, n), (now, m) = _hidden(line.reason, changes), _hidden(line.now, changes)
        if n + m:
            Standing.objects.filter(pk=line.pk).update(reason=reason, now=now)
            found[line.rule_id] += n + m
    rows = Rule.objects.in_bulk(found)
    return [Reached(rows[pk], "rule.masked", n) for pk, n in sorted(found.items())]


def _hidden(plain: Any, changes: Changes, *, inside: bool = False) -> tuple[Any, int]:
    if isinstance(plain, dict):
        pairs = {name: _hidden(one, changes, inside=name == WORDS) for name, one in plain.items()}
        return {name: one for name, (one, _) in pairs.items()}, sum(n for _, n in pairs.values())
    if not inside or not isinstance(plain, str):
        return plain, 0
    n = 0
    for old, new in changes.items():
        n += plain.count(old)
        plain = plain.replace(old, new)
    return plain, n
