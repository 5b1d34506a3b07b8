"""The agreement that is in force in each municipality."""

from __future__ import annotations

import datetime as dt

from lagesbild.agreements import actions
from lagesbild.agreements.models import Agreement
from lagesbild.core.models import Party
from lagesbild.demo.cast.terms import ECONOMY, METHOD, PURPOSE, TERMS
from lagesbild.demo.cast.undertakings import UNDERTAKINGS
from lagesbild.demo.fill.here import Here
from lagesbild.demo.fill.paper import signed_original

SIGNING = (
    ("kommun", "chair", "Kommunstyrelsens ordförande", "Kommunstyrelsens beslut. Påhittat exempel."),
    ("polis", "chief", "Lokalpolisområdeschef", "Arbetsordningen 4 kap. Påhittat exempel."),
)
"""Party, character, function, and by what mandate they sign."""


ALONE = (("Polisen", "polis"), ("Kommunen", "kommun"))
"""How an undertaking begins that binds one party, and its key; the others bind the parties together."""


def agreed(here: Here) -> bool:
    """Whether there is an agreement."""
    return Agreement.objects.filter(partnership_id=here.partnership).exists()


def agree(here: Here) -> None:
    """Draft it, have it signed by both, and let it come into force."""
    coordinator, plan = here.actor("coordinator"), TERMS[here.slug]
    starts, ends = plan.days(here.today)
    names = dict(Party.objects.values_list("pk", "name"))
    called = {key: names[here.parties[key]] for key, *_ in SIGNING}
    row = actions.draft(
        actor=coordinator,
        wording=actions.Wording(
            title=f"Samverkansöverenskommelse {starts.year}",
            subject="Brottsförebyggande och trygghetsskapande arbete",
            purpose=PURPOSE.format(**called),
            method=METHOD,
            economy=ECONOMY,
            duration=plan.duration,
            term=plan.kind,
            starts=starts,
            ends=ends,
            notice_months=plan.notice_months,
            follow_up=dt.date(ends.year, 9, 30) if plan.follow_up else None,
            place=here.shape.name,
        ),
        party=here.parties["kommun"],
    )
    signed_on = starts - dt.timedelta(days=18)
    signatories = []
    for key, who, function, mandate in SIGNING:
        name = here.cast[who].name if who in here.cast else ""
        said = actions.Signs(
            function=function, of_party=here.parties[key], party_name=called[key], name=name, mandate=mandate
        )
        signatories.append(actions.add_part(actor=coordinator, agreement=row.pk, part=said).pk)
    for i, one in enumerate(UNDERTAKINGS[here.slug], start=1):
        alone = next((here.parties[key] for word, key in ALONE if one.text.startswith(f"{word} ")), None)
        part = actions.Undertaking(
            text=one.text,
            number=str(i),
            cadence=one.often,
            responsible=alone,
            responsible_text="" if alone else "Parterna gemensamt",
        )
        actions.add_part(actor=coordinator, agreement=row.pk, part=part)
    actions.sign(
        actor=coordinator, agreement=row.pk, signatories=signatories, signed_on=signed_on, original=signed_original()
    )
    actions.enter_force(actor=coordinator, agreement=row.pk)
