"""Where people write in the registry, and who may mask there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lagesbild.core import masking, registry
from lagesbild.core.masking import Subject, Texts
from lagesbild.core.models import Registration
from lagesbild.i18n import N_, Message
from lagesbild.registry import policies


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


def _page(row: Registration) -> tuple[str, Mapping[str, Any]]:
    kind = registry.named(row.kind)
    subject = kind.rows().filter(pk=row.subject_id).first() if kind else None
    return kind.page(subject) if kind and subject is not None else ("registry:list", {})
