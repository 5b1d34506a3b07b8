"""Signing in: password, second step, limits, no way to find out who has an account, and only our own pages."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from lagesbild.accounts import mails, tasks
from lagesbild.accounts.models import Person, Role
from lagesbild.accounts.signin_urls import urlpatterns
from tests.accounts.conftest import PASSWORD, Town, administrator, factors, signed_in, with_app

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/konto/logga-in/"


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_a_member_signs_in_with_address_and_password(town: Town) -> None:
    town.person("Nils", Role.MEMBER)
    client = Client()
    answer = sign_in(client, "Nils@Exempel.se", next="/s/alfa/")
    assert answer["Location"] == "/s/alfa/"
    assert client.get("/s/alfa/").status_code == 200
    assert UserSession.objects.count() == 1


def test_the_cookie_of_a_session_is_read_by_no_script_and_lives_as_long_as_it_may_lie_unused(town: Town) -> None:
    town.person("Nils", Role.MEMBER)
    client = Client()
    sign_in(client, "nils@exempel.se")
    assert 1.9 * 3600 < client.session.get_expiry_age() <= 2 * 3600
    cookie = client.cookies["inloggning"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_wrong_password_and_an_unknown_address_look_alike(town: Town) -> None:
    town.person("Nils", Role.MEMBER)
    pages = [sign_in(Client(), email, "fel lösenord").text for email in ("nils@exempel.se", "ingen@exempel.se")]
    assert "Adressen eller lösenordet stämmer inte" in pages[0]
    plain = [re.sub(r'value="[^"]*"', "", page) for page in pages]
    assert plain[0] == plain[1]


def test_a_closed_account_is_told_only_to_whoever_knows_the_password(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    person.is_active = False
    person.save()
    assert "stämmer inte" in sign_in(Client(), person.email, "fel lösenord").text
    assert sign_in(Client(), person.email)["Location"] == "/konto/stangt/"
    assert "Kontot är stängt" in Client().get("/konto/stangt/").text


def test_someone_who_is_closed_is_out_at_once(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    client = signed_in(person)
    assert client.get("/s/alfa/").status_code == 200
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/s/alfa/").status_code == 302


def test_attempts_are_limited_also_with_the_right_password_in_the_end(town: Town) -> None:
    town.person("Nils", Role.MEMBER)
    pages = [sign_in(Client(), "nils@exempel.se", f"gissning {i}").text for i in range(6)]
    assert "stämmer inte" in pages[4]
    assert "många försök" in pages[5]
    assert "många försök" in sign_in(Client(), "nils@exempel.se").text


def test_limits_are_for_an_unknown_address_as_well(town: Town) -> None:
    pages = [sign_in(Client(), "ingen@exempel.se", f"gissning {i}").text for i in range(6)]
    assert "många försök" in pages[5]


def test_many_attempts_from_one_machine_get_a_page_of_ours(town: Town) -> None:
    answers = [sign_in(Client(), f"ingen{i}@exempel.se", "gissning") for i in range(31)]
    assert [answer.status_code for answer in answers[:30]] == [200] * 30
    assert answers[30].status_code == 429
    assert "Lite tålamod" in answers[30].text
    assert answers[30].text.count("<h1") == 1


def test_whoever_has_an_app_is_asked_for_a_code(town: Town) -> None:
    secret = with_app(town.person("Nils", Role.MEMBER))
    client = Client()
    assert sign_in(client, "nils@exempel.se")["Location"] == "/konto/tvasteg/kod/"
    assert client.get("/s/alfa/").status_code == 302, "half signed in is not signed in"
    page = client.get("/konto/tvasteg/kod/")
    assert "Det andra steget" in page.text
    assert "Koden stämmer inte" in client.post("/konto/tvasteg/kod/", {"code": "000000"}).text
    assert client.post("/konto/tvasteg/kod/", {"code": code_of(secret)}).status_code == 302
    assert client.get("/s/alfa/").status_code == 200


def test_a_recovery_code_lets_in_once(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    with_app(person)
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    for expected in (302, 200):
        client = Client()
        sign_in(client, person.email)
        assert client.post("/konto/tvasteg/kod/", {"code": code}).status_code == expected


def test_the_secret_of_an_app_is_encrypted_in_the_database(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    secret = with_app(person)
    stored = person.authenticator_set.get().data["secret"]
    assert secret not in stored
    assert stored.startswith("gAAAA")


def test_a_forgotten_password_is_mended_by_a_letter(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    client = Client()
    answer = client.post("/konto/losenord/glomt/", {"email": person.email})
    assert answer["Location"] == "/konto/losenord/glomt/skickat/"
    job = ProcrastinateJob.objects.get()
    assert job.args == {"partnership": 0, "person": person.pk}
    tasks.password_link(**job.args)
    (letter,) = mail.outbox
    (path,) = re.findall(r"http://\S+?(/konto/losenord/nytt/\S+)", letter.body)
    page = client.get(path, follow=True)
    assert "Välj ett nytt lösenord" in page.text
    new = "fyra blå båtar i rad"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Lösenordet är bytt" in done.text
    assert sign_in(Client(), person.email, new).status_code == 302
    assert "gäller inte längre" in Client().get(path, follow=True).text
    assert [job.task_name for job in ProcrastinateJob.objects.order_by("id")] == [
        "accounts.password_link",
        "accounts.notice",
    ]


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(town: Town) -> None:
    town.person("Nils", Role.MEMBER)
    answers = [
        Client().post("/konto/losenord/glomt/", {"email": email}, follow=True).text
        for email in ("nils@exempel.se", "ingen@exempel.se")
    ]
    assert re.sub(r'value="[^"]*"', "", answers[0]) == re.sub(r'value="[^"]*"', "", answers[1])
    jobs = ProcrastinateJob.objects.order_by("id")
    assert [job.task_name for job in jobs] == ["accounts.password_link"] * 2, "both take the same way"
    for job in jobs:
        tasks.password_link(**job.args)
    assert [letter.to for letter in mail.outbox] == [["nils@exempel.se"]]


def test_a_changed_password_ends_other_sessions_and_is_told(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    here, there = Client(), Client()
    sign_in(here, person.email)
    sign_in(there, person.email)
    new = "fyra blå båtar i rad"
    data = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/konto/losenord/byt/", data).status_code == 302
    assert here.get("/s/alfa/").status_code == 200
    assert there.get("/s/alfa/").status_code == 302
    job = ProcrastinateJob.objects.get()
    tasks.notice(**job.args)
    assert "Ditt lösenord har bytts" in mail.outbox[0].subject


def test_one_signs_out_everywhere(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    here, there = Client(), Client()
    sign_in(here, person.email)
    sign_in(there, person.email)
    assert here.get("/konto/inloggningar/").text.count("127.0.0.1") == 2
    here.post("/konto/inloggningar/")
    assert there.get("/s/alfa/").status_code == 302
    assert here.get("/s/alfa/").status_code == 200
    sign_in(there, person.email)
    here.post("/konto/logga-ut/overallt/")
    assert here.get("/s/alfa/").status_code == 302
    assert there.get("/s/alfa/").status_code == 302


def test_signing_out_is_asked_and_done_by_a_form(town: Town) -> None:
    client = signed_in(town.person("Nils", Role.MEMBER))
    assert "Logga ut?" in client.get("/konto/logga-ut/").text
    assert client.get("/s/alfa/").status_code == 200
    client.post("/konto/logga-ut/")
    assert client.get("/s/alfa/").status_code == 302


def test_an_app_is_connected_and_codes_are_shown(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    client = Client()
    sign_in(client, person.email)
    page = client.get("/konto/tvasteg/app/", follow=True)
    assert "Visa att det fortfarande är du" in page.text
    page = client.post("/konto/bekrafta/?next=/konto/tvasteg/app/", {"password": PASSWORD}, follow=True)
    assert "Koppla en autentiseringsapp" in page.text
    (secret,) = re.findall(r"<code>(\w+)</code>", page.text)
    done = client.post("/konto/tvasteg/app/", {"code": code_of(secret)}, follow=True)
    assert factors(person) == {"totp", "recovery_codes"}
    assert len(re.findall(r"<code>(\d{8})</code>", done.text)) == 10
    listed = client.get("/konto/tvasteg/").text
    assert "10 koder kvar" in listed
    assert client.get("/konto/tvasteg/reservkoder/hamta/")["Content-Disposition"].startswith("attachment")


def test_nobody_signs_up(town: Town) -> None:
    for path in ("/konto/signup/", "/konto/skapa/", "/accounts/signup/", "/konto/login/code/", "/konto/email/"):
        assert Client().get(path).status_code == 404
    assert not any("signup" in (pattern.name or "") for pattern in urlpatterns)


ARGUMENTS = {
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "mfa_edit_webauthn": {"pk": 1},
    "mfa_remove_webauthn": {"pk": 1},
}


@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns])
@pytest.mark.parametrize("who", ["nobody", "member", "decider"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_of_the_library_is_ours(town: Town, name: str, who: str, language: str) -> None:
    client = Client()
    if who == "member":
        sign_in(client, town.person("Nils", Role.MEMBER).email)
        client.post("/konto/bekrafta/", {"password": PASSWORD})
    elif who == "decider":
        client.force_login(administrator(town))
    client.cookies["sprak"] = language
    page = client.get(reverse(name, kwargs=ARGUMENTS.get(name)), follow=True)
    assert page.status_code in {200, 404}
    if page["Content-Type"].startswith("text/html"):
        assert f'<html lang="{language}">' in page.text
        assert page.text.count("<h1") == 1
        assert 'href="#content"' in page.text, "our frame"
        assert not re.search(r"<script(?![^>]*src=)", page.text)
        assert " style=" not in page.text


def test_every_letter_of_the_library_has_words_of_ours() -> None:
    for what in mails.NOTICES.values():
        assert what.to_dict()["sv"] != what.to_dict()["en"]
