"""Words masked in an agreement, also in one in force, which proves the rest."""

from __future__ import annotations

import json

import pytest

from lagesbild.agreements import actions, content
from lagesbild.agreements.actions import Signs, There, Undertaking
from lagesbild.agreements.models import (
    AgreedBody,
    Agreement,
    Commitment,
    Review,
    Signatory,
)
from lagesbild.core import masking
from lagesbild.core.actions import acting
from lagesbild.core.guard import MASK
from lagesbild.core.system import worker
from lagesbild.meetings import actions as meetings
from tests.agreements.table import PDF, TODAY, Table, wording
from tests.plans.desk import furnish

pytestmark = pytest.mark.django_db(transaction=True)


def everything(table: Table) -> str:
    with acting(worker(table.house.partnership.pk)):
        rows = [
            *Agreement.objects.values("title", "purpose", "text", "sealed"),
            *Commitment.objects.values("text", "heading"),
            *Signatory.objects.values("name", "function"),
            *AgreedBody.objects.values("name", "seats", "text"),
            *Review.objects.values("text"),
        ]
        return json.dumps(rows, ensure_ascii=False)


def test_words_are_masked_wherever_they_stand_in_one_in_force_and_the_rest_is_still_proved(table: Table) -> None:
    carl = table.house.carl
    row = table.draft(text="Kontakta Bror Ek.")
    for part in (
        Signs(of_party=table.house.housing.pk, function="vd", name="Bror Ek", mandate="Styrelsens beslut"),
        Undertaking(text="att Bror Ek kallar"),
        There(name="Gruppen", seats=({"title": "Bror Ek", "party": "Bostaden"},), text="Leds av Bror Ek."),
    ):
        actions.add_part(actor=carl, agreement=row.pk, part=part)
    actions.sign(actor=carl, agreement=row.pk, signatories=table.signatories(row), signed_on=TODAY(), original=PDF)
    before = actions.enter_force(actor=carl, agreement=row.pk)
    actions.review(actor=carl, agreement=row.pk, held=TODAY(), text="Bror Ek ska följa upp.")
    assert everything(table).count("Bror Ek") == 6
    masking.mask(actor=carl, subject="agreement", pk=row.pk, stretches=["Bror Ek"])
    said = everything(table)
    assert "Bror" not in said
    assert said.count(MASK) == 6
    with acting(carl):
        after = Agreement.objects.get(pk=row.pk)
        assert (after.digest, after.sealed) == (before.digest, before.sealed)
        assert content.digest(after.sealed) == after.digest
        sealed = content.seal(content.content(after))
        assert sealed["term"] == after.sealed["term"]
        assert sealed["commitments"][0] == after.sealed["commitments"][0], "what was not masked is proved"
        assert sealed["commitments"][1] != after.sealed["commitments"][1]


def test_words_are_masked_in_the_next_edition_too_and_in_a_follow_up_that_a_meeting_decided(table: Table) -> None:
    carl = table.house.carl
    row = table.in_force(text="Kontakta Bror Ek.")
    actions.amend(actor=carl, agreement=row.pk)
    desk = furnish(table.house)
    meeting = desk.meeting()
    item = meetings.add_item(actor=carl, meeting=meeting.pk, kind="agreements.agreement", subject=row.pk)
    meetings.decide(actor=carl, item=item.pk, text="Bror Ek följer upp.", act="agreements.review")
    assert everything(table).count("Bror Ek") == 3
    masking.mask(actor=carl, subject="agreement", pk=row.pk, stretches=["Kontakta Bror Ek"])
    assert everything(table).count("Bror Ek") == 1
    masking.mask(actor=carl, subject="meeting", pk=meeting.pk, stretches=["Bror Ek"])
    assert "Bror" not in everything(table)


def test_a_form_that_was_drawn_before_does_not_bring_masked_words_back(table: Table) -> None:
    carl = table.house.carl
    row = table.draft(text="Kontakta Bror Ek.")
    masking.mask(actor=carl, subject="agreement", pk=row.pk, stretches=["Bror Ek"])
    actions.change(actor=carl, agreement=row.pk, wording=wording(text="Kontakta Bror Ek."))
    assert "Bror" not in everything(table)
