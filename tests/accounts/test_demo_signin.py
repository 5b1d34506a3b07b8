"""One click signs in as someone invented: in a demonstration, and only there."""

from __future__ import annotations

import psycopg
import pytest
from django.test import Client

from lagesbild.accounts import demo
from lagesbild.accounts.models import Person, Role
from lagesbild.accounts.second_factor import needs_second_factor
from tests.accounts.conftest import Settings, Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def maria(town: Town) -> Person:
    """A coordinator of an invented partnership."""
    return town.person("Maria", Role.COORDINATOR, Role.REPORTER, password=None)


def real(owner_url: str, partnership: int) -> None:
    """Let a partnership be a real one."""
    with psycopg.connect(owner_url) as server:
        server.execute("UPDATE core_partnership SET invented = false WHERE id = %s", [partnership])


def test_the_list_names_people_by_role_and_one_click_signs_in(town: Town, maria: Person, settings: Settings) -> None:
    settings.DEMO = True
    client = Client()
    assert "Logga in som Maria Exempel, samordnare" in client.get("/konto/logga-in/").text
    assert client.post(f"/konto/demo/{maria.pk}/", {"next": "/s/alfa/"})["Location"] == "/s/alfa/"
    assert client.get("/s/alfa/").status_code == 200, "no second factor is asked for"
    assert not needs_second_factor(maria)


def test_it_leads_nowhere_else(maria: Person, settings: Settings) -> None:
    settings.DEMO = True
    assert Client().post(f"/konto/demo/{maria.pk}/", {"next": "https://exempel.invalid/"})["Location"] == "/"


def test_outside_a_demonstration_there_is_no_list_no_click_and_no_exception(maria: Person, settings: Settings) -> None:
    settings.DEMO = False
    client = Client()
    assert "Maria" not in client.get("/konto/logga-in/").text
    assert client.post(f"/konto/demo/{maria.pk}/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert needs_second_factor(maria)


def test_a_demonstration_is_off_unless_it_is_asked_for() -> None:
    from django.conf import settings

    assert settings.DEMO is False


def test_nobody_who_takes_part_in_anything_real_is_on_the_list(
    town: Town, maria: Person, settings: Settings, owner_url: str
) -> None:
    settings.DEMO = True
    town.join(maria, Role.MEMBER, party=town.their_party, partnership=town.other)
    assert demo.only_invented(maria)
    real(owner_url, town.other)
    assert not demo.only_invented(maria)
    assert demo.characters() == []
    client = Client()
    assert client.post(f"/konto/demo/{maria.pk}/").status_code == 404
    assert "_auth_user_id" not in client.session
    assert needs_second_factor(maria)


def test_nobody_without_a_place_or_with_a_closed_account_is_on_the_list(
    town: Town, maria: Person, settings: Settings
) -> None:
    settings.DEMO = True
    nobody = Person.objects.create_user("ensam@exempel.se", "Ensam")
    Person.objects.filter(pk=maria.pk).update(is_active=False)
    assert demo.characters() == []
    for person in (nobody, maria):
        assert Client().post(f"/konto/demo/{person.pk}/").status_code == 404


def test_signing_in_is_a_form(maria: Person, settings: Settings) -> None:
    settings.DEMO = True
    assert Client().get(f"/konto/demo/{maria.pk}/").status_code == 405
    assert Client(enforce_csrf_checks=True).post(f"/konto/demo/{maria.pk}/").status_code == 403
