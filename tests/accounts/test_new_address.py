"""One's own address is changed by oneself, and proven by a link that is sent to the new one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from lagesbild.accounts import tasks
from lagesbild.accounts.models import Person, Role
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import Scope, scope
from tests.accounts.conftest import PASSWORD, Town

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/konto/epost/"
NEW = "nils.ny@exempel.se"


@pytest.fixture(autouse=True)
def _mail_works(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def nils(town: Town) -> Person:
    return town.person("Nils", Role.MEMBER)


def browser(person: Person, email: str = "") -> Client:
    """Somebody who has just shown the password again."""
    client = Client()
    client.post("/konto/logga-in/", {"login": email or person.email, "password": PASSWORD})
    client.post("/konto/bekrafta/", {"password": PASSWORD})
    return client


def latest(task: str) -> dict[str, int]:
    """What the job that was queued last is given."""
    found: dict[str, int] = ProcrastinateJob.objects.filter(task_name=task).latest("id").args
    return found


def asked(client: Client, email: str = NEW) -> str:
    """The way that stands in the letter to the new address."""
    client.post(ADDRESS, {"email": email})
    tasks.address_asked(**latest("accounts.address_asked"))
    tasks.new_address(**latest("accounts.new_address"))
    (way,) = [
        found for one in mail.outbox if one.to == [email] for found in re.findall(r"(/konto/epost/\S+)", one.body)
    ]
    return str(way)


def test_the_address_is_changed_when_the_new_one_has_been_proven(town: Town, nils: Person) -> None:
    client = browser(nils)
    assert ADDRESS in client.get("/konto/").text
    way = asked(client)
    nils.refresh_from_db()
    assert nils.email == "nils@exempel.se", "not before"
    assert [one.to for one in mail.outbox] == [["nils@exempel.se"], [NEW]], "the old one is told first"
    assert NEW in client.get(way).text
    assert client.post(way)["Location"] == "/konto/"
    nils.refresh_from_db()
    assert (nils.email, nils.wanted_email) == (NEW, "")
    assert list(EmailAddress.objects.filter(user=nils).values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    with scope(Scope(read=(town.partnership,))):
        entry = TimelineEntry.objects.order_by("-sequence")[0]
    assert (entry.verb, entry.subject_id) == ("person.address", nils.pk)
    assert "exempel" not in str(entry.detail)
    assert browser(nils).get("/s/alfa/").status_code == 200
    assert Client().post("/konto/logga-in/", {"login": "nils@exempel.se", "password": PASSWORD}).status_code == 200
    assert client.get(way).status_code == 404, "a link works once"


def test_the_link_waits_until_the_old_address_has_been_told(nils: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    browser(nils).post(ADDRESS, {"email": NEW})
    links = ProcrastinateJob.objects.filter(task_name="accounts.new_address")
    with monkeypatch.context() as patch:
        patch.setattr("lagesbild.accounts.mails.EmailMessage.send", _away)
        with pytest.raises(OSError, match="away"):
            tasks.address_asked(**latest("accounts.address_asked"))
    assert not links.exists()
    tasks.address_asked(**latest("accounts.address_asked"))
    assert [one.to for one in mail.outbox] == [["nils@exempel.se"]]
    assert links.count() == 1


def _away(*_arguments: object, **_named: object) -> None:
    raise OSError("away")


def test_the_password_is_asked_for_first(nils: Person) -> None:
    client = Client()
    client.post("/konto/logga-in/", {"login": nils.email, "password": PASSWORD})
    assert "/konto/bekrafta/" in client.post(ADDRESS, {"email": NEW})["Location"]


def test_the_link_is_nobody_elses_and_an_earlier_one_is_none(town: Town, nils: Person) -> None:
    client = browser(nils)
    first = asked(client)
    asked(client, "nils.tva@exempel.se")
    assert client.get(first).status_code == 404
    rut = browser(town.person("Rut", Role.MEMBER))
    second = asked(client, "nils.tre@exempel.se")
    assert rut.post(second).status_code == 404
    assert Client().get(second).status_code == 302
    assert client.get("/konto/epost/x/").status_code == 404


def test_an_address_that_someone_else_signs_in_with_is_not_taken_and_not_told(town: Town, nils: Person) -> None:
    client = browser(nils)
    way = asked(client)
    town.person("Other", Role.MEMBER)
    Person.objects.filter(email="other@exempel.se").update(email=NEW)
    assert client.post(way).status_code == 400
    nils.refresh_from_db()
    assert nils.email == "nils@exempel.se"
    answers = [client.post(ADDRESS, {"email": one}, follow=True).text for one in (NEW, "ledig@exempel.se")]
    assert [re.search(r'role="status">\s*<p>(.*?)</p>', one, re.DOTALL) is not None for one in answers] == [True, True]
    before = len(mail.outbox)
    Person.objects.filter(pk=nils.pk).update(wanted_email=NEW)
    tasks.address_asked(**latest("accounts.address_asked"))
    tasks.new_address(**latest("accounts.new_address"))
    assert len(mail.outbox) == before, "no letter goes to somebody else's address"


@pytest.mark.parametrize("email", ["", "nils@", "NILS@exempel.se"])
def test_what_is_no_new_address_is_refused_in_words(nils: Person, email: str) -> None:
    page = browser(nils).post(ADDRESS, {"email": email})
    assert 'class="error"' in page.text or 'class="refused"' in page.text
    assert not ProcrastinateJob.objects.filter(task_name="accounts.new_address").exists()


def test_where_no_mail_can_be_sent_it_is_said_instead_of_a_form(nils: Person, settings: Any) -> None:
    client = browser(nils)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    page = client.get(ADDRESS)
    assert 'name="email"' not in page.text
    assert "mejl" in page.text.lower() or "e-post" in page.text.lower()
