"""The pages of an import: drop a file, see what it becomes, run, stop, take back; by whom."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from lagesbild.accounts.models import Role
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.i18n import Message
from lagesbild.incidents import tasks
from lagesbild.incidents.importing import actions
from lagesbild.incidents.importing.progress import Beside
from lagesbild.incidents.models import Import, ImportFile, ImportProgress, Incident, Source
from tests.incidents.importing import HEADINGS, row
from tests.web.world import Town, build, client_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alfa(owner_url: str, transactional_db: None) -> Town:
    return build(owner_url, "alfa")


def coordinator(alfa: Town) -> Client:
    return client_of(alfa.people["kommun", Role.COORDINATOR])


def content(*rows: dict[str, str]) -> bytes:
    return "\n".join([";".join(HEADINGS), *(";".join(each[name] for name in HEADINGS) for each in rows)]).encode()


def drop(alfa: Town, client: Client, *contents: bytes, source: str = "Ärenden") -> HttpResponse:
    """Send the form with the files."""
    return client.post(
        "/s/alfa/import/ny/",
        {
            "uploads": [SimpleUploadedFile(f"a{i}.csv", each) for i, each in enumerate(contents)],
            "source": source,
            "party": alfa.parties["kommun"],
            "audience": alfa.audience("partnership"),
        },
    )


def text_of(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def ticked(asked: HttpResponse) -> dict[str, list[str]]:
    """What the form sends that asks whether what people have done may be lost."""
    found = re.findall(r'name="(what|n)"\s+value="([^"]*)"', asked.content.decode())
    sent = {name: [unescape(value) for one, value in found if one == name] for name in ("what", "n")}
    return sent | {"also_worked_on": ["1"]}


def brought(alfa: Town) -> int:
    with scope(worker(alfa.pk).scope()):
        return Incident.objects.filter(source__isnull=False).count()


def state(alfa: Town) -> Import:
    with scope(worker(alfa.pk).scope()):
        return Import.objects.latest("pk")


def test_a_file_is_looked_at_begun_done_by_the_worker_and_taken_back(alfa: Town) -> None:
    client = coordinator(alfa)
    sent = drop(alfa, client, content(*(row(i) for i in range(12)), row(12, Händelsedatum="okänt")))
    assert sent.status_code == 302
    page = client.get(sent["Location"])
    said = text_of(page)
    assert page.status_code == 200
    assert "12 nya händelser" in said
    assert "okänt" in said
    assert "Oväsen" in said
    assert brought(alfa) == 0, "nothing is kept by looking"
    number = state(alfa).pk
    fetched = client.get(f"/s/alfa/import/{number}/avvisade.csv")
    assert "okänt" in fetched.content.decode("utf-8-sig")
    client.post(f"/s/alfa/import/{number}/starta/")
    assert client.get(f"/s/alfa/import/{number}/").status_code == 200
    part = client.get(f"/s/alfa/import/{number}/framsteg/", headers={"HX-Request": "true"})
    assert "<progress" in part.content.decode()
    tasks.import_(partnership=alfa.pk, batch=number)
    assert brought(alfa) == 12
    done = client.get(f"/s/alfa/import/{number}/framsteg/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert "12 nya händelser" in text_of(client.get(f"/s/alfa/import/{number}/"))
    with scope(worker(alfa.pk).scope()):
        assert not ImportFile.objects.filter(kind="file").exists(), "the files are not kept"
    tasks.import_(partnership=alfa.pk, batch=number)
    assert brought(alfa) == 12, "a job that is done twice is done once"
    client.post(f"/s/alfa/import/{number}/angra/")
    assert brought(alfa) == 0
    assert "ångrad" in text_of(client.get("/s/alfa/import/"))


def test_what_people_have_done_is_listed_and_lost_only_when_that_is_ticked(alfa: Town) -> None:
    client = coordinator(alfa)
    drop(alfa, client, content(*(row(i) for i in range(3))))
    number = state(alfa).pk
    client.post(f"/s/alfa/import/{number}/starta/")
    tasks.import_(partnership=alfa.pk, batch=number)
    with scope(worker(alfa.pk).scope()):
        incident = Incident.objects.filter(batch=number).first()
    assert incident is not None
    client.post(f"/s/alfa/handelser/{incident.pk}/vidare/", {"to": "police", "note": ""})
    asked = client.post(f"/s/alfa/import/{number}/angra/")
    assert asked.status_code == 409
    assert "vidarebefordringar: 1" in text_of(asked)
    assert "Fastställda lägesbilder står kvar som de är." in text_of(asked), "no more is said to be lost than is"
    assert 'name="also_worked_on"' in asked.text
    assert brought(alfa) == 3
    client.post(f"/s/alfa/handelser/{incident.pk}/vidare/", {"to": "landlord", "note": ""})
    asked = client.post(f"/s/alfa/import/{number}/angra/", ticked(asked))
    assert asked.status_code == 409, "more has been done than was shown"
    assert "vidarebefordringar: 2" in text_of(asked)
    assert "Mer har gjorts" in text_of(asked)
    assert brought(alfa) == 3
    assert client.post(f"/s/alfa/import/{number}/angra/", {"also_worked_on": "1"}).status_code == 409
    assert client.post(f"/s/alfa/import/{number}/angra/", ticked(asked)).status_code == 302
    assert brought(alfa) == 0


def test_columns_and_categories_are_said_and_remembered(alfa: Town) -> None:
    client = coordinator(alfa)
    drop(alfa, client, content(*(row(i) for i in range(9))))
    number = state(alfa).pk
    client.post(
        f"/s/alfa/import/{number}/las/",
        {"heading": list(HEADINGS), "theirs": ["Oväsen", "Stöld", "Brand"], "own": ["Stök", "Stöld", "Brand"],
         "role-place": "Enhet", "separator": ";"},
    )  # fmt: skip
    said = text_of(client.get(f"/s/alfa/import/{number}/"))
    assert "Stök" in said
    client.post(f"/s/alfa/import/{number}/starta/")
    tasks.import_(partnership=alfa.pk, batch=number)
    with scope(worker(alfa.pk).scope()):
        assert Incident.objects.filter(category__name="Stök", place="Fritids").count() == 3
    drop(alfa, client, content(row(40)))
    assert state(alfa).options["columns"] == {"place": "Enhet"}
    again = text_of(client.get(f"/s/alfa/import/{state(alfa).pk}/"))
    assert "Stök" in again


def test_an_import_is_begun_as_it_was_looked_at(alfa: Town) -> None:
    client = coordinator(alfa)
    drop(alfa, client, content(*(row(i) for i in range(3))))
    number = state(alfa).pk

    def begin(page: str) -> int:
        (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
        return client.post(f"/s/alfa/import/{number}/starta/", {"seen": seen}).status_code

    before = client.get(f"/s/alfa/import/{number}/").text
    client.post(f"/s/alfa/import/{number}/las/", {"heading": list(HEADINGS), "theirs": ["Oväsen"], "own": ["Stök"]})
    assert begin(before) == 409, "someone else said that it is to be read another way"
    assert state(alfa).state == Import.State.PREVIEWED
    assert begin(client.get(f"/s/alfa/import/{number}/").text) == 302
    assert state(alfa).state == Import.State.RUNNING


@pytest.mark.parametrize(
    "wrong", [b"", b"\x00\x01\x02", "Hej;då\nnej;tack\n".encode(), b"PK\x03\x04 not a workbook", b'{"a": 1}']
)
def test_a_file_that_is_no_table_is_said_to_be_so(alfa: Town, wrong: bytes) -> None:
    client = coordinator(alfa)
    sent = drop(alfa, client, wrong)
    page = client.get(sent["Location"]) if sent.status_code == 302 else sent
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert brought(alfa) == 0


def test_an_import_is_stopped_and_leaves_nothing(alfa: Town) -> None:
    client = coordinator(alfa)
    drop(alfa, client, content(*(row(i) for i in range(30))))
    number = state(alfa).pk
    client.post(f"/s/alfa/import/{number}/starta/")
    client.post(f"/s/alfa/import/{number}/stoppa/")
    tasks.import_(partnership=alfa.pk, batch=number)
    assert state(alfa).state == Import.State.CANCELLED
    assert brought(alfa) == 0
    with scope(worker(alfa.pk).scope()):
        assert not Source.objects.get(name="Ärenden").importcategory_set.exists()


def test_how_far_it_has_come_is_seen_while_its_own_transaction_is_open(alfa: Town) -> None:
    client = coordinator(alfa)
    drop(alfa, client, content(row(1)))
    number = state(alfa).pk
    actions.start(actor=alfa.coordinator, batch=number)
    with transaction.atomic(), Beside(worker(alfa.pk), number) as told:
        told(Message("Loading rows"), 0.5)
    with scope(worker(alfa.pk).scope()):
        progress = ImportProgress.objects.get()
        assert (progress.share, progress.doing["sv"]) == (0.5, "Läser in rader")


def test_a_job_whose_person_may_no_longer_import_fails_in_words(alfa: Town, owner_url: str) -> None:
    import psycopg

    client = coordinator(alfa)
    drop(alfa, client, content(row(1)))
    number = state(alfa).pk
    client.post(f"/s/alfa/import/{number}/starta/")
    with psycopg.connect(owner_url) as server:
        server.execute(
            "UPDATE accounts_membership SET role = 'auditor' WHERE person_id = %s",
            (alfa.people["kommun", Role.COORDINATOR].pk,),
        )
    tasks.import_(partnership=alfa.pk, batch=number)
    failed = state(alfa)
    assert failed.state == Import.State.FAILED
    assert "tillåter" in json.dumps(failed.said, ensure_ascii=False)
    assert brought(alfa) == 0


@pytest.mark.parametrize("role", [Role.REPORTER, Role.MEMBER, Role.LEADER])
def test_those_who_do_not_import_have_no_such_pages(alfa: Town, role: Role) -> None:
    client = client_of(alfa.people["kommun", role])
    for name in ("incidents:imports", "incidents:import_new"):
        assert client.get(reverse(name, kwargs={"slug": "alfa"})).status_code == 403


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROTECTION_OFFICER, Role.REGISTRATOR])
def test_those_who_watch_see_imports_and_change_nothing(alfa: Town, role: Role) -> None:
    drop(alfa, coordinator(alfa), content(row(1)))
    number = state(alfa).pk
    client = client_of(alfa.people["kommun", role])
    assert client.get("/s/alfa/import/").status_code == 200
    assert client.get(f"/s/alfa/import/{number}/").status_code == 200
    for act in ("starta", "stoppa", "angra"):
        assert client.post(f"/s/alfa/import/{number}/{act}/").status_code == 403
    assert state(alfa).state == Import.State.PREVIEWED


def test_what_the_readers_say_names_fields_of_the_form_and_rows_that_repeat_can_be_left_out(alfa: Town) -> None:
    client = coordinator(alfa)
    rows = [";".join(each[name] for name in HEADINGS[1:]) for each in (row(1), row(1), row(2))]
    sent = drop(alfa, client, "\n".join([";".join(HEADINGS[1:]), *rows]).encode())
    said = text_of(client.get(sent["Location"]))
    assert "--" not in said
    assert "3 nya händelser" in said
    assert "”Rader som är lika i alla kolumner”" in said
    client.post(f"{sent['Location']}las/", {"repeats": "drop"})
    assert "2 nya händelser" in text_of(client.get(sent["Location"]))


def test_what_stops_the_reading_names_fields_of_the_form(alfa: Town) -> None:
    client = coordinator(alfa)
    sent = drop(alfa, client, b"Namn;Kommentar\nA;B\n")
    page = client.get(sent["Location"])
    assert page.status_code == 422
    assert "--" not in text_of(page)
    assert "”Datum och tid”" in text_of(page)


def test_who_may_read_is_said_in_the_readers_language(alfa: Town) -> None:
    client = coordinator(alfa)
    page = client.get("/s/alfa/import/ny/").text
    assert "Samverkan</option>" in page
    assert "The partnership" not in page
    client.post("/sprak/", {"language": "en", "next": "/"})
    page = client.get("/s/alfa/import/ny/").text
    assert "The partnership</option>" in page
    assert "Samverkan</option>" not in page
