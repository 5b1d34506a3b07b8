"""Where people write in agreements, and who may mask there; also in one in force."""

from __future__ import annotations

from lagesbild.agreements import policies
from lagesbild.agreements.content import FIELDS
from lagesbild.agreements.models import (
    AgreedBody,
    AgreedFunction,
    Agreement,
    Annex,
    Commitment,
    Original,
    Review,
    Signatory,
)
from lagesbild.core import masking, signatures
from lagesbild.core.masking import Subject, Texts
from lagesbild.meetings.masking import words_of

SUBJECT = "agreement"


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name=SUBJECT,
            path="overenskommelse",
            called=lambda row: row.title,
            model=Agreement,
            texts=(
                Texts(Agreement, ("title", "subject", *FIELDS, "place")),
                Texts(Signatory, ("party_name", "function", "name", "mandate"), of="agreement"),
                Texts(Original, ("electronic",), of="agreement", keys=signatures.WORDS),
                Texts(Annex, ("title", "text"), of="agreement"),
                Texts(Commitment, ("number", "heading", "text", "responsible_text", "cadence"), of="agreement"),
                Texts(AgreedBody, ("name", "reports_to", "convener", "cadence", "text"), of="agreement"),
                Texts(AgreedBody, ("seats",), of="agreement", keys=("title", "party")),
                Texts(AgreedFunction, ("name", "party_name"), of="agreement"),
                Texts(Review, ("text",), of="agreement"),
            ),
            may=policies.may_mask,
            page=lambda row: ("agreements:detail", {"pk": row.pk}),
            verb="agreement.masked",
        )
    )
    words_of(SUBJECT)
    # an edition begins with the words of the one before, a follow-up with those of the meeting's decision
    for copied in (SUBJECT, "meeting", "task"):
        masking.copies(copied, masking.within(SUBJECT))
