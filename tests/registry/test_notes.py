"""What the registry says of records: numbers and marks, before and after they are frozen, and what follows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import READ_ONLY, Role
from lagesbild.agreements import actions as agreements
from lagesbild.core import registry, retention
from lagesbild.core.actions import Denied
from lagesbild.core.models import Registration, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.registry.actions import note
from lagesbild.registry.diary import records
from tests.agreements.table import Table
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "agreements.agreement"
GROUND = "18 kap. 1 § OSL"


@pytest.fixture
def table(house: House) -> Table:
    return Table(house)


def found(house: House, who: str = "Registrator", **how: object) -> list[int]:
    """Numbers of the records that the registry lists."""
    with scope(house.actor(who).scope()):
        rows = registry.listing(**how)  # type: ignore[arg-type]
        return [one.pk for one in records(list(rows or ()))]


def test_a_number_and_a_mark_are_noted_before_and_after_an_agreement_is_frozen(table: Table) -> None:
    keeper = table.house.anyone(Role.REGISTRATOR)
    draft, frozen = table.draft(), table.in_force(title="Annan", subject="Annat")
    digest = table.now(frozen).digest
    for row in (draft, frozen):
        noted = note(actor=keeper, kind=KIND, subject=row.pk, dnr=" KS  2026/14 ", secret=True, ground=GROUND)
        assert (noted.dnr, noted.ground, noted.marked_on) == ("KS 2026/14", GROUND, timezone.localdate())
        assert noted.authority_id == table.house.police.pk
        with scope(keeper.scope()):
            entry = TimelineEntry.objects.filter(subject=KIND, subject_id=row.pk).latest("sequence")
        assert (entry.verb, entry.person_id) == ("record.marked", keeper.person)
        assert GROUND not in str(entry.detail)
    assert table.now(frozen).digest == digest


def test_a_mark_names_its_section_and_a_day_that_has_come(table: Table) -> None:
    keeper, row = table.house.anyone(Role.REGISTRATOR), table.draft()
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    for wrong, why in (
        ({"secret": True}, "which section"),
        ({"secret": True, "ground": GROUND, "marked_on": tomorrow}, "has not come"),
        ({"secret": False, "ground": GROUND}, "only for what has"),
        ({"dnr": "ring 070-123 45 67"}, "telephone number"),
    ):
        with pytest.raises(InputError, match=why):
            note(actor=keeper, kind=KIND, subject=row.pk, **wrong)  # type: ignore[arg-type]
    with scope(keeper.scope()):
        assert not Registration.objects.exists()


def test_a_mark_that_is_taken_away_leaves_the_number_and_an_entry(table: Table) -> None:
    keeper, row = table.house.anyone(Role.REGISTRATOR), table.draft()
    note(actor=keeper, kind=KIND, subject=row.pk, dnr="KS 1", secret=True, ground=GROUND)
    after = note(actor=keeper, kind=KIND, subject=row.pk, dnr="KS 1")
    assert (after.dnr, after.secret, after.ground, after.marked_on, after.authority_id) == (
        "KS 1",
        False,
        "",
        None,
        None,
    )
    with scope(keeper.scope()):
        verbs = TimelineEntry.objects.filter(verb__startswith="record.").order_by("sequence")
        assert list(verbs.values_list("verb", flat=True)) == ["record.marked", "record.unmarked"]


@pytest.mark.parametrize("role", [*sorted(READ_ONLY), Role.COORDINATOR, Role.LEADER, Role.MEMBER, Role.REPORTER])
def test_nobody_but_the_registrator_notes_anything(table: Table, role: Role) -> None:
    row = table.in_force()
    with pytest.raises(Denied):
        note(actor=table.house.anyone(role), kind=KIND, subject=row.pk, dnr="KS 1")


def test_what_is_noted_of_a_draft_is_read_by_others_once_the_draft_is_and_goes_with_it(table: Table) -> None:
    house = table.house
    carl = house.carl
    row = agreements.draft(
        actor=carl, wording=agreements.Wording(title="Eget"), party=house.municipality.pk, readers="own"
    )
    house.person("Rut", house.municipality, Role.REGISTRATOR)
    note(actor=house.actor("Rut"), kind=KIND, subject=row.pk, dnr="KS 7")
    other = house.anyone(Role.REGISTRATOR)
    with scope(other.scope()):
        assert not Registration.objects.exists()
    agreements.share(actor=carl, agreement=row.pk)
    with scope(other.scope()):
        assert Registration.objects.get().dnr == "KS 7"
    agreements.remove(actor=carl, agreement=row.pk)
    with scope(carl.scope()):
        assert not Registration.objects.exists()


def test_the_registry_lists_what_has_no_number_and_what_is_marked(table: Table) -> None:
    house = table.house
    keeper = house.anyone(Role.REGISTRATOR)
    first, second, third = table.draft(), table.draft(title="Två"), table.draft(title="Tre")
    note(actor=keeper, kind=KIND, subject=first.pk, dnr="KS 2026/1")
    note(actor=keeper, kind=KIND, subject=second.pk, dnr="SBN 9", secret=True, ground=GROUND)
    assert set(found(house)) == {first.pk, second.pk, third.pk}
    assert found(house, unnumbered=True) == [third.pk]
    assert found(house, only_secret=True) == [second.pk]
    assert found(house, text="2026") == [first.pk]
    assert found(house, names=["picture.edition"]) == []


def page(name: str, **arguments: object) -> str:
    return reverse(f"registry:{name}", kwargs={"slug": "alfa", **arguments})


def test_the_file_holds_every_record_and_no_formula(table: Table) -> None:
    keeper, row = table.house.anyone(Role.REGISTRATOR), table.draft(title="=1+1")
    note(actor=keeper, kind=KIND, subject=row.pk, dnr="KS 2026/1", secret=True, ground=GROUND)
    table.house.person("Anna", table.house.police, Role.AUDITOR)
    answer = table.house.client("Anna").get(page("export"))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Diarienummer;Slag;Handling")
    assert lines[1].split(";")[:3] == ["KS 2026/1", "Överenskommelse", "'=1+1"]
    assert GROUND in lines[1]


def test_the_registrator_notes_on_the_page_and_others_only_read(table: Table) -> None:
    row = table.in_force()
    table.house.anyone(Role.REGISTRATOR)
    client = table.house.client("Registrator")
    form = page("note", kind=KIND, pk=row.pk)
    assert client.get(form).status_code == 200
    wrong = client.post(form, {"dnr": "KS 1", "secret": "on"})
    assert wrong.status_code == 422
    assert "sekretesslagen" in wrong.content.decode()
    assert client.post(form, {"dnr": "KS 1", "secret": "on", "ground": GROUND}).status_code == 302
    table.house.person("Anna", table.house.police, Role.AUDITOR)
    reader = table.house.client("Anna")
    shown = reader.get(page("list")).content.decode()
    assert "KS 1" in shown
    assert GROUND in shown
    assert form not in shown
    assert reader.get(form).status_code == 403
    detail = reverse("agreements:detail", kwargs={"slug": "alfa", "pk": row.pk})
    assert GROUND in reader.get(detail).content.decode()


def test_numbers_are_given_one_after_the_other_until_nothing_lacks_one(table: Table) -> None:
    first, second = table.draft(title="Den första"), table.draft(title="Den andra", subject="Annat")
    table.house.anyone(Role.REGISTRATOR)
    client = table.house.client("Registrator")
    form = client.get(page("note", kind=KIND, pk=second.pk)).text
    assert "En handling till saknar diarienummer." in form
    answer = client.post(page("note", kind=KIND, pk=second.pk), {"dnr": "KS 2026/1", "another": "1"})
    assert answer["Location"] == page("note", kind=KIND, pk=first.pk)
    assert "Spara och ta nästa" not in client.get(answer["Location"]).text
    answer = client.post(page("note", kind=KIND, pk=first.pk), {"dnr": "KS 2026/2", "another": "1"})
    assert answer["Location"] == page("list")
    assert "Alla handlingar har diarienummer." in client.get(page("list")).text
    assert client.post(page("note", kind=KIND, pk=first.pk), {"dnr": "KS 2026/3"})["Location"] != page("list")


def test_the_start_page_of_the_data_protection_officer_leads_to_what_is_kept_and_looked_at(table: Table) -> None:
    table.house.anyone(Role.PROTECTION_OFFICER)
    start = reverse("home", kwargs={"slug": "alfa"})
    page = " ".join(table.house.client("Protection_Officer").get(start).text.split())
    n = len(retention.kinds())
    assert f"{n} av {n} slag av uppgifter saknar regel" in page
    assert "0 gånger de senaste 30 dagarna" in page
    for name in ("registry:retention", "people:access", "people:timeline"):
        assert reverse(name, kwargs={"slug": "alfa"}) in page
    table.house.anyone(Role.COORDINATOR)
    assert "saknar regel" not in table.house.client("Coordinator").get(start).text


def test_the_start_page_of_the_registry_says_how_many_records_have_no_number(table: Table) -> None:
    keeper = table.house.anyone(Role.REGISTRATOR)
    client, start = table.house.client("Registrator"), reverse("home", kwargs={"slug": "alfa"})
    row = table.draft(title="Överenskommelse om stationen")
    before = client.get(start).text
    assert "handling saknar diarienummer" in " ".join(before.split())
    assert reverse("registry:note", kwargs={"slug": "alfa", "kind": KIND, "pk": row.pk}) in before
    assert "saknar diarienummer" not in table.house.client("Carl").get(start).text
    note(actor=keeper, kind=KIND, subject=row.pk, dnr="KS 2026/14")
    assert "saknar diarienummer" not in client.get(start).text
