"""Pages of commitments: the list, one of them, how it is checked, and what is noted for it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from html import unescape
from io import StringIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.compliance import evidence, library
from lagesbild.compliance.models import Attestation, Effort, Noted, Policy, Rule, Service, Standing
from lagesbild.compliance.rules import kinds
from lagesbild.compliance.rules.record import ARTEFACTS
from lagesbild.core.scope import scope
from lagesbild.meetings.actions import plan
from lagesbild.meetings.actions.planning import Hours
from lagesbild.meetings.models import AgendaItem
from lagesbild.organisation.actions import Appointment, create_function, fill_function
from lagesbild.organisation.models import Body, Function
from tests.compliance.desk import DAY, TODAY, Desk

pytestmark = pytest.mark.django_db


def at(name: str, **arguments: object) -> str:
    return reverse(f"compliance:{name}", kwargs={"slug": "alfa", **arguments})


def text_of(answer: HttpResponse) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def seen(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return text_of(answer)


@pytest.fixture
def carl(desk: Desk) -> Client:
    assert desk.house.carl
    return desk.house.client("Carl")


def test_nothing_is_checked_until_somebody_says_how(desk: Desk, carl: Client) -> None:
    assert desk.agreement
    page = seen(carl, at("list"))
    assert "Inget åtagande prövas än" in page
    page = seen(carl, at("commitment", pk=desk.commitments[0]))
    assert "Det prövas inte än" in page
    assert "att ses varje vecka" in page


def test_the_list_answers_first_and_says_why_and_what_is_next(desk: Desk, carl: Client) -> None:
    desk.rule()
    desk.met(TODAY - 70 * DAY)
    desk.judge()
    page = seen(carl, at("list"))
    assert "0 av 1 åtagande" in page
    assert "att ses varje vecka" in page
    assert "EST Nygård skulle ha träffats" in page
    assert "Samverkansöverenskommelse" in page
    assert "2 av överenskommelsens åtaganden prövas inte" in page


def test_the_list_is_of_any_day_that_has_been(desk: Desk, carl: Client) -> None:
    desk.rule(parameters={"body": desk.body.pk, "times": 1, "every": "year"})
    held = TODAY - 40 * DAY
    desk.met(held)
    before = carl.get(at("list"), {"dag": (held - DAY).isoformat()})
    after = carl.get(at("list"), {"dag": held.isoformat()})
    assert "1 av 1 åtagande är hållet" in text_of(after)
    assert "1 hållet" not in text_of(before)
    ahead = carl.get(at("list"), {"dag": (TODAY + 400 * DAY).isoformat()})
    assert f"Läget i dag, {TODAY}" in text_of(ahead)


def test_the_list_is_narrowed_by_status_party_and_body(desk: Desk, carl: Client) -> None:
    desk.rule()
    desk.met(TODAY)
    for query, found in (
        ({"status": "kept"}, True),
        ({"status": "broken"}, False),
        ({"status": "nonsense"}, True),
        ({"part": str(desk.house.police.pk)}, True),
        ({"part": str(desk.house.housing.pk)}, False),
        ({"grupp": str(desk.body.pk)}, True),
        ({"grupp": "999999"}, False),
    ):
        page = text_of(carl.get(at("list"), query))
        assert ("att ses varje vecka" in page) is found, query


def test_the_list_can_be_had_as_a_file(desk: Desk, carl: Client) -> None:
    desk.rule()
    desk.met(TODAY)
    answer = carl.get(at("export"))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][2] == "att ses varje vecka"
    assert rows[1][4] == "hållet"


def test_the_page_of_a_commitment_shows_why_and_on_what(desk: Desk, carl: Client) -> None:
    rule = desk.rule()
    meeting = desk.met(TODAY)
    desk.judge()
    answer = carl.get(at("commitment", pk=desk.commitments[0]))
    page = text_of(answer)
    assert "EST Nygård träffas minst en gång i månaden." in page
    assert f'href="{reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meeting.pk})}"' in answer.content.decode()
    assert f"regel-{rule.pk}" in answer.content.decode()
    assert carl.get(at("rule", pk=rule.pk)).headers["Location"].endswith(f"#regel-{rule.pk}")


def test_each_commitment_of_an_agreement_leads_to_how_it_stands(desk: Desk, carl: Client) -> None:
    page = carl.get(reverse("agreements:detail", kwargs={"slug": "alfa", "pk": desk.agreement.pk})).text
    for number in desk.commitments:
        assert at("commitment", pk=number) in page
    assert "Läget" in page


def test_what_is_next_leads_to_where_it_is_done(desk: Desk, carl: Client) -> None:
    desk.rule()
    page = carl.get(at("commitment", pk=desk.commitments[0])).content.decode()
    body = reverse("organisation:body", kwargs={"slug": "alfa", "pk": desk.body.pk})
    assert f'<a href="{body}">Planera ett möte och håll det</a>' in page
    planned = desk.planned(TODAY + 7 * DAY)
    desk.rule(1, parameters={"body": desk.body.pk, "item": "plans.plan"}, kind="standing_item")
    page = carl.get(at("commitment", pk=desk.commitments[1])).content.decode()
    meeting = reverse("meetings:detail", kwargs={"slug": "alfa", "pk": planned.pk})
    assert f'<a href="{meeting}">Sätt handlingsplanen på dagordningen</a>' in page
    desk.rule(2, parameters={"artefact": "picture.yearly"}, kind="recurring")
    page = carl.get(at("commitment", pk=desk.commitments[2])).content.decode()
    assert f'<a href="{reverse("picture:list", kwargs={"slug": "alfa"})}">Fastställ den strategiska' in page


def test_every_kind_of_artefact_comes_about_on_some_page() -> None:
    assert set(evidence.PLACES) == set(ARTEFACTS)
    for page in evidence.PLACES.values():
        assert reverse(page, kwargs={"slug": "alfa"})


def test_evidence_that_is_not_open_to_the_reader_is_counted_and_not_named(desk: Desk, carl: Client) -> None:
    desk.rule()
    meeting = desk.met(TODAY, circle=True)
    desk.house.person("Vera", desk.house.housing, Role.AUDITOR)
    answer = desk.house.client("Vera").get(at("commitment", pk=desk.commitments[0]))
    page = text_of(answer)
    assert "1 underlag som du inte ser" in page
    assert f"/moten/{meeting.pk}/" not in answer.content.decode()


def test_a_judgement_that_was_revised_shows_what_was_said_before(desk: Desk, carl: Client) -> None:
    desk.rule()
    desk.met(TODAY - 70 * DAY)
    desk.judge()
    desk.met(TODAY - 38 * DAY)
    desk.judge()
    page = seen(carl, at("commitment", pk=desk.commitments[0]))
    assert "Bedömt på nytt" in page
    assert "Sades" in page


def test_the_statute_is_checked_paragraph_by_paragraph(desk: Desk, carl: Client) -> None:
    page = seen(carl, at("arrange_statute"))
    assert "4 §" in page
    form = at("add_to_paragraph", number="11")
    assert "Hur prövas det?" in seen(carl, form)
    answer = carl.post(f"{form}?sort=filled_function", {"p_sort": "coordinator", "p_vacant_days": "30"})
    assert answer.status_code == 302, text_of(answer)
    with scope(desk.house.carl.scope()):
        rule = Rule.objects.get()
        assert (rule.statute, rule.party_id) == ("2023:196:11", desk.house.municipality.pk)
    assert "11 §" in seen(carl, at("paragraph", number="11"))
    assert carl.get(at("paragraph", number="99")).status_code == 404


def test_every_kind_has_a_form_that_can_be_filled_in(desk: Desk, carl: Client) -> None:
    assert desk.body
    for name in kinds.kinds():
        page = seen(carl, f"{at('add', pk=desk.commitments[0])}?sort={name}")
        assert "Spara" in page


def test_a_form_says_beside_the_field_what_is_wrong(desk: Desk, carl: Client) -> None:
    address = f"{at('add', pk=desk.commitments[0])}?sort=cadence"
    told = {"p_body": str(desk.body.pk), "p_times": "1", "p_every": "month", "p_weeks_off": "27-32, 52"}
    answer = carl.post(address, told)
    assert answer.status_code == 200
    assert "Bara en grupp som träffas varje vecka" in text_of(answer)
    answer = carl.post(address, {**told, "p_every": "week"})
    assert answer.status_code == 302, text_of(answer)
    with scope(desk.house.carl.scope()):
        assert Rule.objects.get().parameters["weeks_off"] == [27, 28, 29, 30, 31, 32, 52]
    assert "27, 28, 29" in carl.get(at("change", pk=_only(desk))).content.decode()


def test_a_rule_is_changed_and_removed(desk: Desk, carl: Client) -> None:
    rule = desk.rule()
    answer = carl.post(
        at("change", pk=rule.pk), {"p_body": str(desk.body.pk), "p_times": "4", "p_every": "year", "note": "Fyra."}
    )
    assert answer.status_code == 302, text_of(answer)
    with scope(desk.house.carl.scope()):
        assert Rule.objects.get().parameters["times"] == 4
    assert carl.post(at("remove", pk=rule.pk)).status_code == 302
    assert "Det prövas inte än" in seen(carl, at("commitment", pk=desk.commitments[0]))


def test_who_answers_attests_and_nobody_else(desk: Desk, carl: Client) -> None:
    house = desk.house
    function = create_function(
        actor=house.carl, name="Kommunpolis", kind=Function.Kind.MUNICIPAL_POLICE, party=house.police.pk, since=TODAY
    )
    person = house.person("Vera", house.police, Role.MEMBER)
    fill_function(actor=house.carl, function=function.pk, who=Appointment(person=person.pk, since=TODAY))
    rule = desk.rule(kind="attestation", parameters={}, function=function.pk)
    told = {"kept": "yes", "first": TODAY.isoformat(), "last": TODAY.isoformat(), "reason": "Jag har gått igenom det."}
    assert carl.post(at("attest", pk=rule.pk), told).status_code == 403
    assert "Ingen har intygat om det hölls" in seen(house.client("Vera"), at("attest", pk=rule.pk))
    answer = house.client("Vera").post(at("attest", pk=rule.pk), told)
    assert answer.status_code == 302, text_of(answer)
    page = seen(carl, at("commitment", pk=desk.commitments[0]))
    assert "Jag har gått igenom det." in page
    assert "Vera" in page
    with scope(house.carl.scope()):
        number = Attestation.objects.get().pk
    assert carl.post(at("take_back_attestation", pk=number)).status_code == 403
    assert house.client("Vera").post(at("take_back_attestation", pk=number)).status_code == 302
    assert "återtaget" in seen(carl, at("commitment", pk=desk.commitments[0]))


def test_an_effort_is_noted_and_taken_back(desk: Desk, carl: Client) -> None:
    rule = desk.rule(2, kind="effort", parameters={})
    told = {"day": TODAY.isoformat(), "text": "Bjöd in till råd.", "counterpart": "Polisen", "answer": "Ja."}
    assert carl.post(at("effort", pk=rule.pk), told).status_code == 302
    page = seen(carl, at("commitment", pk=desk.commitments[2]))
    assert "Bjöd in till råd." in page
    assert "Svar: Ja." in page
    with scope(desk.house.carl.scope()):
        number = Effort.objects.get().pk
    assert carl.post(at("take_back_effort", pk=number)).status_code == 302
    answer = carl.post(at("effort", pk=rule.pk), {**told, "text": "Ring 070-123 45 67"})
    assert answer.status_code == 200


def test_services_documents_and_reports_are_noted(desk: Desk, carl: Client) -> None:
    assert "Inget noterat än" in seen(carl, at("kept"))
    told = {"name": "Polisens reception", "since": (TODAY - 9 * DAY).isoformat()}
    assert carl.post(at("add_service"), told).status_code == 302
    told = {"name": "Policy mot våldsbejakande extremism", "kind": "policy", "owner_text": "Säkerhetschefen"}
    assert carl.post(at("add_policy"), told).status_code == 302
    told = {"kind": "report.council", "day": TODAY.isoformat(), "text": "Delårsrapport"}
    assert carl.post(at("note"), told).status_code == 302
    with scope(desk.house.carl.scope()):
        service, policy, noted = Service.objects.get(), Policy.objects.get(), Noted.objects.get()
    hours = {"day": TODAY.isoformat(), "hours": "2"}
    assert carl.post(at("add_session", pk=service.pk), hours).status_code == 302
    edition = {"decided": TODAY.isoformat(), "revise_by": (TODAY + 9 * DAY).isoformat()}
    assert carl.post(at("add_edition", pk=policy.pk), edition).status_code == 302
    page = seen(carl, at("kept"))
    for words in ("Polisens reception", "Policy mot", "Rapport till kommunfullmäktige", "revideras senast"):
        assert words in page
    assert "2 h" in seen(carl, at("service", pk=service.pk))
    assert "Säkerhetschefen" in seen(carl, at("policy", pk=policy.pk))
    assert carl.post(at("take_back_noted", pk=noted.pk)).status_code == 302
    assert "räknas inte längre" in seen(carl, at("noted", pk=noted.pk))
    told = {"name": "Reception", "since": TODAY.isoformat(), "evaluated": TODAY.isoformat()}
    assert carl.post(at("change_service", pk=service.pk), told).status_code == 302
    told = {"name": "Policy", "kind": "policy", "owner_text": "Kommunchefen"}
    assert carl.post(at("change_policy", pk=policy.pk), told).status_code == 302


def test_the_start_page_and_the_steering_group_see_what_needs_support(desk: Desk, carl: Client) -> None:
    desk.rule()
    desk.met(TODAY - 70 * DAY)
    desk.judge()
    start = text_of(carl.get(reverse("home", kwargs={"slug": "alfa"})))
    assert "Ett åtagande behöver stöd" in start
    with scope(desk.house.carl.scope()):
        assert Standing.objects.current().filter(last__isnull=True).get().status == "broken"


def test_the_agenda_of_a_meeting_that_has_been_shows_commitments_as_they_stood_then(desk: Desk, carl: Client) -> None:
    steering = desk.house.body("Styrgruppen", kind="steering")
    desk.rule(parameters={"body": desk.body.pk, "times": 1, "every": "week"})
    meetings = {days: _meeting_of(desk, steering, TODAY + days * DAY) for days in (-100, 7)}
    for days in (-103, -96):
        desk.met(TODAY + days * DAY)
    desk.judge(TODAY - 101 * DAY)
    desk.judge()
    earlier = seen(carl, reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meetings[-100]}))
    assert f"Så som det stod mötets dag, {TODAY - 100 * DAY}." in earlier
    assert "Inget åtagande var brutet eller i riskzonen." in earlier
    ahead = seen(carl, reverse("meetings:detail", kwargs={"slug": "alfa", "pk": meetings[7]}))
    assert "Så som det stod" not in ahead
    assert "Brutet att ses varje vecka" in ahead


def test_what_is_agreed_for_every_meeting_stands_on_the_agenda_of_the_next(desk: Desk, carl: Client) -> None:
    board = desk.house.body("Rådet", kind="project")
    early = _meeting_of(desk, board, TODAY + 7 * DAY)
    desk.rule(kind="standing_item", parameters={"body": board.pk, "item": "plans.measures"})
    desk.rule(1, kind="standing_item", parameters={"body": board.pk, "item": "plans.plan"})
    with scope(desk.house.carl.scope()):
        assert not AgendaItem.objects.filter(meeting=early, kind="plans.measures").exists()
    slug = {"slug": "alfa"}
    waiting = seen(carl, reverse("meetings:waiting", kwargs={**slug, "pk": early}))
    assert "Överenskommet för varje möte, och inte på dagordningen Pågående åtgärder Sätt upp" in waiting
    put = reverse("meetings:take_up", kwargs={**slug, "pk": early})
    assert carl.post(put, {"kind": "plans.measures", "subject": ""}).status_code == 302
    assert carl.post(put, {"kind": "plans.plan", "subject": ""}).status_code == 404
    assert "Pågående åtgärder" not in seen(carl, reverse("meetings:waiting", kwargs={**slug, "pk": early}))
    later = _meeting_of(desk, board, TODAY + 14 * DAY)
    with scope(desk.house.carl.scope()):
        for meeting in (early, later):
            assert AgendaItem.objects.filter(meeting=meeting, kind="plans.measures").count() == 1
            assert not AgendaItem.objects.filter(meeting=meeting, kind="plans.plan").exists()


def test_only_those_who_may_say_how_commitments_are_checked(desk: Desk) -> None:
    rule = desk.rule()
    desk.house.person("Vera", desk.house.police, Role.MEMBER)
    vera = desk.house.client("Vera")
    for address in (
        at("add", pk=desk.commitments[0]),
        at("change", pk=rule.pk),
        at("arrange", agreement=desk.agreement.pk),
        at("arrange_statute"),
    ):
        assert vera.get(address).status_code == 403
    assert vera.post(at("remove", pk=rule.pk)).status_code == 403
    assert vera.get(at("list")).status_code == 200


def test_a_proposal_of_the_edition_before_is_accepted(desk: Desk, carl: Client) -> None:
    from lagesbild.agreements import actions as agreements

    desk.rule()
    newer = agreements.amend(actor=desk.house.carl, agreement=desk.agreement.pk)
    address = at("arrange", agreement=newer.pk)
    assert "1 förslag kan antas som det står" in seen(carl, address)
    assert carl.post(address, {"all": "1"}).status_code == 302
    page = seen(carl, address)
    assert "förslag kan antas" not in page
    assert "prövas:" in page
    with scope(desk.house.carl.scope()):
        assert Rule.objects.filter(commitment__agreement=newer.pk).count() == 1


def test_what_is_accepted_of_an_old_agreement_is_checked_from_its_beginning_or_from_a_day_that_is_chosen(
    desk: Desk, carl: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = library.reading("koping-2024/1")
    monkeypatch.setattr(library, "reading_of", lambda text: read)
    address, begins = at("arrange", agreement=desk.agreement.pk), desk.agreement.starts
    assert begins
    page = carl.get(address).content.decode()
    assert f'value="{begins.isoformat()}"' in page
    early = carl.post(address, {"all": "1", "since": (begins - DAY).isoformat()})
    assert early.status_code == 422
    assert f"Överenskommelsen börjar {begins.isoformat()}." in text_of(early)
    assert carl.post(address, {"all": "1", "since": "i fjol"}).status_code == 422
    marks = re.findall(r'name="proposal"\s+value="([^"]+)"', page)
    for mark, day in zip(marks, (begins, begins + 90 * DAY), strict=False):
        assert carl.post(address, {"proposal": unescape(mark), "since": day.isoformat()}).status_code == 302
    with scope(desk.house.carl.scope()):
        assert [one.since for one in Rule.objects.order_by("pk")] == [None, begins + 90 * DAY]


def test_the_form_of_one_check_begins_with_the_first_day_of_the_agreement(desk: Desk, carl: Client) -> None:
    begins = desk.agreement.starts
    assert begins
    page = carl.get(f"{at('add', pk=desk.commitments[0])}?sort=cadence").content.decode()
    assert f'value="{begins.isoformat()}"' in page


def test_a_rule_whose_parameters_no_longer_hold_says_so(desk: Desk, carl: Client) -> None:
    rule = desk.rule()
    with scope(desk.house.carl.scope()):
        Rule.objects.filter(pk=rule.pk).update(parameters={"body": desk.body.pk, "odd": 1})
    page = seen(carl, at("commitment", pk=desk.commitments[0]))
    assert "går inte att läsa" in page


def _only(desk: Desk) -> int:
    with scope(desk.house.carl.scope()):
        return Rule.objects.get().pk


def _meeting_of(desk: Desk, body: Body, day: dt.date) -> int:
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
    return int(plan(actor=desk.house.carl, body=body.pk, hours=hours).pk)
