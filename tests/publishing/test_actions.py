"""Publishing and taking back."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core import masking, partnerships
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.guard import TellsWho
from lagesbild.core.models import Audience, TimelineEntry
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker
from lagesbild.core.web.public import VISITOR
from lagesbild.errors import InputError
from lagesbild.publishing import actions, kinds
from lagesbild.publishing.actions import Told
from lagesbild.publishing.models import Attachment, News, Publication, Withdrawal
from tests.core.signing import anna, service, signed
from tests.papers import paper
from tests.web.world import Town, client_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


def told(**more: str) -> Told:
    said = {"title": "Klotter", "happened": "Det klottrades.", "done": "Det är borta."}
    return Told(day=timezone.localdate(), **{**said, **more})


def publish(town: Town, pk: int, kind: str = "news") -> Publication:
    return actions.publish(actor=town.coordinator, kind=kind, subject=pk, checked=kinds.CHECKS)


def written(town: Town) -> News:
    return actions.write_news(actor=town.coordinator, told=told())


def visit(town: Town) -> Scope:
    return Scope(VISITOR, (town.pk,), 0, (), (town.audience(Audience.PUBLIC),))


def test_a_new_edition_supersedes_the_one_that_was_read(town: Town) -> None:
    news = written(town)
    first = publish(town, news.pk)
    actions.change_news(actor=town.coordinator, news=news.pk, told=told(done="Det är målat."))
    second = publish(town, news.pk)
    assert (first.number, second.number, first.slug) == (1, 2, second.slug)
    with scope(visit(town)):
        read = Publication.objects.filter(kind="news", slug=first.slug)
        assert [row.content["done"] for row in read] == ["Det är målat."]


@pytest.mark.parametrize("opened", [True, False])
def test_what_is_published_links_to_its_public_page_while_the_site_is_open(town: Town, opened: bool) -> None:
    partnerships.open_site(actor=worker(town.pk), public=opened)
    row = publish(town, written(town).pk)
    page = reverse("publishing:detail", kwargs={"slug": "alfa", "pk": row.pk})
    public = reverse("portal:news", kwargs={"slug": "alfa", "ref": row.slug})
    client = client_of(town.people["kommun", Role.COORDINATOR])
    assert (f'href="{public}"' in client.get(page).text) is opened
    actions.withdraw(actor=town.coordinator, publication=row.pk, reason="Fel dag.")
    assert f'href="{public}"' not in client.get(page).text


@pytest.mark.parametrize("role", [role for role in Role if role not in ("coordinator", "registrator", "leader")])
def test_others_than_those_who_publish_do_not(town: Town, role: Role) -> None:
    news = written(town)
    with pytest.raises(Denied):
        actions.publish(actor=town.actor("kommun", role), kind="news", subject=news.pk, checked=kinds.CHECKS)


def test_the_whole_list_is_gone_through(town: Town) -> None:
    news = written(town)
    with pytest.raises(InputError):
        actions.publish(actor=town.coordinator, kind="news", subject=news.pk, checked=["read"])


def test_what_tells_who_someone_is_is_refused_once_more(town: Town) -> None:
    news = written(town)
    with scope(town.coordinator.scope()):
        News.objects.filter(pk=news.pk).update(done="Ring 070-174 06 05.")
    with pytest.raises(TellsWho):
        publish(town, news.pk)


def test_what_is_taken_back_is_gone_from_the_public_and_its_reason_is_read(town: Town) -> None:
    row = publish(town, written(town).pk)
    actions.withdraw(actor=town.coordinator, publication=row.pk, reason="Fel plats.")
    with scope(visit(town)):
        assert not Publication.objects.filter(pk=row.pk).exists()
        assert [one.reason for one in Withdrawal.objects.filter(slug=row.slug, kind="news")] == ["Fel plats."]
    with pytest.raises(WrongState):
        actions.withdraw(actor=town.coordinator, publication=row.pk, reason="Igen.")


@pytest.mark.parametrize(
    "change",
    [{"title": "Annat"}, {"content": {}}, {"number": 9}, {"digest": "0" * 64}, {"kind": "promise"}, {"slug": "x"}],
    ids=str,
)
def test_the_database_refuses_every_change_but_of_state(town: Town, change: dict[str, object]) -> None:
    row = publish(town, written(town).pk)
    with pytest.raises(DatabaseError), scope(town.coordinator.scope()):
        Publication.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_to_remove_or_to_publish_again(town: Town) -> None:
    row = publish(town, written(town).pk)
    with pytest.raises(DatabaseError), scope(town.coordinator.scope()):
        Publication.objects.filter(pk=row.pk).delete()
    actions.withdraw(actor=town.coordinator, publication=row.pk, reason="Fel plats.")
    with pytest.raises(DatabaseError), scope(town.coordinator.scope()):
        Publication.objects.filter(pk=row.pk).update(state="published")


def test_nothing_is_published_for_others_than_the_public(town: Town) -> None:
    row = publish(town, written(town).pk)
    row.pk, row.number, row.state = None, 7, "superseded"
    row.audience_id = town.audience(Audience.PARTNERSHIP)
    with pytest.raises(DatabaseError), scope(town.coordinator.scope()):
        row.save(force_insert=True)


def test_a_file_goes_with_its_document(town: Town) -> None:
    document = actions.upload(actor=town.coordinator, title="Plan", content=paper("plan"))
    row = publish(town, document.pk, "document")
    with scope(visit(town)):
        assert bytes(Attachment.objects.get(publication=row).content) == paper("plan")
    actions.withdraw(actor=town.coordinator, publication=row.pk, reason="Fel fil.")
    with scope(visit(town)):
        assert not Attachment.objects.filter(publication_id=row.pk).exists()


def test_only_a_pdf_is_a_document(town: Town) -> None:
    with pytest.raises(InputError):
        actions.upload(actor=town.coordinator, title="Plan", content=b"PK\x03\x04")


def test_masking_news_reaches_what_was_published_of_it(town: Town) -> None:
    news = actions.write_news(actor=town.coordinator, told=told(happened="Kalle Karlsson såg det."))
    row = publish(town, news.pk)
    masking.mask(actor=town.coordinator, subject="news", pk=news.pk, stretches=["Kalle Karlsson"])
    with scope(visit(town)):
        assert "Kalle" not in Publication.objects.get(pk=row.pk).content["happened"]


def test_a_form_that_was_drawn_before_does_not_bring_masked_words_back(town: Town) -> None:
    said = told(happened="Kalle Karlsson såg det.")
    news = actions.write_news(actor=town.coordinator, told=said)
    masking.mask(actor=town.coordinator, subject="news", pk=news.pk, stretches=["Kalle Karlsson"])
    actions.change_news(actor=town.coordinator, news=news.pk, told=said)
    with scope(town.coordinator.scope()):
        assert "Kalle" not in News.objects.get(pk=news.pk).happened


def test_what_was_changed_after_it_was_read_is_not_published_unread(town: Town) -> None:
    news = written(town)
    client = client_of(town.people["kommun", Role.COORDINATOR])
    page = reverse("publishing:preview", kwargs={"slug": town.slug, "path": "nyhet", "pk": news.pk})
    found = re.search(r'name="seen" value="(\w{64})"', text_of(client.get(page)))
    assert found is not None
    said = {"seen": found[1], "checked": list(kinds.named("news").checks)}
    actions.change_news(actor=town.coordinator, news=news.pk, told=told(done="Något annat."))
    answer = client.post(page, said)
    assert answer.status_code == 422
    assert "Det här har ändrats sedan du läste det." in text_of(answer)
    assert " checked" not in text_of(answer)
    at = re.search(
        r'<form class="go-through" method="post" action="#(\w+)" id="\1">(.*?)</form>', text_of(answer), re.S
    )
    assert at is not None, "whoever pressed the button below a long page comes to what is said there"
    assert "Det här har ändrats" in at[2]
    with scope(town.coordinator.scope()):
        assert not Publication.objects.of_subject("news", news.pk).exists()


def test_the_timeline_tells_of_it_without_a_word(town: Town) -> None:
    row = publish(town, written(town).pk)
    with scope(town.coordinator.scope()):
        entry = TimelineEntry.objects.get(subject="publishing.publication", subject_id=row.pk)
    assert (entry.verb, entry.detail["digest"]) == ("publication.published", row.digest)
    assert "Klotter" not in str(entry.detail)


def test_a_signature_with_a_persons_number_in_it_is_not_published(town: Town) -> None:
    with pytest.raises(InputError, match="identity number"):
        actions.upload(actor=town.coordinator, title="Avtal", content=signed(paper(), anna()))
    sealed = actions.upload(actor=town.coordinator, title="Avtal", content=signed(paper(), service()))
    assert sealed.media_type == "application/pdf"
