"""Where people write about indicators, and who may mask there."""

from __future__ import annotations

from lagesbild.core import masking
from lagesbild.core.masking import Subject, Texts
from lagesbild.indicators import policies
from lagesbild.indicators.models import Break, Indicator, Reading, Series

SUBJECT = "indicator"


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name=SUBJECT,
            path="indikator",
            called=lambda row: row.name,
            model=Indicator,
            texts=(
                Texts(Indicator, ("name", "unit", "per", "source", "address", "licence")),
                Texts(Break, ("what",), of="indicator"),
            ),
            may=lambda actor, row: policies.may_arrange(actor),
            page=lambda row: ("indicators:detail", {"pk": row.pk}),
            verb="indicator.masked",
        )
    )
    masking.exempt(Indicator, {"code": "what a source calls it; masked it would not be known again"})
    masking.exempt(Series, {"name": "name of an area or municipality, of a register"})
    masking.exempt(Reading, {"name": "what a file is called, masked when it is read"})
