"""Phones that report: signed in once by a link, limited to one person and one party, signed out at will."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from lagesbild.accounts import actions, devices, tokens
from lagesbild.accounts.models import Device, Membership, Person, Role
from lagesbild.accounts.tokens import Token
from lagesbild.accounts.web import member
from lagesbild.core.actions import Denied
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.core.web import Here
from lagesbild.errors import InputError
from tests.accounts.conftest import Town, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@member(device=True)
def reporting(here: Here) -> HttpResponse:
    """What a page for reporting would be told."""
    roles = ",".join(sorted(role for _, role in here.actor.roles))
    return HttpResponse(f"{here.actor.person} {roles} {here.actor.parties} {here.actor.audiences}")


@member
def everything_else(here: Here) -> HttpResponse:
    return HttpResponse("inside")


@pytest.fixture
def vera(town: Town) -> Person:
    """A guard who also coordinates, to see that the phone does not."""
    person = town.person("Vera", Role.COORDINATOR)
    town.join(person, Role.REPORTER, party=town.school)
    return person


@pytest.fixture
def phone(town: Town, vera: Person) -> Token:
    """What Vera's phone keeps."""
    _, link = devices.offer(actor=town.actor(vera), person=vera.pk, party=town.school)
    return devices.claim(token=link, name="Väktartelefonen")[1]


def asked(kept: Token | str, method: str = "GET", **headers: str) -> HttpRequest:
    """A request of the phone, as the middleware would hand it on."""
    from django.contrib.auth.models import AnonymousUser

    request = getattr(RequestFactory(enforce_csrf_checks=True), method.lower())("/s/alfa/x/", headers=headers)
    number = kept.partition("-")[0] if isinstance(kept, str) else kept.partnership
    request.COOKIES[f"enhet-{number}"] = str(kept)
    request.user = AnonymousUser()
    request.session = {}
    return request


def test_a_phone_reports_for_one_party_and_is_nothing_more(town: Town, vera: Person, phone: Token) -> None:
    answer = reporting(asked(phone), "alfa")
    assert answer.content.decode() == f"{vera.pk} reporter ({town.school},) ()"


def test_a_phone_is_let_into_no_page_that_does_not_ask_for_it(phone: Token) -> None:
    assert everything_else(asked(phone), "alfa")["Location"].startswith("/konto/logga-in/")


def test_a_phone_opens_no_other_partnership(phone: Token) -> None:
    assert reporting(asked(phone), "beta").status_code == 302
    assert devices.here_of(asked(phone), "beta") is None


def test_a_phone_sees_only_rows_of_its_party(town: Town, phone: Token) -> None:
    found = devices.here_of(asked(phone), "alfa")
    assert found is not None
    assert found[1].scope() == Scope(found[1].person, (town.partnership,), town.partnership, (town.school,), ())


@pytest.mark.parametrize("change", ["longer", "shorter", "other", "empty", "words", "number"])
def test_a_secret_that_is_not_right_opens_nothing(town: Town, phone: Token, change: str) -> None:
    text = {
        "longer": f"{phone}x",
        "shorter": str(phone)[:-1],
        "other": str(tokens.make(town.partnership)),
        "empty": "",
        "words": "inte-en-hemlighet",
        "number": str(Token(town.other, phone.secret)),
    }[change]
    assert devices.here_of(asked(text), "alfa") is None


def test_changes_need_no_token_and_come_from_our_own_pages(phone: Token) -> None:
    allowed = [{"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}]
    refused: list[dict[str, str]] = [
        {},
        {"Origin": "https://exempel.invalid"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://exempel.invalid", "Sec-Fetch-Site": "same-origin"},
    ]
    assert {reporting(asked(phone, "POST", **each), "alfa").status_code for each in allowed} == {200}
    for each in refused:
        assert reporting(asked(phone, "POST", **each), "alfa").status_code == 403, each


def test_whoever_is_signed_in_needs_the_token_of_the_form(town: Town, phone: Token) -> None:
    request = asked(phone, "POST", Origin="http://testserver")
    request.user = town.person("Nils", Role.MEMBER)
    assert reporting(request, "alfa").status_code == 403
    plain = asked(phone)
    plain.user = request.user
    assert "member" in reporting(plain, "alfa").content.decode()


def test_only_digests_are_kept(town: Town, vera: Person) -> None:
    _, link = devices.offer(actor=town.actor(vera), person=vera.pk, party=town.school)
    _, kept = devices.claim(token=link)
    assert kept.secret != link.secret
    with scope(Scope(read=(town.partnership,))):
        rows = [str(row) for row in Device.objects.values_list()]
        assert not any(secret in row for secret in (link.secret, kept.secret) for row in rows)
        assert bytes(Device.objects.get().token_digest or b"") == kept.digest


def test_a_link_signs_in_one_phone_once_and_not_for_ever(town: Town, vera: Person) -> None:
    _, link = devices.offer(actor=town.actor(vera), person=vera.pk, party=town.school)
    devices.claim(token=link)
    with pytest.raises(devices.LinkGone):
        devices.claim(token=link)
    row, old = devices.offer(actor=town.actor(vera), person=vera.pk, party=town.school)
    with scope(Scope(read=(town.partnership,), write=town.partnership)):
        Device.objects.filter(pk=row.pk).update(claim_expires=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(devices.LinkGone):
        devices.claim(token=old)


@pytest.mark.parametrize("how", ["revoked", "role", "place", "closed", "left"])
def test_a_phone_is_out_at_once(town: Town, vera: Person, phone: Token, how: str) -> None:
    town.person("Ada", Role.ADMINISTRATOR)
    system = town.system
    with scope(Scope(read=(town.partnership,))):
        device = Device.objects.get().pk
    match how:
        case "revoked":
            devices.revoke(actor=town.actor(vera), device=device)
        case "role":
            actions.change_roles(actor=system, person=vera.pk, party=town.school, roles=[Role.ANALYST])
        case "place":
            actions.end_membership(actor=system, person=vera.pk, party=town.school)
        case "closed":
            Person.objects.filter(pk=vera.pk).update(is_active=False)
        case "left":
            actions.deactivate(actor=system, person=vera.pk)
    assert devices.here_of(asked(phone), "alfa") is None
    assert devices.person_of(asked(phone)) is None


def test_a_phone_that_lost_its_role_without_an_action_is_out_as_well(town: Town, vera: Person, phone: Token) -> None:
    with scope(Scope(read=(town.partnership,), write=town.partnership)):
        Membership.objects.filter(person=vera, party_id=town.school).delete()
    assert devices.here_of(asked(phone), "alfa") is None


def test_who_makes_links_and_signs_phones_out_for_others(town: Town, vera: Person, phone: Token) -> None:
    nils, gun = town.person("Nils", Role.MEMBER), town.person("Gun", Role.COORDINATOR)
    with scope(Scope(read=(town.partnership,))):
        device = Device.objects.get().pk
    with pytest.raises(Denied):
        devices.offer(actor=town.actor(nils), person=vera.pk, party=town.school)
    with pytest.raises(Denied):
        devices.revoke(actor=town.actor(nils), device=device)
    with pytest.raises(InputError):
        devices.offer(actor=town.actor(gun), person=nils.pk, party=town.school)
    with pytest.raises(Denied):
        # with the link one would read what the other party keeps for itself, and report in Vera's name
        devices.offer(actor=town.actor(gun), person=vera.pk, party=town.school)
    town.join(gun, Role.COORDINATOR, party=town.school)
    devices.offer(actor=town.actor(gun), person=vera.pk, party=town.school)
    devices.revoke(actor=town.actor(gun), device=device)
    assert devices.here_of(asked(phone), "alfa") is None


def test_that_a_phone_is_used_is_noted_seldom(town: Town, phone: Token) -> None:
    def used() -> dt.datetime | None:
        with scope(Scope(read=(town.partnership,))):
            return Device.objects.get().last_used

    assert used() is None
    devices.here_of(asked(phone), "alfa")
    first = used()
    assert first is not None
    devices.here_of(asked(phone), "alfa")
    assert used() == first


def test_someone_invited_to_report_is_signed_in_on_that_phone_without_a_password(town: Town) -> None:
    _, token = actions.invite(actor=town.system, email="sture@exempel.se", party=town.school, roles=[Role.REPORTER])
    client = Client()
    page = client.get(f"/konto/inbjudan/{token}/")
    assert "Gör detta på den telefon" in page.text
    assert 'type="password"' not in page.text
    answer = client.post(f"/konto/inbjudan/{token}/", {"name": "Sture", "language": "sv"})
    assert answer.status_code == 302
    cookie = client.cookies[f"enhet-{town.partnership}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 400 * 24 * 3600
    found = devices.here_of(asked(cookie.value), "alfa")
    assert found is not None
    assert "_auth_user_id" not in client.session
    with scope(Scope(read=(town.partnership,))):
        verbs = TimelineEntry.objects.order_by("sequence").values_list("verb", flat=True)
        assert list(verbs) == ["person.invited", "invitation.accepted", "device.claimed"]


def test_a_link_on_screen_signs_another_phone_in_and_the_list_signs_it_out(town: Town) -> None:
    nils = town.person("Nils", Role.REPORTER)
    client, other = signed_in(nils), Client()
    shown = client.post(f"/konto/telefoner/alfa/ny/{town.municipality}/")
    assert "Rutkod med länken" in shown.text
    path = shown.text.partition('value="http://testserver')[2].partition('"')[0]
    assert "Nils Exempel" in other.get(path).text
    other.post(path, {"name": "Nya telefonen"})
    kept = other.cookies[f"enhet-{town.partnership}"].value
    assert devices.person_of(asked(kept)) == nils
    assert "Nya telefonen" in client.get("/konto/").text
    with scope(Scope(read=(town.partnership,))):
        device = Device.objects.get().pk
    client.post(f"/konto/telefoner/alfa/{device}/logga-ut/")
    assert devices.person_of(asked(kept)) is None
    assert other.get(path).status_code == 404


def test_whoever_has_the_phone_in_hand_signs_it_out_on_its_pages(town: Town, phone: Token) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies[f"{devices.COOKIE}{phone.partnership}"] = str(phone)
    page = client.get("/s/alfa/rapportera/").text
    form = re.search(r'action="(/konto/telefoner/alfa/logga-ut/)".*?value="([^"]+)"', page, re.DOTALL)
    assert form, "the way out stands on the page"
    answer = client.post(form[1], {"csrfmiddlewaretoken": form[2]}, follow=True)
    assert "Telefonen är utloggad" in answer.text
    assert client.get("/s/alfa/rapportera/").status_code == 302
