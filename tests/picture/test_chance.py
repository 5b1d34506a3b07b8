"""What chance looks like: the real map among nineteen of chance, with the same figures in a table."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lagesbild.core.actions import acting
from lagesbild.picture.models import Edition, Name
from tests.picture import weekly
from tests.picture.weekly import Town

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/s/alfa/lagesbild/2026-v12/"
MOST_QUERIES = 20


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    return weekly.ready(owner_url, drawn=True)


def page_of(town: Town) -> str:
    client = Client()
    client.force_login(town.member("analyst", "analyst@exempel.se"))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(f"{PAGE}1/slump/")
    assert answer.status_code == 200
    assert len(asked) <= MOST_QUERIES
    return answer.text


def test_the_real_map_lies_among_nineteen_of_chance_that_hold_as_many_incidents(town: Town) -> None:
    with acting(town.system):
        edition = Edition.objects.get()
    kept = edition.figures["places"]["chances"]
    assert len(kept["maps"]) == 20
    sums = {one["rest"] + sum(n for _, n in one["drawn"]) for one in kept["maps"]}
    assert len(sums) == 1
    assert all(n >= kept["shown_from"] for one in kept["maps"] for _, n in one["drawn"])
    assert kept["p"] * 20 == pytest.approx(round(kept["p"] * 20))
    text = page_of(town)
    assert text.count("<svg viewBox=") == 20
    assert text.count('class="real"') == 1
    assert "Så ser slumpen ut" in text
    assert "kartor av slump" in text.replace("\u00a0", " ")
    figures = re.findall(r'<td class="num">(\d+)</td>', text)
    assert len(figures) == 60
    real = kept["maps"][0]
    assert [int(n) for n in figures[:3]] == [real["fullest"], len(real["drawn"]), real["rest"]]


def test_it_follows_the_policy_on_content_and_is_led_to_from_the_places(town: Town) -> None:
    text = page_of(town)
    main = text[text.index("<main") :]
    assert " style=" not in main
    assert "<script" not in main[: main.index("</main>")]
    client = Client()
    client.force_login(town.member("coordinator", "coordinator@exempel.se"))
    assert f'href="{PAGE}1/slump/"' in client.get(PAGE).text


def test_a_name_that_is_masked_is_masked_here_too(town: Town) -> None:
    with acting(town.system):
        edition = Edition.objects.get()
        said = " ".join(edition.figures["places"]["chances"]["said"]["sv"])
        names = [one for one in Name.objects.filter(edition=edition) if one.mark in said]
        assert names, "the place that stands out has a name that somebody wrote"
    text = page_of(town)
    assert names[0].text in text
    assert names[0].mark not in text
