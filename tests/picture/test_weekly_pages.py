"""Pages of the weekly picture: for whom, what is on them, what they cost, and that they obey the policy on content."""

from __future__ import annotations

import datetime as dt
import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lagesbild.core.actions import acting
from lagesbild.picture import tasks
from lagesbild.picture.models import Edition, Finding, Making
from tests.picture import weekly
from tests.picture.weekly import MONDAY, Town

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/s/alfa/lagesbild/2026-v12/"
MOST_QUERIES = 20
MOST_BYTES = 150_000


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    return weekly.ready(owner_url, silent=("Ordningsvakterna",), drawn=True)


def signed_in(town: Town, role: str, party: int | None = None) -> Client:
    client = Client()
    client.force_login(town.member(role, f"{role}@exempel.se", party))
    return client


def finding(town: Town, kind: str = "deviation") -> Finding:
    with acting(town.system):
        return Finding.objects.get(kind=kind, index=0)


def test_the_monday_page_has_everything_in_its_order(town: Town) -> None:
    page = signed_in(town, "coordinator").get(PAGE)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
    order = ["reported", "counts", "deviations", "areas", "places", "clock", "repeats", "chains", "sorting", "coverage"]
    at = [page.text.index(f'id="{name}"') for name in [*order, "unsaid", "method", "edition"]]
    assert at == sorted(at)
    assert "Störande körning" in page.text
    assert "Brukstorget" in page.text
    assert "var tyst" in page.text
    for text in ("Bekräfta", "Avfärda", "Fastställ", "Ladda ner som pdf"):
        assert text in page.text


def test_it_obeys_the_strict_policy_on_content(town: Town) -> None:
    client = signed_in(town, "coordinator")
    for address in (PAGE, "/s/alfa/lagesbild/", f"{PAGE}1/bakom/avvikelse-1/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "unsafe" not in page["Content-Security-Policy"]
        assert not re.search(r"<[^>]+\sstyle=", page.text)
        assert not re.search(r"<[^>]+\son[a-z]+=", page.text)
        assert "<style" not in page.text
        for script in re.findall(r"<script[^>]*>", page.text):
            assert " src=" in script or 'type="application/json"' in script
        assert "blob:" not in page.text


def test_english_pages_are_english_and_swedish_ones_swedish(town: Town) -> None:
    client = signed_in(town, "coordinator")
    swedish = client.get(PAGE).text
    assert "Confirm" not in swedish
    client.post("/sprak/", {"language": "en", "next": PAGE})
    english = client.get(PAGE).text
    assert "Confirm" in english
    assert "was silent" in english
    assert "Bekräfta" not in english


def test_the_page_costs_no_more_than_it_may(town: Town) -> None:
    client = signed_in(town, "coordinator")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(PAGE)
    real = [
        one
        for one in queries.captured_queries
        if not re.match(r"BEGIN|COMMIT|(RELEASE |)SAVEPOINT|SELECT set_config", one["sql"])
    ]
    assert len(real) <= MOST_QUERIES, "\n".join(one["sql"][:160] for one in real)
    assert len(gzip.compress(page.content)) < MOST_BYTES


def test_a_neighbour_and_one_who_only_reports_do_not_see_it(town: Town) -> None:
    other = weekly.town(town.neighbour, "beta")
    theirs = signed_in(other, "coordinator")
    addresses = [PAGE, "/s/alfa/lagesbild/", f"{PAGE}1/", f"{PAGE}1/lagesbild.pdf", f"{PAGE}1/lagesbild.json"]
    addresses += [f"{PAGE}1/bakom/alla/", f"{PAGE}gors/", f"/s/alfa/lagesbild/fynd/{finding(town).pk}/avfarda/"]
    for address in addresses:
        assert theirs.get(address).status_code == 404
        beside = theirs.get(address.replace("alfa", "beta"))
        assert beside.status_code == 404 or "Brukstorget" not in beside.text
    reporter = signed_in(town, "reporter")
    assert {reporter.get(address).status_code for address in addresses} == {403}
    mine = f"/s/beta/lagesbild/fynd/{finding(town).pk}/bekrafta/"
    assert theirs.post(mine).status_code == 404
    assert finding(town).state == "open"


def test_what_does_not_exist_is_not_there(town: Town) -> None:
    client = signed_in(town, "member")
    for tail in (
        "2026-v11/",
        "2026-v12/2/",
        "2026-v54/",
        "2026-v12/1/bakom/avvikelse-99/",
        "2026-v12/1/bakom/x/",
        "2026-v12/1/bakom/alla-1/",
    ):
        assert client.get(f"/s/alfa/lagesbild/{tail}").status_code == 404


def test_behind_a_figure_one_sees_what_is_open_and_how_many_more_there_are(town: Town) -> None:
    deviation = finding(town)
    police = signed_in(town, "member", town.municipality)
    page = police.get(f"{PAGE}1/bakom/avvikelse-1/")
    assert page.text.count("<tr>") == deviation.count + 1
    whole = police.get(f"{PAGE}1/bakom/alla/").text
    assert re.search(r"\d+ av \d+ händelser är öppna för dig", whole)
    guards = signed_in(town, "analyst", town.guards).get(f"{PAGE}1/bakom/alla/").text
    assert "öppna för dig" not in guards


def test_every_link_of_the_page_leads_somewhere(town: Town) -> None:
    client = signed_in(town, "coordinator")
    page = client.get(PAGE).text
    links = set(re.findall(r'href="(/s/alfa/lagesbild/[^"#]*)', page))
    assert len([one for one in links if "/bakom/" in one]) > 5
    assert {client.get(link).status_code for link in links} == {200}
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids
    assert len(re.findall(r'\sid="([^"]+)"', page)) == len(ids)


def test_a_finding_is_confirmed_and_taken_back_on_the_page(town: Town) -> None:
    client, row = signed_in(town, "coordinator"), finding(town)
    answer = client.post(f"/s/alfa/lagesbild/fynd/{row.pk}/bekrafta/")
    assert answer["Location"] == f"{PAGE}1/#fynd-{row.pk}"
    page = client.get(PAGE).text
    assert "Bekräftad av Coordinator Exempel" in page
    assert f"/s/alfa/lagesbild/fynd/{row.pk}/angra/" in page
    client.post(f"/s/alfa/lagesbild/fynd/{row.pk}/angra/")
    assert finding(town).state == "open"


def test_a_finding_is_dismissed_with_a_reason_in_words(town: Town) -> None:
    client, row = signed_in(town, "coordinator"), finding(town)
    address = f"/s/alfa/lagesbild/fynd/{row.pk}/avfarda/"
    assert "<html" in client.get(address).text
    assert "<html" not in client.get(address, headers={"HX-Request": "true"}).text
    refused = client.post(address, {"reason": "known", "text": "Ring 070-174 06 05"})
    assert refused.status_code == 200
    assert "114 14" in refused.text
    assert client.post(address, {"reason": "reporting", "text": "Ny blankett"}).status_code == 302
    page = client.get(PAGE).text
    assert "Ny blankett" in page
    assert "en ändring i rapporteringen" in page


def test_the_picture_is_decided_on_the_page_and_then_has_nothing_to_change(town: Town) -> None:
    client, row = signed_in(town, "leader"), finding(town)
    with acting(town.system):
        edition = Edition.objects.get()
    assert client.post(f"/s/alfa/lagesbild/utgava/{edition.pk}/faststall/").status_code == 302
    page = client.get(PAGE).text
    assert "faststall/" not in page
    assert "Frusen" in page
    assert "Till problemen" in page, "nothing was confirmed: the next stop is where problems are"
    assert "Förhandsgranska och publicera" in page
    assert signed_in(town, "coordinator").post(f"/s/alfa/lagesbild/fynd/{row.pk}/bekrafta/").status_code == 409


def test_a_decided_picture_leads_on_to_the_findings_that_no_problem_rests_on(town: Town) -> None:
    client, row = signed_in(town, "coordinator"), finding(town)
    client.post(f"/s/alfa/lagesbild/fynd/{row.pk}/bekrafta/")
    with acting(town.system):
        edition = Edition.objects.get()
    assert "Ta upp 1 bekräftat fynd" not in client.get(PAGE).text
    client.post(f"/s/alfa/lagesbild/utgava/{edition.pk}/faststall/")
    page = client.get(PAGE).text
    assert re.search(rf'class="btn" href="#fynd-{row.pk}">Ta upp 1 bekräftat fynd<', page)
    assert f'id="fynd-{row.pk}"' in page
    assert "Till problemen" in signed_in(town, "registrator").get(PAGE).text


def test_a_member_reads_and_changes_nothing(town: Town) -> None:
    client = signed_in(town, "member")
    page = client.get(PAGE).text
    assert "<form" not in page.split('id="content"')[1].split("</main>")[0]
    assert client.post(f"/s/alfa/lagesbild/fynd/{finding(town).pk}/bekrafta/").status_code == 403
    assert client.get("/s/alfa/lagesbild/installning/").status_code == 403


def test_documents_and_figures_are_had_per_edition(town: Town) -> None:
    client = signed_in(town, "member")
    document = client.get(f"{PAGE}1/lagesbild.pdf")
    assert document.content.startswith(b"%PDF")
    figures = client.get(f"{PAGE}1/lagesbild.json").json()
    with acting(town.system):
        assert figures["edition"]["digest"] == Edition.objects.get().digest
    assert figures["figures"]["deviations"][0]["row"]["name"] == "Störande körning"


def test_a_picture_is_asked_for_followed_and_made(two: tuple[int, int]) -> None:
    town = weekly.town(two[0], "alfa")
    weekly.fill(town)
    client = signed_in(town, "coordinator")
    assert "Ingen lägesbild" in client.get("/s/alfa/lagesbild/").text
    assert client.post("/s/alfa/lagesbild/gor/", {"kind": "weekly", "day": "nu"}).status_code == 400
    answer = client.post("/s/alfa/lagesbild/gor/", {"kind": "weekly", "day": MONDAY.isoformat()})
    assert answer["Location"] == f"{PAGE}gors/"
    waiting = client.get(f"{PAGE}gors/", headers={"HX-Request": "true"})
    assert 'hx-trigger="load delay:1s"' in waiting.text
    # without script the page is asked for again by its own link
    assert f'<a href="{PAGE}gors/">' in client.get(f"{PAGE}gors/").text
    tasks.make(partnership=town.partnership, kind="weekly", start=MONDAY.toordinal(), asked_by=1)
    assert client.get(f"{PAGE}gors/", headers={"HX-Request": "true"})["HX-Redirect"] == PAGE
    assert client.get(f"{PAGE}gors/")["Location"] == PAGE
    listing = client.get("/s/alfa/lagesbild/").text
    assert "Vecka 12" in listing


def test_any_week_is_asked_for_by_any_day_of_it_and_the_last_with_incidents_is_proposed(two: tuple[int, int]) -> None:
    town = weekly.town(two[0], "alfa")
    weekly.fill(town)
    client = signed_in(town, "coordinator")
    listing = client.get("/s/alfa/lagesbild/").text
    proposed = re.search(r'name="day"[^>]*value="([\d-]+)"', listing)
    assert proposed
    assert dt.date.fromisoformat(proposed[1]) >= MONDAY
    answer = client.post(
        "/s/alfa/lagesbild/gor/", {"kind": "weekly", "day": (MONDAY + dt.timedelta(days=3)).isoformat()}
    )
    assert answer["Location"] == f"{PAGE}gors/"
    assert "En annan lägesbild" not in signed_in(town, "member").get("/s/alfa/lagesbild/").text


def test_a_making_that_failed_says_why(two: tuple[int, int]) -> None:
    town = weekly.town(two[0], "alfa")
    client = signed_in(town, "coordinator")
    client.post("/s/alfa/lagesbild/gor/", {"kind": "weekly", "day": MONDAY.isoformat()})
    tasks.make(partnership=town.partnership, kind="weekly", start=MONDAY.toordinal(), asked_by=1)
    with acting(town.system):
        why = Making.objects.get().doing["sv"]
    page = client.get(f"{PAGE}gors/").text
    assert "kunde inte göras" in page
    assert why[:30] in page


def test_the_day_and_hour_are_set_on_the_page(town: Town) -> None:
    client = signed_in(town, "coordinator")
    address = "/s/alfa/lagesbild/installning/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"weekday": "2", "hour": "7", "readers": "0", "area_set": "0"}).status_code == 302
    assert "varje onsdag kl. 07.00" in client.get("/s/alfa/lagesbild/").text
    assert client.post(address, {"weekday": "9", "hour": "7", "readers": "0", "area_set": "0"}).status_code == 422


def test_what_came_of_computing_again_stands_on_the_page(town: Town) -> None:
    client = signed_in(town, "coordinator")
    with acting(town.system):
        edition = Edition.objects.get()
    client.post(f"/s/alfa/lagesbild/utgava/{edition.pk}/rakna-om/")
    tasks.check(partnership=town.partnership, edition=edition.pk, asked_by=1)
    assert "samma siffror" in client.get(PAGE).text


def test_the_start_page_tells_of_the_week(town: Town) -> None:
    page = signed_in(town, "coordinator").get("/s/alfa/").text
    assert PAGE in page
    assert "avvikelse att ta ställning till" in page
