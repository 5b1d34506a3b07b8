"""Pictures of a month, a quarter and a year: asked for, made, decided, found again at their address."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.core.actions import acting
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.picture import actions, periods, tasks
from lagesbild.picture.compose.steps import unit_of
from lagesbild.picture.model import Unit
from lagesbild.picture.models import Edition, Making
from tests.picture.test_editions import jobs
from tests.picture.weekly import MONDAY, Town

UNITS = (Unit.WEEK, Unit.MONTH, Unit.QUARTER, Unit.YEAR)
YEAR = dt.date(2025, 1, 1)


@given(st.sampled_from(UNITS), st.dates(dt.date(1901, 1, 1), dt.date(2199, 6, 1)))
def test_the_code_of_a_period_leads_back_to_it(unit: Unit, day: dt.date) -> None:
    period = unit_of(unit, day)
    assert periods.read(periods.code(period)) == period
    assert periods.of(unit, period.start) == period


@pytest.mark.parametrize(
    "code", ["2025-v53", "2026-v00", "2026-13", "2026-00", "2026-k5", "1600", "26-v1", "2026-v1-1"]
)
def test_a_code_of_no_period_is_none(code: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        periods.read(code)


@pytest.mark.parametrize(
    ("code", "called", "title"),
    [
        ("2026-v12", "Vecka 12, 2026", "Veckans läge, vecka 12"),
        ("2026-03", "mars 2026", "Läget mars 2026"),
        ("2026-k1", "Kvartal 1, 2026", "Läget kvartal 1, 2026"),
        ("2025", "År 2025", "Strategisk lägesbild 2025"),
    ],
)
def test_a_period_is_called_as_people_call_it(code: str, called: str, title: str) -> None:
    period = periods.read(code)
    assert translator("sv").say(periods.called(period)) == called
    assert translator("sv").say(periods.title(period)) == title


def test_a_picture_of_a_period_that_begins_on_no_such_day_is_refused() -> None:
    with pytest.raises(InputError):
        periods.of(Unit.YEAR, dt.date(2025, 2, 1))


def signed_in(town: Town) -> Client:
    client = Client()
    client.force_login(town.member("coordinator", "coordinator@exempel.se", None))
    return client


@pytest.mark.django_db(transaction=True)
def test_the_strategic_picture_of_a_year_is_asked_for_made_decided_and_read(town: Town) -> None:
    client = signed_in(town)
    answer = client.post("/s/alfa/lagesbild/gor/", {"kind": "yearly", "day": "2025-05-03"})
    assert answer["Location"] == "/s/alfa/lagesbild/2025/gors/"
    tasks.make(partnership=town.partnership, kind="yearly", start=YEAR.toordinal(), asked_by=1)
    with acting(town.system):
        assert Making.objects.get().state == "done"
        edition = Edition.objects.get()
    page = client.get("/s/alfa/lagesbild/2025/")
    assert page.status_code == 200
    assert "Strategisk lägesbild 2025" in page.text
    assert "Ingen enhet har rapporterat" not in page.text
    actions.decide(actor=town.actor("coordinator"), edition=edition.pk)
    listing = client.get("/s/alfa/lagesbild/").text
    assert "Månader, kvartal och år" in listing
    assert "År 2025" in listing
    document = client.get("/s/alfa/lagesbild/2025/1/lagesbild.pdf")
    assert bytes(document.content)[:5] == b"%PDF-"


@pytest.mark.django_db(transaction=True)
def test_the_picture_of_a_month_stands_beside_those_of_its_weeks(town: Town) -> None:
    week = actions.make_edition(actor=town.system, start=MONDAY)
    month = actions.make_edition(actor=town.system, start=dt.date(2026, 2, 1), unit=Unit.MONTH)
    assert (week.number, month.number) == (1, 1)
    assert month.counted["incidents"] > week.counted["incidents"]
    with acting(town.system):
        again = actions.recompute(actor=town.system, edition=month.pk)
    assert again.equal
    text = signed_in(town).get("/s/alfa/").text
    assert "Veckans läge, vecka 12" in text


@pytest.mark.django_db(transaction=True)
def test_a_year_that_has_not_ended_has_no_picture_yet(town: Town) -> None:
    with pytest.raises(InputError):
        actions.ask(actor=town.actor("coordinator"), start=timezone.localdate().replace(month=1, day=1), unit=Unit.YEAR)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", ["2025-v53", "2026-13", "1600"])
def test_the_address_of_no_period_is_no_page(town: Town, code: str) -> None:
    assert signed_in(town).get(f"/s/alfa/lagesbild/{code}/").status_code == 404


@pytest.mark.parametrize(
    ("unit", "now", "code"),
    [
        (Unit.MONTH, "2026-04-01T03:59:00Z", "2026-02"),
        (Unit.MONTH, "2026-04-01T04:00:00Z", "2026-03"),
        # half past eleven in the evening of New Year's Eve, in Stockholm the year is not yet over
        (Unit.YEAR, "2026-12-31T22:30:00Z", "2025"),
        (Unit.YEAR, "2027-01-01T05:00:00Z", "2026"),
        (Unit.QUARTER, "2026-11-27T12:00:00Z", "2026-k3"),
    ],
)
def test_a_longer_picture_is_due_at_the_hour_on_the_day_after_its_period(unit: Unit, now: str, code: str) -> None:
    period = tasks.last_ended(unit, dt.datetime.fromisoformat(now), "Europe/Stockholm", 6)
    assert periods.code(period) == code


@pytest.mark.django_db(transaction=True)
def test_those_who_want_months_and_years_have_them_made_by_themselves(town: Town) -> None:
    now = dt.datetime(2026, 3, 23, 5, 0, tzinfo=dt.UTC)
    actions.arrange(actor=town.actor("coordinator"), weekday=0, hour=6, longer=["monthly", "yearly"])
    assert tasks.queue_missing(now) == 3
    assert tasks.queue_missing(now) == 0
    asked = {(given["kind"], dt.date.fromordinal(given["start"])) for name, given in jobs()}
    assert asked == {("weekly", MONDAY), ("monthly", dt.date(2026, 2, 1)), ("yearly", YEAR)}
    with pytest.raises(InputError):
        actions.arrange(actor=town.actor("coordinator"), weekday=0, hour=6, longer=["daily"])


@pytest.mark.django_db(transaction=True)
def test_which_pictures_are_made_by_themselves_is_chosen_on_a_page_and_stands_on_the_list(town: Town) -> None:
    client, page = signed_in(town), "/s/alfa/lagesbild/installning/"
    given = {"weekday": 0, "hour": 6, "readers": 0, "area_set": 0}
    assert client.post(page, {**given, "longer": ["yearly"]}).status_code == 302
    assert "varje år (strategisk lägesbild)" in client.get("/s/alfa/lagesbild/").text
    (yearly,) = re.findall(r'<input[^>]*value="yearly"[^>]*>', client.get(page).text)
    assert "checked" in yearly
    assert client.post(page, {**given, "longer": ["daily"]}).status_code == 422
