"""Pages of plans in a real browser, on a phone and a desk: accessible, nothing goes sideways, one press reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from lagesbild.core.scope import scope
from lagesbild.plans import actions
from lagesbild.plans.actions import DoseTold
from tests.plans.conftest import desk
from tests.plans.desk import DAY, TODAY, Desk

__all__ = ["desk"]
pytestmark = pytest.mark.django_db(transaction=True)
WIDE = "() => document.scrollingElement.scrollWidth - window.innerWidth"


@pytest.fixture
def filled(desk: Desk) -> Desk:
    """A plan that has been decided and changed since, with a winter of evenings of which some were not held."""
    carl = desk.house.carl
    evenings = desk.measure(
        "Vuxna på plats varje fredag och lördag kväll",
        cause=desk.empty,
        technique="field-team",
        kind="presence",
        starts=TODAY - 120 * DAY,
        due=TODAY + 60 * DAY,
        method="Fältgruppen och polisen går tillsammans genom parken.",
        place="Stationsparken",
    )
    days = [TODAY + n * DAY for n in range(-120, 60) if (TODAY + n * DAY).weekday() in (4, 5)]
    told = DoseTold(unit="kvällar", starts=dt.time(19), ends=dt.time(23), place="Stationsparken")
    planned = actions.plan_doses(actor=carl, measure=evenings.pk, days=days, told=told)
    passed = [one for one in planned if one.day < TODAY]
    for n, dose in enumerate(passed[:-2]):
        if n % 9 == 4:
            actions.cancel_dose(actor=carl, dose=dose.pk, note="Personal saknades.")
        else:
            actions.hold_dose(actor=carl, dose=dose.pk)
    actions.report(actor=carl, measure=desk.lamps.pk, state="under_way", text="Fem av nio lampor är uppe.")
    actions.report(actor=carl, measure=evenings.pk, state="under_way", text="Parken var lugn båda kvällarna.")
    actions.decide_plan(actor=carl, plan=desk.plan.pk)
    desk.measure("Buskarna vid cykelgaraget klipps", cause=desk.dark, due=TODAY - 3 * DAY)
    return desk


@pytest.fixture
def context(filled: Desk, browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    filled.house.person("Paula", filled.house.police, "coordinator")  # type: ignore[arg-type]
    cookie = filled.house.client("Paula").cookies[settings.SESSION_COOKIE_NAME].value
    opened = browser.new_context(base_url=live_server.url, locale="sv-SE", service_workers="block")
    opened.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    yield opened
    opened.close()


def addresses(desk: Desk) -> dict[str, str]:
    with scope(desk.house.carl.scope()):
        evenings = desk.plan.measures.get(kind="presence").pk
    pages: dict[str, dict[str, object]] = {
        "list": {},
        "detail": {"pk": desk.plan.pk},
        "edition": {"pk": desk.plan.pk, "number": 1},
        "measure": {"pk": evenings},
        "mine": {},
        "measures": {},
        "catalogue": {},
        "technique": {"key": "natural-surveillance"},
        "add": {"pk": desk.plan.pk},
        "plan_doses": {"pk": evenings},
    }
    return {name: reverse(f"plans:{name}", kwargs={"slug": "alfa", **given}) for name, given in pages.items()}


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_are_accessible_and_nothing_goes_sideways(filled: Desk, context: BrowserContext, width: int) -> None:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.set_viewport_size({"width": width, "height": 900})
    wrong = []
    for name, address in addresses(filled).items():
        page.goto(address)
        found = Axe().run(page).response["violations"]
        wrong += [f"{name}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found]
        if page.evaluate(WIDE) > 0:
            wrong.append(f"{name} goes sideways")
    assert wrong == []
    assert faults == []


def test_one_press_says_that_a_measure_goes_as_planned(filled: Desk, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(reverse("plans:mine", kwargs={"slug": "alfa"}))
    page.get_by_role("button", name="Går enligt plan").first.click()
    expect(page.get_by_role("status")).to_contain_text("Tack")
    with scope(filled.house.carl.scope()):
        assert filled.lamps.progress.count() == 2
