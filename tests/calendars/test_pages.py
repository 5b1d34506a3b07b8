"""Where one finds the addresses of one's calendars and says how one is reminded."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.calendars import actions
from lagesbild.calendars.models import Feed, Reminding
from lagesbild.core.scope import scope
from tests.compliance.desk import Desk
from tests.web.statements import asks_the_same

pytestmark = pytest.mark.django_db(transaction=True)


def at(name: str = "page", **arguments: object) -> str:
    return reverse(f"calendars:{name}", kwargs={"slug": "alfa", **arguments})


@pytest.fixture
def client(desk: Desk) -> Client:
    """Paula of the police, who sits in the working group."""
    desk.house.sit(desk.body, "Paula", desk.house.police)
    return desk.house.client("Paula")


def test_an_address_is_shown_once_with_a_square_and_works_at_once(client: Client) -> None:
    shown = client.post(at("create")).text
    address = re.search(r'value="http://testserver(/kalender/[^"]+\.ics)"', shown)
    assert address is not None
    assert f'href="webcal://testserver{address[1]}"' in shown
    assert "Prenumerera från webben" in shown
    assert Client().get(address[1]).status_code == 200
    page = client.get(at()).text
    assert address[1] not in page, "nobody can read it again"
    assert "Ny adress till Min kalender" in page
    assert "senast hämtad" in page


def test_the_page_offers_ones_own_bodies_first_and_not_what_one_has(desk: Desk, client: Client) -> None:
    desk.house.body("A-gruppen")
    page = client.get(at()).text
    assert page.index("EST Nygård") < page.index("A-gruppen")
    client.post(at("create"), {"body": desk.body.pk})
    page = client.get(at()).text
    assert f'<option value="{desk.body.pk}"' not in page
    assert "Ny adress till EST Nygård" in page


def test_the_start_page_leads_whoever_sits_in_a_body_to_a_calendar_until_there_is_one(
    desk: Desk, client: Client
) -> None:
    home, words = reverse("home", kwargs={"slug": "alfa"}), "Mötena i din egen kalender"
    assert words in client.get(home).text
    assert words not in desk.house.client("Carl").get(home).text
    client.post(at("create"))
    assert words not in client.get(home).text


def test_an_address_is_renewed_and_ended_on_the_page(desk: Desk, client: Client) -> None:
    client.post(at("create"))
    actor = desk.house.actor("Paula")
    with scope(actor.scope()):
        row = Feed.objects.get()
    assert "/kalender/" in client.post(at("renew", pk=row.pk)).text
    answer = client.post(at("end", pk=row.pk), follow=True)
    assert "Adressen är avslutad" in answer.text
    assert client.post(at("end", pk=row.pk)).status_code == 409
    assert client.post(at("renew", pk=999)).status_code == 404


def test_how_one_is_reminded_is_chosen_and_shown_as_chosen(desk: Desk, client: Client) -> None:
    assert re.search(r'value="never"[^>]*checked', client.get(at()).text)
    for how, days, kept in (("ahead", "5", 5), ("ahead", "", 3), ("day", "5", 0)):
        assert client.post(at("remind"), {"how": how, "days": days}).status_code == 302
        assert Reminding.objects.get().ahead == kept
    assert re.search(r'value="day"[^>]*checked', client.get(at()).text)
    client.post(at("remind"), {"how": "never"})
    assert not Reminding.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"how": "x"}, {"how": "ahead", "days": "0"}, {"how": "ahead", "days": "99"}])
def test_what_cannot_be_chosen_is_said_on_the_form(client: Client, sent: dict[str, str]) -> None:
    answer = client.post(at("remind"), sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not Reminding.objects.exists()


@pytest.mark.parametrize("body", ["999", "99999999999999999999", "-1"])
def test_a_body_that_is_not_there_is_no_address(client: Client, body: str) -> None:
    assert client.post(at("create"), {"body": body}).status_code == 404
    assert "Du har ingen adress än" in client.get(at()).text


def test_the_wheel_leads_to_it_for_those_who_may_and_for_no_others(desk: Desk, client: Client) -> None:
    wheel = reverse("leadership:wheel", kwargs={"slug": "alfa"})
    assert at() in client.get(wheel).text
    desk.house.person("Rea", desk.house.police, Role.AUDITOR)
    reader = desk.house.client("Rea")
    assert at() not in reader.get(wheel).text
    assert reader.get(at()).status_code == 403


def test_the_page_asks_as_often_however_many_bodies_and_addresses_there_are(desk: Desk, client: Client) -> None:
    paula = desk.house.actor("Paula")

    def add(n: int) -> None:
        body = desk.house.body(f"Grupp {n:02}")
        if n % 2:
            actions.open_feed(actor=paula, body=body.pk)

    asks_the_same(client, [at()], add)
