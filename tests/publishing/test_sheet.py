"""The sheet of a promise: one page, conformant by an independent checker, of nothing but what is published."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from outloud import check

from lagesbild.core import masking, partnerships
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.i18n import LANGUAGES, Language, translator
from lagesbild.plans.models import Measure
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.models import Publication
from lagesbild.publishing.public import Entry, PublicMeasure, PublicPromise, read_as
from lagesbild.publishing.sheet import sheet
from tests.organisation.house import House, build
from tests.plans.desk import TODAY, furnish
from tests.promises.vow import Vow, made

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "https://lagesbild.exempel.se/p/alfa/loften/1/"
LONG = "Vi finns på plats varje kväll när många rör sig där och ser till att lamporna lyser. "


@pytest.fixture
def vow(two: tuple[int, int]) -> Vow:
    house: House = build(two[0])
    return made(furnish(house))


@pytest.fixture
def published(vow: Vow) -> Publication:
    vow.stand()
    return actions.publish(
        actor=vow.house.carl, kind="promise", subject=vow.promise.pk, checked=kinds.named("promise").checks
    )


def printed(vow: Vow, row: Publication, it: PublicPromise, path: Path, language: Language = "sv") -> str:
    """The text of a sheet that is one page, of which the checker has nothing to say."""
    path.write_bytes(sheet(translator(language), vow.house.partnership, row, it, ADDRESS))
    result = check(str(path))
    assert not result.error, result.error
    assert [f"{found.rule} {found.message}" for found in result.findings] == []
    return text_of(path.read_bytes())


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    return " ".join(re.sub("[\u00ad\u2060\u200b]|-\n", "", pages[0].extract_text()).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_page_says_who_promises_what_until_when_and_where_all_of_it_is(
    vow: Vow, published: Publication, tmp_path: Path, language: Language
) -> None:
    it = read_as(PublicPromise, published.content)
    text = printed(vow, published, it, tmp_path / "s.pdf", language)
    for said in (it.title, it.text, *it.who, it.ends.isoformat(), it.measures[0].what, "lagesbild.exempel.se/p/alfa"):
        assert said in text


@pytest.mark.parametrize("times", [1, 8, 60])
def test_however_much_is_told_it_stays_one_page_that_says_what_is_left_out(
    vow: Vow, published: Publication, tmp_path: Path, times: int
) -> None:
    it = read_as(PublicPromise, published.content)
    measures = tuple(replace(it.measures[0], what=f"Åtgärd {i}. {LONG}") for i in range(12))
    log = tuple(Entry(TODAY, LONG * times) for _ in range(20))
    long = replace(it, text=LONG * times, goal=LONG * times, title=LONG * min(times, 8), measures=measures, log=log)
    text = printed(vow, published, long, tmp_path / "long.pdf")
    assert "visas inte här" in text or times == 60
    assert "lagesbild.exempel.se/p/alfa" in text


def test_odd_letters_never_stop_it(vow: Vow, published: Publication, tmp_path: Path) -> None:
    it = read_as(PublicPromise, published.content)
    one = it.measures[0]
    odd = replace(
        it, title="🦄" * 80, text="\u200b", where="漢字", measures=(PublicMeasure("x" * 900, "", one.status),)
    )
    assert "?" in printed(vow, published, odd, tmp_path / "odd.pdf")


def test_anybody_gets_it_and_not_what_only_some_may_read(vow: Vow) -> None:
    with scope(worker(vow.house.partnership.pk).scope()):
        Measure.objects.update(audience=Audience.objects.get(kind=Audience.OWN))
    vow.stand()
    row = actions.publish(
        actor=vow.house.carl, kind="promise", subject=vow.promise.pk, checked=kinds.named("promise").checks
    )
    address = reverse("portal:sheet", kwargs={"slug": "alfa", "ref": row.slug})
    assert Client().get(address).status_code == 404, "the public site is closed"
    partnerships.open_site(actor=worker(vow.house.partnership.pk), public=True)
    assert address in Client().get(reverse("portal:promise", kwargs={"slug": "alfa", "ref": row.slug})).text
    text = text_of(Client().get(address).content)
    assert vow.promise.title in text
    assert vow.desk.lamps.what not in text
    actions.withdraw(actor=vow.house.carl, publication=row.pk, reason="Fel period.")
    gone = Client().get(address)
    assert gone.status_code == 410
    assert "Fel period." in gone.text


def test_words_masked_in_what_is_published_are_masked_in_it(vow: Vow, published: Publication) -> None:
    client = vow.house.client("Carl")
    address = reverse("publishing:sheet", kwargs={"slug": "alfa", "pk": published.pk})
    assert address in client.get(reverse("promises:detail", kwargs={"slug": "alfa", "pk": vow.promise.pk})).text
    assert "Brukstorget" in text_of(client.get(address).content)
    masking.mask(actor=vow.house.carl, subject="publication", pk=published.pk, stretches=["Brukstorget"])
    assert "Brukstorget" not in text_of(client.get(address).content)
