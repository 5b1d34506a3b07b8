"""Signing in with a key, in a real browser with an authenticator that is simulated by the browser itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.models import Role
from tests.accounts.conftest import PASSWORD, Town, town

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["town"]


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A page whose browser has a finger reader; what the policy on content stops is a failure."""
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"), locale="sv-SE")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    devtools = context.new_cdp_session(opened)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield opened
    context.close()
    assert faults == []


def test_a_coordinator_adds_a_key_and_signs_in_with_it_alone(town: Town, page: Page) -> None:
    person = town.person("Maria", Role.COORDINATOR)
    page.goto("/s/alfa/")
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ett steg till gör samverkan trygg"
    page.get_by_role("link", name="Lägg till en nyckel").click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Nyckelns namn").fill("Min telefon")
    page.get_by_label("Använd den i stället för lösenordet").check()
    page.get_by_role("button", name="Lägg till nyckeln").click()
    page.wait_for_url(re.compile("/reservkoder/"))
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count() == 1
    page.get_by_role("link", name="Jag har sparat dem, fortsätt").click()
    page.wait_for_url(re.compile("/s/alfa/"))
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("button", name="Använd en inloggningsnyckel").click()
    page.wait_for_url(re.compile("/s/alfa/"))
    assert page.get_by_role("link", name="Maria Exempel").is_visible()


def test_a_key_is_the_second_step_after_a_password(town: Town, page: Page) -> None:
    person = town.person("Nils", Role.MEMBER)
    page.goto("/konto/logga-in/?next=/konto/nycklar/ny/")
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_role("button", name="Lägg till nyckeln").click()
    page.wait_for_url(re.compile("/reservkoder/"))
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.wait_for_url(re.compile("/tvasteg/kod/"))
    page.get_by_role("button", name="Använd en inloggningsnyckel").click()
    page.wait_for_url(re.compile("/s/alfa/"))


@pytest.mark.parametrize("width", [390, 1440])
def test_pages_about_signing_in_have_no_barriers(town: Town, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/konto/logga-in/")
    for path in ("/konto/logga-in/", "/konto/losenord/glomt/", "/konto/losenord/glomt/skickat/", "/konto/stangt/"):
        page.goto(path)
        assert Axe().run(page).violations_count == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    person = town.person("Nils", Role.MEMBER)
    page.goto("/konto/logga-in/")
    page.get_by_label("E-postadress").fill(person.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    for path in ("/konto/", "/konto/tvasteg/", "/konto/inloggningar/", "/konto/nycklar/", "/konto/losenord/byt/"):
        page.goto(path)
        assert Axe().run(page).violations_count == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
