"""The papers of a meeting, handed out in one file: the call first, then what its points are about."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone

from lagesbild.agreements import actions as agreements
from lagesbild.meetings import actions, papers
from lagesbild.meetings.actions import Hours
from tests.agreements.table import Table
from tests.organisation.house import House

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
