"""The door of public pages: who visits sees what is for everyone, and is never taken for the system."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from lagesbild.accounts.models import Role
from lagesbild.core import partnerships
from lagesbild.core.actions import Denied
from lagesbild.core.models import Audience, Masking, Partnership, Party
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.core.web.public import There, public, show
from lagesbild.organisation.models import Body
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)


def visit(view: object, slug: str = "alfa") -> HttpResponse:
    request = RequestFactory().get(f"/p/{slug}/")
    request.user = AnonymousUser()
    request.session = {}
    answer = public(view)(request, slug)  # type: ignore[arg-type]
    assert isinstance(answer, HttpResponse)
    return answer


def opened(house: House) -> None:
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    partnerships.open_site(actor=house.actor("Ada"), public=True)


def test_a_site_that_is_not_open_is_as_if_it_were_not_there(house: House) -> None:
    for slug in ("alfa", "ingenstans"):
        with pytest.raises(Http404):
            visit(lambda there: HttpResponse(), slug)
    opened(house)
    assert visit(lambda there: HttpResponse(there.partnership.name)).text == house.partnership.name
    partnerships.open_site(actor=house.actor("Ada"), public=False)
    with pytest.raises(Http404):
        visit(lambda there: HttpResponse())


def test_only_administrators_open_it(house: House) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR}:
        with pytest.raises(Denied):
            partnerships.open_site(actor=house.anyone(role), public=True)


def test_a_visitor_reads_what_is_for_everyone_and_nothing_else(house: House) -> None:
    opened(house)
    shared, everyones = house.body("EST Nygård"), house.body("BRÅ")
    with scope(worker(house.partnership.pk).scope()):
        public_audience = Audience.objects.get(kind=Audience.PUBLIC)
        Body.objects.filter(pk=everyones.pk).update(circle=public_audience)
        Masking.objects.create(partnership=house.partnership, subject="x", subject_id=1, length=1, digest="x")

    def view(there: There) -> HttpResponse:
        assert there.actor.roles == frozenset()
        assert not Masking.objects.exists(), "what only the system reads"
        assert [one.pk for one in Partnership.objects.all()] == [house.partnership.pk]
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO core_party (partnership_id, name, kind) VALUES (%s, 'x', 'other')", [1])
        assert Party.objects.filter(pk=house.police.pk).update(name="x") == 0
        return show(there, "core/public.html")

    page = visit(view)
    assert f"{house.partnership.name}</b>" in page.text
    assert 'href="tel:112"' in page.text
    assert shared.name not in page.text
