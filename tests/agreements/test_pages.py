"""Agreements as people see them: from an example to one in force, by role, without a script."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.agreements import actions, library
from lagesbild.agreements.actions import Undertaking
from lagesbild.agreements.models import Agreement, Annex, Original, Review
from lagesbild.core.scope import scope
from lagesbild.organisation.actions import Giving, give_mandate
from lagesbild.registry.actions import note
from tests.agreements.table import PDF, TODAY, YEAR, Table, wording

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 20
"""Questions that a page may put to the database, apart from who is asking."""


def address(name: str, /, **arguments: object) -> str:
    return reverse(f"agreements:{name}", kwargs={"slug": "alfa", **arguments})


def said(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200, page
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def pages(row: int) -> list[str]:
    of_one = ("detail", "change", "found", "sign", "review", "difference")
    return [
        *(address(name) for name in ("list", "statute", "draft")),
        *(address("begin", name=name) for name in library.names()),
        *(address(name, pk=row) for name in of_one),
        *(address("add_part", pk=row, part=part) for part in ("signatory", "commitment", "body", "function", "annex")),
    ]


@pytest.mark.parametrize("role", list(Role))
def test_each_page_has_an_answer_for_each_role(table: Table, role: Role) -> None:
    row = table.draft()
    table.house.anyone(role)
    client = table.house.client(role.title())
    writes = role in (Role.COORDINATOR, Role.LEADER, Role.REGISTRATOR)
    closed = {
        Role.LEADER: {address("found", pk=row.pk)},
        Role.REGISTRATOR: {address("found", pk=row.pk), address("review", pk=row.pk)},
    }
    for page in pages(row.pk):
        answer = client.get(page)
        open_to = writes and page not in closed.get(role, set())
        assert answer.status_code in ({200} if open_to else {200, 403}), page
        if answer.status_code == 200:
            assert answer.content.decode().count("<h1") == 1, page
    reads = client.get(address("detail", pk=row.pk)).status_code
    assert reads == (403 if role == Role.REPORTER else 200)


def test_an_agreement_goes_from_an_example_to_one_in_force_through_its_pages(table: Table) -> None:
    house = table.house
    carl = house.carl
    client = house.client("Carl")
    begun = {
        "part_kommun": house.municipality.pk,
        "part_polis": house.police.pk,
        "party": house.municipality.pk,
        "readers": "partnership",
    }
    answer = client.post(address("begin", name="koping-2024"), begun)
    assert answer.status_code == 302, answer.content.decode()
    with scope(carl.scope()):
        row = Agreement.objects.get()
        annex = Annex.objects.get().pk
    page = address("detail", pk=row.pk)
    assert "styrgrupp (BRÅ beredning)" in said(client, page)
    assert "It has no last day." in said(client, page) or "sista dag" in said(client, page)
    with scope(carl.scope()):
        changed = {name: getattr(row, name) or "" for name in row.edited}
    changed |= {"ends": (TODAY() + YEAR).isoformat(), "title": "Överenskommelse för Alfa", "named": "1"}
    answer = client.post(address("change", pk=row.pk), changed)
    assert answer.status_code == 302, answer.content.decode()
    part = {"text": "att ses i Nygård", "number": "5", "annex": annex, "heading": ""}
    answer = client.post(address("add_part", pk=row.pk, part="commitment"), part)
    assert re.search(r"#commitment-\d+$", answer["Location"])
    file = {"title": "Bilaga 2", "file": SimpleUploadedFile("x.exe", PDF)}
    assert client.post(address("add_part", pk=row.pk, part="annex"), file).status_code == 302
    house = table.house
    for party, name in ((house.municipality, "Kommunchef"), (house.police, "Lokalpolisområdeschef")):
        since = TODAY() - YEAR
        give_mandate(
            actor=carl, giving=Giving(party=party.pk, what=[actions.SIGN], name=name, source="KS § 44", since=since)
        )
    answer = client.post(
        address("sign", pk=row.pk),
        {
            "signatories": table.signatories(row),
            "signed_on": TODAY().isoformat(),
            "file": SimpleUploadedFile("x.pdf", PDF),
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    assert client.post(address("enter_force", pk=row.pk)).status_code == 302
    assert table.now(row).state == "in_force"
    with scope(carl.scope()):
        original = Original.objects.get()
        second = Annex.objects.get(title="Bilaga 2")
    kept = client.get(address("original", pk=original.pk))
    assert kept.content == PDF
    assert kept["Content-Type"] == "application/pdf"
    assert kept["Content-Disposition"].startswith("attachment")
    assert client.get(address("annex", pk=second.pk)).content == PDF
    assert client.get(address("annex", pk=annex)).status_code == 404, "it has a text and no file"


def test_a_file_that_is_something_else_is_refused_on_the_form(table: Table) -> None:
    row = table.draft()
    table.house.carl  # noqa: B018 - someone who signs in
    client = table.house.client("Carl")
    answer = client.post(
        address("sign", pk=row.pk),
        {
            "signatories": table.signatories(row),
            "signed_on": TODAY().isoformat(),
            "file": SimpleUploadedFile("x.pdf", b"<html>", "application/pdf"),
        },
    )
    assert answer.status_code == 200
    assert "data-refused" in answer.content.decode()


def test_parts_are_moved_and_taken_out_through_the_page(table: Table) -> None:
    carl = table.house.carl
    row = table.draft()
    part = actions.add_part(actor=carl, agreement=row.pk, part=Undertaking(text="att avrapportera", number="2"))
    client = table.house.client("Carl")
    assert client.post(address("move_part", part="commitment", pk=part.pk), {"up": "1"}).status_code == 302
    with scope(carl.scope()):
        assert [one.number for one in row.commitments.in_order()] == ["2", "1"]
    body = row.bodies  # the form shows seats as lines and takes them back as they were
    with scope(carl.scope()):
        there = body.get()
    page = client.get(address("change_part", part="body", pk=there.pk)).content.decode()
    assert "Kommunchef; Kommunen" in page
    seats = "Kommunchef; Kommunen; leder\nChef; Polisen"
    answer = client.post(
        address("change_part", part="body", pk=there.pk), {"name": "Styrgruppen", "kind": "steering", "seats": seats}
    )
    assert answer.status_code == 302, answer.content.decode()
    with scope(carl.scope()):
        assert [(one["title"], one["party"], one["leads"]) for one in body.get().seats] == [
            ("Kommunchef", "Kommunen", True),
            ("Chef", "Polisen", False),
        ]
    assert client.post(address("remove_part", part="commitment", pk=part.pk)).status_code == 302
    assert client.get(address("change_part", part="commitment", pk=part.pk)).status_code == 404
    assert client.get(address("add_part", pk=row.pk, part="nothing")).status_code == 404


def test_notice_and_follow_up_are_noted_and_taken_back(table: Table) -> None:
    carl = table.house.carl
    row = table.in_force(term="rolling", starts=TODAY() - YEAR)
    client = table.house.client("Carl")
    given = {"by": table.house.police.pk, "on": TODAY().isoformat()}
    assert client.post(address("give_notice", pk=row.pk), given).status_code == 302
    until = table.now(row).until
    assert until is not None
    assert str(until) in said(client, address("detail", pk=row.pk))
    assert client.get(address("give_notice", pk=row.pk)).status_code == 302, "it is given already"
    assert client.post(address("take_back_notice", pk=row.pk)).status_code == 302
    held = {"held": TODAY().isoformat(), "text": "Gäller vidare."}
    assert client.post(address("review", pk=row.pk), held).status_code == 302
    assert "Gäller vidare." in said(client, address("detail", pk=row.pk))
    with scope(carl.scope()):
        review = Review.objects.get().pk
    assert client.post(address("take_back_review", pk=review)).status_code == 302
    with scope(carl.scope()):
        assert not Review.objects.exists()


def test_a_notice_of_no_months_ends_it_on_that_day(table: Table) -> None:
    row = table.in_force(term="fixed_notice", notice_months=0)
    text = table.house.client("Carl").get(reverse("agreements:detail", kwargs={"slug": "alfa", "pk": row.pk})).text
    assert "Den upphör samma dag." in text


def test_a_new_edition_and_what_differs(table: Table) -> None:
    carl = table.house.carl
    old = table.in_force()
    client = table.house.client("Carl")
    assert client.post(address("amend", pk=old.pk)).status_code == 302
    with scope(carl.scope()):
        new = Agreement.objects.get(supersedes=old).pk
    actions.change(actor=carl, agreement=new, wording=wording(purpose="Öka tryggheten i hela Alfa."))
    page = said(client, address("difference", pk=new))
    assert "<ins>" in page
    assert "<del>" in page
    assert client.get(address("difference", pk=old.pk)).status_code == 200


def test_the_same_subject_twice_at_the_same_time_is_warned_about(table: Table) -> None:
    table.in_force()
    second = table.in_force(title="En till")
    third = table.in_force(title="Annat", subject="Annat")
    client = table.house.client("Carl")
    assert "Samverkansöverenskommelse</a>" in said(client, address("detail", pk=second.pk)).split("<dl")[0]
    assert "Samverkansöverenskommelse</a>" not in said(client, address("detail", pk=third.pk)).split("<dl")[0]


def test_a_secrecy_mark_is_shown_on_the_list_and_on_the_page(table: Table) -> None:
    row = table.in_force()
    registrator = table.house.anyone(Role.REGISTRATOR)
    note(actor=registrator, kind="agreements.agreement", subject=row.pk, secret=True, ground="OSL 18 kap. 1 §")
    assert table.house.carl
    client = table.house.client("Carl")
    for page in (address("list"), address("detail", pk=row.pk)):
        assert "OSL 18 kap. 1 §" in said(client, page)


def test_bodies_are_founded_from_the_page(table: Table) -> None:
    carl = table.house.carl
    row = table.in_force()
    with scope(carl.scope()):
        bodies = list(row.bodies.values_list("pk", flat=True))
    client = table.house.client("Carl")
    assert client.post(address("found", pk=row.pk), {"bodies": bodies}).status_code == 302
    page = said(client, address("detail", pk=row.pk))
    assert reverse("organisation:list", kwargs={"slug": "alfa"}) in page
    assert client.get(address("found", pk=row.pk)).status_code == 200


def test_the_start_page_tells_of_what_is_soon_to_be_done(table: Table) -> None:
    table.in_force(title="Snart slut", ends=TODAY() + dt.timedelta(days=30))
    client = table.house.client("Carl")
    home = reverse("home", kwargs={"slug": "alfa"})
    assert "Snart slut" in said(client, home)
    table.house.anyone(Role.AUDITOR)
    assert "Snart slut" not in said(table.house.client("Auditor"), home)


def test_the_statute_stands_paragraph_by_paragraph(table: Table) -> None:
    table.house.carl  # noqa: B018 - someone who signs in
    page = said(table.house.client("Carl"), address("statute"))
    for one in library.statute().paragraphs:
        assert f'id="paragraf-{one.number}"' in page


@pytest.mark.parametrize("name", ["list", "detail"])
def test_a_page_puts_the_same_number_of_questions_whatever_it_holds(table: Table, name: str) -> None:
    carl = table.house.carl
    row = table.draft()
    client = table.house.client("Carl")
    page = address("list") if name == "list" else address("detail", pk=row.pk)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(page)
    for number in range(2, 8):
        actions.add_part(actor=carl, agreement=row.pk, part=Undertaking(text="att hålla", number=str(number)))
        table.draft(title=f"Nummer {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(page)
    assert len(many) == len(few), "\n".join(one["sql"][:200] for one in many.captured_queries)


def test_the_page_of_one_is_read_with_few_questions(table: Table) -> None:
    row = table.in_force()
    client = table.house.client("Carl")
    page = address("detail", pk=row.pk)
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        client.get(page)
    rows = [one["sql"] for one in found.captured_queries if '"agreements_' in one["sql"]]
    assert len(rows) <= MOST, "\n".join(one[:200] for one in rows)
