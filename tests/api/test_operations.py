"""The interface for programs: what is published, and never a fault of ours."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.api.operations import api
from lagesbild.publishing import actions
from tests.web.rooms.api import NAMES
from tests.web.world import Town, build_both, marks, text_of

pytestmark = pytest.mark.django_db(transaction=True)
LISTS = ("promises", "pictures", "news", "agreements", "minutes", "documents")
EACH = ("promise", "picture", "news_one", "agreement", "minutes_one", "document")


def got(name: str, **given_: str) -> dict[str, object]:
    answer = Client().get(reverse(f"api:{name}", kwargs={"slug": "alfa", **given_}))
    assert answer.status_code == 200, text_of(answer)
    found: dict[str, object] = json.loads(text_of(answer))
    return found


def test_every_operation_is_one_of_those_that_are_known() -> None:
    said = {one["operationId"] for path in api.get_openapi_schema()["paths"].values() for one in path.values()}
    assert said == set(NAMES) - {"openapi-json", "api-root"}
    assert {method for path in api.get_openapi_schema()["paths"].values() for method in path} == {"get"}


def test_it_describes_itself_by_openapi(transactional_db: None) -> None:
    said = json.loads(text_of(Client().get("/api/v1/openapi.json")))
    assert said["openapi"].startswith("3.1")
    assert "/api/v1/{slug}/promises" in said["paths"]


def test_a_program_reads_what_is_published_and_nothing_else(owner_url: str, transactional_db: None) -> None:
    town, _ = build_both(owner_url)
    client = Client()
    for name in LISTS:
        assert marks(text_of(client.get(reverse(f"api:{name}", kwargs={"slug": town.slug})))) == set()
    for name in EACH:
        for ref in ("1", "2", "3", "4", "annat"):
            answer = client.get(reverse(f"api:{name}", kwargs={"slug": town.slug, "ref": ref}))
            assert answer.status_code in (200, 404)
            assert not marks(text_of(answer))
            assert "beta" not in text_of(answer).lower()
    found = got("news")
    assert found["total"] == 1
    assert "Fyra lampor var trasiga." in json.dumps(found, ensure_ascii=False)
    assert not client.cookies


def test_faults_are_told_as_problem_details(town: Town) -> None:
    for address, status in (
        ("/api/v1/ingen/news", 404),
        ("/api/v1/alfa/news/annat", 404),
        ("/api/v1/alfa/news?limit=0", 422),
        ("/api/v1/alfa/news?limit=x", 422),
    ):
        answer = Client().get(address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert json.loads(text_of(answer))["status"] == status


def test_an_address_that_leads_nowhere_and_a_method_that_is_not_answered_are_problems_too(town: Town) -> None:
    for answer, status in ((Client().get("/api/v1/alfa/annat/annat"), 404), (Client().post("/api/v1/alfa/news"), 405)):
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert json.loads(text_of(answer))["status"] == status
    assert Client().post("/api/v1/alfa/news")["Allow"] == "GET"


def test_the_heads_of_an_answer_can_be_asked_for_alone(town: Town) -> None:
    whole, heads = (getattr(Client(), how)("/api/v1/alfa/news") for how in ("get", "head"))
    assert heads.status_code == 200
    assert heads["ETag"] == whole["ETag"]


def test_what_is_taken_back_is_gone_with_its_reason(town: Town) -> None:
    ref = str(got("news")["items"][0]["ref"])  # type: ignore[index]
    actions.withdraw(actor=town.coordinator, publication=town.rows["publication"][""], reason="Fel plats.")
    answer = Client().get(reverse("api:news_one", kwargs={"slug": "alfa", "ref": ref}))
    assert answer.status_code == 410
    assert "Fel plats." in json.loads(text_of(answer))["detail"]


def test_lists_come_in_pages(town: Town) -> None:
    found = json.loads(text_of(Client().get("/api/v1/alfa/documents?limit=1&offset=1")))
    assert (found["total"], found["items"], found["next"]) == (1, [], None)
    assert "offset=0" in found["previous"]


def test_an_answer_is_asked_for_again_with_its_mark(town: Town) -> None:
    first = Client().get("/api/v1/alfa/news")
    again = Client().get("/api/v1/alfa/news", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_whatever_is_asked_for_is_never_a_fault_of_ours(town: Town) -> None:
    client = Client(raise_request_exception=False)
    part = st.text(max_size=60) | st.sampled_from(["alfa", "news", "promises", "..", "%00", "9" * 40, "openapi.json"])

    @settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.lists(part, max_size=4), st.dictionaries(st.sampled_from(["limit", "offset", "x"]), st.text(max_size=30)))
    def ask(parts: list[str], query: dict[str, str]) -> None:
        answer = client.get("/api/v1/" + "/".join(parts), query)
        assert answer.status_code < 500, (parts, query)

    ask()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_changed(town: Town, method: str) -> None:
    answer = getattr(Client(), method)("/api/v1/alfa/news")
    assert answer.status_code == 405
