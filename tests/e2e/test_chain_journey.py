"""The whole chain in a real browser: from a report on a phone to a promise that a resident reads, and back up.

Five people take it, each at their own pages: a caretaker of the housing company reports, the coordinator leads, the
head of a school values and holds the evenings, the police area chief and the municipal director decide and sign for
their own party, and a resident reads. Nobody calls anything but pages. Only the calendar is moved by the test.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core import partnerships
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker
from lagesbild.incidents.models import Category
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.models import Body
from lagesbild.picture import tasks
from lagesbild.places import actions as places
from tests.picture import weekly
from tests.promises.vow import PDF
from tests.web.world import client_of, last_monday

pytestmark = pytest.mark.django_db(transaction=True)
ZONE = ZoneInfo("Europe/Stockholm")
PHONE, DESK = 390, 1440
PARTIES = {"Kommunen": "municipality", "Polisen": "police", "Bostaden": "housing", "Skolan": "school"}
PEOPLE = {
    "caretaker": ("Bodil Vaktmästare", "Bostaden", Role.REPORTER, PHONE),
    "coordinator": ("Karin Samordnare", "Kommunen", Role.COORDINATOR, DESK),
    "head": ("Rakel Rektorsson", "Skolan", Role.MEMBER, PHONE),
    "chief": ("Pelle Polischef", "Polisen", Role.LEADER, DESK),
    "director": ("Disa Kommundirektör", "Kommunen", Role.LEADER, DESK),
}
TOLD = "Bilar sladdade runt fontänen i en timme"
PROBLEM = "Störande körning vid Brukstorget"
CAUSE = "Torget är öppet för biltrafik hela natten"
MEASURE = "Vuxna på torget varje fredag och lördag kväll"
PROMISE = "Varje fredag och lördag kväll finns det vuxna på Brukstorget."
SIGNATORY = "Siv Underskriftsson"
DAY = dt.timedelta(days=1)
LOOK = os.environ.get("LAGESBILD_LOOK")
"""A folder for pictures of every step."""


class Calendar:
    """What time it is, for the pages and for the worker."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = dt.timedelta()
        self.monkeypatch = monkeypatch
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def is_it(self, day: dt.date, hour: int, minute: int = 0) -> None:
        """Move to a time of day on the wall clock."""
        wanted = dt.datetime.combine(day, dt.time(hour, minute), ZONE)
        self.ahead += wanted - timezone.now()

    def goes_on(self, filled: weekly.Town, monday: dt.date, weeks: int) -> None:
        """As much as always is reported in some weeks, the last of which begins on a Monday."""
        self.monkeypatch.setattr(weekly, "MONDAY", monday)
        weekly.fill(filled, seed=2, planted=0, weeks=weeks)

    @property
    def today(self) -> dt.date:
        """The day it is."""
        return timezone.localdate()


@dataclass
class Town:
    """The partnership, who takes part, and the browser they sit at."""

    filled: weekly.Town
    people: dict[str, Person]
    calendar: Calendar
    browser: Browser
    url: str
    monday: dt.date
    """Of the week in which it begins."""
    steps: Iterator[int] = field(default_factory=lambda: iter(range(1, 1000)))

    @contextmanager
    def at(self, who: str) -> Iterator[Page]:
        """The screen of someone who is signed in, or of a resident, who is not. What it complains of is a failure."""
        width = PEOPLE[who][3] if who in PEOPLE else PHONE
        context = self.browser.new_context(
            base_url=self.url,
            locale="sv-SE",
            viewport={"width": width, "height": 844 if width == PHONE else 900},
            has_touch=width == PHONE,
            service_workers="block",
        )
        if who in self.people:
            name = settings.SESSION_COOKIE_NAME
            value = client_of(self.people[who]).cookies[name].value
            context.add_cookies([{"name": name, "value": value, "url": self.url}])
        said: list[str] = []
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        try:
            page.goto("/s/alfa/" if who in self.people else "/p/alfa/")
            yield page
        finally:
            context.close()
        assert said == []

    def look(self, page: Page, what: str) -> None:
        """Nothing goes sideways; keep a picture where they are asked for."""
        width = page.viewport_size["width"]  # type: ignore[index]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if LOOK:
            page.screenshot(path=Path(LOOK) / f"{next(self.steps):02d}-{what}-{width}.png", full_page=True)


@pytest.fixture
def town(
    owner_url: str,
    transactional_db: None,
    browser: Browser,
    live_server: LiveServer,
    monkeypatch: pytest.MonkeyPatch,
) -> Town:
    """Four parties, two groups, two invented years of incidents, more than is usual in the last week."""
    calendar = Calendar(monkeypatch)
    monday = last_monday()
    calendar.is_it(monday + dt.timedelta(days=5), 22)
    monkeypatch.setattr(weekly, "MONDAY", monday)
    pk = partnerships.create(
        owner_url=owner_url, slug="alfa", name="Samverkan Alfa", invented=True, parties=list(PARTIES.items())
    )
    people = {}
    with scope(Scope(read=(pk,), write=pk)):
        parties = {row.name: row.pk for row in Party.objects.all()}
        audiences = {row.kind: row.pk for row in Audience.objects.all()}
        kinds = {row.name: row.pk for row in Category.objects.all()}
        for who, (name, party, role, _) in PEOPLE.items():
            people[who] = Person.objects.create_user(f"{who}@alfa.exempel.se", name)
            Membership.objects.create(partnership_id=pk, party_id=parties[party], person=people[who], role=role)
    filled = weekly.Town(
        partnership=pk,
        slug="alfa",
        municipality=parties["Kommunen"],
        guards=parties["Bostaden"],
        own=audiences[Audience.OWN],
        shared=audiences[Audience.PARTNERSHIP],
        categories=tuple(
            kinds[name] for name in ("Störande ljud", "Klotter", "Skadegörelse", "Nedskräpning", "Störande körning")
        ),
    )
    weekly.fill(filled)
    _bodies(filled, parties, people, monday)
    square = places.NamedPlace(name="Brukstorget", kind="torg", lon=weekly.PLACE[0], lat=weekly.PLACE[1])
    places.set_gazetteer(actor=filled.actor(Role.COORDINATOR), source="platser.csv", places=[square])
    partnerships.open_site(actor=worker(pk), public=True)
    return Town(filled, people, calendar, browser, live_server.url, monday)


def _bodies(filled: weekly.Town, parties: dict[str, int], people: dict[str, Person], monday: dt.date) -> None:
    """The working group of every week and the council that stands behind promises, with those who sit in them."""
    actor = filled.actor(Role.COORDINATOR, person=people["coordinator"].pk)
    since = monday - dt.timedelta(days=100)
    for name, kind, sitting in (
        ("EST Centrum", Body.Kind.EST, ("coordinator", "head")),
        ("Brottsförebyggande rådet", Body.Kind.STEERING, ("director", "chief", "coordinator")),
    ):
        charter = Charter(name=name, kind=kind, convener=parties["Kommunen"], times=1, per="week")
        body = organisation.create_body(actor=actor, charter=charter, since=since)
        for who in sitting:
            called, party, _, _ = PEOPLE[who]
            seat = organisation.add_seat(
                actor=actor, body=body.pk, title=called.split()[1], party=parties[party], since=since
            )
            appointed = Appointment(since=since, person=people[who].pk)
            organisation.seat_person(actor=actor, seat=seat.pk, who=appointed)


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


def to(page: Page, stop: str, *names: str) -> None:
    """Through a stop of the cycle to what is named there."""
    page.locator("nav.cycle a").filter(has_text=stop).click()
    for name in names:
        page.locator("main").get_by_role("link", name=re.compile(re.escape(name))).first.click()


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
        to(page, "Problem", PROBLEM)
        puts_it_on_the_agenda(town, page)
        holds_the_meeting(
            town,
            page,
            ("Veckans lägesbild", "Lägesbilden fastställs", "Lägesbilden fastställs."),
            (PROBLEM, "Problemet prioriteras", "Problemet prioriteras."),
        )
        says_why_it_happens(town, page)
        plans_a_measure(town, page)
        plans_the_evenings(town, page)
        makes_a_promise_of_it(town, page)
        plans_a_meeting(town, page, "Brottsförebyggande rådet", 13)
        to(page, "Löften", PROMISE)
        puts_it_on_the_agenda(town, page)
        stands = "Gruppen ställer sig bakom löftet"
        holds_the_meeting(town, page, (PROMISE, stands, f"{stands}."))
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
    page.get_by_label("Namn").fill(PROBLEM)
    page.get_by_label("Vad?").fill("Bilar kör i hög fart över torget på helgnätter.")
    page.get_by_label("Var?").fill("Torget och infarten dit.")
    page.get_by_label("När?").fill("Fredag och lördag, klockan 21 till 01.")
    page.get_by_label("Vilka drabbas?").fill("De som bor runt torget, och de som går hem över det.")
    choose_the_square(page)
    page.get_by_label("Ägare").select_option(label="Karin Samordnare")
    town.look(page, "problem-form")
    page.get_by_role("button", name="Skapa problemet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROBLEM)
    town.look(page, "problem")


def choose_the_square(page: Page) -> None:
    """Write the name of a place and take what is found."""
    page.locator("#id_place").fill("Brukst")
    page.locator(".found button").first.click()
    expect(page.locator("#id_place")).to_have_value("Brukstorget")


def values_the_problem(town: Town, page: Page, score: int) -> None:
    """From the start page, each for itself: all criteria, and one of them with a reason."""
    town.look(page, "start-to-value")
    page.locator("main").get_by_role("link", name=re.compile(PROBLEM)).first.click()
    for criterion in page.locator("fieldset.criterion").all():
        criterion.get_by_label(str(score), exact=True).check()
    town.look(page, "value")
    page.get_by_role("button", name="Spara min värdering").click()
    expect(page.locator(".flash")).to_be_visible()
    town.look(page, "valued")


def plans_a_meeting(town: Town, page: Page, body: str, hour: int) -> None:
    """A meeting of a group, today."""
    to(page, "Möten")
    page.locator("main").get_by_role("link", name="Nytt möte").first.click()
    page.get_by_role("combobox", name="Grupp").select_option(label=body)
    page.get_by_label("Dag").fill(town.calendar.today.isoformat())
    page.get_by_label("Börjar").fill(f"{hour:02d}:00")
    page.get_by_label("Slutar").fill(f"{hour + 1:02d}:00")
    town.look(page, "plan-meeting")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(body)
    town.look(page, "meeting-planned")


def puts_it_on_the_agenda(town: Town, page: Page) -> None:
    """From the page of a thing to the agenda of the meeting ahead."""
    page.get_by_role("link", name="Ta upp på ett möte").click()
    town.look(page, "put")
    page.get_by_role("button", name="Sätt upp på dagordningen").click()
    expect(page.locator(".flash")).to_contain_text("dagordningen")
    town.look(page, "on-the-agenda")


def holds_the_meeting(town: Town, page: Page, *decisions: tuple[str, str, str]) -> None:
    """Everybody is here; at each point what is decided is written down, with what it does, and the minutes approved."""
    page.get_by_role("button", name="Öppna utan kallelse").click()
    page.get_by_role("link", name="Mötesläge").click()
    page.get_by_role("button", name="Alla är här").click()
    for point, act, text in decisions:
        page.locator(".rail li a").filter(has_text=point).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(point)
        town.look(page, "meeting-point")
        page.get_by_label("Beslutet innebär också").select_option(label=act)
        page.get_by_label("Vad", exact=True).fill(text)
        page.get_by_role("button", name="Spara beslutet").click()
        expect(page.locator(".beside")).to_contain_text(text)
    town.look(page, "meeting-decided")
    page.locator(".rail li a").filter(has_text="Avslut och protokoll").click()
    town.look(page, "meeting-end")

    page.get_by_role("link", name="Till protokollet").click()
    town.look(page, "minutes")
    page.get_by_role("button", name="Justera protokollet").click()
    expect(page.locator(".flash")).to_contain_text("justerat")


def says_why_it_happens(town: Town, page: Page) -> None:
    """A cause on the side of the place, with what it rests on."""
    to(page, "Problem", PROBLEM)
    page.get_by_role("link", name="Lägg till orsak", exact=True).click()
    page.get_by_label("Orsak", exact=True).fill(CAUSE)
    page.get_by_label("Vad det vilar på").fill("Fältgruppen har sett det tre helger i rad.")
    page.get_by_label("väl belagt").check()
    town.look(page, "cause")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#orsaker")).to_contain_text(CAUSE)
    town.look(page, "problem-with-cause")


def plans_a_measure(town: Town, page: Page) -> None:
    """From the cause that has no measure, through a new plan, to a measure with all its parts."""
    today = town.calendar.today
    page.locator("#orsaker").get_by_role("link", name="Lägg till åtgärd").first.click()
    town.look(page, "where-is-the-measure-to-stand")
    page.get_by_role("link", name="I en ny plan").click()
    page.get_by_label("Namn").fill("Lugnare nätter på Brukstorget")
    page.get_by_label("Första dag").fill(today.isoformat())
    page.get_by_label("Sista dag").fill((today + 90 * DAY).isoformat())
    page.get_by_role("combobox", name="Grupp").select_option(label="EST Centrum")
    town.look(page, "plan-form")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny åtgärd")
    page.get_by_label("Vad ska göras?").fill(MEASURE)
    page.get_by_label("Ansvarig").select_option(label="Rakel Rektorsson")
    page.get_by_label("Från").fill(today.isoformat())
    page.get_by_label("Till, senast").fill((today + 27 * DAY).isoformat())
    page.get_by_label("Ur katalogen").select_option(label="Nattvandring")
    page.locator("#id_goal").fill("Lugnt på torget på helgnätter.")
    page.get_by_label("Vad som räknas").fill("Rapporter om störande körning på torget, per vecka")
    page.get_by_label("Enhet").fill("rapporter")
    page.locator("#id_baseline").fill("18")
    page.get_by_label("Målvärde").fill("5")
    page.get_by_label("Resurser").fill("Två vuxna, fyra timmar per kväll.")
    town.look(page, "measure-form")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MEASURE)
    expect(page.locator("main")).to_contain_text("från 18 till 5 rapporter")
    town.look(page, "measure")


def plans_the_evenings(town: Town, page: Page) -> None:
    """Every Friday and Saturday for four weeks."""
    page.get_by_role("link", name="Planera tillfällen").click()
    for day in ("fredag", "lördag"):
        page.get_by_label(day).check()
    page.get_by_label("Börjar").fill("20:00")
    page.get_by_label("Slutar").fill("23:59")
    page.get_by_label("Av vad").fill("kvällar")
    town.look(page, "doses-form")
    page.get_by_role("button", name="Spara").click()
    town.look(page, "doses")


def makes_a_promise_of_it(town: Town, page: Page) -> None:
    """Plain words, three who promise, four weeks; what the measure and its problem say is filled in."""
    today = town.calendar.today
    page.get_by_role("link", name="Gör ett löfte av åtgärden").click()
    expect(page.get_by_label(re.compile(re.escape(MEASURE)))).to_be_checked()
    expect(page.get_by_label("Störande körning")).to_be_checked()
    page.get_by_label("Vad lovar ni?").fill(PROMISE)
    page.get_by_label("Mer om det").fill("Vi är där klockan 20 till midnatt. Du känner igen oss på västarna.")
    for party in ("Kommunen", "Polisen", "Skolan"):
        page.get_by_label(party, exact=True).check()
    page.get_by_label("En annan period").check()
    page.get_by_label("Första dag").fill(today.isoformat())
    page.get_by_label("Sista dag").fill((today + 27 * DAY).isoformat())
    page.get_by_label("Vad som går att mäta").fill("Åtta kvällar.")
    town.look(page, "promise-form")
    page.get_by_role("button", name="Spara utkastet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROMISE)
    town.look(page, "promise-draft")


def decides_and_signs(town: Town, page: Page, body: str, delegation: str = "") -> None:
    """From what waits on the start page: the party's own decision, and its signed original."""
    town.look(page, "start-to-decide")
    page.locator("main").get_by_role("link", name=PROMISE).first.click()
    page.get_by_role("link", name="Anteckna en parts beslut").click()
    if delegation:
        page.get_by_label("En delegat", exact=True).check()
        page.get_by_label("Delegation", exact=False).last.fill(delegation)
    page.get_by_label("Vilket organ eller vilken delegat").fill(body)
    page.get_by_label("Beslutsdag").fill(town.calendar.today.isoformat())
    page.get_by_label("Diarienummer").fill("2026/12")
    town.look(page, "decide-party")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(".flash")).to_be_visible()
    town.look(page, "decided-party")
    page.get_by_role("link", name="Ladda upp ett undertecknat original").click()
    page.get_by_label("Undertecknat original").set_input_files(
        {"name": "lofte.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_label("Vem som har undertecknat").fill(SIGNATORY)
    page.get_by_label("I vilken funktion").fill(body)
    page.get_by_label("Dag för undertecknandet").fill(town.calendar.today.isoformat())
    town.look(page, "sign")
    page.get_by_role("button", name="Spara originalet").click()
    expect(page.locator(".flash")).to_be_visible()
    town.look(page, "signed")


def publishes_the_picture(town: Town, page: Page) -> None:
    """The decided picture, masked."""
    page.get_by_role("link", name="Publicerat", exact=True).click()
    town.look(page, "to-publish")
    page.locator("main").get_by_role("link", name=re.compile("^Vecka ")).first.click()
    goes_through_and_publishes(town, page, "picture")


def publishes_the_promise(town: Town, page: Page, link: str) -> None:
    """From the page of the promise."""
    to(page, "Löften", PROMISE)
    page.get_by_role("link", name=link).click()
    goes_through_and_publishes(town, page, "promise")


def goes_through_and_publishes(town: Town, page: Page, what: str) -> None:
    """Look at it as the public will, say so, and publish."""
    town.look(page, f"preview-{what}")
    for box in page.locator("[name=checked]").all():
        box.check()
    page.get_by_role("button", name="Publicera").click()
    expect(page.locator(".flash")).to_contain_text("Publicerat")
    town.look(page, f"published-{what}")


def reads_the_promise(town: Town, page: Page, *said: str) -> None:
    """A resident, who is not signed in, on a phone: from the start of the public site to the promise."""
    town.look(page, "public-start")
    nothing_is_told_that_is_not_public(page)
    page.get_by_role("link", name=PROMISE).first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROMISE)
    for words in said:
        expect(page.locator("main")).to_contain_text(words)
    town.look(page, "public-promise")
    nothing_is_told_that_is_not_public(page)


def nothing_is_told_that_is_not_public(page: Page) -> None:
    """Not in the source of the page either: no name, no word of a report, no exact place, no way in."""
    source = page.request.get(page.url).text()
    names = [name for name, *_ in PEOPLE.values()]
    exact = [f"{axis:.4f}" for axis in weekly.PLACE]
    for hidden in (TOLD, "fontänen", SIGNATORY, "/s/alfa", *names, *exact):
        assert hidden not in source, f"{hidden} stands in {page.url}"


def holds_the_evenings(town: Town, page: Page) -> None:
    """The head of the school, on a phone: one press for each evening held, a reason where it was not."""
    town.look(page, "start-of-who-is-responsible")
    page.locator("main").get_by_role("link", name=MEASURE).first.tap()
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
    page.locator("main").get_by_role("link", name=PROMISE).first.click()
    page.get_by_role("button", name="Utvärdera").click()
    expect(page.locator("main")).to_contain_text("kan inte avgöra")
    town.look(page, "evaluation")
    page.get_by_role("button", name="Fastställ utvärderingen").click()
    expect(page.locator("main")).to_contain_text("Fastställd")
    town.look(page, "evaluation-decided")


def says_how_it_ended(town: Town, page: Page) -> None:
    """The municipal director says whether the promise was kept, and why."""
    page.locator("main").get_by_role("link", name=PROMISE).first.click()
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
    row = page.locator("#measures tr").filter(has_text=MEASURE)
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
    expect(page.get_by_role("heading", level=1)).to_have_text(PROMISE)
    chain.get_by_role("link", name="Åtgärd").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MEASURE)
    chain.get_by_role("link", name="Problem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROBLEM)
    town.look(page, "chain-of-problem")
    chain.get_by_text("18 händelser").click()
    chain.get_by_role("link", name=re.compile("Störande körning")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Störande körning")


def follows_it_to_the_picture_and_no_further(town: Town, page: Page) -> None:
    """The resident goes back along the promise: to the masked picture, from which nothing leads further in."""
    page.locator("ol.chain").get_by_role("link").first.tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vecka")
    town.look(page, "public-picture")
    nothing_is_told_that_is_not_public(page)
