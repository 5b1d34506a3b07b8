"""The pages about people and the two logs: who sees them, what stands there, what can be done."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from lagesbild.accounts import actions
from lagesbild.accounts.access import here_of
from lagesbild.accounts.models import Person, Role
from lagesbild.core import access
from lagesbild.core.models import AccessEntry, Partnership
from lagesbild.core.scope import Scope, scope
from lagesbild.core.web import Here
from lagesbild.core.web.language import current
from tests.accounts.conftest import PASSWORD, Town, administrator, signed_in, with_app

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, TIMELINE, ACCESS = "/s/alfa/personer/", "/s/alfa/tidslinje/", "/s/alfa/atkomst/"
SEES = {
    Role.ADMINISTRATOR: {PEOPLE, TIMELINE, ACCESS},
    Role.COORDINATOR: {PEOPLE, TIMELINE},
    Role.LEADER: {PEOPLE, TIMELINE},
    Role.PROTECTION_OFFICER: {PEOPLE, TIMELINE, ACCESS},
    Role.AUDITOR: {PEOPLE, TIMELINE, ACCESS},
}


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_which_page(town: Town, role: Role) -> None:
    person = town.person("Nils", role)
    with_app(person)
    client = signed_in(person)
    for path in (PEOPLE, TIMELINE, ACCESS):
        page = client.get(path)
        assert page.status_code == (200 if path in SEES.get(role, set()) else 403), path
        assert page.text.count("<h1") == 1
        assert client.get(path.replace("alfa", "beta")).status_code == 404


@pytest.mark.parametrize("role", [Role.PROTECTION_OFFICER, Role.AUDITOR, Role.MEMBER, Role.LEADER])
def test_those_who_only_look_change_nothing(town: Town, role: Role) -> None:
    nils = town.person("Nils", Role.MEMBER)
    person = town.person("Rut", role)
    with_app(person)
    client = signed_in(person)
    row, _ = actions.invite(actor=town.system, email="ny@exempel.se", party=town.school, roles=[Role.MEMBER])
    assert client.get("/s/alfa/personer/bjud-in/").status_code == 403
    for path in (
        f"inbjudan/{row.pk}/ta-tillbaka/",
        f"{nils.pk}/{town.municipality}/avsluta/",
        f"{nils.pk}/lamnar/",
        f"{nils.pk}/{town.municipality}/telefon/",
    ):
        assert client.post(PEOPLE + path).status_code == 403, path
    client.post(f"{PEOPLE}{nils.pk}/{town.municipality}/", {"roles": ["administrator"]})
    assert town.roles(nils) == {(town.municipality, "member")}


def test_an_administrator_invites_and_the_link_is_shown_once(town: Town) -> None:
    client = signed_in(administrator(town))
    asked = client.get("/s/alfa/personer/bjud-in/")
    assert "Samordnare" in asked.text
    data = {"email": "ny@exempel.se", "party": town.school, "roles": ["member", "coordinator"]}
    shown = client.post("/s/alfa/personer/bjud-in/", data)
    assert "ny@exempel.se är inbjuden" in shown.text
    (path,) = re.findall(r'value="http://testserver(/konto/inbjudan/[^"]+)"', shown.text)
    assert "no-store" in shown["Cache-Control"]
    assert path not in client.get(PEOPLE).text
    new = Client()
    assert "Skolan" in new.get(path).text
    answer = new.post(path, {"name": "Ny Person", "password": PASSWORD, "language": "en"}, follow=True)
    assert answer.request["PATH_INFO"] == "/konto/tvasteg/valj/", "a coordinator needs a second step first"
    assert '<html lang="en">' in answer.text
    person = Person.objects.get(email="ny@exempel.se")
    assert town.roles(person) == {(town.school, "member"), (town.school, "coordinator")}


def test_a_form_that_is_wrong_says_what_is_wrong(town: Town) -> None:
    client = signed_in(administrator(town))
    page = client.post("/s/alfa/personer/bjud-in/", {"email": "ny@", "party": town.their_party, "roles": []})
    assert page.status_code == 200
    assert page.text.count('class="error"') == 3


def test_a_coordinator_is_offered_only_what_a_coordinator_gives(town: Town) -> None:
    person = town.person("Gun", Role.COORDINATOR)
    with_app(person)
    page = signed_in(person).get("/s/alfa/personer/bjud-in/")
    assert re.findall(r'name="roles" value="(\w+)"', page.text) == ["reporter", "member"]


def test_someone_known_signs_in_and_takes_the_invitation(town: Town) -> None:
    nils = town.person("Nils")
    _, token = actions.invite(actor=town.system, email=nils.email, party=town.school, roles=[Role.MEMBER])
    path = f"/konto/inbjudan/{token}/"
    client = Client()
    assert "Du har redan ett konto" in client.get(path).text
    client.post("/konto/logga-in/", {"login": nils.email, "password": PASSWORD})
    assert client.post(path, follow=True).status_code == 200
    assert town.roles(nils) == {(town.school, "member")}


def test_someone_else_who_is_signed_in_does_not_take_it(town: Town) -> None:
    _, token = actions.invite(actor=town.system, email="ny@exempel.se", party=town.school, roles=[Role.MEMBER])
    client = signed_in(town.person("Nils", Role.MEMBER))
    page = client.post(f"/konto/inbjudan/{token}/")
    assert "gäller en annan adress" in page.text
    assert not Person.objects.filter(email="ny@exempel.se").exists()


def test_a_link_that_leads_nowhere_is_a_page_in_words(town: Town) -> None:
    for token in ("x", f"{town.partnership}-{'a' * 43}", "9" * 30 + "-" + "a" * 43):
        page = Client().get(f"/konto/inbjudan/{token}/")
        assert page.status_code == 404
        assert "Inbjudan går inte att använda" in page.text
        assert Client().get(f"/konto/telefon/{token}/").status_code == 404


def test_roles_are_changed_on_the_page(town: Town) -> None:
    nils = town.person("Nils", Role.MEMBER)
    client = signed_in(administrator(town))
    path = f"{PEOPLE}{nils.pk}/{town.municipality}/"
    assert "Nils Exempel" in client.get(path).text
    assert client.post(path, {"roles": ["analyst", "leader"]})["Location"] == PEOPLE
    assert town.roles(nils) == {(town.municipality, "analyst"), (town.municipality, "leader")}
    assert "minst en roll" in client.post(path, {"roles": []}).text
    assert client.post(f"{path}avsluta/")["Location"] == PEOPLE
    assert town.roles(nils) == set()
    assert client.get(path).status_code == 404


def test_a_coordinator_leaves_roles_that_are_not_a_coordinators_to_give(town: Town) -> None:
    nils = town.person("Nils", Role.MEMBER, Role.LEADER)
    gun = town.person("Gun", Role.COORDINATOR)
    with_app(gun)
    client = signed_in(gun)
    client.post(f"{PEOPLE}{nils.pk}/{town.municipality}/", {"roles": ["reporter"]})
    assert town.roles(nils) == {(town.municipality, "reporter"), (town.municipality, "leader")}


def test_places_elsewhere_are_not_on_the_page(town: Town) -> None:
    ada = administrator(town)
    town.join(ada, Role.AUDITOR, party=town.their_party, partnership=town.other)
    page = signed_in(ada).get(PEOPLE).text
    assert page.count("Ada Exempel") == page.count("ada@exempel.se") + 2, "head and the label of the link"
    assert "revisor" not in page


def test_ones_own_page_says_all_that_one_is(town: Town) -> None:
    nils = town.person("Nils", Role.REPORTER)
    town.join(nils, Role.MEMBER, party=town.their_party, partnership=town.other)
    client = signed_in(nils)
    page = client.get("/konto/").text
    assert "Alfa" in page
    assert "Beta" in page
    client.post("/konto/", {"name": "  Nils   Nilsson ", "language": "en"})
    nils.refresh_from_db()
    assert (nils.name, nils.language) == ("Nils Nilsson", "en")
    assert '<html lang="en">' in client.get("/konto/").text


def test_several_partnerships_are_chosen_between(town: Town) -> None:
    nils = town.person("Nils", Role.REPORTER)
    town.join(nils, Role.MEMBER, party=town.their_party, partnership=town.other)
    page = signed_in(nils).get("/").text
    assert "/s/alfa/" in page
    assert "/s/beta/" in page


def test_the_timeline_is_read_in_words_and_narrowed(town: Town) -> None:
    ada = administrator(town)
    nils = town.person("Nils", Role.MEMBER)
    actions.change_roles(actor=town.actor(ada), person=nils.pk, party=town.municipality, roles=[Role.ANALYST])
    actions.invite(actor=town.actor(ada), email="ny@exempel.se", party=town.school, roles=[Role.MEMBER])
    client = signed_in(ada)
    page = client.get(TIMELINE).text
    assert "Ändrade roller" in page
    assert "Bjöd in någon" in page
    assert "Nils Exempel" in page
    assert "ny@exempel.se" not in page
    narrowed = client.get(TIMELINE, {"slag": "accounts.person", "nummer": str(nils.pk)}).text
    assert "Ändrade roller" in narrowed
    assert "Bjöd in någon" not in narrowed
    for strange in ({"slag": "x'; --"}, {"slag": "accounts.person", "nummer": "9" * 40}, {"sida": "x"}):
        assert client.get(TIMELINE, strange).status_code == 200


def look_at(person: Person, fail: bool) -> None:
    """A view that looks at who reported, within the middleware and a transaction as in a request."""

    def view(request: HttpRequest) -> HttpResponse:
        try:
            with transaction.atomic():
                partnership, actor = here_of(person.pk, "alfa")
                here = Here(request, partnership, actor, current())
                with scope(actor.scope()):
                    for _ in range(2):
                        access.looked(here, Partnership.objects.get(pk=partnership.pk), "partnership.seen")
                    if fail:
                        raise PermissionDenied
        except PermissionDenied:
            return HttpResponse(status=403)
        return HttpResponse()

    access.AccessLog(view)(RequestFactory().get("/"))


@pytest.mark.parametrize("fail", [False, True])
def test_looking_leaves_a_trace_also_when_the_request_is_rolled_back(town: Town, fail: bool) -> None:
    nils = town.person("Nils", Role.MEMBER)
    look_at(nils, fail)
    with scope(Scope(read=(town.partnership,))):
        entry = AccessEntry.objects.get()
    assert (entry.person_id, entry.subject, entry.how) == (nils.pk, "core.partnership", "partnership.seen")


def test_the_officer_reads_who_has_looked(town: Town) -> None:
    look_at(town.person("Nils", Role.MEMBER), fail=False)
    officer = signed_in(town.person("Dag", Role.PROTECTION_OFFICER))
    page = officer.get(ACCESS).text
    assert "Nils Exempel" in page
    assert "partnership.seen" in page, "a code that no room has worded is shown as it is"
    assert "Nils Exempel" not in officer.get(ACCESS, {"slag": "core.partnership", "nummer": "0"}).text
