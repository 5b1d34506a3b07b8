"""Reports, documents, attestations, efforts and follow-ups are records of the registry, each kept for its own time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.agreements import actions as agreements
from lagesbild.agreements.models import Review
from lagesbild.compliance import actions
from lagesbild.compliance.actions import Decided, Happened, Offered, Owner, Tried, Word
from lagesbild.compliance.models import Attestation, Effort, Noted, PolicyEdition, Session
from lagesbild.core import registry, retention
from lagesbild.core.actions import acting
from lagesbild.core.models import Registration
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.registry.actions import note
from lagesbild.registry.diary import records
from tests.compliance.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db
GROUND = "18 kap. 1 § OSL"


@dataclass
class Kept:
    """A row of each kind that is a record."""

    desk: Desk
    rows: dict[str, int]

    def listed(self, **how: object) -> dict[str, str]:
        """What the registry lists of them: diary numbers by kind."""
        with scope(self.desk.house.carl.scope()):
            found = records(list(registry.listing(names=self.rows, **how) or ()))  # type: ignore[arg-type]
            assert all(one.called and one.state and one.page for one in found)
            return {one.kind.name: one.dnr for one in found}


@pytest.fixture
def kept(desk: Desk) -> Kept:
    carl = desk.house.carl
    effort = desk.rule(1, kind="effort", parameters={})
    attested = desk.rule(2, kind="attestation", parameters={}, person=carl.person)
    policy = actions.add_policy(actor=carl, owner=Owner(name="Policyn", kind="policy", owner_text="Chefen"))
    happened = Happened(kind="report.council", day=TODAY, dnr="KS 2026/1")
    tried = Tried(day=TODAY, text="Inbjudan till polisen.", dnr="KS 2026/2")
    word = Word(kept=True, first=TODAY - 30 * DAY, last=TODAY, reason="Jag såg det.")
    edition = actions.note_edition(actor=carl, policy=policy.pk, decided=Decided(decided=TODAY, dnr="KS 2026/3"))
    review = agreements.review(actor=carl, agreement=desk.agreement.pk, held=TODAY, text="Gicks igenom.")
    rows = {
        "compliance.noted": actions.note(actor=carl, happened=happened).pk,
        "compliance.effort": actions.note_effort(actor=carl, rule=effort.pk, tried=tried).pk,
        "compliance.policyedition": edition.pk,
        "compliance.attestation": actions.attest(actor=carl, rule=attested.pk, word=word).pk,
        "agreements.review": review.pk,
    }
    return Kept(desk, rows)


OWN = {"compliance.noted": "KS 2026/1", "compliance.effort": "KS 2026/2", "compliance.policyedition": "KS 2026/3"}
UNNUMBERED = {"compliance.attestation": "", "agreements.review": ""}


def test_each_is_listed_under_the_number_that_whoever_wrote_it_gave(kept: Kept) -> None:
    assert kept.listed() == OWN | UNNUMBERED
    assert kept.listed(unnumbered=True) == UNNUMBERED
    assert kept.listed(text="2026/2") == {"compliance.effort": "KS 2026/2"}


def test_what_the_registry_says_stands_before_what_was_written(kept: Kept) -> None:
    keeper = kept.desk.house.anyone(Role.REGISTRATOR)
    for n, (kind, pk) in enumerate(kept.rows.items()):
        note(actor=keeper, kind=kind, subject=pk, dnr=f"D {n}", secret=True, ground=GROUND)
    assert sorted(kept.listed().values()) == [f"D {n}" for n in range(5)]
    assert kept.listed(unnumbered=True) == {}
    note(actor=keeper, kind="compliance.noted", subject=kept.rows["compliance.noted"])
    assert kept.listed()["compliance.noted"] == "KS 2026/1"


def test_pages_say_number_and_mark_and_lead_those_who_keep_the_registry_there(kept: Kept) -> None:
    house = kept.desk.house
    keeper = house.anyone(Role.REGISTRATOR)
    for kind, pk in kept.rows.items():
        note(actor=keeper, kind=kind, subject=pk, dnr=f"D {kind}", secret=True, ground=GROUND)
    with scope(house.carl.scope()):
        found = records(list(registry.listing(names=kept.rows) or ()))
    for one in found:
        page = reverse(one.page, kwargs={"slug": "alfa", **one.arguments})
        for who, leads in (("Registrator", True), ("Carl", False)):
            text = house.client(who).get(page).content.decode()
            assert f"Diarienummer D {one.kind.name}" in text, one.kind.name
            assert f"Sekretessmarkering: {GROUND}" in text, one.kind.name
            assert (
                reverse("registry:note", kwargs={"slug": "alfa", "kind": one.kind.name, "pk": one.pk}) in text
            ) is leads


def test_the_form_begins_with_the_number_that_whoever_wrote_it_gave(kept: Kept) -> None:
    kept.desk.house.anyone(Role.REGISTRATOR)
    client = kept.desk.house.client("Registrator")
    for kind, number in OWN.items():
        form = reverse("registry:note", kwargs={"slug": "alfa", "kind": kind, "pk": kept.rows[kind]})
        assert f'value="{number}"' in client.get(form).content.decode()


def test_what_is_taken_back_leaves_the_registry(kept: Kept) -> None:
    carl, rows = kept.desk.house.carl, kept.rows
    actions.take_back_noted(actor=carl, noted=rows["compliance.noted"])
    actions.take_back_edition(actor=carl, edition=rows["compliance.policyedition"])
    actions.take_back_attestation(actor=carl, attestation=rows["compliance.attestation"])
    actions.take_back_effort(actor=carl, effort=rows["compliance.effort"])
    keeper = kept.desk.house.anyone(Role.REGISTRATOR)
    note(actor=keeper, kind="agreements.review", subject=rows["agreements.review"], dnr="KS 9")
    agreements.take_back_review(actor=carl, review=rows["agreements.review"])
    assert kept.listed() == {}
    with scope(carl.scope()):
        assert not Review.objects.exists()
        assert not Registration.objects.filter(kind="agreements.review").exists()


def test_what_was_taken_back_can_go_after_its_time_and_nothing_else(kept: Kept) -> None:
    carl, rows = kept.desk.house.carl, kept.rows
    service = actions.add_service(actor=carl, offered=Offered(name="Receptionen", since=TODAY - 9 * DAY))
    gone = actions.note_session(actor=carl, service=service.pk, day=TODAY, hours=2.0)
    stays = actions.note_session(actor=carl, service=service.pk, day=TODAY, hours=1.0)
    keeper = kept.desk.house.anyone(Role.REGISTRATOR)
    note(actor=keeper, kind="compliance.noted", subject=rows["compliance.noted"], dnr="KS 9")
    actions.take_back_session(actor=carl, session=gone.pk)
    actions.take_back_noted(actor=carl, noted=rows["compliance.noted"])
    system = worker(kept.desk.house.partnership.pk)
    later, earlier = timezone.now() + dt.timedelta(days=1), timezone.now() - dt.timedelta(days=1)
    for model, number in ((Session, gone.pk), (Noted, rows["compliance.noted"])):
        kind = retention.named(f"{model._meta.label_lower}.taken_back")
        assert kind is not None
        assert kind.due is not None
        with acting(system):
            assert not kind.due("taken_back", earlier).exists()
            assert [row.pk for row in kind.due("taken_back", later)] == [number]
            assert list(kind.dispose(system, [number])) == [number]
            assert list(kind.dispose(system, [number])) == []
    with scope(carl.scope()):
        assert [row.pk for row in Session.objects.all()] == [stays.pk]
        assert not Noted.objects.exists()
        assert not Registration.objects.filter(kind="compliance.noted").exists()
        for left in (Attestation, Effort, PolicyEdition):
            assert left._default_manager.count() == 1


def test_how_long_each_kind_is_kept_is_said(desk: Desk) -> None:
    desk.house.anyone(Role.REGISTRATOR)
    page = desk.house.client("Registrator").get(reverse("registry:retention", kwargs={"slug": "alfa"})).content.decode()
    for label in (
        "Intyg",
        "Hur åtaganden har stått sig",
        "Styrdokument och deras utgåvor",
        "Uppföljningar av överenskommelser",
    ):
        assert label in page
