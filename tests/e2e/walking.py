"""What people do along the chain, one function for each step, at pages and nowhere else."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core import partnerships
from lagesbild.core.models import Audience, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker
from lagesbild.incidents.models import Category
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.models import Body
from tests.picture import weekly
from tests.promises.vow import PDF
from tests.web.world import client_of, last_monday

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
SIGNATORY = "Siv Underskriftsson"
DAY = dt.timedelta(days=1)
LOOK = os.environ.get("LAGESBILD_LOOK")
"""A folder for pictures of every step."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """What it is about, in the words of those who take part."""

    problem: str
    cause: str
    rests_on: str
    plan: str
    measure: str
    technique: str
    goal: str
    counted: str
    unit: str
    baseline: str
    target: str
    resources: str
    promise: str
    more: str
    measurable: str
    kinds: Sequence[str] = ()
    """Kinds of incident that the promise is about, as its problem says."""
    hidden: Sequence[str] = ()
    """What no resident may find on any page, beside names and ways in."""


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

    story: Story
    filled: weekly.Town
    parties: dict[str, int]
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
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        if LOOK:
            page.screenshot(path=Path(LOOK) / f"{next(self.steps):02d}-{what}-{width}.png", full_page=True)


def furnish(
    story: Story, *, owner_url: str, url: str, browser: Browser, monkeypatch: pytest.MonkeyPatch, code: str = ""
) -> Town:
    """Four parties, their people and two groups; nothing is known yet. It is the Saturday night of last week."""
    calendar = Calendar(monkeypatch)
    monday = last_monday()
    calendar.is_it(monday + dt.timedelta(days=5), 22)
    monkeypatch.setattr(weekly, "MONDAY", monday)
    pk = partnerships.create(
        owner_url=owner_url,
        slug="alfa",
        name="Samverkan Alfa",
        municipality_code=code,
        # nothing invented happens in a real place
        invented=not code,
        parties=list(PARTIES.items()),
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
    _bodies(filled, parties, people, monday)
    partnerships.open_site(actor=worker(pk), public=True)
    return Town(story, filled, parties, people, calendar, browser, url, monday)


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


def to(page: Page, stop: str, *names: str) -> None:
    """Through a stop of the cycle to what is named there."""
    page.locator("nav.cycle a").filter(has_text=stop).click()
    for name in names:
        page.locator("main").get_by_role("link", name=re.compile(re.escape(name))).first.click()


def values_the_problem(town: Town, page: Page, score: int) -> None:
    """From the start page, each for itself: all criteria, and one of them with a reason."""
    town.look(page, "start-to-value")
    page.locator("main").get_by_role("link", name=re.compile(town.story.problem)).first.click()
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
    page.get_by_role("button", name="Godkänn protokollet").click()
    expect(page.locator(".flash")).to_contain_text("godkänt")


def says_why_it_happens(town: Town, page: Page) -> None:
    """A cause on the side of the place, with what it rests on."""
    to(page, "Problem", town.story.problem)
    page.get_by_role("link", name="Lägg till orsak", exact=True).click()
    page.get_by_label("Orsak", exact=True).fill(town.story.cause)
    page.get_by_label("Vad det vilar på").fill(town.story.rests_on)
    page.get_by_label("väl belagt").check()
    town.look(page, "cause")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#orsaker")).to_contain_text(town.story.cause)
    town.look(page, "problem-with-cause")


def plans_a_measure(town: Town, page: Page) -> None:
    """From the cause that has no measure, through a new plan, to a measure with all its parts."""
    today = town.calendar.today
    page.locator("#orsaker").get_by_role("link", name="Lägg till åtgärd").first.click()
    town.look(page, "where-is-the-measure-to-stand")
    page.get_by_role("link", name="I en ny plan").click()
    page.get_by_label("Namn").fill(town.story.plan)
    page.get_by_label("Första dag").fill(today.isoformat())
    page.get_by_label("Sista dag").fill((today + 90 * DAY).isoformat())
    page.get_by_role("combobox", name="Grupp").select_option(label="EST Centrum")
    town.look(page, "plan-form")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny åtgärd")
    page.get_by_label("Vad ska göras?").fill(town.story.measure)
    page.get_by_label("Ansvarig").select_option(label="Rakel Rektorsson")
    page.get_by_label("Från").fill(today.isoformat())
    page.get_by_label("Till, senast").fill((today + 27 * DAY).isoformat())
    page.get_by_label("Ur katalogen").select_option(label=town.story.technique)
    page.locator("#id_goal").fill(town.story.goal)
    page.get_by_label("Vad som räknas").fill(town.story.counted)
    page.get_by_label("Enhet").fill(town.story.unit)
    page.locator("#id_baseline").fill(town.story.baseline)
    page.get_by_label("Målvärde").fill(town.story.target)
    page.get_by_label("Resurser").fill(town.story.resources)
    town.look(page, "measure-form")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(town.story.measure)
    expect(page.locator("main")).to_contain_text(
        f"från {town.story.baseline} till {town.story.target} {town.story.unit}"
    )
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
    expect(page.get_by_label(re.compile(re.escape(town.story.measure)))).to_be_checked()
    for kind in town.story.kinds:
        expect(page.get_by_label(kind)).to_be_checked()
    page.get_by_label("Vad lovar ni?").fill(town.story.promise)
    page.get_by_label("Mer om det").fill(town.story.more)
    for party in ("Kommunen", "Polisen", "Skolan"):
        page.get_by_label(party, exact=True).check()
    page.get_by_label("En annan period").check()
    page.get_by_label("Första dag").fill(today.isoformat())
    page.get_by_label("Sista dag").fill((today + 27 * DAY).isoformat())
    page.get_by_label("Vad som går att mäta").fill(town.story.measurable)
    town.look(page, "promise-form")
    page.get_by_role("button", name="Spara utkastet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(town.story.promise)
    town.look(page, "promise-draft")


def decides_and_signs(town: Town, page: Page, body: str, delegation: str = "") -> None:
    """From what waits on the start page: the party's own decision, and its signed original."""
    town.look(page, "start-to-decide")
    page.locator("main").get_by_role("link", name=town.story.promise).first.click()
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


def publishes_the_promise(town: Town, page: Page, link: str) -> None:
    """From the page of the promise."""
    to(page, "Löften", town.story.promise)
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
    nothing_is_told_that_is_not_public(town, page)
    page.get_by_role("link", name=town.story.promise).first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(town.story.promise)
    for words in said:
        expect(page.locator("main")).to_contain_text(words)
    town.look(page, "public-promise")
    nothing_is_told_that_is_not_public(town, page)


def nothing_is_told_that_is_not_public(town: Town, page: Page) -> None:
    """Not in the source of the page either: no name, no word of a report, no exact place, no way in."""
    source = page.request.get(page.url).text()
    names = [name for name, *_ in PEOPLE.values()]
    for hidden in (SIGNATORY, "/s/alfa", *names, *town.story.hidden):
        assert hidden not in source, f"{hidden} stands in {page.url}"
