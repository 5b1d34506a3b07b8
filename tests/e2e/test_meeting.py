"""A meeting led from the keyboard alone, in a real browser; without a script it works by forms (tests/meetings)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lagesbild.core.scope import scope
from lagesbild.meetings import actions
from lagesbild.meetings.actions import Hours
from lagesbild.meetings.models import Decision, Meeting, Task
from tests.meetings.table import HOUR, NOW
from tests.organisation.house import House

REACHING_OUT = """() => [...document.querySelectorAll(".stage .tasks *")].filter((one) =>
    one.getBoundingClientRect().right > one.closest(".stage").getBoundingClientRect().right).length"""
pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Room:
    """A page of a coordinator, and a meeting with something left from the last one."""

    house: House
    page: Page
    meeting: Meeting


@pytest.fixture
def room(house: House, browser: Browser, live_server: LiveServer) -> Iterator[Room]:
    body = house.body("Arbetsgrupp EST")
    for name, party in (("Maria", house.municipality), ("Eva", house.police), ("Lena", house.housing)):
        house.sit(body, name, party)
    before = actions.plan(actor=house.carl, body=body.pk, hours=Hours(starts=NOW - HOUR, ends=NOW))
    point = actions.add_item(actor=house.carl, meeting=before.pk, title="Mörka stråk")
    actions.hold(actor=house.carl, meeting=before.pk)
    yesterday = dt.date(2026, 3, 2)
    for text in ("Närvaro vid Brukstorget fredag och lördag kväll", "Armaturer i tunneln byts"):
        actions.decide(actor=house.carl, item=point.pk, text=text, responsible=house.police.pk)
    with scope(house.carl.scope()):
        Task.objects.update(due=yesterday)
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=Hours(starts=NOW, ends=NOW + HOUR))
    actions.add_item(actor=house.carl, meeting=meeting.pk, title="Störande körning vid Brukstorget")
    actions.hold(actor=house.carl, meeting=meeting.pk)
    cookie = house.client("Carl").cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", viewport={"width": 1440, "height": 900}, service_workers="block"
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield Room(house, page, meeting)
    context.close()
    assert faults == [], "the policy on content stopped nothing, and no script failed"


def test_a_meeting_is_led_from_the_keyboard(room: Room) -> None:
    page, press = room.page, room.page.keyboard.press
    page.goto(f"/s/alfa/moten/{room.meeting.pk}/lage/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sedan förra mötet")
    press("n")
    expect(page.locator("#narvaro .count")).to_contain_text("3 närvarande")
    expect(page.locator("#narvaro .count")).to_be_focused()
    steps = page.locator(".rail li").all_inner_texts()
    step = next(number for number, name in enumerate(steps, start=1) if "Störande körning" in name)
    press(str(step))
    expect(page.get_by_role("heading", level=1)).to_have_text("Störande körning vid Brukstorget")
    press("ArrowLeft")
    page.wait_for_url(f"**/?steg={step - 1}")
    press("ArrowRight")
    page.wait_for_url(f"**/?steg={step}")
    press("b")
    page.keyboard.type("Hinder ställs ut i infarten")
    press("Control+Enter")
    expect(page.locator(".flash")).to_contain_text("Beslutet är antecknat")
    expect(page.locator(".beside .decisions")).to_contain_text("Hinder ställs ut i infarten")
    press("Escape")
    page.wait_for_url(f"**/moten/{room.meeting.pk}/")


def test_what_was_to_be_done_is_settled_in_meeting_mode(room: Room) -> None:
    page = room.page
    page.goto(f"/s/alfa/moten/{room.meeting.pk}/lage/")
    page.get_by_role("button", name="Gjort").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sedan förra mötet")
    expect(page.locator(".stage")).to_contain_text("1 av 2 avslutade")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_a_meeting_can_be_read_by_everyone(room: Room, width: int) -> None:
    page = room.page
    page.set_viewport_size({"width": width, "height": 900})
    for path in (
        f"moten/{room.meeting.pk}/",
        f"moten/{room.meeting.pk}/lage/",
        "moten/",
        "uppgifter/",
        "organisation/",
    ):
        page.goto(f"/s/alfa/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found] == [], path
        beside = page.evaluate(REACHING_OUT)
        assert beside == 0, "nothing of a task reaches into the column beside it"


def test_a_double_press_is_one_decision_and_its_page_says_so(room: Room) -> None:
    page = room.page
    page.goto(f"/s/alfa/moten/{room.meeting.pk}/")
    composer = page.locator("form.composer").last
    composer.locator("xpath=ancestor::details/summary").click()
    composer.locator("textarea").fill("Lampor byts vid torget")
    composer.get_by_role("button", name="Spara beslutet").dblclick()
    expect(page.get_by_text("Beslutet är antecknat")).to_be_visible()
    with scope(room.house.carl.scope()):
        assert Decision.objects.filter(text="Lampor byts vid torget").count() == 1
