"""What stands beside a draft of one party is read by all once the draft is."""

from __future__ import annotations

import datetime as dt

import pytest

from lagesbild.accounts.models import Role
from lagesbild.agreements import actions as agreements
from lagesbild.agreements.actions import Undertaking
from lagesbild.compliance import actions
from lagesbild.compliance.actions import Told, Tried, Word
from lagesbild.compliance.models import Attestation, Effort, Rule
from lagesbild.core.models import Registration
from lagesbild.core.scope import scope
from lagesbild.registry.actions import note
from tests.compliance.desk import TODAY
from tests.organisation.house import House

pytestmark = pytest.mark.django_db


def test_how_a_draft_is_checked_is_open_to_all_once_the_draft_is(house: House) -> None:
    carl, police = house.carl, house.anyone(Role.COORDINATOR)
    draft = agreements.draft(
        actor=carl, wording=agreements.Wording(title="Eget"), party=house.municipality.pk, readers="own"
    )
    commitment = agreements.add_part(actor=carl, agreement=draft.pk, part=Undertaking(text="att hålla"))
    effort = actions.set_rule(actor=carl, commitment=commitment.pk, told=Told(kind="effort"))
    yesterday = TODAY - dt.timedelta(days=1)
    told = Told(kind="attestation", person=carl.person, since=yesterday)
    attested = actions.set_rule(actor=carl, commitment=commitment.pk, told=told)
    tried = actions.note_effort(actor=carl, rule=effort.pk, tried=Tried(day=TODAY, text="Inbjudan."))
    word = Word(kept=True, first=yesterday, last=TODAY, reason="Sett.")
    actions.attest(actor=carl, rule=attested.pk, word=word)
    house.person("Rut", house.municipality, Role.REGISTRATOR)
    note(actor=house.actor("Rut"), kind="compliance.effort", subject=tried.pk, dnr="KS 1")
    models = (Rule, Effort, Attestation, Registration)
    with scope(police.scope()):
        assert [model.objects.count() for model in models] == [0, 0, 0, 0]
    agreements.share(actor=carl, agreement=draft.pk)
    with scope(police.scope()):
        assert [model.objects.count() for model in models] == [2, 1, 1, 1]


def test_a_draft_and_its_commitments_can_be_taken_away_also_where_they_are_checked(house: House) -> None:
    carl = house.carl
    draft = agreements.draft(actor=carl, wording=agreements.Wording(title="Eget"), party=house.municipality.pk)
    for text in ("att hålla", "att verka"):
        commitment = agreements.add_part(actor=carl, agreement=draft.pk, part=Undertaking(text=text))
        rule = actions.set_rule(actor=carl, commitment=commitment.pk, told=Told(kind="effort"))
        actions.note_effort(actor=carl, rule=rule.pk, tried=Tried(day=TODAY, text="Inbjudan."))
    agreements.remove_part(actor=carl, name="commitment", number=commitment.pk)
    agreements.remove(actor=carl, agreement=draft.pk)
    with scope(carl.scope()):
        assert [model.objects.count() for model in (Rule, Effort)] == [0, 0]
