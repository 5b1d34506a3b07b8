"""The whole chain in a real browser: from a report on a phone to a promise that a resident reads, and back up.

Five people take it, each at their own pages: a caretaker of the housing company reports, the coordinator leads, the
head of a school values and holds the evenings, the police area chief and the municipal director decide and sign for
their own party, and a resident reads. Nobody calls anything but pages. Only the calendar is moved by the test.
"""

from __future__ import annotations

import asyncio
import re
import threading

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.models import Role
from lagesbild.picture import tasks
from lagesbild.places import actions as places
from tests.e2e.walking import (
    DAY,
    Story,
    Town,
    decides_and_signs,
    furnish,
    goes_through_and_publishes,
    holds_the_meeting,
    makes_a_promise_of_it,
    nothing_is_told_that_is_not_public,
    plans_a_measure,
    plans_a_meeting,
    plans_the_evenings,
    publishes_the_promise,
    puts_it_on_the_agenda,
    reads_the_promise,
    says_why_it_happens,
    to,
    values_the_problem,
)
from tests.picture import weekly

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.no_cover]
TOLD = "Bilar sladdade runt fontänen i en timme"
STORY = Story(
    problem="Störande körning vid Brukstorget",
    cause="Torget är öppet för biltrafik hela natten",
    rests_on="Fältgruppen har sett det tre helger i rad.",
    plan="Lugnare nätter på Brukstorget",
    measure="Vuxna på torget varje fredag och lördag kväll",
    technique="Nattvandring",
    goal="Lugnt på torget på helgnätter.",
    counted="Rapporter om störande körning på torget, per vecka",
    unit="rapporter",
    baseline="18",
    target="5",
    resources="Två vuxna, fyra timmar per kväll.",
    promise="Varje fredag och lördag kväll finns det vuxna på Brukstorget.",
    more="Vi är där klockan 20 till midnatt. Du känner igen oss på västarna.",
    measurable="Åtta kvällar.",
    kinds=("Störande körning",),
    hidden=(TOLD, "fontänen", *(f"{axis:.4f}" for axis in weekly.PLACE)),
)


@pytest.fixture
def town(
    owner_url: str,
    transactional_db: None,
    browser: Browser,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Town:
    """Two invented years of incidents, more than is usual in the last week."""
    made = furnish(STORY, owner_url=owner_url, url=live_server.url, browser=browser, monkeypatch=monkeypatch)
    weekly.fill(made.filled)
    square = places.NamedPlace(name="Brukstorget", kind="torg", lon=weekly.PLACE[0], lat=weekly.PLACE[1])
    places.set_gazetteer(actor=made.filled.actor(Role.COORDINATOR), source="platser.csv", places=[square])
    return made


def work() -> None:
    """Let the worker do all that waits in its queue, and end."""

    async def until_nothing_waits() -> None:
        connector = app.connector
        assert isinstance(connector, DjangoConnector)
        with app.replace_connector(connector.get_worker_connector()) as working:
            async with working.open_async():
                await working.run_worker_async(wait=False, install_signal_handlers=False)

    failed: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(until_nothing_waits())
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(timeout=120)
    assert not thread.is_alive()
    assert failed == []


def test_from_a_report_to_a_promise_that_a_resident_reads_and_back_up(town: Town) -> None:
    with town.at("caretaker") as page:
        reports_what_is_going_on(town, page)
    town.calendar.is_it(town.monday + 7 * DAY, 8)
    with town.at("coordinator") as page:
        sorts_the_report(town, page)
        has_the_picture_made(town, page)
        makes_a_problem_of_the_finding(town, page)
    for who, score in (("coordinator", 4), ("head", 5), ("chief", 3)):
        with town.at(who) as page:
            values_the_problem(town, page, score)
    with town.at("coordinator") as page:
        plans_a_meeting(town, page, "EST Centrum", 9)
        to(page, "Problem", STORY.problem)
        puts_it_on_the_agenda(town, page)
        holds_the_meeting(
            town,
            page,
            ("Veckans lägesbild", "Lägesbilden fastställs", "Lägesbilden fastställs."),
            (STORY.problem, "Problemet prioriteras", "Problemet prioriteras."),
        )
        says_why_it_happens(town, page)
        plans_a_measure(town, page)
        plans_the_evenings(town, page)
        makes_a_promise_of_it(town, page)
        plans_a_meeting(town, page, "Brottsförebyggande rådet", 13)
        to(page, "Löften", STORY.promise)
        puts_it_on_the_agenda(town, page)
        stands = "Gruppen ställer sig bakom löftet"
        holds_the_meeting(town, page, (STORY.promise, stands, f"{stands}."))
    for who, body, delegation in (
        ("director", "Kommunstyrelsen", ""),
        ("chief", "Lokalpolisområdeschefen", "Arbetsordningen 4 §"),
        ("head", "Barn- och utbildningsnämnden", ""),
    ):
        with town.at(who) as page:
            decides_and_signs(town, page, body, delegation)
    with town.at("coordinator") as page:
        publishes_the_picture(town, page)
        publishes_the_promise(town, page, "Förhandsgranska och publicera")
    with town.at("resident") as page:
        reads_the_promise(town, page, "Vi kan inte avgöra ännu")
    town.calendar.goes_on(town.filled, town.monday + 28 * DAY, weeks=4)
    town.calendar.is_it(town.monday + 35 * DAY, 8)
    with town.at("head") as page:
        holds_the_evenings(town, page)
    with town.at("coordinator") as page:
        evaluates_the_promise(town, page)
    with town.at("director") as page:
        says_how_it_ended(town, page)
    with town.at("coordinator") as page:
        publishes_the_promise(town, page, "Publicera hur det går nu")
        the_next_picture_shows_it(town, page)
        the_chain_holds(town, page)
    with town.at("resident") as page:
        reads_the_promise(town, page, "Hållet", "Det kan inte avgöras", "7 av 8")
        follows_it_to_the_picture_and_no_further(town, page)


def reports_what_is_going_on(town: Town, page: Page) -> None:
    """The caretaker, on a phone, on a Saturday night."""
    town.look(page, "reporter-start")
    page.locator("main").get_by_role("link", name="Ny rapport").first.tap()
    page.locator("label.cat", has_text="Störande körning").tap()
    page.locator("#id_place").fill("Brukstorget")
    page.locator("#id_text").fill(TOLD)
    town.look(page, "reporter-form")
    page.get_by_role("button", name="Skicka").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapporten är inne")
    town.look(page, "reporter-told")


def sorts_the_report(town: Town, page: Page) -> None:
    """The coordinator, on Monday morning."""
    town.look(page, "monday-start")
    page.locator("main").get_by_role("link", name=re.compile("Sortera")).first.click()
    expect(page.locator(".sorting-told")).to_contain_text(TOLD)
    town.look(page, "sorting")
    page.get_by_role("button", name=re.compile("^Bekräfta")).click()
    expect(page.locator("main")).to_contain_text("Allt är sorterat")
    town.look(page, "sorted")


def has_the_picture_made(town: Town, page: Page) -> None:
    """She asks for the picture of last week, and the worker makes it."""
    to(page, "Lägesbild")
    town.look(page, "pictures")
    page.get_by_role("button", name=re.compile("Gör lägesbilden för vecka")).click()
    page.wait_for_url("**/gors/")
    work()
    page.wait_for_url(re.compile(r"/lagesbild/\d+-v\d+/$"), timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Veckans läge")
    town.look(page, "picture")


def makes_a_problem_of_the_finding(town: Town, page: Page) -> None:
    """What deviates is confirmed; with what it says a problem is opened, and the four questions are answered."""
    page.get_by_role("button", name="Bekräfta").first.click()
    expect(page.locator(".flash")).to_contain_text("Bekräftad")
    page.get_by_role("link", name="Gör ett problem av detta").first.click()
    expect(page.locator("main")).to_contain_text("18 mot väntade")
    page.get_by_label("Namn").fill(STORY.problem)
    page.get_by_label("Vad?").fill("Bilar kör i hög fart över torget på helgnätter.")
    page.get_by_label("Var?").fill("Torget och infarten dit.")
    page.get_by_label("När?").fill("Fredag och lördag, klockan 21 till 01.")
    page.get_by_label("Vilka drabbas?").fill("De som bor runt torget, och de som går hem över det.")
    choose_the_square(page)
    page.get_by_label("Ägare").select_option(label="Karin Samordnare")
    town.look(page, "problem-form")
    page.get_by_role("button", name="Skapa problemet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY.problem)
    town.look(page, "problem")


def choose_the_square(page: Page) -> None:
    """Write the name of a place and take what is found."""
    page.locator("#id_place").fill("Brukst")
    page.locator(".found button").first.click()
    expect(page.locator("#id_place")).to_have_value("Brukstorget")


def publishes_the_picture(town: Town, page: Page) -> None:
    """The decided picture, masked."""
    page.get_by_role("link", name="Publicerat", exact=True).click()
    town.look(page, "to-publish")
    page.locator("main").get_by_role("link", name=re.compile("^Vecka ")).first.click()
    goes_through_and_publishes(town, page, "picture")


def holds_the_evenings(town: Town, page: Page) -> None:
    """The head of the school, on a phone: one press for each evening held, a reason where it was not."""
    town.look(page, "start-of-who-is-responsible")
    page.locator("main").get_by_role("link", name=STORY.measure).first.tap()
    expect(page.locator("main")).to_contain_text("8 tillfällen utan besked")
    town.look(page, "evenings-unsaid")
    for left in range(7, 0, -1):
        page.get_by_role("button", name="Genomfördes").first.tap()
        expect(page.locator("main")).to_contain_text(f"{left} tillfälle")
    page.get_by_role("link", name="Skriv mer, eller varför inte").first.tap()
    page.get_by_label("Varför ställdes det in?").fill("Snöstorm, torget var avstängt.")
    town.look(page, "evening-not-held")
    page.get_by_role("button", name="Anteckna att det ställs in").tap()
    expect(page.locator("main")).to_contain_text("7 av 8 genomförda")
    page.get_by_label("Genomförd", exact=True).check()
    page.get_by_label("Genomförd den").fill((town.calendar.today - DAY).isoformat())
    page.get_by_label("Med få ord").fill("Sju kvällar av åtta. Lugnt på torget.")
    page.locator("#laget").get_by_role("button", name="Spara").tap()
    expect(page.locator(".flash")).to_be_visible()
    town.look(page, "measure-done")


def evaluates_the_promise(town: Town, page: Page) -> None:
    """Was it done, did it help: so little is reported that it cannot be told, and that is said."""
    town.look(page, "start-after")
    page.locator("main").get_by_role("link", name=STORY.promise).first.click()
    page.get_by_role("button", name="Utvärdera").click()
    expect(page.locator("main")).to_contain_text("kan inte avgöra")
    town.look(page, "evaluation")
    page.get_by_role("button", name="Fastställ utvärderingen").click()
    expect(page.locator("main")).to_contain_text("Fastställd")
    town.look(page, "evaluation-decided")


def says_how_it_ended(town: Town, page: Page) -> None:
    """The municipal director says whether the promise was kept, and why."""
    page.locator("main").get_by_role("link", name=STORY.promise).first.click()
    page.get_by_role("link", name="Redovisa utfallet").click()
    page.get_by_role("group", name="Hölls löftet?").get_by_role("radio").first.check()
    page.get_by_label("Varför bedöms det så?").fill("Sju av åtta kvällar hölls. En ställdes in för snöstorm.")
    town.look(page, "outcome")
    page.get_by_role("button", name="Redovisa utfallet").click()
    expect(page.locator("main")).to_contain_text("Allmänheten läser inte än hur det gick.")
    town.look(page, "promise-ended")


def the_next_picture_shows_it(town: Town, page: Page) -> None:
    """The worker has made the picture of last week by itself; what was to be done stands in it, and how it went."""
    tasks.queue_missing(timezone.now())
    work()
    page.goto("/s/alfa/")
    page.locator("main").get_by_role("link", name=re.compile("^Veckans läge")).first.click()
    row = page.locator("#measures tr").filter(has_text=STORY.measure)
    expect(row).to_contain_text("genomförd", ignore_case=True)
    town.look(page, "next-picture")


def the_chain_holds(town: Town, page: Page) -> None:
    """From the caretaker's report down to the promise and its evaluation, and from there up to the report again."""
    to(page, "Händelser")
    page.get_by_role("searchbox").fill("fontänen")
    page.get_by_role("button", name="Sök", exact=True).click()
    page.locator(".incidents tbody a").first.click()
    expect(page.locator("main")).to_contain_text(TOLD)
    chain = page.locator("nav.chain")
    town.look(page, "chain-of-report")
    for step in ("Fynd", "Problem", "Orsak", "Åtgärd", "Löfte", "Effekt"):
        expect(chain).to_contain_text(step)
    chain.get_by_role("link", name="Löfte").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY.promise)
    chain.get_by_role("link", name="Åtgärd").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY.measure)
    chain.get_by_role("link", name="Problem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY.problem)
    town.look(page, "chain-of-problem")
    chain.get_by_text("18 händelser").click()
    chain.get_by_role("link", name=re.compile("Störande körning")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Störande körning")


def follows_it_to_the_picture_and_no_further(town: Town, page: Page) -> None:
    """The resident goes back along the promise: to the masked picture, from which nothing leads further in."""
    page.locator("ol.chain").get_by_role("link").first.tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vecka")
    town.look(page, "public-picture")
    nothing_is_told_that_is_not_public(town, page)
