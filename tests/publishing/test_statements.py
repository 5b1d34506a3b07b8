"""How often pages of what is published ask the database, inside and in public."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core import partnerships
from lagesbild.core.system import worker
from lagesbild.promises.actions import Words, follow_up
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.actions import Told
from lagesbild.publishing.models import Publication
from tests.organisation.house import build
from tests.plans.desk import furnish
from tests.promises.vow import made
from tests.web.statements import asks_the_same
from tests.web.world import Town, client_of

pytestmark = pytest.mark.django_db(transaction=True)


def published(town: Town, n: int) -> Publication:
    """One more piece of news that the public reads, and one that waits."""
    told = Told(day=timezone.localdate(), title=f"Klotter {n}", happened="Det klottrades.", done="Det är borta.")
    actions.write_news(actor=town.coordinator, told=told)
    news = actions.write_news(actor=town.coordinator, told=told)
    return actions.publish(actor=town.coordinator, kind="news", subject=news.pk, checked=kinds.CHECKS)


def test_pages_of_what_is_published_ask_the_same_of_three_rows_as_of_twelve(town: Town) -> None:
    row = published(town, 0)
    pages = [
        reverse("publishing:list", kwargs={"slug": "alfa"}),
        reverse("publishing:detail", kwargs={"slug": "alfa", "pk": row.pk}),
    ]
    client = client_of(town.people["kommun", Role.COORDINATOR])
    asks_the_same(client, pages, lambda n: published(town, n + 1))


def test_public_pages_ask_the_same_of_three_rows_as_of_twelve(town: Town) -> None:
    partnerships.open_site(actor=worker(town.pk), public=True)
    row = published(town, 0)
    names = ("start", "promises", "pictures", "news_list", "agreements")
    pages = [
        *(reverse(f"portal:{name}", kwargs={"slug": "alfa"}) for name in names),
        reverse("portal:news", kwargs={"slug": "alfa", "ref": row.slug}),
    ]
    asks_the_same(Client(), pages, lambda n: published(town, n + 1))


def test_the_sheet_of_a_promise_asks_as_often_however_much_is_promised_and_told(two: tuple[int, int]) -> None:
    vow = made(furnish(build(two[0])))
    carl, checked = vow.house.carl, kinds.named("promise").checks
    partnerships.open_site(actor=worker(vow.house.partnership.pk), public=True)
    vow.stand()
    row = actions.publish(actor=carl, kind="promise", subject=vow.promise.pk, checked=checked)

    def add(n: int) -> None:
        follow_up(actor=carl, promise=vow.promise.pk, day=timezone.localdate(), text=f"Vecka {n}: på plats.")
        other = made(vow.desk, words=Words(title=f"Löfte {n}", text="Vi är där."))
        other.stand()
        actions.publish(actor=carl, kind="promise", subject=other.promise.pk, checked=checked)

    pages = [
        reverse("publishing:sheet", kwargs={"slug": "alfa", "pk": row.pk}),
        reverse("portal:sheet", kwargs={"slug": "alfa", "ref": row.slug}),
    ]
    asks_the_same(vow.house.client("Carl"), pages, add)
