"""How long one is signed in, what the session is called, what is left behind, and what the log says of it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import logging
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from cryptography.fernet import InvalidToken
from django.contrib.sessions.models import Session
from django.core import mail, signing
from django.core.mail import BadHeaderError
from django.test import Client
from django.utils import timezone

from lagesbild.accounts import addresses, recovery, tokens
from lagesbild.accounts import signed_in as engine
from lagesbild.accounts.adapter import FactorAdapter
from lagesbild.accounts.mails import Letter
from lagesbild.accounts.models import Person, Role
from lagesbild.i18n import Message
from tests.accounts.conftest import PASSWORD, Settings, Town, signed_in, with_app
from tests.accounts.test_signin import code_of, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


def later(monkeypatch: pytest.MonkeyPatch, after: dt.timedelta) -> None:
    """For sessions it is so much later than it was."""
    now = timezone.now() + after
    monkeypatch.setattr(engine.timezone, "now", lambda: now)


def test_a_session_that_lies_unused_ends(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(town.person("Nils", Role.MEMBER))
    later(monkeypatch, 1.9 * HOUR)
    assert client.get("/s/alfa/").status_code == 200
    later(monkeypatch, 1.9 * HOUR)
    assert client.get("/s/alfa/").status_code == 200, "it was used"
    later(monkeypatch, 2.1 * HOUR)
    assert client.get("/s/alfa/").status_code == 302


def test_a_session_ends_however_much_it_is_used(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(town.person("Nils", Role.MEMBER))
    for _ in range(7):
        later(monkeypatch, 1.6 * HOUR)
        assert client.get("/s/alfa/").status_code == 200
    assert client.cookies["inloggning"]["max-age"] <= 0.9 * 3600
    later(monkeypatch, 1 * HOUR)
    assert client.get("/s/alfa/").status_code == 302


def test_that_a_session_is_used_is_written_down_seldom(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(town.person("Nils", Role.MEMBER))
    first = Session.objects.get().expire_date
    later(monkeypatch, dt.timedelta(minutes=4))
    client.get("/s/alfa/")
    assert Session.objects.get().expire_date == first
    later(monkeypatch, dt.timedelta(minutes=2))
    client.get("/s/alfa/")
    assert Session.objects.get().expire_date > first


def test_the_session_has_another_name_after_signing_in_and_after_showing_that_it_is_oneself(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    client = Client()
    client.get("/konto/logga-in/")
    sign_in(client, person.email)
    first = client.session.session_key
    client.post("/konto/bekrafta/?next=/konto/tvasteg/app/", {"password": PASSWORD})
    second = client.session.session_key
    assert first != second
    assert not Session.objects.filter(session_key=first).exists()
    assert [one.session_key for one in UserSession.objects.all()] == [second]
    client.post("/konto/bekrafta/", {"password": "fel lösenord"})
    assert client.session.session_key == second
    assert len(second) >= 32


def test_signing_out_empties_what_the_browser_keeps(town: Town) -> None:
    for address in ("/konto/logga-ut/", "/konto/logga-ut/overallt/"):
        client = signed_in(town.person(f"Nils{len(address)}", Role.MEMBER))
        assert client.post(address)["Clear-Site-Data"] == '"storage"'
        assert not Session.objects.exists()


def test_no_browser_keeps_a_page_that_one_has_to_sign_in_for(town: Town) -> None:
    client = signed_in(town.person("Nils", Role.MEMBER))
    for address in ("/s/alfa/", "/s/alfa/handelser/", "/konto/", "/konto/logga-in/"):
        assert "no-store" in client.get(address, follow=True)["Cache-Control"], address


def test_every_page_that_one_signs_in_for_has_a_way_to_sign_out(town: Town) -> None:
    client = signed_in(town.person("Nils", Role.MEMBER))
    for address in ("/s/alfa/", "/konto/"):
        assert "/konto/logga-ut/" in client.get(address).text


def test_a_code_of_an_app_is_taken_once(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    code = code_of(with_app(person))
    for expected in (302, 200):
        client = Client()
        sign_in(client, person.email)
        assert client.post("/konto/tvasteg/kod/", {"code": code}).status_code == expected


def test_everybody_needs_a_second_step_where_the_operator_says_so(town: Town, settings: Settings) -> None:
    client = signed_in(town.person("Nils", Role.MEMBER))
    assert client.get("/s/alfa/").status_code == 200
    settings.SECOND_STEP_FOR_ALL = True
    assert client.get("/s/alfa/")["Location"] == "/konto/tvasteg/valj/"


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("kort losen", False),
        ("qwertyuiop123", False),
        ("Lägesbild 2026", False),
        ("kommunPolisen-juni", False),
        ("nils.exempel@x", False),
        ("samverkan kring fyra båtar", True),
        ("837498237492", True),
        ("å" * 40 + " ✓ " + "x" * 60, True),
        ("FYRABLÅBÅTARIRAD", True),
    ],
)
def test_a_password_is_long_and_hard_to_guess_and_nothing_else(town: Town, password: str, taken: bool) -> None:
    person = town.person("Nils", Role.MEMBER)
    client = Client()
    sign_in(client, person.email)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert (client.post("/konto/losenord/byt/", data).status_code == 302) is taken
    if taken:
        assert sign_in(Client(), person.email, password).status_code == 302
        changed = {password.swapcase(), password[:-1]} - {password}
        for wrong in changed:
            assert sign_in(Client(), person.email, wrong).status_code == 200


def test_the_password_one_has_is_asked_for_and_fields_hide_what_is_written(town: Town) -> None:
    client = Client()
    sign_in(client, town.person("Nils", Role.MEMBER).email)
    page = client.get("/konto/losenord/byt/").text
    assert page.count('type="password"') == 3
    assert "onpaste" not in page
    assert 'autocomplete="new-password"' in page
    data = {"oldpassword": "fel lösenord", "password1": "fyra blå båtar i rad", "password2": "fyra blå båtar i rad"}
    assert client.post("/konto/losenord/byt/", data).status_code == 200


def test_the_log_says_who_signs_in_from_where_and_no_secret(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    person = town.person("Nils", Role.MEMBER)
    secret = with_app(person)
    caplog.set_level(logging.INFO, logger="lagesbild.signin")
    client = Client()
    sign_in(client, person.email, "fel lösenord")
    sign_in(client, person.email)
    client.post("/konto/tvasteg/kod/", {"code": "000000"})
    code = code_of(secret)
    client.post("/konto/tvasteg/kod/", {"code": code})
    client.post("/konto/logga-ut/")
    said = [record.getMessage() for record in caplog.records if record.name == "lagesbild.signin"]
    assert said[0] == "not let in person=- by=- from=127.0.0.1"
    assert f"code refused person={person.pk} by=totp from=127.0.0.1" in said
    assert f"second step used person={person.pk} by=totp from=127.0.0.1" in said
    assert f"signed in person={person.pk} by=- from=127.0.0.1" in said
    assert said[-1] == f"signed out person={person.pk} by=- from=127.0.0.1"
    whole = caplog.text
    for never in (person.email, PASSWORD, "fel lösenord", code, secret):
        assert never not in whole


def test_the_log_says_who_met_a_shut_door_and_nothing_of_the_address(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    person = town.person("Nils", Role.MEMBER)
    client = signed_in(person)
    client.get("/s/beta/")
    client.get("/s/alfa/personer/")
    Client().get("/konto/inbjudan/1-" + "a" * 43 + "/")
    said = [record.getMessage() for record in caplog.records if record.name == "lagesbild.web"]
    assert said == [
        f"shut NotHere GET home person={person.pk} from=127.0.0.1",
        f"shut Denied GET people:list person={person.pk} from=127.0.0.1",
        "shut Gone GET accounts:invitation person=- from=127.0.0.1",
    ]


def test_a_new_password_by_mail_does_not_go_around_the_second_step(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    secret = with_app(person)
    client, new = Client(), "fyra blå båtar i rad"
    page = client.get(urlsplit(recovery.password_link(person)).path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert client.get("/s/alfa/").status_code == 302
    assert sign_in(client, person.email, new)["Location"] == "/konto/tvasteg/kod/"
    assert client.get("/s/alfa/").status_code == 302
    client.post("/konto/tvasteg/kod/", {"code": code_of(secret)})
    assert client.get("/s/alfa/").status_code == 200


def test_a_signed_link_is_for_one_thing_and_one_day(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    person = town.person("Nils", Role.MEMBER)
    person.wanted_email = "ny@exempel.se"
    secret = addresses.secret_of(person)
    assert addresses.proven(person=person, secret=secret) == "ny@exempel.se"
    other = signing.dumps([person.pk, person.wanted_email], salt="something else")
    unsigned = secret.rpartition(":")[0] + ":" + "a" * 43
    for wrong in (other, unsigned, secret[:-1], secret.partition(":")[0]):
        with pytest.raises(addresses.LinkGone):
            addresses.proven(person=person, secret=wrong)
    monkeypatch.setattr(signing.time, "time", lambda: timezone.now().timestamp() + 25 * 3600)
    with pytest.raises(addresses.LinkGone):
        addresses.proven(person=person, secret=secret)


def test_passwords_and_secrets_are_kept_by_approved_means(town: Town) -> None:
    assert town.person("Nils", Role.MEMBER).password.startswith("argon2$argon2id$")
    token = tokens.make(1)
    assert len(base64.urlsafe_b64decode(token.secret + "=")) == 32
    assert token.digest == hashlib.sha256(token.secret.encode()).digest()
    vault = FactorAdapter()
    kept = vault.encrypt("hemligt")
    assert vault.decrypt(kept) == "hemligt"
    for at in (1, 20, len(kept) // 2, len(kept) - 5):
        with pytest.raises(InvalidToken):
            vault.decrypt(kept[:at] + ("A" if kept[at] != "A" else "B") + kept[at + 1 :])


def test_no_setting_asks_for_a_new_password_by_the_calendar(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    Person.objects.filter(pk=person.pk).update(last_login=timezone.now() - dt.timedelta(days=3650))
    client = Client()
    assert sign_in(client, person.email, next="/s/alfa/")["Location"] == "/s/alfa/"
    assert client.get("/s/alfa/").status_code == 200


def test_a_letter_has_the_heads_that_it_was_given_and_no_more() -> None:
    plain = Message("{name}", {"name": "Samverkan\nBcc: ingen@exempel.se"})
    with pytest.raises(BadHeaderError):
        Letter("nils@exempel.se", "sv", plain, Message("x")).send()
    with pytest.raises(BadHeaderError):
        Letter("nils@exempel.se\nBcc: ingen@exempel.se", "sv", Message("x"), Message("x")).send()
    assert mail.outbox == []
