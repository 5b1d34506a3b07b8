"""Pages of dialogues in a real browser, on a phone and a desk: those of the public too, where no script is needed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from lagesbild.accounts.models import Role
from lagesbild.core import partnerships
from lagesbild.dialogues import actions
from lagesbild.dialogues.actions import Answered, Asked, Seen, Told
from tests.e2e.test_crawl import opened
from tests.organisation.house import House
from tests.web.reading import faults

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Filled:
    house: House
    open: int
    over: int
    draft: int
    staff: int
    walk: int
    note: int
    question: int


@pytest.fixture
def filled(house: House) -> Filled:
    """A dialogue with citizens that is open, one that is over, a draft, one with staff, a walk with notes."""
    carl = house.carl
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    partnerships.open_site(actor=house.actor("Ada"), public=True)

    def begun(kind: str, title: str, *, begin: bool = True) -> tuple[int, list[int]]:
        told = Told(
            kind=kind,
            title=title,
            intro="Vi vill veta var det känns otryggt och när.\nSvaren läses av kommunen och polisen.",
            opens=TODAY - 9 * DAY,
            closes=TODAY + 30 * DAY,
            place="Stationen" if kind == "walk" else "",
        )
        row = actions.create(actor=carl, told=told)
        asked = [
            Asked(text="Hur trygg känner du dig vid stationen efter mörkrets inbrott?", kind="scale", required=True),
            Asked(text="När undviker du platsen?", kind="many", options=("Morgon", "Dag", "Kväll", "Natt")),
            Asked(text="Har du sett vuxna på plats?", kind="one", options=("Ja", "Nej", "Vet inte")),
            Asked(text="Vad skulle göra skillnad?", kind="text"),
        ]
        made = [
            actions.add_question(actor=carl, dialogue=row.pk, asked=one).pk for one in (asked if kind != "walk" else [])
        ]
        if begin:
            actions.open_(actor=carl, dialogue=row.pk)
        return row.pk, made

    open_, asked = begun("public", "Är du trygg vid stationen?")
    over, before = begun("public", "Hur är det på Torget?")
    draft, drafted = begun("public", "Vad gör vi i Nygård?", begin=False)
    staff, _ = begun("staff", "Vad ser ni på era rundor?")
    walk, _ = begun("walk", "Vandring från stationen")
    reporter = house.anyone(Role.REPORTER)
    for numbers, dialogue in ((asked, open_), (before, over)):
        for n in range(26):
            content = {numbers[0]: 1 + n % 5, numbers[1]: [2, 3] if n % 2 else [2], numbers[2]: n % 2}
            content |= {numbers[3]: "Bättre ljus vid trappan och någon som går där på kvällen."} if n % 3 == 0 else {}
            actions.answer(actor=reporter, dialogue=dialogue, answered=Answered(content=content))
    actions.tell_outcome(actor=carl, dialogue=over, outcome="Vi sätter upp fyra lampor.\nBuskarna klipps i april.")
    actions.close(actor=carl, dialogue=over)
    notes = [
        actions.add_note(actor=reporter, dialogue=walk, seen=Seen(kind=kind, text=text, place="Gångtunneln"))
        for kind, text in (("unsafe", "Mörkt och ingen utväg på mitten."), ("broken", "Två lampor är trasiga."))
    ]
    return Filled(house, open_, over, draft, staff, walk, notes[0].pk, drafted[1])


def addresses(filled: Filled) -> dict[str, str]:
    pages: dict[str, tuple[str, dict[str, int]]] = {
        "list": ("dialogues:list", {}),
        "new": ("dialogues:new", {}),
        "open": ("dialogues:detail", {"pk": filled.open}),
        "draft": ("dialogues:detail", {"pk": filled.draft}),
        "walk": ("dialogues:detail", {"pk": filled.walk}),
        "question": ("dialogues:question", {"pk": filled.question}),
        "answer": ("dialogues:answer", {"pk": filled.staff}),
        "note": ("dialogues:note", {"pk": filled.note}),
        "add-note": ("dialogues:add_note", {"pk": filled.walk}),
        "public-list": ("open_dialogues:list", {}),
        "public-form": ("open_dialogues:detail", {"pk": filled.open}),
        "public-over": ("open_dialogues:detail", {"pk": filled.over}),
        "public-thanks": ("open_dialogues:thanks", {"pk": filled.open}),
    }
    return {key: reverse(name, kwargs={"slug": "alfa", **more}) for key, (name, more) in pages.items()}


def test_pages_can_be_read_by_everyone_on_a_phone_and_a_desk(
    filled: Filled, browser: Browser, live_server: LiveServer
) -> None:
    client = filled.house.client("Carl")
    wrong: list[str] = []
    with opened(browser, live_server.url, client) as seen:
        for name, address in addresses(filled).items():
            wrong += [f"{name}: {one}" for one in seen.faults(address)]
            wrong += [f"{name}: {one}" for one in faults(client.get(address).text, "sv")]
    assert wrong == []


def test_a_citizen_answers_without_a_script(filled: Filled, browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(
        base_url=live_server.url, locale="sv-SE", java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto(addresses(filled)["public-list"])
    page.get_by_role("link", name="Svara på frågorna").first.click()
    group = page.get_by_role("group", name=re.compile("Hur trygg känner du dig"))
    group.get_by_label("2", exact=True).check()
    page.get_by_label("Kväll").check()
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack")
    context.close()
