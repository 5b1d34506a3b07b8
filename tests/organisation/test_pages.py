"""The organisation as people see it: the structure with its vacancies, forms to change it, by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Membership, Role
from lagesbild.core.scope import scope
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.organisation import actions, mandates
from lagesbild.organisation.actions import Appointment
from lagesbild.organisation.models import Body, Function, Holder, Seat
from tests.organisation.house import SPRING, House

pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str, **arguments: object) -> str:
    return reverse(f"organisation:{name}", kwargs={"slug": "alfa", **arguments})


@pytest.fixture
def everything(house: House) -> list[str]:
    body = house.body()
    holder = house.sit(body, "Paula", house.police)
    function = actions.create_function(
        actor=house.carl, name="ANDT-samordnare", kind="andt", party=house.municipality.pk, since=SPRING
    )
    giving = actions.Giving(
        party=house.municipality.pk, what=["promises.party_decision"], name="Kommunstyrelsen", since=SPRING
    )
    [mandate] = actions.give_mandate(actor=house.carl, giving=giving)
    of_body = ("body", "change_body", "close_body", "reopen", "add_seat", "change_mandates")
    return [
        *(address(name) for name in ("list", "add_body", "add_function", "mandates")),
        *(address(name, pk=body.pk) for name in of_body),
        address("give_mandate", party=house.municipality.pk),
        *(address(name, pk=mandate.pk) for name in ("end_mandate", "take_back_mandate")),
        *(address(name, pk=holder.seat_id) for name in ("seat", "change_seat", "remove_seat")),
        *(address(name, pk=function.pk) for name in ("function", "change_function", "close_function")),
        *(address(name, pk=holder.pk) for name in ("vacate", "take_back")),
    ]


def test_every_address_of_the_room_is_in_the_list(everything: list[str]) -> None:
    from lagesbild.organisation.urls import urlpatterns

    ours = [one for one in urlpatterns if str(one.pattern).startswith("organisation/")]
    assert len(everything) == len(set(everything)) == len(ours)


@pytest.mark.parametrize("role", list(Role))
def test_each_page_opens_to_those_whose_role_it_is_for(house: House, everything: list[str], role: Role) -> None:
    house.anyone(role)
    client = house.client(role.title())
    arranges = role in {Role.COORDINATOR, Role.ADMINISTRATOR}
    for where in everything:
        page = client.get(where)
        if page.status_code == 405:
            continue
        if role == Role.REPORTER:
            assert page.status_code == 403, where
        elif arranges or not _is_form(where):
            assert page.status_code == 200, where
            assert page.text.count("<h1") == 1, where
        else:
            assert page.status_code == 403, where


def _is_form(where: str) -> bool:
    of_one = where.endswith("/mandat/") and not where.endswith("organisation/mandat/")
    forms = ("/ny", "/andra", "/avsluta", "/ta-bort", "/sista-dag", "/mandat/part/")
    return of_one or any(part in where for part in forms)


def test_a_neighbour_finds_nothing(house: House, everything: list[str], neighbours: House) -> None:
    neighbours.person("Greta", neighbours.municipality, Role.ADMINISTRATOR)
    client = neighbours.client("Greta")
    for where in everything:
        assert client.get(where).status_code in (404, 405), where
        theirs = where.replace("/s/alfa/", "/s/beta/")
        for page in (client.get(theirs), client.post(theirs, {"until": "2026-12-01"})):
            assert "EST Nygård" not in page.text
            assert "Paula" not in page.text
            if any(sign.isdigit() for sign in theirs):
                assert page.status_code in (404, 405), theirs
    with scope(house.carl.scope()):
        assert Body.objects.get().until is None
        assert Holder.objects.get().until is None


def test_a_coordinator_sets_up_a_body_with_forms_alone_and_takes_a_mistake_back(house: House) -> None:
    house.person("Carl", house.municipality, Role.COORDINATOR)
    paula = house.person("Paula", house.police, Role.MEMBER)
    client = house.client("Carl")
    client.post(
        address("add_body"),
        {
            "name": "Lekebergs Brottsförebygganderåd (BRÅ)",
            "kind": "project",
            "convener": house.municipality.pk,
            "times": 4,
            "per": "year",
            "minutes": "protocol",
            "since": SPRING,
        },
    )
    with scope(house.carl.scope()):
        body = Body.objects.get()
    assert (body.times, body.per) == (4, "year")
    client.post(
        address("add_seat", pk=body.pk),
        {"title": "Lokalpolisområdeschef", "party": house.police.pk, "decides": "on", "since": SPRING},
    )
    page = client.get(address("list")).text
    assert "Lekebergs Brottsförebygganderåd" in page
    assert "minst 4 gånger om året" in page
    assert "1 post eller funktion är vakant" in page
    with scope(house.carl.scope()):
        seat = Seat.objects.get()
    refused = client.post(address("seat", pk=seat.pk), {"since": SPRING})
    assert refused.status_code == 200
    assert "Välj en person" in refused.text
    client.post(address("seat", pk=seat.pk), {"person": paula.pk, "since": SPRING})
    assert "Alla poster och funktioner är tillsatta" in client.get(address("list")).text
    with scope(house.carl.scope()):
        holder = Holder.objects.get()
    client.post(address("take_back", pk=holder.pk))
    with scope(house.carl.scope()):
        assert not Holder.objects.exists()


def test_the_page_shows_the_vacancies_of_the_day_that_is_asked_for(house: House) -> None:
    body = house.body()
    holder = house.sit(body, "Paula", house.police)
    actions.vacate(actor=house.carl, holder=holder.pk, until=SPRING + dt.timedelta(days=9))
    client = house.client("Carl")
    for day, vacant in (("2026-03-11", False), ("2026-03-12", True)):
        assert ("är vakant" in client.get(address("list"), {"dag": day}).text) == vacant, day
    assert client.get(address("list"), {"dag": "nonsens"}).status_code == 200


def test_someone_who_has_left_the_partnership_is_pointed_out(house: House) -> None:
    house.sit(house.body(), "Paula", house.police)
    client = house.client("Carl")
    assert "deltar inte längre" not in client.get(address("list")).text
    with scope(house.carl.scope()):
        Membership.objects.filter(person=house.people["Paula"]).delete()
    assert "deltar inte längre" in client.get(address("list")).text


def test_the_start_page_says_which_seat_is_ones_own_and_whom_a_deputy_stands_in_for(house: House) -> None:
    home, body = reverse("home", kwargs={"slug": "alfa"}), house.body("BRÅ", kind=Body.Kind.PROJECT)
    holder = house.sit(body, "Olle", house.municipality, opposition=True)
    nora = house.person("Nora", house.municipality, Role.MEMBER)
    before = house.client("Nora").get(home).text
    assert "Din post" not in before
    actions.seat_person(
        actor=house.carl, seat=holder.seat_id, who=Appointment(person=nora.pk, since=SPRING, deputy=True)
    )
    deputy, olle = house.client("Nora").get(home).text, house.client("Olle").get(home).text
    assert "Du är ersättare för Olle." in deputy
    assert "Olles plats" in olle
    assert "Du är ersättare" not in olle
    assert house.client("Nora").get(address("list")).text.count("det är du") == 1
    assert house.client("Carl").get(address("list")).text.count("det är du") == 0


def test_a_deputy_of_a_seat_that_nobody_holds_is_told_to_stand_in(house: House) -> None:
    seat = house.seat(house.body(), "Områdespolis")
    nora = house.person("Nora", house.police, Role.MEMBER)
    actions.seat_person(actor=house.carl, seat=seat.pk, who=Appointment(person=nora.pk, since=SPRING, deputy=True))
    page = house.client("Nora").get(reverse("home", kwargs={"slug": "alfa"})).text
    assert "ingen innehar posten: du tjänstgör." in page


def test_vacancies_are_on_the_start_page_of_those_who_can_fill_them(house: House) -> None:
    house.seat(house.body())
    house.person("Paula", house.police, Role.MEMBER)
    assert "1 vakans" in house.client("Carl").get("/s/alfa/").text
    assert "vakans" not in house.client("Paula").get("/s/alfa/").text


@pytest.mark.parametrize("bodies", [1, 8])
def test_the_structure_costs_as_many_queries_however_large_it_is(
    house: House, bodies: int, django_assert_max_num_queries: object
) -> None:
    for number in range(bodies):
        body = house.body(f"Grupp {'ABCDEFGH'[number]}")
        for _ in range(3):
            house.seat(body)
    client = house.client("Carl")
    client.get(address("list"))
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        assert client.get(address("list")).status_code == 200


def test_a_function_is_named_filled_and_left_with_forms_alone(house: House) -> None:
    house.person("Carl", house.municipality, Role.COORDINATOR)
    client = house.client("Carl")
    client.post(
        address("add_function"),
        {"name": "Kommunpolis", "kind": "municipal_police", "party": house.police.pk, "since": SPRING},
    )
    with scope(house.carl.scope()):
        function = Function.objects.get()
    client.post(address("function", pk=function.pk), {"name": "Nils Namn", "since": SPRING})
    with scope(house.carl.scope()):
        holder = Holder.objects.get()
    assert holder.called == "Nils Namn"
    early = client.post(address("vacate", pk=holder.pk), {"until": "2026-03-01"})
    assert "före den första" in early.text
    client.post(address("vacate", pk=holder.pk), {"until": "2026-03-31"})
    with scope(house.carl.scope()):
        assert Holder.objects.get().until == dt.date(2026, 3, 31)
        assert Function.objects.vacant(dt.date(2026, 4, 1)).get() == function


def test_seats_by_appointment_of_the_same_person_in_two_bodies(house: House) -> None:
    one, two = house.body(), house.body("Styrgrupp")
    house.sit(one, "Paula", house.police)
    seat = house.seat(two)
    actions.seat_person(actor=house.carl, seat=seat.pk, who=Appointment(person=house.people["Paula"].pk, since=SPRING))
    assert {one.circle_id, two.circle_id} <= set(house.actor("Paula").audiences)


def test_what_a_body_may_decide_is_changed_on_its_page(house: House) -> None:
    body = house.body(may={"plans.adopt": ""})
    client = house.client("Carl")
    assert "Handlingsplaner" in client.get(address("body", pk=body.pk)).text
    fields = {f"may_{kind.name}": "no" for kind in mandates.kinds()}
    fields |= {"may_plans.adopt": "own", "may_promises.joint": "yes", "source": "Överenskommelsen § 4"}
    client.post(address("change_mandates", pk=body.pk), {**fields, "since": timezone.localdate()})
    text = client.get(address("body", pk=body.pk)).text
    assert "Handlingsplaner, bara egna" in text
    assert "Överenskommelsen § 4" in text
    with scope(house.carl.scope()):
        assert mandates.of_body(body.pk, timezone.localdate()) == {"plans.adopt": "own", "promises.joint": ""}


def test_who_decides_for_a_party_is_said_on_a_page(house: House) -> None:
    house.person("Lena", house.police, Role.LEADER)
    client = house.client("Lena")
    fields = {"what": ["promises.party_decision"], "name": "Lokalpolisområdeschefen", "delegate": "on"}
    refused = client.post(address("give_mandate", party=house.police.pk), {**fields, "since": SPRING})
    assert "Skriv var delegationen står" in refused.text
    fields["source"] = "Arbetsordningen 3 kap."
    client.post(address("give_mandate", party=house.police.pk), {**fields, "since": SPRING})
    text = client.get(address("mandates")).text
    assert "Lokalpolisområdeschefen" in text
    assert "Arbetsordningen 3 kap." in text


def test_a_body_goes_on_reporting_to_one_that_has_ended_when_something_else_is_changed(
    house: House,
) -> None:
    above = house.body("Styrgrupp")
    row = house.body(reports_to=above.pk)
    actions.close_body(actor=house.carl, body=above.pk, until=SPRING)
    client = house.client("Carl")
    page = client.get(address("change_body", pk=row.pk)).text
    assert f'<option value="{above.pk}" selected>' in page
    plain = {"kind": "est", "convener": house.municipality.pk, "times": 1, "per": "week", "minutes": "notes"}
    client.post(address("change_body", pk=row.pk), {**plain, "name": "EST Söder", "reports_to": above.pk})
    with scope(house.carl.scope()):
        changed = Body.objects.get(pk=row.pk)
        assert (changed.name, changed.reports_to) == ("EST Söder", above.pk)


def test_a_body_whose_last_day_is_yet_to_come_works_until_then(house: House) -> None:
    """A project group to the end of the year: it meets, is reported to, and takes one more seat."""
    row = house.body()
    last = timezone.localdate() + dt.timedelta(days=30)
    actions.close_body(actor=house.carl, body=row.pk, until=last)
    client = house.client("Carl")
    seat = {"title": "Områdespolis", "party": house.police.pk, "since": timezone.localdate()}
    assert client.post(address("add_seat", pk=row.pk), seat).status_code == 302
    assert f'<option value="{row.pk}">' in client.get(address("add_body")).text
    assert f'<option value="{row.pk}"' in client.get(reverse("meetings:plan", kwargs={"slug": "alfa"})).text
    client.post(address("change_mandates", pk=row.pk), {"may_promises.joint": "yes", "since": timezone.localdate()})
    with scope(house.carl.scope()):
        assert "promises.joint" in mandates.of_body(row.pk, timezone.localdate())


def test_a_body_does_not_end_before_a_meeting_that_is_planned(house: House) -> None:
    """It would stand in calendars as if it were to be held."""
    row = house.body()
    starts = timezone.now() + dt.timedelta(days=9)
    hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
    meeting = meetings.plan(actor=house.carl, body=row.pk, hours=hours)
    client, day = house.client("Carl"), timezone.localdate(starts)
    refused = client.post(address("close_body", pk=row.pk), {"until": day - dt.timedelta(days=1)})
    assert "Ett möte är planerat efter den dagen" in refused.text
    meetings.cancel(actor=house.carl, meeting=meeting.pk)
    assert client.post(address("close_body", pk=row.pk), {"until": day - dt.timedelta(days=1)}).status_code == 302
