"""The frame of every page: the door, who is here, the language, the colours, errors in words, the policy on content."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope
from tests.web.world import client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna(two: tuple[int, int]) -> Client:
    """A coordinator of the first partnership, signed in."""
    ours = two[0]
    person = Person.objects.create_user("anna@exempel.se", "Anna Exempel")
    with scope(Scope(read=(ours,), write=ours)):
        party = Party.objects.create(partnership_id=ours, name="Kommunen", kind="municipality")
        Audience.objects.create(partnership_id=ours, kind=Audience.PARTNERSHIP, name="Samverkan")
        Membership.objects.create(partnership_id=ours, party=party, person=person, role=Role.ANALYST)
    return client_of(person)


def test_those_who_have_not_signed_in_are_led_to_the_door(two: tuple[int, int]) -> None:
    answer = Client().get("/s/alfa/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/s/alfa/")


def test_a_member_of_one_partnership_comes_straight_to_it(anna: Client) -> None:
    assert anna.get("/")["Location"] == "/s/alfa/"
    page = anna.get("/s/alfa/")
    assert page.status_code == 200
    assert "<h1>Alfa</h1>" in page.text
    assert page.text.count("<h1") == 1


def test_a_neighbour_and_what_does_not_exist_get_the_same_answer(anna: Client) -> None:
    theirs, nobodys = anna.get("/s/beta/"), anna.get("/s/gamma/")
    assert theirs.status_code == nobodys.status_code == 404
    assert "Här finns ingenting" in theirs.text
    # what each form carries to be known again differs from page to page
    without = [
        re.sub(r'type="hidden" name="[^"]+" value="[^"]+"|beta|gamma', "", page.text) for page in (theirs, nobodys)
    ]
    assert without[0] == without[1]


def test_invented_data_is_marked(anna: Client) -> None:
    assert "Påhittade exempeldata" in anna.get("/s/alfa/").text


def test_pages_speak_swedish_until_english_is_chosen(anna: Client) -> None:
    assert 'lang="sv"' in anna.get("/s/alfa/").text
    answer = anna.post("/sprak/", {"language": "en", "next": "/s/alfa/"})
    assert answer["Location"] == "/s/alfa/"
    page = anna.get("/s/alfa/").text
    assert '<html lang="en">' in page
    assert "Sign out" in page


def test_choosing_a_language_leads_nowhere_else(anna: Client) -> None:
    assert anna.post("/sprak/", {"language": "en", "next": "https://exempel.invalid/"})["Location"] == "/"


def test_the_policy_on_content_allows_nothing_inline_and_nothing_from_elsewhere(anna: Client) -> None:
    page = anna.get("/s/alfa/")
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<style" not in page.text
    assert " style=" not in page.text
    assert "<script>" not in page.text


def test_colours_follow_from_the_accent_and_only_from_a_colour() -> None:
    sheet = Client().get("/tema/0b5a61.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert "--accent:#0b5a61" in sheet.text
    assert Client().get("/tema/red.css").status_code == 404


def test_an_address_that_leads_nowhere_is_a_page_in_words() -> None:
    answer = Client().get("/finns-inte/")
    assert answer.status_code == 404
    assert "Här finns ingenting" in answer.text


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/s/alfa/kalender/ny/", "/s/alfa/kalender/"),
        ("/s/alfa/uppgifter/9/dra-tillbaka/", "/s/alfa/uppgifter/9/"),
        ("/s/alfa/moten/9/kalla/", "/s/alfa/moten/9/"),
    ],
)
def test_a_buttons_address_that_is_reloaded_is_a_page_in_words_that_leads_on(
    anna: Client, address: str, above: str
) -> None:
    answer = anna.get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "ändrades inget" in answer.text
    assert f'href="{above}">Till sidan ovanför' in answer.text


def test_static_files_are_served_with_a_long_life(anna: Client) -> None:
    page = anna.get("/s/alfa/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = anna.get(address)
    assert answer.status_code == 200
    assert "max-age=31536000" in answer["Cache-Control"]
    assert b"--accent" in b"".join(answer.streaming_content)
    answer.close()


def test_the_cycle_begins_with_what_happens_and_goes_on_with_what_is_made_of_it(anna: Client) -> None:
    page = anna.get("/s/alfa/").text
    cycle = page[page.index('class="cycle"') :]
    stops = re.findall(r'href="(/s/alfa/[^"]+)"', cycle[: cycle.index("</nav>")])
    names = ("handelser", "lagesbild", "problem", "planer", "loften", "moten", "overenskommelser", "ataganden")
    assert stops == [f"/s/alfa/{name}/" for name in names]


def begin(client: Client) -> dict[str, str]:
    """The steps of the guided start: address and how far it has come."""
    page = client.get("/s/alfa/").text
    if "Kom igång" not in page:
        return {}
    rows = re.findall(r"<li>.*?</li>", page[page.index("Kom igång") :], re.DOTALL)
    found = [(re.search(r'href="/s/alfa/([^"]+)"', row), "Klart" in row) for row in rows]
    return {address[1]: "done" if done else "left" for address, done in found if address}


def test_a_new_coordinator_is_told_what_to_begin_with(anna: Client, two: tuple[int, int]) -> None:
    with scope(Scope(read=(two[0],), write=two[0])):
        Membership.objects.update(role=Role.COORDINATOR)
    addresses = (
        "platser/kommun/",
        "platser/omraden/nya/",
        "personer/bjud-in/",
        "organisation/ny/",
        "import/ny/",
        "lagesbild/",
    )
    assert begin(anna) == dict.fromkeys(addresses, "left")
    bo = Person.objects.create_user("bo@exempel.se", "Bo Exempel")
    with scope(Scope(read=(two[0],), write=two[0])):
        Membership.objects.create(partnership_id=two[0], party=Party.objects.get(), person=bo, role=Role.MEMBER)
    assert begin(anna)["personer/bjud-in/"] == "done"


def test_nobody_is_told_to_do_what_the_role_does_not_allow(anna: Client, two: tuple[int, int]) -> None:
    assert set(begin(anna)) == {"import/ny/", "lagesbild/"}, "an analyst imports and has pictures made"
    with scope(Scope(read=(two[0],), write=two[0])):
        Membership.objects.update(role=Role.LEADER)
    assert begin(anna) == {}
    assert "Ingenting väntar på dig" in anna.get("/s/alfa/").text
