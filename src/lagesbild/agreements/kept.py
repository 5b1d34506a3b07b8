"""What of this room is a record of the registry, and how long it is kept."""

from __future__ import annotations

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate

from lagesbild.agreements.models import Agreement, Review
from lagesbild.core import registry, retention
from lagesbild.i18n import N_, Message


def register() -> None:
    """Called once when the application starts."""
    registry.kind(
        "agreements.agreement",
        N_("Written agreement"),
        N_("agreements"),
        model=Agreement,
        rows=lambda: Agreement.objects.defer("sealed"),
        day=Coalesce("signed_on", "starts", TruncDate("made")),
        called=lambda row: row.title,
        state=lambda row: Message(str(row.get_state_display())),
        page=lambda row: ("agreements:detail", {"pk": row.pk}),
        published=True,
    )
    retention.for_ever(
        "agreements.agreement", N_("Written agreements"), N_("They bind the parties, also after they have ended.")
    )
    registry.kind(
        "agreements.review",
        N_("Follow-up of an agreement"),
        N_("follow-ups of agreements"),
        model=Review,
        rows=lambda: Review.objects.select_related("agreement").defer("agreement__sealed"),
        day=F("held"),
        called=lambda row: row.agreement.title,
        state=lambda row: Message(N_("decided at a meeting") if row.decision_id else N_("noted")),
        page=lambda row: ("agreements:detail", {"pk": row.agreement_id}),
    )
    retention.for_ever(
        "agreements.review",
        N_("Follow-ups of agreements"),
        N_("Whether an agreement was followed up in time is judged by them."),
    )
