"""The page for leadership on paper: conformant by an independent checker, and it says what the page says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from outloud import check

from lagesbild.accounts.models import Role
from lagesbild.core.web.language import COOKIE
from lagesbild.meetings import actions as meetings
from tests.compliance.desk import DAY, TODAY, Desk
from tests.plans.desk import furnish

pytestmark = pytest.mark.django_db(transaction=True)


def carl(desk: Desk) -> Client:
    """The coordinator's browser."""
    assert desk.house.carl
    return desk.house.client("Carl")


def printed(desk: Desk, path: Path, language: str = "sv") -> str:
    client = carl(desk)
    client.cookies[COOKIE] = language
    path.write_bytes(client.get(reverse("leadership:printed", kwargs={"slug": "alfa"})).content)
    result = check(str(path))
    assert not result.error, result.error
    assert [f"{found.rule} {found.message}" for found in result.findings] == []
    pages = (page.extract_text() for page in pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages)
    return " ".join(re.sub("[\u00ad\u2060\u200b]|-\n", "", " ".join(pages)).split())


def test_it_says_what_is_not_kept_why_and_what_is_next_before_the_rest(desk: Desk, tmp_path: Path) -> None:
    desk.rule(kind="filled_function", parameters={"sort": "coordinator"})
    desk.met(TODAY - 3 * DAY)
    text = printed(desk, tmp_path / "one.pdf")
    assert text.index("Behöver ledningens stöd") < text.index("Från problem till effekt") < text.index("Årshjulet")
    assert "att ses varje vecka" in text
    assert "Inget problem är prioriterat" in text


def test_an_empty_partnership_has_a_page_that_says_so(desk: Desk, tmp_path: Path) -> None:
    text = printed(desk, tmp_path / "empty.pdf")
    assert "Ingenting prövas än" in text


def test_problems_with_priority_stand_there_with_their_measures(desk: Desk, tmp_path: Path) -> None:
    furnished = furnish(desk.house)
    item_meeting = furnished.meeting()
    item = meetings.add_item(
        actor=desk.house.carl, meeting=item_meeting.pk, kind="problems.problem", subject=furnished.problem.pk
    )
    meetings.decide(actor=desk.house.carl, item=item.pk, text="Prioriteras.", act="problems.prioritise")
    text = printed(desk, tmp_path / "areas.pdf")
    assert "Otryggt vid Brukstorget 0 av 1 åtgärd genomförd" in text
    assert "inget löfte" in text


def test_the_page_leads_to_it_and_reporters_do_not_get_it(desk: Desk) -> None:
    address = reverse("leadership:printed", kwargs={"slug": "alfa"})
    page = carl(desk).get(reverse("leadership:page", kwargs={"slug": "alfa"})).text
    assert address in page
    desk.house.anyone(Role.REPORTER)
    assert desk.house.client("Reporter").get(address).status_code == 403
