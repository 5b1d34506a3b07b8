"""What every answer says beside what it holds, cookies with https, and what is not answered at all."""

from __future__ import annotations

import runpy
import ssl
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail.backends.smtp import EmailBackend
from django.http import HttpResponse
from django.test import Client

from lagesbild.accounts import devices, tokens
from lagesbild.accounts.models import Person
from lagesbild.core.web import assets
from lagesbild.core.web.language import remember
from lagesbild.meetings.actions import planning
from lagesbild.promises.forms import PromiseForm
from lagesbild.site import operation

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESSES = {
    "/konto/logga-in/": "text/html; charset=utf-8",
    "/finns-inte/": "text/html; charset=utf-8",
    "/s/alfa/moten/9/kalla/": "text/html; charset=utf-8",
    "/p/alfa/": "text/html; charset=utf-8",
    "/api/v1/openapi.json": "application/json",
    "/tema/0b5a61.css": "text/css; charset=utf-8",
    "/halsa/": "text/plain; charset=utf-8",
    "static": 'text/javascript; charset="utf-8"',
}
"""Pages, errors, what programs read, style sheets, the page of health, static files; and what each is."""
WITHOUT = {"/halsa/": {"Referrer-Policy"}}
"""What is said to no browser."""


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_kind_of_answer_says_how_it_is_to_be_taken(address: str) -> None:
    path = assets.static("built/app.js") if address == "static" else address
    answer = Client().get(path, headers={"Origin": "https://exempel.invalid"})
    assert answer["Content-Type"] == ADDRESSES[address]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer.get("Referrer-Policy", "") == ("" if address in WITHOUT else "same-origin")
    assert answer.get("Access-Control-Allow-Origin", "") == ("*" if address.startswith("/api/") else "")
    answer.close()


def https(monkeypatch: pytest.MonkeyPatch, **more: str) -> dict[str, Any]:
    """How it is run with an https address."""
    for name, value in {"LAGESBILD_URL": "https://lagesbild.exempel.se", **more}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(operation.__file__))


def test_with_https_every_cookie_is_this_hosts_alone(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    told = https(monkeypatch)
    for name in ("COOKIE_PREFIX", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "CSRF_COOKIE_NAME"):
        setattr(settings, name, told[name])
    settings.SESSION_COOKIE_NAME = f"{told['COOKIE_PREFIX']}inloggning"
    answer = HttpResponse()
    remember(answer, "en")
    devices.keep(answer, tokens.make(7))
    Person.objects.create_user("nils@exempel.se", "Nils Exempel", "tolv gröna äpplen på rad")
    client = Client()
    said = {"login": "nils@exempel.se", "password": "tolv gröna äpplen på rad"}
    assert client.post("/konto/logga-in/", said, secure=True).status_code == 302
    client.get("/konto/losenord/byt/", secure=True)
    cookies = {**answer.cookies, **client.cookies}
    assert set(cookies) == {"__Host-sprak", "__Host-enhet-7", "__Host-csrftoken", "__Host-inloggning"}
    for name, cookie in cookies.items():
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert (cookie["path"], cookie["domain"], cookie["samesite"]) == ("/", "", "Lax"), name


def test_with_https_browsers_come_back_by_https(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    told = https(monkeypatch)
    for name in ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_SSL_REDIRECT", "ALLOWED_HOSTS"):
        setattr(settings, name, told[name])
    client = Client(headers={"host": "lagesbild.exempel.se"})
    for address in ("/konto/logga-in/", "/finns-inte/", assets.static("built/app.js")):
        answer = client.get(address, secure=True)
        assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        answer.close()
        assert client.get(address)["Location"] == f"https://lagesbild.exempel.se{address}"


def test_mail_goes_encrypted_to_a_server_that_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    told = https(monkeypatch, LAGESBILD_MAIL_URL="smtp://namn:hemligt@post.exempel.se")
    assert told["EMAIL_USE_TLS"]
    context = EmailBackend(use_tls=True).ssl_context
    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
    assert not https(monkeypatch, LAGESBILD_MAIL_URL="smtp://post.exempel.se:25?tls=0")["EMAIL_USE_TLS"]


def test_what_is_not_meant_to_be_served_is_not_there() -> None:
    client = Client()
    for address in ("/.git/config", "/static/", "/static/built/", "/static/../settings.py", "/admin/", "/api/v1/docs/"):
        assert client.get(address).status_code == 404, address
    assert client.trace("/konto/logga-in/").status_code == 405
    assert not settings.DEBUG


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "jAvascript:1", "vbscript:x", "file:///x"]
)
def test_a_link_that_somebody_writes_is_one_of_the_web(address: str) -> None:
    for check in (planning.is_address, PromiseForm.base_fields["source"].clean):
        with pytest.raises(ValidationError):
            check(address)
        check("https://exempel.se/x")
