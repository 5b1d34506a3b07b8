"""The agreement of each invented municipality: one kind of term each, as four agreements that exist have them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

PURPOSE = (
    "{kommun} och {polis} förebygger brott och ökar tryggheten tillsammans. Samverkan gäller hela kommunen och "
    "särskilt de fokusområden som parterna enas om."
)
METHOD = "Arbetet utgår från en gemensam lägesbild. Problem beskrivs, värderas och prioriteras innan åtgärder väljs."
ECONOMY = "Var och en av parterna bär sina egna kostnader om inte annat avtalas."


@dataclass(frozen=True, slots=True)
class TermPlan:
    """How long an agreement applies: its kind, first and last day as years from this one, and what goes with it."""

    kind: str
    begins: int
    ends: int
    notice_months: int | None = None
    follow_up: bool = False
    duration: str = ""

    def days(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """First and last day."""
        return dt.date(today.year + self.begins, 1, 1), dt.date(today.year + self.ends, 12, 31)


TERMS: dict[str, TermPlan] = {
    "alvhamra": TermPlan("fixed", -1, 1, duration="Överenskommelsen gäller till och med årets slut nästa år."),
    "ronnmora": TermPlan("fixed", 0, 1, duration="Överenskommelsen gäller i två kalenderår."),
    "kungsfjarda": TermPlan(
        "fixed_notice", -1, 2, 3, duration="Överenskommelsen kan sägas upp av endera parten med tre månaders varsel."
    ),
    "tranmora": TermPlan(
        "fixed_followup", -1, 1, follow_up=True, duration="Överenskommelsen följs upp innan den förlängs."
    ),
    "malmfjarda": TermPlan(
        "rolling",
        -2,
        -1,
        duration="Därefter gäller överenskommelsen ett kalenderår i sänder till dess någon säger upp den.",
    ),
}
