"""Reporting: by each role, without script, stopped by the guard, and nothing of what was written lost."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from lagesbild.accounts import devices
from lagesbild.accounts.models import REPORTING, Role
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.incidents.models import Category, Incident, Reporter, Silence
from tests.web.reading import faults
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/s/alfa/rapportera/"


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")


def reporter(alfa: Town, role: str = Role.REPORTER, party: str = "polis") -> Client:
    return client_of(alfa.people[party, role])


def kinds(alfa: Town) -> list[int]:
    with scope(alfa.coordinator.scope()):
        return list(Category.objects.values_list("pk", flat=True))


def written(alfa: Town, **changes: object) -> dict[str, object]:
    """What a browser sends of the form."""
    plain: dict[str, object] = {
        "party": alfa.parties["polis"],
        "category": kinds(alfa)[0],
        "place": "Brukstorget",
        "lon": "16.01",
        "lat": "59.51",
        "when": "now",
        "text": "Två rutor är krossade.",
    }
    return {name: value for name, value in (plain | changes).items() if value is not None}


def latest(alfa: Town) -> Incident:
    with scope(alfa.actor("polis", Role.REPORTER).scope()):
        return Incident.objects.select_related("audience").latest("pk")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1]


@pytest.mark.parametrize("role", Role)
def test_those_who_report_come_to_the_form_and_others_are_told_why_not(alfa: Town, role: Role) -> None:
    answer = reporter(alfa, role).get(FORM)
    assert answer.status_code == (200 if role in REPORTING else 403)
    assert faults(answer.text, "sv") == []


def test_a_report_is_in_and_the_reporter_is_told_what_happens_now(alfa: Town) -> None:
    client = reporter(alfa)
    answer = client.post(FORM, written(alfa, unsafe="on", acted="on"))
    made = latest(alfa)
    assert answer["Location"] == f"/s/alfa/rapportera/mina/{made.pk}/tack/"
    assert (made.text, made.place, made.lon, made.unsafe, made.acted) == (
        "Två rutor är krossade.",
        "Brukstorget",
        16.01,
        True,
        True,
    )
    assert made.audience.kind == Audience.PARTNERSHIP
    thanks = client.get(answer["Location"])
    assert faults(thanks.text, "sv") == []
    assert "Vad som händer nu" in thanks.text


def test_one_more_at_the_same_place_has_party_place_and_category_filled_in(alfa: Town) -> None:
    client = reporter(alfa)
    client.post(FORM, written(alfa, category=kinds(alfa)[3], unit="Kvällspasset"))
    page = client.get(f"{FORM}?samma={latest(alfa).pk}").text
    assert 'value="Brukstorget"' in page
    assert hidden(page, "lon").startswith("16.01")
    assert re.search(rf'name="category"\s+value="{kinds(alfa)[3]}"\s+required\s+checked', page)
    assert "Kvällspasset" in page
    assert "krossade" not in page.split('id="id_text"')[1].split("</textarea>")[0], "the words are new each time"


def test_another_reporters_report_is_no_beginning_of_ones_own(alfa: Town) -> None:
    reporter(alfa).post(FORM, written(alfa, place="Hemliga gränden"))
    page = reporter(alfa, Role.MEMBER).get(f"{FORM}?samma={latest(alfa).pk}")
    assert 'value="Hemliga gränden"' not in page.text


def test_a_double_press_is_one_report(alfa: Town) -> None:
    client = reporter(alfa)
    page = client.get(FORM).text.split('id="report"')[1]
    sent = written(alfa, once=hidden(page, "once"))
    assert client.post(FORM, sent)["Location"] == client.post(FORM, sent)["Location"]
    with scope(alfa.actor("polis", Role.REPORTER).scope()):
        assert Incident.objects.filter(text="Två rutor är krossade.").count() == 1


def test_what_tells_who_someone_is_stops_the_report_and_can_be_taken_away_with_one_press(alfa: Town) -> None:
    client = reporter(alfa)
    before = latest(alfa).pk
    sent = written(alfa, text="Han som gjorde det är 080230-0000, det vet alla.", recurring="on")
    stopped = client.post(FORM, sent)
    assert stopped.status_code == 422
    assert "<mark>080230-0000</mark>" in stopped.text
    assert "Ta bort personnumret" in stopped.text
    assert "114&nbsp;14" in stopped.text
    assert faults(stopped.text, "sv") == []
    assert "En sak att rätta först" in stopped.text
    assert latest(alfa).pk == before, "nothing was kept"
    nowhere = client.post(FORM, {**sent, "place": "", "lon": "", "lat": ""}).text
    assert "2 saker att rätta först" in nowhere
    cleaned = client.post(FORM, sent | {"clean": "1"})
    assert cleaned.status_code == 200
    assert "080230" not in cleaned.text
    assert "Han som gjorde det är, det vet alla." in cleaned.text
    assert latest(alfa).pk == before, "it is read once more before it is sent"
    assert re.search(r'name="recurring"[^>]*checked', cleaned.text)


def test_a_name_is_asked_about_and_one_press_says_that_it_is_none(alfa: Town) -> None:
    client = reporter(alfa)
    before = latest(alfa).pk
    sent = written(alfa, text="Kalle Andersson slog sönder rutan.")
    asked = client.post(FORM, sent)
    assert asked.status_code == 422
    assert "<mark>Kalle Andersson</mark>" in asked.text
    assert "Är det namnet på en person?" in asked.text
    assert faults(asked.text, "sv") == []
    assert latest(alfa).pk == before
    cleaned = client.post(FORM, sent | {"clean": "1"})
    assert "slog sönder rutan." in cleaned.text
    assert "Kalle Andersson" not in cleaned.text
    assert client.post(FORM, sent | {"named": "1"}).status_code == 302
    assert latest(alfa).text == "Kalle Andersson slog sönder rutan."


def test_saying_that_it_is_no_person_does_not_open_for_what_is_refused(alfa: Town) -> None:
    client = reporter(alfa)
    before = latest(alfa).pk
    assert client.post(FORM, written(alfa, text="Ring 070-174 06 05", named="1")).status_code == 422
    assert latest(alfa).pk == before


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"category": None}, "Välj vad det handlar om."),
        ({"place": "", "lon": "", "lat": ""}, "Ange var: på kartan eller i ord."),
        ({"when": "earlier", "day": ""}, "Ange vilken dag."),
        ({"when": "earlier", "day": "2199-01-01"}, "Det ligger i framtiden."),
        ({"when": "earlier", "day": "i går"}, ""),
        ({"lon": "400"}, ""),
        ({"party": "999"}, ""),
        ({"text": "a\x00b"}, ""),
    ],
)
def test_nothing_typed_is_lost_when_something_has_to_be_mended(
    alfa: Town, changes: dict[str, object], said: str
) -> None:
    client = reporter(alfa)
    before = latest(alfa).pk
    sent = written(alfa, told_police="on", unit="Kvällspasset") | {"text": "Glas på marken.", "own": "on"} | changes
    answer = client.post(FORM, {name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == 422
    assert said in answer.text
    if "text" not in changes:
        assert "Glas på marken." in answer.text
    if "place" not in changes:
        assert 'value="Brukstorget"' in answer.text
    assert re.search(r'name="told_police"[^>]*checked', answer.text)
    assert re.search(r'name="own"[^>]*checked', answer.text)
    assert 'value="Kvällspasset"' in answer.text
    assert faults(answer.text, "sv") == []
    assert latest(alfa).pk == before


def test_a_stretch_of_time_may_pass_midnight_and_a_day_is_enough(alfa: Town) -> None:
    client = reporter(alfa)
    day = timezone.localdate() - dt.timedelta(days=3)
    client.post(FORM, written(alfa, when="earlier", day=day.isoformat(), clock="22:30", until="01:15"))
    made = latest(alfa)
    assert made.end - made.start == dt.timedelta(hours=2, minutes=45)
    client.post(FORM, written(alfa, when="earlier", day=day.isoformat()))
    made = latest(alfa)
    assert made.precision == Incident.Precision.DAY
    assert timezone.localtime(made.start).date() == day


@pytest.mark.parametrize(
    ("clock", "until"), [("02:30", ""), ("02:59", ""), ("02:30", "03:15"), ("01:00", "02:15")], ids=str
)
def test_an_hour_that_the_clock_was_put_forward_past_is_none(alfa: Town, clock: str, until: str) -> None:
    before = latest(alfa).pk
    sent = written(alfa, when="earlier", day="2025-03-30", clock=clock, until=until)
    answer = reporter(alfa).post(FORM, sent)
    assert answer.status_code == 422
    assert "ställdes klockan fram" in answer.text
    assert latest(alfa).pk == before


def test_what_happened_just_before_the_clock_was_put_forward_is_reported(alfa: Town) -> None:
    reporter(alfa).post(FORM, written(alfa, when="earlier", day="2025-03-30", clock="01:59", until="03:10"))
    made = latest(alfa)
    assert made.end - made.start == dt.timedelta(minutes=11)


def test_a_report_for_ones_own_organisation_is_seen_by_no_other(alfa: Town) -> None:
    reporter(alfa).post(FORM, written(alfa, own="on"))
    made = latest(alfa)
    assert made.audience.kind == Audience.OWN
    with scope(alfa.coordinator.scope()):
        assert not Incident.objects.filter(pk=made.pk).exists()


def test_nothing_to_report_is_one_press_and_twice_is_once(alfa: Town) -> None:
    client = reporter(alfa)
    for _ in range(2):
        assert client.post(f"{FORM}inget/", {"party": alfa.parties["polis"]})["Location"] == FORM
    assert "Tack" in client.get(FORM).text
    with scope(alfa.actor("polis", Role.REPORTER).scope()):
        assert Silence.objects.filter(party_id=alfa.parties["polis"]).count() == 1
    assert client.post(f"{FORM}inget/", {"party": alfa.parties["kommun"]}).status_code in {302, 403}
    with scope(alfa.coordinator.scope()):
        assert not Silence.objects.filter(party_id=alfa.parties["kommun"]).exists()


def test_ones_own_reports_stand_there_with_what_became_of_them(alfa: Town) -> None:
    client, coordinator = reporter(alfa), client_of(alfa.people["kommun", Role.COORDINATOR])
    client.post(FORM, written(alfa))
    made = latest(alfa)
    assert "Mottagen" in client.get(f"{FORM}mina/").text
    coordinator.post(f"/s/alfa/handelser/{made.pk}/vidare/", {"to": "landlord", "note": "Glas vid entrén"})
    coordinator.post(f"/s/alfa/handelser/{made.pk}/aterkoppla/", {"text": "Rutorna byttes i går."})
    page = client.get(f"{FORM}mina/{made.pk}/")
    assert "Rutorna byttes i går." in page.text
    assert "fastighetsägaren" in page.text
    assert faults(page.text, "sv") == []
    assert faults(client.get(f"{FORM}mina/").text, "sv") == []


def test_another_persons_report_is_not_among_ones_own(alfa: Town) -> None:
    reporter(alfa).post(FORM, written(alfa))
    made = latest(alfa).pk
    other = reporter(alfa, Role.MEMBER)
    assert [other.get(f"{FORM}mina/{made}/{end}").status_code for end in ("", "tack/")] == [404, 404]


def test_one_may_mend_ones_own_report_and_the_time_stays_as_it_was_told(alfa: Town) -> None:
    client = reporter(alfa)
    day = timezone.localdate() - dt.timedelta(days=2)
    client.post(FORM, written(alfa, when="earlier", day=day.isoformat()))
    made = latest(alfa)
    page = client.get(f"/s/alfa/handelser/{made.pk}/andra/")
    assert faults(page.text, "sv") == []
    sent = written(alfa, when="earlier", day=day.isoformat(), clock="", until="", text="Tre rutor.")
    answer = client.post(f"/s/alfa/handelser/{made.pk}/andra/", sent)
    assert answer["Location"] == f"{FORM}mina/{made.pk}/"
    changed = latest(alfa)
    assert (changed.text, changed.version, changed.start, changed.end) == ("Tre rutor.", 2, made.start, made.end)


def test_two_who_mend_the_same_report_do_not_write_over_each_other_unseen(alfa: Town) -> None:
    client = reporter(alfa)
    client.post(FORM, written(alfa))
    to = f"/s/alfa/handelser/{latest(alfa).pk}/andra/"
    mark = hidden(client.get(to).text, "seen")
    assert client.post(to, written(alfa, text="Tre rutor.", seen=mark)).status_code == 302
    refused = client.post(to, written(alfa, text="Fyra rutor.", seen=mark))
    assert refused.status_code == 422
    assert "Någon annan har ändrat det här under tiden" in refused.text
    assert faults(refused.text, "sv") == []
    assert "Fyra rutor." in refused.text.split('id="id_text"')[1].split("</textarea>")[0]
    assert "Tre rutor." in refused.text
    assert latest(alfa).text == "Tre rutor."
    fresh = hidden(refused.text, "seen")
    assert client.post(to, written(alfa, text="Fyra rutor.", seen=fresh)).status_code == 302
    assert latest(alfa).text == "Fyra rutor."


def test_mending_is_stopped_by_the_guard_with_the_words_kept(alfa: Town) -> None:
    client = reporter(alfa)
    client.post(FORM, written(alfa))
    made = latest(alfa)
    answer = client.post(f"/s/alfa/handelser/{made.pk}/andra/", written(alfa, text="Ring 070-174 06 05 om glaset."))
    assert answer.status_code == 422
    assert "<mark>070-174 06 05</mark>" in answer.text
    assert "om glaset" in answer.text.split('id="id_text"')[1].split("</textarea>")[0]


def test_a_reporter_does_not_mend_what_another_told(alfa: Town) -> None:
    reporter(alfa, Role.MEMBER).post(FORM, written(alfa))
    made = latest(alfa)
    client = reporter(alfa)
    assert client.get(f"/s/alfa/handelser/{made.pk}/andra/").status_code == 403
    assert client.post(f"/s/alfa/handelser/{made.pk}/andra/", written(alfa, text="Nej")).status_code == 403
    assert latest(alfa).text == "Två rutor är krossade."


def phone(alfa: Town) -> Client:
    """A phone that was signed in by a link, and nobody signed in on it."""
    person = alfa.people["polis", Role.REPORTER]
    _, link = devices.offer(actor=alfa.administrator, person=person.pk, party=alfa.parties["polis"])
    _, kept = devices.claim(token=link, name="Telefonen")
    client = Client(raise_request_exception=False, headers={"origin": "http://testserver"})
    client.cookies[f"{devices.COOKIE}{alfa.pk}"] = str(kept)
    return client


def test_a_phone_reports_sees_its_own_and_nothing_else(alfa: Town) -> None:
    client = phone(alfa)
    page = client.get(FORM)
    assert page.status_code == 200
    assert faults(page.text, "sv") == []
    answer = client.post(FORM, written(alfa))
    made = latest(alfa)
    with scope(alfa.actor("polis", Role.REPORTER).scope()):
        assert Reporter.objects.get(incident=made).person_id == alfa.people["polis", Role.REPORTER].pk
    for address in (
        answer["Location"],
        f"{FORM}mina/",
        f"{FORM}mina/{made.pk}/",
        f"/s/alfa/handelser/{made.pk}/andra/",
    ):
        assert client.get(address).status_code == 200, address
    assert client.post(f"{FORM}inget/", {"party": alfa.parties["polis"]}).status_code == 302
    for address in ("/s/alfa/", "/s/alfa/handelser/", f"/s/alfa/handelser/{made.pk}/", "/s/alfa/handelser/sortera/"):
        assert client.get(address).status_code in {302, 403}, address


def test_the_start_page_of_a_reporter_leads_straight_to_a_report(alfa: Town) -> None:
    page = reporter(alfa).get("/s/alfa/")
    assert f'href="{FORM}"' in page.text
    assert "Ny rapport" in page.text
    assert faults(page.text, "sv") == []


def test_the_form_speaks_english_too(alfa: Town) -> None:
    client = reporter(alfa)
    client.post("/sprak/", {"language": "en", "next": "/"})
    page = client.get(FORM)
    assert "Nothing to report this week" in page.text
    assert faults(page.text, "en") == []
