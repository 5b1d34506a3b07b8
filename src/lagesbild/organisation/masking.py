"""Where people write about bodies, seats and functions."""

from __future__ import annotations

from lagesbild.core import masking
from lagesbild.core.masking import Subject, Texts
from lagesbild.organisation import policies
from lagesbild.organisation.models import Body, Function, Holder, Mandate, Seat


def register() -> None:
    """Called once when the application starts."""
    masking.subject(
        Subject(
            name="body",
            path="grupp",
            called=lambda row: row.name,
            model=Body,
            texts=(
                Texts(Body, ("mandate",)),
                Texts(Seat, ("title",), of="body"),
                Texts(Holder, ("name",), of="seat__body"),
                Texts(Mandate, ("source",), of="body"),
            ),
            may=lambda actor, row: policies.may_arrange(actor),
            page=lambda row: ("organisation:body", {"pk": row.pk}),
            verb="body.masked",
        )
    )
    masking.subject(
        Subject(
            name="function",
            path="funktion",
            called=lambda row: row.name,
            model=Function,
            texts=(Texts(Function, ("name",)), Texts(Holder, ("name",), of="function")),
            may=lambda actor, row: policies.may_arrange(actor),
            page=lambda row: ("organisation:function", {"pk": row.pk}),
            verb="function.masked",
        )
    )
    masking.subject(
        Subject(
            name="mandate",
            path="mandat",
            called=lambda row: row.called,
            model=Mandate,
            texts=(Texts(Mandate, ("name", "source")),),
            may=lambda actor, row: policies.may_arrange(actor),
            page=lambda row: ("organisation:mandates", {}),
            verb="mandate.masked",
        )
    )
    masking.exempt(Mandate, {"what": "name of a registered kind", "limit": "name of a limit of the kind"})
    masking.exempt(Body, {"name": "as the agreement has it, once in a partnership; changed where it is kept"})
