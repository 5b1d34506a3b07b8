"""The partnership's own kinds of incident, and its name and colour."""

from __future__ import annotations

import pytest

from lagesbild.accounts.models import Role
from lagesbild.core import partnerships
from lagesbild.core.actions import Denied
from lagesbild.core.meanwhile import NotAsSeen, as_pressed, as_seen
from lagesbild.core.models import Partnership
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.incidents.actions import categories
from lagesbild.incidents.models import Category
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")


def names(town: Town) -> list[str]:
    with scope(town.coordinator.scope()):
        return list(Category.objects.order_by("position", "name").values_list("name", flat=True))


def test_a_category_is_added_last_renamed_and_moved(town: Town) -> None:
    made = categories.add_category(actor=town.coordinator, name="  Elsparkcyklar ")
    assert names(town)[-1] == "Elsparkcyklar"
    drawn = as_pressed(made, "position")
    categories.move_category(actor=town.coordinator, category=made.pk, up=True, seen=drawn)
    with pytest.raises(NotAsSeen):
        categories.move_category(actor=town.coordinator, category=made.pk, up=True, seen=drawn)
    assert names(town)[-2] == "Elsparkcyklar"
    categories.change_category(
        actor=town.coordinator, category=made.pk, name="Elsparkcykel", active=False, found_by_checks=False
    )
    assert "Elsparkcykel" in names(town)


def test_names_are_taken_once_and_one_is_always_in_use(town: Town) -> None:
    with pytest.raises(InputError, match="taken"):
        categories.add_category(actor=town.coordinator, name="klotter")
    with scope(town.coordinator.scope()):
        rows = list(Category.objects.all())
    for row in rows[1:]:
        categories.change_category(
            actor=town.coordinator, category=row.pk, name=row.name, active=False, found_by_checks=False
        )
    with pytest.raises(InputError, match="At least one"):
        categories.change_category(
            actor=town.coordinator, category=rows[0].pk, name=rows[0].name, active=False, found_by_checks=False
        )


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MEMBER, Role.LEADER, Role.AUDITOR])
def test_others_change_neither_categories_nor_the_partnership(town: Town, role: Role) -> None:
    actor = town.actor("kommun", role)
    before = names(town)
    with pytest.raises(Denied):
        categories.add_category(actor=actor, name="Ny")
    with pytest.raises(Denied):
        partnerships.change(actor=actor, name="Annat", accent="#0b5a61", language="sv")
    assert names(town) == before


def test_an_administrator_changes_name_and_colour_on_the_page(town: Town) -> None:
    client = client_of(town.people["kommun", Role.ADMINISTRATOR])
    answer = client.post(
        "/s/alfa/installningar/", {"name": "Tryggt i Alfa", "accent": "#4a2b6b", "language": "sv"}, follow=True
    )
    assert "Tryggt i Alfa" in answer.text
    assert "/tema/4a2b6b.css" in answer.text
    pale = client.post("/s/alfa/installningar/", {"name": "Tryggt", "accent": "#ffee88", "language": "sv"})
    assert pale.status_code == 422
    assert "Välj en mörkare färg" in pale.text
    with scope(town.coordinator.scope()):
        assert Partnership.objects.get().accent == "#4a2b6b"
    assert (
        "Akademin"
        in client.post("/s/alfa/installningar/ny-part/", {"name": "Akademin", "kind": "school"}, follow=True).text
    )


def test_that_checks_bring_a_kind_to_light_is_said_on_the_page_and_changes_pictures(town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    with scope(town.coordinator.scope()):
        row = Category.objects.order_by("position").first()
        before = Partnership.objects.get().revision
    assert row is not None
    place = f"/s/alfa/installningar/kategorier/{row.pk}/"
    page = client.get(place)
    assert "Upptäcks mest genom kontroller" in page.text
    form = {"name": row.name, "active": "on", "found_by_checks": "on", "seen": as_seen(row)}
    assert "Upptäcks mest genom kontroller" in client.post(place, form, follow=True).text
    with scope(town.coordinator.scope()):
        assert Category.objects.get(pk=row.pk).found_by_checks
        assert Partnership.objects.get().revision == before + 1
