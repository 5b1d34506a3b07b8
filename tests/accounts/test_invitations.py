"""Invitations: who may give what, how one is taken, and that only digests are kept."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from lagesbild.accounts import actions, devices, tasks, tokens
from lagesbild.accounts.models import Invitation, Membership, Person, Role
from lagesbild.accounts.policies import GIVES
from lagesbild.accounts.tokens import Token
from lagesbild.core.actions import SYSTEM, Actor, Denied, WrongState
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from tests.accounts.conftest import PASSWORD, Town, administrator, factors, signed_in, with_app

pytestmark = pytest.mark.django_db(transaction=True)
NEW = actions.Newcomer(name="Nils Ny", password=PASSWORD)


def invite(town: Town, *roles: str, email: str = "nils@exempel.se", party: int | None = None) -> Token:
    return actions.invite(actor=town.system, email=email, party=party or town.school, roles=roles)[1]


@pytest.mark.parametrize("giver", list(Role))
@pytest.mark.parametrize("given", list(Role))
def test_who_may_give_which_role(town: Town, giver: Role, given: Role) -> None:
    actor = town.actor(town.person("Gun", giver))
    allowed = giver == Role.ADMINISTRATOR or (giver == Role.COORDINATOR and given in {Role.REPORTER, Role.MEMBER})
    assert (given in GIVES.get(giver, frozenset())) == allowed
    if allowed:
        row, _ = actions.invite(actor=actor, email="nils@exempel.se", party=town.municipality, roles=[given])
        assert row.roles == [given]
    else:
        with pytest.raises(Denied):
            actions.invite(actor=actor, email="nils@exempel.se", party=town.municipality, roles=[given])


def test_one_role_that_may_not_be_given_stops_them_all(town: Town) -> None:
    actor = town.actor(town.person("Gun", Role.COORDINATOR))
    with pytest.raises(Denied):
        actions.invite(actor=actor, email="nils@exempel.se", party=town.municipality, roles=[Role.MEMBER, Role.LEADER])


def test_a_coordinator_lets_nobody_in_with_another_party(town: Town) -> None:
    """Not oneself either: one would read what the other party keeps for itself."""
    gun, nils = town.person("Gun", Role.COORDINATOR), town.person("Nils", Role.REPORTER, party=town.school)
    with pytest.raises(Denied):
        actions.invite(actor=town.actor(gun), email=gun.email, party=town.school, roles=[Role.MEMBER])
    with pytest.raises(Denied):
        actions.change_roles(actor=town.actor(gun), person=nils.pk, party=town.school, roles=[Role.MEMBER])
    with pytest.raises(Denied):
        actions.end_membership(actor=town.actor(gun), person=nils.pk, party=town.school)
    assert town.roles(nils) == {(town.school, Role.REPORTER)}


def test_someone_new_takes_an_invitation(town: Town) -> None:
    token = invite(town, Role.MEMBER, Role.REPORTER)
    taken = actions.accept(token=token, newcomer=NEW)
    assert taken.new
    assert taken.person.email == "nils@exempel.se"
    assert taken.person.check_password(PASSWORD)
    assert taken.person.password.startswith("argon2")
    assert town.roles(taken.person) == {(town.school, "member"), (town.school, "reporter")}
    with scope(Scope(read=(town.partnership,))):
        verbs = list(TimelineEntry.objects.order_by("sequence").values_list("verb", flat=True))
        assert verbs == ["person.invited", "invitation.accepted"]
        assert list(faults(town.partnership)) == []


def test_one_person_takes_part_in_several_partnerships(town: Town) -> None:
    person = town.person("Nils")
    town.join(person, Role.LEADER, party=town.their_party, partnership=town.other)
    taken = actions.accept(token=invite(town, Role.MEMBER), person=person)
    assert not taken.new
    assert town.roles(person) == {(town.school, "member")}
    assert Person.objects.count() == 1


def test_an_invitation_is_taken_once(town: Town) -> None:
    token = invite(town, Role.MEMBER)
    actions.accept(token=token, newcomer=NEW)
    with pytest.raises(actions.Gone):
        actions.accept(token=token, newcomer=NEW)


def test_a_withdrawn_an_old_and_an_invented_link_are_told_the_same(town: Town) -> None:
    withdrawn = invite(town, Role.MEMBER)
    with scope(Scope(read=(town.partnership,))):
        actions.withdraw(actor=town.system, invitation=Invitation.objects.get().pk)
    old = invite(town, Role.MEMBER)
    with scope(Scope(read=(town.partnership,), write=town.partnership)):
        Invitation.objects.filter(digest=old.digest).update(expires=timezone.now() - dt.timedelta(seconds=1))
    elsewhere = Token(town.other, invite(town, Role.MEMBER, email="ny@exempel.se").secret)
    said = set()
    for token in (withdrawn, old, tokens.make(town.partnership), elsewhere, Token(99_999, withdrawn.secret)):
        with pytest.raises(actions.Gone) as gone:
            actions.accept(token=token, newcomer=NEW)
        said.add(str(gone.value))
    assert len(said) == 1
    assert not Person.objects.exists()


def test_an_invitation_is_for_one_address(town: Town) -> None:
    token = invite(town, Role.ADMINISTRATOR)
    with pytest.raises(InputError, match="another address"):
        actions.accept(token=token, person=town.person("Mallory"))
    town.person("Nils")
    with pytest.raises(InputError, match="Sign in with it first"):
        actions.accept(token=token, newcomer=NEW)


@pytest.mark.parametrize("password", ["", "kort", "password1234", "nils.nilsson@exempel"])
def test_a_weak_password_is_refused_and_nothing_is_made(town: Town, password: str) -> None:
    token = invite(town, Role.MEMBER, email="nils.nilsson@exempel.se")
    with pytest.raises(InputError):
        actions.accept(token=token, newcomer=actions.Newcomer(name="Nils", password=password))
    assert not Person.objects.exists()
    with scope(Scope(read=(town.partnership,))):
        assert Invitation.objects.open().count() == 1


def test_a_second_invitation_to_the_same_place_is_refused(town: Town) -> None:
    invite(town, Role.MEMBER)
    with pytest.raises(InputError, match="has an invitation"):
        invite(town, Role.LEADER, email=" NILS@exempel.se ")
    invite(town, Role.MEMBER, party=town.municipality)


def test_a_used_invitation_is_not_withdrawn(town: Town) -> None:
    token = invite(town, Role.MEMBER)
    actions.accept(token=token, newcomer=NEW)
    with scope(Scope(read=(town.partnership,))):
        row = Invitation.objects.get()
    with pytest.raises(WrongState):
        actions.withdraw(actor=town.system, invitation=row.pk)


def test_a_coordinator_does_not_withdraw_an_administrators_invitation(town: Town) -> None:
    row, _ = actions.invite(actor=town.system, email="nils@exempel.se", party=town.school, roles=[Role.ADMINISTRATOR])
    with pytest.raises(Denied):
        actions.withdraw(actor=town.actor(town.person("Gun", Role.COORDINATOR)), invitation=row.pk)


def test_the_letter_has_a_link_of_its_own_and_proves_the_address(town: Town) -> None:
    row, shown = actions.invite(actor=town.system, email="nils@exempel.se", party=town.school, roles=[Role.MEMBER])
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == (
        "accounts.invitation",
        {"partnership": town.partnership, "invitation": row.pk},
    )
    tasks.invitation(partnership=town.partnership, invitation=row.pk)
    (letter,) = mail.outbox
    assert letter.to == ["nils@exempel.se"]
    assert letter.subject == "Inbjudan till Alfa"
    (link,) = re.findall(r"/konto/inbjudan/([^/]+)/", letter.body)
    mailed = tokens.read(link)
    assert mailed is not None
    assert mailed.secret != shown.secret
    taken = actions.accept(token=mailed, newcomer=NEW)
    assert EmailAddress.objects.get(user=taken.person).verified
    with pytest.raises(actions.Gone):
        actions.accept(token=shown, newcomer=NEW)


def test_a_link_from_the_screen_proves_no_address(town: Town) -> None:
    taken = actions.accept(token=invite(town, Role.MEMBER), newcomer=NEW)
    assert not EmailAddress.objects.get(user=taken.person).verified


def test_no_secret_is_anywhere_in_the_database(town: Town) -> None:
    token = invite(town, Role.MEMBER)
    with scope(Scope(read=(town.partnership,))), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            assert not any(token.secret in row[0] for row in cursor.fetchall()), table


def test_roles_are_changed_and_a_place_is_ended(town: Town) -> None:
    actor = town.actor(administrator(town))
    person = town.person("Nils", Role.MEMBER, Role.ANALYST)
    actions.change_roles(actor=actor, person=person.pk, party=town.municipality, roles=[Role.ANALYST, Role.LEADER])
    assert town.roles(person) == {(town.municipality, "analyst"), (town.municipality, "leader")}
    actions.end_membership(actor=actor, person=person.pk, party=town.municipality)
    assert town.roles(person) == set()
    with scope(Scope(read=(town.partnership,))):
        entries = list(TimelineEntry.objects.order_by("sequence"))
        assert [(entry.verb, entry.subject_id) for entry in entries] == [
            ("person.roles", person.pk),
            ("person.ended", person.pk),
        ]
        assert entries[0].detail["before"] == ["analyst", "member"]


def test_a_new_name_stands_on_the_timeline_of_every_partnership_and_a_new_language_on_none(town: Town) -> None:
    person = town.person("Nils", Role.MEMBER)
    town.join(person, Role.MEMBER, party=town.their_party, partnership=town.other)
    actions.describe_oneself(person=person, name=person.name, language="en")
    actions.describe_oneself(person=person, name="Nils Nyman", language="en")
    for partnership in (town.partnership, town.other):
        with scope(Scope(read=(partnership,))):
            entries = TimelineEntry.objects.filter(partnership_id=partnership)
            assert list(entries.values_list("verb", "person_id")) == [("person.renamed", person.pk)]
            assert list(faults(partnership)) == []


def test_a_coordinator_changes_only_what_a_coordinator_gives(town: Town) -> None:
    actor = town.actor(town.person("Gun", Role.COORDINATOR))
    person = town.person("Nils", Role.MEMBER, Role.LEADER)
    actions.change_roles(actor=actor, person=person.pk, party=town.municipality, roles=[Role.REPORTER, Role.LEADER])
    for roles in ([Role.REPORTER], [Role.REPORTER, Role.LEADER, Role.ANALYST]):
        with pytest.raises(Denied):
            actions.change_roles(actor=actor, person=person.pk, party=town.municipality, roles=roles)
    with pytest.raises(Denied):
        actions.end_membership(actor=actor, person=person.pk, party=town.municipality)
    assert town.roles(person) == {(town.municipality, "reporter"), (town.municipality, "leader")}


def test_nobody_makes_oneself_more(town: Town) -> None:
    person = town.person("Gun", Role.COORDINATOR)
    with pytest.raises(Denied):
        actions.change_roles(
            actor=town.actor(person), person=person.pk, party=town.municipality,
            roles=[Role.COORDINATOR, Role.ADMINISTRATOR],
        )  # fmt: skip


def test_the_last_administrator_stays(town: Town) -> None:
    person = administrator(town)
    actor = town.actor(person)
    for leave in (
        lambda: actions.change_roles(actor=actor, person=person.pk, party=town.municipality, roles=[Role.MEMBER]),
        lambda: actions.end_membership(actor=actor, person=person.pk, party=town.municipality),
        lambda: actions.deactivate(actor=actor, person=person.pk),
    ):
        with pytest.raises(InputError, match="last administrator"):
            leave()
    administrator(town, "Bo")
    actions.end_membership(actor=actor, person=person.pk, party=town.municipality)
    assert town.roles(person) == set()


def test_whoever_leaves_the_only_partnership_has_a_closed_account_and_may_begin_anew(town: Town) -> None:
    actor = town.actor(administrator(town))
    person = town.person("Nils", Role.MEMBER)
    actions.deactivate(actor=actor, person=person.pk)
    person.refresh_from_db()
    assert not person.is_active
    assert not person.has_usable_password()
    actions.accept(token=invite(town, Role.MEMBER), newcomer=NEW)
    person.refresh_from_db()
    assert person.is_active
    assert town.roles(person) == {(town.school, "member")}


def test_whoever_serves_elsewhere_lives_on_there(town: Town) -> None:
    actor = town.actor(administrator(town))
    person = town.person("Nils", Role.MEMBER)
    town.join(person, Role.LEADER, party=town.their_party, partnership=town.other)
    actions.deactivate(actor=actor, person=person.pk)
    person.refresh_from_db()
    assert person.is_active
    with scope(Scope(person=person.pk)):
        assert list(Membership.objects.values_list("partnership_id", flat=True)) == [town.other]


def test_another_partnership_cannot_be_reached(town: Town) -> None:
    actor = town.actor(administrator(town))
    person = town.person("Nils")
    town.join(person, Role.LEADER, party=town.their_party, partnership=town.other)
    with pytest.raises(InputError):
        actions.end_membership(actor=actor, person=person.pk, party=town.their_party)
    with pytest.raises(InputError):
        actions.deactivate(actor=actor, person=person.pk)
    with scope(Scope(person=person.pk)):
        assert Membership.objects.filter(person=person).count() == 1


def mailed(town: Town, email: str, *roles: str) -> Token:
    """The link of the letter that invites someone to the school."""
    row, _ = actions.invite(actor=town.system, email=email, party=town.school, roles=roles)
    tasks.invitation(partnership=town.partnership, invitation=row.pk)
    token = tokens.read(re.findall(r"/konto/inbjudan/([^/]+)/", mail.outbox[-1].body)[0])
    assert token is not None
    return token


def taken_in_advance(town: Town) -> tuple[Person, Client, Client]:
    """An account for Nils that someone made elsewhere with a link from a screen: their browser and phone."""
    there = Actor(SYSTEM, town.other, frozenset())
    _, shown = actions.invite(actor=there, email="nils@exempel.se", party=town.their_party, roles=[Role.REPORTER])
    person = actions.accept(token=shown, newcomer=NEW).person
    with_app(person)
    browser, phone = Client(), Client()
    browser.post("/konto/logga-in/", {"login": person.email, "password": PASSWORD})
    _, kept = devices.begin(partnership=town.other, person=person, party=town.their_party)
    phone.cookies[f"{devices.COOKIE}{town.other}"] = str(kept)
    assert phone.get("/s/beta/rapportera/").status_code == 200
    return person, browser, phone


def test_what_was_registered_before_the_address_was_proven_opens_nothing_after_a_new_password_by_mail(
    town: Town,
) -> None:
    person, browser, phone = taken_in_advance(town)
    owner = Client()
    owner.post("/konto/losenord/glomt/", {"email": person.email})
    job = ProcrastinateJob.objects.filter(task_name="accounts.password_link").get()
    tasks.password_link(**job.args)
    (path,) = re.findall(r"http://localhost:8000(\S+)", mail.outbox[-1].body)
    page = owner.get(path, follow=True)
    new = "sju blå päron i en korg"
    owner.post(page.redirect_chain[-1][0], {"password1": new, "password2": new}, follow=True)
    person.refresh_from_db()
    assert person.check_password(new)
    assert EmailAddress.objects.get(user=person).verified
    assert factors(person) == set()
    assert browser.get("/konto/").status_code == 302, "signed out"
    assert phone.get("/s/beta/rapportera/").status_code == 302, "signed out"


def test_what_was_registered_before_the_address_was_proven_opens_nothing_after_an_invitation_by_mail(
    town: Town,
) -> None:
    person, browser, phone = taken_in_advance(town)
    link = f"/konto/inbjudan/{mailed(town, person.email, Role.MEMBER)}/"
    owner = signed_in(person)
    answer = owner.post(link, follow=True)
    assert answer.redirect_chain[-1][0] == "/konto/losenord/glomt/"
    assert "nytt lösenord" in answer.text
    assert town.roles(person) == {(town.school, "member")}
    assert factors(person) == set()
    person.refresh_from_db()
    assert not person.check_password(PASSWORD)
    assert browser.get("/konto/").status_code == 302
    assert owner.get("/konto/").status_code == 302
    assert phone.get("/s/beta/rapportera/").status_code == 302


def test_an_address_that_was_proven_before_keeps_its_ways_to_sign_in(town: Town) -> None:
    person = actions.accept(token=mailed(town, "nils@exempel.se", Role.MEMBER), newcomer=NEW).person
    with_app(person)
    client = signed_in(person)
    there = Actor(SYSTEM, town.other, frozenset())
    row, _ = actions.invite(actor=there, email=person.email, party=town.their_party, roles=[Role.MEMBER])
    tasks.invitation(partnership=town.other, invitation=row.pk)
    (link,) = re.findall(r"http://localhost:8000(\S+inbjudan\S+)", mail.outbox[-1].body)
    assert client.post(link)["Location"] == "/s/beta/"
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert factors(person) == {"totp"}


def test_two_who_prove_the_same_address_at_once_make_one_account_and_the_other_is_told_so(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = [mailed(town, "nils@exempel.se", Role.MEMBER)]
    row, _ = actions.invite(actor=town.system, email="nils@exempel.se", party=town.municipality, roles=[Role.MEMBER])
    tasks.invitation(partnership=town.partnership, invitation=row.pk)
    second = tokens.read(re.findall(r"/konto/inbjudan/([^/]+)/", mail.outbox[-1].body)[0])
    assert second is not None
    both_here = threading.Barrier(2)
    strong = actions._strong

    def together(password: str, person: Person) -> None:
        strong(password, person)
        both_here.wait(10)

    monkeypatch.setattr(actions, "_strong", together)
    said: list[str] = []

    def take(token: Token) -> None:
        try:
            actions.accept(token=token, newcomer=NEW)
            said.append("")
        except Exception as error:
            said.append(f"{type(error).__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(token,)) for token in (*links, second)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    refused, taken = sorted(said, reverse=True)
    assert taken == ""
    assert refused.startswith("InputError: There is an account with this address already.")
    assert Person.objects.filter(email="nils@exempel.se").count() == 1
