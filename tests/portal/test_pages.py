"""The public site, as somebody who visits reads it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core import partnerships
from lagesbild.errors import InputError
from lagesbild.portal.urls import urlpatterns
from lagesbild.publishing import actions
from tests.web.world import Town, build_both, client_of, marks, text_of

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    *("start", "promises", "pictures", "news_list", "agreements", "minutes_list"),
    *("method", "accessibility", "personal"),
)
OF = {"promise": "1", "sheet": "1", "picture": "2026-v01", "agreement": "1", "minutes": "1"}


def refs(town: Town) -> dict[str, str]:
    """What each page of one thing is asked for: what is published, what is not, and what is not there."""
    news, document = town.rows["news"][""], town.rows["document"][""]
    return OF | {"news": str(news - 1), "document": str(document - 1), "file": str(document - 1)}


def addresses(town: Town) -> list[str]:
    found = []
    for one in urlpatterns:
        given = {"slug": town.slug}
        if "ref" in str(one.pattern):
            asked = (refs(town)[str(one.name)], str(town.rows["news"][""]), "annat")
            found += [reverse(f"portal:{one.name}", kwargs={**given, "ref": ref}) for ref in asked]
        else:
            found.append(reverse(f"portal:{one.name}", kwargs=given))
    return found


def test_a_visitor_meets_what_is_published_and_nothing_else(owner_url: str, transactional_db: None) -> None:
    town, beta = build_both(owner_url)
    client = Client()
    answers = [(address, client.get(address)) for address in [*addresses(town), *addresses(beta)]]
    assert {answer.status_code for _, answer in answers} == {200, 404}
    assert [address for address, answer in answers if marks(text_of(answer))] == []
    ours = "".join(text_of(answer) for address, answer in answers if address.startswith("/p/alfa/"))
    assert "Fyra lampor var trasiga." in ours
    assert "beta" not in ours.lower()
    assert not client.cookies


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title_one_heading_a_language_and_its_own_address(town: Town, name: str) -> None:
    address = reverse(f"portal:{name}", kwargs={"slug": "alfa"})
    text = text_of(Client().get(address))
    assert len(re.findall(r"<h1[ >]", text)) == 1
    assert re.search(r'<html lang="sv">', text)
    assert re.search(r"<title>.+ – Samverkan Alfa</title>", text)
    assert f'rel="canonical" href="http://testserver{address}"' in text
    assert "<script" not in text
    assert "http://" not in text.replace("http://testserver", "").replace("http://www.w3.org", "")


def test_a_page_is_kept_and_asked_for_again_with_its_mark(town: Town) -> None:
    address = reverse("portal:start", kwargs={"slug": "alfa"})
    first = Client().get(address)
    assert "public" in first["Cache-Control"]
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_the_site_speaks_english_to_who_chose_it(town: Town) -> None:
    address = reverse("portal:method", kwargs={"slug": "alfa"})
    client = Client()
    client.get(reverse("language"), {"language": "en", "next": address})
    assert "How we count" in text_of(client.get(address))


def test_in_english_what_people_wrote_is_marked_as_swedish(town: Town) -> None:
    start = reverse("portal:start", kwargs={"slug": "alfa"})
    news = reverse("portal:news", kwargs={"slug": "alfa", "ref": refs(town)["news"]})
    swedish, english = Client(), Client()
    english.get(reverse("language"), {"language": "en", "next": start})
    for address in (start, news):
        assert re.search(r'lang="sv">[^<]*Fyra lampor', text_of(english.get(address)))
        assert ' lang="' not in text_of(swedish.get(address)).split("<main")[1].split("<footer")[0]


def test_in_the_place_of_what_was_taken_back_stands_the_reason(town: Town) -> None:
    row = town.rows["publication"][""]
    actions.withdraw(actor=town.coordinator, publication=row, reason="Fel plats.")
    address = reverse("portal:news", kwargs={"slug": "alfa", "ref": refs(town)["news"]})
    answer = Client().get(address)
    assert answer.status_code == 410
    assert "Fel plats." in text_of(answer)
    assert "Fyra lampor" not in text_of(answer)
    assert "Fyra lampor" not in text_of(Client().get(reverse("portal:start", kwargs={"slug": "alfa"})))


def test_a_closed_site_is_not_there(town: Town) -> None:
    partnerships.open_site(actor=town.administrator, public=False)
    assert {Client().get(address).status_code for address in addresses(town)} == {404}


def test_the_feed_and_the_map_of_the_site_name_what_is_published(town: Town) -> None:
    address = f"http://testserver{reverse('portal:news', kwargs={'slug': 'alfa', 'ref': refs(town)['news']})}"
    for name in ("feed", "sitemap"):
        assert address in text_of(Client().get(reverse(f"portal:{name}", kwargs={"slug": "alfa"})))


def test_a_character_that_no_feed_can_hold_is_not_kept(town: Town) -> None:
    with pytest.raises(InputError):
        actions.write_news(
            actor=town.coordinator,
            told=actions.Told(title="Klotter\x08", day=timezone.localdate(), happened="Klotter.", done="Borta."),
        )


def test_what_a_member_was_told_stands_on_no_public_page(town: Town) -> None:
    client = client_of(town.people["kommun", Role.COORDINATOR])
    client.post(reverse("publishing:drop_news", kwargs={"slug": "alfa", "pk": town.rows["news"][""]}))
    address = reverse("portal:start", kwargs={"slug": "alfa"})
    assert 'class="flash"' not in text_of(client.get(address))
    assert 'class="flash"' in text_of(client.get(reverse("publishing:list", kwargs={"slug": "alfa"})))
