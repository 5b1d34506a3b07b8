"""Promises as people see them, by role, without a script."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core.meanwhile import as_seen
from lagesbild.core.scope import scope
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import DoseTold
from lagesbild.promises import actions
from lagesbild.promises.actions import Words
from lagesbild.promises.models import Milestone, Promise, Signature
from tests.organisation.house import House
from tests.plans.desk import DAY, TODAY, Desk
from tests.promises.vow import PDF, Vow, made

pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str, **arguments: object) -> str:
    return reverse(f"promises:{name}", kwargs={"slug": "alfa", **arguments})


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


def test_a_measure_leads_on_to_a_promise_of_it(desk: Desk) -> None:
    client, house = desk.house.client("Carl"), desk.house
    page = reverse("plans:measure", kwargs={"slug": "alfa", "pk": desk.lamps.pk})
    link = f"{address('write')}?atgard={desk.lamps.pk}"
    assert f'href="{link}"' in client.get(page).text
    assert re.search(rf'value="{desk.lamps.pk}"[^>]*checked', client.get(link).text)
    house.person("Vera", house.municipality, Role.REGISTRATOR)
    assert link not in house.client("Vera").get(page).text
    plans.report(actor=house.carl, measure=desk.lamps.pk, state="done", text="")
    assert link not in client.get(page).text


def test_a_coordinator_takes_a_promise_from_words_to_signatures_with_forms_alone(desk: Desk) -> None:
    house, client = desk.house, desk.house.client("Carl")
    form = client.get(address("write"), {"atgard": desk.lamps.pk})
    assert form.status_code == 200
    assert f'value="{desk.lamps.pk}"' in form.text
    data = {
        "title": "Varje fredag kväll finns det vuxna på Brukstorget.",
        "text": "Vi är där klockan 19 till 23.",
        "parties": [house.municipality.pk, house.police.pk],
        "period": "other",
        "starts": TODAY,
        "ends": TODAY + 90 * DAY,
        "measures": [desk.lamps.pk],
    }
    refused = client.post(address("write"), {**data, "title": "Ring 070-174 06 05", "parties": []})
    assert refused.status_code == 200
    assert "070-174 06 05" in refused.text
    assert "Välj vem som lovar." in refused.text
    answer = client.post(address("write"), data)
    with scope(house.carl.scope()):
        promise = Promise.objects.get()
    assert answer["Location"] == address("detail", pk=promise.pk)
    page = plain(client.get(answer["Location"]).text)
    for said in (promise.title, "Kommunen, Polisen", "LIX", "Vad kan löftet visa?", "Härnäst: gemensamt"):
        assert said in page
    Vow(desk, promise).adopt()
    page = plain(client.get(address("detail", pk=promise.pk)).text)
    for said in (
        "Härnäst: Kommunens eget beslut (lag 2023:196 5 §)",
        "Anteckna en parts beslut",
        "Ladda upp ett undertecknat",
    ):
        assert said in page
    assert promise.title in client.get("/s/alfa/").text
    binding = {"how": "body", "by": "Kommunstyrelsen", "date": TODAY, "dnr": "KS 2026/12"}
    for party in data["parties"]:  # type: ignore[attr-defined]
        client.post(address("decide_party", pk=promise.pk), {**binding, "party": party})
        signed = {
            "party": party,
            "signatory": "Siv Skog",
            "function": "Ordförande",
            "date": TODAY,
            "file": SimpleUploadedFile("löfte.pdf", PDF, "application/pdf"),
        }
        client.post(address("sign", pk=promise.pk), signed)
    with scope(house.carl.scope()):
        assert Promise.objects.get().state == "signed"
        paper = Signature.objects.first()
    assert paper is not None
    page = client.get(address("detail", pk=promise.pk)).text
    for said in (paper.digest, "KS 2026/12", "Anteckna ett senare beslut", "Ladda upp ett senare original"):
        assert said in page
    file = client.get(address("original", pk=promise.pk, signature=paper.pk))
    assert (file.content, file["Content-Type"]) == (PDF, "application/pdf")
    assert "attachment" in file["Content-Disposition"]
    assert client.get(address("original", pk=promise.pk + 999, signature=paper.pk)).status_code == 404


def test_a_file_that_is_no_document_is_refused_on_the_form(vow: Vow) -> None:
    vow.adopt()
    vow.decide(vow.house.municipality.pk)
    signed = {
        "party": vow.house.municipality.pk,
        "signatory": "Siv Skog",
        "function": "Ordförande",
        "date": TODAY,
        "file": SimpleUploadedFile("löfte.pdf", b"<script>", "application/pdf"),
    }
    answer = vow.house.client("Carl").post(address("sign", pk=vow.promise.pk), signed)
    assert answer.status_code == 200
    assert "inte någon av dessa" in answer.text


@pytest.mark.parametrize("role", list(Role))
def test_each_page_has_an_answer_for_each_role(vow: Vow, role: Role) -> None:
    vow.stand()
    milestone = actions.add_milestone(actor=vow.house.carl, promise=vow.promise.pk, what="Lampor", due=TODAY)
    vow.house.anyone(role)
    client = vow.house.client(role.title())
    of_one = ("detail", "change", "withdraw", "decide_party", "sign", "outcome")
    for where in (
        *(address(name) for name in ("list", "write", "read_text")),
        *(address(name, pk=vow.promise.pk) for name in of_one),
        address("milestone", pk=milestone.pk),
    ):
        page = client.get(where)
        assert page.status_code in (200, 302, 403), where
        if page.status_code == 200:
            assert page.text.count("<h1") == 1, where
    expected = 403 if role == Role.REPORTER else 200
    assert client.get(address("list")).status_code == expected


def test_how_a_text_reads_is_said_while_it_is_written(vow: Vow) -> None:
    data = {"title": "Vi är i parken varje fredag kväll.", "text": "Där finns ljus och vuxna som ser dig."}
    client = vow.house.client("Carl")
    part = client.post(address("read_text"), data, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "LIX" in part.text
    assert "<h1" in client.get(address("read_text"), data).text


def test_what_runs_comes_and_ended_stands_in_one_list_with_a_shape_and_a_word(desk: Desk) -> None:
    running = made(desk, words=Words(title="Det som gäller."))
    coming = made(desk, words=Words(title="Det som kommer."), starts=TODAY + 5 * DAY, ends=TODAY + 50 * DAY)
    over = made(desk, words=Words(title="Det som är slut."), starts=TODAY - 50 * DAY, ends=TODAY - DAY)
    for one in (running, coming, over):
        one.stand()
    page = plain(desk.house.client("Carl").get(address("list")).text)
    assert re.search(r"Ska redovisas .*Det som är slut.*Gäller nu .*Det som gäller.*Kommande .*Det som kommer", page)
    assert "Enligt plan" in page
    actions.conclude(actor=desk.house.carl, promise=over.promise.pk, kept="not", reason="Ingen kväll blev av.")
    page = plain(desk.house.client("Carl").get(address("list")).text)
    assert "Inte hållet" in page


def test_a_running_promise_is_at_risk_when_its_evenings_are_missed(desk: Desk) -> None:
    evenings = desk.measure("Vuxna på plats")
    doses = plans.plan_doses(
        actor=desk.house.carl,
        measure=evenings.pk,
        days=[TODAY - n * DAY for n in (1, 2, 3, 4)],
        told=DoseTold(unit="kvällar"),
    )
    plans.hold_dose(actor=desk.house.carl, dose=doses[0].pk)
    plans.cancel_dose(actor=desk.house.carl, dose=doses[1].pk, note="Personal saknades.")
    vow = made(desk, measures=(evenings.pk,))
    vow.stand()
    page = plain(desk.house.client("Carl").get(address("detail", pk=vow.promise.pk)).text)
    for said in (
        "I riskzonen",
        "1 av 4 tillfällen genomfördes; 2 är utan besked.",
        "Personal saknades.",
        "1 ställdes in",
    ):
        assert said in page


def test_an_evening_that_nobody_has_told_of_yet_is_not_called_missed(desk: Desk) -> None:
    evenings = desk.measure("Vuxna på plats")
    vow = made(desk, measures=(evenings.pk,), starts=TODAY - 30 * DAY)
    told = DoseTold(unit="kvällar")
    plans.plan_doses(actor=desk.house.carl, measure=evenings.pk, days=[TODAY - DAY], told=told)
    vow.stand()
    here = address("detail", pk=vow.promise.pk)
    page = plain(desk.house.client("Carl").get(here).text)
    assert "I riskzonen" not in page
    assert "Kvällar: 0 av 1 genomförda, 1 som ingen har berättat om." in page
    plans.plan_doses(actor=desk.house.carl, measure=evenings.pk, days=[TODAY - 9 * DAY], told=told)
    page = plain(desk.house.client("Carl").get(here).text)
    for said in ("I riskzonen", "0 av 2 tillfällen genomfördes; 2 är utan besked."):
        assert said in page


def test_whoever_changes_what_someone_else_changed_is_shown_both(vow: Vow) -> None:
    client = vow.house.client("Carl")
    seen = as_seen(vow.fresh())
    data = {
        "title": "Mitt löfte.",
        "parties": [vow.house.police.pk],
        "period": "other",
        "starts": TODAY,
        "ends": TODAY + 9 * DAY,
        "seen": seen,
    }
    client.post(address("change", pk=vow.promise.pk), {**data, "title": "Deras löfte."})
    answer = client.post(address("change", pk=vow.promise.pk), data)
    assert answer.status_code == 200
    assert "Deras löfte." in answer.text
    assert "Mitt löfte." in answer.text
    assert vow.fresh().title == "Deras löfte."


def test_a_milestone_is_told_from_the_page(vow: Vow) -> None:
    client = vow.house.client("Carl")
    assert client.post(address("add_milestone", pk=vow.promise.pk), {"what": ""}).status_code == 422
    client.post(address("add_milestone", pk=vow.promise.pk), {"what": "Nya lampor", "due": TODAY})
    with scope(vow.house.carl.scope()):
        row = Milestone.objects.get()
    data = {"state": "done", "done_on": TODAY, "reason": "", "what": "Nya lampor", "due": TODAY}
    client.post(address("milestone", pk=row.pk), data)
    with scope(vow.house.carl.scope()):
        assert Milestone.objects.get().state == "done"
    assert 'name="what"' in client.get(address("milestone", pk=row.pk)).text
    vow.stand()
    assert 'name="what"' not in client.get(address("milestone", pk=row.pk)).text


def test_the_pages_ask_as_often_however_much_there_is(vow: Vow) -> None:
    client = vow.house.client("Carl")
    vow.stand()
    made(vow.desk)
    actions.add_milestone(actor=vow.house.carl, promise=vow.promise.pk, what="Delmål", due=TODAY)
    for where in (address("list"), address("detail", pk=vow.promise.pk)):
        client.get(where)
        with CaptureQueriesContext(connection) as few:
            client.get(where)
        for n in range(6):
            actions.add_milestone(actor=vow.house.carl, promise=vow.promise.pk, what=f"Delmål {n}", due=TODAY)
            actions.follow_up(actor=vow.house.carl, promise=vow.promise.pk, day=TODAY, text=f"Rad {n}")
            made(vow.desk, words=Words(title=f"Löfte {n}"))
        with CaptureQueriesContext(connection) as many:
            assert client.get(where).status_code == 200
        assert len(many) == len(few), where


def test_a_neighbour_finds_nothing(vow: Vow, neighbours: House) -> None:
    neighbours.person("Greta", neighbours.municipality, Role.ADMINISTRATOR)
    client = neighbours.client("Greta")
    for where in (address("list"), address("detail", pk=vow.promise.pk)):
        assert client.get(where).status_code == 404
        theirs = client.get(where.replace("/s/alfa/", "/s/beta/"))
        assert vow.promise.title not in theirs.text
