"""The list, the map, the file: the same filter in the address, the same incidents as the database gives."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.accounts.models import Role
from lagesbild.core.models import AccessEntry, Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.incidents import actions
from lagesbild.incidents.grid import Box
from lagesbild.incidents.models import Category, Incident
from lagesbild.incidents.views.filters import Filter, asked, read_box, write_box
from lagesbild.incidents.views.heaps import heaps
from lagesbild.places import surroundings
from tests.web.reading import Page, faults
from tests.web.statements import statements
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
LIST, MAP = "/s/alfa/handelser/", "/s/alfa/handelser/karta/"
PLACES = ("Brukstorget", "Stationsparken", "Åsvägen 4", "Kvarngången", "")
MOST_QUERIES = 20


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")


@pytest.fixture
def filled(alfa: Town) -> Town:
    """Forty reports of forty days from three places and none, by two parties, in every state."""
    with scope(alfa.coordinator.scope()):
        kinds = list(Category.objects.values_list("pk", flat=True))
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    told = []
    for i in range(40):
        start = noon - dt.timedelta(days=i, hours=1)
        placed = i % 5 != 4
        told.append(
            actions.Told(
                category=kinds[i % 3],
                start=start,
                end=start + dt.timedelta(minutes=1 + 90 * (i % 2)),
                precision=Incident.Precision.MINUTE,
                lon=16.0 + 0.003 * (i % 7) if placed else None,
                lat=59.5 + 0.002 * (i % 4) if placed else None,
                place=PLACES[i % 5],
                text=f"Glas nummer {i}",
                unsafe=i % 2 == 0,
            )
        )
    made = []
    for party in ("kommun", "polis"):
        actor, number = alfa.actor(party, Role.MEMBER), alfa.parties[party]
        half = told[:20] if party == "kommun" else told[20:]
        audience = alfa.audience(Audience.PARTNERSHIP)
        made += actions.report_several(actor=actor, party=number, audience=audience, told=half)
    chief = alfa.coordinator
    for row in made[::4]:
        actions.sort(actor=chief, incident=row.pk, category=row.category_id)
    actions.set_aside(actor=chief, incident=made[1].pk, reason=Incident.Aside.TEST)
    actions.mark_duplicate(actor=chief, incident=made[2].pk, of=made[3].pk)
    actions.forward(actor=chief, incident=made[5].pk, to=actions.Onward(authority="police"))
    return alfa


@pytest.fixture
def client(filled: Town) -> Client:
    return client_of(filled.people["kommun", Role.COORDINATOR])


def today(ago: int = 0) -> str:
    return (timezone.localdate() - dt.timedelta(days=ago)).isoformat()


def filters(alfa: Town) -> Iterator[str]:
    with scope(alfa.coordinator.scope()):
        one, two = Category.objects.values_list("pk", flat=True)[:2]
    yield ""
    yield f"fran={today(9)}&till={today(3)}"
    yield f"kategori={one}&kategori={two}"
    yield f"kategori={one}&fran={today(20)}"
    for state in (*Incident.State.values, "alla"):
        yield f"lage={state}"
    yield f"part={alfa.parties['polis']}"
    yield "kalla=0"
    yield "sok=brukstorget+glas"
    yield "utan_plats=1"
    yield "ruta=16,59.499,16.007,59.503"
    yield f"ruta=16,59.499,16.007,59.503&kategori={two}&sok=nummer&lage=alla&ordning=aldst"


def links(page: str) -> list[int]:
    """Numbers of the incidents that a page of the list leads to, in order."""
    found = [link.removeprefix(LIST).strip("/") for link in Page.of(page).links if link.startswith(LIST)]
    return [int(one) for one in found if one.isdigit()]


def test_the_list_is_what_the_filter_asks_of_the_database(filled: Town, client: Client) -> None:
    for address in filters(filled):
        with scope(filled.coordinator.scope()):
            wanted = list(asked(QueryDict(address)).filter.ordered().values_list("pk", flat=True))
        answer = client.get(f"{LIST}?{address}")
        assert answer.status_code == 200, address
        assert links(answer.text) == wanted[:50], address
        assert faults(answer.text, "sv") == [], address
        assert f"{len(wanted)}" in answer.text.split('class="lead"')[1], address


def test_the_filters_mean_what_they_say(filled: Town) -> None:
    with scope(filled.coordinator.scope()):
        rows = list(Incident.objects.all())
        counting = {row.pk for row in rows if row.state not in ("duplicate", "set_aside")}

        def found(address: str) -> set[int]:
            return set(asked(QueryDict(address)).filter.apply().values_list("pk", flat=True))

        assert found("") == counting
        assert found("lage=alla") == {row.pk for row in rows}
        assert found("utan_plats=1") == {row.pk for row in rows if row.lon is None and row.pk in counting}
        day = timezone.localdate() - dt.timedelta(days=5)
        assert found(f"fran={day}&till={day}") == {
            row.pk for row in rows if timezone.localdate(row.start) == day and row.pk in counting
        }
        assert found("sok=BRUKSTORGET") == {row.pk for row in rows if row.place == "Brukstorget" and row.pk in counting}


def test_a_filter_can_be_read_back_from_its_own_address(filled: Town) -> None:
    with scope(filled.coordinator.scope()):
        for address in filters(filled):
            once = asked(QueryDict(address)).filter
            assert asked(QueryDict(once.address())).filter == once


@given(sides=st.tuples(*[st.floats(-1, 1, allow_nan=False)] * 4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_box_can_be_read_back_from_an_address(sides: tuple[float, ...]) -> None:
    west, east = sorted(sides[:2])
    south, north = sorted(sides[2:])
    again = read_box(write_box(Box(west, south, east, north)))
    assert again is not None
    assert [again.west, again.south, again.east, again.north] == pytest.approx([west, south, east, north], abs=1e-7)


@pytest.mark.parametrize(
    "address",
    ["fran=igår", "fran=2026-03-02&till=2026-03-01", "kategori=x", "kategori=999999", "omrade=1000", "ruta=1,2,3"],
)
def test_an_address_that_cannot_be_understood_is_said_and_shows_no_false_list(client: Client, address: str) -> None:
    for page in (LIST, MAP):
        answer = client.get(f"{page}?{address}")
        assert answer.status_code == 422
        assert "Listan kan inte visas" in answer.text
        assert not links(answer.text)
        assert faults(answer.text, "sv") == []


def test_what_is_chosen_stands_in_words_and_can_be_taken_away(client: Client) -> None:
    page = client.get(f"{LIST}?sok=glas&lage=sorted&fran={today(30)}").text
    assert "”glas”" in page
    assert f"från {today(30)}" in page
    assert "lage=sorted&amp;sok=glas" in page


def test_pages_follow_each_other_with_the_filter_kept(filled: Town, client: Client) -> None:
    with scope(filled.coordinator.scope()):
        n = Incident.objects.count()
    first = client.get(f"{MAP}?lage=alla").text
    second = client.get(f"{MAP}?lage=alla&sida=2").text
    assert len(links(first)) == 25
    assert "lage=alla&amp;sida=2" in first
    assert len(set(links(first)) | set(links(second))) == min(n, 50)


def points(client: Client, address: str, view: str, zoom: float) -> list[dict[str, object]]:
    answer = client.get(f"{MAP}punkter.json?{address}&bbox={view}&zoom={zoom}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = json.loads(answer.text)["heaps"]
    return found


@pytest.mark.parametrize("zoom", [3, 9.4, 12, 13.7, 14.2, 14.6, 16.3, 18])
def test_each_heap_of_the_map_leads_to_the_list_of_just_what_it_counts(
    filled: Town, client: Client, zoom: float
) -> None:
    for address in filters(filled):
        found = points(client, address, "15.9,59.4,16.1,59.6", zoom)
        with scope(filled.coordinator.scope()):
            wanted = asked(QueryDict(address)).filter.apply().placed().count()
        assert sum(int(str(heap["n"])) for heap in found) == wanted, address
        for heap in found[:3]:
            page = client.get(str(heap["href"]))
            assert page.status_code == 200
            if f"{LIST}?" in str(heap["href"]):
                assert len(links(page.text)) == heap["n"], (address, heap)


def test_a_heap_at_the_edge_of_what_is_shown_is_counted_whole(filled: Town, client: Client) -> None:
    (whole, *_) = points(client, "", "15,59,17,60", 6)
    cut = points(client, "", "16.001,59.501,16.002,59.502", 6)
    assert [heap["n"] for heap in cut] == [whole["n"]]


def test_marks_do_not_lie_closer_than_they_can_be_pressed(filled: Town) -> None:
    with scope(filled.coordinator.scope()):
        for zoom in (10, 13, 15, 17):
            found = heaps(Filter(), Box(15.9, 59.4, 16.1, 59.6), zoom)
            boxes = [heap.box for heap in found]
            assert len({(box.west, box.north) for box in boxes}) == len(boxes)
            many = [
                (heap.lon / 360 * 512 * 2**zoom, heap.lat * 2 / 360 * 512 * 2**zoom) for heap in found if heap.n > 1
            ]
            apart = [max(abs(a - c), abs(b - d)) for i, (a, b) in enumerate(many) for c, d in many[:i]]
            assert min(apart, default=99) > 44


@pytest.mark.parametrize("address", ["", "bbox=1,2,3,4", "bbox=1,2,3&zoom=5", "bbox=1,2,3,4&zoom=nan", "zoom=3"])
def test_a_map_that_asks_for_nonsense_is_told_so(client: Client, address: str) -> None:
    answer = client.get(f"{MAP}punkter.json?{address}")
    assert answer.status_code == 400
    assert "error" in json.loads(answer.text)


def test_the_map_page_has_the_list_and_counts_what_has_no_place_on_it(client: Client) -> None:
    page = client.get(MAP).text
    assert "utan position finns inte på kartan" in page
    assert "utan_plats=1" in page
    assert links(page)
    assert faults(page, "sv") == []


def test_where_it_is_not_known_where_the_partnership_is_the_map_begins_at_its_incidents(
    filled: Town, client: Client
) -> None:
    with scope(worker(filled.pk).scope()):
        placed = Incident.objects.in_picture().placed()
        lons = list(placed.values_list("lon", flat=True))
    assert 'data-box="' not in client.get(MAP).text
    with patch.object(surroundings, "is_somewhere", lambda: False):
        page = client.get(MAP).text
    found = re.search(r'data-box="([^"]+)"', page)
    assert found
    west, _, east, _ = map(float, found[1].split(","))
    assert min(lons) - 0.05 < west <= east < max(lons) + 0.05


def test_a_position_that_stands_for_an_area_is_not_called_a_point(filled: Town, client: Client) -> None:
    with scope(worker(filled.pk).scope()):
        Incident.objects.placed().update(place="", placement=Incident.Placement.AREA_CENTRE)
    page = client.get("/s/alfa/handelser/").text
    assert "någonstans i området" in page
    assert "en punkt på kartan" not in page


def test_the_file_holds_what_the_list_shows_and_never_who_reported(filled: Town, client: Client) -> None:
    address = "lage=alla&sok=glas"
    answer = client.get(f"{LIST}handelser.csv?{address}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    with scope(filled.coordinator.scope()):
        wanted = set(asked(QueryDict(address)).filter.apply().values_list("pk", flat=True))
    assert {int(row[0]) for row in rows[1:]} == wanted
    assert rows[0][:2] == ["Nummer", "Från"]
    assert not any(str(person) in text for person in filled.people.values())
    with scope(filled.coordinator.scope()):
        assert AccessEntry.objects.filter(how="incidents.exported").count() == 1


def test_a_cell_of_the_file_is_no_formula(filled: Town, client: Client) -> None:
    with scope(filled.coordinator.scope()):
        Incident.objects.filter(place="Brukstorget").update(place="=1+1")
    text = b"".join(client.get(f"{LIST}handelser.csv").streaming_content).decode()
    assert "'=1+1" in text


def test_there_is_something_to_do_where_nothing_is(alfa: Town) -> None:
    client = client_of(alfa.people["kommun", Role.COORDINATOR])
    for page in (LIST, MAP):
        answer = client.get(f"{page}?sok=finnsinte")
        assert "Visa allt" in answer.text
        assert faults(answer.text, "sv") == []


@pytest.mark.parametrize("role", Role)
def test_every_role_may_look_and_sees_only_what_is_open_to_it(filled: Town, role: Role) -> None:
    client = client_of(filled.people["bostad", role])
    page = client.get(LIST).text
    assert filled.mark("bostad", "own") in page
    assert filled.mark("polis", "own") not in page
    assert faults(page, "sv") == []


@pytest.mark.parametrize("page", [LIST, MAP, f"{MAP}punkter.json?bbox=15.9,59.4,16.1,59.6&zoom=13"])
def test_a_page_asks_the_database_few_questions_however_many_rows_it_shows(client: Client, page: str) -> None:
    assert len(statements(client, page)) <= MOST_QUERIES


def test_a_page_of_one_incident_asks_few_questions(filled: Town, client: Client) -> None:
    with scope(filled.coordinator.scope()):
        pk = Incident.objects.latest("pk").pk
    assert len(statements(client, f"{LIST}{pk}/")) <= MOST_QUERIES
    assert len(statements(client, f"{LIST}sortera/")) <= MOST_QUERIES
