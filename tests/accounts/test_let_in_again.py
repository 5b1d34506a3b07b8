"""Somebody who has lost the phone is let in again: what opened the account opens it no longer, a link comes by mail."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from lagesbild.accounts import devices, tasks
from lagesbild.accounts.models import Device, Person, Role
from lagesbild.accounts.recovery import let_in_again
from lagesbild.core.actions import Denied
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.errors import InputError
from tests.accounts.conftest import PASSWORD, Town, administrator, factors, signed_in, with_app

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "fyra blå båtar i rad"


@pytest.fixture(autouse=True)
def _mail_works(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def path(town: Town, person: Person) -> str:
    return f"/s/alfa/personer/{person.pk}/slapp-in/"


def page(town: Town, person: Person) -> str:
    return f"/s/alfa/personer/{person.pk}/{town.municipality}/"


def test_an_administrator_helps_somebody_who_has_lost_the_phone(town: Town) -> None:
    nils = town.person("Nils", Role.COORDINATOR)
    with_app(nils)
    _, link = devices.offer(actor=town.actor(nils), person=nils.pk, party=town.municipality)
    devices.claim(token=link, name="Borttappad")
    theirs = Client()
    theirs.force_login(nils)
    theirs.get("/s/alfa/")
    helper = signed_in(administrator(town))
    assert path(town, nils) in helper.get(page(town, nils)).text
    said = helper.post(path(town, nils), follow=True).text
    assert "nils@exempel.se" in said
    assert "/konto/losenord/nytt/" not in said, "whoever helps does not get the link"
    nils.refresh_from_db()
    assert not nils.has_usable_password()
    assert factors(nils) == set()
    with scope(Scope(read=(town.partnership,))):
        assert not Device.objects.in_use().exists()
        assert TimelineEntry.objects.order_by("-sequence")[0].verb == "person.let_in"
    assert "Släppt in på nytt" in helper.get("/s/alfa/tidslinje/").text
    job = ProcrastinateJob.objects.get(task_name="accounts.let_in")
    tasks.let_in(**job.args)
    (letter,) = mail.outbox
    assert letter.to == ["nils@exempel.se"]
    assert "Alfa" in letter.body
    (way,) = re.findall(r"http://\S+?(/konto/losenord/nytt/\S+)", letter.body)
    fresh = Client()
    form = fresh.get(way, follow=True)
    fresh.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    fresh.post("/konto/logga-in/", {"login": nils.email, "password": NEW})
    assert fresh.get("/s/alfa/")["Location"] == "/konto/tvasteg/valj/", "a new second step comes first"


def test_sessions_that_were_open_are_ended(town: Town) -> None:
    nils = town.person("Nils", Role.MEMBER)
    theirs = Client()
    theirs.post("/konto/logga-in/", {"login": nils.email, "password": PASSWORD})
    assert theirs.get("/s/alfa/").status_code == 200
    let_in_again(actor=town.actor(administrator(town)), person=nils.pk)
    assert theirs.get("/s/alfa/").status_code == 302


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_nobody_else_does(town: Town, role: Role) -> None:
    nils, other = town.person("Nils", Role.MEMBER), town.person("Rut", role)
    with pytest.raises(Denied):
        let_in_again(actor=town.actor(other), person=nils.pk)
    assert nils.has_usable_password()


def test_one_does_not_lock_oneself_out_nor_those_who_are_not_here(town: Town) -> None:
    ada = administrator(town)
    stranger = town.person("Sten")
    town.join(stranger, Role.MEMBER, party=town.their_party, partnership=town.other)
    for person in (ada, stranger):
        with pytest.raises(InputError):
            let_in_again(actor=town.actor(ada), person=person.pk)
    stranger.refresh_from_db()
    assert stranger.has_usable_password()
    assert path(town, ada) not in signed_in(ada).get(page(town, ada)).text


def test_where_no_mail_can_be_sent_nothing_is_taken_away_and_it_is_said_who_can_help(town: Town, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    nils = town.person("Nils", Role.COORDINATOR)
    with_app(nils)
    answer = signed_in(administrator(town)).post(path(town, nils), follow=True)
    assert "lagesbild user let-in nils@exempel.se" in answer.text
    assert factors(nils) == {"totp"}
