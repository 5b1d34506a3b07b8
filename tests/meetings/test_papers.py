"""The papers of a meeting, handed out in one file: the call first, then what its points are about."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pikepdf
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Role
from lagesbild.agreements import actions as agreements
from lagesbild.meetings import actions, papers
from lagesbild.meetings.actions import Hours
from lagesbild.registry.actions import note
from tests.agreements.table import Table
from tests.organisation.house import House
from tests.picture import weekly
from tests.plans.desk import furnish

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_call_comes_first_and_then_what_each_point_is_about_and_how_it_differs(house: House) -> None:
    carl, table = house.carl, Table(house)
    new = agreements.amend(actor=carl, agreement=table.in_force().pk)
    body = house.body("Styrgruppen", kind="steering")
    starts = timezone.now() + dt.timedelta(days=7)
    hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1), place="Rum 4")
    meeting = actions.plan(actor=carl, body=body.pk, hours=hours)
    actions.add_item(actor=carl, meeting=meeting.pk, kind="agreements.agreement", subject=new.pk)
    address = reverse("meetings:papers", kwargs={"slug": "alfa", "pk": meeting.pk})
    client = house.client("Carl")
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith('attachment; filename="handlingar-styrgruppen-')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert [name[:2] for name in names] == ["00", "01", "02"]
        assert names[0].startswith("00-kallelse-till-styrgruppen-")
        assert names[1] == "01-samverkansoverenskommelse.pdf"
        for name in names:
            with pikepdf.open(io.BytesIO(archive.read(name))) as pdf:
                assert len(pdf.pages) >= 1
    assert client.get(address).content == answer.content, "the same papers have the same bytes"


def read(client: Client, meeting: int, slug: str = "alfa") -> dict[str, str]:
    """The text of each paper that a meeting hands out, by the name of its file."""
    answer = client.get(reverse("meetings:papers", kwargs={"slug": slug, "pk": meeting}))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: text_of(archive.read(name)) for name in archive.namelist()}


def text_of(content: bytes) -> str:
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return " ".join(re.sub("[\u00ad\u2060]|-\n", "", " ".join(pages)).split())


def test_a_plan_is_among_the_papers_and_the_call_says_that_it_bears_a_secrecy_mark(house: House) -> None:
    desk = furnish(house)
    starts = timezone.now() + dt.timedelta(days=7)
    hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
    meeting = actions.plan(actor=house.carl, body=desk.body.pk, hours=hours)
    actions.add_item(actor=house.carl, meeting=meeting.pk, kind="plans.plan", subject=desk.plan.pk)
    client = house.client("Carl")
    call, plan = read(client, meeting.pk).values()
    assert "Plan för Brukstorget (bilaga 1)" in call
    assert "sekretessmarkering" not in call
    assert "Nio nya lampor längs gångvägen" in plan
    keeper = house.anyone(Role.REGISTRATOR)
    note(actor=keeper, kind="plans.plan", subject=desk.plan.pk, secret=True, ground="18 kap. 1 § OSL")
    call, plan = read(client, meeting.pk).values()
    assert "Plan för Brukstorget, med sekretessmarkering" in call
    assert "Sekretessmarkering: 18 kap. 1 § OSL" in plan


def test_the_picture_of_the_week_is_among_the_papers_as_it_was_drawn(owner_url: str) -> None:
    town = weekly.ready(owner_url, drawn=True)
    person, client = town.member("coordinator", "papper@exempel.se"), Client()
    client.force_login(person)
    carl = actor_of(person.pk, town.slug)
    starts = timezone.now() + dt.timedelta(days=7)
    hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
    meeting = actions.plan(actor=carl, body=town.body(), hours=hours)
    papers = read(client, meeting.pk, town.slug)
    [name] = [one for one in papers if not one.startswith("00-")]
    assert name == "01-veckans-lage-vecka-12.pdf"
    assert "Brukstorget" in papers[name]


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Överenskommelse 2027/2", "overenskommelse-2027-2"), ("///", "handling"), ("ö" * 200, "o" * papers.LONGEST)],
)
def test_names_of_files_are_such_that_every_system_takes_them(name: str, plain: str) -> None:
    assert papers.plain(name) == plain


def test_a_meeting_that_is_not_open_to_the_reader_hands_out_nothing(house: House, neighbours: House) -> None:
    body = house.body("Styrgruppen")
    starts = timezone.now() + dt.timedelta(days=7)
    hours = Hours(starts=starts, ends=starts + dt.timedelta(hours=1))
    meeting = actions.plan(actor=house.carl, body=body.pk, hours=hours)
    assert neighbours.carl
    address = reverse("meetings:papers", kwargs={"slug": "alfa", "pk": meeting.pk})
    assert neighbours.client("Carl").get(address).status_code == 404
