"""One incident and all that is done with it: by each role, without script, refused with the words kept, taken back."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core.models import AccessEntry, Audience
from lagesbild.core.scope import scope
from lagesbild.incidents import actions
from lagesbild.incidents.models import Category, Feedback, Forwarding, Incident
from lagesbild.incidents.views.acts import ACTS
from tests.web.reading import Page, faults
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
SORT = "/s/alfa/handelser/sortera/"
SORTING = {Role.COORDINATOR, Role.ADMINISTRATOR}


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")


@pytest.fixture
def client(alfa: Town) -> Client:
    return client_of(alfa.people["kommun", Role.COORDINATOR])


def tell(
    alfa: Town, *, ago: int = 1, audience: str = Audience.PARTNERSHIP, party: str = "kommun", **changes: object
) -> int:
    """A report, so many hours ago; its number."""
    with scope(alfa.coordinator.scope()):
        category = Category.objects.values_list("pk", flat=True)[0]
    start = timezone.now() - dt.timedelta(hours=ago)
    plain: dict[str, object] = {
        "category": category,
        "start": start,
        "end": start + dt.timedelta(minutes=1),
        "precision": Incident.Precision.MINUTE,
        "lon": 16.02,
        "lat": 59.52,
        "place": "Brukstorget",
        "text": "En bänk är sönderslagen.",
    }
    made = actions.report(
        actor=alfa.actor(party, Role.REPORTER),
        party=alfa.parties[party],
        audience=alfa.audience(audience),
        told=actions.Told(**(plain | changes)),  # type: ignore[arg-type]
    )
    return made.pk


def row(alfa: Town, pk: int) -> Incident:
    with scope(alfa.coordinator.scope()):
        return Incident.objects.get(pk=pk)


def page_of(pk: int, act: str = "") -> str:
    return f"/s/alfa/handelser/{pk}/" + (f"{act}/" if act else "")


def other_category(alfa: Town) -> int:
    with scope(alfa.coordinator.scope()):
        return Category.objects.values_list("pk", flat=True)[4]


SENT: dict[str, dict[str, object]] = {
    "kategori": {},
    "dubblett": {},
    "at-sidan": {"reason": "test"},
    "vidare": {"to": "police", "note": "Bänken står vid entrén"},
    "aterkoppla": {"text": "Bänken är lagad."},
}


def sent(alfa: Town, act: str) -> dict[str, object]:
    given = dict(SENT[act])
    if act == "kategori":
        given["category"] = other_category(alfa)
    if act == "dubblett":
        given["of"] = tell(alfa, ago=2)
    return given


@pytest.mark.parametrize("act", ACTS)
def test_each_act_has_a_page_does_what_it_says_and_stands_on_the_timeline(alfa: Town, client: Client, act: str) -> None:
    pk = tell(alfa)
    page = client.get(page_of(pk, act))
    assert page.status_code == 200
    assert faults(page.text, "sv") == []
    answer = client.post(page_of(pk, act), sent(alfa, act))
    assert answer["Location"] == page_of(pk)
    after = client.get(page_of(pk))
    assert faults(after.text, "sv") == []
    now = row(alfa, pk)
    with scope(alfa.coordinator.scope()):
        match act:
            case "kategori":
                assert (now.state, now.category_id) == ("sorted", other_category(alfa))
            case "dubblett":
                assert now.state == "duplicate"
                assert f"händelse {now.duplicate_of_id}" in after.text
            case "at-sidan":
                assert (now.state, now.aside) == ("set_aside", "test")
                assert "Räknas inte i lägesbilden" in after.text
            case "vidare":
                assert Forwarding.objects.get(incident=now).authority == "police"
                assert "Bänken står vid entrén" in after.text
            case "aterkoppla":
                assert Feedback.objects.get(incident=now).text == "Bänken är lagad."


@pytest.mark.parametrize("act", [name for name, one in ACTS.items() if one.taken_back])
def test_a_sorting_is_taken_back_with_one_press(alfa: Town, client: Client, act: str) -> None:
    pk = tell(alfa)
    client.post(page_of(pk, act), sent(alfa, act))
    page = client.get(page_of(pk)).text
    assert f'action="{page_of(pk, "angra")}"' in page
    assert client.post(page_of(pk, "angra"))["Location"] == page_of(pk)
    assert row(alfa, pk).state == "reported"
    assert client.post(page_of(pk, "angra")).status_code == 409, "there is nothing more to take back"


def test_only_those_who_may_do_it(alfa: Town) -> None:
    for role in Role:
        client = client_of(alfa.people["polis", role])
        for act in ACTS:
            pk = tell(alfa)
            given = sent(alfa, act)
            before = row(alfa, pk)
            for answer in (client.get(page_of(pk, act)), client.post(page_of(pk, act), given)):
                assert (answer.status_code in {200, 302}) == (role in SORTING), (role, act)
            if role not in SORTING:
                after = row(alfa, pk)
                assert (after.state, after.text) == (before.state, before.text), (role, act)
                assert page_of(pk, act) not in client.get(page_of(pk)).text, "what one may not do is not offered"


@pytest.mark.parametrize(
    ("act", "given", "kept"),
    [
        ("vidare", {"to": "police", "note": "Ring 070-174 06 05 om bänken"}, "om bänken"),
        ("vidare", {"to": "", "note": "Bänken"}, "Bänken"),
        ("vidare", {"to": "hemlig", "note": "Bänken"}, "Bänken"),
        ("aterkoppla", {"text": "Fråga anna@exempel.se"}, "Fråga anna@exempel.se"),
        ("at-sidan", {}, ""),
        ("dubblett", {"of": "0"}, ""),
        ("dubblett", {"of": "99999"}, "99999"),
        ("kategori", {"category": "99999"}, ""),
        ("kategori", {}, ""),
    ],
)
def test_what_is_refused_comes_back_with_what_was_written(
    alfa: Town, client: Client, act: str, given: dict[str, object], kept: str
) -> None:
    pk = tell(alfa)
    answer = client.post(page_of(pk, act), given)
    assert answer.status_code == 422
    assert kept in answer.text
    assert "data-refused" in answer.text
    assert faults(answer.text, "sv") == []
    assert row(alfa, pk).state == "reported"


@pytest.mark.parametrize("address", ["", "kategori", "andra", "angra", "dubblett"])
def test_what_one_may_not_see_is_not_there(alfa: Town, client: Client, address: str) -> None:
    pk = tell(alfa, party="polis", audience=Audience.OWN)
    gone = client.post(page_of(pk, address)) if address == "angra" else client.get(page_of(pk, address))
    assert gone.status_code == 404


def test_who_looks_at_what_not_everyone_sees_is_noted(alfa: Town, client: Client) -> None:
    own, shared = tell(alfa, audience=Audience.OWN), tell(alfa)
    for pk in (own, shared):
        assert client.get(page_of(pk)).status_code == 200
    with scope(alfa.coordinator.scope()):
        seen = AccessEntry.objects.filter(how="incident.seen").values_list("subject_id", flat=True)
        assert list(seen) == [own]


def test_who_reported_is_shown_to_the_own_party_when_asked_and_that_is_noted(alfa: Town, client: Client) -> None:
    pk = tell(alfa)
    name = alfa.people["kommun", Role.REPORTER].name
    assert name not in client.get(page_of(pk)).text.split("<main")[1].split("Historik")[0]
    assert name in client.get(f"{page_of(pk)}?rapportor=1").text.split("<main")[1].split("Historik")[0]
    with scope(alfa.coordinator.scope()):
        assert AccessEntry.objects.filter(how="reporter.seen", subject_id=pk).count() == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ANALYST, Role.AUDITOR])
def test_another_party_never_learns_who_reported(alfa: Town, role: Role) -> None:
    pk = tell(alfa)
    client_of(alfa.people["kommun", Role.REPORTER]).post(
        page_of(pk, "andra"),
        {"party": alfa.parties["kommun"], "category": row(alfa, pk).category_id, "place": "Torget", "when": "now"},
    )
    assert row(alfa, pk).version == 2
    page = client_of(alfa.people["polis", role]).get(f"{page_of(pk)}?rapportor=1").text
    assert alfa.people["kommun", Role.REPORTER].name not in page
    assert "Se vem som rapporterade" not in page
    assert "Rapporterad av" not in page


def test_history_says_what_stood_and_what_came_instead(alfa: Town, client: Client) -> None:
    pk = tell(alfa, text="Två bänkar.")
    told = row(alfa, pk)
    given = {
        "category": other_category(alfa),
        "place": "Torget",
        "when": "earlier",
        "day": timezone.localtime(told.start).date().isoformat(),
        "clock": "03:30",
        "text": "Tre bänkar.",
        "party": alfa.parties["kommun"],
    }
    given["day"] = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    assert client.post(page_of(pk, "andra"), given).status_code == 302
    page = client.get(page_of(pk)).text
    assert "Två bänkar." in page
    assert "Tre bänkar." in page
    assert "Ändrad, version 2" in page
    assert faults(page, "sv") == []


def test_likely_duplicates_stand_beside_and_are_marked_with_one_press(alfa: Town, client: Client) -> None:
    first, second = tell(alfa, ago=3), tell(alfa, ago=2)
    tell(alfa, ago=200)
    page = client.get(page_of(second)).text
    assert page_of(first) in Page.of(page).links
    client.post(page_of(second, "dubblett"), {"of": first})
    assert row(alfa, second).duplicate_of_id == first
    assert "1 dubblett av den här" in client.get(page_of(first)).text


# Sorting, one at a time


def waiting(alfa: Town) -> list[int]:
    with scope(alfa.coordinator.scope()):
        return list(Incident.objects.to_sort().values_list("pk", flat=True))


def shown(html: str) -> int:
    """Which incident the page shows."""
    first = next(link for link in Page.of(html.split("<article")[1]).links if "/handelser/" in link)
    return int(first.strip("/").split("/")[-1])


def test_sorting_goes_from_the_oldest_to_the_last_and_says_how_many_are_left(alfa: Town, client: Client) -> None:
    for _ in range(2):
        tell(alfa)
    left = waiting(alfa)
    while left:
        page = client.get(SORT)
        assert faults(page.text, "sv") == []
        assert f"{len(left)} kvar" in page.text
        assert shown(page.text) == left[0]
        answer = client.post(f"{page_of(left[0], 'kategori')}?sortera=1", {"category": other_category(alfa)})
        assert answer["Location"] == SORT
        left = waiting(alfa)
    page = client.get(SORT)
    assert "Allt är sorterat" in page.text
    assert re.search(r'href="/s/alfa/lagesbild/">\s*Nästa steg: Lägesbild', page.text), "the next stop of the cycle"
    assert faults(page.text, "sv") == []


@pytest.mark.parametrize("act", ["kategori", "at-sidan", "vidare", "dubblett"])
def test_what_was_just_sorted_is_taken_back_on_the_next_page_and_shown_again(
    alfa: Town, client: Client, act: str
) -> None:
    tell(alfa)
    first = waiting(alfa)[0]
    client.post(f"{page_of(first, act)}?sortera=1", sent(alfa, act))
    page = client.get(SORT).text
    (undo,) = re.findall(rf'action="({re.escape(page_of(first, "angra"))}[^"]*sortera=1)"', page)
    again = client.post(unescape(undo))
    assert shown(client.get(again["Location"]).text) == first
    assert waiting(alfa)[0] == first


def test_what_is_passed_over_waits_and_the_rest_comes_after_it(alfa: Town, client: Client) -> None:
    tell(alfa)
    left = waiting(alfa)
    for number, following in pairwise(left):
        assert shown(client.get(f"{SORT}?efter={number}").text) == following
    end = client.get(f"{SORT}?efter={left[-1]}").text
    assert "Det var den sista" in end
    assert faults(end, "sv") == []
    assert waiting(alfa) == left


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "²"])
def test_a_senseless_number_begins_from_the_oldest(alfa: Town, client: Client, number: str) -> None:
    tell(alfa)
    assert shown(client.get(f"{SORT}?efter={number}&visa={number}").text) == waiting(alfa)[0]


def test_a_refusal_while_sorting_keeps_the_words(alfa: Town, client: Client) -> None:
    pk = tell(alfa)
    answer = client.post(f"{page_of(pk, 'vidare')}?sortera=1", {"to": "police", "note": "Ring 070-174 06 05 i dag"})
    assert answer.status_code == 422
    assert "i dag</textarea>" in answer.text
    again = client.post(f"{page_of(pk, 'vidare')}?sortera=1", {"to": "police", "note": "I dag"})
    assert again["Location"] == SORT


@pytest.mark.parametrize("role", Role)
def test_only_coordinators_sort(alfa: Town, role: Role) -> None:
    answer = client_of(alfa.people["kommun", role]).get(SORT)
    assert answer.status_code == (200 if role in SORTING else 403)


def test_the_start_page_of_a_coordinator_says_what_waits(alfa: Town, client: Client) -> None:
    tell(alfa)
    n = len(waiting(alfa))
    page = client.get("/s/alfa/").text
    assert f"{n} rapporter väntar på sortering" in page
    assert f"{n} att sortera" in page
    assert SORT in Page.of(page).links
    assert faults(page, "sv") == []


def test_pages_speak_english_too(alfa: Town, client: Client) -> None:
    pk = tell(alfa)
    client.post("/sprak/", {"language": "en", "next": "/"})
    for address, words in (
        (page_of(pk), "Nobody has sorted it yet"),
        (SORT, "left"),
        ("/s/alfa/handelser/", "Incidents"),
    ):
        page = client.get(address).text
        assert words in page
        assert faults(page, "en") == []


@pytest.mark.parametrize("page", ["", *(f"{act}/" for act in ACTS), "andra/", "maskera"])
def test_every_page_with_the_texts_of_what_a_party_keeps_to_itself_leaves_one_trace(
    alfa: Town, client: Client, page: str
) -> None:
    address = {
        Audience.OWN: (own := tell(alfa, audience=Audience.OWN)),
        Audience.PARTNERSHIP: tell(alfa),
    }
    for pk in address.values():
        to = f"/s/alfa/maska/handelse/{pk}/" if page == "maskera" else f"{page_of(pk)}{page}"
        answer = client.get(to)
        assert answer.status_code == 200
        assert "En bänk är sönderslagen." in answer.text
    with scope(alfa.coordinator.scope()):
        seen = list(AccessEntry.objects.values_list("subject", "subject_id", "how", "person_id"))
    assert seen == [("incidents.incident", own, "incident.seen", alfa.people["kommun", Role.COORDINATOR].pk)]


def test_that_an_area_said_by_hand_is_no_longer_in_use_is_said_with_what_to_do(alfa: Town, client: Client) -> None:
    pk = tell(alfa)
    with scope(alfa.coordinator.scope()):
        Incident.objects.filter(pk=pk).update(areas=[987_654], areas_by_hand=True)
    assert "används inte längre. Ange ett annat." in client.get(page_of(pk)).text
