"""An agreement in each state, in a partnership with three parties: what tests of agreements stand on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from lagesbild.agreements import actions
from lagesbild.agreements.actions import Enclosure, Post, Signs, There, Undertaking, Wording
from lagesbild.agreements.models import Agreement
from lagesbild.core.scope import scope
from tests.organisation.house import House
from tests.papers import paper

PDF = paper()
TODAY = timezone.localdate
YEAR = dt.timedelta(days=365)


def wording(**other: object) -> Wording:
    """What an agreement says, and what else is asked for."""
    said: dict[str, object] = {
        "title": "Samverkansöverenskommelse",
        "subject": "Trygghet",
        "purpose": "Öka tryggheten i centrum.",
        "ends": TODAY() + YEAR,
    }
    return Wording(**{**said, **other})  # type: ignore[arg-type]


@dataclass
class Table:
    """A house with agreements."""

    house: House

    def draft(self, **other: object) -> Agreement:
        """A draft with two parties and one of each other part."""
        carl = self.house.carl
        row = actions.draft(actor=carl, wording=wording(**other), party=self.house.municipality.pk)
        for part in (
            Signs(of_party=self.house.municipality.pk, function="kommunchef", mandate="KS 2026-01-12 § 4"),
            Signs(of_party=self.house.police.pk, function="lokalpolisområdeschef", mandate="Arbetsordningen 4 kap."),
            Undertaking(
                text="att ses varje vecka", number="1", responsible=self.house.police.pk, cadence="varje vecka"
            ),
            There(name="Styrgruppen", kind="steering", seats=({"title": "Kommunchef", "party": "Kommunen"},)),
            Post(name="Kommunpolis", kind="municipal_police", of_party=self.house.police.pk),
            Enclosure(title="Bilaga 1", text="Löften för året."),
        ):
            actions.add_part(actor=carl, agreement=row.pk, part=part)
        return row

    def signed(self, **other: object) -> Agreement:
        """A draft that both have signed on one original."""
        row = self.draft(**other)
        self.sign(row, TODAY() - dt.timedelta(days=40))
        return row

    def sign(self, row: Agreement, day: dt.date | None = None) -> None:
        """All who are named sign on one original; today where no day is said."""
        actions.sign(
            actor=self.house.carl,
            agreement=row.pk,
            signatories=self.signatories(row),
            signed_on=day or TODAY(),
            original=PDF,
        )

    def in_force(self, **other: object) -> Agreement:
        """One in force."""
        return actions.enter_force(actor=self.house.carl, agreement=self.signed(**other).pk)

    def amended(self, old: Agreement, **other: object) -> Agreement:
        """A new edition of it, in force."""
        carl = self.house.carl
        row = actions.amend(actor=carl, agreement=old.pk)
        actions.change(actor=carl, agreement=row.pk, wording=wording(**other))
        self.sign(row)
        return actions.enter_force(actor=carl, agreement=row.pk)

    def signatories(self, row: Agreement) -> list[int]:
        """Numbers of those who sign."""
        with scope(self.house.carl.scope()):
            return list(row.signatories.in_order().values_list("pk", flat=True))

    def now(self, row: Agreement) -> Agreement:
        """The agreement as it stands."""
        with scope(self.house.carl.scope()):
            return Agreement.objects.select_related("audience").get(pk=row.pk)
