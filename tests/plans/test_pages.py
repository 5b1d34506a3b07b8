"""Plans and measures as people see them: every page for every role, one press a week, a meeting that sees all."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core import chain
from lagesbild.core.scope import scope
from lagesbild.plans import actions, catalogue
from lagesbild.plans.actions import DoseTold, Whose
from lagesbild.plans.models import Dose, Measure, Plan
from lagesbild.plans.urls import urlpatterns
from tests.plans.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db(transaction=True)
OURS = re.compile(r"BEGIN|COMMIT|(RELEASE |)SAVEPOINT|SELECT set_config")


def address(name: str, **arguments: object) -> str:
    return reverse(f"plans:{name}", kwargs={"slug": "alfa", **arguments})


def all_pages(desk: Desk, dose: Dose) -> list[str]:
    plain = ["list", "create", "measures", "immediate", "against", "mine", "catalogue"]
    of_plan = ["detail", "change", "close", "reopen", "add", "decide_party", "pdf", "docx"]
    of_measure = ["measure", "report", "change_measure", "move", "plan_doses", "add_held"]
    of_dose = ["dose", "hold_dose", "cancel_dose", "take_back_dose", "remove_dose"]
    return [
        *(address(name) for name in plain),
        *(address(name, pk=desk.plan.pk) for name in of_plan),
        *(address(name, pk=desk.lamps.pk) for name in of_measure),
        *(address(name, pk=dose.pk) for name in of_dose),
        *(address(name, pk=desk.plan.pk, number=1) for name in ("edition", "edition_pdf", "edition_docx")),
        address("technique", key="natural-surveillance"),
    ]


@pytest.fixture
def everything(desk: Desk) -> list[str]:
    [dose] = actions.plan_doses(
        actor=desk.house.carl, measure=desk.lamps.pk, days=[TODAY - DAY], told=DoseTold(unit="kvällar")
    )
    actions.decide_plan(actor=desk.house.carl, plan=desk.plan.pk)
    return all_pages(desk, dose)


def test_every_address_of_the_room_is_in_the_list(everything: list[str]) -> None:
    assert len(everything) == len(set(everything)) == len(urlpatterns)


@pytest.mark.parametrize("role", list(Role))
def test_each_page_has_an_answer_for_each_role(desk: Desk, everything: list[str], role: Role) -> None:
    desk.house.anyone(role)
    client = desk.house.client(role.title())
    for page in everything:
        assert client.get(page).status_code in {200, 403, 405}, page


def text(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, answer.status_code
    return unescape(answer.text)


def test_the_plan_draws_its_gaps(desk: Desk) -> None:
    page = text(desk.house.client("Carl"), address("detail", pk=desk.plan.pk))
    assert page.count("Ingen åtgärd ännu") == 1, "the cause that nobody works on"
    assert "Nio nya lampor längs gångvägen" in page
    desk.measure()
    page = text(desk.house.client("Carl"), address("detail", pk=desk.plan.pk))
    assert "saknar en ansvarig person, en sista dag, vad som räknas" in page


def test_a_measure_goes_as_planned_with_one_press(desk: Desk) -> None:
    client = desk.house.client("Paula")
    page = text(client, reverse("home", kwargs={"slug": "alfa"}))
    assert "Nio nya lampor" in page
    mine = text(client, address("mine"))
    assert "Går enligt plan" in mine
    answer = client.post(address("report", pk=desk.lamps.pk), {"state": "under_way", "next": address("mine")})
    assert (answer.status_code, answer["Location"]) == (302, address("mine"))
    with scope(desk.house.carl.scope()):
        assert [one.state for one in desk.lamps.progress.all()] == ["under_way"]


def test_a_measure_that_is_stopped_without_a_reason_is_asked_why(desk: Desk) -> None:
    client = desk.house.client("Paula")
    answer = client.post(address("report", pk=desk.lamps.pk), {"state": "stopped", "text": ""})
    assert answer.status_code == 422
    assert "varför" in answer.text


def test_a_measure_is_noted_in_a_plan_and_at_once(desk: Desk) -> None:
    client = desk.house.client("Carl")
    said = {
        "what": "Vuxna på plats",
        "who": str(desk.house.police.pk),
        "technique": "field-team",
        "cause": desk.empty.pk,
    }
    page = f"{address('add', pk=desk.plan.pk)}?problem={desk.problem.pk}"
    assert "Inga vuxna på kvällen" in text(client, page)
    assert client.post(page, said).status_code == 302
    page = f"{address('immediate')}?plats=Torget&lon=16.5&lat=59.6&grupp={desk.body.pk}"
    assert 'value="Torget"' in text(client, page)
    answer = client.post(
        page,
        {"what": "Extra rond", "who": str(desk.house.police.pk), "kind": "presence", "body": desk.body.pk,
         "readers": "all", "place": "Torget", "lon": "16.5", "lat": "59.6"},
    )  # fmt: skip
    assert answer.status_code == 302
    with scope(desk.house.carl.scope()):
        first, second = Measure.objects.exclude(pk=desk.lamps.pk).order_by("pk")
    assert (first.kind, first.cause_id, first.plan_id) == ("presence", desk.empty.pk, desk.plan.pk)
    assert (second.reactive, second.body_id, second.lon, second.plan_id) == (True, desk.body.pk, 16.5, None)


def test_the_weekly_meeting_sees_what_is_open_late_and_done_since_last_time(desk: Desk) -> None:
    house = desk.house
    desk.meeting(before=7 * DAY)
    late = desk.measure("Sen åtgärd", due=TODAY - 3 * DAY)
    done = desk.measure("Klar åtgärd", plan=False)
    actions.report(actor=house.carl, measure=done.pk, state="done")
    told = DoseTold(unit="kvällar", place="Stationen")
    actions.plan_doses(actor=house.carl, measure=late.pk, days=[TODAY + 2 * DAY], told=told)
    meeting = desk.meeting()
    page = text(house.client("Carl"), reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meeting.pk}))
    assert "Pågående åtgärder" in page
    for said in (
        "Nio nya lampor",
        "Sen åtgärd",
        "Klar åtgärd",
        "Stationen",
        "2 åtgärder att göra",
        "1 av dem försenad",
    ):
        assert said in page, said


def test_a_meeting_decides_the_plan_on_its_page(desk: Desk) -> None:
    client = desk.house.client("Carl")
    put = reverse("meetings:put", kwargs={"slug": "alfa", "kind": "plans.plan", "subject": desk.plan.pk})
    meeting = desk.meeting()
    assert put in text(client, address("detail", pk=desk.plan.pk))
    assert client.post(put, {"meeting": meeting.pk}).status_code == 302
    with scope(desk.house.carl.scope()):
        item = meeting.items.get(kind="plans.plan")
    answer = client.post(
        reverse("meetings:decide", kwargs={"slug": "alfa", "pk": item.pk}),
        {f"beslut{item.pk}-text": "Planen antas.", f"beslut{item.pk}-act": "plans.adopt"},
    )
    assert answer.status_code == 302
    page = text(client, address("edition", pk=desk.plan.pk, number=1))
    assert "Nio nya lampor" in page
    assert "Plan för Brukstorget" in page
    desk.measure("Vuxna på plats")
    assert "1 sak har ändrats sedan utgåva 1" in text(client, address("detail", pk=desk.plan.pk))


def test_the_strip_shows_each_evening_and_its_list_says_the_same(desk: Desk) -> None:
    carl = desk.house.carl
    told = DoseTold(unit="kvällar")
    days = [TODAY - 14 * DAY, TODAY - 7 * DAY, TODAY + 7 * DAY]
    first, second, _ = actions.plan_doses(actor=carl, measure=desk.lamps.pk, days=days, told=told)
    client = desk.house.client("Paula")
    assert client.post(address("hold_dose", pk=first.pk)).status_code == 302
    refused = client.post(address("cancel_dose", pk=second.pk), {"note": ""})
    assert refused.status_code == 422
    assert client.post(address("cancel_dose", pk=second.pk), {"note": "Sjukdom"}).status_code == 302
    page = text(client, address("measure", pk=desk.lamps.pk))
    assert page.count('class="held"') >= 1
    assert page.count('class="cancelled"') >= 1
    assert "1 av 2 genomförda" in page
    assert "Sjukdom" in page
    assert client.post(address("take_back_dose", pk=second.pk)).status_code == 302


def test_occasions_are_planned_by_weekday(desk: Desk) -> None:
    client = desk.house.client("Paula")
    said = {
        "first": "2030-01-01", "last": "2030-01-31", "weekdays": ["4", "5"], "starts": "19.00", "ends": "23.00",
        "of_party": desk.house.police.pk, "amount": "1", "unit": "kvällar", "place": "Stationsparken",
    }  # fmt: skip
    assert client.post(address("plan_doses", pk=desk.lamps.pk), said).status_code == 302
    with scope(desk.house.carl.scope()):
        days = [row.day.weekday() for row in Dose.objects.filter(measure=desk.lamps).for_list()]
    assert days == [4, 5] * 4
    said |= {"first": "2030-02-02", "last": "2030-02-01"}
    assert client.post(address("plan_doses", pk=desk.lamps.pk), said).status_code == 200


def test_the_catalogue_is_searched_and_shows_how_it_went_here(desk: Desk) -> None:
    client = desk.house.client("Carl")
    whole = text(client, address("catalogue"))
    assert sum(entry.in_("sv").name in whole for entry in catalogue.entries().values()) == len(catalogue.entries())
    found = text(client, f"{address('catalogue')}?sok=belysning")
    assert "Underlätta naturlig överblick" in found
    assert "Föräldrastöd" not in found
    assert "Det här står inte i katalogen" in text(client, f"{address('catalogue')}?sok=qwerty")
    actions.report(actor=desk.house.carl, measure=desk.lamps.pk, state="done", text="Alla lyser.")
    page = text(client, address("technique", key="natural-surveillance"))
    assert "Welsh & Farrington (2008)" in page
    assert "Alla lyser." in page
    assert "inte utvärderad" in page
    assert "ingen sammanställning angiven" in text(client, address("technique", key="night-walk"))
    assert client.get(address("technique", key="magic")).status_code == 404


def questions(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200, page
    return sum(not OURS.match(one["sql"]) for one in found.captured_queries)


def test_pages_cost_the_same_however_much_there_is(desk: Desk) -> None:
    house = desk.house
    [dose] = actions.plan_doses(
        actor=house.carl, measure=desk.lamps.pk, days=[TODAY - DAY], told=DoseTold(unit="kvällar")
    )
    actions.report(actor=house.carl, measure=desk.lamps.pk, state="under_way", text="Börjat")
    actions.decide_plan(actor=house.carl, plan=desk.plan.pk)
    meeting = desk.meeting()
    client = house.client("Carl")
    pages = [
        *(address(name) for name in ("list", "measures", "mine", "catalogue")),
        address("detail", pk=desk.plan.pk),
        address("measure", pk=desk.lamps.pk),
        address("edition", pk=desk.plan.pk, number=1),
        address("technique", key="natural-surveillance"),
        reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meeting.pk}),
        reverse("home", kwargs={"slug": "alfa"}),
    ]
    few = {page: questions(client, page) for page in pages}
    for n in range(6):
        row = desk.measure(
            f"Åtgärd {n}", cause=desk.empty, technique="natural-surveillance", due=TODAY - DAY,
            person=house.people["Carl"].pk, responsible=house.municipality.pk,
        )  # fmt: skip
        actions.report(actor=house.carl, measure=row.pk, state="under_way", text="Börjat")
        actions.report(actor=house.carl, measure=desk.lamps.pk, state="under_way", text=f"Vecka {n}")
        told = DoseTold(unit="kvällar")
        actions.plan_doses(actor=house.carl, measure=row.pk, days=[TODAY - DAY, TODAY + DAY], told=told)
        actions.plan_doses(actor=house.carl, measure=desk.lamps.pk, days=[TODAY + n * DAY], told=told)
    actions.decide_plan(actor=house.carl, plan=desk.plan.pk)
    assert dose.pk
    many = {page: questions(client, page) for page in pages}
    grown = {page: (few[page], many[page]) for page in pages if many[page] > few[page] + (page.endswith("/alfa/"))}
    assert grown == {}
    # what the frame of every page asks is the sum of all rooms; the catalogue asks one thing more
    frame = many[address("catalogue")] - 1
    own = {page: n - frame for page, n in many.items()}
    assert own[address("detail", pk=desk.plan.pk)] <= 10
    with scope(house.carl.scope()), CaptureQueriesContext(connection) as walked:
        chain.walk("plans.measure", desk.lamps)
    # how far the chain goes is the sum of all rooms too
    assert own[address("measure", pk=desk.lamps.pk)] - len(walked) <= 7
    assert max(own[address(name)] for name in ("list", "measures", "mine")) <= 6


def test_a_closed_plan_takes_no_more_measures(desk: Desk) -> None:
    client = desk.house.client("Carl")
    assert client.post(address("close", pk=desk.plan.pk), {"reason": "Allt är gjort."}).status_code == 302
    with scope(desk.house.carl.scope()):
        assert Plan.objects.get(pk=desk.plan.pk).state == "closed"
    answer = client.post(
        address("add", pk=desk.plan.pk), {"what": "Mer", "who": str(desk.house.police.pk), "kind": "other"}
    )
    assert answer.status_code == 200
    assert "Planen är avslutad" in answer.text
    page = text(client, address("detail", pk=desk.plan.pk))
    assert "Allt är gjort." in page
    assert client.post(address("reopen", pk=desk.plan.pk)).status_code == 302


def test_a_measure_against_a_cause_can_begin_with_a_new_plan(desk: Desk) -> None:
    client = desk.house.client("Carl")
    query = f"problem={desk.problem.pk}&orsak={desk.empty.pk}"
    begin = f"{address('create')}?{query}"
    assert begin in text(client, f"{address('against')}?{query}")
    days = {"starts": TODAY.isoformat(), "ends": (TODAY + 30 * DAY).isoformat()}
    answer = client.post(begin, {"name": "Plan för kvällarna", "readers": "all", **days})
    made = f"?{query}"
    assert answer.url.endswith(made)
    assert "Inga vuxna på kvällen" in text(client, answer.url)


def test_the_page_of_a_problem_and_its_causes_lead_to_measures(desk: Desk) -> None:
    client = desk.house.client("Carl")
    page = text(client, reverse("problems:detail", kwargs={"slug": "alfa", "pk": desk.problem.pk}))
    assert "Nio nya lampor längs gångvägen" in page
    asked = f"{address('against')}?problem={desk.problem.pk}&orsak={desk.empty.pk}"
    assert f"problem={desk.problem.pk}&orsak={desk.empty.pk}" in page
    found = text(client, asked)
    assert "Plan för Brukstorget" in found
    past = actions.PlanTold(name="Förra årets plan", starts=TODAY - 90 * DAY, ends=TODAY - DAY)
    actions.create_plan(actor=desk.house.carl, told=past)
    assert "Förra årets plan" not in text(client, asked), "its last day has passed"
    assert re.search(
        r"gäller nu.*Plan för Brukstorget.*Att avsluta.*Förra årets plan", text(client, address("list")), re.S
    )
    measure = actions.create_measure(actor=desk.house.carl, told=desk.told("Utan plan"), whose=Whose())
    shown = text(client, address("measure", pk=measure.pk))
    assert "Utan plan" in shown
