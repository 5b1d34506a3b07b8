"""What nobody should send and somebody will: days at the ends of the calendar, zero bytes, long names. Never a 500."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.incidents.models import Category, Import, Incident, Source
from lagesbild.site import urls
from tests.web.places import PLACES
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
ENDS = ("0001-01-01", "9999-12-31")
ASKED = (
    *("ar", "atgard", "bbox", "dag", "efter", "fran", "fynd", "grupp", "kalla", "lage", "med", "mot", "near", "nummer"),
    *("ordning", "orsak", "part", "period", "plats", "problem", "q", "samma", "sida", "slag", "sok", "som", "sort"),
    *("status", "steg", "svar", "till", "visa", "zoom"),
)
"""What addresses ask for, in any room."""


def unkeepable(request: HttpRequest) -> HttpResponse:
    """A view that lets through what the database does not take."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["a\x00"])
    return HttpResponse()


urlpatterns = [path("konstigt/", unkeepable), *urls.urlpatterns]


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa", whole=True)


@pytest.fixture
def client(alfa: Town) -> Client:
    return client_of(alfa.people["kommun", Role.COORDINATOR])


def report(alfa: Town, **changes: object) -> dict[str, object]:
    with scope(alfa.coordinator.scope()):
        category = Category.objects.values_list("pk", flat=True)[0]
    plain = {"party": alfa.parties["kommun"], "category": category, "place": "Torget", "when": "earlier"}
    return plain | changes


def test_days_at_the_ends_of_the_calendar_are_refused_in_words(alfa: Town, client: Client) -> None:
    for day in ENDS:
        for page in ("handelser/", "handelser/karta/", "handelser/handelser.csv"):
            for name in ("fran", "till"):
                assert client.get(f"/s/alfa/{page}?{name}={day}").status_code == 422, (page, name, day)
        marks = "handelser/karta/punkter.json?bbox=10,55,24,69&zoom=5"
        assert client.get(f"/s/alfa/{marks}&fran={day}").status_code == 400
        assert client.post("/s/alfa/rapportera/", report(alfa, day=day)).status_code == 422
    assert client.post("/s/alfa/lagesbild/gor/", {"kind": "weekly", "day": "9999-12-27"}).status_code == 400
    assert client.post("/s/alfa/lagesbild/gor/", {"kind": "weekly", "day": "0001-01-01"}).status_code == 400
    for year in ("0", "9999", "99999999999999999999"):
        assert client.get(f"/s/alfa/lagesbild/{year}-v54/").status_code == 404
        assert client.get(f"/s/alfa/lagesbild/{year}-v1/gors/").status_code == 404
    # a day before the first of the calendar in Greenwich would make every list of incidents unreadable
    assert client.get("/s/alfa/handelser/?ordning=aldst").status_code == 200


def test_a_meeting_lies_in_a_year_that_can_be_read(alfa: Town, client: Client) -> None:
    for day in ENDS:
        sent = {"body": alfa.rows["body"][""], "date": day, "starts": "10:00", "ends": "09:00", "readers": "all"}
        answer = client.post("/s/alfa/moten/nytt/", sent)
        assert answer.status_code in (200, 422)
        assert "1900" in answer.text
    assert client.get("/s/alfa/moten/").status_code == 200


def test_the_same_form_sent_twice_is_one_report_and_filled_in_anew_two(alfa: Town, client: Client) -> None:
    key = "6f1b2f0e-1d9b-4b5c-8f6e-0c3f6f0f8a10"
    before = count(alfa)
    sent = report(alfa, when="now", once=key, text="En bänk är trasig.")
    for _ in range(2):
        assert client.post("/s/alfa/rapportera/", sent).status_code == 302
    assert count(alfa) == before + 1
    assert client.post("/s/alfa/rapportera/", sent | {"text": "Två lampor är släckta."}).status_code == 302
    assert count(alfa) == before + 2, "thanked for and lost"


@pytest.mark.parametrize("odd", ["0001-01-01", "9999-12-31", "9" * 30])
def test_whatever_an_address_asks_for_its_page_answers(alfa: Town, client: Client, odd: str) -> None:
    asked = dict.fromkeys(ASKED, odd)
    for name, arguments in PLACES.items():
        given = arguments(alfa)
        if given == {"": {}}:
            answer = client.get(reverse(name, kwargs={"slug": alfa.slug}), asked)
            assert answer.status_code < 500, name


def count(alfa: Town) -> int:
    with scope(alfa.coordinator.scope()):
        return Incident.objects.count()


def upload(alfa: Town, client: Client, name: str = "a.csv", source: str = "Ärenden") -> int:
    """Status of sending a file."""
    content = "Ärendenr;Händelsedatum;Kategori;Plats\n1;2026-03-02 11:30;Brand;Torget".encode()
    sent = {
        "uploads": [SimpleUploadedFile(name, content)],
        "source": source,
        "party": alfa.parties["kommun"],
        "audience": alfa.audience("partnership"),
    }
    return client.post("/s/alfa/import/ny/", sent).status_code


def test_a_file_with_a_long_name_is_read(alfa: Town, client: Client) -> None:
    assert upload(alfa, client, f"{'å' * 240}.csv") == 302


def test_names_of_sources_and_categories_are_about_nobody(alfa: Town, client: Client) -> None:
    assert upload(alfa, client, source="Anna 070-174 06 35") == 422
    with scope(alfa.coordinator.scope()):
        assert not Source.objects.filter(name__contains="070").exists()
    assert client.post("/s/alfa/installningar/kategorier/", {"name": "Anna 070-174 06 35"}).status_code == 422


def test_what_an_import_is_told_of_categories_is_checked(alfa: Town, client: Client) -> None:
    assert upload(alfa, client) == 302
    with scope(alfa.coordinator.scope()):
        batch = Import.objects.filter(state=Import.State.PREVIEWED).latest("pk").pk
    for said in (
        {"theirs": "Brand", "own": "Anna 070-174 06 35"},
        {"theirs": "Bra\x00nd", "own": "Brand"},
        {"theirs": "Brand", "own": "Bra\x00nd"},
        {"heading": "Pl\x00ats", "role-place": "Pl\x00ats"},
    ):
        assert client.post(f"/s/alfa/import/{batch}/las/", said).status_code in (400, 422), said


@pytest.mark.urls(__name__)
def test_what_no_form_stopped_and_the_database_does_not_take_is_said_in_words(transactional_db: None) -> None:
    answer = Client(raise_request_exception=False).get("/konstigt/")
    assert answer.status_code == 400
    assert "går inte att spara" in answer.text


@pytest.mark.parametrize(
    "sent", [{"language": "å" * 1_000_000}, {f"n{i}": "1" for i in range(1_100)}], ids=["long", "many"]
)
def test_a_form_that_is_too_large_is_answered_in_words(sent: dict[str, str]) -> None:
    answer = Client().generic("POST", "/sprak/", urlencode(sent), content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "större än vad som tas emot" in answer.text


@pytest.mark.parametrize("name", ["inloggning", "enhet-1", "csrftoken", "sprak"])
@pytest.mark.parametrize("odd", [r'"aaaaaaaaaaaa\000"', r'"\377\377aaaaaaaa"', "å" * 12, "a" * 3000])
def test_whatever_a_cookie_holds_nobody_is_signed_in(transactional_db: None, name: str, odd: str) -> None:
    client = Client(headers={"cookie": f"{name}={odd}"})
    assert client.get("/").status_code == 302
    assert client.get("/s/alfa/rapportera/").status_code == 302
