"""Pages of promises in a real browser, on a phone and a desk: accessible, and nothing goes sideways."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from lagesbild.evaluation import actions as evaluation
from lagesbild.plans import actions as plans
from lagesbild.plans.actions import DoseTold
from lagesbild.promises import actions
from lagesbild.promises.actions import Words
from lagesbild.promises.periods import Period
from tests.plans.conftest import desk
from tests.plans.desk import DAY, TODAY, Desk
from tests.promises.vow import category, here, incidents, made, seasons

__all__ = ["desk"]
pytestmark = pytest.mark.django_db(transaction=True)
WIDE = "() => document.scrollingElement.scrollWidth - window.innerWidth"


@pytest.fixture
def pages(desk: Desk) -> dict[str, str]:
    """A promise that was evaluated, one that runs with evenings held and cancelled, a draft with what it can show."""
    carl = desk.house.carl
    kind = category(desk.house)
    period = Period(TODAY - 120 * DAY, TODAY - DAY)
    incidents(desk.house, Period(TODAY - 1500 * DAY, TODAY - DAY), 600, kind, at=(16.05, 59.52), step=0.0001)
    seasons(desk.house, period, (31, 27, 34, 22), kind)
    evenings = desk.measure("Vuxna på plats varje fredag och lördag kväll", kind="presence")
    days = [TODAY + n * DAY for n in range(-120, 40) if (TODAY + n * DAY).weekday() in (4, 5)]
    told = DoseTold(unit="kvällar", starts=dt.time(19), ends=dt.time(23))
    for n, dose in enumerate(plans.plan_doses(actor=carl, measure=evenings.pk, days=days, told=told)):
        if dose.day >= TODAY:
            continue
        if n % 9 == 4:
            plans.cancel_dose(actor=carl, dose=dose.pk, note="Personal saknades.")
        else:
            plans.hold_dose(actor=carl, dose=dose.pk)
    over = made(
        desk,
        words=Words(
            title="Varje fredag och lördag kväll finns det vuxna på plats i Stationsparken.",
            text="Fältgruppen, väktare eller polis är där klockan 19 till 23. Minst två personer varje kväll.",
            where="Stationsparken",
            goal="Minst 40 kvällar.",
        ),
        starts=period.starts,
        ends=period.ends,
        measures=(evenings.pk, desk.lamps.pk),
        within=here(kind),
    )
    milestone = actions.add_milestone(
        actor=carl, promise=over.promise.pk, what="Nya lampor tända", due=TODAY - 60 * DAY
    )
    over.stand()
    actions.change_milestone(actor=carl, milestone=milestone.pk, state="done", done_on=TODAY - 61 * DAY)
    actions.follow_up(
        actor=carl, promise=over.promise.pk, day=TODAY - 30 * DAY, text="Buskarna vid garaget är klippta."
    )
    row = evaluation.evaluate(actor=carl, promise=over.promise.pk)
    running = made(desk, measures=(evenings.pk,))
    running.stand()
    draft = made(desk, starts=period.starts + 365 * DAY, ends=period.ends + 365 * DAY, within=here(kind))

    def of(name: str, **arguments: object) -> str:
        return reverse(name, kwargs={"slug": "alfa", **arguments})

    return {
        "list": of("promises:list"),
        "over": of("promises:detail", pk=over.promise.pk),
        "running": of("promises:detail", pk=running.promise.pk),
        "draft": of("promises:detail", pk=draft.promise.pk),
        "write": of("promises:write"),
        "decide": of("promises:decide_party", pk=running.promise.pk),
        "sign": of("promises:sign", pk=running.promise.pk),
        "outcome": of("promises:outcome", pk=over.promise.pk),
        "evaluation": of("evaluation:detail", pk=row.pk),
        "start": of("home"),
    }


@pytest.fixture
def context(pages: dict[str, str], desk: Desk, browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    cookie = desk.house.client("Carl").cookies[settings.SESSION_COOKIE_NAME].value
    opened = browser.new_context(base_url=live_server.url, locale="sv-SE", service_workers="block")
    opened.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    yield opened
    opened.close()


def test_the_pages_hold_on_a_phone_and_a_desk(context: BrowserContext, pages: dict[str, str]) -> None:
    folder = os.environ.get("LAGESBILD_LOOK")
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for name, where in pages.items():
            page.goto(where)
            if folder:
                page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
            if page.evaluate(WIDE) > 0:
                faults.append(f"{name} goes sideways at {width}")
            found = Axe().run(page)
            faults += [
                f"{name} {width}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]
            ]
    assert faults == []


def test_how_a_text_reads_follows_what_is_written(context: BrowserContext, pages: dict[str, str]) -> None:
    page = context.new_page()
    page.goto(pages["write"])
    page.locator("#id_text").fill("Vi är i parken varje fredag kväll. Där finns ljus och vuxna som ser dig.")
    expect(page.locator("#lasbarhet")).to_contain_text("mycket lätt att läsa")
