"""The data of an edition's live map: at an address of its own, the same for ever, for whoever reads the edition."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lagesbild.core.actions import acting
from lagesbild.core.guard import MASK
from lagesbild.picture.actions import arrange, make_edition
from lagesbild.picture.models import Edition, Name
from tests.picture.test_weekly_pages import PAGE, signed_in
from tests.picture.weekly import MONDAY, Town

pytestmark = pytest.mark.django_db(transaction=True)
MAP = re.compile(r'id="map-data"\s+data-src="([^"]+)"')


def address(client: Client) -> str:
    found = MAP.search(client.get(PAGE).text)
    assert found
    return found[1]


def test_the_page_says_where_its_map_is_and_holds_none_of_it(town: Town, edition: Edition) -> None:
    client = signed_in(town, "member")
    page = client.get(PAGE)
    assert '"FeatureCollection"' not in page.text
    assert "data-map-drawn" in page.text, "without script the drawn map is there"
    answer = client.get(address(client))
    assert answer["Content-Type"] == "application/json"
    found = answer.json()
    assert "Brukstorget" in {one["properties"]["name"] for one in found["places"]["features"]}
    assert {"private", "immutable"} <= {one.strip() for one in answer["Cache-Control"].split(",")}


def test_what_it_says_decides_its_address(town: Town, edition: Edition) -> None:
    client = signed_in(town, "member")
    before = address(client)
    assert address(client) == before
    client.cookies["sprak"] = "en"
    english = address(client)
    assert english != before
    client.cookies["sprak"] = "sv"
    with acting(town.system):
        Name.objects.filter(text="Brukstorget").update(text=MASK, masked=True)
    after = address(client)
    assert after != before
    assert "Brukstorget" not in client.get(after).text
    for gone in (before, english, before[:-6] + "x.json"):
        assert client.get(gone).status_code == 404


def test_who_does_not_read_the_edition_does_not_read_its_map(town: Town) -> None:
    arrange(actor=town.actor("coordinator"), weekday=1, hour=7, readers=town.own)
    make_edition(actor=town.system, start=MONDAY)
    stranger = signed_in(town, "member")
    assert stranger.get(PAGE).status_code == 404
    assert stranger.get(f"{PAGE}1/karta-{'0' * 16}.json").status_code == 404
    assert Client().get(f"{PAGE}1/karta-{'0' * 16}.json").status_code != 200
