"""Reporting on a phone and sorting by keyboard, in a real browser. Without script: tests/incidents/test_pages_*."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.models import Role
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.incidents import actions
from lagesbild.incidents.models import Category, Incident
from lagesbild.places.models import Address, Gazetteer, Spot
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
FORM, LIST = "/s/alfa/rapportera/", "/s/alfa/handelser/"
PATIENCE = 30_000


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    """A partnership that knows a square and a street."""
    town = build(owner_url, "alfa")
    with scope(town.administrator.scope()):
        listed = Gazetteer.objects.create(partnership_id=town.pk, source="orter.csv")
        Spot.objects.create(partnership_id=town.pk, gazetteer=listed, name="Brukstorget", lon=16.01, lat=59.51)
        street = Spot.objects.create(
            partnership_id=town.pk, gazetteer=listed, name="Kvarngången", kind=Spot.STREET, lon=16.02, lat=59.52
        )
        Address.objects.create(partnership_id=town.pk, street=street, number=4, lon=16.0213, lat=59.5217)
    return town


def opened(browser: Browser, live_server: LiveServer, town: Town, who: tuple[str, str], width: int) -> BrowserContext:
    """A browser in which someone is signed in."""
    cookie = client_of(town.people[who]).cookies[settings.SESSION_COOKIE_NAME].value
    context = browser.new_context(
        base_url=live_server.url,
        locale="sv-SE",
        viewport={"width": width, "height": 844 if width < 500 else 900},
        has_touch=width < 500,
        service_workers="block",
        geolocation={"longitude": 16.03, "latitude": 59.53},
        permissions=["geolocation"],
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context


def watched(context: BrowserContext, faults: list[str]) -> Page:
    page = context.new_page()
    page.on(
        "console", lambda said: faults.append(said.text) if said.type == "error" and "422" not in said.text else None
    )
    page.on("pageerror", lambda error: faults.append(str(error)))
    return page


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, alfa: Town) -> Iterator[Page]:
    context = opened(browser, live_server, alfa, ("polis", Role.REPORTER), 390)
    faults: list[str] = []
    yield watched(context, faults)
    context.close()
    assert faults == [], "the policy on content stopped nothing, and no script failed"


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, alfa: Town) -> Iterator[Page]:
    context = opened(browser, live_server, alfa, ("kommun", Role.COORDINATOR), 1440)
    faults: list[str] = []
    yield watched(context, faults)
    context.close()
    assert faults == [], "the policy on content stopped nothing, and no script failed"


def latest(alfa: Town) -> Incident:
    with scope(alfa.actor("polis", Role.REPORTER).scope()):
        return Incident.objects.latest("pk")


def check(page: Page, width: int) -> None:
    """Nothing sticks out, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page).response["violations"]
    said = [(one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:200]) for one in found]
    assert said == [], page.url


def test_a_report_with_a_tap_on_the_map(alfa: Town, phone: Page) -> None:
    phone.goto(FORM)
    canvas = phone.locator("[data-map-picker] canvas")
    expect(canvas).to_be_visible(timeout=PATIENCE)
    expect(phone.locator(".livemap-controls")).to_be_visible(timeout=PATIENCE)
    phone.locator("label.cat").first.tap()
    canvas.tap(position={"x": 120, "y": 90})
    expect(phone.locator("#place-said")).to_have_text("Punkten är satt på kartan.")
    box, pin = canvas.bounding_box(), phone.locator(".fieldmap-pin-at").bounding_box()
    assert box is not None
    assert pin is not None
    tip = (pin["x"] + pin["width"] / 2, pin["y"] + pin["height"])
    assert tip == pytest.approx((box["x"] + 120, box["y"] + 90), abs=3), "the point of the pin is where one tapped"
    phone.locator("label.chip", has_text="Kan kännas otryggt").tap()
    phone.locator("#id_text").fill("Glas på marken.")
    check(phone, 390)
    phone.get_by_role("button", name="Skicka").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Rapporten är inne")
    check(phone, 390)
    made = latest(alfa)
    assert made.placed
    assert made.unsafe
    assert made.text == "Glas på marken."


def test_a_report_with_an_address_that_is_looked_up_while_one_writes(alfa: Town, phone: Page) -> None:
    phone.goto(FORM)
    phone.locator("label.cat").nth(1).tap()
    phone.locator("#id_place").press_sequentially("kvarng 4", delay=20)
    phone.locator("#id_place").fill("kvarngången 4")
    phone.locator(".found button").first.tap()
    expect(phone.locator("#id_place")).to_have_value("Kvarngången 4")
    phone.get_by_role("button", name="Skicka").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Rapporten är inne")
    made = latest(alfa)
    assert (made.lon, made.lat) == pytest.approx((16.0213, 59.5217))
    phone.get_by_role("link", name="En till på samma plats").tap()
    expect(phone.locator("#id_place")).to_have_value("Kvarngången 4")
    expect(phone.locator("label.cat input:checked")).to_have_count(1)


def test_the_phone_says_where_it_is(alfa: Town, phone: Page) -> None:
    phone.goto(FORM)
    phone.locator("[data-map-here]").tap()
    expect(phone.locator("#place-said")).to_have_text("Din position är satt på kartan.")
    assert phone.locator("#id_lon").input_value() == "16.030000"


def test_what_is_written_survives_a_page_that_was_left(phone: Page) -> None:
    phone.goto(FORM)
    phone.locator("label.cat").nth(2).tap()
    phone.locator("#id_text").fill("Hög musik.")
    phone.locator("#id_place").fill("Brukstorget")
    phone.goto("/s/alfa/")
    phone.goto(FORM)
    expect(phone.locator("#id_text")).to_have_value("Hög musik.")
    expect(phone.locator("label.cat input").nth(2)).to_be_checked()
    phone.get_by_role("button", name="Skicka").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Rapporten är inne")
    phone.goto(FORM)
    expect(phone.locator("#id_text")).to_have_value("")


def test_the_guard_stops_a_report_and_one_press_mends_it(alfa: Town, phone: Page) -> None:
    phone.goto(FORM)
    phone.locator("label.cat").first.tap()
    phone.locator("#id_place").fill("Brukstorget")
    phone.locator("#id_text").fill("Ring 070-174 06 05 om glaset.")
    phone.get_by_role("button", name="Skicka").tap()
    expect(phone.locator(".guard")).to_be_focused()
    check(phone, 390)
    phone.get_by_role("button", name="Ta bort det åt mig").tap()
    expect(phone.locator("#id_text")).to_have_value("Ring om glaset.")
    phone.get_by_role("button", name="Skicka").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Rapporten är inne")
    for path in (f"{FORM}mina/", f"{FORM}mina/{latest(alfa).pk}/", f"{LIST}{latest(alfa).pk}/andra/", "/s/alfa/"):
        phone.goto(path)
        check(phone, 390)


def tell(alfa: Town, text: str, *, ago: int, lon: float = 16.01) -> int:
    with scope(alfa.coordinator.scope()):
        category = Category.objects.values_list("pk", flat=True)[0]
    start = timezone.now() - dt.timedelta(hours=ago)
    told = actions.Told(
        category=category,
        start=start,
        end=start + dt.timedelta(minutes=1),
        precision=Incident.Precision.MINUTE,
        lon=lon,
        lat=59.51,
        place="Brukstorget",
        text=text,
    )
    audience = alfa.audience(Audience.PARTNERSHIP)
    actor = alfa.actor("polis", Role.REPORTER)
    return actions.report(actor=actor, party=alfa.parties["polis"], audience=audience, told=told).pk


def state(alfa: Town, pk: int) -> str:
    with scope(alfa.coordinator.scope()):
        return Incident.objects.get(pk=pk).state


def test_all_that_waits_is_sorted_from_the_keyboard(alfa: Town, desk: Page) -> None:
    with scope(alfa.coordinator.scope()):
        waiting = list(Incident.objects.to_sort().values_list("pk", flat=True))
    chief = alfa.coordinator
    for pk in waiting[1:]:
        actions.set_aside(actor=chief, incident=pk, reason="test")
    first = waiting[0]
    one, two, three = (tell(alfa, text, ago=ago) for text, ago in (("Glas", 3), ("Samma glas", 2), ("Fel", 90)))
    press = desk.keyboard.press
    desk.goto(f"{LIST}sortera/")
    left = desk.locator(".left")
    expect(left).to_have_text("4 kvar")
    check(desk, 1440)
    press("2")
    expect(desk.locator(".kind input").nth(1)).to_be_checked()
    press("b")
    expect(left).to_have_text("3 kvar")
    assert state(alfa, first) == "sorted"
    press("z")
    expect(left).to_have_text("4 kvar")
    assert state(alfa, first) == "reported"
    press("b")
    expect(left).to_have_text("3 kvar")
    press("h")
    expect(desk.locator(".told-text")).to_have_text("Samma glas")
    press("d")
    expect(left).to_have_text("2 kvar")
    assert state(alfa, two) == "duplicate"
    press("v")
    expect(desk.locator("#id_to")).to_be_focused()
    press("ArrowDown")
    press("Tab")
    desk.keyboard.type("Bänken behöver lagas")
    press("Tab")
    press("Enter")
    expect(left).to_have_text("1 kvar")
    assert state(alfa, one) == "forwarded"
    press("a")
    press("Space")
    press("Enter")
    expect(desk.locator(".empty-title")).to_have_text("Allt är sorterat")
    assert state(alfa, three) == "set_aside"
    check(desk, 1440)


def test_keys_can_be_turned_off(alfa: Town, desk: Page) -> None:
    desk.goto(f"{LIST}sortera/")
    before = desk.locator(".left").inner_text()
    desk.locator("[data-keys-on]").uncheck()
    desk.locator("h1").click()
    desk.keyboard.press("b")
    desk.reload()
    expect(desk.locator(".left")).to_have_text(before)
    expect(desk.locator("[data-hint]").first).to_be_hidden()


def test_the_map_counts_and_leads_to_the_list_of_just_those(alfa: Town, desk: Page) -> None:
    for i in range(3):
        tell(alfa, f"Glas {i}", ago=i + 1)
    desk.goto(f"{LIST}karta/?part={alfa.parties['polis']}")
    heap = desk.locator("a.fieldmap-heap").first
    expect(heap).to_be_visible(timeout=PATIENCE)
    check(desk, 1440)
    n = int(heap.inner_text())
    heap.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Händelser")
    expect(desk.locator(".incidents tbody tr")).to_have_count(n)
    expect(desk.locator(".chosen")).to_contain_text("en del av kartan")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_incidents_can_be_read_by_everyone(
    alfa: Town, browser: Browser, live_server: LiveServer, width: int
) -> None:
    pk = tell(alfa, "Tre rutor är krossade vid entrén, och glaset ligger kvar på gångvägen.", ago=2)
    tell(alfa, "Samma rutor", ago=1)
    context = opened(browser, live_server, alfa, ("kommun", Role.COORDINATOR), width)
    faults: list[str] = []
    page = watched(context, faults)
    acts = ("kategori", "dubblett", "at-sidan", "vidare", "aterkoppla")
    for path in (
        LIST,
        f"{LIST}?lage=alla&sok=rutor",
        f"{LIST}?sok=finnsinte",
        f"{LIST}karta/",
        f"{LIST}sortera/",
        f"{LIST}{pk}/",
        *(f"{LIST}{pk}/{act}/" for act in acts),
        f"/s/alfa/maska/handelse/{pk}/",
    ):
        page.goto(path)
        for details in page.locator("main details").all():
            details.evaluate("one => { one.open = true; }")
        check(page, width)
    context.close()
    assert faults == []
