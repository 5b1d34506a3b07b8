"""From reported crimes as a register gives them, with what it does not cover, to a promise that a resident reads.

The figures are real; who meets, what they decide and what they promise is made up for the test.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.models import Role
from lagesbild.places import actions as places
from lagesbild.places.areas.files import read_areas
from tests.e2e.walking import (
    DAY,
    Story,
    Town,
    decides_and_signs,
    furnish,
    holds_the_meeting,
    makes_a_promise_of_it,
    plans_a_measure,
    plans_a_meeting,
    publishes_the_promise,
    puts_it_on_the_agenda,
    reads_the_promise,
    says_why_it_happens,
    to,
    values_the_problem,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.shared, pytest.mark.no_cover]
REGISTER = "anmalda_brott_deso/bilbrand_brott.csv.gz"
AREAS = "sverige_geografi/deso_regso_vastmanland/deso_vastmanland.geojson"
CODE, NAME = "1980", "Västerås"
BY_YEAR = {"2020": "60", "2021": "34", "2022": "27", "2023": "38"}
"""What the register holds of the municipality in whole years, rows dated after they were noted left out."""
STORY = Story(
    problem="Bilar som brinner",
    cause="Bilar står övergivna i veckor",
    rests_on="Påhittat för provet.",
    plan="Färre bilar som brinner",
    measure="Övergivna bilar flyttas inom tre dagar",
    technique="Nattvandring",
    goal="Färre anmälda bilbränder.",
    counted="Anmälda bilbränder i kommunen, per år",
    unit="anmälda",
    baseline=BY_YEAR["2023"],
    target="25",
    resources="En bärgare på beredskap.",
    promise="Övergivna bilar är borta inom tre dagar.",
    more="Ring kommunen när du ser en bil som har stått länge.",
    measurable="Dagar från anmälan till flytt.",
)


@pytest.fixture
def town(
    owner_url: str,
    browser: Browser,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
    shared_data: Path,
) -> Town:
    """The municipality with its statistical areas; no incident is known."""
    made = furnish(STORY, owner_url=owner_url, url=live_server.url, browser=browser, monkeypatch=monkeypatch, code=CODE)
    coordinator = made.filled.actor(Role.COORDINATOR, person=made.people["coordinator"].pk)
    draft = places.add_areas(actor=coordinator, areas=read_areas(shared_data / AREAS), name="DeSO", edition="2018")
    places.keep_areas(actor=coordinator, area_set=draft.pk)
    return made


def test_from_a_register_of_reported_crimes_to_a_promise_that_a_resident_reads(town: Town, shared_data: Path) -> None:
    town.calendar.is_it(town.monday + 7 * DAY, 8)
    with town.at("coordinator") as page:
        reads_the_register(town, page, shared_data / REGISTER)
        sees_what_it_covers(town, page)
        describes_the_problem(town, page)
        lays_the_series_down(town, page)
    for who, score in (("coordinator", 3), ("head", 4), ("chief", 4)):
        with town.at(who) as page:
            values_the_problem(town, page, score)
    with town.at("coordinator") as page:
        plans_a_meeting(town, page, "EST Centrum", 9)
        to(page, "Problem", STORY.problem)
        puts_it_on_the_agenda(town, page)
        holds_the_meeting(town, page, (STORY.problem, "Problemet prioriteras", "Problemet prioriteras."))
        says_why_it_happens(town, page)
        plans_a_measure(town, page)
        makes_a_promise_of_it(town, page)
        plans_a_meeting(town, page, "Brottsförebyggande rådet", 13)
        to(page, "Löften", STORY.promise)
        puts_it_on_the_agenda(town, page)
        stands = "Gruppen ställer sig bakom löftet"
        holds_the_meeting(town, page, (STORY.promise, stands, f"{stands}."))
    for who, body in (("director", "Kommunstyrelsen"), ("chief", "Polisområdet"), ("head", "Utbildningsnämnden")):
        with town.at(who) as page:
            decides_and_signs(town, page, body)
    with town.at("coordinator") as page:
        publishes_the_promise(town, page, "Förhandsgranska och publicera")
        follows_it_back_to_the_register(town, page)
    with town.at("resident") as page:
        reads_the_promise(town, page, "Statistik", NAME, STORY.problem, STORY.cause, "Vi kan inte avgöra ännu")


def reads_the_register(town: Town, page: Page, file: Path) -> None:
    """She looks at what would come of the file, and reads it in."""
    page.get_by_role("link", name="Statistik", exact=True).click()
    page.locator("main").get_by_role("link", name="Läs in en fil").first.click()
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_label("Perioder att räkna brott i").select_option(label="år")
    town.look(page, "register-form")
    page.get_by_role("button", name="Granska filen").click()
    expect(page.locator("main")).to_contain_text("10 950")
    expect(page.locator("main")).to_contain_text("Inget har sparats än")
    town.look(page, "register-looked-at")
    page.get_by_role("button", name="Läs in filen").click()
    expect(page.locator(".flash")).to_be_visible()
    town.look(page, "register-read")


def sees_what_it_covers(town: Town, page: Page) -> None:
    """The figures of the own municipality, and that nothing before the summer of 2019 is to be compared with."""
    page.locator("main").get_by_role("link", name=re.compile("bilbrand")).first.click()
    expect(page.locator("main")).to_contain_text(NAME)
    expect(page.locator("main")).to_contain_text("2019-07-01")
    for year, count in BY_YEAR.items():
        row = page.locator("tbody tr").filter(has=page.get_by_role("rowheader", name=year, exact=True))
        expect(row.first).to_contain_text(count)
    town.look(page, "series")


def describes_the_problem(town: Town, page: Page) -> None:
    """A problem by hand: it is not tied to one place."""
    to(page, "Problem")
    page.locator("main").get_by_role("link", name="Nytt problem").first.click()
    page.get_by_label("Namn").fill(STORY.problem)
    page.get_by_label("Vad?").fill("Bilar brinner oftare än andra fordon.")
    page.get_by_label("Var?").fill("I hela kommunen.")
    page.get_by_label("När?").fill("Hela året.")
    page.get_by_label("Vilka drabbas?").fill("De som äger bilarna, och de som bor intill.")
    page.get_by_role("button", name="Skapa problemet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY.problem)


def lays_the_series_down(town: Town, page: Page) -> None:
    """The series as it stands today, with its source and what it does not cover, is what the problem rests on."""
    page.get_by_role("link", name="Statistik", exact=True).click()
    page.locator("main").get_by_role("link", name=re.compile("bilbrand")).first.click()
    page.get_by_role("link", name="Använd som underlag").click()
    page.get_by_label(re.compile(re.escape(STORY.problem))).check()
    town.look(page, "lay-down")
    page.get_by_role("button", name="Frys underlaget").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STORY.problem)
    expect(page.locator("main")).to_contain_text(NAME)
    town.look(page, "problem-with-series")


def follows_it_back_to_the_register(town: Town, page: Page) -> None:
    """From the promise up the chain to the series it all began with."""
    to(page, "Löften", STORY.promise)
    chain = page.locator("nav.chain")
    chain.get_by_role("link", name="Problem").click()
    chain.get_by_role("link", name="Indikator").click()
    expect(page.locator("main")).to_contain_text("2019-07-01")
