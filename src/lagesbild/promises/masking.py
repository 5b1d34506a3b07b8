"""Where people write about promises, and who may mask there."""

from __future__ import annotations

from lagesbild.core import masking, signatures
from lagesbild.core.masking import Subject, Texts
from lagesbild.meetings.masking import words_of
from lagesbild.promises import policies
from lagesbild.promises.models import FollowUp, Milestone, Outcome, PartyDecision, Promise, Signature


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name="promise",
            path="lofte",
            called=lambda row: row.title,
            model=Promise,
            texts=(
                Texts(
                    Promise,
                    ("title", "text", "where", "focus", "goal", "basis", "rhythm", "withdrawn_reason"),
                ),
                Texts(PartyDecision, PartyDecision.WORDS, of="promise"),
                Texts(Signature, ("signatory", "function", "name"), of="promise"),
                Texts(Signature, ("electronic",), of="promise", keys=signatures.WORDS),
                Texts(Milestone, ("what", "reason"), of="promise"),
                Texts(FollowUp, ("text",), of="promise"),
                Texts(Outcome, ("reason", "effect_reason"), of="promise"),
            ),
            may=policies.may_mask,
            page=lambda row: ("promises:detail", {"pk": row.pk}),
            verb="promise.masked",
        )
    )
    words_of("promise")
    masking.exempt(Promise, {"source": "an address of a page that anyone can read"})
