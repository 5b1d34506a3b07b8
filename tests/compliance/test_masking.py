"""Words that tell who someone is are masked in rules, in what was said of them, and where names of other rows stand."""

from __future__ import annotations

import pytest

from lagesbild.compliance import actions
from lagesbild.compliance.actions import Told, Tried
from lagesbild.compliance.models import Effort, Rule, Standing
from lagesbild.core import masking
from lagesbild.core.guard import MASK
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from tests.compliance.desk import TODAY, Desk
from tests.plans.desk import furnish
from tests.promises.vow import made

pytestmark = pytest.mark.django_db


def test_words_of_a_rule_its_efforts_and_what_was_said_of_them_are_masked(desk: Desk) -> None:
    carl = desk.house.carl
    rule = desk.rule(2, kind="effort", parameters={}, note="Sven Svensson vet varför.")
    actions.note_effort(actor=carl, rule=rule.pk, tried=Tried(day=TODAY, text="Sven Svensson bjöd in."))
    masking.mask(actor=carl, subject="rule", pk=rule.pk, stretches=["Sven Svensson"])
    with scope(carl.scope()):
        assert Rule.objects.get(pk=rule.pk).note == f"{MASK} vet varför."
        assert Effort.objects.get().text == f"{MASK} bjöd in."


def test_a_parameter_that_is_written_in_words_is_masked_and_codes_are_not(desk: Desk) -> None:
    carl = desk.house.carl
    rule = desk.rule(
        kind="standing_item", parameters={"body": desk.body.pk, "item": "plans.measures", "called": "Svens punkt"}
    )
    masking.mask(actor=carl, subject="rule", pk=rule.pk, stretches=["Svens"])
    with scope(carl.scope()):
        found = Rule.objects.get(pk=rule.pk).parameters
    assert found["called"] == f"{MASK} punkt"
    assert found["item"] == "plans.measures"


def test_the_title_of_a_promise_is_masked_in_what_was_said_of_a_commitment(desk: Desk) -> None:
    carl = desk.house.carl
    vow = made(furnish(desk.house))
    vow.stand()
    rule = desk.rule(1, kind="provenance", parameters={"problem": True, "picture": True, "cause": False})
    desk.judge()
    title = vow.promise.title
    with scope(worker(desk.house.partnership.pk).scope()):
        before = [str((one.reason, one.now)) for one in Standing.objects.filter(rule=rule)]
    assert any(title in one for one in before), before
    masking.mask(actor=carl, subject="promise", pk=vow.promise.pk, stretches=["Brukstorget"])
    with scope(worker(desk.house.partnership.pk).scope()):
        after = [str((one.reason, one.now)) for one in Standing.objects.filter(rule=rule)]
    assert not any("Brukstorget" in one for one in after)
    assert any(MASK in one for one in after)


def test_words_that_were_masked_once_stay_masked_when_a_rule_is_changed(desk: Desk) -> None:
    carl = desk.house.carl
    rule = desk.rule(note="Sven vet.")
    masking.mask(actor=carl, subject="rule", pk=rule.pk, stretches=["Sven"])
    told = Told(kind="cadence", parameters={"body": desk.body.pk, "every": "month"}, note="Sven vet.")
    actions.change_rule(actor=carl, rule=rule.pk, told=told)
    with scope(carl.scope()):
        assert Rule.objects.get(pk=rule.pk).note == f"{MASK} vet."
