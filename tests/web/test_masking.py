"""Words masked afterwards, on the page of whatever people write in."""

from __future__ import annotations

import pytest
from django.test import Client

from lagesbild.accounts.models import Role
from lagesbild.core import masking
from lagesbild.core.guard import MASK
from lagesbild.core.models import Masking, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.incidents.models import Incident
from lagesbild.picture.models import Finding
from tests.web.places import MASKED
from tests.web.reading import faults
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)
OF_THE_REGISTRY = {"diarium", "gallringsregel"}


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa", whole=True)


@pytest.fixture
def client(alfa: Town) -> Client:
    return client_of(alfa.people["kommun", Role.COORDINATOR])


@pytest.fixture
def who(alfa: Town, path: str) -> Client:
    """Who masks there: what the registry notes is its own to mask."""
    return client_of(alfa.people["kommun", Role.REGISTRATOR if path in OF_THE_REGISTRY else Role.COORDINATOR])


def page_of(path: str, pk: int) -> str:
    return f"/s/alfa/maska/{path}/{pk}/"


def first(alfa: Town, path: str) -> int:
    """A row of the kind that the coordinator sees."""
    rows = MASKED[path](alfa)
    return int(rows.get("kommun shared", next(iter(rows.values())))["pk"])  # type: ignore[call-overload]


def reason_in(alfa: Town) -> None:
    """A finding that somebody dismissed, in words."""
    edition = alfa.rows["edition"][""]
    with scope(worker(alfa.pk).scope()):
        Finding.objects.create(
            partnership_id=alfa.pk,
            edition_id=edition,
            kind="repeat",
            key="repeat:test",
            index=0,
            count=0,
            numbers=[],
            state="dismissed",
            reason="known",
            text="Bror Ek är vidtalad",
            by=1,
        )


def test_every_kind_has_rows_that_the_matrix_goes_to() -> None:
    assert {one.path for one in masking.subjects()} == set(MASKED)


@pytest.mark.parametrize("path", MASKED)
def test_each_has_a_page_that_hides_what_is_asked_and_leads_back(alfa: Town, who: Client, path: str) -> None:
    pk = first(alfa, path)
    kind = masking.at_path(path)
    assert kind is not None
    if path == "lagesbild":
        reason_in(alfa)
    with scope(alfa.coordinator.scope()):
        texts = masking.written(kind, pk)
    page = who.get(page_of(path, pk))
    assert page.status_code == 200
    assert faults(page.text, "sv") == []
    refused = who.post(page_of(path, pk), {"words": "står inte där"})
    assert (refused.status_code, "står inte där" in refused.text) == (422, True)
    answer = who.post(page_of(path, pk), {"words": texts[0]})
    assert answer.status_code == 302
    after = who.get(answer["Location"])
    if path != "lagesbild":  # a reason stands beside its finding, and the week has none
        assert MASK in after.text
        assert texts[0] not in after.text
    assert page_of(path, pk) in after.text, "from there one comes to the page"
    with scope(worker(alfa.pk).scope()):
        assert Masking.objects.get().subject == kind.name
        entry = TimelineEntry.objects.order_by("-sequence")[0]
        assert (entry.verb, entry.subject_id, set(entry.detail)) == (kind.verb, pk, {"n"})


def test_only_those_who_may_mask_an_incident_are_offered_to(alfa: Town) -> None:
    pk = first(alfa, "handelse")
    for role in Role:
        client = client_of(alfa.people["kommun", role])
        may = role in (Role.REPORTER, Role.MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR)  # one's own report
        assert (client.get(page_of("handelse", pk)).status_code == 200) == may, role
        assert (page_of("handelse", pk) in client.get(f"/s/alfa/handelser/{pk}/").text) == may, role
    with scope(alfa.coordinator.scope()):
        assert not Incident.objects.filter(text__contains=MASK).exists()


def test_there_is_nothing_of_a_kind_that_is_none(client: Client) -> None:
    assert client.get(page_of("planet", 1)).status_code == 404
