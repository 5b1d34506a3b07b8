"""Limits on what is sent without signing in: they hold for a whole stretch, for one address, and keep no address."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from lagesbild.core.web import limits

pytestmark = pytest.mark.django_db

HOUR = 3600
DAY = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC).timestamp()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What time it is, for the limits alone."""
    now = [DAY]
    monkeypatch.setattr(limits, "time", lambda: now[0])
    return now


def send(address: str = "192.0.2.7", **headers: str) -> None:
    request = RequestFactory().post("/p/alfa/", REMOTE_ADDR=address, **headers)
    limits.within(request, "answer", most=3, seconds=HOUR)


def test_one_more_than_the_limit_is_refused_until_the_next_stretch(clock: list[float]) -> None:
    for minutes in (0, 10, 20):
        clock[0] = DAY + minutes * 60
        send()
    with pytest.raises(limits.TooMany):
        send()
    clock[0] = DAY + 55 * 60
    with pytest.raises(limits.TooMany):
        send()
    clock[0] = DAY + HOUR
    send()


def test_others_are_not_counted_with_it() -> None:
    for _ in range(3):
        send()
    send("192.0.2.8")
    limits.within(RequestFactory().post("/", REMOTE_ADDR="192.0.2.7"), "report", most=1, seconds=HOUR)


def test_a_household_has_one_network_of_the_sixth_version() -> None:
    for last in "123":
        send(f"2001:db8:1:2::{last}")
    with pytest.raises(limits.TooMany):
        send("2001:db8:1:2:ffff::9")
    send("2001:db8:1:3::1")


def test_behind_a_proxy_it_is_the_visitor_who_is_counted(settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for last in range(5):
        send("10.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{last}")
    for _ in range(2):
        send("10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.1")
    with pytest.raises(limits.TooMany):
        send("10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1")


def test_no_address_is_kept() -> None:
    send("192.0.2.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM accounts_cache")
        kept = " ".join(key for (key,) in cursor.fetchall())
    assert "limit-" in kept
    assert "192.0.2.7" not in kept
