"""Every page that links lead to, in every role: whole, in its language, and readable on a phone and on a desk.

Django's client follows every link in both languages. Chromium then opens one page of each kind in the widest role that
comes to it, and what each role meets first: its start page and its way of reporting; each of them at every width.
Which lines are run is told by the tests of the rooms: what walks everywhere is not measured.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.models import Role
from lagesbild.core.web.language import COOKIE
from lagesbild.i18n import LANGUAGES, Language
from tests.web.reading import Visit, crawl, faults
from tests.web.world import Town, build, client_of

WIDEST_FIRST = (
    *(Role.ADMINISTRATOR, Role.COORDINATOR, Role.LEADER, Role.ANALYST, Role.REGISTRATOR, Role.MEMBER, Role.REPORTER),
    *(Role.PROTECTION_OFFICER, Role.AUDITOR),
)
WIDTHS = (390, 1440)
HEIGHT = 900
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES = {"runOnly": list(STANDARDS), "resultTypes": ["violations"]}
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    const lists = [...document.querySelectorAll(".scroll:has(.stacked)")];
    const list = lists.find((one) => one.scrollWidth > one.clientWidth);
    if (list) return [`a list ${list.scrollWidth} px wide that is to be read without going sideways`];
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll("*")]
        .filter((one) => one.getBoundingClientRect().right > width + 1);
    return [`${document.documentElement.scrollWidth} px wide`,
        ...wide.slice(0, 4).map((one) => `${one.tagName}.${one.className}`)];
}"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.no_cover]


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    """One furnished partnership."""
    return build(owner_url, "alfa", whole=True)


def signed_in(town: Town, role: Role) -> Client:
    """A browser in which someone has just signed in with a password and a second step: nothing is asked again."""
    client = client_of(town.people["kommun", role])
    session = client.session
    now = time.time()
    session["account_authentication_methods"] = [{"method": "password", "at": now}, {"method": "mfa", "at": now}]
    session.save()
    return client


def starts(town: Town) -> list[str]:
    """Where someone begins: the start page, reporting, and their own account."""
    return [
        reverse("home", kwargs={"slug": town.slug}),
        reverse("incidents:report", kwargs={"slug": town.slug}),
        reverse("accounts:me"),
    ]


def visits(town: Town, role: Role, language: Language, *, each: int = 3) -> Iterator[Visit]:
    """The pages that links lead a role to."""
    client = signed_in(town, role)
    client.cookies[COOKIE] = language

    def get(address: str) -> tuple[int, str, str]:
        answer = client.get(address, follow=True)
        kind = answer.headers["Content-Type"]
        return answer.status_code, kind, answer.text if kind.startswith("text/html") else ""

    return crawl(get, starts(town), each=each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_that_links_lead_to_is_whole_and_in_its_language(town: Town, language: Language) -> None:
    wrong: dict[str, set[str]] = {}
    kinds: dict[Role, set[str]] = {role: set() for role in Role}
    for role in Role:
        for visit in visits(town, role, language):
            kinds[role].add(visit.name)
            found = faults(visit.html, language) if visit.html else []
            if visit.status != 200 and not (visit.status == 403 and visit.address in starts(town)):
                found.append(f"{visit.status}, from {visit.came_from}")
            for fault in found:
                wrong.setdefault(f"{visit.address}: {fault}", set()).add(role)
    assert {fault: sorted(roles) for fault, roles in wrong.items()} == {}
    assert "incidents:report" in kinds[Role.REPORTER]
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR):
        assert {"incidents:detail", "picture:edition", "meetings:detail", "organisation:body"} <= kinds[role]
    assert len(kinds[Role.ADMINISTRATOR]) > len(kinds[Role.REPORTER]) > 3, "each role has more than its first pages"


@dataclass(frozen=True)
class Seen:
    """A page in a browser, and what the browser complained about since it was opened."""

    page: Page
    said: list[str]

    def faults(self, address: str) -> Iterator[str]:
        """What is wrong with the page at an address: loaded once, as it then stands at each width."""
        self.said.clear()
        self.page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
        answer = self.page.goto(address, wait_until="load")
        if not answer or answer.status not in {200, 403}:
            yield f"status {answer and answer.status}"
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            yield from (f"too wide at {width} px: {one}" for one in self.page.evaluate(TOO_WIDE))
            # all of it is on screen: what sticks to the lower edge covers a part of something wherever one has scrolled
            # to (that it never covers what has the focus is tested with the keyboard)
            high = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": max(HEIGHT, min(high, 8_000))})
            for violation in Axe().run(self.page, options=RULES).response["violations"]:
                where = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
                yield f"axe at {width} px {violation['id']}: {where}"
        # that a page may not be seen is an answer too, and the browser says so
        yield from (one for one in self.said if not (answer and answer.status == 403 and "403" in one))


@contextmanager
def opened(browser: Browser, base: str, client: Client) -> Iterator[Seen]:
    """The browser of someone who is signed in."""
    context = browser.new_context(base_url=base, locale="sv-SE", service_workers="block")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base}])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        yield Seen(page, said)
    finally:
        context.close()


def one_of_each(town: Town) -> dict[Role, list[str]]:
    """Addresses by role: each kind of page once, and each role's first pages."""
    known: set[str] = set()
    chosen: dict[Role, list[str]] = {}
    for role in WIDEST_FIRST:
        chosen[role] = starts(town)[:2]
        for visit in visits(town, role, "sv", each=2):
            if visit.html and visit.status == 200 and visit.name not in known:
                known.add(visit.name)
                if visit.address not in chosen[role]:
                    chosen[role].append(visit.address)
    assert set(chosen) == set(Role)
    return chosen


def test_each_kind_of_page_can_be_read_by_everyone_at_every_width(
    town: Town, browser: Browser, live_server: LiveServer
) -> None:
    wrong: list[str] = []
    for role, addresses in one_of_each(town).items():
        with opened(browser, live_server.url, signed_in(town, role)) as seen:
            for address in addresses:
                wrong += [f"{role} {address}: {fault}" for fault in seen.faults(address)]
    assert wrong == []
