"""Those who decide have to have a second factor, and are led to it kindly."""

from __future__ import annotations

import pytest
from django.test import Client

from lagesbild.accounts.models import DECIDING, Role
from lagesbild.accounts.second_factor import needs_second_factor
from tests.accounts.conftest import PASSWORD, Town, signed_in, with_app

pytestmark = pytest.mark.django_db(transaction=True)
CHOOSE = "/konto/tvasteg/valj/"


@pytest.mark.parametrize("role", list(Role))
def test_who_needs_one(town: Town, role: Role) -> None:
    person = town.person("Nils", role)
    assert needs_second_factor(person) == (role in DECIDING)
    with_app(person)
    assert not needs_second_factor(person)


def test_deciding_in_any_partnership_is_enough(town: Town) -> None:
    person = town.person("Nils", Role.REPORTER)
    town.join(person, Role.LEADER, party=town.their_party, partnership=town.other)
    assert needs_second_factor(person)


@pytest.mark.parametrize("path", ["/", "/s/alfa/", "/s/alfa/personer/", "/konto/", "/konto/inloggningar/"])
def test_they_come_to_nothing_else_first(town: Town, path: str) -> None:
    client = signed_in(town.person("Nils", Role.COORDINATOR))
    assert client.get(path)["Location"] == CHOOSE
    assert client.post(path)["Location"] == CHOOSE


def test_they_are_told_why_and_may_sign_out_or_set_one_up(town: Town) -> None:
    person = town.person("Nils", Role.COORDINATOR)
    client = Client()
    client.post("/konto/logga-in/", {"login": person.email, "password": PASSWORD})
    page = client.get("/", follow=True)
    assert "Ett steg till gör samverkan trygg" in page.text
    for path in ("/konto/tvasteg/", "/konto/tvasteg/app/", "/konto/nycklar/ny/", "/konto/bekrafta/"):
        assert client.get(path, follow=True).request["PATH_INFO"] != CHOOSE
    with_app(person)
    assert client.get("/s/alfa/").status_code == 200
    assert client.get(CHOOSE)["Location"] == "/konto/tvasteg/"


def test_the_last_one_is_not_taken_away_from_those_who_decide(town: Town) -> None:
    person = town.person("Nils", Role.COORDINATOR)
    with_app(person)
    client = signed_in(person)
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    page = client.post("/konto/tvasteg/app/ta-bort/")
    assert "Din roll kräver ett andra steg" in page.text
    assert not needs_second_factor(person)


def test_others_may_take_it_away(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    with_app(person)
    client = signed_in(person)
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    assert client.post("/konto/tvasteg/app/ta-bort/").status_code == 302
    assert not person.authenticator_set.exists()


def test_addresses_that_lead_nowhere_stay_so(town: Town) -> None:
    assert signed_in(town.person("Nils", Role.COORDINATOR)).get("/finns-inte/").status_code == 404
