"""From a report to a decided picture with the keyboard alone, in a real browser.

Nothing is clicked. Wherever the keyboard goes it is seen where it is, and from every page it comes around: nothing
holds it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Person
from lagesbild.core.actions import acting
from lagesbild.incidents.models import Incident
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.picture import tasks
from lagesbild.picture.models import Edition, Finding
from tests.picture import weekly
from tests.web.world import last_monday

MOST_STOPS = 400
PARTS = 6
"""More stops than a field has parts: a day has year, month, day and a calendar."""
WHERE = """() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const shown = (element) => {
        const style = getComputedStyle(element);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    // a radio button that is drawn by its label shows there where it is
    const drawn = one.matches("input.vh") ? one.closest("label") : one;
    const box = drawn.getBoundingClientRect();
    const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.15], [0.5, 0.85]].map(([x, y]) =>
        document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
    return {
        name: `<${one.tagName.toLowerCase()}> ${(one.innerText || one.labels?.[0]?.innerText || one.name || "")
            .trim().slice(0, 60)}`,
        ring: shown(drawn) || shown(one),
        open: spots.some((spot) => spot && (drawn.contains(spot) || spot.contains(drawn))),
        skip: one.matches(".skip"),
        number: [...document.querySelectorAll("*")].indexOf(one),
    };
}"""

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Keyboard:
    """A page of someone who has no mouse."""

    page: Page

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab(self, key: str = "Tab") -> int | None:
        """Go one step on; which element it came to. It has to be seen there."""
        self.press(key)
        stop = self.page.evaluate(WHERE)
        if stop is None:
            return None
        assert stop["ring"], f"it is not seen that the keyboard is at {stop['name']} on {self.page.url}"
        assert stop["open"], f"something covers {stop['name']} on {self.page.url}"
        return int(stop["number"])

    def to(self, wanted: Locator) -> None:
        """Go on until the one element that is wanted has the focus."""
        expect(wanted).to_have_count(1)
        for _ in range(MOST_STOPS):
            self.tab()
            if wanted.evaluate("one => one === document.activeElement"):
                return
        pytest.fail(f"the keyboard does not come to {wanted} on {self.page.url}")

    def around(self) -> int:
        """Go on until the page has been gone through and begins anew; how many stops it has."""
        seen: list[int] = []
        for _ in range(MOST_STOPS):
            number = self.tab()
            if number is None or number in seen[:1]:
                return len(seen)
            held = seen[-PARTS:] == [number] * PARTS
            assert not held, f"the keyboard is held at {self.page.evaluate(WHERE)} on {self.page.url}"
            seen.append(number)
        pytest.fail(f"the keyboard never comes around {self.page.url}")

    def link(self, name: str | re.Pattern[str]) -> Locator:
        """A link of the page's own content."""
        return self.page.locator("main").get_by_role("link", name=name, exact=isinstance(name, str))

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """A button of the page's own content."""
        return self.page.locator("main").get_by_role("button", name=name, exact=isinstance(name, str))

    def stop_of_cycle(self, name: str) -> Locator:
        """A link of the first row of navigation."""
        return self.page.locator("nav.cycle a").filter(has_text=name)


@pytest.fixture
def town(two: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> weekly.Town:
    """Two invented years of incidents that end with last week, in which something happened more than it does."""
    monkeypatch.setattr(weekly, "MONDAY", last_monday())
    found = weekly.town(two[0], "alfa")
    weekly.fill(found)
    return found


@contextmanager
def keyboard(browser: Browser, live_server: LiveServer, person: Person) -> Iterator[Keyboard]:
    """The browser of someone who is signed in; what it complains of is a failure."""
    client = Client()
    client.force_login(person, backend="lagesbild.accounts.signed_in.Backend")
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", viewport={"width": 1280, "height": 900}, service_workers="block"
    )
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    # the browser's own question, which Enter answers
    page.on("dialog", lambda dialog: dialog.accept())
    try:
        yield Keyboard(page)
    finally:
        context.close()
    assert said == []


def work(town: weekly.Town) -> None:
    """Do what waits in the queue for the picture, as the worker does."""
    waiting = list(ProcrastinateJob.objects.filter(task_name="picture.make", status="todo"))
    assert waiting, "a making waits in the queue"
    for job in waiting:
        tasks.make(**job.args)
    assert {job.args["partnership"] for job in waiting} == {town.partnership}


def test_from_a_report_to_a_decided_picture_without_a_mouse(
    town: weekly.Town, browser: Browser, live_server: LiveServer
) -> None:
    reporter = town.member("reporter", "rut@exempel.se")
    with keyboard(browser, live_server, reporter) as keys:
        reports(keys)
    coordinator = town.member("coordinator", "carl@exempel.se")
    actor = actor_of(coordinator.pk, "alfa")
    now = timezone.now().replace(second=0, microsecond=0)
    body = town.body()
    meeting = meetings.plan(actor=actor, body=body, hours=Hours(starts=now, ends=now + dt.timedelta(hours=1)))
    with keyboard(browser, live_server, coordinator) as keys:
        sorts(keys)
        with acting(town.system):
            told = Incident.objects.get(text="Glas ligger på lekplatsen")
        assert told.state == Incident.State.SORTED
        has_the_picture_made(keys, town)
        confirms(keys)
        with acting(town.system):
            assert Finding.objects.filter(state=Finding.State.CONFIRMED).count() == 1
        decides(keys, meeting.pk)
    with acting(town.system):
        edition = Edition.objects.get(start=last_monday())
    assert edition.state == Edition.State.DECIDED
    assert edition.decided_by == coordinator.pk


def reports(keys: Keyboard) -> None:
    """From the start page to a report that is in."""
    page = keys.page
    page.goto("/s/alfa/")
    keys.tab()
    expect(page.locator(".skip")).to_be_focused()
    keys.press("Enter")
    keys.to(keys.link("Ny rapport"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny rapport")
    assert keys.around() > 10
    keys.to(page.locator("[name=category]").first)
    keys.press("Space", "ArrowRight")
    expect(page.locator("[name=category]").nth(1)).to_be_checked()
    keys.to(page.get_by_label("Var?"))
    page.keyboard.type("Lekplatsen vid ån")
    keys.to(page.locator("#id_text"))
    page.keyboard.type("Glas ligger på lekplatsen")
    keys.to(keys.button("Skicka"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapporten är inne")
    assert keys.around() > 5


def sorts(keys: Keyboard) -> None:
    """From the start page through the list to the last report that waits."""
    page = keys.page
    page.goto("/s/alfa/")
    assert keys.around() > 10
    keys.to(keys.link(re.compile("Sortera")))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sortera")
    expect(page.locator(".sorting-told")).to_contain_text("Glas ligger på lekplatsen")
    assert keys.around() > 10
    keys.press("3")
    expect(page.locator("[name=category]").nth(2)).to_be_checked()
    keys.press("b")
    expect(page.locator("main")).to_contain_text("Allt är sorterat")


def has_the_picture_made(keys: Keyboard, town: weekly.Town) -> None:
    """Ask for last week's picture, wait while it is made, and come to it."""
    page = keys.page
    page.goto("/s/alfa/")
    keys.to(keys.stop_of_cycle("Lägesbild"))
    keys.press("Enter")
    keys.to(keys.button(re.compile("Gör lägesbilden för vecka")))
    keys.press("Enter")
    page.wait_for_url("**/gors/")
    assert keys.around() > 5
    work(town)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Veckans läge", timeout=30_000)
    page.wait_for_url(re.compile(r"/lagesbild/\d+-v\d+/$"), timeout=30_000)


def confirms(keys: Keyboard) -> None:
    """Confirm the first thing that was found."""
    page = keys.page
    assert keys.around() > 20
    first = keys.button("Bekräfta").first
    keys.to(first)
    keys.press("Enter")
    expect(page.locator(".flash")).to_contain_text("Bekräftad")
    expect(page.locator(".stand").first).to_contain_text("Bekräftad av Coordinator Exempel")


def decides(keys: Keyboard, meeting: int) -> None:
    """Open the meeting, go to the point about the picture, adopt it there, and read that it is frozen."""
    page = keys.page
    page.goto(f"/s/alfa/moten/{meeting}/")
    keys.to(keys.button("Öppna utan kallelse"))
    keys.press("Enter")
    keys.to(keys.link("Mötesläge"))
    keys.press("Enter")
    steps = page.locator(".rail li")
    expect(steps.first).to_be_visible()
    assert keys.around() > 10
    names = steps.all_inner_texts()
    keys.press(str(next(n for n, name in enumerate(names, start=1) if "lägesbild" in name)))
    expect(page.get_by_role("heading", level=1)).to_contain_text("lägesbild")
    keys.press("b")
    page.keyboard.type("Lägesbilden fastställs")
    keys.to(page.get_by_label("Beslutet innebär också"))
    keys.press("ArrowDown")
    keys.to(keys.button("Spara beslutet"))
    keys.press("Enter")
    expect(page.locator(".flash")).to_be_visible()
    keys.press("Escape")
    page.wait_for_url(f"**/moten/{meeting}/")
    page.goto("/s/alfa/lagesbild/")
    keys.to(page.locator("#latest-h a"))
    keys.press("Enter")
    expect(page.locator(".crumb")).to_contain_text("fastställd")
    expect(page.locator("#edition")).to_contain_text("Frusen sedan dess")
    expect(keys.button("Bekräfta")).to_have_count(0)
